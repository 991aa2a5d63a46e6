#include "lines.h"

#include <stdlib.h>
#include <string.h>

#include "core.h"

static int compare(const void *a, const void *b)
{
	const struct pbx_object *x = *(struct pbx_object *const *)a;
	const struct pbx_object *y = *(struct pbx_object *const *)b;
	int order = strcmp(pbx_device_mac(x), pbx_device_mac(y));

	if (!order)
		order = (pbx_device_line(x) > pbx_device_line(y)) -
			(pbx_device_line(x) < pbx_device_line(y));
	return order ? order : strcmp(x->row->key, y->row->key);
}

static void gather(struct pbx *pbx, struct px_line_list *list, bool owned)
{
	const struct px_list *devices = &pbx->store.tables[PBX_DEVICE].list;

	list->count = 0;
	for (unsigned i = 0; i < devices->count; i++) {
		struct pbx_object *device = devices->at[i];
		int64_t user = owned ? pbx_device_ownerID(device) : pbx_device_userID(device);

		if (device->gone || !pbx->session.id || user != pbx->session.id)
			continue;
		if (list->count == list->cap) {
			list->cap = list->cap ? list->cap * 2 : 8;
			list->at = mem_resize(list->at, list->cap, sizeof(struct pbx_object *));
		}
		list->at[list->count++] = device;
	}
	if (list->count)
		qsort(list->at, list->count, sizeof(struct pbx_object *), compare);
}

/* True if the list is another one now. */
static bool refresh(struct pbx *pbx, bool owned)
{
	struct px_line_list *list = &pbx->lines.lists[owned];
	struct px_line_list old = *list;
	bool same;

	*list = (struct px_line_list){0};
	gather(pbx, list, owned);
	same = old.count == list->count &&
	       (!old.count || !memcmp(old.at, list->at, old.count * sizeof(struct pbx_object *)));
	free(old.at);
	return !same;
}

static void tell(struct pbx *pbx, bool owned, bool all)
{
	struct px_watches *watches = &pbx->lines.watches;
	const struct px_line_list *list = &pbx->lines.lists[owned];

	for (unsigned i = 0, n = px_watch_begin(watches); i < n; i++) {
		struct px_watch *watch = &watches->at[i];

		if (!watch->fn || watch->kind != owned || (watch->told && !all))
			continue;
		watch->told = true;
		((pbx_lines_fn)watch->fn)(watch->ctx, list->at, list->count);
	}
	px_watch_end(watches);
}

static void update(struct pbx *pbx)
{
	struct px_lines *lines = &pbx->lines;

	if (!lines->stale && lines->user == pbx->session.id)
		return;
	lines->stale = false;
	lines->user = pbx->session.id;
	for (int owned = 0; owned < 2; owned++)
		if (refresh(pbx, owned))
			tell(pbx, owned, true);
}

void px_lines_told(struct pbx *pbx)
{
	update(pbx);
}

static void tell_new(struct pbx *pbx, int owned)
{
	tell(pbx, owned, false);
}

struct pbx_object *const *pbx_lines(struct pbx *pbx, bool owned, unsigned *count)
{
	struct px_line_list *list = &pbx->lines.lists[owned];

	*count = list->count;
	return list->at;
}

/* "Now" is the next turn: nothing runs inside the call that caused it. */
void pbx_get_lines(struct pbx *pbx, bool owned, pbx_lines_fn fn, void *ctx)
{
	px_watch_set(&pbx->lines.watches, (void (*)(void))fn, ctx, owned);
	if (fn)
		px_later_run(pbx->later, tell_new, owned);
}

void px_lines_free(struct px_lines *lines)
{
	free(lines->lists[0].at);
	free(lines->lists[1].at);
	px_watch_free(&lines->watches);
}
