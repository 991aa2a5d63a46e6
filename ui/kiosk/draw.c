/* What a visitor sees. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "big.h"
#include "inside.h"
#include "term/mark.h"
#include "widget/strip.h"
#include "widget/wrap.h"

enum {
	LARGE_ROWS = 30,
	LARGE_COLS = 100,
	ROOM_ROWS = 16,
	LIST_COLS = 76,
	STRIP_COLS = 44,
	CODE_COLS = 40
};

/* ---- Lines in the middle ---- */

static void centre(struct term *term, struct rect *area, enum term_role role, const char *text)
{
	struct rect row = rect_take_top(area, 1);
	int width = text_width(text);

	if (row.rows < 1)
		return;
	width = width < row.cols - 2 ? width : row.cols - 2;
	term_text(term, row.y, row.x + (row.cols - width) / 2, width, role, text);
}

static bool has_room_for_large(const struct kiosk *k)
{
	return term_rows(k->term) >= LARGE_ROWS && term_cols(k->term) >= LARGE_COLS;
}

static bool fits_large(const struct rect *area, const char *text)
{
	int cols = big_cols(text);

	return cols && cols <= area->cols - 4;
}

static void centre_large(struct term *term, struct rect *area, enum term_role role,
			 const char *text)
{
	struct rect row = rect_take_top(area, big_rows());

	big_draw(term, row.y, row.x + (row.cols - big_cols(text)) / 2, role, text);
}

/* The rows that a name takes: large on one line or two, where the screen has the room. */
static int name_lines(const struct kiosk *k, const struct rect *area, const char *name,
		      char first[NAME_TEXT], const char **second)
{
	const char *blank = strrchr(name, ' ');

	*second = NULL;
	if (!has_room_for_large(k) || !*name)
		return 0;
	snprintf(first, NAME_TEXT, "%s", name);
	if (fits_large(area, name))
		return 1;
	if (!blank || text_ascii())
		return 0;
	snprintf(first, NAME_TEXT, "%.*s", (int)(blank - name), name);
	*second = blank + 1;
	return fits_large(area, first) && fits_large(area, *second) ? 2 : 0;
}

static int name_rows(const struct kiosk *k, const struct rect *area, const char *name)
{
	char first[NAME_TEXT];
	const char *second;
	int lines = name_lines(k, area, name, first, &second);

	return lines ? lines * big_rows() + lines - 1 : 1;
}

static void draw_name(struct kiosk *k, struct rect *area, enum term_role role, const char *name)
{
	char first[NAME_TEXT];
	const char *second;
	int lines = name_lines(k, area, name, first, &second);

	if (!lines) {
		centre(k->term, area, role, name);
		return;
	}
	centre_large(k->term, area, role, first);
	if (lines == 2) {
		rect_take_top(area, 1);
		centre_large(k->term, area, role, second);
	}
}

/* ---- Pages that say one thing ---- */

struct words {
	const char *lead, *name, *below, *hint; /* "" for none */
	enum term_role role;                    /* of the lead */
};

/* Lines in the middle; returns how many there are. */
static int wrapped(struct kiosk *k, struct rect *area, enum term_role role, const char *text,
		   bool draw)
{
	struct wrap wrap;
	int count;

	wrap_make(&wrap, text, area->cols > 4 ? area->cols - 2 : 2);
	count = wrap.count;
	for (int i = 0; draw && i < count; i++)
		centre(k->term, area, role, wrap.line[i]);
	wrap_free(&wrap);
	return count;
}

static void draw_words(struct kiosk *k, struct rect area, const struct words *words)
{
	bool room = area.rows >= ROOM_ROWS;
	int gap = room ? 1 : 0, rows = wrapped(k, &area, words->role, words->lead, false);

	if (*words->name)
		rows += name_rows(k, &area, words->name) + gap;
	if (*words->below)
		rows += 1 + gap;
	if (*words->hint)
		rows += wrapped(k, &area, ROLE_DIM, words->hint, false) + 1;
	rect_take_top(&area, (area.rows - rows) / 2);
	wrapped(k, &area, words->role, words->lead, true);
	if (*words->name) {
		rect_take_top(&area, gap);
		draw_name(k, &area, ROLE_STRONG, words->name);
	}
	if (*words->below) {
		rect_take_top(&area, gap);
		centre(k->term, &area, ROLE_TEXT, words->below);
	}
	if (*words->hint) {
		rect_take_top(&area, 1);
		wrapped(k, &area, ROLE_TEXT, words->hint, true);
	}
}

