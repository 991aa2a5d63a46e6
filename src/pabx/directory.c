#include "directory_inside.h"

enum { RELOAD_MS = 2000 };

void directory_put(struct directory *d, int64_t user, struct wire_row *row)
{
	live_put(d->live, user, row);
	wire_row_free(&row);
}

/* Another process (frontdesk-pabx user …) has changed the store. A long list is taken over in
 * pieces, so that consoles are served in between. */
static void reload(void *ctx)
{
	struct directory *d = ctx;
	bool more = false;

	if (d->reloading || store_changed(d->store))
		more = people_refresh(d) || addresses_refresh(d);
	if (d->pabx->sessions && !more)
		sessions_check_keys(d->pabx->sessions);
	store_tidy(d->store, d->pabx->loop);
	d->reloading = more;
	loop_timer_set(d->reload, more ? 0 : RELOAD_MS);
}

void directory_refresh(struct directory *d)
{
	if (d->pabx->options.store)
		people_refresh(d);
}

int directory_open(struct pabx *pabx, struct directory **out, struct why *why)
{
	struct directory *d = mem_new(1, sizeof(*d));
	int err;

	d->pabx = pabx;
	d->store = pabx->store;
	d->live = pabx->live;
	d->expiry = loop_timer_new(pabx->loop, presence_expire, d);
	d->reload = loop_timer_new(pabx->loop, reload, d);
	store_plan(d->store, &pabx->plan);
	store_meta(d->store, "id", d->store_id, sizeof(d->store_id));
	err = people_load(d, why);
	if (err) {
		directory_free(&d);
		return err;
	}
	tags_load(d);
	addresses_load(d);
	ddis_load(d);
	notes_load(d);
	taken_load(d);
	links_load(d);
	rooms_load(d);
	if (pabx->options.store)
		loop_timer_set(d->reload, RELOAD_MS);
	*out = d;
	return 0;
}

void directory_free(struct directory **slot)
{
	struct directory *d = *slot;

	*slot = NULL;
	if (!d)
		return;
	loop_timer_free(&d->expiry);
	loop_timer_free(&d->reload);
	rooms_free(d);
	overseers_free(d);
	ddis_free(d);
	numbers_free(d);
	people_free(d);
	free(d);
}

/* A person's number is part of the address book, and his tags go with him. */
const char *directory_revision(const struct directory *d, enum wire_set set)
{
	struct directory *writable = (struct directory *)d;
	const char *name = set == WIRE_ADDRESS ? "address" : set == WIRE_TAG ? "tag" : NULL;
	char count[24], people[24];

	if (!name)
		return NULL;
	store_meta(d->store, name, count, sizeof(count));
	store_meta(d->store, "people", people, sizeof(people));
	snprintf(writable->revision, sizeof(writable->revision), "%s.%s.%s", d->store_id, count,
		 people);
	return d->revision;
}
