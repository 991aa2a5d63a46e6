#include "layout.h"

enum {
	PANE_MIN_ROWS = 3,      /* a title and two rows */
	DETAILS_ROWS = 7,       /* below the panes */
	DETAILS_FROM_ROWS = 20, /* of the screen */
	ROOMY_ROWS = 12,        /* from here the message has a row of its own */
};

static int at_most(int a, int b)
{
	return a < b ? a : b;
}

static int at_least(int a, int b)
{
	return a > b ? a : b;
}

/* Nothing fits but what must not be missed. */
static void lay_too_small(const struct layout_wish *wish, struct rect all, struct layout *out)
{
	out->too_small = true;
	if (wish->ringing > 0)
		out->calls = rect_take_top(&all, wish->ringing);
	out->message = rect_take_top(&all, 1);
}

/* The strip of calls has half of the rows at most, but ringing ones come before that and a
 * pane of two rows before them. */
static int calls_rows(const struct layout_wish *wish, int rows)
{
	int most = at_least(wish->rows / 2, wish->ringing);

	return at_most(at_most(at_least(wish->calls, wish->ringing), most),
		       at_least(rows - PANE_MIN_ROWS, wish->ringing > 0 ? 1 : 0));
}

static int panes_that_fit(const struct layout_wish *wish, int cols)
{
	int most = cols >= LAYOUT_THREE_COLS ? 3 : cols >= LAYOUT_TWO_COLS ? 2 : 1;

	if (wish->most)
		most = at_most(most, wish->most);
	if (wish->zoom)
		most = 1;
	return at_most(most, at_most(wish->panes, LAYOUT_PANES));
}

/* Chooses the panes that are seen: the focused one, then the others from the left. */
static int choose(const struct layout_wish *wish, int most, bool seen[LAYOUT_PANES])
{
	int panes = at_most(wish->panes, LAYOUT_PANES), shown = 0;

	for (int i = 0; i < panes; i++)
		seen[i] = false;
	if (most > 0 && wish->focus >= 0 && wish->focus < panes) {
		seen[wish->focus] = true;
		shown = 1;
	}
	for (int i = 0; i < panes && shown < most; i++) {
		shown += !seen[i];
		seen[i] = true;
	}
	return shown;
}

/* Whatever the weights say, a name can be read in each: the widest gives. */
static void keep_readable(int *sizes, int count)
{
	for (int i = 0; i < count; i++)
		while (sizes[i] < LAYOUT_PANE_COLS) {
			int widest = 0;

			for (int k = 1; k < count; k++)
				widest = sizes[k] > sizes[widest] ? k : widest;
			if (sizes[widest] <= LAYOUT_PANE_COLS)
				return;
			sizes[widest]--;
			sizes[i]++;
		}
}

static void lay_panes(const struct layout_wish *wish, struct rect area, int most,
		      struct layout *out)
{
	struct rect_part parts[LAYOUT_PANES];
	int index[LAYOUT_PANES], sizes[LAYOUT_PANES], count = 0, x = area.x;
	bool seen[LAYOUT_PANES];

	out->shown = choose(wish, most, seen);
	for (int i = 0; i < wish->panes && i < LAYOUT_PANES; i++) {
		if (!seen[i])
			continue;
		parts[count] = (struct rect_part){1, at_least(wish->weight[i], 1)};
		index[count++] = i;
	}
	out->rule = count > 1;
	rect_divide(area.cols - at_least(count - 1, 0), parts, count, sizes);
	keep_readable(sizes, count);
	for (int i = 0; i < count; i++) {
		out->pane[index[i]] = (struct rect){area.y, x, area.rows, sizes[i]};
		x += sizes[i] + 1;
	}
}

void layout_console(const struct layout_wish *wish, struct layout *out)
{
	struct rect all = {0, 0, at_least(wish->rows, 0), at_least(wish->cols, 0)};
	int most = panes_that_fit(wish, all.cols);

	*out = (struct layout){0};
	if (all.rows < LAYOUT_MIN_ROWS || all.cols < LAYOUT_MIN_COLS) {
		lay_too_small(wish, all, out);
		return;
	}
	out->status = rect_take_bottom(&all, 1);
	out->strip = rect_take_bottom(&all, 1);
	if (wish->rows >= ROOMY_ROWS || !wish->calls)
		out->message = rect_take_bottom(&all, 1);
	out->calls = rect_take_top(&all, calls_rows(wish, all.rows - 1));
	if (wish->legs)
		out->legs = rect_take_top(&all, 1);
	out->input = rect_take_top(&all, 1);
	if (wish->details && all.cols >= LAYOUT_THREE_COLS && !wish->zoom) {
		/* Details are the pane at the right, behind a rule. */
		out->details = all;
		out->details.cols = all.cols / 3;
		out->details.x = all.x + all.cols - out->details.cols;
		all.cols -= out->details.cols + 1;
		most = at_most(most, 2);
	} else if (wish->details && wish->rows >= DETAILS_FROM_ROWS) {
		out->details = rect_take_bottom(&all, at_most(DETAILS_ROWS, all.rows / 2));
	}
	lay_panes(wish, all, most, out);
}
