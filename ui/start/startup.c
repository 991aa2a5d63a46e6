#include "startup.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/language.h"
#include "base/mem.h"
#include "base/path.h"
#include "first.h"
#include "notice.h"
#include "play.h"
#include "signin.h"
#include "ui/console.h"
#include "ui/hook.h"

enum { PAINT_TURNS = 8, PAINT_TURN_MS = 5, EXIT_MS = 1000 };

struct startup {
	const struct options *options;
	struct loop *loop;
	struct pbx *pbx;
	struct console *console;
	struct play *play;
	struct signin *signin;
	struct notice *notice;
	struct hooks *hooks;
	char *state;              /* folder of messages that are not sent yet */
	char *resume;             /* folder of what was half done */
	struct loop_timer *limit; /* for the end */
	char quit_key[KEY_NAME_MAX * 2];
	char *key, *password, *memory;
	char *secret; /* of Asterisk's manager user */
	bool first, ending;
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
	struct startup *s = ctx;

	loop_stop(s->loop);
}

static void on_exit_done(void *ctx, const struct pbx_result *result)
{
	(void)result;
	stop(ctx);
}

/* The session is ended at the PABX, but nobody waits for one that does not answer. */
static void on_quit(void *ctx)
{
	struct startup *s = ctx;

	if (s->ending)
		return;
	s->ending = true;
	if (pbx_feed_state(s->pbx) != PBX_LIVE) {
		loop_stop(s->loop);
		return;
	}
	loop_timer_set(s->limit, EXIT_MS);
	pbx_exit(s->pbx, true, on_exit_done, s);
}

/* ---- A PABX of our own: the demo's, or one before an Asterisk ---- */

static void on_own_failed(void *ctx, const char *text)
{
	struct startup *s = ctx;
	char *notice =
		mem_printf(_("%s.\n\nNothing here is live any more. %s quits."), text, s->quit_key);

	console_say(s->console, MESSAGE_REFUSED, text);
	notice_free(&s->notice);
	s->notice = notice_new(
		s->console, s->options->cli.asterisk ? _("Not connected") : _("The demo is over"),
		notice);
	free(notice);
}

static void on_own_lacks(void *ctx, const char *text)
{
	struct startup *s = ctx;

	console_say(s->console, MESSAGE_WARN, text);
	notice_free(&s->notice);
	s->notice = notice_new(s->console, _("Your extension"), text);
}

static const char *asterisk_host(const struct options *o)
{
	const char *at = strrchr(o->cli.asterisk, '@');

	return at ? at + 1 : o->cli.asterisk;
}

static void start_own(void *ctx)
{
	struct startup *s = ctx;
	const struct options *o = s->options;

	console_set_host(s->console, o->cli.asterisk ? asterisk_host(o) : "demo");
	s->play = play_new(&(struct play_options){.loop = s->loop,
						  .pbx = s->pbx,
						  .console = s->console,
						  .settings = &s->options->cli,
						  .secret = s->secret,
						  .failed = on_own_failed,
						  .warn = on_own_lacks,
						  .ctx = s});
	wipe(&s->secret);
}

/* ---- A real telephone system ---- */

static void keep_configuration(struct startup *s)
{
	struct why why;
	char *path = options_path(), *said;

	if (first_write(path, signin_host(s->signin), signin_user(s->signin), &why) < 0) {
		console_say(s->console, MESSAGE_WARN, why.text);
	} else {
		said = mem_printf(_("Kept in %s"), path);
		console_say(s->console, MESSAGE_DONE, said);
		free(said);
	}
	free(path);
}

static void on_signed_in(void *ctx)
{
	struct startup *s = ctx;

	if (s->first)
		keep_configuration(s);
	s->first = false;
	console_start(s->console);
}

static void on_logged_out(void *ctx, const char *text)
{
	struct startup *s = ctx;

	if (s->signin && !s->ending)
		signin_ask(s->signin, text);
}

static void sign_in(struct startup *s)
{
	s->signin = signin_new(&(struct signin_options){.loop = s->loop,
							.pbx = s->pbx,
							.console = s->console,
							.settings = &s->options->cli,
							.quit_key = s->quit_key,
							.first = s->first,
							.done = on_signed_in,
							.demo = start_own,
							.ctx = s});
	console_on_logged_out(s->console, on_logged_out, s);
	signin_start(s->signin, s->key, s->password);
	wipe(&s->key);
	wipe(&s->password);
}

