/* A SIP telephone for tests: it does what a person's hand on a real one does, on the test's loop.
 * Numbers that are called are extensions of the PBX it registers at. */
#ifndef ASTERISK_PHONE_H
#define ASTERISK_PHONE_H

#include <stdbool.h>
#include <stdint.h>

#include "loop/loop.h"

struct phone;
struct sip;

enum phone_manner { PHONE_RINGS, PHONE_ANSWERS, PHONE_BUSY };

struct phone_options {
	const char *user, *password, *name; /* password NULL: is never asked, as a provider */
	const char *address;                /* its own, 127.x.y.z */
	int port;                           /* 0: any */
	const char *pbx;                    /* the PBX's address, port 5060 */
	bool mute;                          /* sends no sound */
};

enum phone_state { PHONE_CALLING, PHONE_RINGING, PHONE_UP, PHONE_ENDED };

/* A call as the phone has it; it stays readable until the phone is freed. */
struct phone_call {
	struct phone *phone;
	enum phone_state state;
	bool out;      /* we called */
	bool held;     /* by us */
	bool referred; /* a transfer was accepted (202) */
	int status;    /* of the final answer to our INVITE; 0 while there is none */
	int asked;     /* status of the last request inside the call (hold, transfer) */
	char name[128], number[64]; /* the other party, as the display shows it */
	int64_t answered_us;        /* clock_mono_us() when we sent or got the 200 */
	struct phone_call *next;
	/* the dialogue */
	char id[80], local[256], remote[256], target[200], branch[48];
	struct sip *asked_by; /* the INVITE that is to be answered */
	char *answer;         /* what was answered last, for when it is asked again */
	int cseq, remote_cseq, invite_cseq;
	char sound_address[40];
	int sound_port;
};

/* Opens its socket; the test fails where it cannot. */
struct phone *phone_new(struct loop *loop, const struct phone_options *options);
void phone_free(struct phone **phone);
void phone_manner(struct phone *phone, enum phone_manner manner);

/* Registers for so many seconds (0 withdraws); phone_registered() is the answer, 0 until then. */
void phone_register(struct phone *phone, int seconds);
int phone_registered(const struct phone *phone);

/* Calls; from is what the provider says of the caller ("\"Name\" <number>", NULL for the phone's
 * own). */
struct phone_call *phone_dial(struct phone *phone, const char *number, const char *from_name,
			      const char *from_number);
/* The last call in that state, or NULL. */
struct phone_call *phone_call_in(const struct phone *phone, enum phone_state state);
unsigned phone_calls_in(const struct phone *phone, enum phone_state state);
void phone_answer(struct phone_call *call);
void phone_refuse(struct phone_call *call, int status);
/* Ends it, takes it back, or refuses it. */
void phone_hang_up(struct phone_call *call);
void phone_hold(struct phone_call *call, bool hold);
/* Transfers the other party to a number, or to whom other speaks with (REFER with Replaces). */
void phone_transfer(struct phone_call *call, const char *number);
void phone_connect(struct phone_call *call, const struct phone_call *other);

/* Sends a text (SIP MESSAGE); phone_sent() is the status, 0 until it comes. */
void phone_text(struct phone *phone, const char *number, const char *text);
int phone_sent(const struct phone *phone);
/* The last text that came, and from whom; "" for none. */
const char *phone_heard(const struct phone *phone);
const char *phone_heard_from(const struct phone *phone);
/* Events of NOTIFY requests inside a call ("talk", "hold") that were obeyed. */
unsigned phone_obeyed(const struct phone *phone);

/* The provider's caller drops off the network: nothing is answered or sent any more. */
void phone_unplug(struct phone *phone);

#endif
