/* A real Asterisk behind switch.h, by its manager interface (AMI) alone: one connection, a model of
 * what is there, rows told as it changes, and commands whose answers wait for what really happens.
 *
 * model_*.c takes events in, rows_*.c tells rows, act_*.c does what consoles ask; snapshot.c asks
 * for everything at the start of each connection; ami_*.c is the wire. */
#ifndef ASTERISK_ASTERISK_H
#define ASTERISK_ASTERISK_H

#include <stdbool.h>

#include "base/err.h"
#include "loop/loop.h"
#include "pabx/switch.h"

struct asterisk_options {
	const char *where; /* "user@host[:port]" */
	const char *secret;
	bool tls;
	const char *conf; /* file of further settings (conf.c), or NULL */
};

/* Reads the settings and makes the switch; ops is NULL where they are wrong. Strings are copied.
 * It connects when the PABX starts it, and is freed through its ops. */
struct switch_handle asterisk_new(struct loop *loop, const struct asterisk_options *options,
				  struct why *why);

#endif
