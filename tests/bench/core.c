#include "core.h"

#include <stdio.h>

#include "base/clock.h"
#include "figures.h"

void core_until(struct core *c, bool (*done)(void *ctx), void *ctx, const char *what)
{
	int64_t end = clock_mono_ms() + CORE_WAIT_MS;

	while (!done(ctx)) {
		if (clock_mono_ms() > end)
			cannot("%s did not come", what);
		loop_turn(c->loop, 100);
	}
}

void answer_take(void *ctx, const struct pbx_result *result)
{
	struct answer *answer = ctx;

	answer->came = true;
	answer->outcome = result->outcome;
	snprintf(answer->cid, sizeof(answer->cid), "%s", result->cid);
	snprintf(answer->text, sizeof(answer->text), "%s", result->text);
}

static bool has_come(void *ctx)
{
	return ((struct answer *)ctx)->came;
}

void core_answer(struct core *c, struct answer *answer, const char *what)
{
	core_until(c, has_come, answer, what);
	if (answer->outcome != PBX_DONE)
		cannot("%s: %s", what, answer->text);
}

struct book {
	struct pbx *pbx;
	unsigned wanted;
};

static bool has_book(void *ctx)
{
	const struct book *book = ctx;
	unsigned count;

	pbx_list(book->pbx, PBX_ADDRESS, &count);
	return count >= book->wanted;
}

static void on_book(void *ctx, struct pbx_object *const *added, unsigned added_count,
		    const char *const *removed, unsigned removed_count)
{
	(void)ctx, (void)added, (void)added_count, (void)removed, (void)removed_count;
}

void core_open(struct core *c, const char *address, const char *secret, unsigned addresses)
{
	struct answer login = {0}, feed = {0}, tags = {0};

	c->loop = loop_new(0);
	c->pbx = pbx_new(c->loop);
	if (pbx_set_host(c->pbx, &(struct pbx_host){.url = address}))
		cannot("\"%s\" is no host", address);
	pbx_login(c->pbx, &(struct pbx_login){.key = secret}, answer_take, &login);
	core_answer(c, &login, "signing in");
	pbx_start_feed(c->pbx, NULL, answer_take, &feed);
	core_answer(c, &feed, "the feed");
	if (!addresses)
		return;
	pbx_enable_tags(c->pbx, answer_take, &tags);
	core_answer(c, &tags, "tags");
	pbx_get_addressbook(c->pbx, on_book, c);
	core_until(c, has_book, &(struct book){c->pbx, addresses}, "the address book");
}

void core_close(struct core *c)
{
	pbx_free(&c->pbx);
	loop_free(&c->loop);
}
