#include "ws.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "base/err.h"
#include "base/language.h"
#include "base/mem.h"
#include "ws_state.h"

enum { CONNECT_MS = 5000, CLOSE_MS = 2000, PONG_MAX_S = 10, QUEUE_MAX = 1024 * 1024 };

void ws_blame(struct net_ws *ws, int err, const char *format, ...)
{
	va_list args;

	if (ws->end.err)
		return;
	ws->end.err = err;
	va_start(args, format);
	vsnprintf(ws->end.text, sizeof(ws->end.text), format, args);
	va_end(args);
}

static void wipe(char *secret)
{
	if (secret)
		mem_wipe(secret, strlen(secret));
	free(secret);
}

void ws_free(struct net_ws *ws)
{
	struct ws_message *message, *next;

	DL_FOREACH_SAFE (ws->queue, message, next) {
		free(message->bytes);
		free(message);
	}
	loop_undefer(ws->loop, ws);
	net_resolve_cancel(&ws->resolve);
	loop_timer_free(&ws->limit);
	loop_timer_free(&ws->beat);
	buf_free(&ws->text);
	free(ws->host);
	free(ws->path);
	free(ws->protocol);
	free(ws->pin);
	wipe(ws->bearer);
	wipe(ws->cookie);
	free(ws);
}

void ws_kill(struct net_ws *ws)
{
	if (ws->wsi)
		lws_set_timeout(ws->wsi, PENDING_TIMEOUT_CLOSE_SEND, LWS_TO_KILL_ASYNC);
	else if (!ws->resolve)
		ws_gone(ws);
}

/* Another address of the name is tried only where this one could not be reached at all. */
static bool worth_another(const struct net_ws *ws)
{
	return !ws->opened && !ws->close_code && ws->end.err == ERR_IO && !ws->end.status &&
	       ws->next_address < ws->addresses.count;
}

static void conclude(void *ctx)
{
	struct net_ws *ws = ctx;

	while (worth_another(ws)) {
		ws->end = (struct net_ws_end){0};
		if (ws_connect(ws)) {
			ws->over = false;
			return;
		}
	}
	ws->ending = true;
	ws->end.opened = ws->opened;
	if (ws->close_code && ws->end.err != ERR_LIMIT && ws->end.err != ERR_INVALID) {
		ws->end.err = 0;
		snprintf(ws->end.text, sizeof(ws->end.text), "closed");
	}
	ws->events.ended(ws->ctx, &ws->end);
	ws_free(ws);
}

void ws_gone(struct net_ws *ws)
{
	ws->wsi = NULL;
	if (ws->over)
		return;
	ws->over = true;
	loop_defer(ws->loop, conclude, ws);
}

static void on_limit(void *ctx)
{
	struct net_ws *ws = ctx;

	if (!ws->close_code)
		ws_blame(ws, ERR_TIMEOUT, _("%s does not answer"), ws->host);
	net_resolve_cancel(&ws->resolve);
	ws_kill(ws);
}

static int pong_ms(const struct net_ws *ws)
{
	return 3000 * (ws->ping_s < PONG_MAX_S ? ws->ping_s : PONG_MAX_S);
}

static void on_beat(void *ctx)
{
	struct net_ws *ws = ctx;

	if (ws->pong_due) {
		ws_blame(ws, ERR_TIMEOUT, _("%s has gone silent"), ws->host);
		ws_kill(ws);
		return;
	}
	ws->ping = true;
	ws->pong_due = true;
	if (ws->wsi)
		lws_callback_on_writable(ws->wsi);
	loop_timer_set(ws->beat, pong_ms(ws));
}

void ws_pong(struct net_ws *ws)
{
	if (!ws->pong_due)
		return;
	ws->pong_due = false;
	loop_timer_set(ws->beat, (int64_t)ws->ping_s * 1000);
}

void ws_opened(struct net_ws *ws)
{
	ws->opened = true;
	loop_timer_stop(ws->limit);
	if (ws->ping_s > 0)
		loop_timer_set(ws->beat, (int64_t)ws->ping_s * 1000);
	if (ws->queue)
		lws_callback_on_writable(ws->wsi);
	ws->events.opened(ws->ctx);
}

static void on_resolved(void *ctx, const struct net_addresses *found, const char *reason)
{
	struct net_ws *ws = ctx;

	ws->resolve = NULL;
	ws->addresses = *found;
	if (!found->count)
		ws_blame(ws, ERR_NOT_FOUND, "%s: %s", ws->host, reason);
	else if (ws_connect(ws))
		return;
	ws_gone(ws);
}

struct net_ws *net_ws_open(struct loop *loop, const struct net_ws_options *options,
			   const struct net_ws_events *events, void *ctx)
{
	struct net_ws *ws = mem_new(1, sizeof(*ws));

	*ws = (struct net_ws){
		.loop = loop,
		.events = *events,
		.ctx = ctx,
		.host = mem_dup(options->host),
		.path = mem_dup(options->path),
		.protocol = mem_dup(options->protocol),
		.pin = mem_dup(options->pin),
		.bearer = mem_dup(options->bearer),
		.cookie = mem_dup(options->cookie),
		.port = options->port,
		.ping_s = options->ping_s,
		.tls = options->tls,
	};
	buf_init(&ws->text, options->max_frame);
	ws->limit = loop_timer_new(loop, on_limit, ws);
	ws->beat = loop_timer_new(loop, on_beat, ws);
	loop_timer_set(ws->limit, options->connect_ms ? options->connect_ms : CONNECT_MS);
	ws->resolve = net_resolve(loop, ws->host, on_resolved, ws);
	return ws;
}

int net_ws_send(struct net_ws *ws, const char *data, size_t len)
{
	struct ws_message *message;

	if (ws->over || ws->close_code || ws->abandoned)
		return ERR_CLOSED;
	if (len > QUEUE_MAX || ws->queued > QUEUE_MAX - len)
		return ERR_LIMIT;
	message = mem_new(1, sizeof(*message));
	message->len = len;
	message->bytes = mem_new(LWS_PRE + len, 1);
	memcpy(message->bytes + LWS_PRE, data, len);
	DL_APPEND(ws->queue, message);
	ws->queued += len;
	if (ws->opened && ws->wsi)
		lws_callback_on_writable(ws->wsi);
	return 0;
}

void net_ws_close(struct net_ws *ws, int code)
{
	if (ws->over || ws->close_code || ws->abandoned)
		return;
	ws->close_code = code ? code : LWS_CLOSE_STATUS_NORMAL;
	loop_timer_stop(ws->beat);
	if (!ws->opened || !ws->wsi) {
		net_resolve_cancel(&ws->resolve);
		ws_kill(ws);
		return;
	}
	loop_timer_set(ws->limit, CLOSE_MS);
	lws_callback_on_writable(ws->wsi);
}

/* With libwebsockets still holding the connection the memory goes when it lets go. */
void net_ws_abandon(struct net_ws **slot)
{
	struct net_ws *ws = *slot;

	*slot = NULL;
	if (!ws || ws->ending || ws->abandoned)
		return;
	ws->abandoned = true;
	if (!ws->wsi) {
		ws_free(ws);
		return;
	}
	loop_timer_stop(ws->limit);
	loop_timer_stop(ws->beat);
	ws_kill(ws);
}
