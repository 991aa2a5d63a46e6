#include "canvas.h"

#include <curses.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/glyph.h"
#include "base/language.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "slice.h"
#include "terminfo.h"
#include "tidy.h"

struct canvas {
	SCREEN *screen;
	FILE *sink, *nothing;
	int colours;
	bool direct; /* colours above 7 are red, green and blue */
	struct tidy tidy;
	bool own_background; /* the terminal's own colours can be used */
	struct {
		attr_t attributes;
		short pair;
		int background;
	} style[CANVAS_STYLES];
};

static FILE *memory_file(const char *mode)
{
	int fd = memfd_create("frontdesk-screen", MFD_CLOEXEC);
	FILE *file = fd < 0 ? NULL : fdopen(fd, mode);

	if (!file && fd >= 0)
		close(fd);
	return file;
}

/* An environment variable out of the way for a while. */
static char *hide(const char *name)
{
	char *value = mem_dup(getenv(name));

	unsetenv(name);
	return value;
}

static void unhide(const char *name, char *value)
{
	if (value)
		setenv(name, value, 1);
	free(value);
}

/* newterm() takes signals for itself; they are the loop's. It would believe any size that the
 * environment tells, and use_env() leaves descriptions without a size with none. */
static SCREEN *new_screen(const char *type, FILE *out, FILE *in)
{
	static const int taken[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
	enum { TAKEN = sizeof(taken) / sizeof(taken[0]) };
	struct sigaction before[TAKEN];
	char *lines = hide("LINES"), *columns = hide("COLUMNS");
	SCREEN *screen;

	for (unsigned i = 0; i < TAKEN; i++)
		sigaction(taken[i], NULL, &before[i]);
	screen = newterm(type, out, in);
	for (unsigned i = 0; i < TAKEN; i++)
		sigaction(taken[i], &before[i], NULL);
	unhide("LINES", lines);
	unhide("COLUMNS", columns);
	return screen;
}

static int count_colours(void)
{
	if (!has_colors() || start_color() == ERR || COLORS < 8)
		return 0;
	return COLORS >= 256 ? 256 : COLORS >= 16 ? 16 : 8;
}

static void drop_sink(struct canvas *canvas)
{
	int fd = fileno(canvas->sink);

	if (ftruncate(fd, 0) == 0)
		lseek(fd, 0, SEEK_SET);
}

static bool has_columns(void)
{
	const char *hpa = canvas_string("hpa");

	return hpa && strcmp(hpa, "\033[%i%p1%dG") == 0 && tigetflag("xenl") == 1;
}

int canvas_open(const char *type, struct canvas **out, struct why *why)
{
	struct canvas *canvas;
	int err = terminfo_check(type, why);

	*out = NULL;
	if (err)
		return err;
	canvas = mem_new(1, sizeof(*canvas));
	canvas->sink = memory_file("w");
	canvas->nothing = memory_file("r");
	if (!canvas->sink || !canvas->nothing) {
		canvas_free(&canvas);
		return why_set(why, ERR_IO, _("Cannot make a screen in memory."));
	}
	/* Padding would have curses sleep. */
	setenv("NCURSES_NO_PADDING", "1", 1);
	canvas->screen = new_screen(type, canvas->sink, canvas->nothing);
	if (!canvas->screen) {
		canvas_free(&canvas);
		return why_set(why, ERR_UNSUPPORTED,
			       _("Curses cannot use the terminal type '%.40s'."), type);
	}
	canvas->colours = count_colours();
	canvas->direct = canvas->colours && COLORS > 256;
	canvas->own_background = canvas->colours && use_default_colors() == OK;
	canvas->tidy.columns = has_columns();
	nonl();
	typeahead(-1);
	drop_sink(canvas);
	*out = canvas;
	return 0;
}

void canvas_free(struct canvas **slot)
{
	struct canvas *canvas = *slot;

	if (!canvas)
		return;
	*slot = NULL;
	if (canvas->screen) {
		endwin();
		delscreen(canvas->screen);
	}
	if (canvas->sink)
		fclose(canvas->sink);
	if (canvas->nothing)
		fclose(canvas->nothing);
	free(canvas);
}

int canvas_colours(const struct canvas *canvas)
{
	return canvas->colours;
}

const char *canvas_string(const char *capability)
{
	const char *text = tigetstr(capability);

	return text && text != (char *)-1 ? text : NULL;
}

const char *canvas_goto(int y, int x)
{
	const char *cup = canvas_string("cup");

	return cup ? tparm(cup, (long)y, (long)x) : NULL;
}

int canvas_number(const char *capability)
{
	return tigetnum(capability);
}

static attr_t attributes_of(unsigned attributes)
{
	static const struct {
		unsigned ours;
		attr_t theirs;
	} table[] = {
		{STYLE_BOLD, WA_BOLD},           {STYLE_DIM, WA_DIM},
		{STYLE_UNDERLINE, WA_UNDERLINE}, {STYLE_REVERSE, WA_REVERSE},
		{STYLE_ITALIC, WA_ITALIC},       {STYLE_BLINK, WA_BLINK},
	};
	attr_t all = 0;

	for (unsigned i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (attributes & table[i].ours)
			all |= table[i].theirs;
	return all;
}

/* Terminals with direct colours number only the first eight as others do. */
static int numbered(const struct canvas *canvas, int colour)
{
	int rgb[3];

	if (!canvas->direct || colour < 8)
		return colour;
	theme_rgb(colour, rgb);
	return rgb[0] << 16 | rgb[1] << 8 | rgb[2];
}

void canvas_style(struct canvas *canvas, unsigned index, struct theme_style style)
{
	bool bold = false;
	int fg, bg = -1, pair = 0;

	if (canvas->colours) {
		fg = theme_colour(style.fg, canvas->colours, &bold);
		bg = theme_colour(style.bg, canvas->colours, NULL);
		if (!canvas->own_background) {
			fg = fg < 0 ? COLOR_WHITE : fg;
			bg = bg < 0 ? COLOR_BLACK : bg;
		}
		pair = fg < 0 && bg < 0 ? 0
					: alloc_pair(numbered(canvas, fg), numbered(canvas, bg));
	}
	canvas->style[index].pair = (short)(pair < 0 ? 0 : pair);
	canvas->style[index].background = bg;
	canvas->style[index].attributes =
		attributes_of(style.attributes | (bold ? (unsigned)STYLE_BOLD : 0u));
}

void canvas_resize(struct canvas *canvas, int rows, int cols)
{
	resize_term(rows, cols);
	canvas_forget(canvas);
}

void canvas_forget(struct canvas *canvas)
{
	canvas->tidy.ascii = false;
	clearok(curscr, TRUE);
}

void canvas_again(struct canvas *canvas, struct rect area, struct buf *out)
{
	WINDOW *drawn = dupwin(stdscr);
	cchar_t other;

	/* A blank that no text here has. */
	setcchar(&other, L"\u2007", 0, 0, NULL);
	for (int y = area.y; y < area.y + area.rows; y++)
		for (int x = area.x; x < area.x + area.cols; x++)
			mvadd_wchnstr(y, x, &other, 1);
	canvas_take(canvas, area.y, area.x, out);
	overwrite(drawn, stdscr);
	delwin(drawn);
}

void canvas_blank(struct canvas *canvas)
{
	cchar_t blank;

	setcchar(&blank, L" ", canvas->style[ROLE_TEXT].attributes, canvas->style[ROLE_TEXT].pair,
		 NULL);
	bkgrndset(&blank);
	erase();
}

/* Cells of text (len bytes) up to cap, and their columns; each keeps as many marks as curses takes.
 * A mark without its character is left out: it would change the cell before. Returns the bytes that
 * were read. */
static size_t to_cells(const char *text, size_t len, const cchar_t *blank, cchar_t *cells, int cap,
		       int *count, int *cols)
{
	size_t at = 0, bytes;
	int marks = CCHARW_MAX;

	for (*count = *cols = 0; at < len; at += bytes) {
		uint32_t character;
		int width;

		bytes = utf8_read(text + at, len - at, &character);
		if (character == UTF8_BAD)
			character = UTF8_REPLACEMENT;
		width = glyph_width(character);
		if (width > 0) {
			if (*count == cap)
				break;
			cells[*count] = *blank;
			cells[(*count)++].chars[0] = (wchar_t)character;
			*cols += width;
			marks = 0;
		} else if (++marks < CCHARW_MAX) {
			cells[*count - 1].chars[marks] = (wchar_t)character;
		}
	}
	return at;
}

/* Blanks look like those of plain text unless their style has what shows without a character; as
 * such they mostly need not be sent. A few are sent sooner than a change of style and back. */
static bool are_plain_blanks(const struct canvas *canvas, unsigned style, const char *text,
			     size_t len)
{
	enum { FEW = 4 };
	attr_t attributes = canvas->style[style].attributes | canvas->style[ROLE_TEXT].attributes;

	if (len < FEW || attributes & (WA_REVERSE | WA_UNDERLINE | WA_BLINK) ||
	    canvas->style[style].background != canvas->style[ROLE_TEXT].background)
		return false;
	while (len && text[len - 1] == ' ')
		len--;
	return !len;
}

void canvas_put(struct canvas *canvas, int y, int x, unsigned style, const char *text, size_t len)
{
	enum { CELLS = 128 };
	cchar_t cells[CELLS], blank;
	int count, cols;
	size_t bytes;

	if (are_plain_blanks(canvas, style, text, len))
		style = ROLE_TEXT;
	setcchar(&blank, L" ", canvas->style[style].attributes, canvas->style[style].pair, NULL);
	for (; len; text += bytes, len -= bytes, x += cols) {
		bytes = to_cells(text, len, &blank, cells, CELLS, &count, &cols);
		if (count)
			mvadd_wchnstr(y, x, cells, count);
	}
}

/* Curses keeps as many pairs as it can and takes the one that was not used for longest. */
void canvas_cell(struct canvas *canvas, int y, int x, int fg, int bg, const char *text)
{
	cchar_t cell;
	wchar_t wide[2] = {L' '};
	uint32_t character;
	int pair = canvas->own_background || (fg >= 0 && bg >= 0)
			   ? alloc_pair(numbered(canvas, fg), numbered(canvas, bg))
			   : 0;

	utf8_read(text, strlen(text), &character);
	wide[0] = (wchar_t)character;
	setcchar(&cell, wide, 0, (short)(pair < 0 ? 0 : pair), NULL);
	mvadd_wchnstr(y, x, &cell, 1);
}

bool canvas_take_some(struct canvas *canvas, int y, int x, int limit, struct buf *out)
{
	bool cut = slice_rows(y, limit);
	size_t before = out->len;

	canvas_take(canvas, y, x, out);
	if (!cut || out->len > before)
		return cut;
	/* Rows that curses takes for shown: there is nothing to spare. */
	touchwin(stdscr);
	canvas_take(canvas, y, x, out);
	return false;
}

void canvas_rest(struct canvas *canvas)
{
	(void)canvas;
	touchwin(stdscr);
}

void canvas_take(struct canvas *canvas, int y, int x, struct buf *out)
{
	int fd = fileno(canvas->sink);
	struct stat state;
	ssize_t got;

	move(y < 0 ? 0 : y, y < 0 ? 0 : x);
	wnoutrefresh(stdscr);
	doupdate();
	if (fstat(fd, &state) < 0 || state.st_size <= 0)
		return;
	if (buf_reserve(out, (size_t)state.st_size) == 0) {
		got = pread(fd, out->data + out->len, (size_t)state.st_size, 0);
		if (got > 0) {
			out->len += tidy_frame(out->data + out->len, (size_t)got, &canvas->tidy);
			out->data[out->len] = '\0';
		}
	}
	drop_sink(canvas);
}
