#include "support/feed_house.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/mem.h"
#include "pabx/directory.h"
#include "pabx/mapping.h"
#include "pabx/rest.h"
#include "pabx/store.h"

/* The house that is open: what the PABX asks of its parts has no other way to it. */
static struct house *open_house;

/* Sessions. */
struct sessions *sessions_new(struct pabx *pabx)
{
	return (struct sessions *)pabx;
}

void sessions_free(struct sessions **sessions)
{
	*sessions = NULL;
}

struct session *sessions_find(struct sessions *s, const char *cookie, const char *authorization)
{
	(void)s;
	(void)cookie;
	if (!authorization || strncmp(authorization, "Bearer ", 7) != 0)
		return NULL;
	for (unsigned i = 0; i < open_house->count; i++)
		if (!strcmp(open_house->sessions[i].user.login, authorization + 7))
			return &open_house->sessions[i];
	return NULL;
}

void sessions_feed(struct sessions *s, struct session *session, int opened)
{
	(void)s;
	session->feeds += (unsigned)opened;
}

/* The directory. */
int directory_open(struct pabx *pabx, struct directory **directory, struct why *why)
{
	(void)why;
	*directory = (struct directory *)pabx;
	return 0;
}

void directory_free(struct directory **directory)
{
	*directory = NULL;
}

int directory_import(struct pabx *pabx, const char *folder, struct why *why)
{
	(void)pabx;
	(void)folder;
	(void)why;
	return 0;
}

bool directory_match_for(const struct directory *d, const char *company, const char *number,
			 struct directory_match *match)
{
	(void)d;
	(void)company;
	*match = (struct directory_match){.cID = WIRE_NULL};
	if (!strcmp(number, "1005")) {
		match->cID = 5;
		match->name = "Eve";
	} else if (!strcmp(number, "+4412345")) {
		match->key = "a1";
		match->name = "Acme";
	}
	return match->name != NULL;
}

const char *directory_greeting(const struct directory *d, const char *ddi)
{
	(void)d;
	return !strcmp(ddi, "200") ? "Good day" : NULL;
}

const char *directory_called(const struct directory *d, const char *ddi)
{
	(void)d;
	return !strcmp(ddi, "200") ? "Main number" : NULL;
}

void directory_presence(struct directory *d, int64_t cID, const char *resource, const char *show,
			const char *status, int64_t until)
{
	(void)d;
	(void)status;
	(void)until;
	snprintf(open_house->presence, sizeof(open_house->presence), "%d %s %s", (int)cID, resource,
		 show);
}

void directory_chosen(struct directory *d, int64_t cID, const char *show, const char *status)
{
	directory_presence(d, cID, "desk", show, status, 0);
}

int64_t directory_owner(const struct directory *d, const char *extension)
{
	(void)d;
	(void)extension;
	return WIRE_NULL;
}

const struct person *directory_person(const struct directory *d, int64_t cID)
{
	(void)d;
	(void)cID;
	return NULL;
}

void directory_message(struct directory *d, int64_t from, int64_t to, const char *text)
{
	(void)d;
	(void)from;
	(void)to;
	(void)text;
}

void directory_record(struct directory *d, const struct switch_record *record)
{
	(void)d;
	(void)record;
}

int mapping_new(struct store *store, const char *file, struct mapping **mapping, struct why *why)
{
	(void)store, (void)file, (void)why;
	*mapping = NULL;
	return 0;
}

void mapping_free(struct mapping **mapping)
{
	*mapping = NULL;
}

int mapping_operator(struct store *store, const char *who, int64_t *cID, char *login, size_t cap,
		     struct why *why)
{
	(void)store, (void)who, (void)cID, (void)login, (void)cap, (void)why;
	return 0;
}

void mapping_phone(struct pabx *pabx, const char *extension, const char *name)
{
	(void)pabx, (void)extension, (void)name;
}

const char *directory_revision(const struct directory *d, enum wire_set set)
{
	(void)d;
	return set == WIRE_ADDRESS && *open_house->revision ? open_house->revision : NULL;
}

/* REST and store. */
struct rest *rest_new(struct pabx *pabx)
{
	return (struct rest *)pabx;
}

void rest_free(struct rest **rest)
{
	*rest = NULL;
}

int rest_head(struct rest *rest, struct net_exchange *x)
{
	(void)rest;
	(void)x;
	return 404;
}

void rest_request(struct rest *rest, struct net_exchange *x)
{
	(void)rest;
	(void)x;
}

void rest_refuse(struct rest *rest, struct net_exchange *x, int status)
{
	(void)rest;
	(void)x;
	(void)status;
}

void rest_aborted(struct rest *rest, struct net_exchange *x)
{
	(void)rest;
	(void)x;
}

int store_open(const char *path, struct store **store, struct why *why)
{
	(void)path;
	(void)store;
	(void)why;
	return 0;
}

void store_watch(struct store *store, void (*failed)(void *ctx), void *ctx)
{
	(void)store;
	(void)failed;
	(void)ctx;
}

void store_close(struct store **store)
{
	*store = NULL;
}

/* The switch says what the test says. */
static void start(void *impl, const struct switch_events *events, void *ctx)
{
	(void)impl;
	events->available(ctx, true, NULL);
}

static void command(void *impl, const struct switch_command *asked, uint64_t ticket,
		    switch_answer_fn answer, void *ctx)
{
	(void)impl;
	(void)asked;
	(void)ticket;
	(void)answer;
	(void)ctx;
}

static void free_switch(void **impl)
{
	*impl = NULL;
}

static const char *const can[] = {"hold", "xfer", NULL};
static const struct switch_ops ops = {
	.name = "test", .can = can, .start = start, .command = command, .free = free_switch};

