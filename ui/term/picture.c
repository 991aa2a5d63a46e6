#include <curses.h>
#include <wchar.h>

#include "base/utf8.h"
#include "canvas.h"

/* The cell's characters; returns its columns. */
static int add_cell(struct buf *out, int y, int x)
{
	wchar_t wide[CCHARW_MAX + 1] = {L' '};
	attr_t attributes;
	cchar_t cell;
	short pair;

	if (mvin_wch(y, x, &cell) == OK)
		getcchar(&cell, wide, &attributes, &pair, NULL);
	for (int i = 0; wide[i]; i++) {
		char bytes[UTF8_MAX];

		buf_add(out, bytes, utf8_write(bytes, (uint32_t)wide[i]));
	}
	int columns = wcwidth(wide[0]);
	return columns > 0 ? columns : 1;
}

char *canvas_picture(int rows, int cols)
{
	struct buf out;

	buf_init(&out, (size_t)CANVAS_MAX_ROWS * CANVAS_MAX_COLS * CCHARW_MAX * UTF8_MAX);
	for (int y = 0; y < rows; y++) {
		size_t start = out.len;

		for (int x = 0; x < cols;)
			x += add_cell(&out, y, x);
		while (out.len > start && out.data[out.len - 1] == ' ')
			out.data[--out.len] = '\0';
		buf_add_char(&out, '\n');
	}
	return buf_take(&out);
}
