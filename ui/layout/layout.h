/* Where everything stands on the console's screen. Pure arithmetic: no screen is needed. */
#ifndef LAYOUT_LAYOUT_H
#define LAYOUT_LAYOUT_H

#include <stdbool.h>

#include "rect.h"

enum {
	LAYOUT_MIN_ROWS = 10,
	LAYOUT_MIN_COLS = 40,
	LAYOUT_TWO_COLS = 70,    /* two panes side by side from here */
	LAYOUT_THREE_COLS = 120, /* three */
	LAYOUT_PANE_COLS = 24,   /* no pane beside another is narrower */
	LAYOUT_PANES = 8,
};

struct layout_wish {
	int rows, cols;           /* of the screen */
	int calls;                /* rows that the calls strip would like, 0 for none */
	int ringing;              /* of these, rows that must be seen */
	int most;                 /* panes side by side, 0: as many as there is room for */
	bool legs;                /* a row that names both ends of what would happen */
	int panes;                /* panes open, from left to right, at most LAYOUT_PANES */
	int focus;                /* index of the pane that is always shown */
	int weight[LAYOUT_PANES]; /* share of the width; 0 counts as 1 */
	bool details;             /* details of the selected row are wanted */
	bool zoom;                /* only the focused pane */
};

/* What is not shown is empty. Panes, calls and details include their title row. */
struct layout {
	bool too_small; /* only calls (the ringing ones) and message are there */
	struct rect calls, legs, input;
	struct rect pane[LAYOUT_PANES];
	int shown; /* panes that have a rectangle */
	struct rect details;
	struct rect message, strip, status;
	bool rule; /* one free column stands right of each pane but the last, for a rule */
};

void layout_console(const struct layout_wish *wish, struct layout *out);

#endif
