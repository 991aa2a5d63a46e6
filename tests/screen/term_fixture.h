/* A terminal on a screen in memory that draws one line or what draw() says, and writes down what it
 * is told. */
#ifndef SCREEN_TERM_FIXTURE_H
#define SCREEN_TERM_FIXTURE_H

#include "support/screen.h"
#include "term/term.h"

struct fixture {
	struct screen *screen;
	struct term *term;
	char keys[8192]; /* names, with blanks */
	char *paste;
	size_t paste_len;
	int pastes, resizes, ends, end_signal, paints;
	char text[256];
	enum term_role role;
	void (*draw)(struct fixture *f);
};

/* For tests that open by hand: what struct term_options wants. ctx is the fixture. */
void fixture_event(void *ctx, const struct term_event *event);
void fixture_paint(void *ctx);
int fixture_open(struct fixture *f, int rows, int cols, const char *type, struct why *why);
/* Opens, shows "hello", and is quiet. */
void fixture_start(struct fixture *f, int rows, int cols, const char *type);
/* The same with a mouse, whose buttons are written down, too. */
void fixture_start_mouse(struct fixture *f, int rows, int cols, const char *type);
void fixture_finish(struct fixture *f);
/* Another text. */
void fixture_show(struct fixture *f, const char *text);
/* A drawing of the test's own. */
void fixture_draw(struct fixture *f, void (*draw)(struct fixture *f));

#endif
