/* What the PABX asks of the telephones behind it: the simulated office or a real Asterisk.
 *
 * A switch tells everything it knows as rows of PROTOCOL.md section 4 (device, phone, extension,
 * queue, call, parked, mailbox), and is told what to do by commands with targets already resolved.
 * It knows nothing of sessions or permissions and has no directory: the PABX checks who may do what
 * before a command arrives, fills in a call's match, greeting and name from the directory, says
 * whose an extension is, and rolls blf, online, dnd and forward up from devices to contacts and
 * extensions. */
#ifndef PABX_SWITCH_H
#define PABX_SWITCH_H

#include <stdbool.h>
#include <stdint.h>

#include "loop/loop.h"
#include "wire/command.h"
#include "wire/row.h"
#include "wire/said.h"

/* A call that has ended, for the call records (documented columns of /rest/call/read/cdr). */
struct switch_record {
	int64_t start, answered, end; /* epoch ms; answered 0 if it never was */
	const char *from_number, *from_name, *to_number, *to_name;
	const char *from_device, *to_device; /* "" for outside parties */
	const char *queue, *ddi;             /* "" without */
	const char *uniqueid, *linked;
	const char *disposition; /* ANSWERED BUSY NOANSWER FAILED */
	const char *answered_by; /* device, or "" */
	const char *returned;    /* why the caller came back to the operator (PROTOCOL.md,
				    returnedFrom),    or "" */
};

/* Whose an extension is. Texts are never NULL and stay valid until the directory changes. */
struct switch_person {
	int64_t cID; /* WIRE_NULL for nobody: then the texts are empty */
	const char *name, *company;
};

/* Called by the switch, on the loop. Rows and texts belong to the caller. */
struct switch_events {
	/* A row is there or has changed; fields that are not present stay as they were. */
	void (*row)(void *ctx, const struct wire_row *row);
	void (*gone)(void *ctx, enum wire_set set, const char *key);
	/* What a phone says of its person: do not disturb, and where its calls are forwarded to (""
	 * for nowhere). */
	void (*forward)(void *ctx, const char *device, const char *number);
	/* Presence of a person at a resource ("desk", "mobile"); show is online, away, dnd or "" .
	 * Without a resource (NULL) it is what the person chose at the phone, for all of them. */
	void (*presence)(void *ctx, int64_t cID, const char *resource, const char *show,
			 const char *status, int64_t until);
	/* A chat message between two people. */
	void (*message)(void *ctx, int64_t from, int64_t to, const char *text);
	void (*ended)(void *ctx, const struct switch_record *record);
	/* Whether the telephones can be reached; while they cannot, consoles show stale. */
	void (*available)(void *ctx, bool up, const char *text);
	/* Whose an extension is; owner, ownerID and userID of rows are the switch's to fill in. */
	void (*person)(void *ctx, const char *extension, struct switch_person *person);
};

enum switch_verb {
	SWITCH_DIAL,   /* device, to */
	SWITCH_CALL,   /* action on the call device/cid */
	SWITCH_DEVICE, /* device: autoanswer, autohold, microphone, optOut that are present in row
			*/
	SWITCH_QUEUE_MEMBER, /* queue, device: paused, text = reason */
	SWITCH_NIGHT,        /* text = company, paused = its night service begins; only where the
				switch has the capability "nightmode" */
};

struct switch_target {
	char number[64]; /* as dialled on this switch */
	char name[128];  /* for display on the phones, may be empty */
	int64_t cID;     /* the person, or WIRE_NULL */
	bool voicemail;  /* that person's voicemail instead of a phone */
};

struct switch_command {
	enum switch_verb verb;
	enum wire_action action;  /* SWITCH_CALL */
	int64_t user;             /* cID of who asks */
	const char *device, *cid; /* the call; for RETRIEVE, PICKUP, CLAIM and SEND it is … */
	const char *other_device,
		*other_cid; /* … this one (with, the other's call, lot/slot, queue/cid) */
	struct switch_target to;
	bool autoanswer, autohold; /* SWITCH_DIAL */
	const char *lot, *slot;    /* PARK (both may be NULL), RETRIEVE */
	const char *for_json;      /* PARK: the row's "for", or NULL */
	int64_t timeout_ms;        /* PARK: 0 for the switch's own */
	const char *digits;        /* DTMF */
	const char *queue;         /* SWITCH_QUEUE_MEMBER */
	bool paused;
	const char *text;
	const struct wire_device *row; /* SWITCH_DEVICE: present fields are what changes */
};

/* The answer to a command: accepted by the switch (reason NONE), or refused. What follows is told
 * in rows. cid is the new call of DIAL and ATXFER. */
struct switch_answer {
	enum wire_reason reason;
	const char *text;             /* a sentence, or NULL for the reason's own */
	const struct wire_said *said; /* instead of text: one with words in it; may be NULL */
	const char *cid;
};
/* ticket is the one given with the command; an answer to an unknown ticket is ignored. */
typedef void (*switch_answer_fn)(void *ctx, uint64_t ticket, const struct switch_answer *answer);

struct switch_ops {
	const char *name;
	/* Names of capabilities (PROTOCOL.md "Capabilities"), ended by NULL. */
	const char *const *can;
	/* Begins to tell: first every row that exists now, then changes. */
	void (*start)(void *impl, const struct switch_events *events, void *ctx);
	void (*command)(void *impl, const struct switch_command *command, uint64_t ticket,
			switch_answer_fn answer, void *ctx);
	void (*free)(void **impl);
	/* What the directory tells a switch that cares (each may be NULL): people, or what belongs
	 * to them, have changed; somebody has chosen a presence; somebody has written to somebody.
	 */
	void (*people)(void *impl);
	void (*presence)(void *impl, int64_t cID, const char *show, const char *status);
	void (*message)(void *impl, int64_t from, int64_t to, const char *text);
};

struct switch_handle {
	const struct switch_ops *ops;
	void *impl;
};

#endif
