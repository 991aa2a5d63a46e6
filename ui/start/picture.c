#include "picture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/language.h"
#include "play.h"
#include "ui/console.h"

enum { ROWS = 24, COLS = 80, MOST = 500, TURN_MS = 20, CALL_MS = 4000, LIMIT_MS = 10000 };

struct picture {
	struct loop *loop;
	struct pbx *pbx;
	struct console *console;
	struct play *play;
	int line[2]; /* stands for the terminal's line: the console has [0] */
	struct loop_fd *drain;
	char failed[256];
	bool over;
};

static void on_bytes(void *ctx, int fd, unsigned ready)
{
	char bytes[4096];

	(void)ctx, (void)ready;
	if (read(fd, bytes, sizeof(bytes)) < 0)
		return;
}

static void on_failed(void *ctx, const char *text)
{
	struct picture *p = ctx;

	snprintf(p->failed, sizeof(p->failed), "%s", text);
}

static void on_quit(void *ctx)
{
	struct picture *p = ctx;

	p->over = true;
}

static int size_from(const char *variable, int otherwise)
{
	const char *text = getenv(variable);
	char *end;
	long value = text ? strtol(text, &end, 10) : 0;

	return text && *text && !*end && value > 0 && value <= MOST ? (int)value : otherwise;
}

static bool has_any(struct picture *p, enum pbx_class class)
{
	unsigned count;

	pbx_list(p->pbx, class, &count);
	return count > 0;
}

static bool is_live(struct picture *p)
{
	return pbx_feed_state(p->pbx) == PBX_LIVE && has_any(p, PBX_ADDRESS);
}

static bool has_own_call(struct picture *p)
{
	unsigned count;
	struct pbx_object *const *calls = pbx_list(p->pbx, PBX_CALL, &count);

	for (unsigned i = 0; i < count; i++)
		if (pbx_call_is_mine(calls[i]))
			return true;
	return false;
}

/* A moment for a call to come: a picture of an empty reception tells little. */
static void wait_until_live(struct picture *p)
{
	int64_t start = clock_mono_ms(), live = 0;

	while (!p->over && !p->failed[0] && clock_mono_ms() - start < LIMIT_MS) {
		if (!live && is_live(p))
			live = clock_mono_ms();
		if (live && (has_own_call(p) || clock_mono_ms() - live > CALL_MS))
			break;
		loop_turn(p->loop, TURN_MS);
	}
	if (!p->failed[0] && !live && !p->over)
		on_failed(p, _("The demo did not come up in time"));
}

static void print(struct picture *p)
{
	struct term *term = console_term(p->console);

	term_dirty(term);
	for (int i = 0; i < 50 && (term_is_dirty(term) || term_stalled(term)); i++)
		loop_turn(p->loop, TURN_MS);
	char *text = term_picture(term);
	fputs(text, stdout);
	free(text);
}

static int open_console(struct picture *p, const struct options *o, struct why *why)
{
	struct console_options console = {
		.term = {.in = p->line[0],
			 .out = p->line[0],
			 .type = "vt100",
			 .theme = "mono",
			 .no_tty = true,
			 .rows = size_from("LINES", ROWS),
			 .cols = size_from("COLUMNS", COLS)},
		.keymap = options_keymap(o, why),
		.host = "demo",
		.medium_ms = o->medium_s * 1000,
		.urgent_ms = o->urgent_s * 1000,
		.demo = true,
		.quit = on_quit,
		.ctx = p,
	};

	if (!console.keymap)
		return ERR_INVALID;
	return console_new(p->loop, p->pbx, &console, &p->console, why);
}

static int run(struct picture *p, const struct options *o)
{
	struct why why;

	if (open_console(p, o, &why) < 0) {
		fprintf(stderr, "frontdesk: %s\n", why.text);
		return CLI_USAGE;
	}
	p->play = play_new(&(struct play_options){.loop = p->loop,
						  .pbx = p->pbx,
						  .console = p->console,
						  .settings = &o->cli,
						  .failed = on_failed,
						  .ctx = p});
	wait_until_live(p);
	if (!p->failed[0] && !p->over)
		print(p);
	else if (p->failed[0])
		fprintf(stderr, "frontdesk: %s\n", p->failed);
	return p->failed[0] || p->over || fflush(stdout) != 0 ? CLI_NOT_CONNECTED : CLI_DONE;
}

int picture_run(const struct options *options)
{
	struct picture p = {.loop = loop_new(0)};
	int status = CLI_NOT_CONNECTED;

	p.pbx = pbx_new(p.loop);
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, p.line) == 0) {
		p.drain = loop_fd_add(p.loop, p.line[1], LOOP_READ, on_bytes, &p);
		status = run(&p, options);
		console_free(&p.console);
		loop_fd_remove(&p.drain);
		close(p.line[0]);
		close(p.line[1]);
	}
	pbx_free(&p.pbx);
	play_free(&p.play);
	loop_free(&p.loop);
	return status;
}
