#include "auth.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/password.h"
#include "base/random.h"
#include "directory.h"
#include "secret.h"
#include "throttle.h"

enum { REMEMBERED_MS = 60000, REMEMBERED_MAX = 1024, WAITING_MAX = 256 };

/* A pair of name and password that was right, by its salted hash. */
struct known {
	unsigned char hash[SECRET_HASH];
	int64_t cID, generation, until;
	UT_hash_handle hh;
};

struct auth_check {
	struct auth *auth;
	char *username, *password, *hash;
	char address[64];
	int64_t cID, generation;
	bool right;
	auth_fn fn;
	void *ctx;
	struct loop_job *job;
	struct auth_check *prev, *next;
};

struct auth {
	struct pabx *pabx;
	struct throttle *throttle;
	struct known *known;
	struct auth_check *waiting, *running;
	unsigned count;
	unsigned char salt[16];
};

static void start_next(struct auth *auth);

struct auth *auth_new(struct pabx *pabx)
{
	struct auth *auth = mem_new(1, sizeof(*auth));

	auth->pabx = pabx;
	auth->throttle = throttle_new();
	random_bytes(auth->salt, sizeof(auth->salt));
	return auth;
}

static void free_check(void *ctx)
{
	struct auth_check *check = ctx;

	mem_wipe(check->password, strlen(check->password));
	free(check->username);
	free(check->password);
	free(check->hash);
	free(check);
}

static void forget_known(struct auth *auth, struct known *known)
{
	HASH_DEL(auth->known, known);
	free(known);
}

void auth_free(struct auth **slot)
{
	struct auth *auth = *slot;

	*slot = NULL;
	if (!auth)
		return;
	while (auth->waiting) {
		struct auth_check *check = auth->waiting;

		DL_DELETE(auth->waiting, check);
		free_check(check);
	}
	if (auth->running)
		loop_job_forget(&auth->running->job, free_check);
	while (auth->known)
		forget_known(auth, auth->known);
	throttle_free(&auth->throttle);
	free(auth);
}

static void hash_pair(const struct auth *auth, const char *username, const char *password,
		      unsigned char hash[SECRET_HASH])
{
	struct buf pair;

	buf_init(&pair, 2048);
	buf_add(&pair, auth->salt, sizeof(auth->salt));
	buf_add(&pair, username, strlen(username) + 1);
	buf_add(&pair, password, strlen(password));
	secret_hash_bytes(pair.data, pair.len, hash);
	mem_wipe(pair.data, pair.len);
	buf_free(&pair);
}

/* Whose pair that was within the last minute, WIRE_NULL if nobody's. */
static int64_t remembered(struct auth *auth, const unsigned char *hash)
{
	const struct person *person;
	struct known *known;

	HASH_FIND(hh, auth->known, hash, SECRET_HASH, known);
	if (!known)
		return WIRE_NULL;
	person = directory_person(auth->pabx->directory, known->cID);
	if (known->until >= clock_mono_ms() && person && person->generation == known->generation)
		return known->cID;
	forget_known(auth, known);
	return WIRE_NULL;
}

static void remember(struct auth *auth, const struct auth_check *check)
{
	struct known *known = mem_new(1, sizeof(*known)), *old;

	hash_pair(auth, check->username, check->password, known->hash);
	HASH_FIND(hh, auth->known, known->hash, SECRET_HASH, old);
	if (old)
		forget_known(auth, old);
	if (HASH_COUNT(auth->known) >= REMEMBERED_MAX)
		forget_known(auth, auth->known);
	known->cID = check->cID;
	known->generation = check->generation;
	known->until = clock_mono_ms() + REMEMBERED_MS;
	HASH_ADD(hh, auth->known, hash, SECRET_HASH, known);
}

static void tell(auth_fn fn, void *ctx, int err, int retry_after, int64_t cID)
{
	const struct auth_result result = {err, retry_after, cID};

	fn(ctx, &result);
}

static void work(void *ctx)
{
	struct auth_check *check = ctx;

	check->right = password_verify(check->password, check->hash);
}

