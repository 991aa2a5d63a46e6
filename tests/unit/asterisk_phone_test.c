/* Phones, lamps, presence, mailboxes, and the snapshot that they begin with. */
#include "asterisk_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

TEST(snapshot__has_phones_with_their_extensions_and_people)
{
	const struct wire_device *device;
	const struct wire_extension *extension;
	const struct wire_mailbox *box;

	STAGE;
	assert_int_equal(stage_count(s, WIRE_DEVICE), 9); /* the trunk is none */
	assert_int_equal(stage_count(s, WIRE_PHONE), 9);
	assert_int_equal(stage_count(s, WIRE_EXTENSION), 9); /* nor are queue and slot */
	device = stage_device(s, "PJSIP/1002");
	assert_string_equal(device->label, "Bob Brown");
	assert_string_equal(device->extension, "1002");
	assert_string_equal(device->extensions, "[\"1002\"]");
	assert_string_equal(device->queues, "{\"reception\":\"idle\"}");
	assert_string_equal(device->mailbox, "1002");
	assert_string_equal(device->state, "up");
	assert_int_equal(device->ownerID, 2);
	assert_int_equal(device->userID, 2);
	extension = (const struct wire_extension *)stage_row(s, WIRE_EXTENSION, "1002", NULL);
	assert_non_null(extension);
	assert_string_equal(extension->name, "Bob Brown");
	assert_int_equal(extension->owner, 2);
	assert_string_equal(extension->contacts, "[2]");
	box = (const struct wire_mailbox *)stage_row(s, WIRE_MAILBOX, "1002", NULL);
	assert_non_null(box);
	assert_int_equal(box->read, 2);
	assert_int_equal(box->unread, 0);
}

static const char channel[] = "Event: Newchannel\nChannel: PJSIP/1001-00000001\nChannelState: 4\n"
			      "Exten: 1005\nUniqueid: 1.1\nLinkedid: 1.1\n\n";

static void hint(struct stage *s, int status)
{
	char event[160];

	snprintf(event, sizeof(event),
		 "Event: ExtensionStatus\nExten: 1001\nContext: internal\nStatus: %d\n\n", status);
	stage_say(s, event);
}

/* Rows of the table: a hint's status, whether there is a call, and what the lamp shows. */
TEST(blf__follows_the_hint)
{
	static const struct {
		int status;
		bool call;
		int blf;
		bool dnd;
	} rows[] = {
		{0, false, 0, false},  {1, true, 1, false}, {16, true, 1, false},
		{8, true, 2, false},   {9, true, 3, false}, {4, false, 0, false},
		{-1, false, 0, false}, {2, true, 1, false}, {2, false, 0, true},
		{17, true, 1, false},
	};

	STAGE;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct wire_device *device;

		if (rows[i].call)
			stage_say(s, channel);
		hint(s, rows[i].status);
		device = stage_device(s, "PJSIP/1001");
		assert_int_equal(device->blf, rows[i].blf);
		assert_int_equal(device->dnd, rows[i].dnd);
		stage_say(s, "Event: Hangup\nUniqueid: 1.1\nCause: 16\n\n");
	}
}

TEST(offline__is_down_and_comes_back)
{
	STAGE;
	stage_say(s, "Event: DeviceStateChange\nDevice: PJSIP/1001\nState: UNAVAILABLE\n\n");
	assert_string_equal(stage_device(s, "PJSIP/1001")->state, "down");
	stage_play(s, "registration");
	assert_string_equal(stage_device(s, "PJSIP/1001")->state, "up");
}

TEST(dnd__is_seen_also_during_a_call)
{
	STAGE;
	stage_say(s, "Event: DeviceStateChange\nDevice: Custom:DND1001\nState: BUSY\n\n");
	stage_say(s, channel);
	hint(s, 1);
	assert_int_equal(stage_device(s, "PJSIP/1001")->blf, 1);
	assert_true(stage_device(s, "PJSIP/1001")->dnd);
	stage_say(s, "Event: DeviceStateChange\nDevice: Custom:DND1001\nState: NOT_INUSE\n\n");
	assert_false(stage_device(s, "PJSIP/1001")->dnd);
}

TEST(presence__and_do_not_disturb_of_the_recorded_stream)
{
	STAGE;
	stage_play_until(s, "presence", "Presentity: CustomPresence:1005");
	assert_string_equal(s->presence, "4 chosen away lunch: back at 13:00");
	assert_true(stage_device(s, "PJSIP/1004")->dnd);
	assert_int_equal(stage_device(s, "PJSIP/1004")->blf, 0);
	stage_play_from(s, "presence", "Presentity: CustomPresence:1005");
	assert_string_equal(s->presence, "9 chosen online ");
	assert_false(stage_device(s, "PJSIP/1004")->dnd);
	assert_false(stage_device(s, "PJSIP/1009")->dnd);
}

