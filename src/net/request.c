#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/mem.h"
#include "http_state.h"

enum { TIMEOUT_MS = 10000, CONNECT_MS = 5000, RETRY_MAX_S = 86400 };
static const size_t REPLY_MAX = 16 * 1024 * 1024;

struct net_request {
	struct http_transfer transfer; /* first: they are converted */
	net_reply_fn fn;
	void *ctx;
	struct curl_slist *headers;
	char *cookie_name, *cookie;
	int retry_after;
	struct buf body;
};

static void wipe_list(struct curl_slist *list)
{
	for (struct curl_slist *at = list; at; at = at->next)
		mem_wipe(at->data, strlen(at->data));
	curl_slist_free_all(list);
}

static void release(struct http_transfer *transfer)
{
	struct net_request *request = (struct net_request *)transfer;

	wipe_list(request->headers);
	free(request->cookie_name);
	if (request->cookie)
		mem_wipe(request->cookie, strlen(request->cookie));
	free(request->cookie);
	buf_free(&request->body);
	free(request);
}

static void finish(struct http_transfer *transfer)
{
	struct net_request *request = (struct net_request *)transfer;
	struct net_reply reply = {.retry_after = -1, .body = ""};
	long status = 0;

	reply.err = http_error(transfer, &reply.text);
	if (!reply.err) {
		curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
		reply.status = (int)status;
		reply.body = request->body.data;
		reply.len = request->body.len;
		reply.cookie = request->cookie;
		reply.retry_after = request->retry_after;
	}
	request->fn(request->ctx, &reply);
}

static size_t on_body(char *bytes, size_t size, size_t count, void *ctx)
{
	struct net_request *request = ctx;

	return buf_add(&request->body, bytes, size * count) < 0 ? 0 : size * count;
}

/* Value of the header line if it is called name, without blanks around; else NULL. */
static const char *header_value(const char *line, size_t len, const char *name, size_t *value_len)
{
	size_t at = strlen(name);

	if (len <= at || strncasecmp(line, name, at) || line[at] != ':')
		return NULL;
	at++;
	while (at < len && (line[at] == ' ' || line[at] == '\t'))
		at++;
	while (len > at && strchr(" \t\r\n", line[len - 1]))
		len--;
	*value_len = len - at;
	return line + at;
}

static void keep_cookie(struct net_request *request, const char *value, size_t len)
{
	size_t name = request->cookie_name ? strlen(request->cookie_name) : 0;
	const char *end;

	if (!name || len <= name || memcmp(value, request->cookie_name, name) || value[name] != '=')
		return;
	end = memchr(value, ';', len);
	len = end ? (size_t)(end - value) : len;
	free(request->cookie);
	request->cookie = mem_dup_n(value + name + 1, len - name - 1);
}

static void keep_retry(struct net_request *request, const char *value, size_t len)
{
	int seconds = 0;

	for (size_t i = 0; i < len; i++) {
		if (value[i] < '0' || value[i] > '9')
			return;
		seconds = seconds * 10 + (value[i] - '0');
		if (seconds > RETRY_MAX_S)
			seconds = RETRY_MAX_S;
	}
	if (len > 0)
		request->retry_after = seconds;
}

static size_t on_header(char *line, size_t size, size_t count, void *ctx)
{
	struct net_request *request = ctx;
	size_t len = size * count, value_len;
	const char *value;

	if ((value = header_value(line, len, "set-cookie", &value_len)))
		keep_cookie(request, value, value_len);
	else if ((value = header_value(line, len, "retry-after", &value_len)))
		keep_retry(request, value, value_len);
	return len;
}

static void add_header(struct net_request *request, const char *name, const char *value)
{
	char *line;

	if (!value)
		return;
	line = mem_printf("%s%s", name, value);
	request->headers = curl_slist_append(request->headers, line);
	mem_wipe(line, strlen(line));
	free(line);
}

struct net_request *net_http_post(struct net_http *http, const struct net_post *post,
				  net_reply_fn fn, void *ctx)
{
	struct net_request *request = mem_new(1, sizeof(*request));
	struct http_transfer *transfer = &request->transfer;
	long timeout = post->timeout_ms ? post->timeout_ms : TIMEOUT_MS;
	CURL *easy;

	http_transfer_init(transfer, http, post->url);
	easy = transfer->easy;
	transfer->finish = finish;
	transfer->release = release;
	request->fn = fn;
	request->ctx = ctx;
	request->cookie_name = mem_dup(post->cookie_name);
	request->retry_after = -1;
	buf_init(&request->body, post->max_reply ? post->max_reply : REPLY_MAX);
	add_header(request, "Content-Type: ", "application/json");
	add_header(request, "Expect:", "");
	add_header(request, "Authorization: Bearer ", post->bearer);
	add_header(request, "Cookie: ", post->cookie);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, request->headers);
	curl_easy_setopt(easy, CURLOPT_POST, 1L);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)post->len);
	curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, post->len ? post->body : "");
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, timeout);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
			 timeout < CONNECT_MS ? timeout : CONNECT_MS);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, request);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, request);
	http_transfer_start(transfer);
	return request;
}

void net_http_cancel(struct net_request **request)
{
	if (*request)
		http_transfer_cancel(&(*request)->transfer);
	*request = NULL;
}
