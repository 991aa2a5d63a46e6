#include "rest_inside.h"

#include "base/language.h"
#include "net/server.h"

static void on_timer(void *ctx);

struct rest *rest_new(struct pabx *pabx)
{
	struct rest *rest = mem_new(1, sizeof(*rest));

	rest->pabx = pabx;
	rest->auth = auth_new(pabx);
	rest->timer = loop_timer_new(pabx->loop, on_timer, rest);
	return rest;
}

void request_free(struct request *req)
{
	struct rest *rest = req->rest;

	if (req->check)
		auth_forget(&req->check);
	photo_forget(req);
	if (req->ticket)
		HASH_DEL(rest->waiting, req);
	if (req->x)
		net_exchange_set_user(req->x, NULL);
	DL_DELETE(rest->requests, req);
	cJSON_Delete(req->body);
	free(req);
}

static void shut(struct request *req)
{
	answer_error(req, 503, WIRE_E_NOT_READY, "busy", "The server is shutting down", 1);
}

void rest_free(struct rest **slot)
{
	struct rest *rest = *slot;

	*slot = NULL;
	if (!rest)
		return;
	while (rest->requests)
		shut(rest->requests);
	once_free(rest);
	auth_free(&rest->auth);
	loop_timer_free(&rest->timer);
	free(rest);
}

static struct request *request_new(struct rest *rest, struct net_exchange *x)
{
	struct request *req = mem_new(1, sizeof(*req));

	req->rest = rest;
	req->pabx = rest->pabx;
	req->x = x;
	net_exchange_set_user(x, req);
	DL_APPEND(rest->requests, req);
	return req;
}

static void not_understood(struct request *req, int status, const char *text)
{
	answer_error(req, status, WIRE_E_BACKEND, "invalid", text, 0);
}

/* What can be refused by the head alone; true if it was. */
static bool refuse_by_head(struct request *req)
{
	const char *text = NULL;

	if (req->pabx->closing) {
		shut(req);
		return true;
	}
	if (pabx_check_host(req->pabx, net_exchange_header(req->x, "host"),
			    net_exchange_header(req->x, "origin"), &text)) {
		answer_error(req, 403, WIRE_E_REFUSED, "denied", text, 0);
		return true;
	}
	req->route = route_find(net_exchange_path(req->x), req->type, sizeof(req->type));
	if (!req->route) {
		not_understood(req, 404, "There is no such path");
		return true;
	}
	if (strcmp(net_exchange_method(req->x), "POST") != 0) {
		not_understood(req, 405, "Only POST is understood");
		return true;
	}
	return false;
}

int rest_head(struct rest *rest, struct net_exchange *x)
{
	struct request *req = request_new(rest, x);

	if (!refuse_by_head(req))
		request_free(req);
	return 0;
}

void rest_refuse(struct rest *rest, struct net_exchange *x, int status)
{
	static const char *const texts[] = {N_("The length of the body is not understood"),
					    N_("The length of the body is missing"),
					    N_("The body is too large")};

	not_understood(request_new(rest, x), status,
		       texts[status == 411   ? 1
			     : status == 413 ? 2
					     : 0]);
}

static const cJSON *object_of(const struct request *req, const char *name, bool *good)
{
	const cJSON *member = wire_json_get(req->body, name);

	if (!member || cJSON_IsNull(member))
		return NULL;
	*good = *good && cJSON_IsObject(member);
	return member;
}

static bool parse_body(struct request *req)
{
	size_t len;
	const char *text = net_exchange_body(req->x, &len);
	struct why why = {"The body is not understood"};
	const char *type;
	bool good = true;

	if (!len) {
		text = "{}";
		len = 2;
	}
	if (wire_json_parse(text, len, &req->body, &why)) {
		not_understood(req, 400, why.text);
		return false;
	}
	req->scope = object_of(req, "scope", &good);
	req->values = object_of(req, "values", &good);
	object_of(req, "auth", &good);
	if (!good) {
		not_understood(req, 400, "scope, values and auth must be objects");
		return false;
	}
	if (!req->values) /* its members may stand in the body itself */
		req->values = req->body;
	type = wire_json_text(req->body, "type");
	if (!*req->type && type)
		snprintf(req->type, sizeof(req->type), "%s", type);
	return true;
}

