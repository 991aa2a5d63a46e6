/* What a line means. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/text.h"
#include "plain_inside.h"
#include "reception.h"

enum { NAME_MAX_BYTES = 64 };

/* ---- What is said of an action ---- */

enum after {
	AFTER_NOTHING,
	AFTER_ROW,  /* the row that is chosen now */
	AFTER_PANE, /* the pane that has the focus now, */
	AFTER_HEAD, /* or only what it is called */
	AFTER_STATUS,
};

static enum after after_of(enum action action)
{
	switch (action) {
	case ACTION_UP:
	case ACTION_DOWN:
	case ACTION_PAGE_UP:
	case ACTION_PAGE_DOWN:
	case ACTION_FIRST:
	case ACTION_LAST:
		return AFTER_ROW;
	case ACTION_NEXT_PANE:
	case ACTION_PREVIOUS_PANE:
	case ACTION_NEXT_LIST:
	case ACTION_PREVIOUS_LIST:
	case ACTION_CALLS:
		return AFTER_PANE;
	case ACTION_BACK:
		return AFTER_HEAD;
	case ACTION_REDRAW:
		return AFTER_STATUS;
	default:
		return AFTER_NOTHING;
	}
}

/* What shows that an action has had an effect. */
struct trace {
	uint64_t serial;
	const struct deed *deeds;
	const void *front;
	char intent[200];
};

static struct trace trace(struct console *c)
{
	const struct message *last = messages_get(c->messages, 0);
	struct trace t = {.serial = last ? last->serial : 0, .deeds = c->deeds};
	struct telling telling;

	t.front = plain_front_now(c, &telling);
	telling_free(&telling);
	snprintf(t.intent, sizeof t.intent, "%s", c->intent.text);
	return t;
}

static bool is_same(const struct trace *a, const struct trace *b)
{
	return a->serial == b->serial && a->deeds == b->deeds && a->front == b->front &&
	       strcmp(a->intent, b->intent) == 0;
}

static void say_after(struct console *c, enum action action, const struct trace *before)
{
	struct trace now = trace(c);
	bool waits = c->popup || c->help || c->reception->figures || c->reception->change.c;

	switch (after_of(action)) {
	case AFTER_ROW:
		plain_chosen(c);
		return;
	case AFTER_PANE:
		if (now.serial == before->serial)
			plain_pane(c);
		return;
	case AFTER_HEAD:
		plain_head(c);
		return;
	case AFTER_STATUS:
		plain_status(c);
		return;
	case AFTER_NOTHING:
		break;
	}
	if (!waits && is_same(before, &now) && action != ACTION_REDIAL && action != ACTION_SUSPEND)
		plain_say(c, _("%s: done"), action_info(action)->name);
}

void plain_act(struct console *c, enum action action)
{
	struct trace before = trace(c);

	act(c, action);
	intent_paint(c);
	say_after(c, action, &before);
}

/* ---- Choosing and finding ---- */

/* Of the panes: what is listed there by a number becomes the selection. */
static bool choose(struct console *c, long number)
{
	const char *key = c->plain->list ? plain_row(c, number) : NULL;

	if (!key)
		return false;
	if (!list_move_to(c->plain->list, key))
		plain_say(c, _("That row has just gone."));
	intent_paint(c);
	return true;
}

static void find(struct console *c, const char *words)
{
	if (!*words) {
		keys_clear(c);
		plain_pane(c);
		return;
	}
	if (c->focus == PLACE_CALLS)
		c->focus = PLACE_CONTACTS;
	input_set(c->input, words);
	pane_results_search(c->results, words);
	plain_pane(c);
	intent_paint(c);
}

/* ---- Words of their own ---- */

static void more(struct console *c, const char *rest)
{
	(void)rest;
	plain_more(c);
}

static void status(struct console *c, const char *rest)
{
	(void)rest;
	plain_status(c);
}

static void quiet(struct console *c, const char *rest)
{
	(void)rest;
	c->plain->quiet = true;
	c->plain->unsaid = 0;
	plain_say(c, _("Quiet: answers, calls that ring for you, emergencies and a lost link are "
		       "said, nothing else. loud ends it."));
}

static void loud(struct console *c, const char *rest)
{
	(void)rest;
	c->plain->quiet = false;
	plain_say(c, _("Loud: everything is said."));
	if (c->plain->unsaid)
		plain_say(c, _("%u not said meanwhile: messages tells."), c->plain->unsaid);
	c->plain->unsaid = 0;
}

