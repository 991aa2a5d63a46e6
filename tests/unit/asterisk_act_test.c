/* What consoles ask: what Asterisk is told, and that the answer is by what really happens. */
#include "asterisk_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

/* Somebody outside is rung through to 1001. */
static const char ringing[] =
	"Event: Newchannel\nChannel: PJSIP/trunk-00000001\nChannelState: 4\nCallerIDNum: 0301\n"
	"CallerIDName: Muster\nContext: from-trunk\nExten: 5550100\nUniqueid: 1.1\nLinkedid: "
	"1.1\n\n"
	"Event: Newchannel\nChannel: PJSIP/1001-00000002\nChannelState: 0\nCallerIDNum: "
	"1001\nUniqueid: 1.2\nLinkedid: 1.1\n\n"
	"Event: DialBegin\nUniqueid: 1.1\nLinkedid: 1.1\nCallerIDNum: 0301\nDestChannelState: 5\n"
	"DestUniqueid: 1.2\nDestLinkedid: 1.1\nDestConnectedLineNum: 0301\n\n";
static const char answered[] =
	"Event: Newstate\nUniqueid: 1.2\nLinkedid: 1.1\nChannelState: 6\nConnectedLineNum: 0301\n\n"
	"Event: DialEnd\nUniqueid: 1.1\nLinkedid: 1.1\nDestUniqueid: 1.2\nDestLinkedid: "
	"1.1\nDestConnectedLineNum: 0301\nDialStatus: ANSWER\n\n"
	"Event: Newstate\nUniqueid: 1.1\nLinkedid: 1.1\nChannelState: 6\n\n"
	"Event: BridgeEnter\nUniqueid: 1.2\nLinkedid: 1.1\nBridgeUniqueid: b1\n\n"
	"Event: BridgeEnter\nUniqueid: 1.1\nLinkedid: 1.1\nBridgeUniqueid: b1\n\n";
/* 1001 calls 1006 besides, who rings, and then has answered. */
static const char consulting[] =
	"Event: Newchannel\nChannel: PJSIP/1001-00000003\nChannelState: 4\nContext: internal\n"
	"Exten: 1006\nUniqueid: 2.1\nLinkedid: 2.1\n\n"
	"Event: Newchannel\nChannel: PJSIP/1006-00000004\nChannelState: 0\nUniqueid: "
	"2.2\nLinkedid: 2.1\n\n"
	"Event: DialBegin\nUniqueid: 2.1\nLinkedid: 2.1\nContext: internal\nExten: 1006\n"
	"DestChannelState: 5\nDestUniqueid: 2.2\nDestLinkedid: 2.1\n\n";
static const char consulted[] =
	"Event: Newstate\nUniqueid: 2.1\nLinkedid: 2.1\nChannelState: 6\n\n"
	"Event: BridgeEnter\nUniqueid: 2.1\nLinkedid: 2.1\nBridgeUniqueid: b2\n\n"
	"Event: BridgeEnter\nUniqueid: 2.2\nLinkedid: 2.1\nBridgeUniqueid: b2\nChannelState: 6\n\n";

static void expect_said(const struct stage *s, const char *text)
{
	if (!strstr(s->fake.said.data, text))
		fail_msg("Asterisk was not told \"%s\"", text);
}

/* Until Asterisk was asked; by then nothing may have been answered. */
static void until_asked(struct stage *s, const char *action)
{
	STAGE_UNTIL(s, fake_ami_asked(&s->fake, action) > 0);
	stage_say(s, ""); /* what Asterisk answered has come */
	assert_false(s->answered);
}

static void command(struct stage *s, enum wire_action action, const char *cid, const char *to)
{
	struct switch_command c = {.verb = SWITCH_CALL,
				   .action = action,
				   .user = 1,
				   .device = "PJSIP/1001",
				   .cid = cid};

	c.to.cID = WIRE_NULL;
	snprintf(c.to.number, sizeof(c.to.number), "%s", to ? to : "");
	stage_command(s, &c);
}

static void dial(struct stage *s, const char *number, const char *name)
{
	struct switch_command c = {
		.verb = SWITCH_DIAL, .user = 1, .device = "PJSIP/1001", .autoanswer = true};

	snprintf(c.to.number, sizeof(c.to.number), "%s", number);
	snprintf(c.to.name, sizeof(c.to.name), "%s", name);
	stage_command(s, &c);
}

