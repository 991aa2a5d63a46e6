#include "support/lobby.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"

enum { STEPS = 500, STEP_MS = 20, TURN_MS = 40 };

int lobby_setup(void **state)
{
	struct lobby *lobby = calloc(1, sizeof(*lobby));

	lobby->options.greeting = "Brackwater Ltd";
	lobby->options.tag = "kiosk";
	lobby->options.idle_ms = 10000;
	*state = lobby;
	return 0;
}

int lobby_teardown(void **state)
{
	struct lobby *lobby = *state;

	kiosk_free(&lobby->kiosk);
	front_close(&lobby->front);
	free(lobby);
	return 0;
}

static void on_leave(void *ctx)
{
	((struct lobby *)ctx)->left++;
}

static void on_logged_out(void *ctx, const char *text)
{
	(void)text;
	((struct lobby *)ctx)->logged_out++;
}

static void on_login(void *ctx, const struct pbx_result *result)
{
	struct lobby *lobby = ctx;

	if (result->outcome != PBX_DONE)
		fail_msg("not signed in: %s", result->text);
	kiosk_start(lobby->kiosk);
}

struct lobby *lobby_open(void **state, int rows, int cols, const char *login)
{
	struct lobby *lobby = *state;
	struct front *f = &lobby->front;
	struct why why;

	setenv("TZ", "UTC", 1);
	front_start_pabx(f, login);
	f->screen = screen_open(rows, cols, "xterm-256color");
	f->pbx = pbx_new(screen_loop(f->screen));
	screen_options(f->screen, &lobby->options.term);
	lobby->options.heartbeat = -1;
	lobby->options.leave = on_leave;
	lobby->options.logged_out = on_logged_out;
	lobby->options.ctx = lobby;
	if (kiosk_new(screen_loop(f->screen), f->pbx, &lobby->options, &lobby->kiosk, &why) < 0)
		fail_msg("%s", why.text);
	screen_attach(f->screen, kiosk_term(lobby->kiosk));
	assert_int_equal(pbx_set_host(f->pbx, &(struct pbx_host){.url = f->url}), 0);
	pbx_login(f->pbx, &(struct pbx_login){.key = f->key}, on_login, lobby);
	front_wait(f, "Agnes Müller");
	front_wait(f, _("free"));
	front_step(f, STEP_MS);
	return lobby;
}

void lobby_expect(struct lobby *lobby, const char *name)
{
	static const int sizes[][2] = {{10, 40}, {24, 80}, {36, 120}};
	char golden[80];

	for (int i = 0; i < 3; i++) {
		snprintf(golden, sizeof(golden), "%s-%dx%d", name, sizes[i][1], sizes[i][0]);
		screen_resize(lobby->front.screen, sizes[i][0], sizes[i][1]);
		screen_expect(lobby->front.screen, golden);
	}
}

void lobby_office(struct lobby *lobby, const char *line)
{
	front_office(&lobby->front, "%s", line);
	front_step(&lobby->front, STEP_MS);
}

static void pass_until(struct lobby *lobby, bool (*fn)(struct lobby *, const char *),
		       const char *text)
{
	for (int i = 0; i < STEPS && !fn(lobby, text); i++) {
		front_step(&lobby->front, STEP_MS);
		loop_turn(screen_loop(lobby->front.screen), TURN_MS);
		screen_run(lobby->front.screen);
	}
}

static bool shows(struct lobby *lobby, const char *text)
{
	return screen_has(lobby->front.screen, text);
}

void lobby_wait(struct lobby *lobby, const char *text)
{
	pass_until(lobby, shows, text);
	screen_expect_text(lobby->front.screen, text);
}

static bool rings(struct lobby *lobby, const char *text)
{
	unsigned count;
	struct pbx_object *const *calls = pbx_list(lobby->front.pbx, PBX_CALL, &count);

	(void)text;
	return count && strcmp(pbx_call_state(calls[0]), "ring") == 0;
}

void lobby_rings(struct lobby *lobby)
{
	pass_until(lobby, rings, NULL);
	assert_true(rings(lobby, NULL));
	lobby_wait(lobby, _("Calling"));
}

void lobby_call_agnes(struct lobby *lobby)
{
	screen_type(lobby->front.screen, "agnes");
	screen_keys(lobby->front.screen, "Enter");
	lobby_rings(lobby);
}

void lobby_restart_pabx(struct lobby *lobby)
{
	front_start_pabx(&lobby->front, "kiosk");
	for (int i = 0; i < 100 && pbx_feed_state(lobby->front.pbx) != PBX_LIVE; i++) {
		pbx_retry_now(lobby->front.pbx);
		screen_pass(lobby->front.screen, 1000);
		loop_turn(screen_loop(lobby->front.screen), 50);
	}
	screen_run(lobby->front.screen);
}
