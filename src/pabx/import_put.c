#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/sha.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/text.h"
#include "directory_tags.h"
#include "import.h"
#include "number_list.h"

enum { KEY_MAX = 64, KEY_BYTES = 8, MARK_MAX = 640 };

/* What an entry is known by (its name with one of its numbers, or its address) and its key; or what
 * a person is known by and who that is. */
struct known {
	char *mark, key[KEY_MAX];
	int64_t cID;
	bool editable;
	UT_hash_handle hh;
};

/* A key that this import has seen. */
struct seen {
	char key[KEY_MAX];
	UT_hash_handle hh;
};

struct putting {
	struct store *store;
	const struct import_book *book;
	struct import_counts *counts;
	struct number_plan plan;
	struct known *known;
	struct seen *seen;
};

/* An entry as the store has it. */
struct columns {
	const char *name, *numbers, *company, *email, *department;
};

static struct known *find(const struct putting *put, const char *mark)
{
	struct known *known;

	HASH_FIND_STR(put->known, mark, known);
	return known;
}

/* NULL where the mark is taken: the first keeps it. */
static struct known *know(struct putting *put, const char *mark)
{
	struct known *known = find(put, mark);

	if (known)
		return NULL;
	known = mem_new(1, sizeof(*known));
	known->mark = mem_dup(mark);
	HASH_ADD_KEYPTR(hh, put->known, known->mark, strlen(known->mark), known);
	return known;
}

/* Calls fn with each mark of an entry until it returns true. */
static bool each_mark(const struct putting *put, const struct columns *c,
		      bool (*fn)(void *ctx, const char *mark), void *ctx)
{
	char name[MARK_MAX / 2], mark[MARK_MAX], number[NUMBER_MAX];
	struct number_list list;
	bool done = false;
	unsigned i;

	text_fold(name, sizeof(name), c->name);
	number_list_read(&list, c->numbers);
	for (i = 0; !done && i < list.count; i++) {
		if (number_e164(&put->plan, list.numbers[i], number, sizeof(number)) < 0)
			continue;
		snprintf(mark, sizeof(mark), "%s\n%s", name, number);
		done = fn(ctx, mark);
	}
	if (!list.count) {
		snprintf(mark, sizeof(mark), "%s\n@%s", name, c->email);
		done = fn(ctx, mark);
	}
	number_list_free(&list);
	return done;
}

struct knowing {
	struct putting *put;
	const char *key;
	bool editable;
};

static bool know_mark(void *ctx, const char *mark)
{
	const struct knowing *k = ctx;
	struct known *known = know(k->put, mark);

	if (!known)
		return false;
	snprintf(known->key, sizeof(known->key), "%s", k->key);
	known->editable = k->editable;
	return false;
}

static void know_entry(struct putting *put, const struct columns *c, const char *key, bool editable)
{
	struct knowing k = {put, key, editable};

	each_mark(put, c, know_mark, &k);
}

struct asking {
	const struct putting *put;
	const struct known *found;
};

static bool ask_mark(void *ctx, const char *mark)
{
	struct asking *a = ctx;

	a->found = find(a->put, mark);
	return a->found;
}

static void columns_of(struct sqlite3_stmt *rows, struct columns *c)
{
	c->name = store_text(rows, 4);
	c->numbers = store_text(rows, 5);
	c->company = store_text(rows, 6);
	c->email = store_text(rows, 7);
	c->department = store_text(rows, 8);
}

static void load_known(struct putting *put)
{
	const struct import_book *b = put->book;
	struct sqlite3_stmt *rows;
	struct columns c;

	for (rows = store_ask(put->store, SQL_ADDRESSES_OF, "ssi", b->group, b->tenant, b->owner);
	     store_next(rows);) {
		columns_of(rows, &c);
		know_entry(put, &c, store_text(rows, 0), store_flag(rows, 9));
	}
}

static void see(struct putting *put, const char *key)
{
	struct seen *seen;

	HASH_FIND_STR(put->seen, key, seen);
	if (seen)
		return;
	seen = mem_new(1, sizeof(*seen));
	snprintf(seen->key, sizeof(seen->key), "%s", key);
	HASH_ADD_STR(put->seen, key, seen);
}

