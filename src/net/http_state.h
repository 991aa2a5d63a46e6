/* What the files of the HTTP client share: http.c drives libcurl, request.c makes requests and
 * reads their replies, peer_cert.c asks for certificates. */
#ifndef NET_HTTP_STATE_H
#define NET_HTTP_STATE_H

#include <curl/curl.h>

#include "base/buf.h"
#include "http.h"

struct net_http {
	struct loop *loop;
	char *pin;
	CURLM *multi;
	struct loop_timer *timer;
	struct http_transfer *transfers;
};

/* One transfer of libcurl. finish is called once, in a turn of its own, when it is over; then the
 * transfer is freed. The owner's struct begins with it. */
struct http_transfer {
	struct net_http *http; /* NULL while finish runs */
	CURL *easy;
	CURLcode result;
	char error[CURL_ERROR_SIZE];
	void (*finish)(struct http_transfer *transfer);
	void (*release)(struct http_transfer *transfer); /* frees the struct and what it owns */
	struct http_transfer *prev, *next;
};

/* Sets what all transfers have in common; http_transfer_start() then runs it. */
void http_transfer_init(struct http_transfer *transfer, struct net_http *http, const char *url);
void http_transfer_start(struct http_transfer *transfer);
/* Ends and frees it; nothing happens from inside its own finish. */
void http_transfer_cancel(struct http_transfer *transfer);
/* The enum err of a result of libcurl, and its sentence. */
int http_error(const struct http_transfer *transfer, const char **text);

#endif
