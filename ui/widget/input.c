#include "input.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"

enum { HISTORY_MAX = 100 };

struct input {
	char *text; /* max + 1 bytes, so that a secret is never moved */
	size_t max, len, at;
	int scroll; /* columns that are off to the left */
	bool secret;
	bool from_right;            /* as it was drawn: its end is at the left */
	char *history[HISTORY_MAX]; /* the newest last */
	int count, recalled;        /* count: what is being typed */
	char *typed;                /* while older entries are shown */
};

struct input *input_new(size_t max)
{
	struct input *input = mem_new(1, sizeof(*input));

	input->max = max;
	input->text = mem_new(max + 1, 1);
	return input;
}

void input_free(struct input **slot)
{
	struct input *input = *slot;

	if (!input)
		return;
	*slot = NULL;
	mem_wipe(input->text, input->max + 1);
	free(input->text);
	for (int i = 0; i < input->count; i++)
		free(input->history[i]);
	free(input->typed);
	free(input);
}

void input_secret(struct input *input, bool secret)
{
	input->secret = secret;
}

const char *input_text(const struct input *input)
{
	return input->text;
}

bool input_empty(const struct input *input)
{
	return input->len == 0;
}

size_t input_at(const struct input *input)
{
	return input->at;
}

static void put_text(struct input *input, const char *text)
{
	size_t len = strlen(text);

	if (len > input->max)
		len = utf8_whole(text, input->max);
	memmove(input->text, text, len);
	mem_wipe(input->text + len, input->max + 1 - len);
	input->len = input->at = len;
	input->scroll = 0;
}

void input_set(struct input *input, const char *text)
{
	put_text(input, text);
	input->recalled = input->count;
}

void input_clear(struct input *input)
{
	input_set(input, "");
}

static enum input_result insert(struct input *input, const char *text, size_t len)
{
	size_t room = input->max - input->len;

	if (len > room)
		len = utf8_whole(text, room);
	if (!len)
		return INPUT_MOVED;
	memmove(input->text + input->at + len, input->text + input->at, input->len - input->at);
	memcpy(input->text + input->at, text, len);
	input->len += len;
	input->at += len;
	input->text[input->len] = '\0';
	return INPUT_CHANGED;
}

static enum input_result cut(struct input *input, size_t from, size_t to)
{
	if (from >= to)
		return INPUT_MOVED;
	memmove(input->text + from, input->text + to, input->len - to);
	input->len -= to - from;
	memset(input->text + input->len, 0, to - from);
	input->at = from;
	return INPUT_CHANGED;
}

static size_t before(const struct input *input, size_t at)
{
	return at ? at - text_before(input->text, at) : 0;
}

static size_t after(const struct input *input, size_t at)
{
	return at + text_next(input->text + at);
}

static size_t word_before(const struct input *input)
{
	size_t at = input->at;

	while (at && input->text[at - 1] == ' ')
		at--;
	while (at && input->text[at - 1] != ' ')
		at--;
	return at;
}

static size_t word_after(const struct input *input)
{
	size_t at = input->at;

	while (input->text[at] == ' ')
		at++;
	while (input->text[at] && input->text[at] != ' ')
		at++;
	return at;
}

static enum input_result go(struct input *input, size_t at)
{
	input->at = at;
	return INPUT_MOVED;
}

static enum input_result do_left(struct input *input)
{
	return go(input, before(input, input->at));
}

static enum input_result do_right(struct input *input)
{
	return go(input, after(input, input->at));
}

static enum input_result do_home(struct input *input)
{
	return go(input, 0);
}

static enum input_result do_end(struct input *input)
{
	return go(input, input->len);
}

static enum input_result do_word_left(struct input *input)
{
	return go(input, word_before(input));
}

static enum input_result do_word_right(struct input *input)
{
	return go(input, word_after(input));
}

static enum input_result do_backspace(struct input *input)
{
	return cut(input, before(input, input->at), input->at);
}

static enum input_result do_delete(struct input *input)
{
	return cut(input, input->at, after(input, input->at));
}

static enum input_result do_cut_left(struct input *input)
{
	return cut(input, 0, input->at);
}

static enum input_result do_cut_right(struct input *input)
{
	return cut(input, input->at, input->len);
}

static enum input_result do_cut_word(struct input *input)
{
	return cut(input, word_before(input), input->at);
}

static enum input_result do_older(struct input *input)
{
	return input_recall(input, -1) ? INPUT_CHANGED : INPUT_MOVED;
}

static enum input_result do_newer(struct input *input)
{
	return input_recall(input, 1) ? INPUT_CHANGED : INPUT_MOVED;
}

static const struct {
	struct term_key key;
	enum input_result (*act)(struct input *input);
} edits[] = {
	{{KEY_LEFT, 0}, do_left},
	{{'b', MOD_CTRL}, do_left},
	{{KEY_RIGHT, 0}, do_right},
	{{'f', MOD_CTRL}, do_right},
	{{KEY_HOME, 0}, do_home},
	{{'a', MOD_CTRL}, do_home},
	{{KEY_END, 0}, do_end},
	{{'e', MOD_CTRL}, do_end},
	{{KEY_LEFT, MOD_CTRL}, do_word_left},
	{{KEY_LEFT, MOD_ALT}, do_word_left},
	{{'b', MOD_ALT}, do_word_left},
	{{KEY_RIGHT, MOD_CTRL}, do_word_right},
	{{KEY_RIGHT, MOD_ALT}, do_word_right},
	{{'f', MOD_ALT}, do_word_right},
	{{KEY_BACKSPACE, 0}, do_backspace},
	{{KEY_DELETE, 0}, do_delete},
	{{'d', MOD_CTRL}, do_delete},
	{{'u', MOD_CTRL}, do_cut_left},
	{{'k', MOD_CTRL}, do_cut_right},
	{{'w', MOD_CTRL}, do_cut_word},
	{{KEY_BACKSPACE, MOD_ALT}, do_cut_word},
	{{'p', MOD_CTRL}, do_older},
	{{'n', MOD_CTRL}, do_newer},
};

