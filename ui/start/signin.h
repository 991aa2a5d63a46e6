/* Signing in from the console: tries what is configured, asks for what is missing, keeps trying
 * while the host is away. One form over the console's panes. */
#ifndef START_SIGNIN_H
#define START_SIGNIN_H

#include <stdbool.h>

#include "cli/cli.h"
#include "loop/loop.h"
#include "ui/console.h"

struct signin;

struct signin_options {
	struct loop *loop;
	struct pbx *pbx;
	struct console *console;
	const struct cli_settings *settings;
	const char *quit_key; /* as it is shown */
	bool first;           /* nothing is configured: says so, and offers the demo */
	void (*done)(void *ctx);
	void (*demo)(void *ctx);
	void *ctx;
};

/* Free with signin_free(). */
struct signin *signin_new(const struct signin_options *options);
void signin_free(struct signin **signin);

/* Signs in with a key or password; without one it asks. The form shows only if it must. */
void signin_start(struct signin *signin, const char *key, const char *password);
/* Asks again, saying why. */
void signin_ask(struct signin *signin, const char *text);

/* What was signed in with. */
const char *signin_host(const struct signin *signin);
const char *signin_user(const struct signin *signin);

#endif
