/* IPCortex.Types.Device, Phone, Call, Extension, Queue, Mailbox, Room and message, against the real
 * PABX. */
#include "e2e/desks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

/* ---- Device, Phone ---- */

static bool has_device(const struct pbx_object *phone, const struct pbx_object *device)
{
	struct pbx_object *one;

	for (unsigned i = 0; (one = pbx_phone_device(phone, i)); i++)
		if (one == device)
			return true;
	return false;
}

static void device__properties__lead_to_phone_owner_and_mailbox(void **state)
{
	struct desks *desks = *state;
	struct desk *desk = &desks->reception;
	unsigned count;
	struct pbx_object *const *devices = pbx_list(desk->pbx, PBX_DEVICE, &count);

	assert_true(count > 20);
	for (unsigned i = 0; i < count; i++) {
		const struct pbx_object *d = devices[i], *phone = pbx_device_phone_of(d);

		assert_true(*pbx_device_name(d) && *pbx_device_label(d) &&
			    *pbx_device_extension(d));
		assert_non_null(phone);
		assert_true(has_device(phone, d));
		assert_string_equal(pbx_device_mac(d), pbx_phone_mac(phone));
		assert_int_equal(pbx_owner_of(d) != NULL, pbx_device_ownerID(d) != PBX_UNKNOWN);
		assert_ptr_equal(pbx_owner_of(d), pbx_owner_of(phone));
		assert_in_range(pbx_device_blf(d), 0, 3);
		assert_true(!strcmp(pbx_device_state(d), "up") ||
			    !strcmp(pbx_device_state(d), "down") ||
			    !strcmp(pbx_device_state(d), "unknown"));
		assert_false(pbx_device_webrtc(d));
		assert_string_equal(pbx_device_webrtcState(d), "none");
		assert_non_null(strstr(pbx_device_extensions(d), pbx_device_extension(d)));
	}
	assert_string_equal(pbx_device_name(desk_line(desk)), "SIP/reception");
	assert_string_equal(pbx_device_extension(desk_line(desk)), "100");
	assert_string_equal(pbx_device_extensions(desk_line(desk)), "[\"100\",\"200\"]");
	assert_string_equal(pbx_device_state(desk_line(desk)), "up");
	assert_string_equal(pbx_device_mailbox(desk_line(desk)), "100");
	assert_string_equal(pbx_device_features(desk_line(desk)), "hold,talk,answer");
	assert_non_null(pbx_device_mailbox_of(desk_line(desk)));
	assert_ptr_equal(pbx_owner_of(desk_line(desk)), desk_person(desk, "reception"));
}

static void device__settable_properties__come_back_live(void **state)
{
	static const char *const out[] = {"200"};
	struct desks *desks = *state;
	struct desk *desk = &desks->reception;
	struct pbx_object *line = desk_line(desk);

	pbx_device_set_flag(desk->pbx, line, "autoanswer", true, desk_done, desk);
	desk_accepted(desk);
	DESKS_UNTIL(desks, pbx_device_autoanswer(line));
	pbx_device_set_flag(desk->pbx, line, "autoanswer", false, desk_done, desk);
	desk_accepted(desk);
	pbx_device_set_flag(desk->pbx, line, "autohold", true, desk_done, desk);
	desk_accepted(desk);
	DESKS_UNTIL(desks, pbx_device_autohold(line) && !pbx_device_autoanswer(line));
	pbx_device_set_flag(desk->pbx, line, "autohold", false, desk_done, desk);
	desk_accepted(desk);
	pbx_device_set_microphone(desk->pbx, line, "usb-1", desk_done, desk);
	desk_accepted(desk);
	DESKS_UNTIL(desks, !strcmp(pbx_device_microphone(line), "usb-1"));
	pbx_device_set_opt_out(desk->pbx, line, out, 1, desk_done, desk);
	desk_accepted(desk);
	DESKS_UNTIL(desks, !strcmp(pbx_device_optOut(line), "[\"200\"]"));
	pbx_device_set_opt_out(desk->pbx, line, NULL, 0, desk_done, desk);
	desk_accepted(desk);
	pbx_device_set_flag(desk->pbx, line, "webrtc", true, desk_done, desk);
	desk_refused(desk, "invalid");
}

