/* A screen in memory for tests of widgets: keys and pastes go to the one that is there. */
#ifndef SCREEN_WIDGET_FIXTURE_H
#define SCREEN_WIDGET_FIXTURE_H

#include "support/screen.h"
#include "term/term.h"
#include "widget/input.h"
#include "widget/list.h"
#include "widget/menu.h"
#include "widget/message.h"
#include "widget/popup.h"

enum { ROWS_MAX = 1000 };

struct fixture {
	struct screen *screen;
	struct term *term;
	void (*draw)(struct fixture *f);
	enum term_event_kind last;

	char keys[ROWS_MAX][16]; /* the list's rows; "" is a heading */
	int count, asked;
	struct list list;
	struct input *input;
	enum input_result result;
	struct popup *popup;
	enum popup_result popup_result;
	struct menu *menu;
	enum menu_result menu_result;
	struct messages *messages;
	struct rect area;
};

/* Opens; nothing is painted before fixture_show(). */
void fixture_start(struct fixture *f, int rows, int cols, void (*draw)(struct fixture *f));
void fixture_show(struct fixture *f);
void fixture_finish(struct fixture *f);

#endif
