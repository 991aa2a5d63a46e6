#include <stdio.h>
#include <string.h>

#include "server_state.h"

enum { PIECE = 32768, STALLED_SECONDS = 30, CHUNK_HEAD = 10 };

static const struct {
	int status;
	const char *text;
} statuses[] = {
	{200, "OK"},
	{204, "No Content"},
	{400, "Bad Request"},
	{401, "Unauthorized"},
	{403, "Forbidden"},
	{404, "Not Found"},
	{405, "Method Not Allowed"},
	{411, "Length Required"},
	{413, "Content Too Large"},
	{429, "Too Many Requests"},
	{500, "Internal Server Error"},
	{503, "Service Unavailable"},
};

const char *status_text(int status)
{
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
		if (statuses[i].status == status)
			return statuses[i].text;
	return "Answer";
}

static void add_head(struct net_exchange *x, const struct net_answer *answer)
{
	struct buf *out = &x->out;

	buf_printf(out, "HTTP/1.1 %d %s\r\ncontent-type: application/json\r\n", answer->status,
		   status_text(answer->status));
	if (x->chunked)
		buf_add_str(out, "transfer-encoding: chunked\r\n");
	else if (!answer->more)
		buf_printf(out, "content-length: %zu\r\n", answer->len);
	if (answer->status == 405)
		buf_add_str(out, "allow: POST\r\n");
	if (answer->set_cookie)
		buf_printf(out, "set-cookie: %s\r\n", answer->set_cookie);
	if (answer->retry_after > 0)
		buf_printf(out, "retry-after: %d\r\n", answer->retry_after);
	if (x->close)
		buf_add_str(out, "connection: close\r\n");
	buf_add_str(out, "cache-control: no-store\r\n\r\n");
}

void net_exchange_answer(struct net_exchange *x, const struct net_answer *answer)
{
	if (x->state >= EXCHANGE_ANSWERED)
		return;
	x->state = EXCHANGE_ANSWERED;
	x->bodyless = !strcmp(x->head.method, "HEAD");
	x->close = !x->body_over || x->last || x->head.old;
	x->chunked = answer->more && !x->head.old;
	x->more = x->bodyless ? NULL : answer->more;
	x->end = answer->end;
	x->source = answer->source;
	add_head(x, answer);
	if (answer->body && !answer->more && !x->bodyless)
		buf_add(&x->out, answer->body, answer->len);
	lws_rx_flow_control(x->conn->wsi, 1); /* else it is not told that it may write */
	lws_callback_on_writable(x->conn->wsi);
}

/* The source writes behind room for the chunk's head, which is filled in when its size is known. */
static int next_chunk(struct net_exchange *x)
{
	struct buf *out = &x->out;
	size_t start = out->len, len;
	char head[CHUNK_HEAD + 1];
	int more;

	if (x->chunked)
		buf_add(out, "00000000\r\n", CHUNK_HEAD);
	more = x->more(x->source, out);
	if (more < 0)
		return -1;
	if (more == 0)
		x->more = NULL;
	if (!x->chunked)
		return 0;
	len = out->len - start - CHUNK_HEAD;
	snprintf(head, sizeof(head), "%08x\r\n", (unsigned)len);
	memcpy(out->data + start, head, CHUNK_HEAD);
	if (len == 0)
		out->len = start;
	else
		buf_add(out, "\r\n", 2);
	if (more == 0)
		buf_add(out, "0\r\n\r\n", 5);
	return 0;
}

/* One piece a turn, so that a long answer never holds the loop. A client that does not take its
 * answer but asks for more is let go: libwebsockets would wake for its words without reading them.
 */
int exchange_writable(struct net_exchange *x)
{
	struct lws *wsi = x->conn->wsi;
	size_t len;

	if (x->state != EXCHANGE_ANSWERED)
		return 0;
	if (x->sent == x->out.len) {
		buf_clear(&x->out);
		x->sent = 0;
	}
	if (x->more && x->out.len - x->sent < PIECE && next_chunk(x) < 0)
		return -1;
	len = x->out.len - x->sent < PIECE ? x->out.len - x->sent : PIECE;
	if (len > 0 && conn_send(x->conn, x->out.data + x->sent, len) < 0)
		return -1;
	x->sent += len;
	if (x->sent == x->out.len && !x->more)
		return exchange_finish(x);
	exchange_watch(x, lws_send_pipe_choked(wsi) && x->body_over ? LOOP_CLOSED | LOOP_READ
								    : LOOP_CLOSED);
	lws_set_timeout(wsi, PENDING_TIMEOUT_HTTP_CONTENT, STALLED_SECONDS);
	lws_callback_on_writable(wsi);
	return 0;
}
