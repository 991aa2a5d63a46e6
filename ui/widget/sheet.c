#include "sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/mem.h"
#include "base/text.h"
#include "frame.h"
#include "input.h"
#include "layout/rect.h"
#include "wrap.h"

enum { SHEET_COLS = 72 };

struct sheet {
	char *title, *said;
	enum term_role said_role;
	struct sheet_field field[SHEET_FIELDS];
	struct input *input[SHEET_FIELDS];
	int count, focus;
};

struct sheet *sheet_new(const char *title, const struct sheet_field *fields, int count)
{
	struct sheet *sheet = mem_new(1, sizeof(*sheet));

	sheet->title = mem_dup(title);
	sheet->count = count < SHEET_FIELDS ? count : SHEET_FIELDS;
	for (int i = 0; i < sheet->count; i++) {
		sheet->field[i] = fields[i];
		sheet->input[i] = input_new(fields[i].choices ? 64 : fields[i].max);
		if (fields[i].choices)
			input_set(sheet->input[i], fields[i].choices[0]);
	}
	return sheet;
}

void sheet_free(struct sheet **slot)
{
	struct sheet *sheet = *slot;

	if (!sheet)
		return;
	*slot = NULL;
	for (int i = 0; i < sheet->count; i++)
		input_free(&sheet->input[i]);
	free(sheet->title);
	free(sheet->said);
	free(sheet);
}

const char *sheet_text(const struct sheet *sheet, int field)
{
	return input_text(sheet->input[field]);
}

void sheet_set(struct sheet *sheet, int field, const char *text)
{
	input_set(sheet->input[field], text ? text : "");
}

const char *sheet_title(const struct sheet *sheet)
{
	return sheet->title;
}

const char *sheet_said(const struct sheet *sheet)
{
	return sheet->said;
}

int sheet_count(const struct sheet *sheet)
{
	return sheet->count;
}

const struct sheet_field *sheet_field(const struct sheet *sheet, int field)
{
	return &sheet->field[field];
}

int sheet_focus(const struct sheet *sheet)
{
	return sheet->focus;
}

void sheet_set_focus(struct sheet *sheet, int field)
{
	sheet->focus = field;
}

void sheet_say(struct sheet *sheet, enum term_role role, const char *text)
{
	sheet->said_role = role;
	mem_set(&sheet->said, text);
}

/* ---- Keys ---- */

static void choose(struct sheet *sheet, int by)
{
	const char *const *choices = sheet->field[sheet->focus].choices;
	int count = 0, now = 0;

	for (; choices[count]; count++)
		if (strcmp(choices[count], sheet_text(sheet, sheet->focus)) == 0)
			now = count;
	if (!count)
		return;
	input_set(sheet->input[sheet->focus], choices[(now + by + count) % count]);
	sheet_say(sheet, ROLE_TEXT, NULL);
}

/* The first choice that begins with what was typed. */
static void choose_by_letter(struct sheet *sheet, struct term_key key)
{
	const char *const *choices = sheet->field[sheet->focus].choices;

	for (int i = 0; choices[i]; i++)
		if (key_char(key) && (unsigned char)_(choices[i])[0] == key_char(key)) {
			input_set(sheet->input[sheet->focus], choices[i]);
			sheet_say(sheet, ROLE_TEXT, NULL);
			return;
		}
}

static enum sheet_result move(struct sheet *sheet, int by)
{
	sheet->focus = (sheet->focus + by + sheet->count) % sheet->count;
	return SHEET_LEFT;
}

static enum sheet_result edit(struct sheet *sheet, struct term_key key)
{
	if (!sheet->field[sheet->focus].choices) {
		if (input_handle(sheet->input[sheet->focus], key) == INPUT_CHANGED)
			sheet_say(sheet, ROLE_TEXT, NULL);
	} else if (key.code == KEY_LEFT) {
		choose(sheet, -1);
	} else if (key.code == KEY_RIGHT || key.code == ' ') {
		choose(sheet, 1);
	} else {
		choose_by_letter(sheet, key);
	}
	return SHEET_STAYS;
}

enum sheet_result sheet_key(struct sheet *sheet, struct term_key key)
{
	if (key.mods)
		return edit(sheet, key);
	switch (key.code) {
	case KEY_ESC:
		return SHEET_BACK;
	case KEY_ENTER:
	case KEY_PAD_ENTER:
		return SHEET_DONE;
	case KEY_TAB:
	case KEY_DOWN:
		return move(sheet, 1);
	case KEY_BACKTAB:
	case KEY_UP:
		return move(sheet, -1);
	default:
		return edit(sheet, key);
	}
}

void sheet_paste(struct sheet *sheet, const char *text)
{
	if (!sheet->field[sheet->focus].choices)
		input_paste(sheet->input[sheet->focus], text);
}

/* ---- Drawing ---- */

