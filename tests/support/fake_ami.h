/* An Asterisk that is none: the manager interface of a small office, over a real socket, as good or
 * as bad as a test wants it. Phones 1001 to 1009 with hints, a trunk, the queue "reception" (600)
 * with 1001 and 1002, mailboxes. */
#ifndef SUPPORT_FAKE_AMI_H
#define SUPPORT_FAKE_AMI_H

#include <stdbool.h>

#include "base/buf.h"
#include "loop/loop.h"

struct fake_ami {
	struct loop *loop;
	int listener, fd, port;
	struct loop_fd *listening, *reading;
	struct buf in, said; /* said: the actions that came, as they came */
	unsigned logins, actions;
	/* What it is like; NULL and false for a good one. */
	const char *banner;    /* the first line; "" for none at all */
	const char *secret;    /* NULL: "secret" */
	const char *denied;    /* this action is not permitted */
	const char *unknown;   /* this action is not known: its module is missing */
	const char *silent_to; /* this action is never answered */
	const char *channels;  /* events of CoreShowChannels, "" for none */
	const char *parked;    /* events of ParkedCalls */
	const char *waiting;   /* further events of QueueStatus */
	const char *exists;    /* value of Getvar; NULL: "1" */
	int calls;             /* what CoreStatus says */
	bool no_system;        /* the user sees no events of the class system */
	bool silent;           /* it takes everything and answers nothing */
	/* Said as soon as the snapshot's first answer is out, before the rest of it. */
	const char *meanwhile;
	/* Called with each action that has a name of its own to the test; NULL for none. */
	void (*on_action)(void *ctx, const char *name, const char *text);
	void *ctx;
};

/* Listens on a free port of loopback. */
void fake_ami_open(struct fake_ami *fake, struct loop *loop);
void fake_ami_close(struct fake_ami *fake);
/* Says something to whoever is connected; "\n" becomes the line end of the protocol. */
void fake_ami_say(struct fake_ami *fake, const char *text);
/* The same, byte for byte. */
void fake_ami_raw(struct fake_ami *fake, const char *bytes, size_t len);
/* Cuts the connection; it can be made again. */
void fake_ami_cut(struct fake_ami *fake);
/* Listens no more. */
void fake_ami_deaf(struct fake_ami *fake);
/* How often that action came. */
unsigned fake_ami_asked(const struct fake_ami *fake, const char *action);

#endif
