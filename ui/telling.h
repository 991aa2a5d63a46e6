/* What a dialogue says and asks where there is no screen. It is answered by the keys and pastes
 * that it takes anyway. */
#ifndef UI_TELLING_H
#define UI_TELLING_H

#include <stdbool.h>

#include "base/buf.h"
#include "widget/list.h"
#include "widget/menu.h"
#include "widget/popup.h"
#include "widget/sheet.h"

enum { TELLING_MAX = 4 << 20, TELLING_ASK_MAX = 300 };

struct telling {
	struct buf text;   /* to read: the title, and what there is */
	struct list *list; /* rows that numbers choose, or NULL */
	const char *said;  /* of the last answer: "Nobody has that name"; NULL for nothing */
	bool acts;         /* choosing one is the answer; else Enter follows */
	const char *keys;  /* what else can be done: "Enter call, Tab which"; NULL for nothing */

	const char *label; /* what the next line answers: "Password"; NULL: nothing is asked */
	const char *hint;  /* how to answer, or NULL */
	const char *value; /* what stands there and an empty line keeps; NULL for nothing */
	const char *const *choices; /* ended by NULL: only these, or their numbers */
	bool secret;
	bool key;   /* the answer is one key: its character */
	bool next;  /* Tab follows the answer, not Enter */
	bool grows; /* what is added at the end of text is told, and nothing else of it again */
	bool waits; /* for something: nothing can be answered yet */
	bool stuck; /* nothing goes on without a person: lines from a pipe are at their end */
};

void telling_init(struct telling *telling);
void telling_free(struct telling *telling);
void telling_menu(struct telling *telling, struct menu *menu);
void telling_sheet(struct telling *telling, const struct sheet *sheet);

#endif