/* The id that the switch has chosen for the channel to be made. */
static void made_id(const struct stage *s, char out[80])
{
	const char *at = strstr(s->fake.said.data, "ChannelId: ");

	assert_non_null(at);
	snprintf(out, 80, "%.*s", (int)strcspn(at + 11, "\r"), at + 11);
}

TEST(dial__names_both_sides_and_is_done_when_the_phone_is_called)
{
	char id[80], event[300];

	STAGE;
	dial(s, "1005", "Erin Evans");
	until_asked(s, "Originate");
	expect_said(s, "Variable: DIALPLAN_EXISTS(internal,1005,1)\r\n");
	expect_said(s, "Channel: PJSIP/1001\r\n");
	expect_said(s, "Exten: 1005\r\n");
	expect_said(s, "Variable: CONNECTEDLINE(name,i)=Erin Evans\r\n");
	expect_said(s, "Variable: CONNECTEDLINE(num,i)=1005\r\n");
	expect_said(s, "info=alert-autoanswer");
	assert_null(strstr(s->fake.said.data, "CallerID:")); /* 1005 would see itself */
	made_id(s, id);
	snprintf(event, sizeof(event),
		 "Event: Newchannel\nChannel: PJSIP/1001-00000001\nChannelState: 0\n"
		 "Uniqueid: %s\nLinkedid: %s\n\n",
		 id, id);
	fake_ami_say(&s->fake, event);
	assert_int_equal(stage_answer(s), WIRE_R_NONE);
	assert_string_equal(s->cid, id);
	assert_string_equal(stage_call(s, "PJSIP/1001", id)->state, "dial");
	assert_string_equal(stage_call(s, "PJSIP/1001", id)->party, "caller");
	assert_string_equal(stage_call(s, "PJSIP/1001", id)->number, "1005");
}

TEST(dial__to_no_extension_is_not_even_tried)
{
	STAGE;
	s->fake.exists = "0";
	dial(s, "8888", "");
	assert_int_equal(stage_answer(s), WIRE_R_NOTARGET);
	assert_int_equal(fake_ami_asked(&s->fake, "Originate"), 0);
}

TEST(dial__of_a_phone_that_cannot_be_reached_says_so)
{
	char event[200];
	const char *at;

	STAGE;
	dial(s, "1005", "");
	until_asked(s, "Originate");
	at = strstr(s->fake.said.data, "Action: Originate\r\nActionID: ") + 29;
	snprintf(event, sizeof(event),
		 "Event: OriginateResponse\nActionID: %d\nResponse: Failure\nReason: 0\n\n",
		 atoi(at));
	fake_ami_say(&s->fake, event);
	assert_int_equal(stage_answer(s), WIRE_R_NODEVICE);
}

TEST(dial__of_an_offline_phone_is_refused)
{
	STAGE;
	stage_say(s, "Event: DeviceStateChange\nDevice: PJSIP/1001\nState: UNAVAILABLE\n\n");
	dial(s, "1005", "");
	assert_int_equal(stage_answer(s), WIRE_R_NODEVICE);
	assert_string_equal(s->reply, "That telephone is not connected");
}

TEST(name__cannot_become_a_header_or_a_variable)
{
	STAGE;
	dial(s, "1005", "Eve\r\nAction: Command\r\nX: y,SHELL(z)=1");
	until_asked(s, "Originate");
	assert_int_equal(fake_ami_asked(&s->fake, "Command"), 0);
	expect_said(s, "CONNECTEDLINE(name,i)=Eve  Action: Command  X: y SHELL z  1\r\n");
}

TEST(number__cannot_become_a_function)
{
	STAGE;
	dial(s, "1,1)${SHELL(x)}", "");
	assert_int_equal(stage_answer(s), WIRE_R_NOTARGET);
	assert_int_equal(fake_ami_asked(&s->fake, "Getvar"), 0);
}

TEST(success__of_which_nothing_comes_is_no_success)
{
	STAGE;
	stage_say(s, ringing);
	stage_say(s, answered);
	clock_fake(INT64_C(1795300000000));
	command(s, WIRE_A_XFER, "1.2", "1005");
	until_asked(s, "BlindTransfer");
	clock_step(2000);
	assert_int_equal(stage_answer(s), WIRE_R_BUSY);
	clock_real();
	assert_string_equal(s->reply, "Asterisk took the command, but nothing has come of it");
}

