/* Pieces of rows that several panes draw. */
#ifndef PANE_ROW_H
#define PANE_ROW_H

#include "call_row.h"
#include "pane.h"

/* A person or outside entry: phone, presence, forward as three marks, then name, number, and as
 * much of department or company, status and tags as the width has room for. */
void row_person(const struct desk *desk, const struct pbx_object *who, const struct list_row *row);
/* Where object is in a list that pbx_list() sorts, or -1. */
int row_find_sorted(struct pbx_object *const *list, unsigned count,
		    const struct pbx_object *object);
/* " until 14:30", " until Mon 09:00", " until 12 Nov"; "" without an end. out has 32 bytes. */
const char *row_until(int64_t now, int64_t until, char *out);
/* What to say of somebody who is not there: "Out for lunch until 14:30, deputy Zoë"; "" for who is.
 */
void row_absence(const struct desk *desk, const struct pbx_object *contact, char *out, size_t cap);
/* NULL without one, or where he is not seen. */
const struct pbx_object *row_deputy(const struct desk *desk, const struct pbx_object *contact);
/* "2 wait, longest 0:40", "" where nothing is known now. */
void row_queue_waits(const struct desk *desk, const struct pbx_object *queue, char *out,
		     size_t cap);
/* "#vip #german", or "". */
void row_tags(const struct pbx_object *who, char *out, size_t cap);
/* The word for a kind of number that a PABX tells ("mobile"); others are shown as they are. */
const char *row_number_kind(const char *type);
/* The note on who (may be NULL), else on the number, as it is written or as numbers are compared
 * ("" where that is not known); NULL without one. */
const struct pbx_object *row_note(const struct desk *desk, const struct pbx_object *who,
				  const char *number, const char *compared);

enum term_mark row_phone_mark(const struct desk *desk, const struct pbx_object *who);
enum term_mark row_presence_mark(const struct desk *desk, const struct pbx_object *who);
/* BLF 0 to 3 as a mark, PBX_UNKNOWN as unknown. */
enum term_mark row_blf_mark(int64_t blf);

#endif
