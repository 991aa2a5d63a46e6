/* 300 calls at 20 a second: the console ends with what Asterisk has. */
#include "asterisk/desk.h"

#include <stdio.h>

#include "base/clock.h"

enum { CALLS = 300, RATE = 20, TALK_MS = 1500 };

struct crowd {
	struct desk *desk;
	struct phone_call *call[CALLS];
	int64_t up_us[CALLS];
	int begun, ended, lost;
};

static void begin(struct crowd *crowd)
{
	char number[16], name[32], from[16];
	int i = crowd->begun++;

	snprintf(number, sizeof(number), "02079461%03d", 1 + i % OFFICE_PHONES);
	snprintf(name, sizeof(name), "Caller %d", i);
	snprintf(from, sizeof(from), "0161%07d", i);
	crowd->call[i] = office_outside(crowd->desk->office, number, name, from);
}

static void step(struct crowd *crowd)
{
	int64_t now = clock_mono_us();

	for (int i = 0; i < crowd->begun; i++) {
		struct phone_call *call = crowd->call[i];

		if (!call)
			continue;
		if (call->state == PHONE_UP && now - call->answered_us > TALK_MS * 1000)
			phone_hang_up(call);
		if (call->state != PHONE_ENDED)
			continue;
		crowd->ended++;
		crowd->lost += call->status != 200;
		crowd->call[i] = NULL;
	}
}

static void load__300_calls_at_20_a_second__ends_as_asterisk_has_it(void **state)
{
	struct desk *desk = *state;
	struct crowd crowd = {.desk = desk};
	int64_t start, end = office_end() + 30000000;

	for (int i = 0; i < OFFICE_PHONES; i++)
		phone_manner(office_phone(desk->office, OFFICE_FIRST + i), PHONE_ANSWERS);
	start = clock_mono_us();
	while (crowd.ended < CALLS && office_turn(desk->office, end)) {
		while (crowd.begun < CALLS &&
		       crowd.begun < (clock_mono_us() - start) * RATE / 1000000)
			begin(&crowd);
		step(&crowd);
		if (crowd.begun == CALLS / 2 && crowd.call[crowd.begun - 1])
			assert_int_equal(pbx_feed_state(desk->pbx), PBX_LIVE);
	}
	assert_int_equal(crowd.ended, CALLS);
	assert_int_equal(crowd.lost, 0);
	desk_same(desk);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		DESK_TEST(load__300_calls_at_20_a_second__ends_as_asterisk_has_it),
	};

	return DESK_RUN(tests);
}
