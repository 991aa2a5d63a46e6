/* Where one is, and what can be said. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/language.h"
#include "pane/say.h"
#include "plain_inside.h"
#include "reception.h"

enum { NAMES_MAX = 4096 };

/* ---- Help ---- */

static bool is_offered(struct console *c, enum action action)
{
	return offer_has(c, action) && action != ACTION_COMMAND;
}

static void say_names(struct console *c)
{
	struct buf names;
	bool any = false;

	buf_init(&names, NAMES_MAX);
	buf_add_str(&names, _("Now: "));
	for (int i = 0; i < ACTION_COUNT; i++)
		if (is_offered(c, (enum action)i) && !act_why_not(c, (enum action)i)) {
			buf_printf(&names, "%s%s", any ? ", " : "",
				   action_info((enum action)i)->name);
			any = true;
		}
	plain_say(c, "%s", names.data);
	buf_free(&names);
}

static void say_words(struct console *c)
{
	const struct plain_word *word;

	for (unsigned i = 0; (word = plain_word_at(i)); i++)
		plain_say(c, "%s%s%s: %s", word->name, *word->usage ? " " : "", word->usage,
			  _(word->help));
}

static void say_all(struct console *c)
{
	const char *group = NULL;

	for (int i = 0; i < ACTION_COUNT; i++) {
		if (!is_offered(c, (enum action)i))
			continue;
		if (action_group((enum action)i) != group)
			plain_say(c, "%s:", _(action_group((enum action)i)));
		group = action_group((enum action)i);
		plain_say(c, "%s: %s", action_info((enum action)i)->name,
			  _(action_info((enum action)i)->help));
	}
	say_words(c);
}

static void say_one(struct console *c, const char *name)
{
	enum action action = action_find(name);
	const char *reason = action == ACTION_NONE ? NULL : act_why_not(c, action);
	const struct plain_word *word;
	char keys[100];

	for (unsigned i = 0; (word = plain_word_at(i)); i++)
		if (strcmp(word->name, name) == 0) {
			plain_say(c, "%s %s: %s", word->name, word->usage, _(word->help));
			return;
		}
	if (action == ACTION_NONE) {
		plain_say(c,
			  _("There is no word \"%s\", or it begins several: help all tells them."),
			  name);
		return;
	}
	keymap_key(c->options.keymap, action, KEYS_EMPTY, keys, sizeof keys);
	plain_say(c, "%s: %s%s%s%s%s", action_info(action)->name, _(action_info(action)->help),
		  *keys ? _(". Key ") : "", keys, reason ? _(". Not now: ") : "",
		  reason ? reason : "");
}

void plain_help(struct console *c, const char *about)
{
	c->plain->listed = true;
	if (strcmp(about, "all") == 0) {
		say_all(c);
		return;
	}
	if (*about) {
		say_one(c, about);
		return;
	}
	plain_say(c, _("A number chooses from what was listed. An empty line does what was said "
		       "behind \"Enter:\". . goes back."));
	plain_say(c, _("Where something is asked: an empty line keeps what stands there, - empties "
		       "it, < goes back one field, . leaves, : begins a command."));
	say_words(c);
	say_names(c);
}

/* ---- Status ---- */

static void say_calls(struct console *c)
{
	const struct pbx_object *call;
	char text[SAY_MAX];

	if (c->desk.unknown)
		plain_say(c, _("Calls are not known yet."));
	else if (!pane_calls_at(c->pane[PLACE_CALLS], 0))
		plain_say(c, _("No calls."));
	for (unsigned i = 0; (call = pane_calls_at(c->pane[PLACE_CALLS], i)); i++) {
		say_object(&c->desk, call, text, sizeof text);
		plain_say(c, "%s%s", call == calls_current(c) ? _("In hand: ") : _("Call: "), text);
	}
}

static void say_place(struct console *c)
{
	const struct pane *pane = keys_focused(c);

	if (!input_empty(c->input) && c->focus != PLACE_CALLS)
		plain_say(c, _("Searched: %s"), input_text(c->input));
	else
		plain_say(c, _("In: %s"), *pane->title ? pane->title : _(pane->ops->title));
	if (pane->list.moved)
		plain_chosen(c);
}

static void say_desk(struct console *c)
{
	struct pbx_object *writer;
	unsigned unread = chat_unread(c, &writer), missed = history_missed(c);
	unsigned unsent = outbox_unsent(c->reception->outbox);

	if (missed)
		plain_say(c, _("%u missed: history tells."), missed);
	if (unread)
		plain_say(c, _("%u unread%s%s: rooms tells."), unread, writer ? _(", from ") : "",
			  writer ? console_name(writer) : "");
	if (unsent)
		plain_say(c, _("%u unsent: taken tells."), unsent);
}

void plain_status(struct console *c)
{
	char link[160];

	c->plain->listed = true;
	status_link(c, link, sizeof link);
	plain_say(c, "%s%s%s, %s%s.", pbx_user_name(c->pbx), *c->host ? _(" at ") : "", c->host,
		  link, c->plain->quiet ? _(", quiet") : "");
	say_calls(c);
	say_desk(c);
	say_place(c);
	if (*c->sending)
		plain_say(c, _("To be sent on: %s"),
			  pane_deref(c->pbx, c->sending)
				  ? console_name(pane_deref(c->pbx, c->sending))
				  : _("nobody any more"));
	c->plain->intent[0] = '\0'; /* it is said again */
}
