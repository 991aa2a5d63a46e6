#include "audit.h"

#include "snapshot.h"

enum { EVERY_MS = 10000, ANSWER_MS = 5000, STRIKES = 3 };

struct audit {
	struct loop_timer *timer;
	uint64_t heard; /* events until it was asked */
	unsigned strikes;
	bool warned;
};

static void again(struct asterisk *a)
{
	if (a->live && a->audit)
		loop_timer_set(a->audit->timer, EVERY_MS);
}

/* The manager user sees no calls begin and end: then they are asked for, again and again. */
static void warn(struct asterisk *a)
{
	if (a->audit->warned)
		return;
	a->audit->warned = true;
	log_warn("asterisk",
		 "the manager user \"%s\" is not told of all calls: its \"read\" in manager.conf "
		 "needs system,call,agent,user; until then calls are shown late",
		 a->conf.user);
}

/* Events that came in between explain any difference. */
static void on_status(void *ctx, enum ami_outcome outcome, const struct ami_message *m)
{
	struct asterisk *a = ctx;
	struct audit *audit = a->audit;
	bool quiet = a->heard == audit->heard;

	if (outcome == AMI_DONE && ami_has(m, "CoreCurrentCalls") && quiet) {
		bool equal = ami_int(m, "CoreCurrentCalls", 0) == HASH_COUNT(a->channels);

		audit->strikes = equal ? 0 : audit->strikes + 1;
	}
	if (audit->strikes >= STRIKES && !a->snapshot) {
		warn(a);
		audit->strikes = 0;
		snapshot_start(a);
		return;
	}
	again(a);
}

static void on_timer(void *ctx)
{
	struct asterisk *a = ctx;

	if (!a->live || a->snapshot)
		return;
	a->audit->heard = a->heard;
	ami_send(ami_begin(a->actions, "CoreStatus"), ANSWER_MS, on_status, a);
}

void audit_start(struct asterisk *a)
{
	if (!a->audit) {
		a->audit = mem_new(1, sizeof(*a->audit));
		a->audit->timer = loop_timer_new(a->loop, on_timer, a);
	}
	again(a);
}

void audit_stop(struct asterisk *a)
{
	if (!a->audit)
		return;
	loop_timer_stop(a->audit->timer);
	a->audit->strikes = 0;
}

void audit_free(struct asterisk *a)
{
	if (!a->audit)
		return;
	loop_timer_free(&a->audit->timer);
	free(a->audit);
	a->audit = NULL;
}
