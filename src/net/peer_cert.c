#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "cert.h"
#include "http_state.h"

enum { TIMEOUT_MS = 5000 };

struct peer_cert {
	struct http_transfer transfer; /* first: they are converted */
	net_cert_fn fn;
	void *ctx;
};

static void release(struct http_transfer *transfer)
{
	free(transfer);
}

static const char *first_pem(CURL *easy)
{
	struct curl_certinfo *info = NULL;

	curl_easy_getinfo(easy, CURLINFO_CERTINFO, &info);
	if (!info || info->num_of_certs < 1)
		return NULL;
	for (struct curl_slist *at = info->certinfo[0]; at; at = at->next)
		if (!strncmp(at->data, "Cert:", 5))
			return at->data + 5;
	return NULL;
}

static void finish(struct http_transfer *transfer)
{
	struct peer_cert *ask = (struct peer_cert *)transfer;
	const char *pem = first_pem(transfer->easy), *text = "";
	char sha256[CERT_SHA256_HEX] = "";
	int err = http_error(transfer, &text);

	if (!err && (!pem || cert_sha256(pem, sha256) < 0)) {
		err = ERR_TLS;
		text = "the server shows no certificate";
	}
	ask->fn(ask->ctx, err, text, err ? NULL : pem, err ? NULL : sha256);
}

/* The handshake only, on a connection that no request will use. */
void net_http_peer_cert(struct net_http *http, const char *url, net_cert_fn fn, void *ctx)
{
	struct peer_cert *ask = mem_new(1, sizeof(*ask));
	CURL *easy;

	http_transfer_init(&ask->transfer, http, url);
	easy = ask->transfer.easy;
	ask->transfer.finish = finish;
	ask->transfer.release = release;
	ask->fn = fn;
	ask->ctx = ctx;
	curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
	curl_easy_setopt(easy, CURLOPT_CERTINFO, 1L);
	curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
	curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
	curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, NULL);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)TIMEOUT_MS);
	http_transfer_start(&ask->transfer);
}
