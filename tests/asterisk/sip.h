/* SIP messages (RFC 3261) as text: taken apart, and the little arithmetic around them. */
#ifndef ASTERISK_SIP_H
#define ASTERISK_SIP_H

#include <stdbool.h>
#include <stddef.h>

enum { SIP_HEADERS = 64, SIP_MAX = 8192 };

struct sip {
	char text[SIP_MAX];       /* the others point into it */
	const char *method, *uri; /* of a request, else NULL */
	int status;               /* of a response, else 0 */
	struct {
		const char *name, *value;
	} header[SIP_HEADERS];
	int headers;
	const char *body;
	int cseq;
	const char *cseq_method;
};

/* False for what is no SIP. */
bool sip_parse(struct sip *sip, const char *bytes, size_t len);
void sip_copy(struct sip *to, const struct sip *from);
/* The value of the first header of that name (its long form), "" without one. */
const char *sip_get(const struct sip *sip, const char *name);

/* What is between < and >, or the whole without parameters. */
void sip_uri(const char *value, char *out, size_t cap);
/* The part before the @. */
void sip_user(const char *value, char *out, size_t cap);
/* The display name without its quotes, "" without one. */
void sip_name(const char *value, char *out, size_t cap);
/* The value of ;name=…, "" without it. */
void sip_param(const char *value, const char *name, char *out, size_t cap);

/* The value of Authorization that answers a challenge (RFC 2617, MD5). */
struct sip_login {
	const char *user, *password, *method, *uri;
};
void sip_authorize(const struct sip_login *login, const char *challenge, char *out, size_t cap);

#endif