/* The arrows move the cursor to where they point, also in text that is read from the right. */
static struct term_key turned(const struct input *input, struct term_key key)
{
	if (input->from_right && (key.code == KEY_LEFT || key.code == KEY_RIGHT))
		key.code = key.code == KEY_LEFT ? KEY_RIGHT : KEY_LEFT;
	return key;
}

enum input_result input_handle(struct input *input, struct term_key key)
{
	uint32_t character = key_char(key);
	char bytes[UTF8_MAX];

	key = turned(input, key);
	for (unsigned i = 0; i < sizeof(edits) / sizeof(edits[0]); i++)
		if (key_same(edits[i].key, key))
			return edits[i].act(input);
	if (!character)
		return INPUT_NOT_MINE;
	return insert(input, bytes, utf8_write(bytes, character));
}

enum input_result input_paste(struct input *input, const char *text)
{
	size_t len = strlen(text);
	char *line = mem_new(len + 1, 1);
	enum input_result result;

	/* A line end at the end of what was copied is no blank. */
	while (len && (text[len - 1] == '\n' || text[len - 1] == '\r'))
		len--;
	len = text_clean(line, len + 1, text, len);
	result = insert(input, line, len);
	mem_wipe(line, len);
	free(line);
	return result;
}

void input_replace(struct input *input, size_t from, size_t to, const char *text)
{
	cut(input, from, to);
	input->at = from;
	insert(input, text, strlen(text));
}

const char *input_history(const struct input *input, int n)
{
	return n < input->count ? input->history[n] : NULL;
}

void input_remember(struct input *input, const char *text)
{
	if (input->secret || !*text)
		return;
	if (input->count && strcmp(input->history[input->count - 1], text) == 0) {
		input->recalled = input->count;
		return;
	}
	if (input->count == HISTORY_MAX) {
		free(input->history[0]);
		memmove(input->history, input->history + 1,
			(HISTORY_MAX - 1) * sizeof(input->history[0]));
		input->count--;
	}
	input->history[input->count++] = mem_dup(text);
	input->recalled = input->count;
}

bool input_recall(struct input *input, int by)
{
	int to = input->recalled + by;

	if (input->secret || to < 0 || to > input->count)
		return false;
	if (input->recalled == input->count)
		mem_set(&input->typed, input->text);
	input->recalled = to;
	put_text(input, to == input->count ? input->typed : input->history[to]);
	return true;
}

/* Text of so many bytes as it is shown. Caller frees with free(). */
static char *shown(const struct input *input, size_t len)
{
	const char *mark = term_mark(TERM_MARK_SECRET);
	size_t bytes = strlen(mark), count = 0;
	char *marks;

	if (!input->secret)
		return mem_dup_n(input->text, len);
	for (size_t at = 0; at < len; at = after(input, at))
		count++;
	marks = mem_new(count * bytes + 1, 1);
	for (size_t i = 0; i < count; i++)
		memcpy(marks + i * bytes, mark, bytes);
	return marks;
}

/* Keeps the cursor in sight: the text moves by a third of the room. */
static void scroll_to(struct input *input, int column, int room)
{
	if (column < input->scroll)
		input->scroll = column - room / 3;
	else if (column >= input->scroll + room)
		input->scroll = column - room + 1 + room / 3;
	if (input->scroll < 0)
		input->scroll = 0;
}

void input_draw(struct input *input, struct term *term, struct rect area, const char *prompt,
		const char *hint, bool focused)
{
	struct rect outer = term_clip(term, area), inside = area;
	int prompt_cols = prompt && *prompt ? text_width(prompt) + 1 : 0, cursor, all;
	char *left = shown(input, input->at), *text = shown(input, input->len);

	prompt_cols = prompt_cols < area.cols / 2 ? prompt_cols : area.cols / 2;
	if (prompt_cols)
		term_text(term, area.y, area.x, prompt_cols, ROLE_PROMPT, prompt);
	inside.x += prompt_cols;
	inside.cols -= prompt_cols;
	input->from_right = term_from_right(term, text);
	cursor = term_column(term, text, left);
	all = text_width(text);
	/* One column stays for the cursor behind the text. */
	if (all < inside.cols)
		input->scroll = 0;
	scroll_to(input, cursor, inside.cols);
	term_clip(term, inside);
	term_fill(term, inside, ROLE_INPUT);
	if (input->len)
		term_typing(term, inside.y, inside.x - input->scroll, ROLE_INPUT, text);
	else if (hint)
		term_text(term, inside.y, inside.x, inside.cols, ROLE_HINT, hint);
	if (focused)
		term_cursor(term, inside.y, inside.x + cursor - input->scroll);
	term_clip(term, outer);
	mem_wipe(left, strlen(left));
	mem_wipe(text, strlen(text));
	free(left);
	free(text);
}