static void draw_away(struct kiosk *k, struct rect area)
{
	const struct words words = {
		.lead = _("One moment, please"),
		.name = "",
		.below = "",
		.hint = k->was_live ? _("The telephone is being restarted. This takes a moment.")
				    : _("The telephone is being started. This takes a moment."),
		.role = ROLE_STRONG,
	};

	draw_words(k, area, &words);
}

static void draw_dials(struct kiosk *k, struct rect area)
{
	const struct talk *t = &k->talk;
	const struct words words = {
		.lead = _("Calling"),
		.name = t->name,
		.below = t->department,
		.hint = t->lift   ? _("Please pick up the telephone.")
			: t->slow ? _("No answer yet. Please wait a little longer.")
				  : _("Please wait."),
		.role = ROLE_RINGING,
	};

	draw_words(k, area, &words);
}

static void draw_talks(struct kiosk *k, struct rect area)
{
	const struct words words = {
		.lead = _("You are connected with"),
		.name = *k->talk.name ? k->talk.name : _("your caller"),
		.below = k->talk.department,
		.hint = _("Please speak."),
		.role = ROLE_OK,
	};

	draw_words(k, area, &words);
}

static void draw_rings(struct kiosk *k, struct rect area)
{
	const struct words words = {
		.lead = _("The telephone rings for you"),
		.name = k->talk.name,
		.below = k->talk.department,
		.hint = talk_can_answer(k) ? "" : _("Please pick up the telephone."),
		.role = ROLE_RINGING,
	};

	draw_words(k, area, &words);
}

static void draw_over(struct kiosk *k, struct rect area)
{
	bool unanswered = !k->talk.was_up;
	const struct words words = {
		.lead = k->talk.text,
		.name = "",
		.below = "",
		.hint = unanswered ? _("Please take a seat, or call somebody else.")
				   : _("Thank you."),
		.role = unanswered ? ROLE_WARN : ROLE_STRONG,
	};

	draw_words(k, area, &words);
}

/* ---- The code ---- */

static void draw_code(struct kiosk *k, struct rect area)
{
	const char *const texts[] = {
		[CODE_ASKS] = "",
		[CODE_CHECKS] = _("One moment, please"),
		[CODE_WRONG] = _("That is not the code."),
		[CODE_LOCKED] = _("Too many wrong codes. Please wait a while."),
	};
	const char *said = texts[k->code.state];
	struct rect row;

	area = rect_centre(area, 4 + wrapped(k, &area, ROLE_WARN, said, false), area.cols);
	centre(k->term, &area, ROLE_STRONG, _("Leaving the kiosk"));
	rect_take_top(&area, 1);
	row = rect_centre(rect_take_top(&area, 1), 1, CODE_COLS);
	if (k->code.state != CODE_LOCKED)
		input_draw(k->code.typed, k->term, row, _("Code: "), NULL, true);
	rect_take_top(&area, 1);
	wrapped(k, &area, ROLE_WARN, said, true);
}

/* ---- Finding somebody ---- */

/* Who would be called, or the greeting. */
static void draw_head(struct kiosk *k, struct rect *area)
{
	struct pbx_object *who = find_selected(k);
	const char *greeting = k->options.greeting ? k->options.greeting : _("Welcome");
	const char *name = who ? pbx_who_name(who) : greeting;
	int large = has_room_for_large(k) ? big_rows() : 1;
	struct rect head = rect_take_top(area, area->rows < ROOM_ROWS ? 1 : large + 3);
	char first[NAME_TEXT];
	const char *second;

	if (head.rows > 1)
		rect_take_top(&head, 1);
	if (name_lines(k, &head, name, first, &second) == 1) {
		centre_large(k->term, &head, ROLE_TITLE_FOCUS, name);
	} else {
		rect_take_top(&head, (head.rows - 2) / 2);
		centre(k->term, &head, ROLE_TITLE_FOCUS, name);
	}
	centre(k->term, &head, ROLE_TEXT,
	       who ? pbx_who_department(who) : _("Whom would you like to see?"));
}

