/* frontdesk --asterisk on a terminal, as a person starts it. */
#include "asterisk/office.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "e2e/place.h"

struct seat {
	struct office *office;
	struct place *place;
};

static struct seat seat;

static int open_all(void **state)
{
	void *office;

	office_setup(&office);
	seat.office = office;
	office_phone(seat.office, 1001);
	office_phone(seat.office, 1003);
	*state = &seat;
	return 0;
}

static int close_all(void **state)
{
	void *office = seat.office;

	(void)state;
	return office_teardown(&office);
}

static int sit_down(void **state)
{
	void *place;
	int err = place_setup(&place);

	seat.place = place;
	*state = &seat;
	place_write(seat.place, "secret", seat.office->peer.secret, 0600);
	place_write(seat.place, "conf", "[asterisk]\nanswer-by-notify = yes\n", 0600);
	return err;
}

static char *store_file(const char *end)
{
	return mem_printf(".local/share/frontdesk/asterisk/frontdesk@%s.db%s",
			  seat.office->peer.address, end);
}

/* The server behind the console ends a moment after it, and needs its folder until then. */
static int stand_up(void **state)
{
	void *office = seat.office, *place = seat.place;
	char *name = store_file(".at");

	(void)state;
	pty_free(&seat.place->pty);
	place_wait_gone(seat.place, name);
	free(name);
	office_quiet(&office);
	return place_teardown(&place);
}

static struct pty *sit_as(const char *who)
{
	char *words =
		mem_printf("--asterisk frontdesk@%s --as %s --asterisk-secret-file %%H/secret "
			   "--asterisk-conf %%H/conf",
			   seat.office->peer.address, who);
	struct pty *pty = place_console(seat.place, 24, 100, words, NULL);

	free(words);
	return pty;
}

static bool is_on_screen(struct pty *pty, const char *text)
{
	char *screen;
	bool there;

	pty_read(pty, 0);
	screen = pty_dump(pty);
	there = strstr(screen, text) != NULL;
	free(screen);
	return there;
}

static void until_on_screen(struct pty *pty, const char *text)
{
	int64_t end = office_end();

	while (!is_on_screen(pty, text) && office_turn(seat.office, end))
		;
	if (is_on_screen(pty, text))
		return;
	char *screen = pty_dump(pty);
	print_error("did not come: '%s'\n", text);
	fputs(screen, stderr); /* print_error() would cut it */
	free(screen);
	fail();
}

static void console__one_command__shows_everybody_by_name(void **state)
{
	struct pty *pty = sit_as("1001");

	(void)state;
	until_on_screen(pty, "Chidi Okafor");
	until_on_screen(pty, "Dana Weiß");
	until_on_screen(pty, "Agnes Holm at 127.");
	until_on_screen(pty, "live");
	place_quit(seat.place);
}

static void console__call_rings__enter_answers_it(void **state)
{
	struct pty *pty = sit_as("1001");
	struct phone_call *caller;

	(void)state;
	until_on_screen(pty, "Chidi Okafor");
	caller = office_outside(seat.office, "02079460100", "Ann Outside", "01614960031");
	until_on_screen(pty, "Enter answer Ann Outside");
	for (int64_t end = office_end(); caller->state != PHONE_UP;) {
		/* What has just appeared is not acted upon. */
		pty_keys(pty, "Enter");
		for (int i = 0; i < 40 && caller->state != PHONE_UP; i++)
			assert_true(office_turn(seat.office, end));
	}
	until_on_screen(pty, "hang up");
	phone_hang_up(caller);
	until_on_screen(pty, "No calls");
	place_quit(seat.place);
}

static void console__asterisk_ends__what_is_shown_is_old_until_it_is_back(void **state)
{
	struct pty *pty = sit_as("1001");

	(void)state;
	until_on_screen(pty, "Chidi Okafor");
	peer_stop(&seat.office->peer);
	until_on_screen(pty, "telephones lost: what you see is");
	until_on_screen(pty, "Chidi Okafor");
	peer_again(&seat.office->peer);
	until_on_screen(pty, "live");
	place_quit(seat.place);
}

static void console__extension_that_asterisk_has_not__is_told(void **state)
{
	struct pty *pty = sit_as("1077");

	(void)state;
	until_on_screen(pty, "Asterisk has no telephone with the extension 1077");
	place_quit(seat.place);
}

static void console__wrong_secret__is_told(void **state)
{
	struct pty *pty;

	(void)state;
	place_write(seat.place, "secret", "guess", 0600);
	pty = sit_as("1001");
	until_on_screen(pty, "does not let the manager user \"frontdesk\" in");
	until_on_screen(pty, "telephones lost");
	place_quit(seat.place);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sit_down, stand_up)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(console__one_command__shows_everybody_by_name),
		TEST(console__call_rings__enter_answers_it),
		TEST(console__asterisk_ends__what_is_shown_is_old_until_it_is_back),
		TEST(console__extension_that_asterisk_has_not__is_told),
		TEST(console__wrong_secret__is_told),
	};

	return peer_is_there() ? cmocka_run_group_tests(tests, open_all, close_all)
			       : peer_left_out();
}
