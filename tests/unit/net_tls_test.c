/* TLS: certificates made here, pinned by the clients, refused where they are not the pinned one. */
#include "net_fixture.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"
#include "net/cert.h"
#include "net/stream.h"

static char folder[] = "/tmp/net_tls_XXXXXX";
static char *cert[2], *key[2];

static void write_pem(const char *cert_path, const char *key_path, X509 *x, EVP_PKEY *pkey)
{
	FILE *file = fopen(cert_path, "we");

	PEM_write_X509(file, x);
	fclose(file);
	file = fopen(key_path, "we");
	PEM_write_PrivateKey(file, pkey, NULL, NULL, 0, NULL, NULL);
	fclose(file);
}

/* Self-signed, for a name that is not the address: a pinned certificate is not judged by its name.
 */
static void make_cert(int n)
{
	EVP_PKEY *pkey = EVP_EC_gen("P-256");
	X509 *x = X509_new();
	X509_NAME *name = X509_get_subject_name(x);

	X509_set_version(x, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(x), n + 1);
	X509_gmtime_adj(X509_getm_notBefore(x), -7200);
	X509_gmtime_adj(X509_getm_notAfter(x), n ? 3600 : -3600); /* the first has expired */
	X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"desk", -1, -1,
				   0);
	X509_set_issuer_name(x, name);
	X509_set_pubkey(x, pkey);
	X509_sign(x, pkey, EVP_sha256());
	cert[n] = mem_printf("%s/cert%d.pem", folder, n);
	key[n] = mem_printf("%s/key%d.pem", folder, n);
	write_pem(cert[n], key[n], x, pkey);
	X509_free(x);
	EVP_PKEY_free(pkey);
}

static int make_all(void **state)
{
	(void)state;
	assert_non_null(mkdtemp(folder));
	make_cert(0);
	make_cert(1);
	return 0;
}

static int remove_all(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		unlink(cert[i]);
		unlink(key[i]);
		free(cert[i]);
		free(key[i]);
	}
	rmdir(folder);
	return 0;
}

static void pin_http(const char *pin)
{
	net_http_free(&fx.http);
	fx.http = net_http_new(fx.loop, pin);
}

static void post_tls(void)
{
	post_with(&(struct net_post){.url = fixture_url("https", "/x"), .body = "{}", .len = 2});
}

static void ws_open_tls(const char *pin)
{
	struct net_ws_options options = ws_options();

	options.tls = true;
	options.pin = pin;
	ws_open(&options);
}

TEST(http__with_the_pinned_certificate_is_answered)
{
	fixture_listen(cert[0], key[0]);
	pin_http(cert[0]);
	for (int i = 1; i <= 3; i++) {
		post_tls();
		TURN_UNTIL(fx.exchange);
		assert_true(net_exchange_secure(fx.exchange));
		assert_string_equal(net_exchange_body(fx.exchange, NULL), "{}");
		answer(200, "{\"ok\":1}");
		TURN_UNTIL(fx.replies == i);
		assert_int_equal(fx.status, 200);
		assert_string_equal(fx.body, "{\"ok\":1}");
	}
}

TEST(http__large_body_and_answer_pass)
{
	char *big = mem_new(BODY_MAX + 1, 1);

	memset(big, 'x', BODY_MAX);
	fixture_listen(cert[1], key[1]);
	pin_http(cert[1]);
	post_with(&(struct net_post){
		.url = fixture_url("https", "/x"), .body = big, .len = BODY_MAX});
	TURN_UNTIL(fx.exchange);
	answer(200, big);
	TURN_UNTIL(fx.replies);
	assert_int_equal(fx.status, 200);
	assert_string_equal(fx.body, big);
	free(big);
}

TEST(http__other_certificate_than_the_pinned_is_refused)
{
	fixture_listen(cert[1], key[1]);
	pin_http(cert[0]);
	post_tls();
	TURN_UNTIL(fx.replies);
	assert_int_equal(fx.err, ERR_TLS);
	assert_int_equal(fx.status, 0);
	assert_string_equal(fx.told, "");
}

TEST(http__unknown_certificate_is_refused_without_a_pin)
{
	fixture_listen(cert[1], key[1]);
	post_tls();
	TURN_UNTIL(fx.replies);
	assert_int_equal(fx.err, ERR_TLS);
	assert_string_equal(fx.told, "");
}

TEST(http__pin_that_cannot_be_read_is_refused)
{
	fixture_listen(cert[1], key[1]);
	pin_http("/nonexistent/pin.pem");
	post_tls();
	TURN_UNTIL(fx.replies);
	assert_int_equal(fx.err, ERR_TLS);
}

TEST(http__plain_request_to_a_secure_port_fails)
{
	fixture_listen(cert[1], key[1]);
	post("/x", "{}");
	TURN_UNTIL(fx.replies);
	assert_true(fx.err < 0);
	assert_string_equal(fx.told, "");
}

