/* Saved filters: chosen from a menu, and the search that is on the screen saved as one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/text.h"
#include "inside.h"
#include "telling.h"
#include "widget/menu.h"

static const char save_key[] = "save";

/* What is typed, else what was searched for last. */
static const char *search_text(const struct console *c)
{
	return input_empty(c->input) ? c->searched : input_text(c->input);
}

static void save_done(struct console *c, const char *name, const char *ref)
{
	char clean[64];

	(void)ref;
	name += strspn(name, " ");
	text_clean(clean, sizeof clean, name, strnlen(name, sizeof clean - 1));
	if (!*clean)
		messages_add(c->messages, MESSAGE_REFUSED, _("A filter needs a name: not saved"));
	else
		pages_filter_save(c, clean, c->saving);
}

void act_save_filter(struct console *c)
{
	snprintf(c->saving, sizeof c->saving, "%s", search_text(c));
	if (!*c->saving) {
		messages_add(c->messages, MESSAGE_REFUSED,
			     _("Search for something first: then it can be saved as a filter"));
		return;
	}
	snprintf(c->saving_label, sizeof c->saving_label, _("Save \"%.60s\" as:"), c->saving);
	prompt_open(c, c->saving_label, NULL, save_done, NULL);
}

static void close_menu(struct console *c)
{
	console_set_dialogue(c, NULL, NULL);
	menu_free(&c->filters);
}

static void fill(struct console *c)
{
	const struct pages_filter *filter;
	char key[16], row[300];

	menu_free(&c->filters);
	c->filters = menu_new(_("Filters: Enter shows, Del removes"));
	for (unsigned i = 0; (filter = pages_filter(c, i)); i++) {
		snprintf(key, sizeof key, "%u", i);
		menu_add(c->filters, key, filter->name, filter->text, false);
	}
	if (*search_text(c)) {
		snprintf(row, sizeof row, _("Save \"%.60s\" as a filter"), search_text(c));
		menu_add(c->filters, save_key, row, NULL, false);
	}
}

static void draw(void *ctx, struct term *term, struct rect area)
{
	menu_draw(((struct console *)ctx)->filters, term, area);
}

static void choose(struct console *c, const char *chosen)
{
	bool saves = strcmp(chosen, save_key) == 0;
	unsigned i = (unsigned)strtoul(chosen, NULL, 10);

	close_menu(c);
	if (saves)
		act_save_filter(c);
	else
		pages_filter_show(c, i);
}

static void key(void *ctx, struct term_key key)
{
	struct console *c = ctx;
	const char *chosen = menu_chosen(c->filters);

	if (key.code == KEY_DELETE && chosen && strcmp(chosen, save_key) != 0) {
		pages_filter_remove(c, (unsigned)strtoul(chosen, NULL, 10));
		if (pages_filter(c, 0) || *search_text(c))
			fill(c);
		else
			close_menu(c);
		return;
	}
	switch (menu_handle(c->filters, key)) {
	case MENU_CHOSEN:
		choose(c, menu_chosen(c->filters));
		break;
	case MENU_CANCELLED:
		close_menu(c);
		break;
	default:
		break;
	}
}

static void paste(void *ctx, const char *text)
{
	menu_paste(((struct console *)ctx)->filters, text);
}

static void tell(void *ctx, struct telling *telling)
{
	struct console *c = ctx;

	telling_menu(telling, c->filters);
	telling->keys = _("Enter show, Del remove");
	telling->acts = false;
}

static const struct console_dialogue dialogue = {draw, key, paste, tell};

void act_filters(struct console *c)
{
	if (!pages_filter(c, 0) && !*search_text(c)) {
		messages_add(c->messages, MESSAGE_INFO,
			     _("No filters yet: search for something, and it can be saved as one"));
		return;
	}
	fill(c);
	console_set_dialogue(c, &dialogue, c);
}
