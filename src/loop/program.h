/* Other programs, run without a shell: text on their standard input, a limit on their time. */
#ifndef LOOP_PROGRAM_H
#define LOOP_PROGRAM_H

#include <stddef.h>
#include <stdint.h>

#include "loop.h"

struct loop_program;

struct loop_program_end {
	int status;       /* of waitpid(); -1 if it was never started */
	int error;        /* errno of the start that failed, else 0 */
	int late;         /* it took too long and was ended */
	const char *said; /* the first line of what it wrote to standard error, cleaned */
};

struct loop_program_order {
	char *const *argv; /* argv[0] is found by PATH */
	const void *input; /* its standard input, which then ends */
	size_t len;
	int64_t limit_ms;
	const char *name, *value; /* set in its environment, besides what is there; or NULL */
};

/* Starts what order says (all of it is copied); standard output goes nowhere. done is called once,
 * from the loop, also where the program could not be started; then it is gone. After limit_ms it
 * and what it started are killed; once it is forgotten or this program has ended, an alarm ends it.
 */
struct loop_program *loop_program_run(struct loop *loop, const struct loop_program_order *order,
				      void (*done)(void *ctx, const struct loop_program_end *end),
				      void *ctx);
/* done is not called any more (it may be what calls this); the program goes on by itself. */
void loop_program_forget(struct loop_program **program);

#endif
