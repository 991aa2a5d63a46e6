/* Calls as Asterisk's own recorded streams tell them. */
#include "asterisk_fixture.h"

#include <stdlib.h>
#include <string.h>

TEST(answered__states_names_and_ddi_are_followed)
{
	const struct wire_call *call;

	STAGE;
	stage_play_until(s, "answered", "Event: BridgeLeave");
	call = stage_call(s, "PJSIP/1001", "1795300763.1");
	assert_non_null(call);
	assert_string_equal(call->state, "up");
	assert_string_equal(call->party, "callee");
	assert_string_equal(call->name, "Muster & Söhne GmbH");
	assert_string_equal(call->number, "+4930123456");
	assert_string_equal(call->kind, "external");
	assert_string_equal(call->ddi, "5550100");
	assert_string_equal(call->linked, "1795300763.0");
	assert_true(call->start != WIRE_NULL);
	assert_int_equal(stage_device(s, "PJSIP/1001")->blf, 1);
	assert_int_equal(stage_count(s, WIRE_CALL), 1); /* the trunk's side is nobody's */
	stage_play_from(s, "answered", "Event: BridgeLeave");
	assert_string_equal(stage_states(s, "PJSIP/1001", "1795300763.1"), "ring up dead/normal");
	assert_int_equal(stage_count(s, WIRE_CALL), 0);
	assert_int_equal(stage_device(s, "PJSIP/1001")->blf, 0);
	assert_int_equal(s->records, 1);
	assert_string_equal(s->record, "+4930123456>1001 PJSIP/1001 ANSWERED - 5550100");
}

TEST(abandoned__was_rung_and_not_answered)
{
	STAGE;
	stage_play(s, "abandoned");
	assert_int_equal(stage_count(s, WIRE_CALL), 0);
	assert_int_equal(s->records, 1);
	assert_non_null(strstr(s->record, " - NOANSWER - 5550100"));
}

/* PJSIP/1003 presses hold; the device that turns ONHOLD is the other one's. */
TEST(hold__is_the_phone_that_pressed_it)
{
	STAGE;
	stage_play(s, "hold");
	assert_string_equal(stage_states(s, "PJSIP/1003", "1795299915.7"),
			    "ring up hold up dead/normal");
	assert_string_equal(stage_states(s, "PJSIP/1002", "1795299915.6"),
			    "dial ring up dead/normal");
}

TEST(blind_transfer__goes_to_the_target_and_the_first_leg_ends)
{
	const struct wire_call *call;

	STAGE;
	stage_play_until(s, "blind_transfer", "Event: HangupRequest");
	assert_null(stage_call(s, "PJSIP/1001", "1795300765.3"));
	call = stage_call(s, "PJSIP/1005", "1795300765.4");
	assert_non_null(call);
	assert_string_equal(call->number, "+4930123456");
	assert_string_equal(call->linked, "1795300765.2");
	stage_play_from(s, "blind_transfer", "Event: HangupRequest");
	assert_string_equal(stage_states(s, "PJSIP/1001", "1795300765.3"), "ring up dead/normal");
	assert_string_equal(stage_states(s, "PJSIP/1005", "1795300765.4"), "ring up dead/normal");
	assert_int_equal(s->records, 2); /* one for each who was called */
	assert_non_null(strstr(s->record, ">1005 PJSIP/1005 ANSWERED"));
}

TEST(attended_transfer__names_the_two_who_are_left)
{
	const struct wire_call *call;

	STAGE;
	stage_play_until(s, "attended_transfer", "Event: HangupRequest");
	call = stage_call(s, "PJSIP/1006", "1795300146.81");
	assert_non_null(call);
	assert_string_equal(call->name, "Muster & Söhne GmbH");
	assert_string_equal(call->kind, "external");
	assert_string_equal(call->linked, "1795300146.78");
	assert_int_equal(stage_count(s, WIRE_CALL), 1);
	stage_play_from(s, "attended_transfer", "Event: HangupRequest");
	assert_string_equal(stage_states(s, "PJSIP/1001", "1795300146.79"),
			    "ring up hold dead/normal");
	assert_string_equal(stage_states(s, "PJSIP/1001", "1795300146.80"),
			    "dial ring up dead/normal");
	assert_string_equal(stage_states(s, "PJSIP/1006", "1795300146.81"), "ring up dead/normal");
}

