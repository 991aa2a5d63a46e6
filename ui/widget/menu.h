/* Choosing one of several rows in a box; typing filters them. */
#ifndef WIDGET_MENU_H
#define WIDGET_MENU_H

#include <stdbool.h>

#include "list.h"
#include "term/term.h"

struct menu;

enum menu_result {
	MENU_NOT_MINE,
	MENU_STAYS,
	MENU_CHOSEN, /* menu_chosen() tells */
	MENU_CANCELLED,
};

/* Free with menu_free(). */
struct menu *menu_new(const char *title);
void menu_free(struct menu **menu);
/* Rows are copied. key is what menu_chosen() gives; note stands at the right and may be NULL; a
 * disabled row is shown and cannot be chosen. */
void menu_add(struct menu *menu, const char *key, const char *text, const char *note,
	      bool disabled);
void menu_select(struct menu *menu, const char *key);
enum menu_result menu_handle(struct menu *menu, struct term_key key);
void menu_paste(struct menu *menu, const char *text);
/* The key of the row that is selected, NULL if none is. */
const char *menu_chosen(const struct menu *menu);
/* What is read where there is no screen. */
const char *menu_title(const struct menu *menu);
struct list *menu_list(struct menu *menu);
void menu_draw(struct menu *menu, struct term *term, struct rect area);

#endif