TEST(transfer__is_done_when_the_own_leg_has_ended)
{
	STAGE;
	stage_say(s, ringing);
	stage_say(s, answered);
	command(s, WIRE_A_XFER, "1.2", "1005");
	until_asked(s, "BlindTransfer");
	expect_said(s, "Action: BlindTransfer\r\n");
	expect_said(s, "Channel: PJSIP/1001-00000002\r\nContext: internal\r\nExten: 1005\r\n");
	fake_ami_say(&s->fake, "Event: Hangup\nUniqueid: 1.2\nCause: 16\n\n");
	assert_int_equal(stage_answer(s), WIRE_R_NONE);
}

TEST(transfer__to_nowhere_leaves_the_caller_where_he_is)
{
	STAGE;
	stage_say(s, ringing);
	stage_say(s, answered);
	s->fake.exists = "0";
	assert_int_equal(stage_act(s, WIRE_A_XFER, "PJSIP/1001", "1.2", "8888"), WIRE_R_NOTARGET);
	assert_int_equal(fake_ami_asked(&s->fake, "BlindTransfer"), 0);
}

TEST(transfer__of_a_call_that_still_rings_sends_its_caller_on)
{
	STAGE;
	stage_say(s, ringing);
	command(s, WIRE_A_XFER, "1.2", "1005");
	until_asked(s, "Redirect");
	expect_said(s, "Channel: PJSIP/trunk-00000001\r\n");
	fake_ami_say(&s->fake, "Event: Hangup\nUniqueid: 1.2\nCause: 26\n\n");
	assert_int_equal(stage_answer(s), WIRE_R_NONE);
}

TEST(take_back__rings_the_own_phone_with_the_caller)
{
	STAGE;
	stage_say(s, ringing);
	stage_say(s, answered);
	command(s, WIRE_A_XFER, "1.2", "1005");
	until_asked(s, "BlindTransfer");
	fake_ami_say(&s->fake, "Event: Hangup\nUniqueid: 1.2\nCause: 16\n\n");
	assert_int_equal(stage_answer(s), WIRE_R_NONE);
	command(s, WIRE_A_CANCEL, "1.2", NULL);
	until_asked(s, "Redirect");
	expect_said(s, "Channel: PJSIP/trunk-00000001\r\nContext: internal\r\nExten: 1001\r\n");
	fake_ami_say(&s->fake,
		     "Event: Newchannel\nChannel: PJSIP/1001-00000009\nChannelState: 0\nUniqueid: "
		     "1.9\nLinkedid: 1.1\n\n"
		     "Event: DialBegin\nUniqueid: 1.1\nLinkedid: 1.1\nDestUniqueid: "
		     "1.9\nDestLinkedid: 1.1\n\n");
	assert_int_equal(stage_answer(s), WIRE_R_NONE);
}

TEST(complete__joins_the_two_far_ends)
{
	struct switch_command c = {.verb = SWITCH_CALL,
				   .action = WIRE_A_COMPLETE,
				   .device = "PJSIP/1001",
				   .cid = "1.2",
				   .other_device = "PJSIP/1001",
				   .other_cid = "2.1"};

	STAGE;
	stage_say(s, ringing);
	stage_say(s, answered);
	stage_say(s, consulting);
	stage_say(s, consulted);
	stage_command(s, &c);
	until_asked(s, "Bridge");
	expect_said(s, "Channel1: PJSIP/trunk-00000001\r\nChannel2: PJSIP/1006-00000004\r\n"
		       "Tone: no\r\n");
	fake_ami_say(&s->fake,
		     "Event: BridgeEnter\nUniqueid: 1.1\nLinkedid: 1.1\nBridgeUniqueid: b3\n\n");
	stage_say(s, "");
	assert_false(s->answered); /* one of two is not joined */
	fake_ami_say(&s->fake,
		     "Event: BridgeEnter\nUniqueid: 2.2\nLinkedid: 1.1\nBridgeUniqueid: b3\n\n");
	assert_int_equal(stage_answer(s), WIRE_R_NONE);
}

TEST(complete__while_the_other_rings_lets_the_caller_call_there)
{
	struct switch_command c = {.verb = SWITCH_CALL,
				   .action = WIRE_A_COMPLETE,
				   .device = "PJSIP/1001",
				   .cid = "1.2",
				   .other_device = "PJSIP/1001",
				   .other_cid = "2.1"};

	STAGE;
	stage_say(s, ringing);
	stage_say(s, answered);
	stage_say(s, consulting);
	stage_command(s, &c);
	until_asked(s, "Redirect");
	expect_said(s, "Action: Hangup\r\n");
	expect_said(s, "Channel: PJSIP/trunk-00000001\r\nContext: internal\r\nExten: 1006\r\n");
	fake_ami_say(&s->fake, "Event: BridgeLeave\nUniqueid: 1.1\nLinkedid: "
			       "1.1\nBridgeUniqueid: b1\n\n");
	assert_int_equal(stage_answer(s), WIRE_R_NONE);
}

