/* What is in front of the panes, told and answered: questions, forms, menus, lists, conversations,
 * texts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/mem.h"
#include "pane/say.h"
#include "plain_inside.h"

enum { LEAVE_TURNS = 4, LONG_LINES = 12 };

static const void *prompt_now(struct console *c, struct telling *telling)
{
	const char *text = input_text(c->prompt.input);
	size_t len = strlen(c->prompt.label);

	/* "Tags:" is asked as "Tags: " like all the others. */
	buf_printf(&telling->text, "%.*s",
		   (int)(len && c->prompt.label[len - 1] == ':' ? len - 1 : len), c->prompt.label);
	telling->label = telling->text.data;
	telling->value = *text ? text : NULL;
	return &c->prompt;
}

const void *plain_front_now(struct console *c, struct telling *telling)
{
	telling_init(telling);
	if (c->palette) {
		telling_menu(telling, c->palette);
		return c->palette;
	}
	if (prompt_leads(c))
		return prompt_now(c, telling);
	if (c->dialogue) {
		if (c->dialogue->tell)
			c->dialogue->tell(c->dialogue_ctx, telling);
		return c->dialogue;
	}
	if (c->choice.menu)
		telling_menu(telling, c->choice.menu);
	return c->choice.menu;
}

/* ---- Telling ---- */

/* Of a long text the end. */
static const char *tail(const char *text)
{
	const char *at = text + strlen(text);

	for (int lines = 0; at > text && lines < LONG_LINES; at--)
		lines += at[-1] == '\n' && at[0];
	return at > text ? at + 2 : text;
}

static void say_lines(struct console *c, const char *text)
{
	size_t len = strlen(text);

	while (len && text[len - 1] == '\n')
		len--;
	while (len && *text == '\n') {
		text++;
		len--;
	}
	if (len)
		plain_say(c, "%.*s", (int)len, text);
}

static void tell_list(struct console *c, const struct telling *telling)
{
	plain_list(c, NULL, telling->list, telling->text.data);
	if (telling->keys)
		plain_say(c, "%s", telling->keys);
}

static void tell(struct console *c, const struct telling *telling, bool fresh)
{
	struct plain *p = c->plain;
	const char *text = telling->text.data, *before = p->front_text ? p->front_text : "";
	bool same = !fresh && strcmp(text, before) == 0;
	bool longer = !fresh && telling->grows && strncmp(text, before, strlen(before)) == 0;

	if (telling->said && (fresh || !p->front_said || strcmp(telling->said, p->front_said) != 0))
		plain_say(c, "%s", telling->said);
	mem_set(&p->front_said, telling->said);
	if (same || telling->waits)
		return;
	if (telling->list)
		tell_list(c, telling);
	else if (!telling->label || telling->label != telling->text.data)
		say_lines(c, longer ? text + strlen(before) : telling->grows ? tail(text) : text);
	if (fresh && telling->keys && !telling->list)
		plain_say(c, "%s", telling->keys);
	mem_set(&p->front_text, text);
}

/* "Send by, 1 chat, 2 e-mail (chat): " */
static void ask(struct console *c, const struct telling *telling)
{
	char prompt[TELLING_ASK_MAX];
	size_t len = (size_t)snprintf(prompt, sizeof prompt, "%s", telling->label);

	for (int i = 0; telling->choices && telling->choices[i] && len < sizeof prompt; i++)
		len += (size_t)snprintf(prompt + len, sizeof prompt - len, ", %d %s", i + 1,
					_(telling->choices[i]));
	if (!telling->value && telling->hint && len < sizeof prompt)
		len += (size_t)snprintf(prompt + len, sizeof prompt - len, ", %s", telling->hint);
	if (telling->value && !telling->secret && len < sizeof prompt)
		len += (size_t)snprintf(prompt + len, sizeof prompt - len, " (%.160s)",
					telling->choices ? _(telling->value) : telling->value);
	if (len < sizeof prompt)
		snprintf(prompt + len, sizeof prompt - len, ": ");
	term_ask(c->term, prompt, telling->secret);
}

/* A text is read at once, and nothing has to be closed. */
static void tell_popup(struct console *c)
{
	plain_say(c, "%s", popup_title(c->popup));
	say_lines(c, popup_body(c->popup));
	popup_free(&c->popup);
	c->plain->listed = true;
}

void plain_front(struct console *c)
{
	struct plain *p = c->plain;
	struct telling telling;

	if (c->help) {
		popup_free(&c->help);
		plain_help(c, "");
	}
	if (c->popup)
		tell_popup(c);
	const void *front = plain_front_now(c, &telling);
	bool fresh = front != p->front || p->again;
	if (fresh && !p->list)
		p->rows = 0;
	if (front)
		tell(c, &telling, fresh);
	else
		mem_set(&p->front_text, NULL);
	/* What waits has not been told. */
	p->front = telling.waits ? NULL : front;
	p->again = false;
	if (front && telling.label)
		ask(c, &telling);
	else
		term_ask(c->term, "> ", false);
	telling_free(&telling);
}

/* ---- Answering ---- */

