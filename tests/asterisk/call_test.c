/* Ordinary calls through a real Asterisk, as the console shows and controls them. */
#include "asterisk/desk.h"

#include <stdlib.h>
#include <string.h>

static void register__comes_and_goes__lamp_follows(void **state)
{
	struct desk *desk = *state;
	struct phone *phone;

	assert_false(pbx_contact_online(desk_contact(desk, 1009)));
	phone = office_phone(desk->office, 1009);
	DESK_UNTIL(desk, pbx_contact_online(desk_contact(desk, 1009)));
	desk_same(desk);
	phone_register(phone, 0);
	DESK_UNTIL(desk, !pbx_contact_online(desk_contact(desk, 1009)));
	desk_same(desk);
}

static void names__of_telephones__are_peoples(void **state)
{
	struct desk *desk = *state;

	assert_string_equal(pbx_contact_name(desk_contact(desk, 1004)), "Dana Weiß");
	assert_string_equal(pbx_device_label(desk_device(desk, 1012)), "Lucía Ortega");
	assert_ptr_equal(pbx_owner_of(desk_device(desk, 1004)), desk_contact(desk, 1004));
}

static void inbound__answered__has_caller_and_number_and_ends_with_him(void **state)
{
	struct desk *desk = *state;
	struct pbx_object *call;
	struct phone_call *caller =
		office_outside(desk->office, "02079460100", "Muster & Söhne", "01614960031");

	call = desk_until(desk, 1001, "ring");
	assert_string_equal(pbx_call_name(call), "Muster & Söhne");
	assert_string_equal(pbx_call_number(call), "01614960031");
	assert_string_equal(pbx_call_ddi(call), "02079460100");
	assert_string_equal(pbx_call_party(call), "callee");
	DESK_UNTIL(desk, pbx_extension_blf(desk_extension(desk, 1001)) == 2);
	desk_same(desk);
	phone_answer(office_until(desk->office, office_phone(desk->office, 1001), PHONE_RINGING));
	desk_until(desk, 1001, "up");
	DESK_UNTIL(desk, pbx_extension_blf(desk_extension(desk, 1001)) == 1);
	desk_same(desk);
	phone_hang_up(caller);
	desk_until_idle(desk, 1001);
	desk_same(desk);
}

static void inbound__abandoned__is_gone(void **state)
{
	struct desk *desk = *state;
	struct phone_call *caller = office_outside(desk->office, "02079460100", "Ann", "0161");

	desk_until(desk, 1001, "ring");
	phone_hang_up(caller);
	desk_until_idle(desk, 1001);
	desk_same(desk);
}

static void inbound__busy__caller_is_told_and_nothing_stays(void **state)
{
	struct desk *desk = *state;
	struct phone_call *call;

	phone_manner(office_phone(desk->office, 1002), PHONE_BUSY);
	call = phone_dial(office_phone(desk->office, 1003), "1002", NULL, NULL);
	DESK_UNTIL(desk, call->state == PHONE_ENDED);
	assert_int_equal(call->status, 486);
	desk_until_idle(desk, 1003);
	desk_same(desk);
}

/* Bruno calls Agnes, who answers at her telephone. */
static struct phone_call *bruno_and_agnes(struct desk *desk)
{
	struct phone_call *call = phone_dial(office_phone(desk->office, 1002), "1001", NULL, NULL);

	phone_answer(office_until(desk->office, office_phone(desk->office, 1001), PHONE_RINGING));
	desk_until(desk, 1001, "up");
	desk_until(desk, 1002, "up");
	return call;
}

static void inside__answered__each_leg_names_the_other(void **state)
{
	struct desk *desk = *state;

	bruno_and_agnes(desk);
	assert_string_equal(pbx_call_name(desk_has(desk, 1001, "up")), "Bruno Lindqvist");
	assert_string_equal(pbx_call_number(desk_has(desk, 1001, "up")), "1002");
	assert_string_equal(pbx_call_name(desk_has(desk, 1002, "up")), "Agnes Holm");
	assert_string_equal(pbx_call_kind(desk_has(desk, 1001, "up")), "internal");
	assert_string_equal(pbx_call_party(desk_has(desk, 1001, "up")), "callee");
	assert_string_equal(pbx_call_party(desk_has(desk, 1002, "up")), "caller");
	desk_same(desk);
}

