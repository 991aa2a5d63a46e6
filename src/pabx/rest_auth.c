/* Login, logout and API keys. */
#include "net/server.h"
#include "rest_inside.h"

static const cJSON *option(const struct request *req, const char *name)
{
	const cJSON *member = wire_json_get(wire_json_get(req->body, "auth"), name);

	return member ? member : wire_json_get(req->body, name);
}

/* secret: of the session that was made, or NULL. */
static void answer_login(struct request *req, const char *secret)
{
	const char *subid = cJSON_GetStringValue(option(req, "subid"));
	const char *secure = net_exchange_secure(req->x) ? "; Secure" : "";
	char cookie[256];
	struct buf out;

	buf_init(&out, WIRE_MAX_BODY);
	buf_add_str(&out, "{\"result\":\"success\",\"user\":");
	user_encode(&req->user, &out);
	buf_add_str(&out, ",\"session\":");
	wire_json_add_text(&out, secret);
	buf_add_char(&out, '}');
	if (subid && strlen(subid) <= WIRE_MAX_ID) {
		buf_add_str(&out, ",\"subid\":");
		wire_json_add_text(&out, subid);
	}
	buf_add_char(&out, '}');
	snprintf(cookie, sizeof(cookie), WIRE_COOKIE "=%s; Path=/; HttpOnly; SameSite=Strict%s",
		 secret ? secret : "", secure);
	answer_body(req, &out, secret ? cookie : NULL);
	mem_wipe(cookie, sizeof(cookie));
	mem_wipe(out.data, out.len);
	buf_free(&out);
}

bool answer_unless_known(struct request *req, const struct auth_result *result)
{
	req->check = NULL;
	if (result->err == ERR_BUSY)
		answer_error(req, 429, WIRE_E_REFUSED, "limit", "Too many failed logins",
			     result->retry_after);
	else if (result->err || directory_user(req->pabx->directory, result->cID, &req->user))
		answer_error(req, 401, WIRE_E_LOGGED_OUT, "denied",
			     "The user name or the password is wrong", 0);
	else
		return true;
	return false;
}

static void checked(void *ctx, const struct auth_result *result)
{
	struct request *req = ctx;
	char secret[SESSION_SECRET];

	if (!answer_unless_known(req, result))
		return;
	if (cJSON_IsTrue(option(req, "checkonly"))) {
		answer_login(req, NULL);
	} else if (!sessions_begin(req->pabx->sessions, req->user.cID, secret)) {
		answer_error(req, 503, WIRE_E_NOT_READY, "busy", "The store could not be written",
			     1);
	} else {
		answer_login(req, secret);
		mem_wipe(secret, sizeof(secret));
	}
}

/* Without a user name it says whose session or key this is. */
void rest_login(struct request *req)
{
	const cJSON *auth = wire_json_get(req->body, "auth");
	const char *username = wire_json_text(auth, "username");
	const char *password = wire_json_text(auth, "password");
	const struct session *session;
	struct auth_check *check;

	if (username && password) {
		check = auth_begin(req->rest->auth, username, password,
				   net_exchange_address(req->x), checked, req);
		if (check)
			req->check = check;
		return;
	}
	session = sessions_find(req->pabx->sessions, net_exchange_header(req->x, "cookie"),
				net_exchange_header(req->x, "authorization"));
	if (!session) {
		answer_error(req, 401, WIRE_E_LOGGED_OUT, "denied",
			     "A user name and a password are needed", 0);
		return;
	}
	req->user = session->user;
	answer_login(req, NULL);
}

void rest_logout(struct request *req)
{
	static const char success[] = "{\"result\":\"success\"}";
	struct buf out;

	if (!req->session || req->session->stateless) {
		answer_refused(req, WIRE_R_INVALID, "There is no session to end");
		return;
	}
	sessions_end(req->pabx->sessions, req->session);
	buf_init(&out, sizeof(success));
	buf_add_str(&out, success);
	answer_body(req, &out, WIRE_COOKIE "=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
	buf_free(&out);
}

void rest_create_key(struct request *req)
{
	const char *name = wire_json_text(req->values, "name");
	struct session_key key;
	cJSON *values;
	char clean[65];

	text_clean(clean, sizeof(clean), name ? name : "", name ? strlen(name) : 0);
	if (sessions_make_key(req->pabx->store, req->user.cID, clean, &key)) {
		answer_done(req, ERR_IO);
		return;
	}
	values = cJSON_CreateObject();
	cJSON_AddStringToObject(values, "id", key.id);
	cJSON_AddStringToObject(values, "key", key.key);
	mem_wipe(&key, sizeof(key));
	answer_values(req, values);
}

void rest_delete_key(struct request *req)
{
	const char *id = wire_json_text(req->scope, "id");
	int64_t cID = user_has(&req->user, PERM_SYSADMIN) ? WIRE_NULL : req->user.cID;
	int err = id ? sessions_end_key(req->pabx->store, cID, id) : ERR_INVALID;

	if (!err)
		sessions_check_keys(req->pabx->sessions);
	answer_done(req, err);
}
