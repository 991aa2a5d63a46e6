/* Failed logins slow further ones down, per user and address, and per address alone off loopback.
 */
#ifndef PABX_THROTTLE_H
#define PABX_THROTTLE_H

#include <stdbool.h>

struct throttle;

struct throttle *throttle_new(void);
void throttle_free(struct throttle **throttle);

bool throttle_is_loopback(const char *address);
/* Seconds until the next attempt is looked at, 0 for now. */
int throttle_wait(const struct throttle *throttle, const char *user, const char *address);
void throttle_failed(struct throttle *throttle, const char *user, const char *address);
void throttle_passed(struct throttle *throttle, const char *user, const char *address);

#endif