TEST(call_waiting__rings_beside_the_call_in_hand)
{
	STAGE;
	stage_play_until(s, "call_waiting",
			 "ChannelState: 5\nCallerIDNum: 1001\nCallerIDName: "
			 "Alice Adams\nConnectedLineNum: 1004");
	stage_say(s, "Event: ExtensionStatus\nExten: 1001\nContext: internal\nStatus: 9\n\n");
	assert_int_equal(stage_device(s, "PJSIP/1001")->blf, 3);
	stage_play_from(s, "call_waiting",
			"ChannelState: 5\nCallerIDNum: 1001\nCallerIDName: "
			"Alice Adams\nConnectedLineNum: 1004");
	assert_string_equal(stage_states(s, "PJSIP/1001", "1795301103.3"), "ring dead/busy");
	assert_string_equal(stage_states(s, "PJSIP/1001", "1795301103.1"), "ring up dead/normal");
	assert_int_equal(stage_device(s, "PJSIP/1001")->blf, 0);
}

TEST(click_to_dial__is_the_caller_while_his_own_phone_rings)
{
	const struct wire_call *call;

	STAGE;
	stage_play_until(s, "click_to_dial", "Event: SoftHangupRequest");
	call = stage_call(s, "PJSIP/1001", "fd-ctd-1");
	assert_non_null(call);
	assert_string_equal(call->party, "caller");
	assert_string_equal(call->number, "1005");
	stage_play_from(s, "click_to_dial", "Event: SoftHangupRequest");
	assert_string_equal(stage_states(s, "PJSIP/1001", "fd-ctd-1"), "dial ring up dead/normal");
}

TEST(park__shows_slot_and_who_parked_and_goes_with_who_takes_it)
{
	const struct wire_parked *parked;

	STAGE;
	stage_play_until(s, "park_retrieve", "Channel: PJSIP/1004-00000011");
	parked = (const struct wire_parked *)stage_row(s, WIRE_PARKED, "default", "701");
	assert_non_null(parked);
	assert_string_equal(parked->number, "+4930123456");
	assert_int_equal(parked->by, 1);
	assert_int_equal(parked->returns - parked->since, 15000);
	stage_play_from(s, "park_retrieve", "Channel: PJSIP/1004-00000011");
	assert_int_equal(stage_count(s, WIRE_PARKED), 0);
	assert_string_equal(stage_states(s, "PJSIP/1001", "1795299921.16"), "ring up dead/normal");
	assert_string_equal(stage_states(s, "PJSIP/1004", "1795299925.17"), "dial up dead/normal");
}

TEST(park__that_nobody_takes_comes_back_and_says_so)
{
	const struct wire_call *call;

	STAGE;
	stage_play_until(s, "park_timeout", "Event: HangupRequest");
	call = stage_call(s, "PJSIP/1001", "1795300154.84");
	assert_non_null(call);
	assert_string_equal(call->returnedFrom, "{\"who\":\"701\",\"why\":\"park\"}");
	assert_string_equal(call->name, "Muster & Söhne GmbH");
	assert_int_equal(stage_count(s, WIRE_PARKED), 0);
}

TEST(queue__has_its_caller_and_each_member_that_rings)
{
	const struct wire_call *call;
	const struct wire_queue *queue;

	STAGE;
	stage_play_until(s, "queue", "Event: DialEnd");
	queue = stage_queue(s, "reception");
	assert_int_equal(queue->depth, 1);
	assert_string_equal(queue->extension, "600");
	assert_true(queue->longest != WIRE_NULL);
	assert_string_equal(queue->members,
			    "{\"PJSIP/1001\":\"ringing\",\"PJSIP/1002\":\"ringing\"}");
	call = stage_call(s, "queue:reception", "1795299949.23");
	assert_non_null(call);
	assert_string_equal(call->state, "ring");
	assert_int_equal(call->position, 1);
	assert_string_equal(call->name, "Grace Green");
	call = stage_call(s, "PJSIP/1002", "1795299949.24");
	assert_non_null(call);
	assert_string_equal(call->queue, "reception");
	assert_string_equal(call->qnumber, "1007");
	stage_play_from(s, "queue", "Event: DialEnd");
	assert_string_equal(stage_states(s, "queue:reception", "1795299949.23"), "ring up");
	assert_string_equal(stage_states(s, "PJSIP/1002", "1795299949.24"), "ring dead/elsewhere");
	assert_string_equal(stage_states(s, "PJSIP/1007", "1795299949.23"),
			    "dial up ring up dead/normal");
	assert_int_equal(stage_queue(s, "reception")->depth, 0);
	assert_string_equal(s->record, "1007>1001 PJSIP/1001 ANSWERED reception -");
}

TEST(local_channel__is_hidden_and_leads_to_the_other_end)
{
	STAGE;
	stage_say(s, "Event: Newchannel\nChannel: PJSIP/1001-00000001\nChannelState: 4\n"
		     "CallerIDNum: 1001\nExten: 1005\nUniqueid: 1.1\nLinkedid: 1.1\n\n"
		     "Event: Newchannel\nChannel: Local/1005@internal-00000001;1\nChannelState: "
		     "0\nUniqueid: 1.2\nLinkedid: 1.1\n\n"
		     "Event: Newchannel\nChannel: Local/1005@internal-00000001;2\nChannelState: "
		     "4\nUniqueid: 1.3\nLinkedid: 1.1\n\n"
		     "Event: DialBegin\nChannel: PJSIP/1001-00000001\nUniqueid: 1.1\nLinkedid: "
		     "1.1\nDestChannel: Local/1005@internal-00000001;1\nDestUniqueid: 1.2\n"
		     "DestLinkedid: 1.1\n\n");
	assert_int_equal(stage_count(s, WIRE_CALL), 1);
}

