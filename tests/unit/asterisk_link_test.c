/* The connection to Asterisk, with all that can be wrong with it. */
#include "asterisk_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"

/* Steps the clock until it holds; nothing here waits in real time. */
#define STEP_UNTIL(s, condition)                                                                   \
	do {                                                                                       \
		for (int steps_ = 0; !(condition) && steps_ < 2000; steps_++) {                    \
			if (!loop_turn((s)->loop, 1))                                              \
				clock_step(50);                                                    \
		}                                                                                  \
		assert_true(condition);                                                            \
	} while (0)

static int setup_clock(void **state)
{
	clock_fake(INT64_C(1795300000000));
	return stage_setup(state);
}

static int teardown_clock(void **state)
{
	stage_teardown(state);
	clock_real();
	return 0;
}

static void expect_text(struct stage *s, const char *part)
{
	if (!strstr(s->text, part))
		fail_msg("\"%s\" does not say \"%s\"", s->text, part);
}

TEST(login__asks_for_the_needed_event_classes_only)
{
	STAGE;
	stage_start(s);
	assert_true(s->up);
	assert_non_null(strstr(s->fake.said.data, "Events: system,call,agent,user\r\n"));
	assert_null(strstr(s->fake.said.data, "secret")); /* never in clear */
	assert_int_equal(s->fake.logins, 1);
}

TEST(wrong_secret__says_so_and_is_not_tried_again_at_once)
{
	STAGE;
	s->fake.secret = "another";
	stage_begin(s);
	STEP_UNTIL(s, s->lost == 2);
	expect_text(s, "does not let the manager user \"frontdesk\" in");
	for (int i = 0; i < 400; i++) { /* 20 s */
		clock_step(50);
		loop_turn(s->loop, 0);
	}
	assert_int_equal(fake_ami_asked(&s->fake, "Login"), 1);
	s->fake.secret = NULL;
	STEP_UNTIL(s, s->up);
}

TEST(no_permission_for_channels__names_what_is_missing)
{
	STAGE;
	s->fake.denied = "CoreShowChannels";
	stage_begin(s);
	STEP_UNTIL(s, s->lost == 2);
	expect_text(s, "\"frontdesk\" may not ask for CoreShowChannels");
	expect_text(s, "write");
}

TEST(missing_module__leaves_the_rest)
{
	STAGE;
	s->fake.unknown = "DeviceStateList";
	stage_start(s);
	assert_true(s->up);
	assert_string_equal(stage_device(s, "PJSIP/1001")->state, "up"); /* by its hint */
}

TEST(missing_pjsip__shows_what_hints_name)
{
	STAGE;
	s->fake.unknown = "PJSIPShowEndpoints";
	stage_start(s);
	assert_true(s->up);
	assert_int_equal(stage_count(s, WIRE_DEVICE), 9);
	assert_string_equal(stage_device(s, "PJSIP/1001")->label, "1001");
}

TEST(another_server__is_no_asterisk)
{
	STAGE;
	s->fake.banner = "SSH-2.0-OpenSSH_9.2\n";
	stage_begin(s);
	STEP_UNTIL(s, s->lost == 2);
	expect_text(s, "not Asterisk's manager interface");
}

TEST(very_old_asterisk__is_refused_with_its_version)
{
	STAGE;
	s->fake.banner = "Asterisk Call Manager/1.1\n";
	stage_begin(s);
	STEP_UNTIL(s, s->lost == 2);
	expect_text(s, "too old (Asterisk Call Manager/1.1)");
}

TEST(asterisk_16__is_welcome)
{
	STAGE;
	s->fake.banner = "Asterisk Call Manager/5.0.6\n";
	stage_start(s);
	assert_true(s->up);
}

TEST(server_that_does_not_greet__is_given_up)
{
	STAGE;
	s->fake.banner = "";
	stage_begin(s);
	STEP_UNTIL(s, s->lost == 2);
	expect_text(s, "does not greet");
}

