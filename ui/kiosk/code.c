/* The code that leaves the kiosk: hashed slowly in the worker, and not tried often. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "inside.h"

enum { TRIES = 3, LOCK_FIRST_MS = 30000, LOCK_MOST_MS = 600000 };

/* What the worker needs, its own copy. */
struct check {
	struct kiosk *kiosk;
	char code[CODE_MAX + 1], hash[PASSWORD_HASH];
	bool right;
};

static void free_check(void *ctx)
{
	mem_wipe(ctx, sizeof(struct check));
	free(ctx);
}

static void work(void *ctx)
{
	struct check *check = ctx;

	check->right = password_verify(check->code, check->hash);
}

static void was_wrong(struct kiosk *k)
{
	struct code *c = &k->code;

	c->state = CODE_WRONG;
	if (++c->wrong % TRIES)
		return;
	c->state = CODE_LOCKED;
	c->lock_ms = c->lock_ms ? c->lock_ms * 2 : LOCK_FIRST_MS;
	c->lock_ms = c->lock_ms > LOCK_MOST_MS ? LOCK_MOST_MS : c->lock_ms;
	loop_timer_set(c->lock, c->lock_ms);
}

static void on_checked(void *ctx)
{
	struct check *check = ctx;
	struct kiosk *k = check->kiosk;
	bool right = check->right;

	k->code.job = NULL;
	free_check(check);
	if (right) {
		k->code.wrong = 0;
		k->code.lock_ms = 0;
		code_hide(k);
		k->options.leave(k->options.ctx);
	} else {
		was_wrong(k);
	}
	kiosk_dirty(k);
}

static void verify(struct kiosk *k)
{
	struct code *c = &k->code;
	struct check *check = mem_new(1, sizeof(*check));

	check->kiosk = k;
	snprintf(check->code, sizeof(check->code), "%s", input_text(c->typed));
	snprintf(check->hash, sizeof(check->hash), "%s", k->options.code);
	input_clear(c->typed);
	c->state = CODE_CHECKS;
	c->job = loop_work(k->loop, work, on_checked, check);
}

static void on_unlocked(void *ctx)
{
	struct kiosk *k = ctx;

	k->code.state = CODE_ASKS;
	kiosk_dirty(k);
}

void code_key(struct kiosk *k, struct term_key key)
{
	struct code *c = &k->code;

	if (key.mods || c->state == CODE_CHECKS)
		return;
	if (key.code == KEY_ESC) {
		code_hide(k);
	} else if (c->state == CODE_LOCKED) {
		return;
	} else if (key.code == KEY_ENTER || key.code == KEY_PAD_ENTER) {
		if (!input_empty(c->typed))
			verify(k);
	} else if (key_char(key) || key.code == KEY_BACKSPACE) {
		c->state = CODE_ASKS;
		input_handle(c->typed, key);
	}
}

void code_show(struct kiosk *k)
{
	if (!k->options.code)
		return;
	k->code.open = true;
	if (k->code.state == CODE_WRONG)
		k->code.state = CODE_ASKS;
}

void code_hide(struct kiosk *k)
{
	k->code.open = false;
	input_clear(k->code.typed);
}

void code_open(struct kiosk *k)
{
	k->code.typed = input_new(CODE_MAX);
	input_secret(k->code.typed, true);
	k->code.lock = loop_timer_new(k->loop, on_unlocked, k);
}

void code_close(struct kiosk *k)
{
	if (k->code.job)
		loop_job_forget(&k->code.job, free_check);
	loop_timer_free(&k->code.lock);
	input_free(&k->code.typed);
}
