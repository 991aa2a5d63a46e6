#include "popup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/mem.h"
#include "base/text.h"
#include "frame.h"
#include "input.h"
#include "wrap.h"

struct popup {
	char *title, *text, *note;
	bool confirm;
	struct term_key yes_key;
	struct wrap wrap;
	int wrapped_for; /* columns */
	int top, rows;
	struct rect area, box; /* where it was drawn last; no area: nowhere */
	struct input *find;    /* of a searchable text, else NULL */
	struct term_cell *picture;
	int picture_rows, picture_cols;
	struct term_image image;
	int *found; /* lines that have it, as many as count */
	int count;
};

enum { FIND_MAX = 80, FOLDED_MAX = 512 };
enum { MARGIN = 4 }; /* border and one blank column at both sides */

struct popup *popup_text(const char *title, const char *text)
{
	struct popup *popup = mem_new(1, sizeof(*popup));

	popup->title = mem_dup(title ? title : "");
	popup->text = mem_dup(text ? text : "");
	return popup;
}

struct popup *popup_confirm(const char *title, const char *text, struct term_key yes_key,
			    const char *yes)
{
	struct popup *popup = popup_text(title, text);
	char name[KEY_NAME_MAX];

	popup->confirm = true;
	popup->yes_key = yes_key;
	popup->note = mem_printf(_("%s %s  Esc back"), key_name(yes_key, name), yes);
	return popup;
}

void popup_searchable(struct popup *popup)
{
	popup->find = input_new(FIND_MAX);
}

void popup_set_text(struct popup *popup, const char *text)
{
	if (strcmp(popup->text, text) == 0)
		return;
	free(popup->text);
	popup->text = mem_dup(text);
	popup->wrapped_for = 0;
}

void popup_set_picture(struct popup *popup, const struct term_cell *cells, int rows, int cols)
{
	size_t count = (size_t)rows * (size_t)cols;

	free(popup->picture);
	popup->picture = NULL;
	popup->picture_rows = cells ? rows : 0;
	popup->picture_cols = cols;
	popup->area = (struct rect){0};
	if (!cells)
		return;
	popup->picture = mem_new(count, sizeof(*cells));
	memcpy(popup->picture, cells, count * sizeof(*cells));
}

void popup_set_image(struct popup *popup, const struct term_image *image)
{
	free(popup->image.data);
	popup->image = (struct term_image){.protocol = TERM_PIXELS_NONE};
	if (!image || !image->len)
		return;
	popup->image = *image;
	popup->image.data = mem_new(image->len, 1);
	memcpy(popup->image.data, image->data, image->len);
}

const char *popup_body(const struct popup *popup)
{
	return popup->text;
}

const char *popup_title(const struct popup *popup)
{
	return popup->title;
}

void popup_free(struct popup **slot)
{
	struct popup *popup = *slot;

	if (!popup)
		return;
	*slot = NULL;
	wrap_free(&popup->wrap);
	input_free(&popup->find);
	free(popup->found);
	free(popup->picture);
	free(popup->image.data);
	free(popup->title);
	free(popup->text);
	free(popup->note);
	free(popup);
}

static void scroll_by(struct popup *popup, int by)
{
	int last = popup->count - popup->rows;

	popup->top += by;
	if (popup->top > last)
		popup->top = last;
	if (popup->top < 0)
		popup->top = 0;
}

static bool scrolls(struct popup *popup, struct term_key key)
{
	int page = popup->rows > 1 ? popup->rows - 1 : 1, whole = popup->count;
	const struct {
		uint32_t code;
		int by;
	} table[] = {{KEY_UP, -1},          {KEY_DOWN, 1},      {KEY_PAGE_UP, -page},
		     {KEY_PAGE_DOWN, page}, {KEY_HOME, -whole}, {KEY_END, whole}};

	if (key.mods)
		return false;
	for (unsigned i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (table[i].code == key.code) {
			scroll_by(popup, table[i].by);
			return true;
		}
	}
	return false;
}

/* Only lines with the text are left, or all while there is none. */
static void find_lines(struct popup *popup)
{
	char wanted[FOLDED_MAX] = "", line[FOLDED_MAX];

	if (popup->find)
		text_fold(wanted, sizeof(wanted), input_text(popup->find));
	popup->count = 0;
	for (int i = 0; i < popup->wrap.count; i++) {
		text_fold(line, sizeof(line), popup->wrap.line[i]);
		if (strstr(line, wanted))
			popup->found[popup->count++] = i;
	}
	popup->top = 0;
}