TEST(message_channel__is_hidden)
{
	STAGE;
	stage_play(s, "message");
	assert_int_equal(stage_count(s, WIRE_CALL), 0);
}

TEST(forward__is_learnt_from_a_call_that_is_sent_on)
{
	STAGE;
	stage_say(s, "Event: Newchannel\nChannel: PJSIP/1001-00000001\nChannelState: 4\n"
		     "Uniqueid: 1.1\nLinkedid: 1.1\n\n"
		     "Event: Newchannel\nChannel: PJSIP/1002-00000002\nChannelState: 0\n"
		     "Uniqueid: 1.2\nLinkedid: 1.1\n\n"
		     "Event: DialEnd\nUniqueid: 1.1\nLinkedid: 1.1\nDestUniqueid: 1.2\n"
		     "DestLinkedid: 1.1\nDialStatus: CONGESTION\nForward: "
		     "Local/1005@internal\n\n");
	assert_string_equal(s->forward, "PJSIP/1002 1005");
	stage_say(s, "Event: DialEnd\nUniqueid: 1.1\nLinkedid: 1.1\nDestUniqueid: 1.2\n"
		     "DestLinkedid: 1.1\nDialStatus: CANCEL\n\n");
	assert_string_equal(s->forward, "PJSIP/1002 ");
}

TEST(pickup__makes_the_picker_the_called_one)
{
	const struct wire_call *call;

	STAGE;
	stage_say(s, "Event: Newchannel\nChannel: PJSIP/trunk-00000001\nChannelState: 4\n"
		     "CallerIDNum: 0301\nExten: 5551005\nUniqueid: 1.1\nLinkedid: 1.1\n\n"
		     "Event: Newchannel\nChannel: PJSIP/1005-00000002\nChannelState: 0\n"
		     "Uniqueid: 1.2\nLinkedid: 1.1\n\n"
		     "Event: DialBegin\nUniqueid: 1.1\nLinkedid: 1.1\nDestUniqueid: 1.2\n"
		     "DestLinkedid: 1.1\nDestChannelState: 5\n\n"
		     "Event: Newchannel\nChannel: PJSIP/1007-00000003\nChannelState: 4\n"
		     "Exten: **1005\nUniqueid: 1.3\nLinkedid: 1.3\n\n"
		     "Event: Pickup\nChannel: PJSIP/1007-00000003\nChannelState: 6\nUniqueid: "
		     "1.3\nLinkedid: 1.3\nConnectedLineNum: 0301\nTargetUniqueid: 1.2\n\n"
		     "Event: BridgeEnter\nBridgeUniqueid: b\nBridgeType: basic\nChannelState: 6\n"
		     "ConnectedLineNum: 0301\nUniqueid: 1.3\nLinkedid: 1.3\n\n"
		     "Event: BridgeEnter\nBridgeUniqueid: b\nBridgeType: basic\nChannelState: 6\n"
		     "Uniqueid: 1.1\nLinkedid: 1.1\n\n");
	call = stage_call(s, "PJSIP/1007", "1.3");
	assert_non_null(call);
	assert_string_equal(call->party, "callee");
	assert_string_equal(call->number, "0301");
	assert_string_equal(call->ddi, "5551005");
	assert_string_equal(call->kind, "external");
	assert_string_equal(call->linked, "1.1");
}

#define T(name) cmocka_unit_test_setup_teardown(name, stage_setup_started, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(answered__states_names_and_ddi_are_followed),
		T(abandoned__was_rung_and_not_answered),
		T(hold__is_the_phone_that_pressed_it),
		T(blind_transfer__goes_to_the_target_and_the_first_leg_ends),
		T(attended_transfer__names_the_two_who_are_left),
		T(call_waiting__rings_beside_the_call_in_hand),
		T(click_to_dial__is_the_caller_while_his_own_phone_rings),
		T(park__shows_slot_and_who_parked_and_goes_with_who_takes_it),
		T(park__that_nobody_takes_comes_back_and_says_so),
		T(queue__has_its_caller_and_each_member_that_rings),
		T(local_channel__is_hidden_and_leads_to_the_other_end),
		T(message_channel__is_hidden),
		T(forward__is_learnt_from_a_call_that_is_sent_on),
		T(pickup__makes_the_picker_the_called_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
