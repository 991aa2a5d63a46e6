#include "form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/mem.h"
#include "base/text.h"
#include "layout/rect.h"
#include "ui/telling.h"
#include "widget/frame.h"
#include "widget/input.h"
#include "widget/wrap.h"

enum { FORM_COLS = 64, INTRO_LINES = 4, SAID_LINES = 8 };

struct form {
	struct form_field field[FORM_MAX_FIELDS];
	struct input *input[FORM_MAX_FIELDS];
	int count, focus; /* focus == count: the button */
	char *title, *intro, *button, *said;
	struct term_key button_key;
	enum term_role said_role;
	bool waiting;
};

struct form *form_new(const struct form_field *fields, int count)
{
	struct form *form = mem_new(1, sizeof(*form));

	form->count = count > FORM_MAX_FIELDS ? FORM_MAX_FIELDS : count;
	for (int i = 0; i < form->count; i++) {
		form->field[i] = fields[i];
		form->input[i] = input_new(fields[i].max);
		input_secret(form->input[i], fields[i].secret);
	}
	return form;
}

void form_free(struct form **slot)
{
	struct form *form = *slot;

	if (!form)
		return;
	*slot = NULL;
	for (int i = 0; i < form->count; i++)
		input_free(&form->input[i]);
	free(form->title);
	free(form->intro);
	free(form->button);
	free(form->said);
	free(form);
}

void form_title(struct form *form, const char *title, const char *intro)
{
	mem_set(&form->title, title);
	mem_set(&form->intro, intro);
}

void form_button(struct form *form, const char *label, struct term_key key)
{
	mem_set(&form->button, label);
	form->button_key = key;
	if (!label && form->focus == form->count)
		form->focus = 0;
}

void form_say(struct form *form, enum term_role role, const char *text)
{
	form->said_role = role;
	mem_set(&form->said, text);
}

void form_wait(struct form *form, bool wait)
{
	form->waiting = wait;
}

const char *form_text(const struct form *form, int field)
{
	return input_text(form->input[field]);
}

void form_set(struct form *form, int field, const char *text)
{
	input_set(form->input[field], text ? text : "");
}

void form_focus(struct form *form, int field)
{
	form->focus = field;
}

bool form_on_button(const struct form *form)
{
	return form->focus == form->count;
}

int form_first_empty(const struct form *form)
{
	for (int i = 0; i < form->count; i++)
		if (input_empty(form->input[i]))
			return i;
	return -1;
}

static enum form_result enter(struct form *form)
{
	char text[80];

	if (form->focus == form->count)
		return FORM_BUTTON;
	int empty = form_first_empty(form);
	if (empty < 0)
		return FORM_SUBMIT;
	if (empty == form->focus) {
		snprintf(text, sizeof(text), _("Please type: %s"), _(form->field[empty].label));
		form_say(form, ROLE_WARN, text);
	}
	form->focus = empty;
	return FORM_STAYS;
}

static void move(struct form *form, int by)
{
	int places = form->count + (form->button ? 1 : 0);

	form->focus = (form->focus + by + places) % places;
}

enum form_result form_key(struct form *form, struct term_key key)
{
	bool plain = key.mods == 0;

	if (form->button && !form->waiting && key_same(key, form->button_key))
		return FORM_BUTTON;
	if (plain && key.code == KEY_ESC)
		return FORM_BACK;
	if (plain && (key.code == KEY_ENTER || key.code == KEY_PAD_ENTER))
		return form->waiting ? FORM_SUBMIT : enter(form);
	if (form->waiting)
		return FORM_STAYS;
	if (plain && (key.code == KEY_TAB || key.code == KEY_DOWN))
		move(form, 1);
	else if (plain && (key.code == KEY_BACKTAB || key.code == KEY_UP))
		move(form, -1);
	else if (form->focus < form->count &&
		 input_handle(form->input[form->focus], key) == INPUT_CHANGED)
		form_say(form, ROLE_TEXT, NULL);
	return FORM_STAYS;
}

void form_paste(struct form *form, const char *text)
{
	size_t len = strcspn(text, "\r\n");

	if (form->waiting || form->focus == form->count)
		return;
	char *line = mem_dup_n(text, len);
	input_paste(form->input[form->focus], line);
	mem_wipe(line, len);
	free(line);
}