TEST(hangup__of_a_ringing_call_rejects_it)
{
	STAGE;
	stage_say(s, ringing);
	command(s, WIRE_A_HANGUP, "1.2", NULL);
	until_asked(s, "Hangup");
	expect_said(s, "Channel: PJSIP/1001-00000002\r\nCause: 21\r\n");
	fake_ami_say(&s->fake, "Event: Hangup\nUniqueid: 1.2\nCause: 21\n\n");
	assert_int_equal(stage_answer(s), WIRE_R_NONE);
	assert_string_equal(stage_states(s, "PJSIP/1001", "1.2"), "ring dead/rejected");
}

TEST(park__is_done_in_its_slot_and_frees_the_own_line)
{
	struct switch_command c = {.verb = SWITCH_CALL,
				   .action = WIRE_A_PARK,
				   .user = 1,
				   .device = "PJSIP/1001",
				   .cid = "1.2",
				   .for_json = "{\"cID\":5}",
				   .timeout_ms = 60000};
	const struct wire_parked *parked;

	STAGE;
	stage_say(s, ringing);
	stage_say(s, answered);
	stage_command(s, &c);
	until_asked(s, "Park");
	expect_said(s, "Channel: PJSIP/trunk-00000001\r\nTimeoutChannel: PJSIP/1001-00000002\r\n"
		       "Timeout: 60000\r\n");
	fake_ami_say(&s->fake, "Event: ParkedCall\nParkeeUniqueid: 1.1\nParkeeLinkedid: "
			       "1.1\nParkeeCallerIDNum: 0301\nParkinglot: default\nParkingSpace: "
			       "701\nParkingTimeout: 60\nParkingDuration: 0\n\n");
	assert_int_equal(stage_answer(s), WIRE_R_NONE);
	parked = (const struct wire_parked *)stage_row(s, WIRE_PARKED, "default", "701");
	assert_non_null(parked);
	assert_string_equal(parked->forWhom, "{\"cID\":5}");
	assert_int_equal(parked->by, 1);
	STAGE_UNTIL(s, fake_ami_asked(&s->fake, "Hangup") == 1);
}

TEST(park__in_a_slot_of_choice_is_not_possible)
{
	struct switch_command c = {.verb = SWITCH_CALL,
				   .action = WIRE_A_PARK,
				   .device = "PJSIP/1001",
				   .cid = "1.2",
				   .slot = "705"};

	STAGE;
	stage_say(s, ringing);
	stage_say(s, answered);
	stage_command(s, &c);
	assert_int_equal(stage_answer(s), WIRE_R_UNSUPPORTED);
}

TEST(hold__of_a_phone_that_cannot_be_told_says_where_to_do_it)
{
	STAGE;
	stage_say(s, ringing);
	assert_int_equal(stage_act(s, WIRE_A_TALK, "PJSIP/1001", "1.2", NULL), WIRE_R_UNSUPPORTED);
	assert_string_equal(s->reply, "Lift the handset to answer");
	stage_say(s, answered);
	assert_string_equal(stage_call(s, "PJSIP/1001", "1.2")->features, "");
	assert_int_equal(stage_act(s, WIRE_A_HOLD, "PJSIP/1001", "1.2", NULL), WIRE_R_UNSUPPORTED);
	assert_string_equal(s->reply, "Hold the call at the telephone");
}

TEST(pause__is_done_when_the_queue_says_so)
{
	struct switch_command c = {.verb = SWITCH_QUEUE_MEMBER,
				   .device = "PJSIP/1001",
				   .queue = "reception",
				   .paused = true,
				   .text = "lunch"};

	STAGE;
	stage_command(s, &c);
	until_asked(s, "QueuePause");
	expect_said(s, "Queue: reception\r\nInterface: PJSIP/1001\r\nPaused: true\r\n"
		       "Reason: lunch\r\n");
	fake_ami_say(&s->fake, "Event: QueueMemberPause\nQueue: reception\nInterface: "
			       "PJSIP/1001\nPaused: 1\n\n");
	assert_int_equal(stage_answer(s), WIRE_R_NONE);
	c.device = "PJSIP/1009";
	stage_command(s, &c);
	assert_int_equal(stage_answer(s), WIRE_R_NOTARGET);
}

