/* Links: an answer to "may these two chat", where their companies do not say so. */
#include "directory_inside.h"

static void show(struct directory *d, int64_t cID, int64_t other, const char *state)
{
	struct wire_row *row = wire_row_new(WIRE_LINK);

	SET_INT(row, link, cID, other);
	SET_TEXT(row, link, state, state);
	directory_put(d, cID, row);
}

static const char *state_of(const struct directory *d, int64_t cID, int64_t other)
{
	const struct wire_row *row;
	char key[32];

	person_key(key, other);
	row = live_get(d->live, WIRE_LINK, cID, key);
	return row ? CAST(link, row)->state : "none";
}

static int set(struct directory *d, int64_t cID, int64_t other, const char *mine,
	       const char *theirs)
{
	int err;

	store_begin(d->store);
	err = store_run(d->store, SQL_LINK_PUT, "iis", cID, other, mine);
	if (!err)
		err = store_run(d->store, SQL_LINK_PUT, "iis", other, cID, theirs);
	if (err) {
		store_rollback(d->store);
		return err;
	}
	err = store_commit(d->store);
	if (!err) {
		show(d, cID, other, mine);
		show(d, other, cID, theirs);
	}
	return err;
}

int directory_link(struct directory *d, int64_t cID, int64_t other, enum directory_link what)
{
	const char *mine = state_of(d, cID, other);

	if (what == LINK_END)
		return set(d, cID, other, "none", "none");
	if (!strcmp(mine, "both"))
		return 0;
	if (!strcmp(mine, "asked"))
		return set(d, cID, other, "both", "both");
	return what == LINK_ASK ? set(d, cID, other, "asking", "asked") : ERR_CONFLICT;
}

bool directory_linked(const struct directory *d, int64_t cID, int64_t other)
{
	const struct person *a = directory_person(d, cID), *b = directory_person(d, other);

	return a && b &&
	       (!strcmp(a->company, b->company) || !strcmp(state_of(d, cID, other), "both"));
}

void links_load(struct directory *d)
{
	struct sqlite3_stmt *rows;

	for (rows = store_ask(d->store, SQL_LINKS, ""); store_next(rows);)
		show(d, store_int(rows, 0), store_int(rows, 1), store_text(rows, 2));
}
