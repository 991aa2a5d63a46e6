#include "sessions.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/random.h"
#include "directory.h"
#include "feed.h"
#include "one_life.h"
#include "secret.h"
#include "store.h"
#include "wire/command.h"

enum {
	DAY_MS = 86400000,
	UNUSED_MS = 7 * DAY_MS, /* a session without a feed ends */
	TOUCH_MS = 60000,       /* the store learns so seldom that a session is used */
	SWEEP_MS = 600000,      /* what is unused so long is only in the store */
};

/* A session in use. Those of keys are found by the key's id. */
struct entry {
	struct session session;
	unsigned char hash[SECRET_HASH]; /* of the secret */
	char key_id[65];                 /* "" for a login */
	int64_t generation, stored;      /* stored: last_used as the store has it */
	bool one_life;
	UT_hash_handle hh, hh_key;
};

struct sessions {
	struct pabx *pabx;
	struct entry *by_hash, *by_key;
	struct loop_timer *sweep;
	struct one_life *one_life;
};

static void sweep(void *ctx);

struct sessions *sessions_new(struct pabx *pabx)
{
	struct sessions *s = mem_new(1, sizeof(*s));

	s->pabx = pabx;
	s->one_life = one_life_new(pabx->loop, pabx->options.one_life_key_fd);
	s->sweep = loop_timer_new(pabx->loop, sweep, s);
	loop_timer_set(s->sweep, SWEEP_MS);
	return s;
}

static void drop(struct sessions *s, struct entry *entry)
{
	if (*entry->key_id)
		HASH_DELETE(hh_key, s->by_key, entry);
	else
		HASH_DEL(s->by_hash, entry);
	free(entry);
}

void sessions_free(struct sessions **slot)
{
	struct sessions *s = *slot;
	struct entry *entry, *next;

	*slot = NULL;
	if (!s)
		return;
	HASH_ITER (hh, s->by_hash, entry, next)
		drop(s, entry);
	HASH_ITER (hh_key, s->by_key, entry, next)
		drop(s, entry);
	one_life_free(&s->one_life);
	loop_timer_free(&s->sweep);
	free(s);
}

static void touch(struct sessions *s, struct entry *entry, int64_t at_least)
{
	entry->session.last_used = clock_wall_ms();
	if (*entry->key_id || entry->session.last_used - entry->stored < at_least)
		return;
	entry->stored = entry->session.last_used;
	store_run(s->pabx->store, SQL_SESSION_USED, "ib", entry->stored, entry->hash,
		  sizeof(entry->hash));
}

static void sweep(void *ctx)
{
	struct sessions *s = ctx;
	struct entry *entry, *next;
	int64_t now = clock_wall_ms();

	HASH_ITER (hh, s->by_hash, entry, next) {
		if (entry->session.feeds)
			touch(s, entry, 0);
		else if (now - entry->session.last_used > SWEEP_MS)
			drop(s, entry);
	}
	store_run(s->pabx->store, SQL_SESSIONS_OLD, "i", now - UNUSED_MS);
	loop_timer_set(s->sweep, SWEEP_MS);
}

/* Ends it here; the store's row is the caller's. */
static void end(struct sessions *s, struct entry *entry)
{
	if (s->pabx->feed)
		feed_session_ended(s->pabx->feed, &entry->session);
	drop(s, entry);
}

static struct entry *add_login(struct sessions *s, const unsigned char *hash, const char *id,
			       int64_t cID, int64_t used)
{
	const struct person *person = directory_person(s->pabx->directory, cID);
	struct entry *entry;

	if (!person)
		return NULL;
	entry = mem_new(1, sizeof(*entry));
	memcpy(entry->hash, hash, sizeof(entry->hash));
	snprintf(entry->session.id, sizeof(entry->session.id), "%s", id);
	directory_user(s->pabx->directory, cID, &entry->session.user);
	entry->generation = person->generation;
	entry->session.last_used = entry->stored = used;
	HASH_ADD(hh, s->by_hash, hash, sizeof(entry->hash), entry);
	return entry;
}

struct session *sessions_begin(struct sessions *s, int64_t cID, char secret[SESSION_SECRET])
{
	const struct person *person = directory_person(s->pabx->directory, cID);
	unsigned char hash[SECRET_HASH];
	int64_t now = clock_wall_ms();
	struct entry *entry;
	char id[33];