static void hold__at_the_telephone__is_shown_there_and_not_at_the_other(void **state)
{
	struct desk *desk = *state;
	struct phone_call *call = bruno_and_agnes(desk);

	office_until_shows(desk->office, "bridge show all", "2 basic");
	phone_hold(call, true);
	desk_until(desk, 1002, "hold");
	assert_non_null(desk_has(desk, 1001, "up"));
	desk_same(desk);
	phone_hold(call, false);
	desk_until(desk, 1002, "up");
	desk_same(desk);
}

static void waiting__second_caller__busy_and_ringing(void **state)
{
	struct desk *desk = *state;

	bruno_and_agnes(desk);
	phone_dial(office_phone(desk->office, 1003), "1001", NULL, NULL);
	desk_until(desk, 1001, "ring");
	assert_non_null(desk_has(desk, 1001, "up"));
	DESK_UNTIL(desk, pbx_extension_blf(desk_extension(desk, 1001)) == 3);
	desk_same(desk);
}

static void console__dial__rings_own_telephone_then_the_other_with_right_names(void **state)
{
	struct desk *desk = *state;
	struct phone_call *mine, *other;

	desk_dial(desk, "1004");
	mine = office_until(desk->office, office_phone(desk->office, 1001), PHONE_RINGING);
	assert_string_equal(mine->number, "1004");
	phone_answer(mine);
	other = office_until(desk->office, office_phone(desk->office, 1004), PHONE_RINGING);
	assert_string_equal(other->name, "Agnes Holm");
	assert_string_equal(other->number, "1001");
	desk_same(desk);
	phone_answer(other);
	desk_until(desk, 1001, "up");
	desk_until(desk, 1004, "up");
	assert_string_equal(pbx_call_name(desk_has(desk, 1001, "up")), "Dana Weiß");
	desk_same(desk);
	desk_do(desk, desk_has(desk, 1001, "up"), PBX_CALL_HANGUP_ACTION, NULL);
	DESK_UNTIL(desk, other->state == PHONE_ENDED && mine->state == PHONE_ENDED);
	desk_until_idle(desk, 1001);
	desk_same(desk);
}

static void console__answer__telephone_obeys(void **state)
{
	struct desk *desk = *state;
	struct phone_call *caller = office_outside(desk->office, "02079460100", "Ann", "0161");

	desk_do(desk, desk_until(desk, 1001, "ring"), PBX_CALL_TALK_ACTION, NULL);
	DESK_UNTIL(desk, caller->state == PHONE_UP);
	desk_until(desk, 1001, "up");
	desk_same(desk);
}

static void console__hold_and_talk__telephone_obeys(void **state)
{
	struct desk *desk = *state;

	bruno_and_agnes(desk);
	office_until_shows(desk->office, "bridge show all", "2 basic");
	desk_do(desk, desk_has(desk, 1001, "up"), PBX_CALL_HOLD_ACTION, NULL);
	desk_do(desk, desk_until(desk, 1001, "hold"), PBX_CALL_TALK_ACTION, NULL);
	desk_until(desk, 1001, "up");
	desk_same(desk);
}

static void console__reject__caller_goes_on(void **state)
{
	struct desk *desk = *state;
	struct phone_call *call = phone_dial(office_phone(desk->office, 1002), "1001", NULL, NULL);

	desk_do(desk, desk_until(desk, 1001, "ring"), PBX_CALL_HANGUP_ACTION, NULL);
	desk_until_idle(desk, 1001);
	assert_int_not_equal(call->state, PHONE_RINGING);
	phone_hang_up(call);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		DESK_TEST(register__comes_and_goes__lamp_follows),
		DESK_TEST(names__of_telephones__are_peoples),
		DESK_TEST(inbound__answered__has_caller_and_number_and_ends_with_him),
		DESK_TEST(inbound__abandoned__is_gone),
		DESK_TEST(inbound__busy__caller_is_told_and_nothing_stays),
		DESK_TEST(inside__answered__each_leg_names_the_other),
		DESK_TEST(hold__at_the_telephone__is_shown_there_and_not_at_the_other),
		DESK_TEST(waiting__second_caller__busy_and_ringing),
		DESK_TEST(console__dial__rings_own_telephone_then_the_other_with_right_names),
		DESK_TEST(console__answer__telephone_obeys),
		DESK_TEST(console__hold_and_talk__telephone_obeys),
		DESK_TEST(console__reject__caller_goes_on),
	};

	return DESK_RUN(tests);
}
