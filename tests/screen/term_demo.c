/* A small program on ui/term for tests on a pseudo-terminal: it shows what it was told, and does
 * what single keys say. "term_demo [fixed]" ignores suspension. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "loop/loop.h"
#include "term/term.h"

struct demo {
	struct loop *loop;
	struct term *term;
	struct loop_timer *flood;
	char last[128];
	int resumed, frames, beats;
	int code;
};

static void crash(char key)
{
	static const struct {
		char key;
		int signal;
	} table[] = {{'S', SIGSEGV}, {'A', SIGABRT}, {'B', SIGBUS}, {'F', SIGFPE}};

	for (unsigned i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (table[i].key == key)
			raise(table[i].signal);
}

static void act(struct demo *demo, struct term_key key)
{
	char name[KEY_NAME_MAX];

	snprintf(demo->last, sizeof(demo->last), "key %s", key_name(key, name));
	if (key_same(key, (struct term_key){'q', 0}))
		loop_stop(demo->loop);
	if (key_same(key, (struct term_key){'z', MOD_CTRL}))
		term_suspend(demo->term);
	if (key_same(key, (struct term_key){'l', MOD_CTRL}))
		term_repaint(demo->term);
	if (key.code == 'e')
		fprintf(stderr, "noise on stderr\n");
	if (key.code == 'M')
		(void)mem_resize(NULL, SIZE_MAX / 2, 1);
	if (key.code == 'f')
		loop_timer_set(demo->flood, 1);
	if (key.code < 128)
		crash((char)key.code);
}

static void on_event(void *ctx, const struct term_event *event)
{
	struct demo *demo = ctx;

	switch (event->kind) {
	case TERM_KEY:
		act(demo, event->key);
		break;
	case TERM_PASTE:
		snprintf(demo->last, sizeof(demo->last), "paste %zu", event->len);
		break;
	case TERM_MOUSE:
	case TERM_LINE:
	case TERM_RESIZE:
		break;
	case TERM_RESUME:
		demo->resumed++;
		break;
	case TERM_END:
		demo->code = 10 + event->signal;
		loop_stop(demo->loop);
		break;
	}
	term_dirty(demo->term);
}

static void on_paint(void *ctx)
{
	struct demo *demo = ctx;
	struct rect all = term_rect(demo->term);

	demo->frames++;
	term_box(demo->term, all, ROLE_BORDER);
	term_textf(demo->term, 1, 2, 40, ROLE_STRONG, "demo %dx%d resumed %d", all.rows, all.cols,
		   demo->resumed);
	term_text(demo->term, 2, 2, 40, ROLE_TEXT, demo->last);
	if (demo->beats)
		for (int y = 4; y < all.rows - 1; y++)
			term_textf(demo->term, y, 2, all.cols - 4, ROLE_TEXT, "%d%060d",
				   demo->beats * 7 + y, demo->beats * 13 + y);
	term_cursor(demo->term, 2, 2);
}

/* Beats every millisecond, changes the whole screen, and tells how long it was held up. */
static void on_flood(void *ctx)
{
	struct demo *demo = ctx;

	demo->beats++;
	if (demo->beats == 1500) {
		snprintf(demo->last, sizeof(demo->last), "lag %s",
			 loop_lag(demo->loop, true) < 200000 ? "small" : "LARGE");
		demo->beats = 0;
	} else {
		loop_timer_set(demo->flood, 1);
	}
	term_dirty(demo->term);
}

int main(int argc, char **argv)
{
	struct demo demo = {.last = "nothing"};
	struct term_options options = {.in = 0,
				       .out = 1,
				       .fixed = argc > 1 && strcmp(argv[1], "fixed") == 0,
				       .event = on_event,
				       .paint = on_paint,
				       .ctx = &demo};
	struct why why;

	text_init();
	if (getenv("DEMO_LOG"))
		log_open(getenv("DEMO_LOG"), LOG_DEBUG);
	demo.loop = loop_new(0);
	if (term_open(demo.loop, &options, &demo.term, &why) < 0) {
		fprintf(stderr, "%s\n", why.text);
		loop_free(&demo.loop);
		return 2;
	}
	demo.flood = loop_timer_new(demo.loop, on_flood, &demo);
	loop_run(demo.loop);
	loop_timer_free(&demo.flood);
	term_free(&demo.term);
	loop_free(&demo.loop);
	log_close();
	return demo.code;
}