static void device__of_another__cannot_be_set(void **state)
{
	struct desks *desks = *state;
	struct desk *desk = &desks->user;
	struct pbx_object *other =
		pbx_find(desk->pbx, PBX_DEVICE, pbx_object_key(desk_line(&desks->reception)));

	assert_non_null(other);
	pbx_device_set_flag(desk->pbx, other, "autoanswer", true, desk_done, desk);
	desk_refused(desk, "notyours");
}

static void phone__is_a_container_of_its_devices(void **state)
{
	struct desks *desks = *state;
	unsigned count;
	struct pbx_object *const *phones = pbx_list(desks->reception.pbx, PBX_PHONE, &count);
	const struct pbx_object *phone;

	assert_true(count > 20);
	for (unsigned i = 0; i < count; i++) {
		unsigned devices = 0;

		while (pbx_phone_device(phones[i], devices))
			devices++;
		assert_int_equal(devices, pbx_phone_lines(phones[i]));
		assert_true(*pbx_phone_name(phones[i]) && *pbx_phone_mac(phones[i]));
		assert_true(*pbx_phone_extensions(phones[i]) == '[');
		assert_true(*pbx_phone_features(phones[i]));
	}
	phone = pbx_device_phone_of(desk_line(&desks->reception));
	assert_int_equal(pbx_phone_lines(phone), 2);
	assert_string_equal(pbx_phone_deviceNames(phone),
			    "[\"SIP/reception\",\"SIP/reception_2\"]");
	assert_string_equal(pbx_phone_extensions(phone), "[\"100\",\"200\"]");
	assert_string_equal(pbx_phone_mac(phone), pbx_device_mac(desk_line(&desks->reception)));
}

/* ---- Extension, Queue, Mailbox ---- */

static void extension__properties__are_the_documented_ones(void **state)
{
	struct desks *desks = *state;
	struct desk *desk = &desks->reception;
	unsigned count, queues = 0;
	struct pbx_object *const *list = pbx_list(desk->pbx, PBX_EXTENSION, &count);

	for (unsigned i = 0; i < count; i++) {
		const struct pbx_object *e = list[i];

		assert_int_equal(strncmp(pbx_extension_extension(e), pbx_extension_number(e),
					 strlen(pbx_extension_number(e))),
				 0);
		assert_true(*pbx_extension_name(e) && *pbx_extension_company(e));
		assert_int_equal(strspn(pbx_extension_type(e), "AHQCTOoVPX"), 1);
		assert_true(*pbx_extension_contacts(e) == '[' && *pbx_extension_ddis(e) == '[');
		assert_int_equal(pbx_owner_of(e) != NULL, pbx_extension_owner(e) != PBX_UNKNOWN);
		assert_true(pbx_extension_blf(e) == PBX_UNKNOWN || pbx_extension_blf(e) <= 3);
		queues += *pbx_extension_type(e) == 'Q';
	}
	assert_true(count > 20);
	pbx_list(desk->pbx, PBX_QUEUE, &count);
	assert_int_equal(queues, count);
}

