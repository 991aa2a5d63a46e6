/* The API key that the parent of this process gives it for its life: one line
 * "login <id>.<secret>" from a pipe. It is never stored. */
#ifndef PABX_ONE_LIFE_H
#define PABX_ONE_LIFE_H

#include "loop/loop.h"
#include "secret.h"

struct one_life;

/* Takes over fd (-1 for none), and closes it once the line was read. */
struct one_life *one_life_new(struct loop *loop, int fd);
void one_life_free(struct one_life **one);
/* The login that the key is for, or NULL if it is not that key. */
const char *one_life_login(const struct one_life *one, const char *id,
			   const unsigned char hash[SECRET_HASH]);

#endif
