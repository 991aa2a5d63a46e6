#include "rest.h"

#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/random.h"
#include "core.h"
#include "sentence.h"

enum { TRIES = 4, RETRY_MS = 300, ID_BYTES = 16 };

/* One request until its end. */
struct px_rest {
	struct px_rest *prev, *next;
	struct pbx *pbx;
	struct net_request *request;
	struct loop_timer *again;
	char *url, *body, *bearer;
	struct px_ask ask;
	int tries;
	bool lost; /* an earlier try may have arrived */
};

static void rest_free(struct px_rest *rest)
{
	DL_DELETE(rest->pbx->rests, rest);
	loop_timer_free(&rest->again);
	if (rest->body)
		mem_wipe(rest->body, strlen(rest->body));
	if (rest->bearer)
		mem_wipe(rest->bearer, strlen(rest->bearer));
	free(rest->url);
	free(rest->body);
	free(rest->bearer);
	free(rest);
}

void px_rest_cancel_all(struct pbx *pbx)
{
	struct px_rest *rest, *next;

	DL_FOREACH_SAFE (pbx->rests, rest, next) {
		if (rest->request)
			net_http_cancel(&rest->request);
		if (rest->ask.drop)
			rest->ask.drop(rest->ask.ctx);
		rest_free(rest);
	}
}

static int default_errno(int status)
{
	switch (status) {
	case 401:
		return WIRE_E_LOGGED_OUT;
	case 503:
		return WIRE_E_NOT_READY;
	case 200:
	case 403:
	case 429:
		return WIRE_E_REFUSED;
	default:
		return WIRE_E_BACKEND;
	}
}

static void finish(struct px_rest *rest, const struct px_reply *reply)
{
	struct pbx *pbx = rest->pbx;
	struct px_ask ask = rest->ask;
	bool ended = reply->result->errno_ == WIRE_E_LOGGED_OUT && !ask.login;

	rest_free(rest);
	if (ask.fn)
		ask.fn(pbx, ask.ctx, reply);
	else
		px_then_tell(&ask.then, reply->result);
	if (ended)
		px_feed_logged_out(pbx);
}

static void finish_result(struct px_rest *rest, const struct pbx_result *result)
{
	finish(rest, &(struct px_reply){.result = result});
}

static void send_again(void *ctx);

static bool try_again(struct px_rest *rest, int ms)
{
	if (!rest->ask.safe || ++rest->tries >= TRIES)
		return false;
	if (!rest->again)
		rest->again = loop_timer_new(rest->pbx->loop, send_again, rest);
	loop_timer_set(rest->again, ms);
	return true;
}

/* No answer. What was never delivered did not happen; a cut connection is tried once more, which
 * the command's id makes safe. */
static void unanswered(struct px_rest *rest, const struct net_reply *reply)
{
	bool delivered = reply->err == ERR_CLOSED || reply->err == ERR_TIMEOUT;
	struct pbx_result result =
		px_result_refused(WIRE_E_BACKEND, "", reply->text ? _(reply->text) : "");

	if (reply->err == ERR_CLOSED && !rest->lost && try_again(rest, 0)) {
		rest->lost = true;
		return;
	}
	result.err = reply->err;
	if (delivered || rest->lost)
		result.outcome = PBX_NOT_KNOWN;
	finish_result(rest, &result);
}

static void answered(struct px_rest *rest, const struct net_reply *reply, const cJSON *envelope)
{
	const char *word = wire_json_text(envelope, "result");
	const char *reason = wire_json_text(envelope, "reason");
	const cJSON *values = wire_json_get(envelope, "values");
	const char *cid = wire_json_text(values, "cid");
	bool good = reply->status == 200 && word && !strcmp(word, "success");
	struct pbx_result result = px_result_done;
	char text[256], *json = NULL;
	enum wire_reason known;

	if (word && !strcmp(word, "retry")) {
		if (try_again(rest, RETRY_MS))
			return;
		result.outcome = PBX_NOT_KNOWN;
	} else if (!good) {
		result.outcome = PBX_REFUSED;
	}
	if (result.outcome == PBX_DONE) {
		json = values && !rest->ask.fn ? wire_json_print(values) : NULL;
		result.json = json ? json : "";
		result.cid = cid ? cid : "";
	} else {
		result.reason = reason ? reason : "";
		known = wire_reason_find(result.reason);
		px_sentence(text, sizeof(text), envelope, "message",
			    known ? _(wire_reason_text(known)) : NULL);
		result.text = *text ? text : _("The telephone system refused that");
		result.errno_ = (int)wire_json_int(envelope, "errno", default_errno(reply->status));
	}
	finish(rest, &(struct px_reply){.result = &result,
					.envelope = envelope,
					.body = reply->body,
					.len = reply->len,
					.cookie = reply->cookie});
	free(json);
}