TEST(silence_at_the_login__is_given_up)
{
	STAGE;
	s->fake.silent = true;
	stage_begin(s);
	STEP_UNTIL(s, s->lost == 2);
	expect_text(s, "does not answer the login");
	s->fake.silent = false;
	STEP_UNTIL(s, s->up);
}

TEST(silence_in_the_snapshot__is_given_up_and_tried_again)
{
	STAGE;
	s->fake.silent_to = "QueueStatus";
	stage_begin(s);
	STEP_UNTIL(s, s->lost == 2);
	expect_text(s, "does not say what it has");
	assert_int_equal(stage_count(s, WIRE_DEVICE), 0); /* nothing half is shown */
	s->fake.silent_to = NULL;
	STEP_UNTIL(s, s->up);
	assert_int_equal(stage_count(s, WIRE_DEVICE), 9);
}

TEST(connection_that_hangs__is_found_out)
{
	STAGE;
	stage_begin(s);
	STEP_UNTIL(s, s->up);
	s->fake.silent = true;
	STEP_UNTIL(s, !s->up);
	expect_text(s, "has gone silent");
	assert_int_equal(fake_ami_asked(&s->fake, "Ping"), 1);
	assert_int_equal(stage_count(s, WIRE_DEVICE), 9); /* shown on, as old */
	s->fake.silent = false;
	STEP_UNTIL(s, s->up);
}

TEST(quiet_asterisk__that_answers_stays)
{
	STAGE;
	stage_begin(s);
	STEP_UNTIL(s, s->up);
	STEP_UNTIL(s, fake_ami_asked(&s->fake, "Ping") == 3);
	assert_true(s->up);
	assert_int_equal(s->fake.logins, 1);
}

TEST(user_without_class_system__is_waited_for_and_served)
{
	STAGE;
	s->fake.no_system = true;
	stage_begin(s);
	STEP_UNTIL(s, s->up);
	assert_int_equal(stage_count(s, WIRE_DEVICE), 9);
}

TEST(user_who_sees_no_calls__is_served_by_asking)
{
	STAGE;
	stage_begin(s);
	STEP_UNTIL(s, s->up);
	s->fake.channels = "Event: CoreShowChannel\nChannel: PJSIP/1001-00000001\nChannelState: "
			   "6\nUniqueid: 1.1\nLinkedid: 1.1\nApplication: Echo\n\n";
	s->fake.calls = 1;
	STEP_UNTIL(s, stage_call(s, "PJSIP/1001", "1.1"));
	assert_true(s->up && s->lost == 1);
	s->fake.channels = "";
	s->fake.calls = 0;
	STEP_UNTIL(s, !stage_call(s, "PJSIP/1001", "1.1"));
}

TEST(half_a_message__waits_for_its_end)
{
	static const char half[] = "Event: DeviceStateChange\r\nDevice: PJSIP/1001\r\nSta";

	STAGE;
	stage_start(s);
	fake_ami_raw(&s->fake, half, sizeof(half) - 1);
	for (int i = 0; i < 5; i++)
		loop_turn(s->loop, 5);
	assert_string_equal(stage_device(s, "PJSIP/1001")->state, "up");
	stage_say(s, "te: UNAVAILABLE\n\n");
	assert_string_equal(stage_device(s, "PJSIP/1001")->state, "down");
}

TEST(half_a_message_and_the_end__is_forgotten)
{
	static const char half[] = "Event: DeviceStateChange\r\nDevice: PJSIP/1001\r\nState: UNAV";

	STAGE;
	stage_start(s);
	fake_ami_raw(&s->fake, half, sizeof(half) - 1);
	for (int i = 0; i < 5; i++)
		loop_turn(s->loop, 5);
	fake_ami_cut(&s->fake);
	STAGE_UNTIL(s, !s->up);
	STAGE_UNTIL(s, s->up);
	assert_string_equal(stage_device(s, "PJSIP/1001")->state, "up");
}