	if (!person)
		return NULL;
	random_hex(secret, 32);
	random_hex(id, 16);
	secret_hash(secret, hash);
	if (store_run(s->pabx->store, SQL_SESSION_ADD, "bsiii", hash, sizeof(hash), id, cID,
		      person->generation, now))
		return NULL;
	entry = add_login(s, hash, id, cID, now);
	return &entry->session;
}

/* A session of before a restart, or one that was long unused. */
static struct entry *from_store(struct sessions *s, const unsigned char *hash)
{
	struct sqlite3_stmt *rows =
		store_ask(s->pabx->store, SQL_SESSION, "b", hash, (size_t)SECRET_HASH);
	const struct person *person;
	struct entry *entry = NULL;

	if (!store_next(rows))
		return NULL;
	person = directory_person(s->pabx->directory, store_int(rows, 1));
	if (person && person->generation == store_int(rows, 2) &&
	    clock_wall_ms() - store_int(rows, 3) <= UNUSED_MS)
		entry = add_login(s, hash, store_text(rows, 0), person->cID, store_int(rows, 3));
	store_end(rows);
	if (!entry)
		store_run(s->pabx->store, SQL_SESSION_END, "b", hash, (size_t)SECRET_HASH);
	return entry;
}

static struct session *find_login(struct sessions *s, const char *secret)
{
	unsigned char hash[SECRET_HASH];
	struct entry *entry;

	secret_hash(secret, hash);
	HASH_FIND(hh, s->by_hash, hash, sizeof(hash), entry);
	if (!entry)
		entry = from_store(s, hash);
	if (!entry)
		return NULL;
	if (!entry->session.feeds && clock_wall_ms() - entry->session.last_used > UNUSED_MS) {
		sessions_end(s, &entry->session);
		return NULL;
	}
	touch(s, entry, TOUCH_MS);
	return &entry->session;
}

/* Whose key that is, WIRE_NULL if nobody's. */
static int64_t key_user(struct sessions *s, const char *id, const unsigned char *hash)
{
	struct sqlite3_stmt *rows = store_ask(s->pabx->store, SQL_KEY, "s", id);
	int64_t cID = WIRE_NULL;
	const void *stored;
	size_t len;

	if (!store_next(rows))
		return WIRE_NULL;
	stored = store_blob(rows, 0, &len);
	if (len == SECRET_HASH && secret_equal(stored, hash))
		cID = store_int(rows, 1);
	store_end(rows);
	return cID;
}

static int64_t one_life_user(struct sessions *s, const char *id, const unsigned char *hash)
{
	const char *login = one_life_login(s->one_life, id, hash);
	const struct person *person;

	if (login && *s->pabx->one_life_login)
		login = s->pabx->one_life_login;
	person = login ? directory_person_by_login(s->pabx->directory, login) : NULL;

	return person ? person->cID : WIRE_NULL;
}

static struct entry *key_entry(struct sessions *s, const char *id, const unsigned char *hash,
			       int64_t cID)
{
	struct entry *entry = mem_new(1, sizeof(*entry));

	memcpy(entry->hash, hash, sizeof(entry->hash));
	snprintf(entry->key_id, sizeof(entry->key_id), "%s", id);
	random_hex(entry->session.id, 16);
	entry->session.stateless = true;
	directory_user(s->pabx->directory, cID, &entry->session.user);
	HASH_ADD_KEYPTR(hh_key, s->by_key, entry->key_id, strlen(entry->key_id), entry);
	return entry;
}

static struct session *find_key(struct sessions *s, const char *id, const char *secret)
{
	unsigned char hash[SECRET_HASH];
	int64_t cID;
	bool one_life;
	struct entry *entry;

	secret_hash(secret, hash);
	cID = one_life_user(s, id, hash);
	one_life = cID != WIRE_NULL;
	if (!one_life)
		cID = key_user(s, id, hash);
	if (cID != WIRE_NULL && !directory_person(s->pabx->directory, cID))
		directory_refresh(s->pabx->directory); /* made just now, by another process */
	if (cID == WIRE_NULL || !directory_person(s->pabx->directory, cID))
		return NULL;
	HASH_FIND(hh_key, s->by_key, id, strlen(id), entry);
	if (!entry)
		entry = key_entry(s, id, hash, cID);
	entry->one_life = one_life;
	touch(s, entry, TOUCH_MS);
	return &entry->session;
}

