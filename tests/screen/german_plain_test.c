/* Line mode in German, as transcripts: words of commands stay as they are, what is said is German.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "inside.h"
#include "screen/plain_fixture.h"
#include "support/german.h"

static void jane_rings(struct front *f)
{
	front_office(f, "ring SIP/reception from 02079460958 \"Jane Caller\"");
	plain_wait(f, "Enter: Jane Caller annehmen");
	front_pass(f, 500);
}

static void german_plain__first_lines__say_who_where_and_what_is_next(void **state)
{
	struct front *f = plain_open(state);

	plain_enter(f, "status");
	plain_enter(f, "help");
	plain_enter(f, "help transfer");
	plain_enter(f, "help all");
	plain_expect(f, "german-plain-help");
}

static void german_plain__caller__is_answered_held_and_put_through(void **state)
{
	struct front *f = plain_open(state);

	plain_said(f);
	jane_rings(f);
	plain_enter(f, "");
	plain_wait(f, "Jane Caller: spricht");
	plain_enter(f, "status");
	plain_enter(f, "hold");
	plain_wait(f, "Jane Caller: gehalten");
	plain_enter(f, "hold");
	plain_wait(f, "Erledigt: Jane Caller zurückholen");
	plain_enter(f, "find okafor");
	plain_enter(f, "transfer 1");
	plain_wait(f, "Erledigt: Jane Caller an Tom Okafor vermitteln");
	plain_expect(f, "german-plain-call");
}

static void german_plain__numbers__choose(void **state)
{
	struct front *f = plain_open(state);

	plain_said(f);
	plain_enter(f, "find sales");
	plain_enter(f, "2");
	plain_enter(f, "more");
	plain_enter(f, "operator");
	plain_enter(f, "1");
	plain_wait(f, "Erledigt: Sie sind am Platz");
	plain_until(f, PBX_OPERATOR, 1);
	plain_enter(f, "operator");
	plain_enter(f, "2");
	plain_enter(f, "");
	plain_enter(f, "3");
	plain_expect(f, "german-plain-choices");
}

static void german_plain__refused__says_why(void **state)
{
	struct front *f = plain_open(state);

	plain_said(f);
	plain_enter(f, "hold");
	plain_enter(f, "transfer");
	plain_enter(f, "call 8");
	plain_wait(f, "Die Nummer 8 gibt es nicht");
	plain_enter(f, "7");
	plain_enter(f, "zzzz");
	plain_enter(f, "call sam");
	plain_enter(f, "key Foo");
	plain_enter(f, "help nothing");
	plain_expect(f, "german-plain-refused");
}

static void german_plain__message__is_asked_for_field_by_field(void **state)
{
	struct front *f = plain_open(state);

	plain_said(f);
	plain_enter(f, "take-message");
	plain_enter(f, "agnes");
	plain_enter(f, "Frau Schmidt");
	plain_enter(f, "020 7946 0958");
	plain_enter(f, "1");
	plain_enter(f, "<");
	plain_enter(f, "");
	plain_enter(f, "bitte zurückrufen");
	plain_wait(f, "per Chat gesendet");
	plain_until(f, PBX_TAKEN, 1);
	plain_enter(f, "taken");
	plain_enter(f, "quiet");
	plain_enter(f, "loud");
	plain_expect(f, "german-plain-message");
}

static void german_plain__link_is_lost__is_said(void **state)
{
	struct front *f = plain_open(state);

	plain_said(f);
	front_kill_pabx(f);
	plain_wait(f, "Verbindung verloren");
	plain_enter(f, "find okafor");
	plain_enter(f, "call 1");
	plain_wait(f, "keine Verbindung");
	screen_expect_text(f->screen, "Tom Okafor, veraltet");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, german_setup, german_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(german_plain__first_lines__say_who_where_and_what_is_next),
		TEST(german_plain__caller__is_answered_held_and_put_through),
		TEST(german_plain__numbers__choose),
		TEST(german_plain__refused__says_why),
		TEST(german_plain__message__is_asked_for_field_by_field),
		TEST(german_plain__link_is_lost__is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
