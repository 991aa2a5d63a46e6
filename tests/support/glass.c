#include "support/glass.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vterm.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

enum { LOOKS_MAX = 52, LOOK_BYTES = 96, DUMP_MAX = 1 << 22 };

struct glass {
	VTerm *vterm;
	VTermScreen *screen;
	int rows, cols;
	bool visible, alternate;
	int bells;
	enum { PLAIN, ESCAPE, STRING, STRING_ESCAPE } state;
};

static int on_property(VTermProp property, VTermValue *value, void *ctx)
{
	struct glass *glass = ctx;

	if (property == VTERM_PROP_CURSORVISIBLE)
		glass->visible = value->boolean;
	if (property == VTERM_PROP_ALTSCREEN)
		glass->alternate = value->boolean;
	return 1;
}

static int on_bell(void *ctx)
{
	((struct glass *)ctx)->bells++;
	return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = on_property, .bell = on_bell};

struct glass *glass_new(int rows, int cols)
{
	struct glass *glass = mem_new(1, sizeof(*glass));

	glass->rows = rows;
	glass->cols = cols;
	glass->visible = true;
	glass->vterm = vterm_new(rows, cols);
	vterm_set_utf8(glass->vterm, 1);
	glass->screen = vterm_obtain_screen(glass->vterm);
	vterm_screen_set_callbacks(glass->screen, &callbacks, glass);
	vterm_screen_enable_altscreen(glass->screen, 1);
	vterm_screen_reset(glass->screen, 1);
	return glass;
}

void glass_free(struct glass **glass)
{
	if (!*glass)
		return;
	vterm_free((*glass)->vterm);
	free(*glass);
	*glass = NULL;
}

/* Whether a byte belongs to a string that no terminal shows (APC and DCS, from ESC _ or ESC P to
 * ESC \): libvterm shows one that comes in parts. An ESC in it may be doubled. */
static bool is_hidden(struct glass *glass, char byte)
{
	switch (glass->state) {
	case PLAIN:
		glass->state = byte == '\033' ? ESCAPE : PLAIN;
		return byte == '\033';
	case ESCAPE:
		if (byte == '\033')
			return true;
		glass->state = byte == '_' || byte == 'P' ? STRING : PLAIN;
		return glass->state == STRING;
	case STRING:
		glass->state = byte == '\033' ? STRING_ESCAPE : STRING;
		return true;
	case STRING_ESCAPE:
		glass->state = byte == '\\' ? PLAIN : STRING;
		return true;
	}
	return false;
}

void glass_feed(struct glass *glass, const char *bytes, size_t len)
{
	struct buf shown;

	buf_init(&shown, 2 * len + 1);
	for (size_t i = 0; i < len; i++) {
		bool escaped = glass->state == ESCAPE;

		if (is_hidden(glass, bytes[i]))
			continue;
		if (escaped)
			buf_add_char(&shown, '\033');
		buf_add_char(&shown, bytes[i]);
	}
	if (shown.len)
		vterm_input_write(glass->vterm, shown.data, shown.len);
	buf_free(&shown);
}

void glass_resize(struct glass *glass, int rows, int cols)
{
	glass->rows = rows;
	glass->cols = cols;
	vterm_set_size(glass->vterm, rows, cols);
}

static bool is_tail(const VTermScreenCell *cell)
{
	return cell->chars[0] == (uint32_t)-1;
}

static VTermScreenCell cell_at(const struct glass *glass, int y, int x)
{
	VTermScreenCell cell = {0};

	vterm_screen_get_cell(glass->screen, (VTermPos){y, x}, &cell);
	return cell;
}

static void add_row(const struct glass *glass, int y, struct buf *out)
{
	size_t solid = out->len;

	for (int x = 0; x < glass->cols; x++) {
		VTermScreenCell cell = cell_at(glass, y, x);
		char bytes[UTF8_MAX];

		if (is_tail(&cell))
			continue;
		if (!cell.chars[0])
			buf_add_char(out, ' ');
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
			buf_add(out, bytes, utf8_write(bytes, cell.chars[i]));
		if (cell.chars[0] && cell.chars[0] != ' ')
			solid = out->len;
	}
	out->len = solid;
	if (out->data)
		out->data[solid] = '\0';
}

char *glass_row(const struct glass *glass, int y)
{
	struct buf row;

	buf_init(&row, DUMP_MAX);
	buf_add_str(&row, "");
	add_row(glass, y, &row);
	return buf_take(&row);
}