/* The key follows from the book and what the file calls the entry, so that the next import of it
 * finds it again. */
static void make_key(const struct putting *put, const struct import_entry *entry, char key[KEY_MAX])
{
	const struct import_book *b = put->book;
	unsigned char digest[SHA256_DIGEST_LENGTH];
	char *text = mem_printf("%s\n%s\n%lld\n%s\n%s", b->group, b->tenant, (long long)b->owner,
				entry->identity ? "" : entry->name,
				entry->identity   ? entry->identity
				: *entry->numbers ? entry->numbers
						  : entry->emails[0]);

	SHA256((const unsigned char *)text, strlen(text), digest);
	*key = 'i';
	for (int i = 0; i < KEY_BYTES; i++)
		snprintf(key + 1 + 2 * i, 3, "%02x", digest[i]);
	free(text);
}

static int tell(struct putting *put, const char *key)
{
	return store_run(put->store, SQL_OUTSIDE_ADD, "si", key, put->book->owner);
}

static int put_tags(struct putting *put, const char *key, const char *words)
{
	char *tags = *words ? tags_of_words(words) : NULL;
	int err = tags ? store_run(put->store, SQL_TAG_ADD, "ss", key, tags) : 0;

	if (tags && !err && store_count(put->store))
		err = store_run(put->store, SQL_META_COUNT, "s", "tag");
	free(tags);
	return err;
}

static int write_entry(struct putting *put, const char *key, const struct columns *c,
		       const char *tags)
{
	const struct import_book *b = put->book;
	int err = store_run(put->store, SQL_ADDRESS_PUT, "sssisssssi", key, b->group, b->tenant,
			    b->owner, c->name, c->numbers, c->company, c->email, c->department,
			    (int64_t)0);

	if (!err)
		err = put_tags(put, key, tags);
	if (!err)
		err = tell(put, key);
	return err;
}

static bool is_same(const struct columns *a, const struct columns *b)
{
	return !strcmp(a->name, b->name) && !strcmp(a->numbers, b->numbers) &&
	       !strcmp(a->company, b->company) && !strcmp(a->email, b->email) &&
	       !strcmp(a->department, b->department);
}

/* 1 if the store has it and it is as it should be, 0 if it has it otherwise, else ERR_NOT_FOUND. */
static int compare(struct putting *put, const char *key, const struct columns *c)
{
	struct sqlite3_stmt *rows = store_ask(put->store, SQL_ADDRESS, "s", key);
	struct columns old;
	int same;

	if (!store_next(rows))
		return ERR_NOT_FOUND;
	columns_of(rows, &old);
	same = is_same(&old, c);
	store_end(rows);
	return same;
}

static int put_entry(struct putting *put, const struct import_entry *entry)
{
	const struct columns c = {entry->name, entry->numbers, entry->company, entry->emails[0],
				  entry->department};
	struct asking asking = {put, NULL};
	char key[KEY_MAX];
	int state, err;

	make_key(put, entry, key);
	state = compare(put, key, &c);
	if (state < 0 && each_mark(put, &c, ask_mark, &asking)) {
		see(put, asking.found->key);
		snprintf(key, sizeof(key), "%s", asking.found->key);
		/* What people made by themselves stays theirs. */
		state = asking.found->editable ? 1 : compare(put, key, &c);
	}
	see(put, key);
	if (state == 1) {
		put->counts->same++;
		return 0;
	}
	err = write_entry(put, key, &c, entry->tags);
	if (!err) {
		know_entry(put, &c, key, false);
		*(state == 0 ? &put->counts->changed : &put->counts->added) += 1;
	}
	return err;
}

/* ---- People ---- */

enum { P_CID, P_NAME = 2, P_EMAIL = 6, P_GONE = 20 };

static const char *person_mark(char mark[MARK_MAX], const char *kind, const char *text)
{
	char folded[MARK_MAX / 2];

	text_fold(folded, sizeof(folded), text);
	snprintf(mark, MARK_MAX, "%s\n%s", kind, folded);
	return mark;
}

static void know_person(struct putting *put, const char *kind, const char *text, int64_t cID)
{
	char mark[MARK_MAX];
	struct known *known = *text ? know(put, person_mark(mark, kind, text)) : NULL;

	if (known)
		known->cID = cID;
}

