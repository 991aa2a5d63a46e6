#include <string.h>

#include "support/pbx_fixture.h"

static void live__after_snapshot__objects_answer_and_deltas_are_told(void **state)
{
	(void)state;
	house.fake.rows[WIRE_CONTACT] = "{\"cID\":5,\"name\":\"Ann\",\"canCall\":true,\"blf\":0}";
	house_follow(1u << PBX_CONTACT);
	house_login();
	assert_int_equal(pbx_user_id(house.pbx), 1);
	house_start(NULL);
	TURN_UNTIL(house.told.count);
	assert_string_equal(house.log, "connecting loading new:contact:5 live done");

	struct pbx_object *ann = house_find(PBX_CONTACT, "5");

	assert_string_equal(pbx_contact_name(ann), "Ann");
	assert_int_equal(pbx_contact_blf(ann), 0);
	assert_true(pbx_contact_canCall(ann));
	assert_int_equal(pbx_contact_deputy(ann), PBX_UNKNOWN);
	house_forget();
	house_delta("\"rows\":[[\"contact\",{\"cID\":5,\"blf\":2}]]");
	assert_string_equal(house.log, "update:contact:5");
	assert_int_equal(pbx_contact_blf(ann), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(live__after_snapshot__objects_answer_and_deltas_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