static void extension__of_a_person_and_of_a_queue__says_whom_it_calls(void **state)
{
	struct desks *desks = *state;
	struct desk *desk = &desks->reception;
	const struct pbx_object *own = pbx_find(desk->pbx, PBX_EXTENSION, "102");
	const struct pbx_object *front = pbx_find(desk->pbx, PBX_EXTENSION, "200");

	assert_string_equal(pbx_extension_number(own), "102");
	assert_string_equal(pbx_extension_name(own), "Tom Okafor");
	assert_string_equal(pbx_extension_company(own), "default");
	assert_string_equal(pbx_extension_contacts(own), "[3]");
	assert_string_equal(pbx_extension_type(own), "A");
	assert_ptr_equal(pbx_owner_of(own), desk_person(desk, "user"));
	assert_false(pbx_extension_canOpt(own));
	assert_string_equal(pbx_extension_type(front), "Q");
	assert_string_equal(pbx_extension_contacts(front), "[1]");
	assert_non_null(strstr(pbx_extension_ddis(front), "\"+442079460900\""));
	assert_true(pbx_extension_canOpt(front));
	assert_null(pbx_owner_of(front));
}

static void queue__member_paused__is_shown_at_queue_and_device(void **state)
{
	struct desks *desks = *state;
	struct desk *desk = &desks->reception;
	struct pbx_object *queue = pbx_find(desk->pbx, PBX_QUEUE, "reception");
	struct pbx_object *line = desk_line(desk);

	assert_non_null(queue);
	assert_int_equal(pbx_queue_depth(queue), 0);
	assert_string_equal(pbx_queue_extension(queue), "200");
	assert_true(*pbx_queue_label(queue) && pbx_queue_longest(queue) == PBX_UNKNOWN);
	pbx_queue_pause(desk->pbx, queue, line, true, "break", desk_done, desk);
	desk_accepted(desk);
	DESKS_UNTIL(desks, strstr(pbx_queue_members(queue), "paused") &&
				   strstr(pbx_device_queues(line), "paused"));
	pbx_queue_pause(desk->pbx, queue, line, false, NULL, desk_done, desk);
	desk_accepted(desk);
	DESKS_UNTIL(desks, !strstr(pbx_queue_members(queue), "paused"));
}

static void mailbox__own__has_counts(void **state)
{
	struct desks *desks = *state;
	struct pbx_object *mailbox = pbx_device_mailbox_of(desk_line(&desks->reception));

	assert_non_null(mailbox);
	assert_string_equal(pbx_mailbox_name(mailbox),
			    pbx_device_mailbox(desk_line(&desks->reception)));
	assert_true(*pbx_mailbox_label(mailbox));
	assert_true(pbx_mailbox_read(mailbox) >= 0 && pbx_mailbox_unread(mailbox) >= 0);
}

static void on_mailbox(void *ctx, enum pbx_event event, struct pbx_object *mailbox,
		       uint64_t changed)
{
	char *json = pbx_changed_json(mailbox, changed);

	assert_int_equal(event, PBX_UPDATE);
	*(bool *)ctx |= strstr(json, "\"unread\":") != NULL;
	free(json);
}

/* ---- Call ---- */

static struct pbx_object *only_call(struct desk *desk)
{
	unsigned count;
	struct pbx_object *const *calls = pbx_calls_of(desk_line(desk), &count);

	return calls && count == 1 ? calls[0] : NULL;
}

static bool is(struct desk *desk, const char *call_state)
{
	const struct pbx_object *call = only_call(desk);

	return call && !strcmp(pbx_call_state(call), call_state);
}

static void act(struct desk *desk, enum pbx_call_action action)
{
	pbx_call_do(desk->pbx, only_call(desk), action, NULL, desk_done, desk);
	desk_accepted(desk);
}

struct heard {
	bool dead, gone;
};

static void on_call(void *ctx, enum pbx_event event, struct pbx_object *call, uint64_t changed)
{
	struct heard *heard = ctx;

	(void)changed;
	heard->dead |= event == PBX_UPDATE && !strcmp(pbx_call_state(call), "dead") &&
		       !strcmp(pbx_call_cause(call), "normal");
	heard->gone |= event == PBX_DELETED;
}

