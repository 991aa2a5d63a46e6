#include "throttle.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/hash.h"

enum {
	FREE_PER_USER = 5,
	FREE_PER_ADDRESS = 20,
	LONGEST_S = 60,
	FORGOTTEN_MS = 900000,
	ENTRIES_MAX = 10000, /* then the oldest is forgotten */
};

struct entry {
	unsigned failures;
	int64_t last;
	UT_hash_handle hh;
	char key[];
};

struct throttle {
	struct entry *entries;
};

struct throttle *throttle_new(void)
{
	return mem_new(1, sizeof(struct throttle));
}

static void drop(struct throttle *throttle, struct entry *entry)
{
	HASH_DEL(throttle->entries, entry);
	free(entry);
}

void throttle_free(struct throttle **slot)
{
	struct throttle *throttle = *slot;

	*slot = NULL;
	while (throttle && throttle->entries)
		drop(throttle, throttle->entries);
	free(throttle);
}

bool throttle_is_loopback(const char *address)
{
	return !strncmp(address, "127.", 4) || !strcmp(address, "::1") ||
	       !strncmp(address, "::ffff:127.", 11);
}

static void make_key(char *key, size_t cap, const char *user, const char *address)
{
	snprintf(key, cap, "%s|%.100s", address, user);
}

static struct entry *find(const struct throttle *throttle, const char *key)
{
	struct entry *entry;

	HASH_FIND_STR(throttle->entries, key, entry);
	return entry;
}

static int wait_of(const struct entry *entry, unsigned free_failures)
{
	int64_t over, delay = 1000;

	if (!entry || entry->failures < free_failures)
		return 0;
	for (unsigned i = free_failures; i < entry->failures && delay < LONGEST_S * 1000; i++)
		delay *= 2;
	if (delay > LONGEST_S * 1000)
		delay = LONGEST_S * 1000;
	over = entry->last + delay - clock_mono_ms();
	return over > 0 ? (int)((over + 999) / 1000) : 0;
}

int throttle_wait(const struct throttle *throttle, const char *user, const char *address)
{
	char key[256];
	int wait, other;

	make_key(key, sizeof(key), user, address);
	wait = wait_of(find(throttle, key), FREE_PER_USER);
	if (throttle_is_loopback(address))
		return wait;
	other = wait_of(find(throttle, address), FREE_PER_ADDRESS);
	return wait > other ? wait : other;
}

static void count(struct throttle *throttle, const char *key)
{
	struct entry *entry = find(throttle, key);
	int64_t now = clock_mono_ms();

	if (!entry) {
		if (HASH_COUNT(throttle->entries) >= ENTRIES_MAX)
			drop(throttle, throttle->entries);
		entry = mem_new(1, sizeof(*entry) + strlen(key) + 1);
		memcpy(entry->key, key, strlen(key));
		HASH_ADD_STR(throttle->entries, key, entry);
	}
	if (now - entry->last > FORGOTTEN_MS)
		entry->failures = 0;
	entry->failures++;
	entry->last = now;
}

void throttle_failed(struct throttle *throttle, const char *user, const char *address)
{
	char key[256];

	make_key(key, sizeof(key), user, address);
	count(throttle, key);
	if (!throttle_is_loopback(address))
		count(throttle, address);
}

void throttle_passed(struct throttle *throttle, const char *user, const char *address)
{
	struct entry *entry;
	char key[256];

	make_key(key, sizeof(key), user, address);
	entry = find(throttle, key);
	if (entry)
		drop(throttle, entry);
}
