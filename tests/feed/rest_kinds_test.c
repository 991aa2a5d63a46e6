/* Who sees which calls, and who controls them: users of each kind. To see is not to control. */
#include "support/rest_house.h"

#include "base/mem.h"

#define UPDATE "/rest/command/update/call"

/* A call on the telephone of a user of the default company, of its receptionist, of a user of
 * another company, and of the system's administrator. */
static const struct {
	const char *device;
	int owner;
} calls[] = {{"SIP/bob", BOB}, {"SIP/anna", ANNA}, {"SIP/carl", CARL}, {"SIP/admin", ADMIN}};
enum { CALLS = sizeof(calls) / sizeof(*calls) };

static const struct {
	const char *kind;
	int who;
	bool sees[CALLS];
} kinds[] = {
	{"the system's administrator", ADMIN, {true, true, true, true}},
	{"a receptionist of the default company", ANNA, {true, true, true, true}},
	{"a user of the default company", BOB, {true, true, true, true}},
	{"a user whose consoles are idle", LITE, {false, false, false, false}},
	{"the administrator of another company", DORA, {false, false, true, false}},
	{"a user of another company", CARL, {false, false, true, false}},
	{"a kiosk", KIOSK, {false, false, false, false}},
};
enum { KINDS = sizeof(kinds) / sizeof(*kinds) };

static int setup(void **state)
{
	if (house_setup(state))
		return -1;
	for (int i = 0; i < CALLS; i++) {
		char *row = mem_printf("{\"parent\":\"%s\",\"cid\":\"c\",\"state\":\"up\","
				       "\"party\":\"callee\",\"features\":\"hold,talk,answer\"}",
				       calls[i].device);

		house_row(*state, WIRE_CALL, row);
		free(row);
	}
	return 0;
}

static bool sees(struct house *house, int who, const char *device)
{
	const cJSON *reply = house_ask(house, who, "/rest/live/read/call", "{}"), *row;

	cJSON_ArrayForEach (row, wire_json_get(reply, "values"))
		if (!strcmp(wire_json_text(row, "parent"), device))
			return true;
	return false;
}

static void calls__seen__by_role_and_company(void **state)
{
	for (int k = 0; k < KINDS; k++)
		for (int i = 0; i < CALLS; i++)
			if (sees(*state, kinds[k].who, calls[i].device) != kinds[k].sees[i])
				fail_msg("%s %s the call on %s", kinds[k].kind,
					 kinds[k].sees[i] ? "does not see" : "sees",
					 calls[i].device);
}

static void calls__controlled__by_whose_telephone_it_is_alone(void **state)
{
	struct house *house = *state;

	for (int k = 0; k < KINDS; k++)
		for (int i = 0; i < CALLS; i++) {
			char *body = mem_printf("{\"scope\":{\"device\":\"%s\",\"cid\":\"c\"},"
						"\"values\":{\"action\":\"hold\"}}",
						calls[i].device);
			const cJSON *reply = house_ask(house, kinds[k].who, UPDATE, body);
			bool done = !strcmp(wire_json_text(reply, "result"), "success");

			if (done != (kinds[k].who == calls[i].owner))
				fail_msg("%s, %s: %s", kinds[k].kind, calls[i].device, house->text);
			free(body);
		}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, house_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(calls__seen__by_role_and_company),
		TEST(calls__controlled__by_whose_telephone_it_is_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
