/* Conversations in the console: real PABX, real sockets, stepped time, whole screens. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/front.h"

/* Two people have written. */
static void let_write(struct front *f)
{
	front_office(f, "message 17 1 \"Is my visitor here?\"");
	front_wait(f, "Benoît Faure: Is my visitor here?");
	front_pass(f, 60000);
	front_office(f, "message 6 1 \"Lunch at one?\"");
	front_office(f, "message 6 1 \"Or at two?\"");
	front_wait(f, "Agnes Müller: Or at two?");
	front_wait(f, "✉ 3");
}

/* Opens the list and the conversation with Benoît, the second of it. */
static void open_benoit(struct front *f)
{
	screen_keys(f->screen, ", C Down Enter");
	front_wait(f, "Benoît Faure, away");
}

static void rooms__80x24__are_listed_with_what_is_unread(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	let_write(f);
	screen_keys(f->screen, ", C");
	front_wait(f, "Conversations");
	screen_expect(f->screen, "chat-rooms-80x24");
}

static void rooms__120x36__are_listed_with_what_is_unread(void **state)
{
	struct front *f = front_opened(state, 36, 120);

	let_write(f);
	screen_keys(f->screen, ", C");
	front_wait(f, "Conversations");
	screen_expect(f->screen, "chat-rooms-120x36");
}

static void rooms__none__say_how_to_begin_one(void **state)
{
	struct front *f = front_opened(state, 10, 40);

	screen_keys(f->screen, ", C");
	front_wait(f, "No conversations yet");
	screen_expect(f->screen, "chat-none-40x10");
	screen_keys(f->screen, "Enter Esc");
	screen_expect_no_text(f->screen, "Conversations");
}

static void room__of_several__120x36__is_begun_from_the_list_and_named(void **state)
{
	struct front *f = front_opened(state, 36, 120);

	screen_keys(f->screen, ", C F2");
	screen_type(f->screen, "agnes müller, benoît f");
	front_wait(f, "Benoît Faure");
	screen_keys(f->screen, "Tab Enter");
	front_wait(f, "3 people");
	screen_keys(f->screen, "F3 Ctrl-U");
	screen_type(f->screen, "Fire drill");
	screen_keys(f->screen, "Enter");
	front_wait(f, "Fire drill, 3 people");
	screen_type(f->screen, "At ten, by the gate");
	screen_keys(f->screen, "Enter");
	front_wait(f, "09:00 you: At ten, by the gate");
	front_wait_gone(f, "(sending)");
	screen_expect(f->screen, "chat-several-120x36");
	screen_keys(f->screen, "F2");
	screen_type(f->screen, "Ida Nørgård");
	screen_keys(f->screen, "Enter");
	front_wait(f, "Fire drill, 4 people");
	screen_expect_text(f->screen, "At ten, by the gate");
}

static void room__of_two__stays_private_when_a_third_is_invited(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	let_write(f);
	open_benoit(f);
	screen_keys(f->screen, "F2");
	screen_type(f->screen, "Agnes Müller");
	screen_keys(f->screen, "Enter");
	front_wait(f, "3 people");
	screen_expect_no_text(f->screen, "Is my visitor here?");
	screen_keys(f->screen, "Esc , C");
	screen_expect_text(f->screen, "Is my visitor here?");
}

static void guest__from_outside__is_refused_with_the_reason(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	let_write(f);
	open_benoit(f);
	screen_keys(f->screen, "F2");
	screen_type(f->screen, "Ravelstone Glass");
	screen_keys(f->screen, "Enter Esc");
	front_wait(f, "Ravelstone Glass");
	screen_expect_text(f->screen, "only people here can be invited");
	screen_keys(f->screen, ", C Enter F2");
	screen_type(f->screen, "xyzzyx");
	screen_keys(f->screen, "Enter Esc");
	front_wait(f, "no one person is found by \"xyzzyx\"");
}

static void room__left__is_not_in_the_list(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	let_write(f);
	open_benoit(f);
	screen_keys(f->screen, "F9");
	front_wait(f, "Conversations");
	front_wait_gone(f, "Benoît Faure  ");
	screen_expect_text(f->screen, "Or at two?");
}

