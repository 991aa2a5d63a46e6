/* Address cards: vCard 3.0 (RFC 2426) and 4.0 (RFC 6350), and what 2.1 left behind in files that
 * still travel: quoted-printable and parameters without a name. */
#ifndef BASE_VCARD_H
#define BASE_VCARD_H

#include <stddef.h>

#include "err.h"

enum { VCARD_NUMBERS = 8, VCARD_EMAILS = 4 };

struct vcard_number {
	const char *type; /* main, work, mobile, home, fax or other */
	char *number;
};

/* One card. Texts are valid UTF-8 as they stand in the file (clean them), NULL where it has none.
 */
struct vcard {
	unsigned line; /* of its BEGIN */
	char *uid, *name, *organisation, *unit, *title;
	char *categories; /* with commas between */
	char *emails[VCARD_EMAILS];
	struct vcard_number numbers[VCARD_NUMBERS]; /* the preferred first, faxes last */
	unsigned email_count, number_count;
	char *photo; /* the bytes of an embedded picture */
	size_t photo_len;
	unsigned photo_line;
};

struct vcards;

/* Reads a file whole (at most 64 MB). ERR_NOT_FOUND, ERR_IO, ERR_LIMIT. Free with vcards_free(). */
int vcards_open(const char *path, struct vcards **cards, struct why *why);
/* The same of text (len bytes, terminated) that becomes the cards' own; name stands in errors. */
struct vcards *vcards_of(const char *name, char *text, size_t len);
void vcards_free(struct vcards **cards);
/* Reads the next card: 1, or 0 at the end, or an error whose text names file and line; the call
 * after an error goes on behind the broken card. Free the card with vcard_free() after 1. */
int vcards_next(struct vcards *cards, struct vcard *card, struct why *why);
void vcard_free(struct vcard *card);

#endif
