/* Asterisk ends, crashes and comes back while the console goes on. */
#include "asterisk/desk.h"

#include <stdlib.h>
#include <string.h>

static void bruno_and_chidi(struct desk *desk)
{
	phone_dial(office_phone(desk->office, 1002), "1003", NULL, NULL);
	phone_answer(office_until(desk->office, office_phone(desk->office, 1003), PHONE_RINGING));
	desk_until(desk, 1002, "up");
	desk_until(desk, 1003, "up");
}

static void register_again(struct desk *desk)
{
	for (int i = 0; i < OFFICE_PHONES; i++)
		if (desk->office->phones[i])
			phone_register(desk->office->phones[i], 3600);
}

static void restart__in_mid_call__is_stale_then_right_again(void **state)
{
	struct desk *desk = *state;

	bruno_and_chidi(desk);
	peer_stop(&desk->office->peer);
	DESK_UNTIL(desk, pbx_feed_state(desk->pbx) == PBX_STALE);
	assert_true(pbx_away_since(desk->pbx) > 0);
	peer_again(&desk->office->peer);
	DESK_UNTIL(desk, pbx_feed_state(desk->pbx) == PBX_LIVE);
	desk_until_idle(desk, 1002);
	desk_same(desk);
	bruno_and_chidi(desk);
	desk_same(desk);
}

static void crash__in_mid_call__is_stale_then_without_the_call(void **state)
{
	struct desk *desk = *state;

	bruno_and_chidi(desk);
	peer_kill(&desk->office->peer);
	DESK_UNTIL(desk, pbx_feed_state(desk->pbx) == PBX_STALE);
	assert_non_null(desk_contact(desk, 1002));
	peer_again(&desk->office->peer);
	register_again(desk);
	DESK_UNTIL(desk, pbx_feed_state(desk->pbx) == PBX_LIVE);
	desk_until_idle(desk, 1002);
	desk_same(desk);
}

static void away__directory_and_notes__go_on(void **state)
{
	static const char *const vip[] = {"vip"};
	struct desk *desk = *state;

	peer_kill(&desk->office->peer);
	DESK_UNTIL(desk, pbx_feed_state(desk->pbx) == PBX_STALE);
	pbx_edit_tags(desk->pbx, desk_contact(desk, 1002), vip, 1, NULL, 0, desk_done, desk);
	desk_accepted(desk);
	pbx_dial(desk->pbx, desk_device(desk, 1001), &(struct pbx_target){.number = "1002"},
		 desk_done, desk);
	DESK_UNTIL(desk, desk->answered);
	desk->answered = false;
	assert_int_equal(desk->outcome, PBX_REFUSED);
	assert_string_equal(desk->reason, "busy");
	peer_again(&desk->office->peer);
	register_again(desk);
	DESK_UNTIL(desk, pbx_feed_state(desk->pbx) == PBX_LIVE);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		DESK_TEST(restart__in_mid_call__is_stale_then_right_again),
		DESK_TEST(crash__in_mid_call__is_stale_then_without_the_call),
		DESK_TEST(away__directory_and_notes__go_on),
	};

	return DESK_RUN(tests);
}