/* The route by path and body together; type and verb "auth" need none. */
static bool find_route(struct request *req)
{
	const struct route *route = route_typed(req->route, req->type);

	if (!route && req->route->type && !*req->route->type)
		route = route_typed(req->route, "");
	if (route) {
		req->route = route;
		return true;
	}
	if (*req->type)
		not_understood(req, 404, "There is no such path");
	else
		not_understood(req, 400, "The type is missing");
	return false;
}

static void handle(struct request *req)
{
	const cJSON *id = wire_json_get(req->body, "id");

	if (!route_allows(req->route, &req->user)) {
		answer_error(req, 403, WIRE_E_REFUSED, "denied", NULL, 0);
		return;
	}
	if (id && !cJSON_IsNull(id)) {
		if (!cJSON_IsString(id) || !*id->valuestring ||
		    strlen(id->valuestring) > WIRE_MAX_ID) {
			not_understood(req, 400, "An id has 1 to 64 characters");
			return;
		}
		if (!once_begin(req, id->valuestring))
			return;
	}
	req->route->handler(req);
}

static void unknown_user(struct request *req)
{
	answer_error(req, 401, WIRE_E_LOGGED_OUT, "denied", "A session or an API key is needed", 0);
}

static void credentials_checked(void *ctx, const struct auth_result *result)
{
	struct request *req = ctx;

	if (answer_unless_known(req, result))
		handle(req);
}

/* Credentials in the body come before a session: they are about this request alone. */
static void authenticate(struct request *req)
{
	const cJSON *auth = wire_json_get(req->body, "auth");
	const char *username = wire_json_text(auth, "username");
	const char *password = wire_json_text(auth, "password");

	if (username && password) {
		struct auth_check *check;

		check = auth_begin(req->rest->auth, username, password,
				   net_exchange_address(req->x), credentials_checked, req);
		if (check)
			req->check = check;
		return;
	}
	req->session = sessions_find(req->pabx->sessions, net_exchange_header(req->x, "cookie"),
				     net_exchange_header(req->x, "authorization"));
	if (!req->session) {
		unknown_user(req);
		return;
	}
	req->user = req->session->user;
	handle(req);
}

void rest_request(struct rest *rest, struct net_exchange *x)
{
	struct request *req = request_new(rest, x);

	if (refuse_by_head(req) || !parse_body(req) || !find_route(req))
		return;
	if (req->route->flags & ROUTE_OPEN)
		req->route->handler(req);
	else
		authenticate(req);
}

void rest_aborted(struct rest *rest, struct net_exchange *x)
{
	struct request *req = net_exchange_user(x);

	(void)rest;
	if (!req)
		return;
	req->x = NULL;
	if (req->ticket)
		return; /* the switch is at work, and its answer may be asked for again */
	once_leave(req);
	request_free(req);
}

uint64_t request_ticket(struct request *req)
{
	struct rest *rest = req->rest;

	req->ticket = ++rest->last_ticket;
	req->deadline = clock_mono_ms() + REST_SWITCH_MS;
	req->expires = req->deadline + REST_KEPT_MS;
	HASH_ADD(hh, rest->waiting, ticket, sizeof(req->ticket), req);
	if (!loop_timer_armed(rest->timer) || loop_timer_left(rest->timer) > REST_SWITCH_MS)
		loop_timer_set(rest->timer, REST_SWITCH_MS);
	return req->ticket;
}

struct request *request_of_ticket(struct rest *rest, uint64_t ticket)
{
	struct request *req;

	HASH_FIND(hh, rest->waiting, &ticket, sizeof(ticket), req);
	return req;
}

/* The switch has not answered in time: who waits is told so. Where the request has an id the answer
 * is still wanted, since the same id may ask for it. */
static int64_t look_at(struct request *req, int64_t now)
{
	int64_t next = once_retry(req, now);

	if (req->x && req->deadline <= now)
		request_retry(req);
	else if (req->x && req->deadline < next)
		next = req->deadline;
	if (!req->x && (!req->once || req->expires <= now)) {
		once_leave(req);
		request_free(req);
		return next;
	}
	return req->expires < next ? req->expires : next;
}

static void on_timer(void *ctx)
{
	struct rest *rest = ctx;
	struct request *req, *after;
	int64_t now = clock_mono_ms(), next = INT64_MAX;

	HASH_ITER (hh, rest->waiting, req, after) {
		int64_t due = look_at(req, now);

		next = due < next ? due : next;
	}
	if (rest->waiting && next != INT64_MAX)
		loop_timer_set(rest->timer, next > now ? next - now : 1);
}
