/* One-line questions, with what they offer to Tab: tags, presence; command.c asks by them too. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/language.h"
#include "base/mem.h"
#include "inside.h"
#include "widget/strip.h"

enum { TAGS_MAX = 32 };

/* Candidates follow the text; what is replaced begins with the last word unless the completer says
 * otherwise. */
static void offer(struct console *c)
{
	struct prompt *prompt = &c->prompt;
	char *text = mem_dup_n(input_text(prompt->input), input_at(prompt->input));
	const char *blank = strrchr(text, ' ');

	choices_begin(prompt->choices, blank ? (size_t)(blank + 1 - text) : 0);
	if (prompt->complete)
		prompt->complete(c, text, prompt->choices);
	free(text);
}

static void open_on(struct console *c, struct input *input, const char *label, const char *text,
		    void (*done)(struct console *, const char *, const char *))
{
	c->prompt.input = input;
	c->prompt.label = label;
	c->prompt.done = done;
	c->prompt.complete = NULL;
	c->prompt.action = c->acting;
	c->prompt.open = true;
	c->prompt.over = false;
	c->prompt.ref[0] = '\0';
	input_set(input, text ? text : "");
	choices_begin(c->prompt.choices, 0);
}

void prompt_open(struct console *c, const char *label, const char *text,
		 void (*done)(struct console *, const char *, const char *),
		 const struct pbx_object *about)
{
	open_on(c, c->prompt.asked, label, text, done);
	if (about)
		pane_ref(about, c->prompt.ref);
}

void prompt_open_over(struct console *c, const char *label, const char *text,
		      void (*done)(struct console *, const char *, const char *))
{
	prompt_open(c, label, text, done, NULL);
	c->prompt.over = true;
}

bool prompt_leads(const struct console *c)
{
	return c->prompt.open && (c->prompt.over || !c->dialogue);
}

void prompt_open_command(struct console *c,
			 void (*done)(struct console *, const char *, const char *))
{
	open_on(c, c->prompt.commands, ":", NULL, done);
}

void prompt_offer(struct console *c, prompt_completer *complete)
{
	c->prompt.complete = complete;
	offer(c);
}

void prompt_close(struct console *c)
{
	c->prompt.open = false;
	input_clear(c->prompt.input);
}

/* done may open the next prompt: what it reads is its own copy. */
void prompt_answer(struct console *c, const char *text)
{
	char ref[PANE_REF_MAX], *copy = mem_dup(text);

	memcpy(ref, c->prompt.ref, sizeof ref);
	prompt_close(c);
	c->prompt.done(c, copy, ref);
	free(copy);
}

static bool prompt_moves(struct console *c, struct term_key key)
{
	struct prompt *prompt = &c->prompt;

	if (key.mods)
		return false;
	switch (key.code) {
	case KEY_TAB:
	case KEY_BACKTAB:
		choices_cycle(prompt->choices, prompt->input, key.code == KEY_TAB ? 1 : -1);
		return true;
	case KEY_UP:
	case KEY_DOWN:
		if (input_recall(prompt->input, key.code == KEY_UP ? -1 : 1))
			offer(c);
		return true;
	default:
		return false;
	}
}

void prompt_key(struct console *c, struct term_key key)
{
	struct prompt *prompt = &c->prompt;

	if (key.code == KEY_ESC)
		prompt_close(c);
	else if (key.code == KEY_ENTER || key.code == KEY_PAD_ENTER)
		prompt_answer(c, input_text(prompt->input));
	else if (!prompt_moves(c, key) && input_handle(prompt->input, key) != INPUT_NOT_MINE)
		offer(c);
}

void prompt_paste(struct console *c, const char *text)
{
	input_paste(c->prompt.input, text);
	offer(c);
}

void prompt_draw(struct console *c, struct rect line, struct rect below, bool focused)
{
	input_draw(c->prompt.input, c->term, line, c->prompt.label, NULL, focused);
	choices_draw(c->prompt.choices, c->term, below);
}

