/* The live feed's sequence, snapshots and deltas. */
#include "support/feed_client.h"

static int setup(void **state)
{
	struct house *house = calloc(1, sizeof(*house));

	house_open(house);
	house_user(house, 1, "anna", "default", "receptionist=default");
	house_put(house, 0, "contact", "{\"cID\":1,\"name\":\"Anna\",\"company\":\"default\"}");
	*state = house;
	return 0;
}

static int teardown(void **state)
{
	house_close(*state);
	free(*state);
	return 0;
}

static void feed_hello__comes_first_and_says_who_and_what(void **state)
{
	struct desk desk;
	char *user, *can;

	desk_open(&desk, *state, "anna");
	user = wire_json_print(wire_json_get(desk.frame, "user"));
	can = wire_json_print(wire_json_get(desk.frame, "can"));
	assert_string_equal(user, "{\"id\":1,\"login\":\"anna\",\"name\":\"anna\","
				  "\"company\":\"default\",\"home\":\"default\","
				  "\"perms\":{\"receptionist\":\"default\"}}");
	assert_string_equal(can, "[\"hold\",\"xfer\",\"presence\",\"nightmode\",\"message\"]");
	free(user);
	free(can);
	desk_close(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(feed_hello__comes_first_and_says_who_and_what,
						setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