static void replied(void *ctx, const struct net_reply *reply)
{
	struct px_rest *rest = ctx;
	cJSON *envelope = NULL;

	rest->request = NULL;
	if (reply->err) {
		unanswered(rest, reply);
		return;
	}
	if (reply->len && wire_json_parse(reply->body, reply->len, &envelope, NULL) &&
	    reply->status == 200) {
		struct pbx_result result = px_result_refused(
			WIRE_E_BACKEND, "", _("The telephone system's answer was not understood"));

		result.err = ERR_INVALID;
		result.outcome = PBX_NOT_KNOWN;
		finish_result(rest, &result);
		return;
	}
	answered(rest, reply, envelope);
	cJSON_Delete(envelope);
}

static void send_now(struct px_rest *rest)
{
	struct pbx *pbx = rest->pbx;
	bool own = !rest->ask.login;
	char *cookie = own && pbx->session.cookie
			       ? mem_printf("%s=%s", WIRE_COOKIE, pbx->session.cookie)
			       : NULL;

	rest->request = net_http_post(
		pbx->http,
		&(struct net_post){.url = rest->url,
				   .body = rest->body,
				   .len = strlen(rest->body),
				   .bearer = own ? pbx->session.bearer : rest->bearer,
				   .cookie = cookie,
				   .cookie_name = rest->ask.login ? WIRE_COOKIE : NULL},
		replied, rest);
	free(cookie);
}

static void send_again(void *ctx)
{
	send_now(ctx);
}

static void forsaken(void *ctx)
{
	struct px_rest *rest = ctx;
	struct pbx_result result =
		px_result_refused(WIRE_E_BACKEND, "gone", _("Another telephone system was chosen"));

	result.outcome = PBX_NOT_KNOWN;
	result.err = ERR_CLOSED;
	finish_result(rest, &result);
}

void px_rest_forsake(struct pbx *pbx)
{
	struct px_rest *rest;

	DL_FOREACH (pbx->rests, rest) {
		if (rest->request)
			net_http_cancel(&rest->request);
		loop_timer_free(&rest->again);
		rest->again = loop_timer_new(pbx->loop, forsaken, rest);
		loop_timer_set(rest->again, 0);
	}
}

static void not_possible(void *ctx)
{
	struct px_rest *rest = ctx;
	struct pbx_result result =
		px_result_refused(WIRE_E_BACKEND, "invalid", _("No telephone system is set"));

	if (rest->pbx->http)
		result = px_result_refused(WIRE_E_LOGGED_OUT, "denied", _("Nobody is signed in"));
	result.err = ERR_DENIED;
	rest->ask.login = true;
	finish_result(rest, &result);
}

void px_rest_send(struct pbx *pbx, const struct px_ask *ask)
{
	struct px_rest *rest = mem_new(1, sizeof(*rest));
	bool whole = !strncmp(ask->path, "/rest/", strlen("/rest/"));

	rest->pbx = pbx;
	rest->ask = *ask;
	rest->body = mem_dup(ask->body ? ask->body : "{}");
	rest->bearer = mem_dup(ask->bearer);
	DL_APPEND(pbx->rests, rest);
	if (!pbx->http || (!ask->login && !px_session_open(&pbx->session))) {
		rest->again = loop_timer_new(pbx->loop, not_possible, rest);
		loop_timer_set(rest->again, 0);
		return;
	}
	rest->url = mem_printf("%s%s%s", pbx->host.base, whole ? "" : "/rest", ask->path);
	send_now(rest);
}

void px_command(struct pbx *pbx, const char *path, const char *scope, const char *values,
		const struct px_then *then)
{
	char id[2 * ID_BYTES + 1];

	random_hex(id, ID_BYTES);

	char *body = mem_printf("{\"id\":\"%s\",\"scope\":%s,\"values\":%s}", id,
				scope ? scope : "{}", values ? values : "{}");

	px_rest_send(pbx,
		     &(struct px_ask){.path = path, .body = body, .safe = true, .then = *then});
	free(body);
}

void px_refuse(struct pbx *pbx, enum wire_reason reason, const struct px_then *then)
{
	struct pbx_result result = px_result_refused(WIRE_E_REFUSED, wire_reason_token(reason),
						     wire_reason_text(reason));

	px_later_done(pbx->later, then, &result);
}

void pbx_rest(struct pbx *pbx, const char *path, const char *json, pbx_done_fn done, void *ctx)
{
	px_rest_send(pbx, &(struct px_ask){.path = path, .body = json, .then = {done, ctx}});
}