/* The line of the wrapped text that begins last at or before the byte at: its number, what of it
 * stands before that byte (caller frees with free()), and whether a blank where the text was
 * wrapped does, too. */
static char *before_cursor(const struct wrap *wrap, const char *text, size_t at, int *row,
			   bool *behind)
{
	const char *line = text;
	char *left = mem_dup("");

	*row = 0;
	*behind = false;
	for (int i = 0; i < wrap->count; i++) {
		const char *begin = strstr(line, wrap->line[i]);

		if (!begin || begin > text + at)
			break;
		size_t inside = (size_t)(text + at - begin), len = strlen(wrap->line[i]);
		free(left);
		left = mem_dup_n(begin, inside < len ? inside : len);
		*row = i;
		*behind = inside > len;
		line = begin + len;
	}
	return left;
}

static void draw_area(struct sheet *sheet, struct term *term, struct rect area, int i)
{
	const char *text = sheet_text(sheet, i);
	struct wrap wrap;
	bool behind;
	int row, col, top;

	term_fill(term, area, ROLE_INPUT);
	wrap_make(&wrap, text, area.cols - 1);
	char *left = before_cursor(&wrap, text, input_at(sheet->input[i]), &row, &behind);
	col = term_column(term, wrap.line[row], left);
	col += behind && !term_from_right(term, wrap.line[row]);
	top = row >= area.rows ? row - area.rows + 1 : 0;
	for (int r = 0; r < area.rows && top + r < wrap.count; r++)
		term_typing(term, area.y + r, area.x, ROLE_INPUT, wrap.line[top + r]);
	if (!*text && sheet->field[i].hint)
		term_text(term, area.y, area.x, area.cols, ROLE_HINT, _(sheet->field[i].hint));
	if (i == sheet->focus)
		term_cursor(term, area.y + row - top,
			    area.x + (col < area.cols ? col : area.cols - 1));
	free(left);
	wrap_free(&wrap);
}

static void draw_choice(const struct sheet *sheet, struct term *term, struct rect area, int i)
{
	const char *const *choices = sheet->field[i].choices;
	int x = area.x;

	for (int n = 0; choices[n]; n++) {
		bool chosen = strcmp(choices[n], sheet_text(sheet, i)) == 0;
		int width = text_width(_(choices[n])) + 2;

		if (x + width > area.x + area.cols)
			break;
		term_textf(term, area.y, x, width, chosen ? ROLE_STRONG : ROLE_DIM,
			   chosen ? "[%s]" : " %s ", _(choices[n]));
		if (chosen && i == sheet->focus)
			term_cursor(term, area.y, x);
		x += width + 1;
	}
}

static int label_width(const struct sheet *sheet)
{
	int widest = 0;

	for (int i = 0; i < sheet->count; i++) {
		int width = text_width(_(sheet->field[i].label));

		widest = width > widest ? width : widest;
	}
	return widest;
}

static void draw_field(struct sheet *sheet, struct term *term, struct rect area, int i)
{
	int label = label_width(sheet);

	term_text(term, area.y, area.x, label, i == sheet->focus ? ROLE_PROMPT : ROLE_DIM,
		  _(sheet->field[i].label));
	area.x += label + 1;
	area.cols -= label + 1;
	if (area.cols <= 0)
		return;
	if (sheet->field[i].choices)
		draw_choice(sheet, term, area, i);
	else if (sheet->field[i].rows > 1)
		draw_area(sheet, term, area, i);
	else
		input_draw(sheet->input[i], term, area, NULL,
			   sheet->field[i].hint ? _(sheet->field[i].hint) : NULL,
			   i == sheet->focus);
}

/* Texts give up rows where there is no room, down to one each. */
static void plan_rows(const struct sheet *sheet, int room, int *rows)
{
	int total = 0;

	for (int i = 0; i < sheet->count; i++) {
		rows[i] = sheet->field[i].rows > 1 ? sheet->field[i].rows : 1;
		total += rows[i];
	}
	for (int i = 0; i < sheet->count; i++)
		while (rows[i] > 1 && total > room) {
			rows[i]--;
			total--;
		}
}

void sheet_draw(struct sheet *sheet, struct term *term, struct rect area, const char *keys)
{
	int rows[SHEET_FIELDS] = {0}, total = 3;

	plan_rows(sheet, area.rows - 3, rows);
	for (int i = 0; i < sheet->count; i++)
		total += rows[i];
	struct rect box = rect_centre(area, total, area.cols < SHEET_COLS ? area.cols : SHEET_COLS);
	struct rect inside = frame_box(term, box, sheet->title, keys);
	for (int i = 0; i < sheet->count; i++) {
		struct rect row = rect_take_top(&inside, rows[i]);

		if (!rect_empty(row))
			draw_field(sheet, term, row, i);
	}
	if (sheet->said && inside.rows > 0)
		term_text(term, inside.y, inside.x, inside.cols, sheet->said_role, sheet->said);
}
