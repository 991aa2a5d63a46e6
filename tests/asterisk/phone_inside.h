/* Shared by the files of the telephone only. */
#ifndef ASTERISK_PHONE_INSIDE_H
#define ASTERISK_PHONE_INSIDE_H

#include "asterisk/phone.h"
#include "asterisk/sip.h"

enum { PHONE_BODY = 1024 };

/* A request on its way, until its last answer. */
struct request {
	struct phone *phone;
	struct phone_call *call; /* or NULL */
	const char *method;
	char uri[200], from[256], to[256], id[80], branch[48];
	char more[1024]; /* further headers, each with its line's end */
	char body[PHONE_BODY];
	int cseq, tries;
	bool authorized, heard; /* heard: no need to repeat it */
	void (*done)(struct request *request, const struct sip *answer);
	struct loop_timer *repeat;
	struct request *next;
};

struct phone {
	struct loop *loop;
	char user[32], password[64], name[64], address[40], pbx[40];
	bool asks, mute, unplugged;
	int fd, port, sound_fd, sound_port;
	struct loop_fd *watch;
	struct loop_timer *sound;
	unsigned sequence, stamp;
	enum phone_manner manner;
	struct request *requests;
	struct phone_call *calls;
	char register_id[80];
	int register_cseq, registered, sent;
	char heard[1024], heard_from[64];
	unsigned obeyed;
};

/* phone_request.c */
void phone_send(struct phone *phone, const char *text);
/* Fills in what every request has; the caller adds uri, from, to, id, cseq, more and body. */
struct request *phone_request_new(struct phone *phone, struct phone_call *call, const char *method);
void phone_request_send(struct request *request);
/* True where the answer was for one of our requests. */
bool phone_request_answered(struct phone *phone, const struct sip *answer);
void phone_requests_free(struct phone *phone);
/* Answers what was asked; more are headers, body may be "". Caller frees the text sent. */
struct reply {
	int status;
	const char *reason, *tag, *more, *body;
};
char *phone_reply(struct phone *phone, const struct sip *asked, const struct reply *reply);

/* phone_call.c */
struct phone_call *call_of(const struct phone *phone, const char *id);
void call_asked(struct phone *phone, struct phone_call *call, const struct sip *sip);
void call_acknowledge(struct phone_call *call, int cseq);

/* phone_sound.c */
void sound_open(struct phone *phone);
void sound_close(struct phone *phone);
void sound_start(struct phone_call *call, const char *sdp);
void sound_describe(const struct phone *phone, const char *direction, char out[PHONE_BODY]);

#endif
