#include "ami_action.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/hash.h"

enum { ACTION_MAX = 65536, VALUE_MAX = 16384 };

struct pending {
	uint64_t id;
	int64_t until; /* clock_mono_ms() */
	int timeout_ms;
	ami_answer_fn fn;
	void *ctx;
	bool list; /* its response came, and items follow */
	UT_hash_handle hh;
};

struct ami_actions {
	struct loop *loop;
	struct loop_timer *timer;
	ami_write_fn write;
	void *ctx;
	struct pending *pending;
	uint64_t last_id;
};

struct ami_action {
	struct ami_actions *actions;
	uint64_t id;
	struct buf text;
};

static void on_timer(void *ctx);

struct ami_actions *ami_actions_new(struct loop *loop, ami_write_fn write, void *ctx)
{
	struct ami_actions *a = mem_new(1, sizeof(*a));

	*a = (struct ami_actions){.loop = loop, .write = write, .ctx = ctx};
	a->timer = loop_timer_new(loop, on_timer, a);
	return a;
}

void ami_actions_free(struct ami_actions **slot)
{
	struct ami_actions *a = *slot;
	struct pending *p, *next;

	if (!a)
		return;
	HASH_ITER (hh, a->pending, p, next) {
		HASH_DEL(a->pending, p);
		free(p);
	}
	loop_timer_free(&a->timer);
	free(a);
	*slot = NULL;
}

static void arm(struct ami_actions *a)
{
	const struct pending *p, *next;
	int64_t first = INT64_MAX, now = clock_mono_ms();

	HASH_ITER (hh, a->pending, p, next)
		if (p->until < first)
			first = p->until;
	if (first == INT64_MAX)
		loop_timer_stop(a->timer);
	else
		loop_timer_set(a->timer, first > now ? first - now : 0);
}

/* What is called may ask again, and forget: the pending one is out of the table by then. */
static void finish(struct ami_actions *a, struct pending *p, enum ami_outcome outcome,
		   const struct ami_message *m)
{
	ami_answer_fn fn = p->fn;
	void *ctx = p->ctx;

	HASH_DEL(a->pending, p);
	free(p);
	if (fn)
		fn(ctx, outcome, m);
}

static void on_timer(void *ctx)
{
	struct ami_actions *a = ctx;
	struct pending *p, *next;
	int64_t now = clock_mono_ms();
	bool again = true;

	while (again) {
		again = false;
		HASH_ITER (hh, a->pending, p, next) {
			if (p->until > now)
				continue;
			finish(a, p, AMI_SILENT, NULL);
			again = true;
			break;
		}
	}
	arm(a);
}

void ami_actions_fail(struct ami_actions *a)
{
	while (a->pending)
		finish(a, a->pending, AMI_SILENT, NULL);
	loop_timer_stop(a->timer);
}

struct ami_action *ami_begin(struct ami_actions *a, const char *name)
{
	struct ami_action *action = mem_new(1, sizeof(*action));

	action->actions = a;
	action->id = ++a->last_id;
	buf_init(&action->text, ACTION_MAX);
	buf_printf(&action->text, "Action: %s\r\nActionID: %" PRIu64 "\r\n", name, action->id);
	return action;
}

void ami_add(struct ami_action *action, const char *name, const char *format, ...)
{
	struct buf value;
	va_list args;

	buf_init(&value, VALUE_MAX);
	va_start(args, format);
	buf_vprintf(&value, format, args);
	va_end(args);
	for (size_t i = 0; i < value.len; i++)
		if (value.data[i] == '\r' || value.data[i] == '\n')
			value.data[i] = ' ';
	buf_printf(&action->text, "%s: %s\r\n", name, value.data);
	buf_free(&value);
}

uint64_t ami_id(const struct ami_action *action)
{
	return action->id;
}

void ami_send(struct ami_action *action, int timeout_ms, ami_answer_fn fn, void *ctx)
{
	struct ami_actions *a = action->actions;
	struct pending *p = mem_new(1, sizeof(*p));
	int err;

	*p = (struct pending){.id = action->id, .fn = fn, .ctx = ctx, .timeout_ms = timeout_ms};
	buf_add_str(&action->text, "\r\n");
	err = a->write(a->ctx, action->text.data, action->text.len);
	/* What could not be said is not answered: at once, but not from in here. */
	p->until = clock_mono_ms() + (err ? 0 : timeout_ms);
	HASH_ADD(hh, a->pending, id, sizeof(p->id), p);
	if (err || !loop_timer_armed(a->timer) || loop_timer_left(a->timer) > timeout_ms)
		arm(a);
	mem_wipe(action->text.data, action->text.len);
	buf_free(&action->text);
	free(action);
}

static struct pending *find(const struct ami_actions *a, const char *id)
{
	struct pending *p;
	uint64_t number;
	char *end;

	if (*id < '0' || *id > '9')
		return NULL;
	number = strtoull(id, &end, 10);
	if (*end)
		return NULL;
	HASH_FIND(hh, a->pending, &number, sizeof(number), p);
	return p;
}

static void on_response(struct ami_actions *a, struct pending *p, const struct ami_message *m)
{
	if (ami_is(m, "Response", "Error")) {
		finish(a, p, AMI_REFUSED, m);
	} else if (ami_is(m, "EventList", "start")) {
		p->list = true;
	} else {
		finish(a, p, AMI_DONE, m);
	}
}

bool ami_answered(struct ami_actions *a, const struct ami_message *m)
{
	struct pending *p = find(a, ami_get(m, "ActionID"));

	if (ami_has(m, "Response") && !ami_has(m, "Event")) {
		if (p)
			on_response(a, p, m);
		return true;
	}
	if (!p || !p->list)
		return false;
	if (ami_is(m, "EventList", "Complete") || ami_is(m, "EventList", "Cancelled")) {
		finish(a, p, AMI_DONE, m);
		return true;
	}
	p->until = clock_mono_ms() + p->timeout_ms;
	if (p->fn)
		p->fn(p->ctx, AMI_ITEM, m);
	return true;
}

void ami_forget(struct ami_actions *a, const void *ctx)
{
	struct pending *p, *next;

	HASH_ITER (hh, a->pending, p, next)
		if (p->ctx == ctx)
			p->fn = NULL;
}

unsigned ami_waiting(const struct ami_actions *a)
{
	return HASH_COUNT(a->pending);
}