bool glass_find(const struct glass *glass, const char *text, int *y, int *x)
{
	for (int row = 0; row < glass->rows; row++) {
		char *line = glass_row(glass, row), *at = strstr(line, text);
		int column = 0;

		if (!at) {
			free(line);
			continue;
		}
		/* Bytes are no columns: cells up to the place are counted. */
		for (char *p = line; p < at; column++) {
			VTermScreenCell cell = cell_at(glass, row, column);
			char bytes[UTF8_MAX];

			if (is_tail(&cell))
				continue;
			p += cell.chars[0] ? 0 : 1;
			for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
				p += utf8_write(bytes, cell.chars[i]);
		}
		free(line);
		if (y)
			*y = row;
		if (x)
			*x = column;
		return true;
	}
	return false;
}

static void add_colour(const char *name, const VTermColor *colour, bool is_default, char *out)
{
	size_t len = strlen(out);

	if (is_default)
		return;
	if (VTERM_COLOR_IS_INDEXED(colour))
		snprintf(out + len, LOOK_BYTES - len, " %s%d", name, colour->indexed.idx);
	else
		snprintf(out + len, LOOK_BYTES - len, " %s#%02x%02x%02x", name, colour->rgb.red,
			 colour->rgb.green, colour->rgb.blue);
}

static void add_word(bool on, const char *word, char *out)
{
	if (on)
		strncat(out, word, LOOK_BYTES - strlen(out) - 1);
}

static void look_of(const VTermScreenCell *cell, char out[LOOK_BYTES])
{
	out[0] = '\0';
	add_colour("fg", &cell->fg, VTERM_COLOR_IS_DEFAULT_FG(&cell->fg), out);
	add_colour("bg", &cell->bg, VTERM_COLOR_IS_DEFAULT_BG(&cell->bg), out);
	add_word(cell->attrs.bold, " bold", out);
	add_word(cell->attrs.underline, " underline", out);
	add_word(cell->attrs.reverse, " reverse", out);
	add_word(cell->attrs.italic, " italic", out);
	add_word(cell->attrs.blink, " blink", out);
	if (out[0])
		memmove(out, out + 1, strlen(out));
	else
		snprintf(out, LOOK_BYTES, "default");
}

const char *glass_look(const struct glass *glass, int y, int x)
{
	static char look[LOOK_BYTES];
	VTermScreenCell cell = cell_at(glass, y, x);

	look_of(&cell, look);
	return look;
}

struct legend {
	char look[LOOKS_MAX][LOOK_BYTES];
	int count;
};

static char letter(int index)
{
	return (char)(index < 26 ? 'a' + index : 'A' + index - 26);
}

static char letter_of(struct legend *legend, const char *look)
{
	if (strcmp(look, "default") == 0)
		return '.';
	for (int i = 0; i < legend->count; i++)
		if (strcmp(legend->look[i], look) == 0)
			return letter(i);
	if (legend->count == LOOKS_MAX)
		return '?';
	snprintf(legend->look[legend->count], LOOK_BYTES, "%s", look);
	return letter(legend->count++);
}

static void add_looks(const struct glass *glass, int y, struct legend *legend, struct buf *out)
{
	size_t solid = out->len;

	for (int x = 0; x < glass->cols; x++) {
		char c = letter_of(legend, glass_look(glass, y, x));

		buf_add_char(out, c);
		if (c != '.')
			solid = out->len;
	}
	out->len = solid;
	out->data[solid] = '\0';
}

char *glass_dump(const struct glass *glass)
{
	struct legend *legend = mem_new(1, sizeof(*legend));
	struct buf out;
	int y, x;

	buf_init(&out, DUMP_MAX);
	if (glass_cursor(glass, &y, &x))
		buf_printf(&out, "%d x %d, cursor %d,%d\n", glass->rows, glass->cols, y, x);
	else
		buf_printf(&out, "%d x %d, no cursor\n", glass->rows, glass->cols);
	for (y = 0; y < glass->rows; y++) {
		buf_printf(&out, "%3d|", y);
		add_row(glass, y, &out);
		buf_add_char(&out, '\n');
	}
	buf_add_str(&out, "looks\n");
	for (y = 0; y < glass->rows; y++) {
		buf_printf(&out, "%3d|", y);
		add_looks(glass, y, legend, &out);
		buf_add_char(&out, '\n');
	}
	for (int i = 0; i < legend->count; i++)
		buf_printf(&out, "%c %s\n", letter(i), legend->look[i]);
	free(legend);
	return buf_take(&out);
}

bool glass_cursor(const struct glass *glass, int *y, int *x)
{
	VTermPos pos;

	vterm_state_get_cursorpos(vterm_obtain_state(glass->vterm), &pos);
	*y = pos.row;
	*x = pos.col;
	return glass->visible;
}

bool glass_alternate(const struct glass *glass)
{
	return glass->alternate;
}

int glass_bells(const struct glass *glass)
{
	return glass->bells;
}