static void press(struct console *c, uint32_t code, unsigned mods)
{
	keys_key(c, (struct term_key){.code = code, .mods = mods});
}

bool plain_asks(struct console *c)
{
	struct telling telling;

	plain_front_now(c, &telling);
	bool asks = telling.label && !telling.waits;
	telling_free(&telling);
	return asks;
}

bool plain_waits(struct console *c)
{
	struct telling telling;

	plain_front_now(c, &telling);
	bool waits = telling.waits;
	telling_free(&telling);
	return waits;
}

bool plain_is_stuck(struct console *c)
{
	struct telling telling;

	plain_front_now(c, &telling);
	bool stuck = telling.stuck;
	telling_free(&telling);
	return stuck;
}

static bool begins(const char *text, const char *line)
{
	return *line && strncmp(text, line, strlen(line)) == 0;
}

/* The choice that a number or the beginning of a word means, -1 for none. */
static int choice_of(const char *const *choices, const char *line)
{
	long number = plain_number(line);

	for (int i = 0; choices[i]; i++)
		if (number == i + 1 || begins(choices[i], line) || begins(_(choices[i]), line))
			return i;
	return -1;
}

static bool choose_field(struct console *c, const struct telling *telling, const char *line)
{
	int wanted = choice_of(telling->choices, line), count = 0, now = 0;

	if (wanted < 0) {
		plain_say(c, _("\"%s\" is none of these."), line);
		return false;
	}
	for (; telling->choices[count]; count++)
		if (telling->value && strcmp(telling->choices[count], telling->value) == 0)
			now = count;
	for (; now != wanted; now = now + 1 < count ? now + 1 : 0)
		press(c, KEY_RIGHT, 0);
	return true;
}

static void fill_in(struct console *c, const char *line)
{
	press(c, 'e', MOD_CTRL);
	press(c, 'u', MOD_CTRL);
	if (strcmp(line, "-") != 0)
		keys_paste(c, line);
}

void plain_answer(struct console *c, const char *line)
{
	struct telling telling;

	plain_front_now(c, &telling);
	if (strcmp(line, ".") == 0) {
		press(c, KEY_ESC, 0);
	} else if (strcmp(line, "<") == 0) {
		press(c, KEY_BACKTAB, 0);
		c->plain->again = true;
	} else if (telling.key) {
		if (*line)
			press(c, (unsigned char)*line, 0);
	} else if (*line && telling.choices && !choose_field(c, &telling, line)) {
		/* It is asked again. */
	} else {
		if (*line && !telling.choices)
			fill_in(c, line);
		press(c, telling.next ? KEY_TAB : KEY_ENTER, 0);
	}
	telling_free(&telling);
}

/* ---- Lists in front ---- */

static void choose_row(struct console *c, const struct telling *telling, const char *key)
{
	char text[SAY_MAX];

	if (!list_move_to(telling->list, key)) {
		plain_say(c, _("That row has just gone."));
		return;
	}
	telling->list->source->say(telling->list->ctx, telling->list->row, text, sizeof text);
	plain_say(c, _("Chosen: %s"), text);
	if (telling->acts) {
		press(c, KEY_ENTER, 0);
		return;
	}
	if (telling->keys)
		plain_say(c, "%s", telling->keys);
}

static void enter(struct console *c, const struct telling *telling)
{
	if (telling->acts || !telling->list->moved)
		plain_say(c, _("Choose by a number; . leaves."));
	else
		press(c, KEY_ENTER, 0);
}

/* Names of keys, and the single letters that the dialogue has told of. */
static bool is_key(const struct telling *telling, const char *line, struct term_key *key)
{
	char letter[8];

	if (key_parse(line, key) < 0)
		return false;
	if (!key_char(*key))
		return true;
	snprintf(letter, sizeof letter, " %.4s ", line);
	return telling->keys && strstr(telling->keys, letter);
}

bool plain_front_line(struct console *c, const char *line)
{
	struct telling telling;
	struct term_key key;
	bool mine = true;
	char before[sizeof c->pane[0]->title];

	memcpy(before, c->pane[PLACE_CONTACTS]->title, sizeof before);
	plain_front_now(c, &telling);
	const char *row = c->plain->list ? NULL : plain_row(c, plain_number(line));
	if (row && telling.list) {
		choose_row(c, &telling, row);
	} else if (!*line && telling.list) {
		enter(c, &telling);
	} else if (strcmp(line, ".") == 0 && telling.list) {
		plain_front_leave(c);
	} else if (telling.list && is_key(&telling, line, &key)) {
		press(c, key.code, key.mods);
		c->plain->again = true;
	} else {
		mine = false;
	}
	telling_free(&telling);
	/* A filter was chosen: that is another page. */
	if (strcmp(before, c->pane[PLACE_CONTACTS]->title) != 0)
		plain_pane(c);
	return mine;
}

void plain_front_leave(struct console *c)
{
	for (int i = 0;
	     i < LEAVE_TURNS && (c->palette || c->dialogue || c->choice.menu) && !plain_asks(c);
	     i++)
		press(c, KEY_ESC, 0);
}
