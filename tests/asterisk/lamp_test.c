/* Lamps, presence and texts, both ways. */
#include "asterisk/desk.h"

#include <stdlib.h>
#include <string.h>

static struct pbx_object *mailbox(const struct desk *desk, int extension)
{
	const char *name = pbx_device_mailbox(desk_device(desk, extension));

	return pbx_find(desk->pbx, PBX_MAILBOX, name);
}

static void voicemail__left_for_the_operator__lights_the_lamp(void **state)
{
	struct desk *desk = *state;
	struct phone_call *caller;

	DESK_UNTIL(desk, mailbox(desk, 1001));
	assert_int_equal(pbx_mailbox_unread(mailbox(desk, 1001)), 0);
	caller = phone_dial(office_phone(desk->office, 1002), "*51001", NULL, NULL);
	DESK_UNTIL(desk, caller->state == PHONE_UP);
	office_until_shows(desk->office, "core show channels concise", "VoiceMail");
	for (int64_t end = office_end() - 13000000; office_turn(desk->office, end);)
		; /* two seconds of sound */
	phone_hang_up(caller);
	DESK_UNTIL(desk, pbx_mailbox_unread(mailbox(desk, 1001)) == 1);
	office_until_shows(desk->office, "voicemail show users", "1001");
}

static void presence__chosen_at_the_telephone__is_shown(void **state)
{
	struct desk *desk = *state;

	phone_dial(office_phone(desk->office, 1003), "*78", NULL, NULL);
	DESK_UNTIL(desk, !strcmp(pbx_contact_show(desk_contact(desk, 1003)), "dnd"));
	DESK_UNTIL(desk, pbx_contact_dnd(desk_contact(desk, 1003)));
	desk_same(desk);
	phone_dial(office_phone(desk->office, 1003), "*79", NULL, NULL);
	DESK_UNTIL(desk, strcmp(pbx_contact_show(desk_contact(desk, 1003)), "dnd") != 0);
	DESK_UNTIL(desk, !pbx_contact_dnd(desk_contact(desk, 1003)));
	desk_same(desk);
}

static void presence__chosen_at_the_console__is_asterisks(void **state)
{
	struct desk *desk = *state;

	pbx_set_status(desk->pbx, "dnd", "Meeting", 0, desk_done, desk);
	desk_accepted(desk);
	office_until_shows(desk->office, "presencestate list", "dnd");
	pbx_set_status(desk->pbx, "online", "", 0, desk_done, desk);
	desk_accepted(desk);
	DESK_UNTIL(desk, !strcmp(pbx_contact_show(desk_contact(desk, 1001)), "online"));
}

static bool has_heard(const struct desk *desk, int extension, const char *text)
{
	return !strcmp(phone_heard(office_phone(desk->office, extension)), text);
}

static void text__from_the_console__arrives_at_the_telephone(void **state)
{
	struct desk *desk = *state;
	const struct pbx_object *bruno = desk_contact(desk, 1002);
	struct pbx_object *const *rooms;
	unsigned count = 0;

	pbx_enable_chat(desk->pbx, true, desk_done, desk);
	desk_accepted(desk);
	pbx_chat_invite(desk->pbx, &bruno, 1, desk_done, desk);
	desk_accepted(desk);
	DESK_UNTIL(desk, (pbx_list(desk->pbx, PBX_ROOM, &count), count));
	rooms = pbx_list(desk->pbx, PBX_ROOM, &count);
	pbx_room_post(desk->pbx, rooms[0], "Besuch für Sie in der Lobby", desk_done, desk);
	desk_accepted(desk);
	DESK_UNTIL(desk, has_heard(desk, 1002, "Besuch für Sie in der Lobby"));
	assert_string_equal(phone_heard_from(office_phone(desk->office, 1002)), "1001");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		DESK_TEST(voicemail__left_for_the_operator__lights_the_lamp),
		DESK_TEST(presence__chosen_at_the_telephone__is_shown),
		DESK_TEST(presence__chosen_at_the_console__is_asterisks),
		DESK_TEST(text__from_the_console__arrives_at_the_telephone),
	};

	return DESK_RUN(tests);
}
