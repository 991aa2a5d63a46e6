#include "cert.h"

#include <errno.h>
#include <libwebsockets.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* A key with a passphrase is refused: OpenSSL would ask for it on the terminal. */
static int no_passphrase(char *buf, int size, int writing, void *ctx)
{
	(void)buf;
	(void)size;
	(void)writing;
	(void)ctx;
	return -1;
}

static X509 *read_cert(const char *path)
{
	FILE *file = fopen(path, "re");
	X509 *cert = file ? PEM_read_X509(file, NULL, no_passphrase, NULL) : NULL;

	if (file)
		fclose(file);
	ERR_clear_error();
	return cert;
}

static EVP_PKEY *read_key(const char *path)
{
	FILE *file = fopen(path, "re");
	EVP_PKEY *key = file ? PEM_read_PrivateKey(file, NULL, no_passphrase, NULL) : NULL;

	if (file)
		fclose(file);
	ERR_clear_error();
	return key;
}

int cert_check(const char *cert_path, const char *key_path, struct why *why)
{
	X509 *cert;
	EVP_PKEY *key;
	int err = 0;

	if (!key_path)
		return why_set(why, ERR_INVALID, "certificate %s needs its key", cert_path);
	errno = 0;
	cert = read_cert(cert_path);
	if (!cert)
		return why_set(why, ERR_TLS, "%s: %s", cert_path,
			       errno ? strerror(errno) : "no certificate in this file");
	errno = 0;
	key = read_key(key_path);
	if (!key)
		err = why_set(why, ERR_TLS, "%s: %s", key_path,
			      errno ? strerror(errno) : "no private key without passphrase in it");
	else if (X509_check_private_key(cert, key) != 1)
		err = why_set(why, ERR_TLS, "%s is not the key of %s", key_path, cert_path);
	ERR_clear_error();
	EVP_PKEY_free(key);
	X509_free(cert);
	return err;
}

/* Stands in for OpenSSL's whole verification: the peer's certificate must be the one in the store.
 */
static int verify_pinned(X509_STORE_CTX *verify, void *arg)
{
	X509 *peer = X509_STORE_CTX_get0_cert(verify);
	STACK_OF(X509) *pinned = X509_STORE_get1_all_certs(X509_STORE_CTX_get0_store(verify));
	bool same = false;

	(void)arg;
	for (int i = 0; i < sk_X509_num(pinned); i++)
		same = same || (peer && X509_cmp(sk_X509_value(pinned, i), peer) == 0);
	sk_X509_pop_free(pinned, X509_free);
	if (!same)
		lwsl_err("SSL error: it is not the one that was pinned\n");
	X509_STORE_CTX_set_error(verify, same ? X509_V_OK : X509_V_ERR_CERT_UNTRUSTED);
	return same;
}

int cert_pin(struct ssl_ctx_st *ctx, const char *pin)
{
	X509 *cert = read_cert(pin);
	X509_STORE *store;

	if (!cert)
		return ERR_TLS;
	store = X509_STORE_new();
	X509_STORE_add_cert(store, cert);
	X509_free(cert);
	SSL_CTX_set_cert_store(ctx, store);
	SSL_CTX_set_cert_verify_callback(ctx, verify_pinned, NULL);
	return 0;
}

int cert_sha256(const char *pem, char out[CERT_SHA256_HEX])
{
	BIO *bio = BIO_new_mem_buf(pem, -1);
	X509 *cert = PEM_read_bio_X509(bio, NULL, no_passphrase, NULL);
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	BIO_free(bio);
	ERR_clear_error();
	if (!cert)
		return ERR_INVALID;
	X509_digest(cert, EVP_sha256(), digest, &len);
	X509_free(cert);
	for (unsigned i = 0; i < len && i < 32; i++)
		snprintf(out + (size_t)i * 2, 3, "%02x", digest[i]);
	return len == 32 ? 0 : ERR_INVALID;
}