void form_tell(const struct form *form, struct telling *telling)
{
	const struct form_field *field = &form->field[form->focus];
	char key[KEY_NAME_MAX];

	buf_printf(&telling->text, "%s%s%s", form->title ? form->title : "",
		   form->intro ? ". " : "", form->intro ? form->intro : "");
	if (form->button && !form->waiting)
		buf_printf(&telling->text, _("\nkey %s: %s"), key_name(form->button_key, key),
			   form->button);
	telling->said = form->said && *form->said ? form->said : NULL;
	if (form->waiting || form->focus == form->count)
		return;
	telling->label = _(field->label);
	telling->hint = field->hint ? _(field->hint) : NULL;
	telling->secret = field->secret;
	if (*form_text(form, form->focus) && !field->secret)
		telling->value = form_text(form, form->focus);
}

/* ---- Drawing ---- */

static int count_lines(const char *text, int cols, int most)
{
	struct wrap wrap;

	if (!text)
		return 0;
	wrap_make(&wrap, text, cols);
	int count = wrap.count;
	wrap_free(&wrap);
	return count > most ? most : count;
}

static void draw_lines(struct term *term, struct rect area, enum term_role role, const char *text)
{
	struct wrap wrap;

	if (!text)
		return;
	wrap_make(&wrap, text, area.cols);
	for (int i = 0; i < area.rows && i < wrap.count; i++)
		term_text(term, area.y + i, area.x, area.cols, role, wrap.line[i]);
	wrap_free(&wrap);
}

static void draw_field(struct form *form, struct term *term, struct rect row, int i)
{
	bool focused = i == form->focus && !form->waiting;
	int label = 0;

	for (int f = 0; f < form->count; f++) {
		int width = text_width(_(form->field[f].label));

		label = width > label ? width : label;
	}
	term_text(term, row.y, row.x, label, focused ? ROLE_PROMPT : ROLE_DIM,
		  _(form->field[i].label));
	row.x += label + 1;
	row.cols -= label + 1;
	if (row.cols > 0)
		input_draw(form->input[i], term, row, NULL, form->field[i].hint, focused);
}

static void draw_button(struct form *form, struct term *term, struct rect row)
{
	bool focused = form->focus == form->count && !form->waiting;
	char key[KEY_NAME_MAX];

	term_textf(term, row.y, row.x, row.cols, focused ? ROLE_SELECTED : ROLE_TEXT, "%s %s: %s",
		   focused ? ">" : " ", key_name(form->button_key, key), form->button);
	if (focused)
		term_cursor(term, row.y, row.x);
}

/* Rows of each part; what there is no room for shrinks in this order: spaces, intro, message. */
struct plan {
	int intro, space, said, total;
};

static struct plan make_plan(const struct form *form, int rows, int cols)
{
	int fixed = form->count + (form->button ? 1 : 0) + 1;
	struct plan plan = {
		.intro = count_lines(form->intro, cols, INTRO_LINES),
		.said = count_lines(form->said, cols, SAID_LINES),
		.space = 1,
	};

	plan.said = plan.said ? plan.said : 1;
	if (fixed + plan.intro + plan.said + 2 > rows)
		plan.space = 0;
	if (fixed + plan.intro + plan.said > rows)
		plan.intro = 0;
	if (fixed + plan.said > rows)
		plan.said = rows > fixed ? rows - fixed : 0;
	plan.total = fixed + plan.intro + plan.said + plan.space * (plan.intro ? 2 : 1);
	return plan;
}

static void draw_inside(struct form *form, struct term *term, struct rect left,
			const struct strip_item *hints, int hint_count)
{
	struct plan plan = make_plan(form, left.rows, left.cols);

	draw_lines(term, rect_take_top(&left, plan.intro), ROLE_TEXT, form->intro);
	if (plan.intro)
		rect_take_top(&left, plan.space);
	for (int i = 0; i < form->count; i++)
		draw_field(form, term, rect_take_top(&left, 1), i);
	if (form->button)
		draw_button(form, term, rect_take_top(&left, 1));
	rect_take_top(&left, plan.space);
	strip_draw(term, rect_take_bottom(&left, 1), hints, hint_count);
	draw_lines(term, rect_take_top(&left, plan.said), form->said_role, form->said);
}

void form_draw(struct form *form, struct term *term, struct rect area,
	       const struct strip_item *hints, int hint_count)
{
	int cols = area.cols < FORM_COLS ? area.cols : FORM_COLS;
	struct plan plan = make_plan(form, area.rows - 2, cols - 4);
	struct rect box = rect_centre(area, plan.total + 2, cols);

	draw_inside(form, term, frame_box(term, box, form->title, NULL), hints, hint_count);
}