static enum popup_result search(struct popup *popup, struct term_key key)
{
	if (key.code == KEY_ESC && !input_empty(popup->find)) {
		input_clear(popup->find);
		find_lines(popup);
		return POPUP_STAYS;
	}
	if (!key.mods && (key.code == KEY_ENTER || key.code == KEY_ESC))
		return POPUP_NO;
	if (input_handle(popup->find, key) == INPUT_NOT_MINE)
		return POPUP_NOT_MINE;
	find_lines(popup);
	return POPUP_STAYS;
}

enum popup_result popup_handle(struct popup *popup, struct term_key key)
{
	if (popup->confirm && key_same(key, popup->yes_key))
		return POPUP_YES;
	if (popup->find)
		return scrolls(popup, key) ? POPUP_STAYS : search(popup, key);
	if (key.code == KEY_ESC && !key.mods)
		return POPUP_NO;
	if (scrolls(popup, key))
		return POPUP_STAYS;
	if (popup->confirm)
		return POPUP_STAYS;
	if (!key.mods && (key.code == KEY_ENTER || key.code == 'q' || key.code == ' '))
		return POPUP_NO;
	return POPUP_NOT_MINE;
}

static void wrap_for(struct popup *popup, int cols, bool braille)
{
	char *text;

	if (popup->wrapped_for == cols)
		return;
	wrap_free(&popup->wrap);
	text = braille ? text_without_columns(popup->text) : mem_dup(popup->text);
	wrap_make(&popup->wrap, text, cols);
	free(text);
	popup->wrapped_for = cols;
	popup->found =
		mem_resize(popup->found, (size_t)popup->wrap.count + 1, sizeof(*popup->found));
	find_lines(popup);
}

static int most(int a, int b)
{
	return a > b ? a : b;
}

/* What the lower border says: how to answer, what was looked for, how much there is to scroll. */
static const char *note_of(const struct popup *popup, char *out, size_t cap)
{
	int end = popup->top + popup->rows;
	size_t len = 0;

	if (popup->note)
		return popup->note;
	out[0] = '\0';
	if (popup->find && !input_empty(popup->find))
		len = (size_t)snprintf(out, cap, _("\"%.40s\": %d lines  "),
				       input_text(popup->find), popup->count);
	else if (popup->find)
		len = (size_t)snprintf(out, cap, "%s", _("type to search  "));
	if (popup->count > popup->rows)
		len += (size_t)snprintf(out + len, cap - len, _("%d-%d of %d  "), popup->top + 1,
					end < popup->count ? end : popup->count, popup->count);
	snprintf(out + len, cap - len, "%s", _("Esc back"));
	return out;
}

static void draw_line(const struct popup *popup, struct term *term, int y,
		      const struct rect *inside, int line)
{
	int cols = popup->picture_cols < inside->cols ? popup->picture_cols : inside->cols;

	term_text(term, y, inside->x, inside->cols, ROLE_POPUP, popup->wrap.line[line]);
	if (line < popup->picture_rows)
		term_cells(term, y, inside->x,
			   popup->picture + (size_t)line * (size_t)popup->picture_cols, cols);
}

/* What changes in its text by itself moves no popup that is read: it grows downward as far as it
 * can, and is scrolled then. */
static struct rect place(struct popup *popup, struct rect area, int rows, int cols)
{
	struct rect box = rect_centre(area, rows, cols);

	if (rect_same(popup->area, area)) {
		int below = area.y + area.rows - popup->box.y,
		    right = area.x + area.cols - box.cols;

		box.y = popup->box.y;
		box.x = popup->box.x < right ? popup->box.x : right;
		box.rows = box.rows < below ? box.rows : below;
	}
	popup->area = area;
	popup->box = box;
	return box;
}

void popup_draw(struct popup *popup, struct term *term, struct rect area)
{
	struct rect box, inside;
	char text[160];
	int cols;

	if (area.rows < 3 || area.cols < MARGIN + 4)
		return;
	wrap_for(popup, term_braille(term) ? area.cols : area.cols - MARGIN - 2,
		 term_braille(term));
	cols = most(popup->wrap.cols, text_width(popup->title) + 2);
	cols = most(cols, popup->note ? text_width(popup->note) + 2 : 26);
	box = place(popup, area, popup->wrap.count + 2, cols + MARGIN);
	popup->rows = box.rows - 2;
	scroll_by(popup, 0);
	inside = frame_box(term, box, popup->title, note_of(popup, text, sizeof(text)));
	for (int i = 0; i < inside.rows && popup->top + i < popup->count; i++)
		draw_line(popup, term, inside.y + i, &inside, popup->found[popup->top + i]);
	if (!popup->top && !popup->find && popup->image.rows <= inside.rows &&
	    popup->image.cols <= inside.cols)
		term_image(term, inside.y, inside.x, &popup->image);
	term_cursor(term, inside.y, inside.x);
}