static void expect_call(struct desk *desk, const char *party, const char *name)
{
	const struct pbx_object *call = only_call(desk);

	assert_string_equal(pbx_call_party(call), party);
	assert_string_equal(pbx_call_label(call), name);
	assert_string_equal(pbx_call_kind(call), "internal");
	assert_ptr_equal(pbx_call_device(call), desk_line(desk));
	assert_string_equal(pbx_who_name(pbx_call_who(call)), name);
	assert_true(pbx_call_is_mine(call) && pbx_call_uid(call) && *pbx_call_number(call));
	assert_true(pbx_call_id(call) > 0 && *pbx_call_cid(call));
	assert_int_equal(pbx_device_blf(desk_line(desk)), 1);
	assert_true(pbx_call_stamp(call) > INT64_C(1000000000000));
	assert_true(pbx_call_start(call) >= pbx_call_stamp(call));
	assert_true(pbx_call_has(call, "hold") && pbx_call_has(call, "talk"));
	assert_string_equal(pbx_call_nrState(call), "up");
}

static int64_t blf_of(struct desk *desk, const char *extension)
{
	return pbx_extension_blf(pbx_find(desk->pbx, PBX_EXTENSION, extension));
}

static void call__dial_ring_up_hold_dead__is_told_to_both(void **state)
{
	struct desks *desks = *state;
	struct desk *us = &desks->reception, *them = &desks->user;
	struct heard heard = {false, false};

	pbx_listen(us->pbx, PBX_CALL, NULL, PBX_UPDATE | PBX_DELETED, on_call, &heard);
	pbx_dial(us->pbx, desk_line(us), &(struct pbx_target){.object = desk_person(us, "user")},
		 desk_done, us);
	desk_accepted(us);
	DESKS_UNTIL(desks, is(them, "ring") && (is(us, "ring") || is(us, "dial")));
	DESKS_UNTIL(desks, blf_of(us, "102") == 2 && pbx_device_blf(desk_line(them)) == 2);
	act(them, PBX_CALL_TALK_ACTION);
	DESKS_UNTIL(desks, is(them, "up") && is(us, "up"));
	expect_call(us, "caller", "Tom Okafor");
	expect_call(them, "callee", "Reception");
	assert_string_equal(pbx_call_linked(only_call(us)), pbx_call_linked(only_call(them)));
	DESKS_UNTIL(desks, blf_of(us, "102") == 1);
	act(us, PBX_CALL_HOLD_ACTION);
	DESKS_UNTIL(desks, is(us, "hold"));
	act(us, PBX_CALL_TALK_ACTION);
	DESKS_UNTIL(desks, is(us, "up"));
	act(us, PBX_CALL_HANGUP_ACTION);
	DESKS_UNTIL(desks, heard.dead && heard.gone && !only_call(us) && !only_call(them));
	DESKS_UNTIL(desks, blf_of(us, "102") == 0);
	pbx_unlisten(us->pbx, PBX_CALL, NULL, on_call, &heard);
}

static void mailbox__message_left__is_counted_and_told(void **state)
{
	struct desks *desks = *state;
	struct desk *us = &desks->reception, *them = &desks->user;
	struct pbx_object *mailbox = pbx_device_mailbox_of(desk_line(us));
	const struct pbx_target to = {.object = desk_person(them, "reception"), .voicemail = true};
	int64_t unread = pbx_mailbox_unread(mailbox);
	bool heard = false;

	pbx_listen(us->pbx, PBX_MAILBOX, mailbox, PBX_UPDATE, on_mailbox, &heard);
	pbx_dial(them->pbx, desk_line(them), &to, desk_done, them);
	desk_accepted(them);
	DESKS_UNTIL(desks, is(them, "up"));
	act(them, PBX_CALL_HANGUP_ACTION);
	DESKS_UNTIL(desks, heard && pbx_mailbox_unread(mailbox) == unread + 1);
	DESKS_UNTIL(desks, !only_call(them));
	pbx_unlisten(us->pbx, PBX_MAILBOX, mailbox, on_mailbox, &heard);
}

