/* Commands of the user's own that are run when something happens: a call rings for him, is
 * answered, is missed, or somebody wrote to him.
 *
 * A command is run without a shell, with the call or message as one line of JSON on its standard
 * input (as `--json` prints it) and FRONTDESK_HOOK ("on-ring") in its environment: nothing that a
 * caller sends is ever a word of a command. Each has so many seconds, then it is killed with all
 * that it started; at most HOOKS_AT_ONCE run at a time; what fails is said once, until it has
 * worked again. */
#ifndef UI_HOOK_H
#define UI_HOOK_H

#include <stdint.h>

#include "base/err.h"
#include "loop/loop.h"
#include "pbx/pbx.h"

enum hook { HOOK_RING, HOOK_ANSWER, HOOK_MISSED, HOOK_MESSAGE, HOOK_COUNT };
enum { HOOKS_AT_ONCE = 8 };

struct hooks;

struct hooks_options {
	struct loop *loop;
	struct pbx *pbx;
	const char *command[HOOK_COUNT]; /* NULL or "" for none */
	int64_t limit_ms;
	void (*say)(void *ctx, const char *text); /* something failed */
	void *ctx;
};

/* "on-ring", … */
const char *hook_name(enum hook hook);
/* Hooks that run from now on; commands that are none were refused when the options were read. Free
 * before pbx; what still runs then has the rest of its time. */
struct hooks *hooks_new(const struct hooks_options *options);
void hooks_free(struct hooks **hooks);

#endif