/* The value of our cookie, out of all that a client sends. */
static bool cookie_value(const char *cookie, char *out, size_t cap)
{
	static const char name[] = WIRE_COOKIE "=";
	size_t len;

	for (; *cookie; cookie += strcspn(cookie, ";"), cookie += *cookie == ';') {
		cookie += strspn(cookie, " ");
		if (strncmp(cookie, name, sizeof(name) - 1) != 0)
			continue;
		cookie += sizeof(name) - 1;
		len = strcspn(cookie, "; ");
		if (!len || len >= cap)
			return false;
		memcpy(out, cookie, len);
		out[len] = '\0';
		return true;
	}
	return false;
}

/* "Bearer <id>.<secret>" */
static bool bearer(const char *authorization, char id[65], char secret[SESSION_SECRET])
{
	size_t len;

	if (strncasecmp(authorization, "Bearer ", 7) != 0)
		return false;
	authorization += 7 + strspn(authorization + 7, " ");
	len = strcspn(authorization, ".");
	if (!len || len > 64 || !authorization[len] ||
	    strlen(authorization + len + 1) >= SESSION_SECRET)
		return false;
	memcpy(id, authorization, len);
	id[len] = '\0';
	snprintf(secret, SESSION_SECRET, "%s", authorization + len + 1);
	return true;
}

struct session *sessions_find(struct sessions *s, const char *cookie, const char *authorization)
{
	char id[65], secret[SESSION_SECRET];

	if (authorization && bearer(authorization, id, secret))
		return find_key(s, id, secret);
	if (cookie && cookie_value(cookie, secret, sizeof(secret)))
		return find_login(s, secret);
	return NULL;
}

void sessions_feed(struct sessions *s, struct session *session, int opened)
{
	session->feeds = (unsigned)((int)session->feeds + opened);
	touch(s, (struct entry *)session, TOUCH_MS);
}

void sessions_end(struct sessions *s, struct session *session)
{
	struct entry *entry = (struct entry *)session;

	if (!*entry->key_id)
		store_run(s->pabx->store, SQL_SESSION_END, "b", entry->hash, sizeof(entry->hash));
	end(s, entry);
}

/* True if the session may go on under the person's record as it is now. */
static bool still_good(struct sessions *s, struct entry *entry)
{
	const struct person *person = directory_person(s->pabx->directory, entry->session.user.cID);
	struct user user;

	if (!person || directory_user(s->pabx->directory, person->cID, &user))
		return false;
	if (!*entry->key_id && person->generation != entry->generation)
		return false;
	if (memcmp(user.perms, entry->session.user.perms, sizeof(user.perms)) != 0 ||
	    strcmp(user.company, entry->session.user.company) != 0)
		return false;
	entry->session.user = user;
	return true;
}

void sessions_user_changed(struct sessions *s, int64_t cID)
{
	struct entry *entry, *next;

	HASH_ITER (hh, s->by_hash, entry, next)
		if (entry->session.user.cID == cID && !still_good(s, entry))
			sessions_end(s, &entry->session);
	HASH_ITER (hh_key, s->by_key, entry, next)
		if (entry->session.user.cID == cID && !still_good(s, entry))
			end(s, entry);
}

void sessions_check_keys(struct sessions *s)
{
	struct entry *entry, *next;

	HASH_ITER (hh_key, s->by_key, entry, next)
		if (!entry->one_life && key_user(s, entry->key_id, entry->hash) == WIRE_NULL)
			end(s, entry);
}

int sessions_make_key(struct store *store, int64_t cID, const char *name, struct session_key *key)
{
	char secret[SESSION_SECRET];
	unsigned char hash[SECRET_HASH];

	random_hex(key->id, 8);
	random_hex(secret, 32);
	secret_hash(secret, hash);
	snprintf(key->key, sizeof(key->key), "%s.%s", key->id, secret);
	mem_wipe(secret, sizeof(secret));
	return store_run(store, SQL_KEY_ADD, "sbisi", key->id, hash, sizeof(hash), cID, name,
			 clock_wall_ms());
}

int sessions_end_key(struct store *store, int64_t cID, const char *id)
{
	struct sqlite3_stmt *rows = store_ask(store, SQL_KEY, "s", id);
	bool found = store_next(rows) && (cID == WIRE_NULL || store_int(rows, 1) == cID);

	store_end(rows);
	return found ? store_run(store, SQL_KEY_END, "s", id) : ERR_NOT_FOUND;
}