static void draft__of_a_room__is_there_when_it_is_opened_again(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	let_write(f);
	open_benoit(f);
	screen_type(f->screen, "Not yet, but");
	screen_keys(f->screen, "Esc , C Enter");
	front_wait(f, "Or at two?");
	screen_expect_no_text(f->screen, "Not yet, but");
	screen_keys(f->screen, "Esc , C Down Enter");
	front_wait(f, "Not yet, but");
}

static void older_messages__page_up__come_from_the_server(void **state)
{
	enum { MANY = 230 };
	struct front *f = front_opened(state, 24, 80);

	for (int i = 1; i <= MANY; i++)
		front_office(f, "message 17 1 \"Message number %d.\"", i);
	/* The feed carries the last 200 of a room. */
	pbx_enable_chat(f->pbx, false, NULL, NULL);
	front_wait_gone(f, "✉");
	pbx_enable_chat(f->pbx, true, NULL, NULL);
	front_wait(f, "✉ 200");
	screen_keys(f->screen, ", C Enter");
	front_wait(f, "Message number 230.");
	for (int i = 0; i < 100 && !screen_has(f->screen, "This is where"); i++) {
		screen_keys(f->screen, "PgUp");
		front_pass(f, 20);
	}
	screen_expect_text(f->screen, "Message number 1.");
	screen_expect(f->screen, "chat-begin-80x24");
	for (int i = 0; i < 100 && !screen_has(f->screen, "Message number 230."); i++)
		screen_keys(f->screen, "PgDn");
	screen_expect_text(f->screen, "Message number 230.");
}

static void message__while_scrolled_back__does_not_move_what_is_read(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	for (int i = 1; i <= 40; i++)
		front_office(f, "message 17 1 \"Message number %d.\"", i);
	screen_keys(f->screen, ", C Enter PgUp");
	screen_expect_text(f->screen, "Message number 10.");
	front_office(f, "message 17 1 \"Something new.\"");
	screen_expect_text(f->screen, "Message number 10.");
	screen_expect_no_text(f->screen, "Something new.");
}

static void tags__edited_here_and_elsewhere__keep_both(void **state)
{
	struct front *f = front_opened(state, 24, 80);
	static const char *const theirs[] = {"elsewhere"};
	static const char *const gone[] = {"french"};
	const struct pbx_object *who;

	screen_type(f->screen, "faure");
	screen_keys(f->screen, "Alt-t");
	screen_expect_text(f->screen, "Tags: support french");
	/* Another console, on the same client here: what counts is what the server merges. */
	who = pbx_find(f->pbx, PBX_CONTACT, "17");
	pbx_edit_tags(f->pbx, who, theirs, 1, gone, 1, NULL, NULL);
	screen_run(f->screen);
	screen_type(f->screen, " keyholder");
	screen_keys(f->screen, "Enter");
	front_wait(f, "Tags of Benoît Faure");
	screen_keys(f->screen, "Alt-t");
	/* The question is put from what this console has heard. */
	for (int i = 0; i < 100 && !screen_has(f->screen, "keyholder"); i++) {
		screen_keys(f->screen, "Esc Alt-t");
		front_pass(f, 20);
	}
	screen_expect_text(f->screen, "Tags: support elsewhere keyholder");
}

static void tags__as_they_were__are_not_sent(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_type(f->screen, "faure");
	screen_keys(f->screen, "Alt-t Enter");
	front_wait(f, "Tags of Benoît Faure: as they were");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, front_setup, front_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(rooms__80x24__are_listed_with_what_is_unread),
		TEST(rooms__120x36__are_listed_with_what_is_unread),
		TEST(rooms__none__say_how_to_begin_one),
		TEST(room__of_several__120x36__is_begun_from_the_list_and_named),
		TEST(room__of_two__stays_private_when_a_third_is_invited),
		TEST(guest__from_outside__is_refused_with_the_reason),
		TEST(room__left__is_not_in_the_list),
		TEST(draft__of_a_room__is_there_when_it_is_opened_again),
		TEST(older_messages__page_up__come_from_the_server),
		TEST(message__while_scrolled_back__does_not_move_what_is_read),
		TEST(tags__edited_here_and_elsewhere__keep_both),
		TEST(tags__as_they_were__are_not_sent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
