#include "support/link.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"

enum { WAIT_MS = 60000 };

static void on_quit(void *ctx)
{
	(void)ctx;
}

bool link_until(struct link *l, bool (*fn)(struct link *, const char *), const char *text)
{
	int64_t end = clock_mono_us() + WAIT_MS * INT64_C(1000);

	while (!fn(l, text)) {
		if (clock_mono_us() > end)
			return false;
		loop_turn(screen_loop(l->screen), 10);
		screen_run(l->screen);
	}
	return true;
}

static bool shows(struct link *l, const char *text)
{
	return screen_has(l->screen, text);
}

void link_wait(struct link *l, const char *text)
{
	if (!link_until(l, shows, text))
		screen_expect_text(l->screen, text);
}

static void on_login(void *ctx, const struct pbx_result *result)
{
	assert_int_equal(result->outcome, PBX_DONE);
	console_start(((struct link *)ctx)->console);
}

struct link *link_new(int rows, int cols)
{
	struct link *l = mem_new(1, sizeof *l);

	setenv("TZ", "UTC", 1);
	l->screen = screen_open(rows, cols, "xterm-256color");
	fake_pabx_open(&l->fake, screen_loop(l->screen));
	l->fake.rows[WIRE_CONTACT] =
		"{\"cID\":1,\"name\":\"Rita\",\"canCall\":true},"
		"{\"cID\":5,\"name\":\"Tom Okafor\",\"extension\":\"102\",\"canCall\":true,"
		"\"blf\":0,\"online\":true,\"show\":\"online\"}";
	l->fake.rows[WIRE_DEVICE] =
		"{\"name\":\"SIP/rita\",\"label\":\"Rita\",\"extension\":\"100\",\"userID\":1,"
		"\"ownerID\":1,\"state\":\"up\",\"blf\":1}";
	return l;
}

void link_open(struct link *l)
{
	struct console_options options = {.host = "demo",
					  .heartbeat = -1,
					  .resume = l->resume,
					  .no_photos = l->no_photos,
					  .quit = on_quit,
					  .keymap = keymap_new()};
	struct why why = {.text = ""};
	char url[64];

	l->pbx = pbx_new(screen_loop(l->screen));
	screen_options(l->screen, &options.term);
	assert_int_equal(console_new(screen_loop(l->screen), l->pbx, &options, &l->console, &why),
			 0);
	screen_attach(l->screen, console_term(l->console));
	snprintf(url, sizeof url, "127.0.0.1:%d", l->fake.port);
	assert_int_equal(pbx_set_host(l->pbx, &(struct pbx_host){.url = url}), 0);
	pbx_login(l->pbx, &(struct pbx_login){.username = "rita", .password = "secret"}, on_login,
		  l);
}

void link_close(struct link *l)
{
	console_free(&l->console);
	pbx_free(&l->pbx);
}

void link_free(struct link **slot)
{
	struct link *l = *slot;

	if (!l)
		return;
	*slot = NULL;
	link_close(l);
	fake_pabx_close(&l->fake);
	screen_free(&l->screen);
	free(l);
}