TEST(garbage__ends_the_connection_and_it_is_made_anew)
{
	char *junk = mem_new(60000, 1);

	STAGE;
	stage_start(s);
	for (int i = 0; i < 59999; i++)
		junk[i] = i % 40 ? (char)(i * 7 + 128) : '\n';
	for (int i = 0; i < 59999; i++)
		if (junk[i] == ':')
			junk[i] = '?';
	fake_ami_raw(&s->fake, junk, 59999);
	free(junk);
	STAGE_UNTIL(s, !s->up);
	STAGE_UNTIL(s, s->up);
	assert_int_equal(stage_count(s, WIRE_DEVICE), 9);
}

TEST(strange_events__change_nothing)
{
	unsigned rows;

	STAGE;
	stage_start(s);
	rows = s->rows;
	stage_say(s, "Event: Newstate\nUniqueid: 9.9\nChannelState: 6\n\n"
		     "Event: Hangup\n\nEvent: Newchannel\n\nEvent: DialBegin\n\n"
		     "Event: BridgeEnter\nUniqueid: \nBridgeUniqueid: \n\n"
		     "Event: ParkedCall\n\nEvent: QueueCallerJoin\nQueue: nowhere\nUniqueid: 1\n\n"
		     "Event: ExtensionStatus\n\nEvent: MessageWaiting\n\nEvent: Rename\n\n"
		     "Event: PresenceStateChange\n\nEvent: UnParkedCall\n\nEvent: Pickup\n\n"
		     "Event: QueueMemberStatus\nQueue: \n\nResponse: Success\nActionID: 99999\n\n"
		     "Event: AgentCalled\nUniqueid: 1\nDestUniqueid: 2\n\n"
		     "Event: ExtensionStatus\nExten: 1001\nContext: internal\nStatus: nonsense\n\n"
		     "Event: Newchannel\nUniqueid: 5\nChannelState: -99999999999\nChannel: -\n\n");
	assert_int_equal(stage_count(s, WIRE_CALL), 0);
	assert_true(s->rows >= rows && s->up);
}

TEST(nobody_there__is_told_once_and_tried_on)
{
	STAGE;
	fake_ami_deaf(&s->fake);
	stage_begin(s);
	STEP_UNTIL(s, s->lost == 2);
	expect_text(s, "cannot connect to 127.0.0.1");
	for (int i = 0; i < 600; i++) { /* 30 s */
		clock_step(50);
		loop_turn(s->loop, 0);
	}
	assert_int_equal(s->lost, 2);
}

#define T(name) cmocka_unit_test_setup_teardown(name, stage_setup, stage_teardown)
#define C(name) cmocka_unit_test_setup_teardown(name, setup_clock, teardown_clock)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(login__asks_for_the_needed_event_classes_only),
		C(wrong_secret__says_so_and_is_not_tried_again_at_once),
		C(no_permission_for_channels__names_what_is_missing),
		T(missing_module__leaves_the_rest),
		T(missing_pjsip__shows_what_hints_name),
		C(another_server__is_no_asterisk),
		C(very_old_asterisk__is_refused_with_its_version),
		T(asterisk_16__is_welcome),
		C(server_that_does_not_greet__is_given_up),
		C(silence_at_the_login__is_given_up),
		C(silence_in_the_snapshot__is_given_up_and_tried_again),
		C(connection_that_hangs__is_found_out),
		C(quiet_asterisk__that_answers_stays),
		C(user_without_class_system__is_waited_for_and_served),
		C(user_who_sees_no_calls__is_served_by_asking),
		T(half_a_message__waits_for_its_end),
		T(half_a_message_and_the_end__is_forgotten),
		T(garbage__ends_the_connection_and_it_is_made_anew),
		T(strange_events__change_nothing),
		C(nobody_there__is_told_once_and_tried_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
