/* STUN and TURN: the PABX's own, and what a program puts in their place. */
#include <stdlib.h>
#include <string.h>

#include "core.h"

static bool text_or_none(const cJSON *server, const char *name)
{
	const cJSON *value = wire_json_get(server, name);

	return !value || cJSON_IsString(value);
}

static bool urls_valid(const cJSON *urls)
{
	const cJSON *url;

	if (cJSON_IsString(urls))
		return *urls->valuestring;
	cJSON_ArrayForEach (url, urls)
		if (!cJSON_IsString(url) || !*url->valuestring)
			return false;
	return cJSON_IsArray(urls) && urls->child;
}

static bool turn_valid(const cJSON *list)
{
	const cJSON *server;

	cJSON_ArrayForEach (server, list)
		if (!urls_valid(wire_json_get(server, "urls")) ||
		    !text_or_none(server, "username") || !text_or_none(server, "credential"))
			return false;
	return cJSON_IsArray(list);
}

static bool turn_text_valid(const char *json)
{
	cJSON *list = NULL;
	bool valid = !wire_json_parse_any(json, strlen(json), &list, NULL) && turn_valid(list);

	cJSON_Delete(list);
	return valid;
}

/* A name or address, perhaps with a port: what a host is, without a scheme. */
static bool stun_valid(const char *stun)
{
	struct px_host host;

	if (strchr(stun, '/') ||
	    px_host_parse(&host, &(struct pbx_host){.url = stun, .plain_is_unsafe = true}))
		return false;
	px_host_free(&host);
	return true;
}

static void ice_dropped(void *ctx)
{
	free(ctx);
}

/* What makes no sense is as nothing. */
static void ice_answered(struct pbx *pbx, void *ctx, const struct px_reply *reply)
{
	struct px_then then = *(struct px_then *)ctx;
	const cJSON *values = wire_json_get(reply->envelope, "values");
	const cJSON *turn = wire_json_get(values, "turn");
	const char *stun = wire_json_text(values, "stun");

	free(ctx);
	if (reply->result->outcome == PBX_DONE) {
		free(pbx->turn);
		pbx->turn = turn && turn_valid(turn) ? wire_json_print(turn) : NULL;
		mem_set(&pbx->stun, stun && stun_valid(stun) ? stun : NULL);
	}
	px_then_tell(&then, reply->result);
}

void pbx_fetch_ice_servers(struct pbx *pbx, pbx_done_fn done, void *ctx)
{
	struct px_then *then = mem_new(1, sizeof(*then));

	*then = (struct px_then){done, ctx};
	px_rest_send(pbx, &(struct px_ask){.path = "/rest/system/read/ice",
					   .fn = ice_answered,
					   .drop = ice_dropped,
					   .ctx = then});
}

int pbx_set_ice_servers(struct pbx *pbx, const char *stun, const char *turn_json)
{
	if ((stun && !stun_valid(stun)) || (turn_json && !turn_text_valid(turn_json)))
		return ERR_INVALID;
	mem_set(&pbx->own_stun, stun);
	mem_set(&pbx->own_turn, turn_json);
	if ((!stun || !turn_json) && px_session_open(&pbx->session))
		pbx_fetch_ice_servers(pbx, NULL, NULL);
	return 0;
}

const char *pbx_stun(const struct pbx *pbx)
{
	if (pbx->own_stun)
		return pbx->own_stun;
	return pbx->stun ? pbx->stun : "";
}

const char *pbx_turn(const struct pbx *pbx)
{
	if (pbx->own_turn)
		return pbx->own_turn;
	return pbx->turn ? pbx->turn : "[]";
}
