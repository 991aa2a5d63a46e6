#include "frame.h"

#include <string.h>

#include "base/text.h"

struct rect frame_title(struct term *term, struct rect area, const char *title, const char *note,
			bool focused)
{
	enum term_role line = focused ? ROLE_BORDER_FOCUS : ROLE_BORDER;
	enum term_role role = focused ? ROLE_TITLE_FOCUS : ROLE_TITLE;
	struct rect row = rect_take_top(&area, 1);
	int note_cols = note ? text_width(note) : 0, cols;

	if (rect_empty(row))
		return area;
	if (term_braille(term)) {
		term_textf(term, row.y, row.x, row.cols, role, "%s%s%s", title,
			   note && *note ? " " : "", note ? note : "");
		return area;
	}
	term_hline(term, row.y, row.x, row.cols, line);
	cols = row.cols - 4;
	if (note_cols && cols - note_cols - 3 >= 4) {
		term_textf(term, row.y, row.x + row.cols - note_cols - 3, note_cols + 2, ROLE_DIM,
			   " %s ", note);
		cols -= note_cols + 3;
	}
	if (cols > text_width(title))
		cols = text_width(title);
	if (cols > 0) {
		term_text(term, row.y, row.x + 1, 1, role, " ");
		term_text(term, row.y, row.x + 2, cols, role, title);
		term_text(term, row.y, row.x + 2 + cols, 1, role, " ");
	}
	return area;
}

/* " text " on a border's row, as much as there is room for. */
static void on_border(struct term *term, int y, struct rect area, const char *text, bool right,
		      enum term_role role)
{
	int room = area.cols - 4, cols = text ? text_width(text) + 2 : 0;

	if (cols > room)
		cols = room;
	if (!text || !*text || cols < 3)
		return;
	term_textf(term, y, right ? area.x + area.cols - 2 - cols : area.x + 2, cols, role, " %s ",
		   text);
}

/* The whole screen, so that no line has something else beside it. */
static struct rect braille_box(struct term *term, const char *title, const char *note)
{
	struct rect inside = term_rect(term), line;

	term_fill(term, inside, ROLE_POPUP);
	line = rect_take_top(&inside, 1);
	term_text(term, line.y, line.x, line.cols, ROLE_POPUP_TITLE, title ? title : "");
	if (note && *note) {
		line = rect_take_bottom(&inside, 1);
		term_text(term, line.y, line.x, line.cols, ROLE_HINT, note);
	}
	return inside;
}

struct rect frame_box(struct term *term, struct rect area, const char *title, const char *note)
{
	if (term_braille(term))
		return braille_box(term, title, note);
	struct rect inside = rect_inset(area, 1);

	term_fill(term, area, ROLE_POPUP);
	term_box(term, area, ROLE_POPUP_BORDER);
	on_border(term, area.y, area, title, false, ROLE_POPUP_TITLE);
	on_border(term, area.y + area.rows - 1, area, note, true, ROLE_HINT);
	inside.x += 1;
	inside.cols = inside.cols > 2 ? inside.cols - 2 : 0;
	return inside;
}
