/* A self-signed certificate, for a server that consoles pin. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include "base/buf.h"
#include "base/language.h"
#include "base/mem.h"
#include "base/path.h"
#include "subcommand_inside.h"

enum { YEARS_10 = 10 * 365 * 24 * 3600, NAMES_MAX = 4096 };

static bool is_address(const char *name)
{
	unsigned char bytes[sizeof(struct in6_addr)];

	return inet_pton(AF_INET, name, bytes) == 1 || inet_pton(AF_INET6, name, bytes) == 1;
}

static bool is_name(const char *name)
{
	return *name && strlen(name) < 254 &&
	       !name[strspn(name,
			    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:")];
}

/* "DNS:a,IP:b,…" of the names given, this machine's and loopback's. */
static int alternative_names(const char *given, struct buf *out, struct why *why)
{
	char host[254] = "localhost";
	char *names, *rest, *name;
	int err = 0;

	gethostname(host, sizeof(host) - 1);
	names = mem_printf("%s,%s,localhost,127.0.0.1,::1", given ? given : host, host);
	for (rest = names; !err && (name = strsep(&rest, ","));) {
		if (!is_name(name))
			err = why_set(why, ERR_INVALID, _("\"%.60s\" is no host name or address"),
				      name);
		else
			err = buf_printf(out, "%s%s:%s", out->len ? "," : "",
					 is_address(name) ? "IP" : "DNS", name);
	}
	free(names);
	return err;
}

static bool add_extension(X509 *cert, int nid, const char *value)
{
	X509V3_CTX ctx;
	X509_EXTENSION *extension;
	bool good;

	X509V3_set_ctx_nodb(&ctx);
	X509V3_set_ctx(&ctx, cert, cert, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	good = extension && X509_add_ext(cert, extension, -1);
	X509_EXTENSION_free(extension);
	return good;
}

static bool fill(X509 *cert, EVP_PKEY *key, const char *common, const char *names)
{
	X509_NAME *subject = X509_get_subject_name(cert);
	unsigned char serial[8];

	if (RAND_bytes(serial, sizeof(serial)) != 1)
		return false;
	serial[0] &= 0x7f;
	return X509_set_version(cert, X509_VERSION_3) &&
	       ASN1_STRING_set(X509_get_serialNumber(cert), serial, sizeof(serial)) &&
	       X509_gmtime_adj(X509_getm_notBefore(cert), -3600) &&
	       X509_gmtime_adj(X509_getm_notAfter(cert), YEARS_10) && X509_set_pubkey(cert, key) &&
	       X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
					  (const unsigned char *)common, -1, -1, 0) &&
	       X509_set_issuer_name(cert, subject) &&
	       add_extension(cert, NID_basic_constraints, "critical,CA:TRUE") &&
	       add_extension(cert, NID_subject_alt_name, names) &&
	       X509_sign(cert, key, EVP_sha256());
}

static int write_pem(const char *path, X509 *cert, EVP_PKEY *key, struct why *why)
{
	BIO *memory = BIO_new(BIO_s_mem());
	bool good = cert ? PEM_write_bio_X509(memory, cert) == 1
			 : PEM_write_bio_PrivateKey(memory, key, NULL, NULL, 0, NULL, NULL) == 1;
	char *data;
	long len = BIO_get_mem_data(memory, &data);
	int err = good ? path_write(path, data, (size_t)len, cert ? 0644 : 0600, why)
		       : why_set(why, ERR_IO, _("no certificate could be made"));

	BIO_free(memory);
	return err;
}

static void print_digest(const X509 *cert)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	X509_digest(cert, EVP_sha256(), digest, &len);
	fputs("SHA-256 ", stdout);
	for (unsigned i = 0; i < len; i++)
		printf("%02x", digest[i]);
	putchar('\n');
}

static int refuse_existing(const char *path, struct why *why)
{
	return access(path, F_OK) ? 0
				  : why_set(why, ERR_CONFLICT,
					    _("%s exists already: move it away first"), path);
}

static int make(const struct words *words, const char *cert_path, const char *key_path,
		struct why *why)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *cert = X509_new();
	struct buf names;
	int err;

	buf_init(&names, NAMES_MAX);
	err = alternative_names(words->name, &names, why);
	if (!err && (!key || !cert || !fill(cert, key, "frontdesk-pabx", names.data)))
		err = why_set(why, ERR_IO, _("no certificate could be made"));
	if (!err)
		err = write_pem(key_path, NULL, key, why);
	if (!err)
		err = write_pem(cert_path, cert, NULL, why);
	if (!err)
		print_digest(cert);
	buf_free(&names);
	X509_free(cert);
	EVP_PKEY_free(key);
	return err;
}

int cert_make(const struct words *words, struct why *why)
{
	const char *cert = words->cert ? words->cert : "frontdesk-pabx.crt";
	const char *key = words->key ? words->key : "frontdesk-pabx.key";
	int err = refuse_existing(cert, why);

	if (!err)
		err = refuse_existing(key, why);
	return err ? err : make(words, cert, key, why);
}
