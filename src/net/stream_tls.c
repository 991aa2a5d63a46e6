#include "stream_tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "address.h"
#include "base/mem.h"
#include "cert.h"

struct stream_tls {
	SSL_CTX *ctx;
	SSL *ssl;
	BIO *in, *out; /* the wire, on our side; owned by ssl */
};

static int trust(struct stream_tls *t, const char *host, const char *pin, struct why *why)
{
	X509_VERIFY_PARAM *verify = SSL_get0_param(t->ssl);

	if (pin)
		return 0; /* a person compared it: whatever name it bears */
	if (address_numeric(host))
		return X509_VERIFY_PARAM_set1_ip_asc(verify, host)
			       ? 0
			       : why_set(why, ERR_TLS, "%s", host);
	SSL_set_tlsext_host_name(t->ssl, host);
	return SSL_set1_host(t->ssl, host) ? 0 : why_set(why, ERR_TLS, "%s", host);
}

struct stream_tls *stream_tls_new(const char *host, const char *pin, struct why *why)
{
	struct stream_tls *t = mem_new(1, sizeof(*t));
	int err = 0;

	t->ctx = SSL_CTX_new(TLS_client_method());
	SSL_CTX_set_min_proto_version(t->ctx, TLS1_2_VERSION);
	SSL_CTX_set_verify(t->ctx, SSL_VERIFY_PEER, NULL);
	if (pin && cert_pin(t->ctx, pin) < 0)
		err = why_set(why, ERR_TLS, "%s holds no certificate", pin);
	else if (!pin)
		SSL_CTX_set_default_verify_dir(t->ctx); /* read as it is needed, not all at once */
	t->ssl = SSL_new(t->ctx);
	t->in = BIO_new(BIO_s_mem());
	t->out = BIO_new(BIO_s_mem());
	SSL_set_bio(t->ssl, t->in, t->out);
	SSL_set_connect_state(t->ssl);
	if (!err)
		err = trust(t, host, pin, why);
	if (err)
		stream_tls_free(&t);
	return t;
}

void stream_tls_free(struct stream_tls **slot)
{
	struct stream_tls *t = *slot;

	if (!t)
		return;
	SSL_free(t->ssl);
	SSL_CTX_free(t->ctx);
	free(t);
	*slot = NULL;
}

bool stream_tls_ready(const struct stream_tls *t)
{
	return SSL_is_init_finished(t->ssl);
}

static int take_wire(struct stream_tls *t, struct buf *wire)
{
	char piece[4096];
	int got;

	while ((got = BIO_read(t->out, piece, sizeof(piece))) > 0)
		if (buf_add(wire, piece, (size_t)got) < 0)
			return ERR_LIMIT;
	return 0;
}

static int failed(struct stream_tls *t, struct why *why)
{
	long verified = SSL_get_verify_result(t->ssl);
	unsigned long error = ERR_peek_last_error();

	if (verified != X509_V_OK)
		return why_set(why, ERR_TLS, "the certificate is refused: %s",
			       X509_verify_cert_error_string(verified));
	return why_set(why, ERR_TLS, "no secure connection: %s",
		       error ? ERR_reason_error_string(error) : "the handshake was broken off");
}

/* What an SSL call says that did not do its work: 0 where it only wants more. */
static int outcome(struct stream_tls *t, int result, struct why *why)
{
	switch (SSL_get_error(t->ssl, result)) {
	case SSL_ERROR_WANT_READ:
	case SSL_ERROR_WANT_WRITE:
		return 0;
	case SSL_ERROR_ZERO_RETURN:
		return why_set(why, ERR_CLOSED, "the other end closed the connection");
	default:
		return failed(t, why);
	}
}

int stream_tls_feed(struct stream_tls *t, const char *data, size_t len, struct buf *wire,
		    struct why *why)
{
	int err = 0, result;

	ERR_clear_error();
	if (len && BIO_write(t->in, data, (int)len) != (int)len)
		return why_set(why, ERR_LIMIT, "too much at once");
	if (!stream_tls_ready(t)) {
		result = SSL_do_handshake(t->ssl);
		err = result == 1 ? 0 : outcome(t, result, why);
	}
	/* An alert is to be sent also where it failed. */
	return take_wire(t, wire) < 0 && !err ? ERR_LIMIT : err;
}

int stream_tls_read(struct stream_tls *t, struct buf *wire,
		    void (*plain)(void *ctx, const char *data, size_t len), void *ctx,
		    struct why *why)
{
	char piece[8192];
	int got, err;

	ERR_clear_error();
	while ((got = SSL_read(t->ssl, piece, sizeof(piece))) > 0)
		plain(ctx, piece, (size_t)got);
	err = outcome(t, got, why);
	return take_wire(t, wire) < 0 && !err ? ERR_LIMIT : err;
}

int stream_tls_write(struct stream_tls *t, const char *data, size_t len, struct buf *wire)
{
	ERR_clear_error();
	if (SSL_write(t->ssl, data, (int)len) != (int)len)
		return ERR_LIMIT;
	return take_wire(t, wire);
}