static void call__of_another__is_seen_but_not_controlled(void **state)
{
	struct desks *desks = *state;
	struct desk *us = &desks->reception, *them = &desks->user;
	struct pbx_object *seen;

	pbx_dial(us->pbx, desk_line(us), &(struct pbx_target){.number = "105"}, desk_done, us);
	desk_accepted(us);
	DESKS_UNTIL(desks,
		    only_call(us) && (seen = pbx_find(them->pbx, PBX_CALL,
						      pbx_object_key(only_call(us)))) != NULL);
	assert_false(pbx_call_is_mine(seen));
	pbx_call_do(them->pbx, seen, PBX_CALL_HANGUP_ACTION, NULL, desk_done, them);
	desk_refused(them, "notyours");
	act(us, PBX_CALL_HANGUP_ACTION);
	DESKS_UNTIL(desks, !only_call(us));
}

static struct pbx_object *waiting(struct desk *desk)
{
	unsigned count;
	struct pbx_object *const *calls =
		pbx_calls_of(pbx_find(desk->pbx, PBX_QUEUE, "reception"), &count);

	return calls && count ? calls[0] : NULL;
}

struct answered {
	bool by_us;
	struct desk *desk;
};

static void on_queued(void *ctx, enum pbx_event event, struct pbx_object *call, uint64_t changed)
{
	struct answered *answered = ctx;
	struct pbx_object *by = pbx_call_qcall_of(call);

	(void)event, (void)changed;
	answered->by_us |=
		by && by == only_call(answered->desk) && pbx_call_outq(call) >= pbx_call_inq(call);
}

static void call__in_a_queue__has_its_times_and_who_answered(void **state)
{
	struct desks *desks = *state;
	struct desk *us = &desks->reception, *them = &desks->user;
	struct pbx_object *queue = pbx_find(them->pbx, PBX_QUEUE, "reception"), *call;
	struct pbx_object *waited = pbx_find(us->pbx, PBX_QUEUE, "reception");
	struct answered answered = {false, us};
	int64_t now = clock_wall_ms() / 1000;

	pbx_dial(them->pbx, desk_line(them), &(struct pbx_target){.object = queue}, desk_done,
		 them);
	desk_accepted(them);
	DESKS_UNTIL(desks, (call = waiting(us)) != NULL && is(us, "ring"));
	assert_true(pbx_call_inq(call) >= now - 1 && pbx_call_inq(call) <= now + 60);
	assert_string_equal(pbx_call_qname(call), "Tom Okafor");
	assert_string_equal(pbx_call_qnumber(call), "102");
	assert_string_equal(pbx_call_queue(only_call(us)), "reception");
	assert_null(pbx_call_device(call));
	assert_null(pbx_call_qcall_of(call));
	DESKS_UNTIL(desks, pbx_queue_depth(waited) == 1);
	assert_int_equal(pbx_queue_longest(waited), pbx_call_inq(call));
	pbx_listen(us->pbx, PBX_CALL, call, PBX_UPDATE, on_queued, &answered);
	act(us, PBX_CALL_TALK_ACTION);
	DESKS_UNTIL(desks, answered.by_us && !waiting(us) && is(us, "up"));
	DESKS_UNTIL(desks,
		    pbx_queue_depth(waited) == 0 && pbx_queue_longest(waited) == PBX_UNKNOWN);
	act(us, PBX_CALL_HANGUP_ACTION);
	DESKS_UNTIL(desks, !only_call(us) && !only_call(them));
}

/* ---- Room, message ---- */

static struct pbx_object *room_of(struct desk *desk, const char *id)
{
	return pbx_find(desk->pbx, PBX_ROOM, id);
}

static unsigned messages_of(struct desk *desk, struct pbx_object **last)
{
	unsigned count;
	struct pbx_object *const *all = pbx_list(desk->pbx, PBX_MESSAGE, &count);

	*last = count ? all[count - 1] : NULL;
	return count;
}

