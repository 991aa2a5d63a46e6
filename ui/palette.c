/* All actions in one list that typing narrows; what cannot be done now says why. */
#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "inside.h"
#include "widget/menu.h"

enum { ROW_MAX = 200, KEY_COLS = 10, NAME_COLS = 14 };

void palette_open(struct console *c)
{
	char key[2 * KEY_NAME_MAX], row[ROW_MAX];

	menu_free(&c->palette);
	c->palette = menu_new(_("Actions"));
	for (int i = 0; i < ACTION_COUNT; i++) {
		const struct action_info *info = action_info((enum action)i);
		const char *reason = act_why_not(c, (enum action)i);
		char why_not[ROW_MAX] = "";

		if (i == ACTION_PALETTE || !offer_has(c, (enum action)i))
			continue;
		keymap_key(c->options.keymap, (enum action)i, KEYS_EMPTY, key, sizeof key);
		snprintf(row, sizeof row, "%-*s %-*s %s", NAME_COLS, info->name, KEY_COLS, key,
			 _(info->help));
		/* What follows a colon is advice, and there is no room for it. */
		if (reason)
			snprintf(why_not, sizeof why_not, "%.*s", (int)strcspn(reason, ":"),
				 reason);
		menu_add(c->palette, info->name, row, why_not, reason != NULL);
	}
}

void palette_key(struct console *c, struct term_key key)
{
	enum action action = ACTION_NONE;

	switch (menu_handle(c->palette, key)) {
	case MENU_CHOSEN:
		action = action_find(menu_chosen(c->palette));
		menu_free(&c->palette);
		act(c, action);
		break;
	case MENU_CANCELLED:
		menu_free(&c->palette);
		break;
	default:
		break;
	}
}
