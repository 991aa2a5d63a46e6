#include "session.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/language.h"
#include "base/random.h"
#include "base/text.h"
#include "core.h"

enum { NAME_MAX_BYTES = 128 };

bool px_session_open(const struct px_session *session)
{
	return session->cookie || session->bearer;
}

static void take_text(char **slot, const cJSON *user, const char *name)
{
	char *clean = text_clean_dup(wire_json_text(user, name), NAME_MAX_BYTES);

	mem_set(slot, clean ? clean : "");
	free(clean);
}

void px_session_user(struct px_session *session, const cJSON *user)
{
	if (!cJSON_IsObject(user))
		return;
	session->id = wire_json_int(user, "id", 0);
	take_text(&session->name, user, "name");
	take_text(&session->login, user, "login");
	take_text(&session->company, user, "company");
	cJSON_Delete(session->perms);
	session->perms = cJSON_Duplicate(wire_json_get(user, "perms"), true);
}

static void wipe(char **secret)
{
	if (*secret)
		mem_wipe(*secret, strlen(*secret));
	free(*secret);
	*secret = NULL;
}

void px_session_forget(struct px_session *session)
{
	wipe(&session->cookie);
	wipe(&session->bearer);
}

void px_session_clear(struct px_session *session)
{
	px_session_forget(session);
	mem_set(&session->name, NULL);
	mem_set(&session->login, NULL);
	mem_set(&session->company, NULL);
	cJSON_Delete(session->perms);
	session->perms = NULL;
	session->id = 0;
}

const char *pbx_sub_id(struct pbx *pbx)
{
	if (!pbx->session.sub_id[0])
		random_hex(pbx->session.sub_id, (sizeof(pbx->session.sub_id) - 1) / 2);
	return pbx->session.sub_id;
}

int64_t pbx_user_id(const struct pbx *pbx)
{
	return pbx->session.id;
}

const char *pbx_user_name(struct pbx *pbx)
{
	const struct pbx_object *me = px_find_id(pbx, PBX_CONTACT, pbx->session.id);

	if (me && *pbx_contact_name(me))
		return pbx_contact_name(me);
	return pbx->session.name ? pbx->session.name : "";
}

const char *pbx_user_login(const struct pbx *pbx)
{
	return pbx->session.login ? pbx->session.login : "";
}

const char *pbx_permission(const struct pbx *pbx, const char *name)
{
	const char *value = wire_json_text(pbx->session.perms, name);

	return value && *value ? value : NULL;
}

bool px_session_holds_for(const struct pbx *pbx, const char *perm, const char *company)
{
	const char *value = pbx_permission(pbx, perm);

	if (!value)
		return false;
	return !strcmp(value, "yes") || !strcmp(value, "default") || !strcmp(value, company);
}

/* ---- Signing in and out ---- */

struct attempt {
	struct px_then then;
	char *key;
	bool checkonly;
};

static void attempt_free(struct attempt *attempt)
{
	wipe(&attempt->key);
	free(attempt);
}

/* The feed of another user shows what this one may not see. */
static void take_session(struct pbx *pbx, struct attempt *attempt, const struct px_reply *reply)
{
	const cJSON *user = wire_json_get(reply->envelope, "user");

	if (!user)
		user = wire_json_get(wire_json_get(reply->envelope, "values"), "user");
	if (pbx->session.id && pbx->session.id != wire_json_int(user, "id", 0))
		px_feed_stop(pbx, NULL);
	px_session_clear(&pbx->session);
	if (attempt->key)
		pbx->session.bearer = mem_dup(attempt->key);
	else
		pbx->session.cookie = mem_dup(reply->cookie);
	px_session_user(&pbx->session, user);
}

static void login_answered(struct pbx *pbx, void *ctx, const struct px_reply *reply)
{
	struct attempt *attempt = ctx;
	struct pbx_result result = *reply->result;

	if (result.errno_ == WIRE_E_LOGGED_OUT)
		result.text = attempt->key ? _("That key is not known")
					   : _("The name or the password is wrong");
	if (result.outcome == PBX_DONE && !attempt->checkonly) {
		if (attempt->key || reply->cookie)
			take_session(pbx, attempt, reply);
		else
			result = px_result_refused(WIRE_E_BACKEND, "invalid",
						   _("The telephone system gave no session"));
	}
	px_then_tell(&attempt->then, &result);
	attempt_free(attempt);
}