static void done(void *ctx)
{
	struct auth_check *check = ctx;
	struct auth *auth = check->auth;
	const struct person *person = directory_person(auth->pabx->directory, check->cID);

	auth->running = NULL;
	auth->count--;
	if (check->right && person && person->generation == check->generation) {
		throttle_passed(auth->throttle, check->username, check->address);
		remember(auth, check);
		tell(check->fn, check->ctx, 0, 0, check->cID);
	} else {
		throttle_failed(auth->throttle, check->username, check->address);
		log_info("auth", "a login as %s from %s failed", check->username, check->address);
		tell(check->fn, check->ctx, ERR_DENIED, 0, WIRE_NULL);
	}
	free_check(check);
	start_next(auth);
}

/* Those that came while earlier ones failed are slowed down as if they came later. */
static void start_next(struct auth *auth)
{
	struct auth_check *check;
	const struct person *person;
	int wait;

	while (!auth->running && (check = auth->waiting)) {
		DL_DELETE(auth->waiting, check);
		wait = throttle_wait(auth->throttle, check->username, check->address);
		if (wait) {
			auth->count--;
			tell(check->fn, check->ctx, ERR_BUSY, wait, WIRE_NULL);
			free_check(check);
			continue;
		}
		person = directory_person_by_login(auth->pabx->directory, check->username);
		check->cID = person ? person->cID : WIRE_NULL;
		check->generation = person ? person->generation : 0;
		check->hash = mem_dup(person ? person->password : NULL);
		auth->running = check;
		check->job = loop_work(auth->pabx->loop, work, done, check);
	}
}

/* The accounts of the simulated office, whose passwords are their names: on loopback only, and
 * until somebody gives them a password. */
static bool is_demo(const struct auth *auth, const char *username, const char *address)
{
	static const char *const names[] = {"reception", "admin", "user"};
	const struct person *person;

	if (!auth->pabx->options.demo_accounts || !throttle_is_loopback(address))
		return false;
	person = directory_person_by_login(auth->pabx->directory, username);
	for (size_t i = 0; person && !person->password && i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(names[i], username))
			return true;
	return false;
}

/* What is known without any hashing. */
static bool answer_now(struct auth *auth, const char *username, const char *password,
		       const char *address, struct auth_result *result)
{
	unsigned char hash[SECRET_HASH];
	const struct person *person;

	result->err = 0;
	hash_pair(auth, username, password, hash);
	result->cID = remembered(auth, hash);
	if (result->cID != WIRE_NULL)
		return true;
	result->retry_after = throttle_wait(auth->throttle, username, address);
	if (!result->retry_after && auth->count >= WAITING_MAX)
		result->retry_after = 1;
	if (result->retry_after) {
		result->err = ERR_BUSY;
		return true;
	}
	directory_refresh(auth->pabx->directory); /* given just now, by another process */
	if (!is_demo(auth, username, address))
		return false;
	person = directory_person_by_login(auth->pabx->directory, username);
	result->cID = person->cID;
	if (!secret_equal_text(username, password)) {
		throttle_failed(auth->throttle, username, address);
		result->err = ERR_DENIED;
	} else {
		throttle_passed(auth->throttle, username, address);
	}
	return true;
}

struct auth_check *auth_begin(struct auth *auth, const char *username, const char *password,
			      const char *address, auth_fn fn, void *ctx)
{
	struct auth_result result = {0};
	struct auth_check *check;

	if (strlen(username) > 64 || strlen(password) >= PASSWORD_MAX) {
		throttle_failed(auth->throttle, "", address);
		tell(fn, ctx, ERR_DENIED, 0, WIRE_NULL);
		return NULL;
	}
	if (answer_now(auth, username, password, address, &result)) {
		fn(ctx, &result);
		return NULL;
	}
	check = mem_new(1, sizeof(*check));
	check->auth = auth;
	check->username = mem_dup(username);
	check->password = mem_dup(password);
	snprintf(check->address, sizeof(check->address), "%s", address);
	check->fn = fn;
	check->ctx = ctx;
	auth->count++;
	DL_APPEND(auth->waiting, check);
	start_next(auth);
	return check;
}

void auth_forget(struct auth_check **slot)
{
	struct auth_check *check = *slot;
	struct auth *auth = check->auth;

	*slot = NULL;
	auth->count--;
	if (auth->running == check) {
		auth->running = NULL;
		loop_job_forget(&check->job, free_check);
		start_next(auth);
	} else {
		DL_DELETE(auth->waiting, check);
		free_check(check);
	}
}
