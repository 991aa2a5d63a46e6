/* Rows of any number, of which some are seen and one is selected. The rows stay the owner's: the
 * list asks for them by callbacks. What is selected is an identity (key), not a number: it stays
 * selected, and where it stands on the screen, when rows come and go. */
#ifndef WIDGET_LIST_H
#define WIDGET_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "term/term.h"

enum { LIST_KEY_MAX = 128 };

struct list_row {
	int row;
	const char *key;
	struct rect area;    /* one row of the screen */
	enum term_role role; /* ROLE_TEXT, ROLE_SELECTED or ROLE_SELECTED_OTHER */
};

struct list_source {
	int (*count)(void *ctx);
	/* Identity of a row, "" for one that cannot be selected (a heading). Valid until the next
	 * call. Longer than LIST_KEY_MAX - 1 bytes must not be. */
	const char *(*key)(void *ctx, int row);
	void (*draw)(void *ctx, struct term *term, const struct list_row *row);
	/* The row of key, or -1. May be NULL: then rows are searched, the likely ones first. */
	int (*find)(void *ctx, const char *key);
	/* The row in words: "Agnes Müller, free, 105". */
	void (*say)(void *ctx, int row, char *out, size_t cap);
};

struct list {
	const struct list_source *source;
	void *ctx;
	const char *empty; /* said when there are no rows; may be NULL */
	bool lazy;         /* nothing is selected until the operator moves; then the first row */
	bool scroll_half;  /* at an edge scroll half a page: fewer bytes over slow links */
	char key[LIST_KEY_MAX];
	int row, top, rows; /* of the selection, of the first shown, shown */
	struct rect area;   /* where it was drawn; empty: it was not */
	bool moved;         /* by the operator, since list_reset() */
	int64_t since;      /* clock_mono_ms() when the selection changed by itself */
};

void list_init(struct list *list, const struct list_source *source, void *ctx);
/* Selects the first row, as nobody had moved. */
void list_reset(struct list *list);
/* Finds the selection again after rows came and went; list_draw() does it too. When the selected
 * row has gone, the row that took its place is selected and since is now. */
void list_refresh(struct list *list);
/* The key of the selected row, NULL without one, or in a lazy list that nobody has moved in. */
const char *list_selected(const struct list *list);
bool list_select(struct list *list, const char *key); /* false if there is no such row */
/* Moves by rows, over what cannot be selected, and marks the list moved. */
void list_move(struct list *list, int by);
/* The row under that cell becomes the operator's choice; false if there is none. */
bool list_click(struct list *list, int y, int x);
/* Arrows, page, Home, End. Returns true if the key was one of these. */
bool list_handle(struct list *list, struct term_key key);
/* The same as if the operator had moved to the row of key. */
bool list_move_to(struct list *list, const char *key);
/* Milliseconds for which the selection is what it is, INT64_MAX if the operator chose it. In a lazy
 * list: since list_reset(), for its rows appear by themselves. */
int64_t list_settled(const struct list *list);
/* Under focus the terminal's cursor is put on the selected row. */
void list_draw(struct list *list, struct term *term, struct rect area, bool focused);

#endif
