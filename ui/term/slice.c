#include "slice.h"

#include <curses.h>
#include <string.h>

#include "canvas.h"

enum { MOVE_BYTES = 8, STYLE_BYTES = 8 };

static bool same(const cchar_t *a, const cchar_t *b)
{
	return a->attr == b->attr && a->ext_color == b->ext_color &&
	       memcmp(a->chars, b->chars, sizeof(a->chars)) == 0;
}

static void read_row(WINDOW *window, int y, cchar_t *cells, int cols)
{
	int was_y, was_x;

	getyx(window, was_y, was_x);
	mvwin_wchnstr(window, y, 0, cells, cols);
	wmove(window, was_y, was_x);
}

/* About the bytes that the row would take; 0 where the terminal shows it already: as it was asked
 * for last, for curses keeps otherwise what the terminal cannot do. */
static int cost(int y)
{
	cchar_t drawn[CANVAS_MAX_COLS + 1] = {0}, shown[CANVAS_MAX_COLS + 1] = {0};
	int cols = getmaxx(stdscr), bytes = 0;
	bool within = false;

	read_row(stdscr, y, drawn, cols);
	read_row(newscr, y, shown, cols);
	for (int x = 0; x < cols; x++) {
		bool changed = !same(&drawn[x], &shown[x]);

		if (changed && !within)
			bytes += MOVE_BYTES;
		if (changed && x && drawn[x].attr != drawn[x - 1].attr)
			bytes += STYLE_BYTES;
		bytes += changed;
		within = changed;
	}
	return bytes;
}

bool slice_rows(int first, int bytes)
{
	int rows = getmaxy(stdscr), left = bytes;
	bool cut = false;

	if (is_cleared(curscr))
		return false;
	for (int i = first >= 0 ? -1 : 0; i < rows; i++) {
		int y = i < 0 ? first : i;
		int takes = i == first ? 0 : cost(y);

		if (!takes)
			continue;
		if (left < bytes && takes > left) {
			wtouchln(stdscr, y, 1, 0);
			cut = true;
			continue;
		}
		left -= takes;
	}
	return cut;
}