TEST(presence__that_is_chosen_here_is_set_there_and_its_echo_is_no_choice)
{
	STAGE;
	s->sw.ops->presence(s->sw.impl, 4, "dnd", "Room 4, ground floor");
	STAGE_UNTIL(s, fake_ami_asked(&s->fake, "Setvar") == 1);
	assert_non_null(strstr(s->fake.said.data,
			       "Variable: PRESENCE_STATE(CustomPresence:1004)\r\n"
			       "Value: dnd,,Um9vbSA0LCBncm91bmQgZmxvb3I=,e\r\n"));
	stage_say(s, "Event: PresenceStateChange\nPresentity: CustomPresence:1004\nStatus: dnd\n"
		     "Subtype: \nMessage: Room 4, ground floor\n\n");
	assert_string_equal(s->presence, "4 desk dnd Room 4, ground floor");
}

TEST(message_waiting__lights_the_lamp)
{
	const struct wire_mailbox *box;

	STAGE;
	stage_play(s, "voicemail");
	box = (const struct wire_mailbox *)stage_row(s, WIRE_MAILBOX, "1008", NULL);
	assert_non_null(box);
	assert_int_equal(box->unread, 1);
	assert_int_equal(box->read, 0);
}

TEST(text__goes_to_a_phone_and_comes_from_one)
{
	STAGE;
	s->sw.ops->message(s->sw.impl, 1, 5, "Grüße\nzwei");
	STAGE_UNTIL(s, fake_ami_asked(&s->fake, "MessageSend") == 1);
	assert_non_null(strstr(s->fake.said.data, "To: pjsip:1005\r\n"
						  "From: \"Alice Adams\" <sip:1001@"));
	assert_non_null(strstr(s->fake.said.data, "Base64Body: R3LDvMOfZQp6d2Vp\r\n"));
	stage_say(s, "Event: UserEvent\nUserEvent: FrontdeskMessage\n"
		     "From: \"Erin\" <sip:1005@127.0.0.1>\nTo: 1001\nBody: hello\n\n");
	assert_string_equal(s->message, "5 1 hello");
}

TEST(people__who_change_own_their_phones_at_once)
{
	unsigned rows;

	STAGE;
	rows = s->rows;
	s->sw.ops->people(s->sw.impl);
	s->sw.ops->people(s->sw.impl);
	stage_say(s, "");
	assert_int_equal(s->rows, rows); /* nothing has changed: nothing is told */
}

TEST(member__is_paused_added_and_removed)
{
	STAGE;
	stage_say(s, "Event: QueueMemberPause\nQueue: reception\nInterface: PJSIP/1001\n"
		     "StateInterface: PJSIP/1001\nStatus: 1\nPaused: 1\n\n");
	assert_string_equal(stage_queue(s, "reception")->members,
			    "{\"PJSIP/1001\":\"paused\",\"PJSIP/1002\":\"idle\"}");
	assert_string_equal(stage_device(s, "PJSIP/1001")->queues, "{\"reception\":\"paused\"}");
	stage_say(s, "Event: QueueMemberRemoved\nQueue: reception\nInterface: PJSIP/1001\n\n"
		     "Event: QueueMemberAdded\nQueue: reception\nInterface: Local/1003@q/n\n"
		     "StateInterface: PJSIP/1003\nStatus: 1\nPaused: 0\n\n");
	assert_string_equal(stage_queue(s, "reception")->members,
			    "{\"PJSIP/1002\":\"idle\",\"PJSIP/1003\":\"idle\"}");
}

/* A call that was there before us. */
static const char running[] =
	"Event: CoreShowChannel\nChannel: PJSIP/trunk-00000001\nChannelState: 6\nCallerIDNum: "
	"0301\nConnectedLineNum: 1001\nExten: 5550100\nUniqueid: 7.1\nLinkedid: 7.1\nApplication: "
	"Dial\nDuration: 00:01:05\nBridgeId: b\n\n"
	"Event: CoreShowChannel\nChannel: PJSIP/1001-00000002\nChannelState: 6\nCallerIDNum: "
	"1001\nConnectedLineNum: 0301\nUniqueid: 7.2\nLinkedid: 7.1\nApplication: AppDial\n"
	"Duration: 00:01:05\nBridgeId: b\n\n"
	"Event: CoreShowChannel\nChannel: PJSIP/1003-00000003\nChannelState: 4\nCallerIDNum: "
	"1003\nConnectedLineNum: 1004\nExten: 1004\nUniqueid: 7.3\nLinkedid: 7.3\nApplication: "
	"Dial\nDuration: 00:00:05\nBridgeId: \n\n"
	"Event: CoreShowChannel\nChannel: PJSIP/1004-00000004\nChannelState: 5\nCallerIDNum: "
	"1004\nConnectedLineNum: 1003\nUniqueid: 7.4\nLinkedid: 7.3\nApplication: AppDial\n"
	"Duration: 00:00:05\nBridgeId: \n\n"
	"Event: CoreShowChannel\nChannel: PJSIP/1007-00000005\nChannelState: 6\nCallerIDNum: "
	"1007\nExten: 600\nUniqueid: 7.5\nLinkedid: 7.5\nApplication: Queue\nDuration: 00:00:30\n"
	"BridgeId: \n\n";

