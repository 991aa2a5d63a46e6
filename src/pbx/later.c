#include "later.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"

struct item {
	struct item *next;
	void (*fn)(struct pbx *pbx, int value);
	int value;
	struct px_then then;
	struct pbx_result result;
	char *reason, *text, *cid, *json;
};

struct px_later {
	struct loop *loop;
	struct pbx *pbx;
	struct item *items;
	bool asked;
};

const struct pbx_result px_result_done = {
	.outcome = PBX_DONE, .reason = "", .text = "", .cid = "", .json = ""};

struct pbx_result px_result_refused(int errno_, const char *reason, const char *text)
{
	struct pbx_result result = px_result_done;

	result.outcome = PBX_REFUSED;
	result.errno_ = errno_;
	result.reason = reason;
	result.text = text;
	return result;
}

struct px_later *px_later_new(struct loop *loop, struct pbx *pbx)
{
	struct px_later *later = mem_new(1, sizeof(*later));

	later->loop = loop;
	later->pbx = pbx;
	return later;
}

static void item_free(struct item *item)
{
	free(item->reason);
	free(item->text);
	free(item->cid);
	free(item->json);
	free(item);
}

void px_later_free(struct px_later **later)
{
	struct item *item, *next;

	loop_undefer((*later)->loop, *later);
	LL_FOREACH_SAFE((*later)->items, item, next)
	item_free(item);
	free(*later);
	*later = NULL;
}

static void run_item(struct px_later *later, struct item *item)
{
	if (item->fn)
		item->fn(later->pbx, item->value);
	else
		px_then_tell(&item->then, &item->result);
}

/* Only what was there at the start: what these calls ask for comes in the next turn. */
static void tell(void *ctx)
{
	struct px_later *later = ctx;
	struct item *items = later->items;

	later->items = NULL;
	later->asked = false;
	while (items) {
		struct item *item = items;

		LL_DELETE(items, item);
		run_item(later, item);
		item_free(item);
	}
}

static void add(struct px_later *later, struct item *item)
{
	LL_APPEND(later->items, item);
	if (!later->asked)
		loop_defer(later->loop, tell, later);
	later->asked = true;
}

void px_then_tell(const struct px_then *then, const struct pbx_result *result)
{
	if (then->done)
		then->done(then->ctx, result);
}

void px_later_done(struct px_later *later, const struct px_then *then,
		   const struct pbx_result *result)
{
	if (!then || !then->done)
		return;

	struct item *item = mem_new(1, sizeof(*item));

	item->then = *then;
	item->result = *result;
	item->result.reason = item->reason = mem_dup(result->reason);
	item->result.text = item->text = mem_dup(result->text);
	item->result.cid = item->cid = mem_dup(result->cid);
	item->result.json = item->json = mem_dup(result->json);
	add(later, item);
}

void px_later_run(struct px_later *later, void (*fn)(struct pbx *pbx, int value), int value)
{
	struct item *item = mem_new(1, sizeof(*item));

	item->fn = fn;
	item->value = value;
	add(later, item);
}
