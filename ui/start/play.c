#include "play.h"

#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/mem.h"

struct play {
	struct play_options options;
	struct cli_settings settings; /* with the office's host */
	char *url;
	struct cli_own *own;
	struct loop_timer *again;
	char *secret;
	int tries;
	bool looked; /* for the operator's extension */
};

enum { TRIES = 5, AGAIN_MS = 300 };

/* ---- What the operator needs ---- */

/* Where there is no extension at all, nothing is known yet. */
static bool lacks(struct pbx *pbx, const char *as)
{
	unsigned count;

	pbx_list(pbx, PBX_EXTENSION, &count);
	return count && !pbx_find(pbx, PBX_EXTENSION, as);
}

static void on_state(void *ctx, enum pbx_state state)
{
	struct play *play = ctx;
	const char *as = play->settings.as;

	if (state != PBX_LIVE || play->looked || strspn(as, "0123456789*#") != strlen(as) ||
	    !lacks(play->options.pbx, as))
		return;
	play->looked = true;
	char *text = mem_printf(
		_("Asterisk has no telephone with the extension %s. You see everybody, but cannot "
		  "answer or call: start again with --as and your own extension, or give your "
		  "telephone a caller ID or a hint of that number."),
		as);
	play->options.warn(play->options.ctx, text);
	free(text);
}

static void on_login(void *ctx, const struct pbx_result *result)
{
	struct play *play = ctx;

	if (result->outcome == PBX_DONE)
		console_start(play->options.console);
	else if (play->settings.asterisk && result->err && ++play->tries < TRIES)
		loop_timer_set(play->again, AGAIN_MS); /* what was joined has just ended */
	else
		play->options.failed(play->options.ctx, result->text);
}

static void on_ready(void *ctx, const char *url, const char *key, const char *text)
{
	struct play *play = ctx;
	struct why why;

	if (!url) {
		play->options.failed(play->options.ctx, text);
		return;
	}
	mem_set(&play->url, url);
	play->settings.host = play->url;
	play->settings.pin = NULL;
	if (cli_set_host(play->options.pbx, &play->settings, &why) < 0)
		play->options.failed(play->options.ctx, why.text);
	else
		pbx_login(play->options.pbx, &(struct pbx_login){.key = key}, on_login, play);
}

static void on_gone(void *ctx, const char *text)
{
	struct play *play = ctx;

	play->options.failed(play->options.ctx, text);
}

static void start(void *ctx)
{
	static const struct cli_own_events events = {.ready = on_ready, .gone = on_gone};
	struct play *play = ctx;

	cli_own_free(&play->own);
	play->own = cli_own_start(play->options.loop, play->options.settings, play->secret, &events,
				  play);
}

struct play *play_new(const struct play_options *options)
{
	struct play *play = mem_new(1, sizeof(*play));

	play->options = *options;
	play->settings = *options->settings;
	play->secret = mem_dup(options->secret);
	play->again = loop_timer_new(options->loop, start, play);
	if (options->settings->asterisk && options->warn)
		pbx_watch_state(options->pbx, on_state, play);
	start(play);
	return play;
}

void play_free(struct play **slot)
{
	struct play *play = *slot;

	if (!play)
		return;
	*slot = NULL;
	cli_own_free(&play->own);
	loop_timer_free(&play->again);
	if (play->secret)
		mem_wipe(play->secret, strlen(play->secret));
	free(play->secret);
	free(play->url);
	free(play);
}