TEST(snapshot__finds_calls_that_are_running)
{
	const struct wire_call *call;

	STAGE;
	s->fake.channels = running;
	s->fake.waiting = "Event: QueueEntry\nQueue: reception\nPosition: 1\nUniqueid: 7.5\nWait: "
			  "30\n\n";
	stage_start(s);
	assert_true(s->up);
	call = stage_call(s, "PJSIP/1001", "7.2");
	assert_non_null(call);
	assert_string_equal(call->state, "up");
	assert_string_equal(call->party, "callee");
	assert_string_equal(call->kind, "external");
	assert_string_equal(call->ddi, "5550100");
	call = stage_call(s, "PJSIP/1003", "7.3");
	assert_non_null(call);
	assert_string_equal(call->state, "ring");
	assert_string_equal(call->party, "caller");
	call = stage_call(s, "PJSIP/1004", "7.4");
	assert_non_null(call);
	assert_string_equal(call->state, "ring");
	assert_non_null(stage_call(s, "queue:reception", "7.5"));
	assert_int_equal(stage_queue(s, "reception")->depth, 1);
}

/* Events that come while it is taken: what they say again does no harm, what is newer counts. */
TEST(snapshot__events_meanwhile_leave_no_gap_and_nothing_double)
{
	STAGE;
	s->fake.channels = running;
	s->fake.meanwhile =
		"Event: Newchannel\nChannel: PJSIP/1001-00000002\nChannelState: 0\nUniqueid: "
		"7.2\nLinkedid: 7.1\nCallerIDNum: 1001\nConnectedLineNum: 0301\n\n"
		"Event: Newstate\nChannel: PJSIP/1001-00000002\nChannelState: 6\nUniqueid: "
		"7.2\nLinkedid: 7.1\nCallerIDNum: 1001\nConnectedLineNum: 0301\n\n"
		"Event: Hangup\nUniqueid: 7.4\nCause: 16\n\n"
		"Event: Hangup\nUniqueid: 6.9\nCause: 16\n\n"
		"Event: Newchannel\nChannel: PJSIP/1009-00000009\nChannelState: 4\nExten: "
		"1008\nUniqueid: 7.9\nLinkedid: 7.9\n\n";
	stage_start(s);
	stage_say(s, "");
	assert_non_null(stage_call(s, "PJSIP/1001", "7.2"));
	assert_string_equal(stage_call(s, "PJSIP/1001", "7.2")->state, "up");
	assert_null(stage_call(s, "PJSIP/1004", "7.4"));
	assert_non_null(stage_call(s, "PJSIP/1009", "7.9"));
}

TEST(reconnect__rebuilds_everything)
{
	STAGE;
	s->fake.channels = running;
	stage_start(s);
	assert_int_equal(stage_count(s, WIRE_CALL), 4);
	fake_ami_cut(&s->fake);
	s->fake.channels = strstr(running, "Event: CoreShowChannel\nChannel: PJSIP/1003");
	STAGE_UNTIL(s, !s->up);
	assert_int_equal(stage_count(s, WIRE_CALL), 4); /* old, and shown as such */
	STAGE_UNTIL(s, s->up);
	assert_null(stage_call(s, "PJSIP/1001", "7.2"));
	assert_non_null(stage_call(s, "PJSIP/1003", "7.3"));
	assert_int_equal(stage_count(s, WIRE_CALL), 3);
	assert_int_equal(stage_count(s, WIRE_DEVICE), 9);
}

TEST(restart__in_the_middle_of_a_call_leaves_no_call)
{
	STAGE;
	stage_play(s, "restart");
	assert_int_equal(stage_count(s, WIRE_CALL), 0);
	assert_int_equal(stage_device(s, "PJSIP/1001")->blf, 0);
}

#define T(name) cmocka_unit_test_setup_teardown(name, stage_setup_started, stage_teardown)
#define U(name) cmocka_unit_test_setup_teardown(name, stage_setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(snapshot__has_phones_with_their_extensions_and_people),
		T(blf__follows_the_hint),
		T(offline__is_down_and_comes_back),
		T(dnd__is_seen_also_during_a_call),
		T(presence__and_do_not_disturb_of_the_recorded_stream),
		T(presence__that_is_chosen_here_is_set_there_and_its_echo_is_no_choice),
		T(message_waiting__lights_the_lamp),
		T(text__goes_to_a_phone_and_comes_from_one),
		T(people__who_change_own_their_phones_at_once),
		T(member__is_paused_added_and_removed),
		U(snapshot__finds_calls_that_are_running),
		U(snapshot__events_meanwhile_leave_no_gap_and_nothing_double),
		U(reconnect__rebuilds_everything),
		T(restart__in_the_middle_of_a_call_leaves_no_call),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
