/* The command line: the name of an action, and behind it what the action is about. "call agnes" is
 * what finding Agnes and pressing the key for "call" would be, but only one that is meant without
 * doubt is taken. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/text.h"
#include "inside.h"

enum { HITS_MAX = 40, FOLDED_MAX = 256 };

enum argument {
	ARGUMENT_TEXT,   /* c->argument, or the answer to the prompt that the action opens */
	ARGUMENT_TARGET, /* a person, number or queue, in place of the selection */
};

/* What may stand behind a name, and what is offered there. Actions without a row take only the
 * answer to their prompt. */
static const struct {
	enum action action;
	enum argument kind;
	prompt_completer *complete;
} arguments[] = {
	{ACTION_CALL, ARGUMENT_TARGET, complete_target},
	{ACTION_TRANSFER, ARGUMENT_TARGET, complete_target},
	{ACTION_ANNOUNCE, ARGUMENT_TARGET, complete_target},
	{ACTION_PICKUP, ARGUMENT_TARGET, complete_target},
	{ACTION_CAMP, ARGUMENT_TARGET, complete_target},
	{ACTION_SERIAL, ARGUMENT_TARGET, complete_target},
	{ACTION_SEND, ARGUMENT_TARGET, complete_target},
	{ACTION_VOICEMAIL, ARGUMENT_TARGET, complete_target},
	{ACTION_OTHER_NUMBER, ARGUMENT_TARGET, complete_target},
	{ACTION_DTMF, ARGUMENT_TEXT, NULL},
	{ACTION_CHAT, ARGUMENT_TARGET, complete_target},
	{ACTION_DETAILS, ARGUMENT_TARGET, complete_target},
	{ACTION_PARK, ARGUMENT_TEXT, NULL},
	{ACTION_TAGS, ARGUMENT_TEXT, complete_tags},
	{ACTION_PRESENCE, ARGUMENT_TEXT, complete_presence},
};

static int row_of(enum action action)
{
	for (size_t i = 0; i < sizeof arguments / sizeof *arguments; i++)
		if (arguments[i].action == action)
			return (int)i;
	return -1;
}

/* The first word of text as an action; *rest is what follows it. */
static enum action parse(const char *text, const char **rest)
{
	size_t len = strcspn(text, " ");
	char name[64];

	snprintf(name, sizeof name, "%.*s", (int)len, text);
	*rest = text + len + strspn(text + len, " ");
	return action_find(name);
}

static void complete_names(const char *text, struct choices *choices)
{
	for (int i = 0; i < ACTION_COUNT; i++) {
		const struct action_info *info = action_info((enum action)i);
		char with_blank[64];

		if (strncmp(info->name, text, strlen(text)) != 0)
			continue;
		snprintf(with_blank, sizeof with_blank, "%s%s", info->name,
			 row_of((enum action)i) >= 0 ? " " : "");
		choices_add(choices, with_blank, _(info->help));
	}
}

void command_complete(struct console *c, const char *text, struct choices *choices)
{
	const char *rest;
	enum action action = parse(text, &rest);
	int row = action == ACTION_NONE ? -1 : row_of(action);

	if (!strchr(text, ' ')) {
		complete_names(text, choices);
		return;
	}
	if (row < 0 || !arguments[row].complete)
		return;
	/* A name may have blanks: it is replaced as a whole. */
	if (arguments[row].kind == ARGUMENT_TARGET)
		choices_begin(choices, (size_t)(rest - text));
	arguments[row].complete(c, rest, choices);
}

/* ---- Running ---- */

static bool same_name(const struct pbx_object *hit, const char *text)
{
	char name[FOLDED_MAX], wanted[FOLDED_MAX];

	text_fold(name, sizeof name, console_name(hit));
	text_fold(wanted, sizeof wanted, text);
	return strcmp(name, wanted) == 0;
}

/* The only hit, or the only one with exactly that name. */
static const struct pbx_object *only(struct pbx_object *const *hits, unsigned count,
				     const char *text)
{
	const struct pbx_object *exact = NULL;
	unsigned same = 0;

	for (unsigned i = 0; i < count; i++)
		if (same_name(hits[i], text)) {
			exact = hits[i];
			same++;
		}
	return same == 1 ? exact : same == 0 && count == 1 ? hits[0] : NULL;
}

/* Sets what the action is about. False, and says so, where it is nobody or may be several. */
static bool name_target(struct console *c, const char *text)
{
	struct pbx_object *hits[HITS_MAX];
	unsigned count;
	const struct pbx_object *one;

	if (number_dialable(text)) {
		snprintf(c->named_number, sizeof c->named_number, "%s", text);
		return true;
	}
	count = pbx_search(c->pbx, text, hits, HITS_MAX);
	one = only(hits, count, text);
	if (one)
		pane_ref(one, c->named);
	else if (!count)
		messages_add(c->messages, MESSAGE_REFUSED, _("Nobody is found by \"%s\""), text);
	else
		messages_add(c->messages, MESSAGE_REFUSED,
			     _("\"%s\" may be %s or %s: Tab shows all, nothing was done"), text,
			     console_name(hits[0]), console_name(hits[count > 1]));
	return one != NULL;
}

bool command_takes_target(enum action action)
{
	int row = row_of(action);

	return row >= 0 && arguments[row].kind == ARGUMENT_TARGET;
}

void command_run(struct console *c, enum action action, const char *argument)
{
	int row = row_of(action);

	if (*argument && row >= 0 && arguments[row].kind == ARGUMENT_TARGET &&
	    !name_target(c, argument))
		return;
	c->argument = *argument ? argument : NULL;
	intent_paint(c);
	act(c, action);
	if (*argument && c->prompt.open && row >= 0 && arguments[row].kind == ARGUMENT_TEXT)
		prompt_answer(c, argument);
	c->named[0] = c->named_number[0] = '\0';
	c->argument = NULL;
	intent_paint(c);
}

static void done(struct console *c, const char *line, const char *ref)
{
	char *text = text_trim_dup(line);
	const char *argument;
	enum action action = parse(text, &argument);

	(void)ref;
	input_remember(c->prompt.commands, text);
	if (!*text)
		messages_dismiss(c->messages);
	else if (action == ACTION_NONE)
		messages_add(c->messages, MESSAGE_REFUSED,
			     _("\"%s\" is no action, or the beginning of several: F1 lists them"),
			     text);
	else
		command_run(c, action, argument);
	free(text);
}

void command_open(struct console *c)
{
	prompt_open_command(c, done);
	prompt_offer(c, command_complete);
}
