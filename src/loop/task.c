#include <stdlib.h>
#include <utlist.h>

#include "base/mem.h"
#include "state.h"

struct loop_task {
	void (*fn)(void *ctx);
	void *ctx;
	uint64_t seq;
	struct loop_task *prev, *next;
};

void loop_defer(struct loop *loop, void (*fn)(void *ctx), void *ctx)
{
	struct loop_task *task = mem_new(1, sizeof(*task));

	*task = (struct loop_task){.fn = fn, .ctx = ctx, .seq = loop->task_seq++};
	DL_APPEND(loop->tasks, task);
}

void loop_undefer(struct loop *loop, void *ctx)
{
	struct loop_task *task, *next;

	DL_FOREACH_SAFE (loop->tasks, task, next)
		if (task->ctx == ctx) {
			DL_DELETE(loop->tasks, task);
			free(task);
		}
}

/* Runs what was deferred before this turn; what tasks defer waits for the next. */
void loop_tasks_run(struct loop *loop)
{
	uint64_t end = loop->task_seq;

	while (loop->tasks && loop->tasks->seq < end) {
		struct loop_task *task = loop->tasks;
		void (*fn)(void *ctx) = task->fn;
		void *ctx = task->ctx;

		DL_DELETE(loop->tasks, task);
		free(task);
		loop_mark(loop);
		fn(ctx);
	}
}

void loop_tasks_free(struct loop *loop)
{
	struct loop_task *task, *next;

	DL_FOREACH_SAFE (loop->tasks, task, next)
		free(task);
}
