/* A conversation whose PABX is a script: what the feed tells before the answer has come. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "support/link.h"

static bool asked_to_post(struct link *l, const char *text)
{
	return strstr(l->fake.bodies[0], text) != NULL;
}

static bool has_room(struct link *l, const char *id)
{
	return pbx_find(l->pbx, PBX_ROOM, id) != NULL;
}

static int teardown(void **state)
{
	link_free((struct link **)state);
	return 0;
}

static void message__told_before_its_answer__stands_once(void **state)
{
	struct link *l = *state = link_new(24, 80);

	l->fake.can = "[\"message\"]";
	l->fake.rows[WIRE_CONTACT] =
		"{\"cID\":1,\"name\":\"Rita\"},{\"cID\":5,\"name\":\"Tom Okafor\",\"canCall\":true,"
		"\"chatID\":\"5\",\"online\":true,\"show\":\"online\",\"states\":{\"x\":\"online\"}"
		"}";
	l->fake.rows[WIRE_ROOM] = "{\"roomID\":7,\"cID\":5,\"label\":\"Tom Okafor\","
				  "\"state\":\"open\",\"members\":[]}";
	l->fake.rows[WIRE_MESSAGE] = "{\"roomID\":7,\"msgID\":40,\"cID\":1,\"cN\":\"Rita\","
				     "\"msg\":\"Tea?\",\"time\":1767603600000}";
	l->fake.answers[1] = (struct fake_answer){"/rest/command/create/message", 0, "", NULL};
	link_open(l);
	link_wait(l, " live ");
	assert_true(link_until(l, has_room, "7"));
	screen_type(l->screen, "okafor");
	link_wait(l, "Tom Okafor");
	screen_keys(l->screen, "F7");
	link_wait(l, "you: Tea?");
	/* The same once more: what was said before is not this one. */
	screen_type(l->screen, "Tea?");
	screen_keys(l->screen, "Enter");
	link_wait(l, "(sending) you: Tea?");
	assert_true(link_until(l, asked_to_post, "Tea?"));
	fake_pabx_delta(&l->fake, "\"new\":[[\"message\",{\"roomID\":7,\"msgID\":41,\"cID\":1,"
				  "\"cN\":\"Rita\",\"msg\":\"Tea?\",\"time\":1767603660000}]]");
	link_wait(l, "09:01 you: Tea?");
	screen_expect_no_text(l->screen, "(sending)");
	fake_pabx_answer(&l->fake, "{\"result\":\"success\"}");
	screen_run(l->screen);
	screen_expect_no_text(l->screen, "(sending)");
	screen_expect_text(l->screen, "09:01 you: Tea?");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(message__told_before_its_answer__stands_once, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
