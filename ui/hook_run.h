/* One run of a hook's command. */
#ifndef UI_HOOK_RUN_H
#define UI_HOOK_RUN_H

#include <stdint.h>

#include "loop/loop.h"

struct hook_run;

/* Starts words with text on standard input. ended is called once, later: problem is NULL after exit
 * status 0, else it says what went wrong ("ended with status 3: no such table"). NULL where no
 * child can be made. */
struct hook_run *hook_run(struct loop *loop, char *const words[], const char *name,
			  const char *text, int64_t limit_ms,
			  void (*ended)(void *ctx, struct hook_run *run, const char *problem),
			  void *ctx);
/* Also after it ended. What runs goes on, with the rest of its time. */
void hook_run_free(struct hook_run **run);

#endif
