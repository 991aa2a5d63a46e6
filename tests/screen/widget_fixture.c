#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "screen/widget_fixture.h"

static void on_event(void *ctx, const struct term_event *event)
{
	struct fixture *f = ctx;

	if (event->kind == TERM_KEY) {
		if (f->popup)
			f->popup_result = popup_handle(f->popup, event->key);
		else if (f->menu)
			f->menu_result = menu_handle(f->menu, event->key);
		else if (f->input)
			f->result = input_handle(f->input, event->key);
		else if (f->list.source)
			list_handle(&f->list, event->key);
	}
	if (event->kind == TERM_RESIZE)
		f->area = term_rect(f->term);
	if (event->kind == TERM_PASTE && f->input)
		f->result = input_paste(f->input, event->text);
	term_dirty(f->term);
}

static void on_paint(void *ctx)
{
	struct fixture *f = ctx;

	if (f->draw)
		f->draw(f);
}

void fixture_start(struct fixture *f, int rows, int cols, void (*draw)(struct fixture *f))
{
	struct term_options options = {.event = on_event, .paint = on_paint, .ctx = f};

	memset(f, 0, sizeof(*f));
	f->screen = screen_open(rows, cols, "xterm-256color");
	screen_options(f->screen, &options);
	assert_int_equal(term_open(screen_loop(f->screen), &options, &f->term, NULL), 0);
	f->area = term_rect(f->term);
	f->draw = draw;
}

void fixture_show(struct fixture *f)
{
	term_dirty(f->term);
	screen_attach(f->screen, f->term);
}

void fixture_finish(struct fixture *f)
{
	input_free(&f->input);
	popup_free(&f->popup);
	menu_free(&f->menu);
	messages_free(&f->messages);
	term_free(&f->term);
	screen_free(&f->screen);
}
