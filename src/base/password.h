/* Passwords by crypt(3): slow on purpose, so never on the loop. */
#ifndef BASE_PASSWORD_H
#define BASE_PASSWORD_H

#include <stdbool.h>
#include <stddef.h>

enum { PASSWORD_MAX = 256, PASSWORD_HASH = 384 };

/* Hashes a new password. ERR_INVALID for one that is empty or too long. */
int password_hash(const char *password, char hash[PASSWORD_HASH]);
/* True if hash is that of password. hash NULL is nobody's: takes as long, and is false. */
bool password_verify(const char *password, const char *hash);

#endif
