#include "play.h"

#include <stdlib.h>

#include "base/mem.h"

struct play {
	struct play_options options;
	struct cli_settings settings; /* with the office's host */
	char *url;
	struct cli_demo *demo;
};

static void on_login(void *ctx, const struct pbx_result *result)
{
	struct play *play = ctx;

	if (result->outcome == PBX_DONE)
		console_start(play->options.console);
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

struct play *play_new(const struct play_options *options)
{
	static const struct cli_demo_events events = {.ready = on_ready, .gone = on_gone};
	struct play *play = mem_new(1, sizeof(*play));

	play->options = *options;
	play->settings = *options->settings;
	play->demo = cli_demo_start(options->loop, options->settings, &events, play);
	return play;
}

void play_free(struct play **slot)
{
	struct play *play = *slot;

	if (!play)
		return;
	*slot = NULL;
	cli_demo_free(&play->demo);
	free(play->url);
	free(play);
}
