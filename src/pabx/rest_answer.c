#include "rest_inside.h"

#include "net/server.h"

static void send_answer(struct request *req, struct net_answer *answer)
{
	struct net_exchange *x = req->x;

	req->x = NULL;
	if (!x) {
		if (answer->end)
			answer->end(answer->source);
		return;
	}
	net_exchange_set_user(x, NULL);
	net_exchange_answer(x, answer);
}

void request_send(struct request *req, int status, const char *text, size_t len)
{
	send_answer(req, &(struct net_answer){.status = status, .body = text, .len = len});
}

static void finish(struct request *req, struct net_answer *answer)
{
	once_answer(req, answer->status, answer->body, answer->len);
	send_answer(req, answer);
	request_free(req);
}

void answer_body(struct request *req, const struct buf *body, const char *cookie)
{
	finish(req,
	       &(struct net_answer){
		       .status = 200, .body = body->data, .len = body->len, .set_cookie = cookie});
}

void answer_values(struct request *req, cJSON *values)
{
	int rows = cJSON_GetArraySize(values);
	struct buf out;

	buf_init(&out, 64 << 20);
	buf_add_str(&out, "{\"result\":\"success\"");
	if (values) {
		buf_add_str(&out, ",\"values\":");
		wire_json_add_value(&out, values);
	}
	if (cJSON_IsArray(values))
		buf_printf(&out, ",\"numrows\":%d", rows);
	buf_add_char(&out, '}');
	answer_body(req, &out, NULL);
	buf_free(&out);
	cJSON_Delete(values);
}

/* said: where text has words in it, else NULL. */
static void add_failure(struct buf *out, const char *result, enum wire_errno number,
			const char *reason, const char *text, const struct wire_said *said)
{
	buf_printf(out, "{\"result\":\"%s\",\"errno\":%d,\"reason\":\"%s\",\"message\":", result,
		   (int)number, reason);
	wire_json_add_text(out, text);
	if (said)
		wire_said_add(out, said);
	buf_add_char(out, '}');
}

void answer_error(struct request *req, int status, enum wire_errno number, const char *reason,
		  const char *text, int retry_after)
{
	struct buf out;

	buf_init(&out, 4096);
	if (!text)
		text = wire_reason_text(wire_reason_find(reason));
	add_failure(&out, "fail", number, reason, text, NULL);
	finish(req, &(struct net_answer){.status = status,
					 .body = out.data,
					 .len = out.len,
					 .retry_after = retry_after});
	buf_free(&out);
}

void answer_refused(struct request *req, enum wire_reason reason, const char *text)
{
	answer_error(req, 200, WIRE_E_REFUSED, wire_reason_token(reason), text, 0);
}

void answer_said(struct request *req, enum wire_reason reason, const struct wire_said *said)
{
	char text[WIRE_SAID_MAX];
	struct buf out;

	wire_said_fill(text, sizeof(text), wire_sentence_text(said->sentence), said);
	buf_init(&out, 4096);
	add_failure(&out, "fail", WIRE_E_REFUSED, wire_reason_token(reason), text, said);
	finish(req, &(struct net_answer){.status = 200, .body = out.data, .len = out.len});
	buf_free(&out);
}

void answer_done(struct request *req, int err)
{
	static const struct {
		int err;
		enum wire_reason reason;
	} reasons[] = {
		{ERR_INVALID, WIRE_R_INVALID},   {ERR_LIMIT, WIRE_R_LIMIT},
		{ERR_NOT_FOUND, WIRE_R_GONE},    {ERR_DENIED, WIRE_R_DENIED},
		{ERR_CONFLICT, WIRE_R_CONFLICT}, {ERR_UNSUPPORTED, WIRE_R_UNSUPPORTED},
	};

	if (!err) {
		answer_values(req, NULL);
		return;
	}
	for (size_t i = 0; i < sizeof(reasons) / sizeof(*reasons); i++)
		if (reasons[i].err == err) {
			answer_refused(req, reasons[i].reason, NULL);
			return;
		}
	answer_error(req, 200, WIRE_E_INTERNAL, "", "The store could not be written", 0);
}

void request_retry(struct request *req)
{
	struct buf out;

	buf_init(&out, 4096);
	add_failure(&out, "retry", WIRE_E_NOT_READY, "busy",
		    "The telephone system has not answered yet", NULL);
	request_send(req, 200, out.data, out.len);
	buf_free(&out);
}

void answer_stream(struct request *req, int (*more)(void *source, struct buf *out),
		   void (*end)(void *source), void *source)
{
	finish(req,
	       &(struct net_answer){.status = 200, .more = more, .end = end, .source = source});
}
