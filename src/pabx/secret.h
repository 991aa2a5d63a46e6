/* Secrets: made, hashed and compared. */
#ifndef PABX_SECRET_H
#define PABX_SECRET_H

#include <stdbool.h>
#include <stddef.h>

enum { SECRET_HASH = 32 };

/* SHA-256 of a text. */
void secret_hash(const char *secret, unsigned char hash[SECRET_HASH]);
void secret_hash_bytes(const void *bytes, size_t len, unsigned char hash[SECRET_HASH]);
/* Takes equally long wherever they differ. */
bool secret_equal(const unsigned char a[SECRET_HASH], const unsigned char b[SECRET_HASH]);
bool secret_equal_text(const char *a, const char *b);

#endif