static void login_dropped(void *ctx)
{
	attempt_free(ctx);
}

static void add_member(struct buf *body, const char *name, const char *value)
{
	buf_printf(body, ",\"%s\":", name);
	wire_json_add_text(body, value);
}

static void login_body(struct buf *body, const struct pbx_login *login, const char *subid)
{
	buf_printf(body, "{\"checkonly\":%s", login->checkonly || login->key ? "true" : "false");
	if (subid && *subid)
		add_member(body, "subid", subid);
	if (!login->key) {
		buf_add_str(body, ",\"auth\":{\"type\":\"auth\"");
		add_member(body, "username", login->username ? login->username : "");
		add_member(body, "password", login->password ? login->password : "");
		buf_add_char(body, '}');
	}
	buf_add_char(body, '}');
}

void pbx_login(struct pbx *pbx, const struct pbx_login *login, pbx_done_fn done, void *ctx)
{
	struct attempt *attempt = mem_new(1, sizeof(*attempt));
	struct buf body;

	attempt->then = (struct px_then){done, ctx};
	attempt->key = mem_dup(login->key);
	attempt->checkonly = login->checkonly;
	buf_init(&body, WIRE_MAX_BODY);
	login_body(&body, login, login->subid ? login->subid : pbx->session.sub_id);
	px_rest_send(pbx, &(struct px_ask){.path = "/rest/auth/",
					   .body = body.data,
					   .login = true,
					   .bearer = login->key,
					   .fn = login_answered,
					   .drop = login_dropped,
					   .ctx = attempt});
	mem_wipe(body.data, body.len);
	buf_free(&body);
}

static void signed_out(struct pbx *pbx, const struct pbx_result *result)
{
	struct px_then then = pbx->session.parting;

	pbx->session.parting = (struct px_then){0};
	pbx->session.is_parting = false;
	px_then_tell(&then, result);
}

static void server_signed_out(void *ctx, const struct pbx_result *result)
{
	struct pbx *pbx = ctx;

	px_session_clear(&pbx->session);
	signed_out(pbx, result);
}

/* A key is no session: there is nothing to end at the server. */
static void feed_stopped(void *ctx, const struct pbx_result *result)
{
	struct pbx *pbx = ctx;

	if (pbx->session.parting_logout && pbx->session.cookie)
		px_rest_send(pbx, &(struct px_ask){.path = "/rest/auth/logout",
						   .then = {server_signed_out, pbx}});
	else if (pbx->session.parting_logout)
		server_signed_out(pbx, result);
	else
		signed_out(pbx, result);
}

static void chat_is_off(void *ctx, const struct pbx_result *result)
{
	struct pbx *pbx = ctx;

	(void)result;
	px_feed_stop(pbx, &(struct px_then){feed_stopped, pbx});
}

static void part(struct pbx *pbx, bool logout, bool chat_off, const struct px_then *then)
{
	struct px_session *session = &pbx->session;

	if (session->is_parting) {
		struct pbx_result busy =
			px_result_refused(WIRE_E_REFUSED, "busy", wire_reason_text(WIRE_R_BUSY));

		px_later_done(pbx->later, then, &busy);
		return;
	}
	session->is_parting = true;
	session->parting = *then;
	session->parting_logout = logout;
	if (chat_off && pbx->feed.flags[PX_CHAT] && pbx->feed.state == PBX_LIVE)
		px_feed_set_flag(pbx, PX_CHAT, false, &(struct px_then){chat_is_off, pbx});
	else
		chat_is_off(pbx, NULL);
}

void pbx_logout(struct pbx *pbx, pbx_done_fn done, void *ctx)
{
	part(pbx, true, false, &(struct px_then){done, ctx});
}

void pbx_exit(struct pbx *pbx, bool logout, pbx_done_fn done, void *ctx)
{
	part(pbx, logout, true, &(struct px_then){done, ctx});
}
