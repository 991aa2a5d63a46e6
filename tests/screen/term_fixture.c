#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "screen/term_fixture.h"

void fixture_event(void *ctx, const struct term_event *event)
{
	struct fixture *f = ctx;
	char name[KEY_NAME_MAX];
	size_t len = strlen(f->keys);

	switch (event->kind) {
	case TERM_KEY:
		snprintf(f->keys + len, sizeof(f->keys) - len, "%s%s", len ? " " : "",
			 key_name(event->key, name));
		break;
	case TERM_MOUSE:
		snprintf(f->keys + len, sizeof(f->keys) - len, "%sbutton%d@%d,%d+%u",
			 len ? " " : "", (int)event->mouse.button, event->mouse.y, event->mouse.x,
			 event->mouse.mods);
		break;
	case TERM_PASTE:
		f->pastes++;
		f->paste_len = event->len;
		mem_set(&f->paste, event->text);
		break;
	case TERM_RESIZE:
		f->resizes++;
		break;
	case TERM_RESUME:
	case TERM_LINE:
		break;
	case TERM_END:
		f->ends++;
		f->end_signal = event->signal;
		break;
	}
}

void fixture_paint(void *ctx)
{
	struct fixture *f = ctx;

	f->paints++;
	if (f->draw)
		f->draw(f);
	else
		term_text(f->term, 0, 0, term_cols(f->term), f->role, f->text);
}

static int open_with(struct fixture *f, int rows, int cols, const char *type, bool mouse,
		     struct why *why)
{
	struct term_options options = {
		.event = fixture_event, .paint = fixture_paint, .mouse = mouse, .ctx = f};

	f->screen = screen_open(rows, cols, type);
	screen_options(f->screen, &options);
	return term_open(screen_loop(f->screen), &options, &f->term, why);
}

int fixture_open(struct fixture *f, int rows, int cols, const char *type, struct why *why)
{
	return open_with(f, rows, cols, type, false, why);
}

static void start_with(struct fixture *f, int rows, int cols, const char *type, bool mouse)
{
	struct why why;

	*f = (struct fixture){.text = "hello"};
	if (open_with(f, rows, cols, type, mouse, &why) < 0)
		fail_msg("%s", why.text);
	screen_attach(f->screen, f->term);
}

void fixture_start(struct fixture *f, int rows, int cols, const char *type)
{
	start_with(f, rows, cols, type, false);
}

void fixture_start_mouse(struct fixture *f, int rows, int cols, const char *type)
{
	start_with(f, rows, cols, type, true);
}

void fixture_finish(struct fixture *f)
{
	term_free(&f->term);
	screen_free(&f->screen);
	free(f->paste);
}

void fixture_show(struct fixture *f, const char *text)
{
	snprintf(f->text, sizeof(f->text), "%s", text);
	term_dirty(f->term);
	screen_run(f->screen);
}

void fixture_draw(struct fixture *f, void (*draw)(struct fixture *f))
{
	f->draw = draw;
	term_repaint(f->term);
	screen_run(f->screen);
}
