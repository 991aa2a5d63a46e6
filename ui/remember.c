/* What a machine remembers of its desk: how the panes share the screen, which has the focus, and
 * the commands of before. A file of lines that are each a word and its value; what is not
 * understood, from another version or another hand, is passed over. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/path.h"
#include "base/text.h"
#include "inside.h"

enum { FILE_MAX_BYTES = 64 << 10, LINE_MAX_BYTES = 512, SOON_MS = 1000 };

static const char *const places[PLACE_CALLS] = {"contacts", "addressbook", "devices"};

/* ---- Reading ---- */

static int place_named(const char *name)
{
	for (int i = 0; i < PLACE_CALLS; i++)
		if (strcmp(places[i], name) == 0)
			return i;
	return -1;
}

/* "width contacts 3" */
static void read_width(struct console *c, const char *value)
{
	const char *blank = strchr(value, ' ');
	char name[32];
	int place;

	if (!blank)
		return;
	snprintf(name, sizeof name, "%.*s", (int)(blank - value), value);
	place = place_named(name);
	if (place >= 0)
		c->split.steps[place] = split_limit(strtol(blank, NULL, 10));
}

static void read_panes(struct console *c, const char *value)
{
	c->split.two = strcmp(value, "2") == 0;
}

static void read_focus(struct console *c, const char *value)
{
	int place = place_named(value);

	if (place >= 0)
		c->focus = (enum place)place;
}

static void read_command(struct console *c, const char *value)
{
	char clean[LINE_MAX_BYTES];

	text_clean(clean, sizeof clean, value, strlen(value));
	input_remember(c->prompt.commands, clean);
}

static const struct {
	const char *word;
	void (*read)(struct console *c, const char *value);
} words[] = {
	{"width", read_width},
	{"panes", read_panes},
	{"focus", read_focus},
	{"command", read_command},
};

static void read_line(struct console *c, char *line)
{
	char *value = strchr(line, ' ');

	if (!value)
		return;
	*value++ = '\0';
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i].word, line) == 0)
			words[i].read(c, value);
}

void remember_load(struct console *c)
{
	char *text, *save = NULL;
	size_t len;
	struct why why;

	if (!c->options.memory ||
	    path_read(c->options.memory, FILE_MAX_BYTES, &text, &len, &why) < 0)
		return;
	for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
		if (strlen(line) < LINE_MAX_BYTES)
			read_line(c, line);
	free(text);
}

/* ---- Writing ---- */

static void write_all(const struct console *c, struct buf *out)
{
	const char *command;

	buf_add_str(out, "# What frontdesk remembers of this desk. It writes this file itself.\n");
	for (int i = 0; i < PLACE_CALLS; i++)
		if (c->split.steps[i])
			buf_printf(out, "width %s %d\n", places[i], c->split.steps[i]);
	buf_printf(out, "panes %d\n", c->split.two ? 2 : 3);
	if (c->focus < PLACE_CALLS)
		buf_printf(out, "focus %s\n", places[c->focus]);
	for (int i = 0; (command = input_history(c->prompt.commands, i)); i++)
		buf_printf(out, "command %s\n", command);
}

void remember_save(struct console *c)
{
	struct buf out;
	struct why why;

	if (!c->options.memory)
		return;
	buf_init(&out, FILE_MAX_BYTES);
	write_all(c, &out);
	if (path_make_parents(c->options.memory, &why) < 0 ||
	    path_write(c->options.memory, out.data, out.len, 0600, &why) < 0)
		log_warn("desk", "%s", why.text);
	buf_free(&out);
}

void remember_soon(struct console *c)
{
	loop_timer_set(c->remember, SOON_MS);
}
