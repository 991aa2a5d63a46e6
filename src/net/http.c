#include "http.h"

#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "base/err.h"
#include "base/language.h"
#include "base/mem.h"
#include "cert.h"
#include "http_state.h"

enum { CONNECTIONS_A_HOST = 4 };

struct http_socket {
	struct net_http *http;
	struct loop_fd *watch;
};

static void detach(struct http_transfer *transfer)
{
	curl_multi_remove_handle(transfer->http->multi, transfer->easy);
	DL_DELETE(transfer->http->transfers, transfer);
	transfer->http = NULL;
}

static void destroy(struct http_transfer *transfer)
{
	curl_easy_cleanup(transfer->easy);
	transfer->release(transfer);
}

/* The callback may free the client: it does not know the transfer any more. */
static void on_over(void *ctx)
{
	struct http_transfer *transfer = ctx;

	detach(transfer);
	transfer->finish(transfer);
	destroy(transfer);
}

/* Callers are answered in a turn of their own, where they may do what they like with the client. */
static void collect(struct net_http *http)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(http->multi, &left))) {
		struct http_transfer *transfer = NULL;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&transfer);
		transfer->result = message->data.result;
		loop_defer(http->loop, on_over, transfer);
	}
}

static void on_socket_ready(void *ctx, int fd, unsigned ready)
{
	struct http_socket *socket = ctx;
	struct net_http *http = socket->http;
	int running, what = 0;

	what |= ready & LOOP_READ ? CURL_CSELECT_IN : 0;
	what |= ready & LOOP_WRITE ? CURL_CSELECT_OUT : 0;
	what |= ready & LOOP_HANGUP ? CURL_CSELECT_ERR : 0;
	curl_multi_socket_action(http->multi, fd, what, &running);
	collect(http);
}

static void on_timer(void *ctx)
{
	struct net_http *http = ctx;
	int running;

	curl_multi_socket_action(http->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	collect(http);
}

static int set_timer(CURLM *multi, long ms, void *ctx)
{
	struct net_http *http = ctx;

	(void)multi;
	if (ms < 0)
		loop_timer_stop(http->timer);
	else
		loop_timer_set(http->timer, ms);
	return 0;
}

static int set_socket(CURL *easy, curl_socket_t fd, int what, void *ctx, void *socket_ctx)
{
	struct net_http *http = ctx;
	struct http_socket *socket = socket_ctx;
	unsigned wanted = (what & CURL_POLL_IN ? (unsigned)LOOP_READ : 0u) |
			  (what & CURL_POLL_OUT ? (unsigned)LOOP_WRITE : 0u);

	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		if (socket)
			loop_fd_remove(&socket->watch);
		free(socket);
		curl_multi_assign(http->multi, fd, NULL);
	} else if (socket) {
		loop_fd_want(socket->watch, wanted);
	} else {
		socket = mem_new(1, sizeof(*socket));
		socket->http = http;
		socket->watch = loop_fd_add(http->loop, fd, wanted, on_socket_ready, socket);
		curl_multi_assign(http->multi, fd, socket);
	}
	return 0;
}

struct net_http *net_http_new(struct loop *loop, const char *pin)
{
	struct net_http *http = mem_new(1, sizeof(*http));

	curl_global_init(CURL_GLOBAL_DEFAULT);
	http->loop = loop;
	http->pin = mem_dup(pin);
	http->timer = loop_timer_new(loop, on_timer, http);
	http->multi = curl_multi_init();
	curl_multi_setopt(http->multi, CURLMOPT_SOCKETFUNCTION, set_socket);
	curl_multi_setopt(http->multi, CURLMOPT_SOCKETDATA, http);
	curl_multi_setopt(http->multi, CURLMOPT_TIMERFUNCTION, set_timer);
	curl_multi_setopt(http->multi, CURLMOPT_TIMERDATA, http);
	curl_multi_setopt(http->multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)CONNECTIONS_A_HOST);
	return http;
}

void net_http_free(struct net_http **slot)
{
	struct net_http *http = *slot;

	if (!http)
		return;
	*slot = NULL;
	while (http->transfers)
		http_transfer_cancel(http->transfers);
	curl_multi_cleanup(http->multi);
	loop_timer_free(&http->timer);
	free(http->pin);
	free(http);
}

static CURLcode pin_trust(CURL *easy, void *ssl, void *pin)
{
	(void)easy;
	return cert_pin(ssl, pin) < 0 ? CURLE_SSL_CACERT_BADFILE : CURLE_OK;
}

void http_transfer_init(struct http_transfer *transfer, struct net_http *http, const char *url)
{
	CURL *easy = curl_easy_init();

	transfer->http = http;
	transfer->easy = easy;
	curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->error);
	curl_easy_setopt(easy, CURLOPT_URL, url);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (http->pin) {
		curl_easy_setopt(easy, CURLOPT_CAINFO, NULL);
		curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
		curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
		curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, pin_trust);
		curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, http->pin);
	}
}

void http_transfer_start(struct http_transfer *transfer)
{
	DL_APPEND(transfer->http->transfers, transfer);
	curl_multi_add_handle(transfer->http->multi, transfer->easy);
}

void http_transfer_cancel(struct http_transfer *transfer)
{
	if (!transfer->http)
		return;
	loop_undefer(transfer->http->loop, transfer);
	detach(transfer);
	destroy(transfer);
}

static const struct {
	CURLcode code;
	int err;
	const char *text;
} errors[] = {
	{CURLE_COULDNT_RESOLVE_HOST, ERR_IO, N_("there is no host of this name")},
	{CURLE_COULDNT_CONNECT, ERR_IO, N_("the connection is refused")},
	{CURLE_OPERATION_TIMEDOUT, ERR_TIMEOUT, N_("no answer in time")},
	{CURLE_PEER_FAILED_VERIFICATION, ERR_TLS, N_("the certificate is refused")},
	{CURLE_SSL_CONNECT_ERROR, ERR_TLS, N_("no secure connection")},
	{CURLE_SSL_CACERT_BADFILE, ERR_TLS, N_("the pinned certificate cannot be read")},
	{CURLE_SSL_CERTPROBLEM, ERR_TLS, N_("no secure connection")},
	{CURLE_SSL_CIPHER, ERR_TLS, N_("no secure connection")},
	{CURLE_GOT_NOTHING, ERR_CLOSED, N_("the connection was cut")},
	{CURLE_SEND_ERROR, ERR_CLOSED, N_("the connection was cut")},
	{CURLE_RECV_ERROR, ERR_CLOSED, N_("the connection was cut")},
	{CURLE_PARTIAL_FILE, ERR_CLOSED, N_("the connection was cut")},
	{CURLE_WRITE_ERROR, ERR_LIMIT, N_("the answer is too large")},
};

/* curl sends a request anew by itself when a kept connection dies: then a refusal comes last, but
 * the request may have arrived before. */
static bool was_sent(const struct http_transfer *transfer)
{
	long sent = 0;

	curl_easy_getinfo(transfer->easy, CURLINFO_REQUEST_SIZE, &sent);
	return sent > 0;
}

int http_error(const struct http_transfer *transfer, const char **text)
{
	*text = "";
	if (transfer->result == CURLE_OK)
		return 0;
	if (transfer->result == CURLE_COULDNT_CONNECT && was_sent(transfer)) {
		*text = N_("the connection was cut");
		return ERR_CLOSED;
	}
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (errors[i].code == transfer->result) {
			*text = errors[i].text;
			return errors[i].err;
		}
	*text = *transfer->error ? transfer->error : curl_easy_strerror(transfer->result);
	return ERR_IO;
}
