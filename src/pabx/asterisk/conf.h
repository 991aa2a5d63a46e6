/* What cannot be asked of Asterisk, or is to be different here: [asterisk] in a file. */
#ifndef ASTERISK_CONF_H
#define ASTERISK_CONF_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct asterisk_conf {
	/* where */
	char *user, *host;
	int port;
	char *tls_cert; /* PEM that alone is trusted */
	/* dialplan */
	char *context;      /* where numbers are dialled from; NULL: each phone's own */
	char *voicemail;    /* the number of a person's voicemail, "*%s" for *1001; NULL: none */
	char *conference;   /* an extension that is a conference room; NULL: no three-way calls */
	char *message_from; /* who a text comes from that has no phone: "sip:frontdesk@pbx" */
	char *emergency;    /* numbers, with blanks between */
	char *ignore;       /* endpoints that are no phones, with blanks between */
	char *notify;       /* "auto" (by the phone's name), "yes" or "no": answer and hold */
	int64_t ring_s;     /* how long one's own phone is rung for a call that is made here */
};

/* Takes "user@host[:port]" and the settings of file (NULL for none). conf is freed by the caller
 * in either case. */
int asterisk_conf_read(struct asterisk_conf *conf, const char *where, const char *file,
		       struct why *why);
void asterisk_conf_free(struct asterisk_conf *conf);
/* True if word is one of list's, which has blanks or commas between. */
bool asterisk_conf_lists(const char *list, const char *word);

#endif