static void load_people(struct putting *put)
{
	struct sqlite3_stmt *rows;

	for (rows = store_ask(put->store, SQL_PEOPLE, ""); store_next(rows);) {
		if (store_flag(rows, P_GONE))
			continue;
		know_person(put, "\tmail", store_text(rows, P_EMAIL), store_int(rows, P_CID));
		know_person(put, "\tname", store_text(rows, P_NAME), store_int(rows, P_CID));
	}
}

static int64_t person_by(const struct putting *put, const char *kind, const char *text)
{
	char mark[MARK_MAX];
	const struct known *known = *text ? find(put, person_mark(mark, kind, text)) : NULL;

	return known ? known->cID : 0;
}

/* Who has one of its mail addresses, or, where it has a photo, its name; 0 for nobody. */
static int64_t person_of(struct putting *put, const struct import_entry *entry)
{
	int64_t cID = 0;

	for (int i = 0; !cID && i < IMPORT_EMAILS; i++)
		cID = person_by(put, "\tmail", entry->emails[i]);
	if (!cID && entry->photo)
		cID = person_by(put, "\tname", entry->name);
	return cID;
}

static bool has_photo(struct store *store, int64_t cID, const struct import_entry *entry)
{
	struct sqlite3_stmt *rows = store_ask(store, SQL_PERSON_PHOTO, "i", cID);
	const void *bytes;
	size_t len;
	bool same;

	if (!store_next(rows))
		return false;
	bytes = store_blob(rows, 0, &len);
	same = len == entry->photo_len && len && !memcmp(bytes, entry->photo, len);
	store_end(rows);
	return same;
}

static int put_person(struct putting *put, int64_t cID, const struct import_entry *entry,
		      struct why *why)
{
	int err;

	put->counts->people++;
	if (!entry->photo || has_photo(put->store, cID, entry))
		return 0;
	err = photo_put(put->store, cID, entry->photo, entry->photo_len, why);
	if (!err)
		put->counts->photos++;
	return err;
}

/* ---- All of it ---- */

static int remove_entry(struct putting *put, const char *key)
{
	int err = tell(put, key);

	if (!err)
		err = store_run(put->store, SQL_TAG_END, "s", key);
	if (!err)
		err = store_run(put->store, SQL_ADDRESS_END, "s", key);
	put->counts->removed++;
	return err;
}

static int remove_others(struct putting *put)
{
	const struct import_book *b = put->book;
	struct sqlite3_stmt *rows;
	int err = 0;

	for (rows = store_ask(put->store, SQL_ADDRESSES_OF, "ssi", b->group, b->tenant, b->owner);
	     store_next(rows);) {
		const char *key = store_text(rows, 0);
		struct seen *seen;

		HASH_FIND_STR(put->seen, key, seen);
		if (!seen && *key == 'i' && !store_flag(rows, 9) && !err)
			err = remove_entry(put, key);
	}
	return err;
}

static void forget(struct putting *put)
{
	struct known *known, *after;
	struct seen *seen, *next;

	HASH_ITER (hh, put->known, known, after) {
		HASH_DEL(put->known, known);
		free(known->mark);
		free(known);
	}
	HASH_ITER (hh, put->seen, seen, next) {
		HASH_DEL(put->seen, seen);
		free(seen);
	}
}

int import_put(struct store *store, const struct import_book *book, const struct import_list *list,
	       bool replace, struct import_counts *counts, struct why *why)
{
	struct putting put = {.store = store, .book = book, .counts = counts};
	const struct import_entry *entry;
	int err = 0;

	memset(counts, 0, sizeof(*counts));
	store_plan(store, &put.plan);
	load_known(&put);
	load_people(&put);
	for (entry = list->entries; !err && entry; entry = entry->next) {
		int64_t cID = person_of(&put, entry);

		err = cID ? put_person(&put, cID, entry, why) : put_entry(&put, entry);
	}
	if (!err && replace)
		err = remove_others(&put);
	if (!err && counts->added + counts->changed + counts->removed)
		err = store_run(store, SQL_META_COUNT, "s", "address");
	forget(&put);
	return err;
}