/* ---- Life ---- */

static void say_problem(void *ctx, const char *text)
{
	console_say(ctx, MESSAGE_WARN, text);
}

static int open_console(struct startup *s, struct why *why)
{
	const struct options *o = s->options;
	struct console_options console = {
		.term = {.in = STDIN_FILENO, .out = STDOUT_FILENO, .theme = o->theme},
		.host = o->cli.demo       ? "demo"
			: o->cli.asterisk ? asterisk_host(o)
					  : o->cli.host,
		.state = o->cli.demo ? NULL : s->state,
		.memory = s->memory,
		.resume = o->cli.demo ? NULL : s->resume,
		.demo = o->cli.demo,
		.quit = on_quit,
		.ctx = s,
	};

	options_console(o, &console);
	if (o->photos)
		console_photos(o->photos, &console.pixels, &console.no_photos);
	console.keymap = options_keymap(o, why);
	if (!console.keymap)
		return ERR_INVALID;
	keymap_key(console.keymap, ACTION_QUIT, KEYS_ANY, s->quit_key, sizeof(s->quit_key));
	int err = console_new(s->loop, s->pbx, &console, &s->console, why);
	if (!err)
		keymap_unreachable(console.keymap, say_problem, s->console);
	return err;
}

static void open_hooks(struct startup *s)
{
	struct hooks_options hooks = {.loop = s->loop,
				      .pbx = s->pbx,
				      .limit_ms = s->options->hook_s * 1000,
				      .say = say_problem,
				      .ctx = s->console};

	for (int i = 0; i < HOOK_COUNT; i++)
		hooks.command[i] = s->options->hook[i];
	s->hooks = hooks_new(&hooks);
}

/* What follows takes longer than a person should wait for the screen. */
static void paint_first(struct startup *s)
{
	struct term *term = console_term(s->console);

	for (int i = 0; i < PAINT_TURNS && term_is_dirty(term) && !s->ending; i++)
		loop_turn(s->loop, PAINT_TURN_MS);
}

/* Whatever a password command wants to ask, it asks before there is a screen. */
static int find_secret(struct startup *s, struct why *why)
{
	const struct cli_settings *cli = &s->options->cli;

	if (cli->asterisk)
		return cli_own_secret(cli, &s->secret, why);
	if (cli->demo || !cli->host)
		return 0;
	int err = cli_set_host(s->pbx, cli, why);
	if (err)
		return err;
	err = cli_secret(cli, &s->key, &s->password, why);
	return err == ERR_NOT_FOUND && !cli->password_file && !cli->key_file ? 0 : err;
}

static void begin(struct startup *s)
{
	paint_first(s);
	if (s->ending)
		return;
	if (s->options->cli.demo || s->options->cli.asterisk)
		start_own(s);
	else
		sign_in(s);
	loop_run(s->loop);
}

int startup_run(const struct options *options)
{
	struct startup s = {.options = options};
	struct why why;

	s.first = !options->cli.demo && !options->cli.asterisk && !options->cli.host &&
		  !options->config;
	s.memory = path_user(PATH_STATE, "desk");
	s.state = path_user(PATH_STATE, "unsent");
	s.resume = path_user(PATH_STATE, "resume");
	s.loop = loop_new(0);
	s.pbx = pbx_new(s.loop);
	s.limit = loop_timer_new(s.loop, stop, &s);
	int err = find_secret(&s, &why);
	if (!err)
		err = open_console(&s, &why);
	if (!err) {
		open_hooks(&s);
		begin(&s);
	}
	int status = s.console ? console_status(s.console) : CLI_DONE;
	hooks_free(&s.hooks);
	signin_free(&s.signin);
	notice_free(&s.notice);
	console_free(&s.console);
	pbx_free(&s.pbx);
	play_free(&s.play);
	loop_timer_free(&s.limit);
	loop_free(&s.loop);
	wipe(&s.key);
	wipe(&s.password);
	wipe(&s.secret);
	free(s.memory);
	free(s.state);
	free(s.resume);
	if (err)
		fprintf(stderr, "frontdesk: %s\n", why.text);
	return err ? CLI_USAGE : status;
}
