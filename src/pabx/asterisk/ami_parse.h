/* The manager interface's lines as messages. Pure: bytes in, messages out, whatever the bytes are.
 *
 * A message is a run of "Name: value" lines ended by an empty one. Values are cleaned as all remote
 * text is (base/text.h); a line that is no header is counted and left out; a name may come more
 * than once. The first line of a connection is the banner "Asterisk Call Manager/11.0.0". */
#ifndef ASTERISK_AMI_PARSE_H
#define ASTERISK_AMI_PARSE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

enum {
	AMI_LINE = 16384,     /* bytes of one line; what is longer is cut */
	AMI_MESSAGE = 262144, /* bytes of one message; one that is longer ends the connection */
	AMI_HEADERS = 2048,   /* of one message (ListCommands answers with hundreds) */
	AMI_JUNK = 1000,      /* lines without a colon before it counts as another protocol */
};

struct ami_header {
	unsigned name, value; /* offsets into the message's text */
};

struct ami_message {
	struct buf text;
	struct ami_header *headers;
	unsigned count, cap;
};

/* The first value of that name (compared without case), "" where there is none. */
const char *ami_get(const struct ami_message *m, const char *name);
/* Whether that header is there at all. */
bool ami_has(const struct ami_message *m, const char *name);
/* The same for a name made of two parts: ami_part(m, "Dest", "Uniqueid"). */
const char *ami_part(const struct ami_message *m, const char *prefix, const char *name);
/* A value as a whole number; otherwise where there is none. */
long long ami_int(const struct ami_message *m, const char *name, long long otherwise);
/* The next value of a name that comes more than once; *at begins at 0. NULL behind the last. */
const char *ami_next(const struct ami_message *m, const char *name, unsigned *at);
bool ami_is(const struct ami_message *m, const char *name, const char *value);

/* A message made by hand (tests): headers are added in order. */
void ami_message_init(struct ami_message *m);
int ami_message_add(struct ami_message *m, const char *name, const char *value);
void ami_message_clear(struct ami_message *m);
void ami_message_free(struct ami_message *m);

struct ami_parser {
	struct buf line;
	struct ami_message message;
	bool banner_seen;
	unsigned junk; /* lines that were no headers, since the last message */
	char banner[64];
};

typedef void (*ami_message_fn)(void *ctx, const struct ami_message *message);

void ami_parser_init(struct ami_parser *p);
void ami_parser_free(struct ami_parser *p);
/* Takes bytes and hands over each message that became whole (it is valid during the call).
 * ERR_INVALID where the peer is no Asterisk, ERR_LIMIT where a message is too large: then no more
 * may be given. */
int ami_parser_feed(struct ami_parser *p, const char *data, size_t len, ami_message_fn fn,
		    void *ctx);

#endif
