/* The tests' own telephone and Asterisk, before anything of frontdesk: what the telephone does is
 * what Asterisk then says itself. */
#include "asterisk/office.h"

#include <stdlib.h>
#include <string.h>

static void phone__register__is_asterisks_contact(void **state)
{
	struct office *office = *state;

	office_phone(office, 1005);
	office_until_shows(office, "pjsip show contacts", "1005/sip:1005@");
	phone_register(office->phones[4], 0);
	office_until_not(office, "pjsip show contacts", "1005/sip:1005@");
	phone_register(office->phones[4], 3600);
	office_until_shows(office, "pjsip show contacts", "1005/sip:1005@");
}

static void phone__wrong_password__is_refused(void **state)
{
	struct office *office = *state;
	struct phone *phone;

	phone = phone_new(office->loop, &(struct phone_options){.user = "1006",
								.password = "guess",
								.address = office->peer.address,
								.pbx = office->peer.address});
	phone_register(phone, 60);
	OFFICE_UNTIL(office, phone_registered(phone));
	assert_int_equal(phone_registered(phone), 401);
	phone_free(&phone);
}

/* Agnes calls Bruno, who answers. */
static struct phone_call *agnes_and_bruno(struct office *office)
{
	struct phone_call *call;

	office_phone(office, 1002);
	call = phone_dial(office_phone(office, 1001), "1002", NULL, NULL);
	phone_answer(office_until(office, office_phone(office, 1002), PHONE_RINGING));
	OFFICE_UNTIL(office, call->state == PHONE_UP);
	/* What is pressed before both are joined is refused. */
	office_until_shows(office, "bridge show all", "2 basic");
	return call;
}

static void phone__call_answered__both_legs_are_up(void **state)
{
	struct office *office = *state;
	struct phone_call *call, *other;

	call = agnes_and_bruno(office);
	other = phone_call_in(office_phone(office, 1002), PHONE_UP);
	assert_string_equal(other->name, "Agnes Holm");
	assert_string_equal(other->number, "1001");
	assert_string_equal(call->number, "1002");
	assert_true(peer_shows(&office->peer, "core show channels", "2 active channels"));
	phone_hang_up(call);
	OFFICE_UNTIL(office, other->state == PHONE_ENDED);
	office_until_shows(office, "core show channels", "0 active channels");
}

static void phone__busy__caller_is_told(void **state)
{
	struct office *office = *state;
	struct phone_call *call;

	phone_manner(office_phone(office, 1002), PHONE_BUSY);
	call = phone_dial(office_phone(office, 1001), "1002", NULL, NULL);
	OFFICE_UNTIL(office, call->state == PHONE_ENDED);
	assert_int_equal(call->status, 486);
}

static void phone__caller_gives_up__stops_ringing(void **state)
{
	struct office *office = *state;
	struct phone_call *call, *ringing;

	office_phone(office, 1001);
	call = office_outside(office, "02079460100", "Muster & Söhne", "01614960031");
	ringing = office_until(office, office_phone(office, 1001), PHONE_RINGING);
	assert_string_equal(ringing->name, "Muster & Söhne");
	assert_string_equal(ringing->number, "01614960031");
	phone_hang_up(call);
	OFFICE_UNTIL(office, ringing->state == PHONE_ENDED);
}

static void phone__hold__other_party_hears_music(void **state)
{
	struct office *office = *state;
	struct phone_call *call;

	call = agnes_and_bruno(office);
	phone_hold(call, true);
	OFFICE_UNTIL(office, call->asked == 200);
	office_until_shows(office, "core show hints", "State:Hold");
	phone_hold(call, false);
	OFFICE_UNTIL(office, call->asked == 200);
	office_until_not(office, "core show hints", "State:Hold");
}

static void phone__blind_transfer__takes_the_other_party_there(void **state)
{
	struct office *office = *state;
	struct phone_call *call, *third;

	office_phone(office, 1003);
	call = agnes_and_bruno(office);
	phone_transfer(call, "1003");
	third = office_until(office, office_phone(office, 1003), PHONE_RINGING);
	assert_true(call->referred);
	phone_answer(third);
	OFFICE_UNTIL(office, call->state == PHONE_ENDED);
	assert_string_equal(third->number, "1002");
	office_until_shows(office, "core show channels", "2 active channels");
}

static int bridges(struct office *office)
{
	char *out = peer_says(&office->peer, "bridge show all");
	int count = 0;

	for (const char *at = out; (at = strstr(at, "2 basic")); at++)
		count++;
	free(out);
	return count;
}

static void phone__attended_transfer__joins_the_two(void **state)
{
	struct office *office = *state;
	struct phone_call *first, *second, *third;

	office_phone(office, 1003);
	first = agnes_and_bruno(office);
	phone_hold(first, true);
	OFFICE_UNTIL(office, first->asked == 200);
	second = phone_dial(office_phone(office, 1001), "1003", NULL, NULL);
	third = office_until(office, office_phone(office, 1003), PHONE_RINGING);
	phone_answer(third);
	OFFICE_UNTIL(office, second->state == PHONE_UP);
	OFFICE_UNTIL(office, bridges(office) == 2);
	phone_connect(first, second);
	OFFICE_UNTIL(office, first->state == PHONE_ENDED && second->state == PHONE_ENDED);
	assert_int_equal(third->state, PHONE_UP);
	office_until_shows(office, "core show channels", "2 active channels");
}

static void phone__text__arrives_at_the_other(void **state)
{
	struct office *office = *state;

	office_phone(office, 1002);
	phone_text(office_phone(office, 1001), "1002", "Besuch für Sie in der Lobby");
	OFFICE_UNTIL(office, *phone_heard(office_phone(office, 1002)));
	assert_string_equal(phone_heard(office_phone(office, 1002)), "Besuch für Sie in der Lobby");
	assert_string_equal(phone_heard_from(office_phone(office, 1002)), "1001");
	OFFICE_UNTIL(office, phone_sent(office_phone(office, 1001)) == 202);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		OFFICE_TEST(phone__register__is_asterisks_contact),
		OFFICE_TEST(phone__wrong_password__is_refused),
		OFFICE_TEST(phone__call_answered__both_legs_are_up),
		OFFICE_TEST(phone__busy__caller_is_told),
		OFFICE_TEST(phone__caller_gives_up__stops_ringing),
		OFFICE_TEST(phone__hold__other_party_hears_music),
		OFFICE_TEST(phone__blind_transfer__takes_the_other_party_there),
		OFFICE_TEST(phone__attended_transfer__joins_the_two),
		OFFICE_TEST(phone__text__arrives_at_the_other),
	};

	return OFFICE_RUN(tests);
}