TEST(ws__with_the_pinned_certificate_talks)
{
	fixture_listen(cert[0], key[0]);
	ws_open_tls(cert[0]);
	TURN_UNTIL(fx.ws_opened && fx.peer);
	net_ws_send(fx.ws, "secret", 6);
	TURN_UNTIL(fx.got);
	assert_string_equal(fx.got, "secret");
	net_peer_close(fx.peer, 1008, "logged out");
	TURN_UNTIL(fx.ws_ended && !fx.peers);
	assert_int_equal(fx.end.code, 1008);
}

TEST(ws__of_a_closing_server_gets_the_code)
{
	fixture_listen(cert[0], key[0]);
	ws_open_tls(cert[0]);
	TURN_UNTIL(fx.ws_opened && fx.peer);
	net_server_close(&fx.server, 1001);
	TURN_UNTIL(fx.ws_ended);
	assert_int_equal(fx.end.code, 1001);
}

TEST(ws__other_certificate_than_the_pinned_is_refused)
{
	fixture_listen(cert[1], key[1]);
	ws_open_tls(cert[0]);
	TURN_UNTIL(fx.ws_ended);
	assert_int_equal(fx.end.err, ERR_TLS);
	assert_false(fx.end.opened);
	assert_non_null(strstr(fx.end.text, "not the one that was pinned"));
	assert_string_equal(fx.told, "");
}

TEST(ws__unknown_certificate_is_refused_without_a_pin)
{
	fixture_listen(cert[1], key[1]);
	ws_open_tls(NULL);
	TURN_UNTIL(fx.ws_ended);
	assert_int_equal(fx.end.err, ERR_TLS);
	assert_non_null(strstr(fx.end.text, "self-signed"));
	assert_string_equal(fx.told, "");
}

TEST(ws__secure_to_a_plain_port_is_no_question_of_certificates)
{
	fixture_listen(NULL, NULL);
	ws_open_tls(cert[0]);
	TURN_UNTIL(fx.ws_ended);
	assert_int_equal(fx.end.err, ERR_TLS);
	assert_null(strstr(fx.end.text, "certificate"));
	assert_string_equal(fx.told, "");
}

TEST(ws__pin_that_cannot_be_read_is_refused)
{
	fixture_listen(cert[1], key[1]);
	ws_open_tls("/nonexistent/pin.pem");
	TURN_UNTIL(fx.ws_ended);
	assert_int_equal(fx.end.err, ERR_TLS);
	assert_string_equal(fx.told, "");
}

TEST(ws__new_pin_in_the_same_file_is_used)
{
	char *pin = mem_printf("%s/pin.pem", folder);

	fixture_listen(cert[1], key[1]);
	assert_int_equal(link(cert[0], pin), 0);
	ws_open_tls(pin);
	TURN_UNTIL(fx.ws_ended);
	assert_int_equal(fx.end.err, ERR_TLS);
	unlink(pin);
	assert_int_equal(link(cert[1], pin), 0);
	ws_open_tls(pin);
	TURN_UNTIL(fx.ws_opened && fx.peer);
	unlink(pin);
	free(pin);
}

/* "Pin this one?" */

static char asked_pem[8192], asked_sha[CERT_SHA256_HEX];
static int asked, asked_err;

static void on_cert(void *ctx, int err, const char *text, const char *pem, const char *sha256)
{
	(void)ctx;
	(void)text;
	asked++;
	asked_err = err;
	snprintf(asked_pem, sizeof(asked_pem), "%s", pem ? pem : "");
	snprintf(asked_sha, sizeof(asked_sha), "%s", sha256 ? sha256 : "");
}

TEST(peer_cert__is_told_and_can_be_pinned)
{
	char *pin = mem_printf("%s/asked.pem", folder);
	unsigned char digest[32];
	char hex[CERT_SHA256_HEX];
	FILE *file = fopen(cert[1], "re");
	X509 *x = PEM_read_X509(file, NULL, NULL, NULL);

	fclose(file);
	X509_digest(x, EVP_sha256(), digest, NULL);
	X509_free(x);
	for (size_t i = 0; i < sizeof(digest); i++)
		snprintf(hex + i * 2, 3, "%02x", digest[i]);
	asked = 0;
	fixture_listen(cert[1], key[1]);
	pin_http(cert[0]);
	net_http_peer_cert(fx.http, fixture_url("https", "/"), on_cert, NULL);
	assert_int_equal(asked, 0);
	TURN_UNTIL(asked);
	assert_int_equal(asked_err, 0);
	assert_string_equal(asked_sha, hex);
	assert_string_equal(fx.told, "");
	file = fopen(pin, "we");
	fputs(asked_pem, file);
	fclose(file);
	pin_http(pin);
	post_tls();
	TURN_UNTIL(fx.exchange);
	answer(200, "{}");
	TURN_UNTIL(fx.replies);
	assert_int_equal(fx.status, 200);
	unlink(pin);
	free(pin);
}

