/* Right-to-left names where a receptionist meets them: in reading order, and the row stands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		CALLING_TEST(caller__of_a_hebrew_name__stands_in_reading_order),
		CALLING_TEST(caller__of_an_arabic_name_on_a_narrow_screen__keeps_the_row),
		CALLING_TEST(message__in_hebrew__is_shown_in_reading_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
