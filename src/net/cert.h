/* Certificates. */
#ifndef NET_CERT_H
#define NET_CERT_H

#include "base/err.h"

struct ssl_ctx_st;

enum { CERT_SHA256_HEX = 65 };

/* Checks that both PEM files can be read and belong together; the sentence says what is wrong. */
int cert_check(const char *cert, const char *key, struct why *why);
/* Makes ctx trust exactly the certificate in the PEM file pin and nothing else, whatever name or
 * date it bears: it was compared by a person. ERR_TLS if the file holds none. */
int cert_pin(struct ssl_ctx_st *ctx, const char *pin);
/* Lower-case hex SHA-256 of the DER form of the first certificate in pem. 0 or ERR_INVALID. */
int cert_sha256(const char *pem, char out[CERT_SHA256_HEX]);

#endif