void prompt_strip(struct console *c, struct rect area)
{
	const struct strip_item items[] = {
		{.key = "Enter", .text = _("done"), .priority = 4},
		{.key = "Tab", .text = _("complete"), .priority = 2},
		{.key = "Up", .text = _("earlier ones"), .priority = 1},
		{.key = "Esc", .text = _("back"), .priority = 3},
	};
	bool offers = choices_count(c->prompt.choices),
	     commands = c->prompt.input == c->prompt.commands;
	struct strip_item shown[4];
	int count = 0;

	for (int i = 0; i < 4; i++)
		if ((i != 1 || offers) && (i != 2 || commands))
			shown[count++] = items[i];
	strip_draw(c->term, area, shown, count);
}

static struct pbx_object *about(struct console *c, const char *ref)
{
	struct pbx_object *object = pane_deref(c->pbx, ref);

	if (!object)
		messages_add(c->messages, MESSAGE_REFUSED,
			     _("That entry has gone: nothing was done"));
	return object;
}

/* "#vip, sales" → {"vip", "sales"}: words parted by blanks or commas, without #. */
static unsigned split_tags(char *text, const char **tags)
{
	unsigned count = 0;
	char *save = NULL;

	for (char *w = strtok_r(text, " ,#", &save); w && count < TAGS_MAX;
	     w = strtok_r(NULL, " ,#", &save))
		tags[count++] = w;
	return count;
}

static bool has_tag(const char *const *tags, unsigned count, const char *tag)
{
	for (unsigned i = 0; i < count; i++)
		if (strcmp(tags[i], tag) == 0)
			return true;
	return false;
}

/* Those of tags that are not among others. */
static unsigned without(const char *const *tags, unsigned count, const char *const *others,
			unsigned other_count, const char **out)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < count; i++)
		if (!has_tag(others, other_count, tags[i]))
			out[kept++] = tags[i];
	return kept;
}

/* What was changed is sent, and not what is left: who edits the same tags loses nothing. */
static void tags_done(struct console *c, const char *text, const char *ref)
{
	struct pbx_object *who = about(c, ref);
	const char *now[TAGS_MAX], *was[TAGS_MAX], *add[TAGS_MAX], *gone[TAGS_MAX];
	char *copy = mem_dup(text), *old = mem_dup(c->prompt.before);
	unsigned now_count = split_tags(copy, now), was_count = split_tags(old, was);
	unsigned add_count = without(now, now_count, was, was_count, add);
	unsigned gone_count = without(was, was_count, now, now_count, gone);

	if (who && add_count + gone_count)
		pbx_edit_tags(c->pbx, who, add, add_count, gone, gone_count, deed_done,
			      deed_new(c, _("Tags of %s"), console_name(who)));
	else if (who)
		messages_add(c->messages, MESSAGE_INFO, _("Tags of %s: as they were"),
			     console_name(who));
	free(copy);
	free(old);
}

void prompt_tags(struct console *c, const struct pbx_object *who)
{
	struct buf text;

	buf_init(&text, 4096);
	buf_add_str(&text, "");
	for (unsigned i = 0; i < pbx_who_tags(who); i++)
		buf_printf(&text, "%s%s", i ? " " : "", pbx_who_tag(who, i));
	free(c->prompt.before);
	c->prompt.before = mem_dup(text.data);
	prompt_open(c, _("Tags:"), text.data, tags_done, who);
	prompt_offer(c, complete_tags);
	buf_free(&text);
}

static void presence_done(struct console *c, const char *text, const char *ref)
{
	static const char *const shows[] = {"online", "away", "dnd"};
	size_t len = strcspn(text, " ");

	(void)ref;
	for (size_t i = 0; i < sizeof shows / sizeof *shows; i++)
		if (len && strncmp(shows[i], text, len) == 0) {
			const char *status = text + len + strspn(text + len, " ");
			pbx_set_status(c->pbx, shows[i], status, 0, deed_done,
				       deed_new(c, _("You are %s"), _(shows[i])));
			return;
		}
	messages_add(c->messages, MESSAGE_REFUSED,
		     _("Say online, away or dnd, and what people should read: \"away at lunch\""));
}

void prompt_presence(struct console *c)
{
	prompt_open(c, _("Presence (online, away, dnd):"), NULL, presence_done, NULL);
	prompt_offer(c, complete_presence);
}
