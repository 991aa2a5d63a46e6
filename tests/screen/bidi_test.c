/* Right-to-left names where a receptionist meets them: in reading order, and the row stands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>

#include "support/calling.h"

static void caller__of_a_hebrew_name__stands_in_reading_order(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	front_office(f, "ring SIP/reception from 02079460958 \"שלום כהן\"");
	front_wait(f, "ןהכ םולש");
	front_pass(f, 500);
	calling_screen(f, "bidi-caller-80x24");
}

static void caller__of_an_arabic_name_on_a_narrow_screen__keeps_the_row(void **state)
{
	struct front *f = calling_open(state, 10, 40);

	front_office(f, "ring SIP/reception from 02079460958 \"محمد Ltd\"");
	front_wait(f, "ringing");
	front_pass(f, 500);
	calling_screen(f, "bidi-caller-40x10");
}

static void message__in_hebrew__is_shown_in_reading_order(void **state)
{
	struct front *f = calling_open(state, 24, 80);

	front_office(f, "message 6 1 \"שלום\"");
	front_pass(f, 500);
	screen_type(f->screen, "agn");
	screen_keys(f->screen, "F7");
	front_wait(f, "םולש");
	front_pass(f, 500);
	calling_screen(f, "bidi-chat-80x24");
}

/* ---- A house whose people have right-to-left names ---- */

static struct front *open_house(void **state)
{
	struct front *f = *state;

	f->office = "tests/screen/bidi";
	return calling_open(state, 24, 80);
}

/* At 80×24, 120×36 and 40×10. */
static void expect(struct front *f, const char *name)
{
	char golden[80];

	calling_expect(f, name);
	snprintf(golden, sizeof golden, "%s-40x10", name);
	screen_resize(f->screen, 10, 40);
	calling_screen(f, golden);
	screen_resize(f->screen, 24, 80);
}

static void people__names_of_all_scripts__stand_in_their_columns(void **state)
{
	struct front *f = open_house(state);

	expect(f, "bidi-people");
}

static void people__long_name_is_chosen__is_cut_at_its_end_which_is_left(void **state)
{
	struct front *f = open_house(state);

	screen_keys(f->screen, "Down Down Down Down");
	expect(f, "bidi-chosen");
}

static void people__wide_screen__tags_stand_in_their_column(void **state)
{
	struct front *f = open_house(state);

	screen_resize(f->screen, 16, 200);
	screen_keys(f->screen, ", |");
	calling_screen(f, "bidi-tags-200x16");
}

static void address_book__entry_is_chosen__numbers_stand_where_they_stood(void **state)
{
	struct front *f = open_house(state);

	screen_keys(f->screen, "Tab End Up");
	expect(f, "bidi-address");
}

static void search__hebrew_letters__find_and_the_cursor_is_at_the_left(void **state)
{
	struct front *f = open_house(state);

	screen_type(f->screen, "לוי");
	expect(f, "bidi-search");
}

static void search__cursor__moves_to_where_the_arrow_points(void **state)
{
	struct front *f = open_house(state);
	int y, x, before;

	screen_type(f->screen, "שרה");
	screen_cursor(f->screen, &y, &before);
	screen_keys(f->screen, "Right");
	screen_cursor(f->screen, &y, &x);
	assert_int_equal(x, before + 1);
	screen_keys(f->screen, "Right Backspace");
	front_wait(f, "הר");
	screen_keys(f->screen, "End Backspace");
	expect(f, "bidi-input");
}

static void details__of_a_person__are_behind_their_labels(void **state)
{
	struct front *f = open_house(state);

	screen_type(f->screen, "142");
	screen_keys(f->screen, "Down F11");
	front_wait(f, "Department");
	expect(f, "bidi-details");
}

static void my_lines__label_and_calls__keep_their_columns(void **state)
{
	struct front *f = open_house(state);

	front_office(f, "ring SIP/reception from 02079460301 \"شركة النور Ltd\"");
	front_wait(f, "ringing");
	front_pass(f, 500);
	expect(f, "bidi-lines");
}

static void message__begins_with_a_name__is_read_from_the_left(void **state)
{
	struct front *f = open_house(state);

	screen_type(f->screen, "142");
	screen_keys(f->screen, "Down Enter");
	front_wait(f, "dialling");
	front_pass(f, 2000);
	front_office(f, "busy SIP/scohen");
	front_wait(f, "is busy");
	expect(f, "bidi-message");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CALLING_TEST(people__names_of_all_scripts__stand_in_their_columns),
		CALLING_TEST(people__long_name_is_chosen__is_cut_at_its_end_which_is_left),
		CALLING_TEST(people__wide_screen__tags_stand_in_their_column),
		CALLING_TEST(address_book__entry_is_chosen__numbers_stand_where_they_stood),
		CALLING_TEST(search__hebrew_letters__find_and_the_cursor_is_at_the_left),
		CALLING_TEST(search__cursor__moves_to_where_the_arrow_points),
		CALLING_TEST(details__of_a_person__are_behind_their_labels),
		CALLING_TEST(my_lines__label_and_calls__keep_their_columns),
		CALLING_TEST(message__begins_with_a_name__is_read_from_the_left),
		CALLING_TEST(caller__of_a_hebrew_name__stands_in_reading_order),
		CALLING_TEST(caller__of_an_arabic_name_on_a_narrow_screen__keeps_the_row),
		CALLING_TEST(message__in_hebrew__is_shown_in_reading_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
