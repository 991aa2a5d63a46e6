#include "booth.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/mem.h"
#include "base/random.h"
#include "kiosk/kiosk.h"

enum { EXIT_MS = 1000, AGAIN_FIRST_MS = 1000, AGAIN_MOST_MS = 30000, JITTER_MS = 1000 };

/* The demo's kiosk is that of its office, and can be left by a code that its edge tells. */
static const char demo_login[] = "kiosk";
static const char demo_code[] =
	"$y$j9T$NHJv2h22d9Umvw2xfOScb/$mJmIWrY7T27wTw7rWEg5P5ny097PnjNfj8qcfTaZQV0"; /* 0000 */

struct booth {
	const struct options *options;
	struct cli_settings settings; /* what is signed in with */
	struct loop *loop;
	struct pbx *pbx;
	struct kiosk *kiosk;
	struct cli_own *own; /* a PABX of our own */
	struct loop_timer *again, *limit;
	char *url, *key, *password, *secret;
	int again_ms;
	bool ending;
};

static void wipe(char **secret)
{
	if (*secret)
		mem_wipe(*secret, strlen(*secret));
	free(*secret);
	*secret = NULL;
}

/* ---- The end ---- */

static void stop(void *ctx)
{
	struct booth *b = ctx;

	loop_stop(b->loop);
}

static void on_exit_done(void *ctx, const struct pbx_result *result)
{
	(void)result;
	stop(ctx);
}

static void on_leave(void *ctx)
{
	struct booth *b = ctx;

	if (b->ending)
		return;
	b->ending = true;
	if (pbx_feed_state(b->pbx) != PBX_LIVE) {
		loop_stop(b->loop);
		return;
	}
	loop_timer_set(b->limit, EXIT_MS);
	pbx_exit(b->pbx, true, on_exit_done, b);
}

/* ---- Signing in ---- */

static void try_later(struct booth *b, const char *text)
{
	uint32_t jitter;

	random_bytes(&jitter, sizeof(jitter));
	kiosk_trouble(b->kiosk, text);
	loop_timer_set(b->again, b->again_ms + (int)(jitter % JITTER_MS));
	b->again_ms = b->again_ms * 2 > AGAIN_MOST_MS ? AGAIN_MOST_MS : b->again_ms * 2;
}

static void on_login(void *ctx, const struct pbx_result *result)
{
	struct booth *b = ctx;

	if (b->ending)
		return;
	if (result->outcome != PBX_DONE) {
		try_later(b, result->text);
		return;
	}
	b->again_ms = AGAIN_FIRST_MS;
	kiosk_start(b->kiosk);
}

static void sign_in(struct booth *b)
{
	const struct pbx_login login = {.username = b->settings.user,
					.password = b->key ? NULL : b->password,
					.key = b->key};
	struct why why;

	if (cli_set_host(b->pbx, &b->settings, &why) < 0)
		try_later(b, why.text);
	else
		pbx_login(b->pbx, &login, on_login, b);
}

static void on_own_ready(void *ctx, const char *url, const char *key, const char *text)
{
	struct booth *b = ctx;

	if (!url) {
		try_later(b, text);
		return;
	}
	mem_set(&b->url, url);
	wipe(&b->key);
	b->key = mem_dup(key);
	b->settings.host = b->url;
	b->settings.pin = NULL;
	sign_in(b);
}

static void on_own_gone(void *ctx, const char *text)
{
	try_later(ctx, text);
}

static bool has_own(const struct booth *b)
{
	return b->settings.demo || b->settings.asterisk;
}

static void begin(void *ctx)
{
	static const struct cli_own_events events = {.ready = on_own_ready, .gone = on_own_gone};
	struct booth *b = ctx;

	if (b->ending)
		return;
	if (!has_own(b)) {
		sign_in(b);
		return;
	}
	cli_own_free(&b->own);
	b->own = cli_own_start(b->loop, &b->settings, b->secret, &events, b);
}

static void on_logged_out(void *ctx, const char *text)
{
	struct booth *b = ctx;

	if (!b->ending)
		try_later(b, text);
}

/* ---- Life ---- */

static int find_secret(struct booth *b, struct why *why)
{
	const struct cli_settings *cli = &b->options->cli;

	if (cli->asterisk)
		return cli_own_secret(cli, &b->secret, why);
	if (cli->demo)
		return 0;
	if (!cli->host)
		return why_set(
			why, ERR_INVALID,
			_("A kiosk cannot ask where to sign in: host, user and a password or "
			  "key file must be in its configuration. frontdesk --demo --kiosk "
			  "needs none."));
	int err = cli_set_host(b->pbx, cli, why);
	return err ? err : cli_secret(cli, &b->key, &b->password, why);
}

static int open_kiosk(struct booth *b, struct why *why)
{
	const struct options *o = b->options;
	bool by_demo = o->cli.demo && !o->kiosk_code;
	const struct kiosk_options kiosk = {
		.term = {.in = STDIN_FILENO, .out = STDOUT_FILENO, .theme = o->theme},
		.greeting = o->kiosk_greeting,
		.tag = o->kiosk_tag ? o->kiosk_tag : "kiosk",
		.code = by_demo ? demo_code : o->kiosk_code,
		.hint = by_demo ? _("demo: F10 and 0000 leave") : NULL,
		.idle_ms = o->kiosk_idle_s * 1000,
		.touch = o->kiosk_touch,
		.leave = on_leave,
		.logged_out = on_logged_out,
		.ctx = b,
	};

	return kiosk_new(b->loop, b->pbx, &kiosk, &b->kiosk, why);
}

/* From the first moment, so that there is none between the shell and the kiosk: what children
 * inherit of it does not matter, they have no terminal. */
static void ignore_signals(void)
{
	static const int ignored[] = {SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU};

	for (unsigned i = 0; i < sizeof(ignored) / sizeof(*ignored); i++)
		signal(ignored[i], SIG_IGN);
}

int booth_run(const struct options *options)
{
	struct booth b = {.options = options, .settings = options->cli, .again_ms = AGAIN_FIRST_MS};
	struct why why;

	ignore_signals();
	if (options->cli.demo)
		b.settings.demo_login = demo_login;
	b.loop = loop_new(0);
	b.pbx = pbx_new(b.loop);
	b.again = loop_timer_new(b.loop, begin, &b);
	b.limit = loop_timer_new(b.loop, stop, &b);
	int err = find_secret(&b, &why);
	if (!err)
		err = open_kiosk(&b, &why);
	if (!err) {
		loop_timer_set(b.again, 0); /* after the first paint */
		loop_run(b.loop);
	}
	kiosk_free(&b.kiosk);
	pbx_free(&b.pbx);
	cli_own_free(&b.own);
	loop_timer_free(&b.again);
	loop_timer_free(&b.limit);
	loop_free(&b.loop);
	wipe(&b.key);
	wipe(&b.password);
	wipe(&b.secret);
	free(b.url);
	if (err)
		fprintf(stderr, "frontdesk: %s\n", why.text);
	return err ? CLI_USAGE : CLI_DONE;
}
