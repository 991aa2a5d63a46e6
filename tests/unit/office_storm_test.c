/* Operators who press everything at any time: whatever they do, no call is lost or left over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "unit/office_fixture.h"

enum { COMMANDS = 6000 };

static struct world *w;
static struct random_seq dice;

static int close_world(void **state)
{
	(void)state;
	world_close(&w);
	return 0;
}

/* A call of any kind, mostly one that a console can see; old names of dead ones too. */
static void any_call(char parent[80], char cid[64])
{
	unsigned count = 0;

	strcpy(parent, "SIP/reception");
	snprintf(cid, 64, "c-%u", random_below(&dice, 400));
	if (random_below(&dice, 10) == 0)
		return;
	for (const struct seen *at = w->seen; at; at = at->hh.next) {
		const struct wire_call *call = (const struct wire_call *)at->row;
		unsigned weight;

		if (at->row->set != WIRE_CALL)
			continue;
		weight = strstr(call->parent, "reception") || strstr(call->parent, "agnes") ||
					 strstr(call->parent, "user")
				 ? 8
				 : 1;
		count += weight;
		if (random_below(&dice, count) < weight) {
			snprintf(parent, 80, "%s", call->parent);
			snprintf(cid, 64, "%s", call->cid);
		}
	}
}

static const char *any_of(const char *const *list, unsigned count)
{
	return list[random_below(&dice, count)];
}

static void press(void)
{
	static const char *const devices[] = {"SIP/reception", "SIP/reception_2", "SIP/agnes",
					      "SIP/user", "SIP/lwalega"};
	static const char *const numbers[] = {
		"100", "102",         "105",           "111", "114", "110", "200",
		"201", "210",         "701",           "600", "1",   "999", "104",
		"120", "01632960011", "+493023125041", "",    "305", "180", "02079460910"};
	char parent[80], cid[64], other_parent[80], other_cid[64];
	struct switch_command c = {
		.verb = random_below(&dice, 5) ? SWITCH_CALL : SWITCH_DIAL,
		.action = (enum wire_action)random_below(&dice, WIRE_A_COUNT),
		.user = 1,
		.device = parent,
		.cid = cid,
		.other_device = other_parent,
		.other_cid = other_cid,
		.to = {.cID = random_below(&dice, 3) ? WIRE_NULL
						     : (int64_t)random_below(&dice, 50)},
		.lot = random_below(&dice, 2) ? NULL : "camp",
		.slot = random_below(&dice, 2) ? NULL : any_of(numbers, 10),
		.digits = "5",
	};

	any_call(parent, cid);
	any_call(other_parent, other_cid);
	if (c.verb == SWITCH_DIAL || random_below(&dice, 3) == 0)
		snprintf(parent, sizeof(parent), "%s", any_of(devices, 5));
	strcpy(c.to.number, any_of(numbers, sizeof(numbers) / sizeof(*numbers)));
	c.to.voicemail = c.to.cID != WIRE_NULL && random_below(&dice, 2);
	world_command(w, &c);
}

static void storm(uint64_t seed)
{
	const struct office_options options = {.seed = seed};

	w = world_open(&options);
	random_seed(&dice, seed * 77);
	for (int i = 0; i < COMMANDS; i++) {
		press();
		world_check(w);
		if (random_below(&dice, 2))
			world_step(w, random_below(&dice, random_below(&dice, 10) ? 2000 : 20000));
		world_check(w);
	}
}

static const struct wire_call *live_call(void)
{
	for (const struct seen *at = w->seen; at; at = at->hh.next) {
		const struct wire_call *call = (const struct wire_call *)at->row;

		if (at->row->set == WIRE_CALL && strcmp(call->state, "dead") != 0 &&
		    strncmp(call->parent, "queue:", 6) != 0)
			return call;
	}
	return NULL;
}

/* Everybody hangs up, again and again; what is then older than that was forgotten. */
static void evening(void)
{
	int64_t end = clock_wall_ms() + 600000;

	while (clock_wall_ms() < end) {
		const struct wire_call *call;
		char parent[80], cid[64];

		while ((call = live_call())) {
			snprintf(parent, sizeof(parent), "%s", call->parent);
			snprintf(cid, sizeof(cid), "%s", call->cid);
			assert_int_equal(world_action(w, WIRE_A_HANGUP, parent, cid, NULL),
					 WIRE_R_NONE);
		}
		world_check(w);
		world_step(w, 20000);
	}
	for (const struct seen *at = w->seen; at; at = at->hh.next) {
		if (at->row->set == WIRE_CALL)
			assert_true(((const struct wire_call *)at->row)->stamp > end - 300000);
		if (at->row->set == WIRE_PARKED)
			assert_true(((const struct wire_parked *)at->row)->since > end - 200000);
	}
}

static void storm__of_commands__leaves_every_row_right(void **state)
{
	unsigned accepted = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= 3; seed++) {
		storm(seed);
		accepted += w->begun;
		evening();
		world_check(w);
		world_close(&w);
	}
	assert_true(accepted > 3000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(storm__of_commands__leaves_every_row_right, close_world),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