static void key(struct console *c, const char *rest)
{
	struct term_key pressed;

	if (key_parse(rest, &pressed) < 0) {
		plain_say(c, _("\"%s\" is no key: F2, Alt-d, Tab, PgUp."), rest);
		return;
	}
	keys_key(c, pressed);
	c->plain->again = true;
}

static const struct {
	struct plain_word word;
	void (*fn)(struct console *c, const char *rest);
} words[] = {
	{{"find", "WORDS", N_("Search; without words everybody")}, find},
	{{"more", "", N_("The next rows of what was listed")}, more},
	{{"status", "", N_("Where you are: who, link, calls, what is chosen, what Enter does")},
	 status},
	{{"quiet", "", N_("Say only answers, what rings for you, emergencies, a lost link")},
	 quiet},
	{{"loud", "", N_("Say everything")}, loud},
	{{"help", "[all|NAME]", N_("What can be said now, all of it, or about one word")},
	 plain_help},
	{{"key", "NAME", N_("What that key does: key F2, key PgUp")}, key},
};
enum { WORDS = sizeof words / sizeof *words };

const struct plain_word *plain_word_at(unsigned i)
{
	return i < WORDS ? &words[i].word : NULL;
}

static bool own_word(struct console *c, const char *name, const char *rest)
{
	for (int i = 0; i < WORDS; i++)
		if (strcmp(words[i].word.name, name) == 0) {
			words[i].fn(c, rest);
			return true;
		}
	return false;
}

/* ---- Lines ---- */

/* An empty line does what was said, or says it. */
static void enter(struct console *c)
{
	intent_paint(c);
	if (c->intent.kind != INTENT_NONE && strcmp(c->intent.text, c->plain->intent) != 0)
		return; /* plain_paint() says it */
	plain_act(c, ACTION_DO);
}

/* "transfer 2" is about the second row, if it was listed. */
static void run(struct console *c, enum action action, const char *argument)
{
	struct trace before;

	if (command_takes_target(action) && choose(c, plain_number(argument)))
		argument = "";
	intent_paint(c);
	before = trace(c);
	command_run(c, action, argument);
	say_after(c, action, &before);
}

static void unknown(struct console *c, const char *line, long number)
{
	if (number || number_dialable(line)) {
		plain_say(c, _("Nothing is listed under %s. call %s dials it."), line, line);
		c->plain->status = PLAIN_REFUSED;
	} else {
		find(c, line);
	}
}

static void command(struct console *c, const char *line)
{
	size_t len = strcspn(line, " ");
	const char *rest = line + len + strspn(line + len, " ");
	char name[NAME_MAX_BYTES];
	long number = plain_number(line);
	enum action action;

	snprintf(name, sizeof name, "%.*s", (int)len, line);
	if (own_word(c, name, rest) || plain_front_line(c, line))
		return;
	plain_front_leave(c);
	action = action_find(name);
	if (!*line)
		enter(c);
	else if (strcmp(line, ".") == 0)
		plain_act(c, ACTION_BACK);
	else if (choose(c, number))
		plain_chosen(c);
	else if (action == ACTION_NONE)
		unknown(c, line, number);
	else
		run(c, action, rest);
}

void plain_line(struct console *c, const char *text)
{
	char *line = text_trim_dup(text);

	reception_key(c);
	c->plain->status = PLAIN_DONE;
	c->plain->listed = false;
	if (line[0] == ':')
		command(c, line + 1 + strspn(line + 1, " "));
	else if (plain_asks(c))
		plain_answer(c, line);
	else
		command(c, line);
	mem_wipe(line, strlen(line));
	free(line);
	intent_paint(c);
}

/* Each Tab puts the next candidate in the place of the last word. */
static void complete(struct console *c, const char *typed)
{
	struct plain *p = c->plain;

	if (!choices_count(p->choices) || strcmp(typed, input_text(p->completed)) != 0) {
		const char *blank = strrchr(typed, ' ');
		prompt_completer *completer =
			c->prompt.open ? c->prompt.complete : command_complete;

		if (!completer || (plain_asks(c) && !c->prompt.open))
			return;
		input_set(p->completed, typed);
		choices_begin(p->choices, blank ? (size_t)(blank + 1 - typed) : 0);
		completer(c, typed, p->choices);
	}
	if (choices_cycle(p->choices, p->completed, 1))
		term_typed(c->term, input_text(p->completed));
}

void plain_key(struct console *c, struct term_key pressed, const char *typed)
{
	if (pressed.code == KEY_TAB && !pressed.mods) {
		complete(c, typed);
		return;
	}
	keys_key(c, pressed);
	c->plain->again = c->dialogue && !plain_asks(c);
}