TEST(digits__are_played_to_the_far_end)
{
	struct switch_command c = {.verb = SWITCH_CALL,
				   .action = WIRE_A_DTMF,
				   .device = "PJSIP/1001",
				   .cid = "1.2",
				   .digits = "1,#"};

	STAGE;
	stage_say(s, ringing);
	stage_say(s, answered);
	stage_command(s, &c);
	assert_int_equal(stage_answer(s), WIRE_R_NONE);
	assert_int_equal(fake_ami_asked(&s->fake, "PlayDTMF"), 2);
	expect_said(s, "Channel: PJSIP/trunk-00000001\r\nDigit: 1\r\n");
	expect_said(s, "Channel: PJSIP/trunk-00000001\r\nDigit: #\r\n");
}

TEST(command__that_the_manager_user_may_not_give_is_denied)
{
	STAGE;
	stage_say(s, ringing);
	s->fake.denied = "Hangup";
	assert_int_equal(stage_act(s, WIRE_A_HANGUP, "PJSIP/1001", "1.2", NULL), WIRE_R_DENIED);
}

TEST(command__during_which_asterisk_goes_is_answered)
{
	STAGE;
	stage_say(s, ringing);
	command(s, WIRE_A_HANGUP, "1.2", NULL);
	until_asked(s, "Hangup");
	fake_ami_cut(&s->fake);
	assert_int_equal(stage_answer(s), WIRE_R_BUSY);
	assert_string_equal(s->reply, "The connection to Asterisk was lost");
}

TEST(command__for_a_call_that_is_over_says_so)
{
	STAGE;
	assert_int_equal(stage_act(s, WIRE_A_HANGUP, "PJSIP/1001", "1.2", NULL), WIRE_R_NOCALL);
	assert_int_equal(stage_act(s, WIRE_A_HANGUP, "PJSIP/9", "1.2", NULL), WIRE_R_NODEVICE);
	assert_int_equal(stage_act(s, WIRE_A_CAMP, "PJSIP/1001", "1.2", "1"), WIRE_R_UNSUPPORTED);
}

static bool can(const struct stage *s, const char *name)
{
	for (const char *const *at = s->sw.ops->can; *at; at++)
		if (!strcmp(*at, name))
			return true;
	return false;
}

TEST(capabilities__are_what_this_asterisk_has)
{
	STAGE;
	assert_true(can(s, "xfer") && can(s, "atxfer") && can(s, "park") && can(s, "dtmf"));
	assert_false(can(s, "camp") || can(s, "serial"));     /* nothing there does that */
	assert_false(can(s, "merge") || can(s, "voicemail")); /* need a setting */
}

#define T(name) cmocka_unit_test_setup_teardown(name, stage_setup_started, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(dial__names_both_sides_and_is_done_when_the_phone_is_called),
		T(dial__to_no_extension_is_not_even_tried),
		T(dial__of_a_phone_that_cannot_be_reached_says_so),
		T(dial__of_an_offline_phone_is_refused),
		T(name__cannot_become_a_header_or_a_variable),
		T(number__cannot_become_a_function),
		T(success__of_which_nothing_comes_is_no_success),
		T(transfer__is_done_when_the_own_leg_has_ended),
		T(transfer__to_nowhere_leaves_the_caller_where_he_is),
		T(transfer__of_a_call_that_still_rings_sends_its_caller_on),
		T(take_back__rings_the_own_phone_with_the_caller),
		T(complete__joins_the_two_far_ends),
		T(complete__while_the_other_rings_lets_the_caller_call_there),
		T(hangup__of_a_ringing_call_rejects_it),
		T(park__is_done_in_its_slot_and_frees_the_own_line),
		T(park__in_a_slot_of_choice_is_not_possible),
		T(hold__of_a_phone_that_cannot_be_told_says_where_to_do_it),
		T(pause__is_done_when_the_queue_says_so),
		T(digits__are_played_to_the_far_end),
		T(command__that_the_manager_user_may_not_give_is_denied),
		T(command__during_which_asterisk_goes_is_answered),
		T(command__for_a_call_that_is_over_says_so),
		T(capabilities__are_what_this_asterisk_has),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
