/* A plain-text message as RFC 5322 has it, for sendmail's standard input: lines end with \n. */
#ifndef BASE_MAIL_H
#define BASE_MAIL_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"

struct mail {
	const char *from, *from_name; /* address, and who it belongs to; from may be "" */
	const char *to, *to_name;
	const char *subject, *text;
	int64_t time; /* epoch ms */
};

/* One address and nothing else: no blanks, brackets, commas or control characters. */
bool mail_is_address(const char *text);
/* Appends headers and body. Whatever stands in names and subject becomes one header field each:
 * what is not printable ASCII is an encoded word (RFC 2047). Returns 0, ERR_INVALID if to (or from
 * where given) is no address, or ERR_LIMIT. */
int mail_compose(const struct mail *mail, struct buf *out);

#endif
