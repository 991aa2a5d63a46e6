/* Takes a frame apart without a tree of it: its lists of rows stay text and are parsed row by row.
 */
#ifndef PBX_SPLIT_H
#define PBX_SPLIT_H

#include <stdbool.h>
#include <stddef.h>

#include <cjson/cJSON.h>

enum px_rows { PX_GONE, PX_NEW_ROWS, PX_ROWS, PX_VALUES, PX_ROWS_COUNT };

/* A list's inside, as offsets into the text. */
struct px_span {
	size_t at, end;
};

struct px_split {
	cJSON *head; /* the other members; free with cJSON_Delete() */
	struct px_span rows[PX_ROWS_COUNT];
};

/* Returns 0, or ERR_INVALID where text is no object or one of the lists is none. What is inside the
 * lists is checked when it is read. */
int px_split(struct px_split *split, const char *text, size_t len);
/* Parses the next element and moves the span on. Returns 1 and *value (caller frees it), 0 at the
 * end, ERR_INVALID. */
int px_split_next(struct px_span *span, const char *text, cJSON **value);

#endif