static void room__post_seen_name_link_leave__is_live_for_its_members(void **state)
{
	struct desks *desks = *state;
	struct desk *us = &desks->reception, *them = &desks->user;
	const struct pbx_object *const tom[] = {desk_person(us, "user")};
	const struct pbx_object *const agnes[] = {desk_person(us, "agnes")};
	struct pbx_object *sent, *got;
	char id[24];

	pbx_chat_invite(us->pbx, tom, 1, desk_done, us);
	desk_accepted(us);
	snprintf(id, sizeof(id), "%d", atoi(us->json + strcspn(us->json, "0123456789")));
	DESKS_UNTIL(desks, room_of(us, id) && room_of(them, id));
	assert_int_equal(pbx_room_cID(room_of(us, id)), pbx_contact_cID(tom[0]));
	assert_string_equal(pbx_room_label(room_of(us, id)), "Tom Okafor");
	assert_non_null(strstr(pbx_room_members(room_of(us, id)), "\"uname\":\"user\""));
	assert_string_equal(pbx_room_state(room_of(us, id)), "open");

	pbx_room_post(us->pbx, room_of(us, id), "hello", desk_done, us);
	desk_accepted(us);
	DESKS_UNTIL(desks, messages_of(us, &sent) && messages_of(them, &got));
	assert_true(pbx_message_own(sent) && !pbx_message_own(got));
	assert_string_equal(pbx_message_msg(got), "hello");
	assert_string_equal(pbx_message_cN(got), "Reception");
	assert_true(pbx_message_time(got) > 0);
	DESKS_UNTIL(desks, pbx_room_unread(room_of(them, id)) == 1);
	pbx_room_mark_seen(them->pbx, room_of(them, id), pbx_message_msgID(got), desk_done, them);
	desk_accepted(them);
	DESKS_UNTIL(desks, pbx_room_unread(room_of(them, id)) == 0 &&
				   pbx_room_seen(room_of(them, id)) == pbx_message_msgID(got));

	pbx_room_rename(us->pbx, room_of(us, id), "Breakfast", desk_done, us);
	desk_accepted(us);
	DESKS_UNTIL(desks, !strcmp(pbx_room_label(room_of(them, id)), "Breakfast"));
	pbx_room_link(us->pbx, room_of(us, id), agnes, 1, desk_done, us);
	desk_accepted(us);
	DESKS_UNTIL(desks, strstr(pbx_room_members(room_of(them, id)), "\"uname\":\"agnes\""));
	pbx_room_leave(us->pbx, room_of(us, id), desk_done, us);
	desk_accepted(us);
	DESKS_UNTIL(desks, !room_of(us, id) && !strstr(pbx_room_members(room_of(them, id)),
						       "\"uname\":\"reception\""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(device__properties__lead_to_phone_owner_and_mailbox),
		cmocka_unit_test(device__settable_properties__come_back_live),
		cmocka_unit_test(device__of_another__cannot_be_set),
		cmocka_unit_test(phone__is_a_container_of_its_devices),
		cmocka_unit_test(extension__properties__are_the_documented_ones),
		cmocka_unit_test(extension__of_a_person_and_of_a_queue__says_whom_it_calls),
		cmocka_unit_test(queue__member_paused__is_shown_at_queue_and_device),
		cmocka_unit_test(mailbox__own__has_counts),
		cmocka_unit_test(call__dial_ring_up_hold_dead__is_told_to_both),
		cmocka_unit_test(mailbox__message_left__is_counted_and_told),
		cmocka_unit_test(call__of_another__is_seen_but_not_controlled),
		cmocka_unit_test(call__in_a_queue__has_its_times_and_who_answered),
		cmocka_unit_test(room__post_seen_name_link_leave__is_live_for_its_members),
	};

	return cmocka_run_group_tests(tests, desks_setup, desks_teardown);
}
