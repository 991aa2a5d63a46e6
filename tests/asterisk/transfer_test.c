/* Transfers through a real Asterisk, from the telephone and from the console. */
#include "asterisk/desk.h"

#include <string.h>

/* Somebody from outside has called Agnes, and speaks with her. */
static struct phone_call *outside_and_agnes(struct desk *desk)
{
	struct phone_call *caller =
		office_outside(desk->office, "02079460100", "Ann Outside", "01614960031");

	phone_answer(office_until(desk->office, office_phone(desk->office, 1001), PHONE_RINGING));
	desk_until(desk, 1001, "up");
	office_until_shows(desk->office, "bridge show all", "2 basic");
	return caller;
}

static struct phone_call *ringing(struct desk *desk, int extension)
{
	return office_until(desk->office, office_phone(desk->office, extension), PHONE_RINGING);
}

static void blind__at_the_telephone__call_goes_on_there(void **state)
{
	struct desk *desk = *state;

	outside_and_agnes(desk);
	phone_transfer(phone_call_in(office_phone(desk->office, 1001), PHONE_UP), "1003");
	ringing(desk, 1003);
	desk_until_with(desk, 1003, "ring", "01614960031");
	desk_until_idle(desk, 1001);
	desk_same(desk);
	phone_answer(ringing(desk, 1003));
	desk_until(desk, 1003, "up");
	desk_same(desk);
}

static void blind__from_the_console__call_goes_on_there(void **state)
{
	struct desk *desk = *state;
	struct phone_call *there, *caller = outside_and_agnes(desk);

	desk_do(desk, desk_has(desk, 1001, "up"), PBX_CALL_XFER_ACTION,
		&(struct pbx_call_args){.to.object = desk_contact(desk, 1003)});
	there = ringing(desk, 1003);
	assert_string_equal(there->number, "01614960031");
	desk_until_idle(desk, 1001);
	desk_same(desk);
	phone_answer(there);
	desk_until(desk, 1003, "up");
	assert_string_equal(pbx_call_name(desk_has(desk, 1003, "up")), "Ann Outside");
	assert_int_equal(caller->state, PHONE_UP);
	desk_same(desk);
}

static void blind__to_nobody__is_refused_and_the_call_stays(void **state)
{
	struct desk *desk = *state;
	struct phone_call *caller = outside_and_agnes(desk);

	desk_refused(desk, desk_has(desk, 1001, "up"), PBX_CALL_XFER_ACTION,
		     &(struct pbx_call_args){.to.number = "8888"}, "notarget");
	assert_non_null(desk_has(desk, 1001, "up"));
	assert_int_equal(caller->state, PHONE_UP);
	desk_same(desk);
}

static void ringing_call__from_the_console__goes_to_another(void **state)
{
	struct desk *desk = *state;

	office_outside(desk->office, "02079460100", "Ann Outside", "01614960031");
	desk_do(desk, desk_until(desk, 1001, "ring"), PBX_CALL_XFER_ACTION,
		&(struct pbx_call_args){.to.object = desk_contact(desk, 1003)});
	ringing(desk, 1003);
	desk_until(desk, 1003, "ring");
	desk_until_idle(desk, 1001);
	desk_same(desk);
}

static void attended__at_the_telephone__joins_the_two(void **state)
{
	struct desk *desk = *state;
	struct phone *agnes = office_phone(desk->office, 1001);
	struct phone_call *first, *second, *caller = outside_and_agnes(desk);

	first = phone_call_in(agnes, PHONE_UP);
	phone_hold(first, true);
	desk_until(desk, 1001, "hold");
	second = phone_dial(agnes, "1003", NULL, NULL);
	phone_answer(ringing(desk, 1003));
	DESK_UNTIL(desk, second->state == PHONE_UP);
	desk_until(desk, 1003, "up");
	desk_same(desk);
	phone_connect(first, second);
	desk_until_idle(desk, 1001);
	desk_until_with(desk, 1003, "up", "01614960031");
	assert_int_equal(caller->state, PHONE_UP);
	desk_same(desk);
}

static void attended__from_the_console__announces_and_joins(void **state)
{
	struct desk *desk = *state;
	struct phone_call *there, *caller = outside_and_agnes(desk);
	struct pbx_object *second;

	desk_do(desk, desk_has(desk, 1001, "up"), PBX_CALL_ATXFER_ACTION,
		&(struct pbx_call_args){.to.object = desk_contact(desk, 1003)});
	phone_answer(ringing(desk, 1001));
	there = ringing(desk, 1003);
	assert_string_equal(there->number, "1001");
	phone_answer(there);
	desk_until(desk, 1003, "up");
	second = desk_until(desk, 1001, "up");
	desk_until(desk, 1001, "hold");
	desk_same(desk);
	desk_do(desk, second, PBX_CALL_COMPLETE_ACTION,
		&(struct pbx_call_args){.with = desk_has(desk, 1001, "hold")});
	desk_until_idle(desk, 1001);
	desk_until_with(desk, 1003, "up", "01614960031");
	assert_int_equal(caller->state, PHONE_UP);
	assert_int_equal(there->state, PHONE_UP);
	desk_same(desk);
}

static void attended__target_refuses__caller_is_still_there(void **state)
{
	struct desk *desk = *state;
	struct phone_call *caller = outside_and_agnes(desk);

	phone_manner(office_phone(desk->office, 1004), PHONE_BUSY);
	desk_do(desk, desk_has(desk, 1001, "up"), PBX_CALL_ATXFER_ACTION,
		&(struct pbx_call_args){.to.object = desk_contact(desk, 1004)});
	phone_answer(ringing(desk, 1001));
	DESK_UNTIL(desk, !phone_calls_in(office_phone(desk->office, 1001), PHONE_RINGING) &&
				 phone_calls_in(office_phone(desk->office, 1001), PHONE_UP) == 1);
	assert_int_equal(caller->state, PHONE_UP);
	desk_same(desk);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		DESK_TEST(blind__at_the_telephone__call_goes_on_there),
		DESK_TEST(blind__from_the_console__call_goes_on_there),
		DESK_TEST(blind__to_nobody__is_refused_and_the_call_stays),
		DESK_TEST(ringing_call__from_the_console__goes_to_another),
		DESK_TEST(attended__at_the_telephone__joins_the_two),
		DESK_TEST(attended__from_the_console__announces_and_joins),
		DESK_TEST(attended__target_refuses__caller_is_still_there),
	};

	return DESK_RUN(tests);
}
