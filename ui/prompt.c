/* One-line questions: tags, a message, presence, a command. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "inside.h"

enum { TAGS_MAX = 32 };

void prompt_open(struct console *c, const char *label, const char *text,
		 void (*done)(struct console *, const char *, const char *),
		 const struct pbx_object *about)
{
	c->prompt.label = label;
	c->prompt.done = done;
	c->prompt.open = true;
	c->prompt.ref[0] = '\0';
	if (about)
		pane_ref(about, c->prompt.ref);
	input_set(c->prompt.input, text ? text : "");
}

void prompt_close(struct console *c)
{
	c->prompt.open = false;
	input_clear(c->prompt.input);
}

static struct pbx_object *about(struct console *c, const char *ref)
{
	struct pbx_object *object = pane_deref(c->pbx, ref);

	if (!object)
		messages_add(c->messages, MESSAGE_REFUSED, "That entry has gone: nothing was done");
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

static void tags_done(struct console *c, const char *text, const char *ref)
{
	struct pbx_object *who = about(c, ref);
	const char *tags[TAGS_MAX];
	char *copy = mem_dup(text);

	if (who)
		pbx_set_tags(c->pbx, who, tags, split_tags(copy, tags), deed_done,
			     deed_new(c, "Tags of %s", console_name(who)));
	free(copy);
}

void prompt_tags(struct console *c, const struct pbx_object *who)
{
	struct buf text;

	buf_init(&text, 4096);
	buf_add_str(&text, "");
	for (unsigned i = 0; i < pbx_who_tags(who); i++)
		buf_printf(&text, "%s%s", i ? " " : "", pbx_who_tag(who, i));
	prompt_open(c, "Tags:", text.data, tags_done, who);
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
				       deed_new(c, "You are %s", shows[i]));
			return;
		}
	messages_add(c->messages, MESSAGE_REFUSED,
		     "Say online, away or dnd, and what people should read: \"away at lunch\"");
}

void prompt_presence(struct console *c)
{
	prompt_open(c, "Presence (online, away, dnd):", NULL, presence_done, NULL);
}

static void command_done(struct console *c, const char *text, const char *ref)
{
	enum action action = action_find(text);

	(void)ref;
	if (!*text)
		return;
	if (action == ACTION_NONE)
		messages_add(c->messages, MESSAGE_REFUSED,
			     "\"%s\" is no action, or the beginning of several: F1 lists them",
			     text);
	else
		act(c, action);
}

void prompt_command(struct console *c)
{
	prompt_open(c, ":", NULL, command_done, NULL);
}
