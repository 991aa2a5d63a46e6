/* A menu over the panes: one of several rows about something. */
#include "inside.h"

struct menu *choice_open(struct console *c, const char *title,
			 void (*done)(struct console *, const char *, const char *),
			 const struct pbx_object *about)
{
	choice_close(c);
	popup_free(&c->popup);
	c->choice.menu = menu_new(title);
	c->choice.done = done;
	pane_ref(about, c->choice.ref);
	return c->choice.menu;
}

void choice_close(struct console *c)
{
	menu_free(&c->choice.menu);
}

void choice_key(struct console *c, struct term_key key)
{
	struct choice choice = c->choice;

	switch (menu_handle(choice.menu, key)) {
	case MENU_CHOSEN:
		c->choice.menu = NULL;
		choice.done(c, menu_chosen(choice.menu), choice.ref);
		menu_free(&choice.menu);
		break;
	case MENU_CANCELLED:
		choice_close(c);
		break;
	case MENU_STAYS:
	case MENU_NOT_MINE:
		break;
	}
}
