/* Callers who wait: parked, in a queue, or at a telephone that somebody else picks up. */
#include "asterisk/desk.h"

#include <string.h>

enum { RETURNS_MS = 1500 };

static struct phone_call *outside_and_agnes(struct desk *desk)
{
	struct phone_call *caller =
		office_outside(desk->office, "02079460100", "Ann Outside", "01614960031");

	phone_answer(office_until(desk->office, office_phone(desk->office, 1001), PHONE_RINGING));
	desk_until(desk, 1001, "up");
	office_until_shows(desk->office, "bridge show all", "2 basic");
	return caller;
}

static struct pbx_object *parked(const struct desk *desk)
{
	unsigned count;
	struct pbx_object *const *all = pbx_list(desk->pbx, PBX_PARKED, &count);

	return count ? all[0] : NULL;
}

static struct pbx_object *park(struct desk *desk, int64_t timeout_ms)
{
	desk_do(desk, desk_has(desk, 1001, "up"), PBX_CALL_PARK_ACTION,
		&(struct pbx_call_args){.for_whom = desk_contact(desk, 1003),
					.timeout_ms = timeout_ms});
	DESK_UNTIL(desk, parked(desk));
	return parked(desk);
}

static void park__from_the_console__has_slot_name_and_for_whom(void **state)
{
	struct desk *desk = *state;
	struct phone_call *caller = outside_and_agnes(desk);
	struct pbx_object *row = park(desk, 0);

	assert_string_equal(pbx_parked_number(row), "01614960031");
	assert_string_equal(pbx_parked_name(row), "Ann Outside");
	assert_true(pbx_parked_returns(row) > 0);
	office_until_shows(desk->office, "parking show default", pbx_parked_slot(row));
	desk_until_idle(desk, 1001);
	assert_int_equal(caller->state, PHONE_UP);
	desk_same(desk);
}

static void park__retrieved_from_the_console__is_back_at_the_desk(void **state)
{
	struct desk *desk = *state;
	struct phone_call *caller = outside_and_agnes(desk);
	struct pbx_object *row = park(desk, 0);

	desk_until_idle(desk, 1001);
	desk_do(desk, row, PBX_CALL_RETRIEVE_ACTION,
		&(struct pbx_call_args){.device = desk_device(desk, 1001)});
	phone_answer(office_until(desk->office, office_phone(desk->office, 1001), PHONE_RINGING));
	desk_until(desk, 1001, "up");
	DESK_UNTIL(desk, !parked(desk));
	desk_until_with(desk, 1001, "up", "01614960031");
	assert_int_equal(caller->state, PHONE_UP);
	desk_same(desk);
}

static void park__nobody_takes_it__comes_back(void **state)
{
	struct desk *desk = *state;

	outside_and_agnes(desk);
	park(desk, RETURNS_MS);
	desk_until_idle(desk, 1001);
	desk_until(desk, 1001, "ring");
	DESK_UNTIL(desk, !parked(desk));
	desk_until_with(desk, 1001, "ring", "01614960031");
	desk_same(desk);
}

static void park__caller_gives_up__is_gone(void **state)
{
	struct desk *desk = *state;
	struct phone_call *caller = outside_and_agnes(desk);

	park(desk, 0);
	phone_hang_up(caller);
	DESK_UNTIL(desk, !parked(desk));
	desk_same(desk);
}

static struct pbx_object *sales(const struct desk *desk)
{
	return pbx_find(desk->pbx, PBX_QUEUE, "sales");
}

static void queue__caller_waits__rings_members_and_is_answered(void **state)
{
	struct desk *desk = *state;
	struct phone_call *caller =
		office_outside(desk->office, "02079460600", "Ann Outside", "01614960031");

	DESK_UNTIL(desk, pbx_queue_depth(sales(desk)) == 1);
	desk_until(desk, 1003, "ring");
	desk_until(desk, 1004, "ring");
	desk_until_with(desk, 1003, "ring", "01614960031");
	desk_same(desk);
	phone_answer(office_until(desk->office, office_phone(desk->office, 1003), PHONE_RINGING));
	desk_until(desk, 1003, "up");
	DESK_UNTIL(desk, pbx_queue_depth(sales(desk)) == 0);
	desk_until_idle(desk, 1004);
	assert_int_equal(caller->state, PHONE_UP);
	desk_same(desk);
}

static void queue__caller_gives_up__is_empty(void **state)
{
	struct desk *desk = *state;
	struct phone_call *caller =
		office_outside(desk->office, "02079460600", "Ann Outside", "01614960031");

	DESK_UNTIL(desk, pbx_queue_depth(sales(desk)) == 1);
	phone_hang_up(caller);
	DESK_UNTIL(desk, pbx_queue_depth(sales(desk)) == 0);
	desk_until_idle(desk, 1003);
	desk_same(desk);
}

static void pickup__from_the_console__call_is_at_the_desk(void **state)
{
	struct desk *desk = *state;
	struct phone_call *own,
		*caller = phone_dial(office_phone(desk->office, 1002), "1005", NULL, NULL);

	desk_do(desk, desk_until(desk, 1005, "ring"), PBX_CALL_PICKUP_ACTION,
		&(struct pbx_call_args){.device = desk_device(desk, 1001)});
	own = office_until(desk->office, office_phone(desk->office, 1001), PHONE_RINGING);
	phone_answer(own);
	DESK_UNTIL(desk, caller->state == PHONE_UP);
	desk_until(desk, 1001, "up");
	desk_until_idle(desk, 1005);
	desk_same(desk);
}

static void pickup__at_the_telephone__call_is_there(void **state)
{
	struct desk *desk = *state;
	struct phone_call *caller =
		phone_dial(office_phone(desk->office, 1002), "1005", NULL, NULL);

	desk_until(desk, 1005, "ring");
	phone_dial(office_phone(desk->office, 1003), "**1005", NULL, NULL);
	DESK_UNTIL(desk, caller->state == PHONE_UP);
	desk_until(desk, 1003, "up");
	desk_until_idle(desk, 1005);
	desk_same(desk);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		DESK_TEST(park__from_the_console__has_slot_name_and_for_whom),
		DESK_TEST(park__retrieved_from_the_console__is_back_at_the_desk),
		DESK_TEST(park__nobody_takes_it__comes_back),
		DESK_TEST(park__caller_gives_up__is_gone),
		DESK_TEST(queue__caller_waits__rings_members_and_is_answered),
		DESK_TEST(queue__caller_gives_up__is_empty),
		DESK_TEST(pickup__from_the_console__call_is_at_the_desk),
		DESK_TEST(pickup__at_the_telephone__call_is_there),
	};

	return DESK_RUN(tests);
}