static void draw_find(struct kiosk *k, struct rect area)
{
	struct rect column, row;
	bool room = area.rows >= ROOM_ROWS;

	draw_head(k, &area);
	column = rect_centre(area, area.rows, LIST_COLS);
	row = rect_take_top(&column, 1);
	rect_take_top(&column, room ? 1 : 0);
	list_draw(&k->find.list, k->term, column, true);
	input_draw(k->find.typed, k->term, row, _("Name: "), _("type a name"), !k->find.list.moved);
}

/* ---- The edge ---- */

static void draw_strip(struct kiosk *k, struct rect row)
{
	const struct strip_item find[] = {{"Enter", _("call"), 4},
					  {text_ascii() ? _("Arrows") : "↑↓", _("choose"), 2},
					  {"Esc", _("start again"), 3}};
	const struct strip_item code[] = {{"Enter", _("leave"), 2}, {"Esc", _("back"), 3}};
	const struct strip_item rings[] = {{"Enter", _("answer"), 3}, {"Esc", _("decline"), 2}};
	const struct strip_item calls[] = {{"Esc", _("hang up"), 1}};
	const struct strip_item over[] = {{"Enter", _("back"), 1}};

	switch (kiosk_page(k)) {
	case PAGE_FIND:
		strip_draw(k->term, row, find, 3);
		break;
	case PAGE_CODE:
		strip_draw(k->term, row, code, 2);
		break;
	case PAGE_RINGS:
		strip_draw(k->term, row, talk_can_answer(k) ? rings : rings + 1,
			   talk_can_answer(k) ? 2 : 1);
		break;
	case PAGE_DIALS:
	case PAGE_TALKS:
		strip_draw(k->term, row, calls, 1);
		break;
	case PAGE_OVER:
		strip_draw(k->term, row, over, 1);
		break;
	case PAGE_AWAY:
		break;
	}
}

/* Small, at the right: the hint of the demo, or what whoever looks after the kiosk must know. */
static void draw_edge(struct kiosk *k, struct rect row)
{
	const char *text = k->trouble[0] ? k->trouble : k->options.hint ? k->options.hint : "";
	int width = text_width(text);

	if (!width)
		return;
	if (kiosk_page(k) == PAGE_AWAY)
		width = width < row.cols ? width : row.cols;
	else if (width + STRIP_COLS > row.cols)
		return;
	term_text(k->term, row.y, row.x + row.cols - width, width, ROLE_DIM, text);
}

/* Fingers have no F10: the corner is where nobody presses by chance, and tells nobody anything. */
static void add_corner(struct kiosk *k, struct rect area)
{
	if (kiosk_page(k) != PAGE_CODE)
		touch_add(k, (struct rect){0, area.cols - 3, 1, 3}, kiosk_code_key);
}

void kiosk_draw(void *ctx)
{
	static void (*const pages[])(struct kiosk * k, struct rect area) = {
		[PAGE_CODE] = draw_code,   [PAGE_AWAY] = draw_away,   [PAGE_RINGS] = draw_rings,
		[PAGE_DIALS] = draw_dials, [PAGE_TALKS] = draw_talks, [PAGE_OVER] = draw_over,
		[PAGE_FIND] = draw_find,
	};
	struct kiosk *k = ctx;
	struct rect area = term_rect(k->term), edge = rect_take_bottom(&area, 1);

	touch_reset(k);
	add_corner(k, term_rect(k->term));
	find_refresh(k);
	draw_strip(k, edge);
	draw_edge(k, edge);
	touch_draw(k, &area);
	pages[kiosk_page(k)](k, area);
}
