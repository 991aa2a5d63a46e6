#include "hook.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/hash.h"
#include "base/language.h"
#include "base/mem.h"
#include "base/words.h"
#include "loop/program.h"

enum { SAID_MAX = 800, PROBLEM_MAX = 700 };

static const char *const names[HOOK_COUNT] = {
	[HOOK_RING] = "on-ring",
	[HOOK_ANSWER] = "on-answer",
	[HOOK_MISSED] = "on-missed",
	[HOOK_MESSAGE] = "on-message",
};

/* A call that rang for me and has not ended. */
struct rung {
	char *key;
	bool answered;
	UT_hash_handle hh;
};

/* A command that runs. */
struct running {
	struct hooks *hooks;
	enum hook hook;
	struct loop_program *program;
	struct running *prev, *next;
};

struct hooks {
	struct hooks_options options;
	char **words[HOOK_COUNT];
	bool said[HOOK_COUNT]; /* that it fails */
	struct rung *rung;
	struct running *running;
	unsigned count;
};

const char *hook_name(enum hook hook)
{
	return names[hook];
}

/* ---- Running ---- */

static void complain(struct hooks *h, enum hook hook, const char *problem)
{
	char said[SAID_MAX];

	if (h->said[hook])
		return;
	h->said[hook] = true;
	snprintf(said, sizeof(said), "%s: %s %s", names[hook], h->words[hook][0], problem);
	h->options.say(h->options.ctx, said);
}

static void running_free(struct running *r)
{
	DL_DELETE(r->hooks->running, r);
	r->hooks->count--;
	loop_program_forget(&r->program);
	free(r);
}

/* What went wrong, "" after exit status 0. */
static void problem_of(const struct hooks *h, const struct loop_program_end *end,
		       char problem[PROBLEM_MAX])
{
	const char *colon = *end->said ? ": " : "";

	problem[0] = '\0';
	if (end->error)
		snprintf(problem, PROBLEM_MAX, _("cannot be run%s%s"), ": ", strerror(end->error));
	else if (end->late)
		snprintf(problem, PROBLEM_MAX, _("was killed, it took longer than %d s"),
			 (int)(h->options.limit_ms / 1000));
	else if (WIFSIGNALED(end->status))
		snprintf(problem, PROBLEM_MAX, _("was ended by signal %d%s%s"),
			 WTERMSIG(end->status), colon, end->said);
	else if (WEXITSTATUS(end->status))
		snprintf(problem, PROBLEM_MAX, _("ended with status %d%s%s"),
			 WEXITSTATUS(end->status), colon, end->said);
}

static void on_ended(void *ctx, const struct loop_program_end *end)
{
	struct running *r = ctx;
	char problem[PROBLEM_MAX];

	problem_of(r->hooks, end, problem);
	if (*problem)
		complain(r->hooks, r->hook, problem);
	else
		r->hooks->said[r->hook] = false;
	running_free(r);
}

static void fire(struct hooks *h, enum hook hook, const struct pbx_object *object)
{
	/* A kiosk is everybody's: nothing that somebody can do there runs a program. */
	if (!h->words[hook] || pbx_permission(h->options.pbx, "kiosk"))
		return;
	if (h->count == HOOKS_AT_ONCE) {
		complain(h, hook, _("was left out: too many hooks run already"));
		return;
	}
	struct running *r = mem_new(1, sizeof(*r));
	char *json = pbx_object_json(object);
	char *line = mem_printf("%s\n", json);
	*r = (struct running){.hooks = h, .hook = hook};
	r->program = loop_program_run(h->options.loop,
				      &(struct loop_program_order){.argv = h->words[hook],
								   .input = line,
								   .len = strlen(line),
								   .limit_ms = h->options.limit_ms,
								   .name = "FRONTDESK_HOOK",
								   .value = names[hook]},
				      on_ended, r);
	free(line);
	free(json);
	DL_APPEND(h->running, r);
	h->count++;
}

/* ---- Calls ---- */

static struct rung *find(const struct hooks *h, const struct pbx_object *call)
{
	struct rung *rung;

	HASH_FIND_STR(h->rung, pbx_object_key(call), rung);
	return rung;
}

static void forget(struct hooks *h, struct rung *rung)
{
	HASH_DEL(h->rung, rung);
	free(rung->key);
	free(rung);
}

static bool is(const struct pbx_object *call, const char *state)
{
	return strcmp(pbx_call_state(call), state) == 0;
}

static void ring(struct hooks *h, const struct pbx_object *call)
{
	struct rung *rung = mem_new(1, sizeof(*rung));

	rung->key = mem_dup(pbx_object_key(call));
	HASH_ADD_KEYPTR(hh, h->rung, rung->key, strlen(rung->key), rung);
	fire(h, HOOK_RING, call);
}

/* Neither one that somebody else took nor one that was refused on purpose. */
static bool is_missed(const struct pbx_object *call)
{
	const char *cause = pbx_call_cause(call);

	return strcmp(cause, "elsewhere") != 0 && strcmp(cause, "rejected") != 0;
}

static void end(struct hooks *h, struct rung *rung, const struct pbx_object *call)
{
	bool missed = !rung->answered && is_missed(call);

	forget(h, rung);
	if (missed)
		fire(h, HOOK_MISSED, call);
}

static void on_call(void *ctx, enum pbx_event event, struct pbx_object *call, uint64_t changed)
{
	struct hooks *h = ctx;
	struct rung *rung = find(h, call);

	(void)changed;
	if (rung && (event == PBX_DELETED || is(call, "dead"))) {
		end(h, rung, call);
	} else if (!rung && event != PBX_DELETED && pbx_call_is_mine(call) && is(call, "ring") &&
		   strcmp(pbx_call_party(call), "callee") == 0) {
		ring(h, call);
	} else if (rung && !rung->answered && is(call, "up")) {
		rung->answered = true;
		fire(h, HOOK_ANSWER, call);
	}
}

/* ---- Messages ---- */

/* What was said before is no news: a feed that is live has told that already. */
static void on_message(void *ctx, enum pbx_event event, struct pbx_object *message,
		       uint64_t changed)
{
	struct hooks *h = ctx;

	(void)event, (void)changed;
	if (!pbx_message_own(message) && pbx_feed_state(h->options.pbx) == PBX_LIVE)
		fire(h, HOOK_MESSAGE, message);
}

/* ---- Life ---- */

struct hooks *hooks_new(const struct hooks_options *options)
{
	struct hooks *h = mem_new(1, sizeof(*h));
	struct why why;

	h->options = *options;
	for (int i = 0; i < HOOK_COUNT; i++)
		if (options->command[i] && *options->command[i])
			words_split(options->command[i], &h->words[i], &why);
	pbx_listen(options->pbx, PBX_CALL, NULL, PBX_NEW | PBX_UPDATE | PBX_DELETED, on_call, h);
	pbx_listen(options->pbx, PBX_MESSAGE, NULL, PBX_NEW, on_message, h);
	return h;
}

void hooks_free(struct hooks **slot)
{
	struct hooks *h = *slot;
	struct rung *rung, *next;

	if (!h)
		return;
	*slot = NULL;
	pbx_unlisten(h->options.pbx, PBX_CALL, NULL, on_call, h);
	pbx_unlisten(h->options.pbx, PBX_MESSAGE, NULL, on_message, h);
	while (h->running)
		running_free(h->running);
	HASH_ITER (hh, h->rung, rung, next)
		forget(h, rung);
	for (int i = 0; i < HOOK_COUNT; i++)
		words_free(&h->words[i]);
	free(h);
}
