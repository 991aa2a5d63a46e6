#include "secret.h"

#include <string.h>

#include <openssl/crypto.h>
#include <openssl/sha.h>

void secret_hash_bytes(const void *bytes, size_t len, unsigned char hash[SECRET_HASH])
{
	SHA256(bytes, len, hash);
}

void secret_hash(const char *secret, unsigned char hash[SECRET_HASH])
{
	secret_hash_bytes(secret, strlen(secret), hash);
}

bool secret_equal(const unsigned char a[SECRET_HASH], const unsigned char b[SECRET_HASH])
{
	return CRYPTO_memcmp(a, b, SECRET_HASH) == 0;
}

bool secret_equal_text(const char *a, const char *b)
{
	unsigned char hash_a[SECRET_HASH], hash_b[SECRET_HASH];

	secret_hash(a, hash_a);
	secret_hash(b, hash_b);
	return secret_equal(hash_a, hash_b);
}
