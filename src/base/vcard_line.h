/* Shared by vcard*.c only: one content line, unfolded, its parameters read and its value decoded.
 */
#ifndef BASE_VCARD_LINE_H
#define BASE_VCARD_LINE_H

#include "buf.h"
#include "err.h"

enum vcard_word {
	VCARD_PREFERRED = 1,
	VCARD_WORK = 1 << 1,
	VCARD_MOBILE = 1 << 2,
	VCARD_HOME = 1 << 3,
	VCARD_FAX = 1 << 4,
	VCARD_MAIN = 1 << 5,
	VCARD_QUOTED = 1 << 6, /* quoted-printable */
	VCARD_BASE64 = 1 << 7,
	VCARD_CHARSET = 1 << 8, /* one that is not UTF-8 */
};

struct vcard_lines {
	const char *path, *at, *end;
	unsigned line; /* of at */
};

struct vcard_line {
	unsigned number;
	const char *name; /* in capitals, without its group */
	unsigned words;   /* what its parameters say */
	char *value;      /* decoded, terminated */
	size_t len;
	struct buf raw;
};

void vcard_line_init(struct vcard_line *line);
void vcard_line_free(struct vcard_line *line);
/* 1 with a line that stays valid until the next, 0 at the end, or an error. */
int vcard_line_next(struct vcard_lines *lines, struct vcard_line *line, struct why *why);
/* Decodes base64 in place, blanks left out; its length, or ERR_INVALID. */
long vcard_base64(char *text, size_t len);

#endif
