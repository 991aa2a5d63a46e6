#include "address.h"

#include <stdlib.h>

#include "core.h"

/* What one frame did to the address book. */
struct news {
	struct pbx_object **added;
	const char **removed;
	unsigned added_count, removed_count;
};

static void gather(const struct px_store *store, struct news *news)
{
	*news = (struct news){0};
	for (unsigned i = 0; i < store->event_count; i++) {
		const struct px_event *event = &store->events[i];

		if (px_class(event->object) != PBX_ADDRESS)
			continue;
		if (!news->added) {
			news->added = mem_new(store->event_count, sizeof(*news->added));
			news->removed = mem_new(store->event_count, sizeof(*news->removed));
		}
		if (event->kind == PBX_NEW)
			news->added[news->added_count++] = event->object;
		else if (event->kind == PBX_DELETED)
			news->removed[news->removed_count++] = event->object->row->key;
	}
}

/* The first time it is everything. */
static void tell(struct px_watch *watch, const struct px_list *all, const struct news *news)
{
	pbx_addressbook_fn fn = (pbx_addressbook_fn)watch->fn;

	if (!watch->told) {
		watch->told = true;
		fn(watch->ctx, all->at, all->count, NULL, 0);
	} else if (news->added_count || news->removed_count) {
		fn(watch->ctx, news->added, news->added_count, news->removed, news->removed_count);
	}
}

void px_books_told(struct pbx *pbx)
{
	struct px_table *table = &pbx->store.tables[PBX_ADDRESS];
	struct news news;

	if (!pbx->books.count)
		return;
	gather(&pbx->store, &news);
	for (unsigned i = 0, n = px_watch_begin(&pbx->books); i < n; i++) {
		struct px_watch *watch = &pbx->books.at[i];

		if (watch->fn && (watch->told || table->loaded))
			tell(watch, &table->list, &news);
		watch->told = watch->told && (table->loaded || table->loading);
	}
	px_watch_end(&pbx->books);
	free(news.added);
	free(news.removed);
}

static void books_told_later(struct pbx *pbx, int value)
{
	(void)value;
	px_books_told(pbx);
}

/* The same watcher again is a refresh: it hears what is new. */
void pbx_get_addressbook(struct pbx *pbx, pbx_addressbook_fn fn, void *ctx)
{
	struct px_watches *books = &pbx->books;
	bool known = false;

	for (unsigned i = 0; i < books->count; i++)
		known |= books->at[i].fn == (void (*)(void))fn && books->at[i].ctx == ctx;
	if (!known)
		px_watch_set(books, (void (*)(void))fn, ctx, 0);
	if (!fn)
		return;
	px_later_run(pbx->later, books_told_later, 0);
	if (known || !pbx->feed.flags[PX_ADDRESS])
		px_feed_set_flag(pbx, PX_ADDRESS, true, NULL);
}
