#include <stdlib.h>

#include "core.h"

struct px_listener {
	struct px_listener *prev, *next;
	unsigned events; /* 0: it went */
	uint64_t moment; /* when it came */
	pbx_listener_fn fn;
	void *ctx;
};

static struct px_listener **listeners_of(struct pbx *pbx, enum pbx_class class,
					 struct pbx_object *object)
{
	return object ? &px_extra(object)->listeners : &pbx->store.listeners[class];
}

static struct px_listener *find(struct px_listener *listeners, pbx_listener_fn fn, void *ctx)
{
	struct px_listener *listener;

	DL_FOREACH (listeners, listener)
		if (listener->events && listener->fn == fn && listener->ctx == ctx)
			return listener;
	return NULL;
}

int pbx_listen(struct pbx *pbx, enum pbx_class class, struct pbx_object *object, unsigned events,
	       pbx_listener_fn fn, void *ctx)
{
	const unsigned all = PBX_NEW | PBX_UPDATE | PBX_DELETED;

	if (!fn || !events || (events & ~all))
		return ERR_INVALID;
	if (object ? object->gone || (events & PBX_NEW) : (unsigned)class >= PBX_CLASS_COUNT)
		return ERR_INVALID;

	struct px_listener **listeners = listeners_of(pbx, class, object);
	struct px_listener *listener = find(*listeners, fn, ctx);

	if (!listener) {
		listener = mem_new(1, sizeof(*listener));
		listener->fn = fn;
		listener->ctx = ctx;
		listener->moment = pbx->store.moment;
		DL_APPEND(*listeners, listener);
	}
	listener->events = events;
	return 0;
}

int pbx_unlisten(struct pbx *pbx, enum pbx_class class, struct pbx_object *object,
		 pbx_listener_fn fn, void *ctx)
{
	if (!object && (unsigned)class >= PBX_CLASS_COUNT)
		return ERR_NOT_FOUND;

	struct px_listener **listeners = listeners_of(pbx, class, object);
	struct px_listener *listener = find(*listeners, fn, ctx);

	if (!listener)
		return ERR_NOT_FOUND;
	listener->events = 0;
	if (!pbx->store.telling) {
		DL_DELETE(*listeners, listener);
		free(listener);
	}
	return 0;
}

static void drop_went(struct px_listener **listeners)
{
	struct px_listener *listener, *next;

	DL_FOREACH_SAFE (*listeners, listener, next) {
		if (listener->events)
			continue;
		DL_DELETE(*listeners, listener);
		free(listener);
	}
}

static void tell(struct px_store *store, struct px_listener **listeners,
		 const struct px_event *event)
{
	struct px_listener *listener;

	DL_FOREACH (*listeners, listener)
		if ((listener->events & event->kind) && listener->moment < store->moment)
			listener->fn(listener->ctx, (enum pbx_event)event->kind, event->object,
				     event->changed);
}

void px_listeners_tell(struct px_store *store, const struct px_event *event)
{
	const struct px_event now = *event;
	struct px_extra *extra = now.object->extra;
	struct px_listener **of_class = &store->listeners[px_class(now.object)];

	store->moment++;
	store->telling++;
	if (extra)
		tell(store, &extra->listeners, &now);
	tell(store, of_class, &now);
	store->telling--;
	if (extra)
		drop_went(&extra->listeners);
	drop_went(of_class);
}

void px_listeners_free(struct px_listener **listeners)
{
	struct px_listener *listener, *next;

	DL_FOREACH_SAFE (*listeners, listener, next) {
		DL_DELETE(*listeners, listener);
		free(listener);
	}
}