TEST(peer_cert__of_a_plain_server_is_an_error)
{
	asked = 0;
	fixture_listen(NULL, NULL);
	net_http_peer_cert(fx.http, fixture_url("https", "/"), on_cert, NULL);
	TURN_UNTIL(asked);
	assert_true(asked_err < 0);
}

TEST(server__says_what_is_wrong_with_its_certificate)
{
	struct {
		const char *cert, *key, *says;
	} const bad[] = {
		{cert[0], NULL, "needs its key"},       {"/nonexistent", key[0], "No such file"},
		{key[0], key[0], "no certificate"},     {cert[0], cert[0], "no private key"},
		{cert[0], key[1], "is not the key of"},
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct net_server_options options = {.host = "127.0.0.1",
						     .ws_protocol = "p",
						     .cert = bad[i].cert,
						     .key = bad[i].key};
		struct why why = {""};

		assert_true(net_server_open(fx.loop, &options, &fx.events, &fx, &fx.server, &why) <
			    0);
		if (!strstr(why.text, bad[i].says))
			fail_msg("\"%s\" lacks \"%s\"", why.text, bad[i].says);
	}
}

/* Streams. */

static struct {
	unsigned opened, ended;
	char got[64];
	struct net_stream_end end;
} st;

static void on_opened(void *ctx)
{
	(void)ctx;
	st.opened++;
}

static void on_bytes(void *ctx, const char *data, size_t len)
{
	(void)ctx;
	if (!*st.got)
		snprintf(st.got, sizeof(st.got), "%.*s", (int)len, data);
}

static void on_ended(void *ctx, const struct net_stream_end *end)
{
	(void)ctx;
	st.ended++;
	st.end = *end;
}

static struct net_stream *stream_with(const char *pin)
{
	static const struct net_stream_events events = {on_opened, on_bytes, on_ended};

	memset(&st, 0, sizeof(st));
	fixture_listen(cert[0], key[0]);
	return net_stream_open(fx.loop,
			       &(struct net_stream_options){.host = "127.0.0.1",
							    .port = net_server_port(fx.server),
							    .tls = true,
							    .pin = pin},
			       &events, NULL);
}

TEST(stream__with_the_pinned_certificate__speaks)
{
	static const char request[] =
		"POST /x HTTP/1.1\r\nContent-Length: 0\r\nHost: a\r\nConnection: close\r\n\r\n";
	struct net_stream *stream = stream_with(cert[0]);

	net_stream_send(stream, request, sizeof(request) - 1); /* before the handshake */
	TURN_UNTIL(fx.exchange);
	answer(200, "{}");
	TURN_UNTIL(*st.got);
	assert_int_equal(st.opened, 1);
	assert_memory_equal(st.got, "HTTP/1.1 ", 9);
	if (!st.ended)
		net_stream_abandon(&stream);
}

TEST(stream__with_another_certificate__is_refused)
{
	stream_with(cert[1]);
	TURN_UNTIL(st.ended == 1);
	assert_int_equal(st.opened, 0);
	assert_int_equal(st.end.err, ERR_TLS);
	assert_non_null(strstr(st.end.text, "certificate is refused"));
}

TEST(stream__without_a_pin__trusts_no_stranger)
{
	stream_with(NULL);
	TURN_UNTIL(st.ended == 1);
	assert_int_equal(st.end.err, ERR_TLS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(stream__with_the_pinned_certificate__speaks),
		CASE(stream__with_another_certificate__is_refused),
		CASE(stream__without_a_pin__trusts_no_stranger),
		CASE(http__with_the_pinned_certificate_is_answered),
		CASE(http__large_body_and_answer_pass),
		CASE(http__other_certificate_than_the_pinned_is_refused),
		CASE(http__unknown_certificate_is_refused_without_a_pin),
		CASE(http__pin_that_cannot_be_read_is_refused),
		CASE(http__plain_request_to_a_secure_port_fails),
		CASE(ws__with_the_pinned_certificate_talks),
		CASE(ws__of_a_closing_server_gets_the_code),
		CASE(ws__other_certificate_than_the_pinned_is_refused),
		CASE(ws__unknown_certificate_is_refused_without_a_pin),
		CASE(ws__secure_to_a_plain_port_is_no_question_of_certificates),
		CASE(ws__pin_that_cannot_be_read_is_refused),
		CASE(ws__new_pin_in_the_same_file_is_used),
		CASE(peer_cert__is_told_and_can_be_pinned),
		CASE(peer_cert__of_a_plain_server_is_an_error),
		CASE(server__says_what_is_wrong_with_its_certificate),
	};

	return cmocka_run_group_tests_name("net: TLS", tests, make_all, remove_all);
}