void house_open(struct house *house)
{
	struct pabx_options options = {.host = "127.0.0.1", .one_life_key_fd = -1};
	struct switch_handle sw = {.ops = &ops, .impl = house};
	struct why why = {""};

	memset(house, 0, sizeof(*house));
	open_house = house;
	house->loop = loop_new(0);
	if (pabx_open(house->loop, &options, sw, &house->pabx, &why))
		fail_msg("pabx_open: %s", why.text);
}

void house_close(struct house *house)
{
	pabx_free(&house->pabx);
	loop_free(&house->loop);
	clock_real();
	open_house = NULL;
}

static void add_person(struct house *house, int cID, const char *login, const char *company)
{
	char row[256];

	snprintf(row, sizeof(row), "{\"cID\":%d,\"name\":\"%s\",\"company\":\"%s\"}", cID, login,
		 company);
	house_put(house, 0, "contact", row);
	snprintf(row, sizeof(row),
		 "{\"name\":\"SIP/%c\",\"userID\":%d,\"ownerID\":%d,\"blf\":0,\"state\":\"up\"}",
		 login[0], cID, cID);
	house_row(house, "device", row);
}

int house_setup(void **state)
{
	struct house *house = calloc(1, sizeof(*house));

	house_open(house);
	house_user(house, 1, "anna", "default", "receptionist=default");
	house_user(house, 2, "bob", "default", "");
	house_user(house, 3, "carl", "other", "receptionist=other");
	add_person(house, 1, "anna", "default");
	add_person(house, 2, "bob", "default");
	add_person(house, 3, "carl", "other");
	*state = house;
	return 0;
}

int house_teardown(void **state)
{
	house_close(*state);
	free(*state);
	return 0;
}

static void set_perm(struct user *user, const char *word)
{
	size_t len = strcspn(word, "=");

	for (int i = 0; i < PERM_COUNT; i++)
		if (strlen(perm_name((enum perm)i)) == len &&
		    !strncmp(perm_name((enum perm)i), word, len))
			snprintf(user->perms[i], sizeof(user->perms[i]), "%s", word + len + 1);
}

struct session *house_user(struct house *house, int64_t cID, const char *login, const char *company,
			   const char *perms)
{
	struct session *session = &house->sessions[house->count++];
	char *words = mem_dup(perms), *rest = NULL;

	assert_true(house->count <= HOUSE_SESSIONS);
	snprintf(session->id, sizeof(session->id), "id-%s", login);
	session->user.cID = cID;
	snprintf(session->user.login, sizeof(session->user.login), "%s", login);
	snprintf(session->user.name, sizeof(session->user.name), "%s", login);
	snprintf(session->user.company, sizeof(session->user.company), "%s", company);
	snprintf(session->user.home, sizeof(session->user.home), "%s", company);
	for (char *word = strtok_r(words, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
		set_perm(&session->user, word);
	free(words);
	return session;
}

void house_logout(struct house *house, const char *login)
{
	for (unsigned i = 0; i < house->count; i++) {
		struct session *session = &house->sessions[i];

		if (strcmp(session->user.login, login) != 0)
			continue;
		feed_session_ended(house->pabx->feed, session);
		session->user.login[0] = '\0';
	}
}

static enum wire_set set_of(const char *name)
{
	int set = wire_set_find(name);

	assert_true(set >= 0);
	return (enum wire_set)set;
}

static void key_of(const char *set, const char *list, char key[WIRE_KEY_MAX])
{
	cJSON *value = json(list);

	assert_true(wire_key_of_list(set_of(set), value, key, WIRE_KEY_MAX) >= 0);
	cJSON_Delete(value);
}

void house_row(struct house *house, const char *set, const char *text)
{
	struct wire_row *row = row_of(set_of(set), text);

	pabx_switch_events()->row(house->pabx, row);
	wire_row_free(&row);
}

void house_gone(struct house *house, const char *set, const char *list)
{
	char key[WIRE_KEY_MAX];

	key_of(set, list, key);
	pabx_switch_events()->gone(house->pabx, set_of(set), key);
}

void house_put(struct house *house, int64_t user, const char *set, const char *text)
{
	struct wire_row *row = row_of(set_of(set), text);

	live_put(house->pabx->live, user, row);
	wire_row_free(&row);
}

void house_take(struct house *house, int64_t user, const char *set, const char *list)
{
	char key[WIRE_KEY_MAX];

	key_of(set, list, key);
	live_remove(house->pabx->live, set_of(set), user, key);
}

uint64_t house_seq(const struct house *house)
{
	return live_seq(house->pabx->live);
}

void house_turn(struct house *house)
{
	loop_turn(house->loop, 5);
}

void house_wait(struct house *house, bool (*fn)(void *ctx), void *ctx, const char *file, int line)
{
	int64_t deadline = clock_mono_us() + HOUSE_WAIT_MS * 1000;

	while (!fn(ctx)) {
		house_turn(house);
		if (clock_mono_us() > deadline) {
			print_error("%s:%d: nothing came in time\n", file, line);
			fail();
		}
	}
}

static bool settled(void *ctx)
{
	return pabx_settled(ctx);
}

void house_settle(struct house *house)
{
	pabx_flush(house->pabx);
	house_until(house, settled, house->pabx);
}

void house_fake_clock(void)
{
	clock_fake(INT64_C(1795300763123));
}

void house_step(struct house *house, int64_t ms)
{
	for (; ms > 0; ms -= 100) {
		clock_step(ms < 100 ? ms : 100);
		for (int i = 0; i < 3; i++)
			loop_turn(house->loop, 0);
	}
}
