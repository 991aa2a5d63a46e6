/* Rows with numbers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "pane/say.h"
#include "plain_inside.h"

static void say_row(struct console *c, struct list *rows, int row, int number)
{
	char text[SAY_MAX];

	rows->source->say(rows->ctx, row, text, sizeof text);
	if (number)
		plain_say(c, "%d %s", number, text);
	else
		plain_say(c, "- %s", text);
}

/* The next page of rows; those that cannot be chosen have no number. */
static void page(struct console *c, struct list *rows)
{
	struct plain *p = c->plain;
	int count = rows->source->count(rows->ctx), row = p->next_row, said = 0;

	for (; row < count && said < PLAIN_PAGE && p->rows < PLAIN_ROWS; row++, said++) {
		const char *key = rows->source->key(rows->ctx, row);
		bool chooses = key && *key;

		if (chooses)
			snprintf(p->row[p->rows++], LIST_KEY_MAX, "%s", key);
		say_row(c, rows, row, chooses ? p->rows : 0);
	}
	p->next_row = row;
	p->listed = true;
	if (row < count)
		plain_say(c, _("%d more: more"), count - row);
}

void plain_list(struct console *c, struct list *list, struct list *rows, const char *head)
{
	struct plain *p = c->plain;

	p->list = list;
	p->rows = p->next_row = 0;
	if (*head)
		plain_say(c, "%s", head);
	if (!rows->source->count(rows->ctx) && rows->empty && *rows->empty)
		plain_say(c, "%s", _(rows->empty));
	page(c, rows);
}

void plain_more(struct console *c)
{
	struct plain *p = c->plain;
	struct telling telling;

	plain_front_now(c, &telling);
	struct list *rows = p->list ? p->list : telling.list;
	if (!p->rows || !rows || p->next_row >= rows->source->count(rows->ctx))
		plain_say(c, _("That was all."));
	else
		page(c, rows);
	telling_free(&telling);
}

const char *plain_row(const struct console *c, long number)
{
	return number > 0 && number <= c->plain->rows ? c->plain->row[number - 1] : NULL;
}

long plain_number(const char *text)
{
	char *end;
	long number = *text >= '1' && *text <= '9' ? strtol(text, &end, 10) : 0;

	return number > 0 && number <= PLAIN_ROWS && !*end ? number : 0;
}

void plain_chosen(struct console *c)
{
	const struct pbx_object *row = console_selected(c);
	char text[SAY_MAX];

	if (!row) {
		plain_say(c, _("Nothing is chosen."));
		return;
	}
	say_object(&c->desk, row, text, sizeof text);
	plain_say(c, _("Chosen: %s"), text);
	c->plain->listed = true;
}

/* What the pane is called, and how much is in it. */
static const char *head_of(struct pane *pane, char *out, size_t cap)
{
	int count = pane->ops->count(pane);

	if (strcmp(pane->ops->name, "results") == 0)
		snprintf(out, cap, _("%d found"), count);
	else
		snprintf(out, cap, "%s, %d", *pane->title ? pane->title : _(pane->ops->title),
			 count);
	return out;
}

void plain_head(struct console *c)
{
	char head[160];

	plain_say(c, "%s", head_of(keys_focused(c), head, sizeof head));
}

void plain_pane(struct console *c)
{
	struct pane *pane = keys_focused(c);
	char head[160];

	plain_list(c, &pane->list, &pane->list, head_of(pane, head, sizeof head));
}
