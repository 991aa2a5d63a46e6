/* Messages and tags over a PABX that dies and comes back, and between a console and others. */
#include "e2e/place.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define AS(login) "--host %h --user " login " --password-file %H/" login " "

static int office(void **state)
{
	place_setup(state);
	place_write(*state, "reception", "reception\n", 0600);
	place_write(*state, "user", "user\n", 0600);
	place_open_pabx(*state, "--quiet");
	return 0;
}

static char *says(struct place *place, const char *words)
{
	struct ran ran = place_run(place, words);

	if (ran.status)
		print_error("%s: %d\n%s", words, ran.status, ran.err);
	assert_int_equal(ran.status, 0);
	free(ran.err);
	return ran.out;
}

static int count_of(const char *text, const char *part)
{
	int count = 0;

	for (; (text = strstr(text, part)); text += strlen(part))
		count++;
	return count;
}

/* A console of the reception with the conversation with Tom open. */
static struct pty *talking(struct place *place)
{
	struct pty *pty = place_console(place, 24, 80, AS("reception"), NULL);

	pty_wait_text(pty, "live");
	pty_send(pty, "okafor");
	pty_wait_text(pty, "Tom Okafor");
	pty_keys(pty, "F7");
	pty_wait_text(pty, "Nothing has been said yet");
	return pty;
}

static void message__sent_while_the_pabx_is_dead__arrives_once_after_its_restart(void **state)
{
	struct place *place = *state;
	struct pty *pty = talking(place);
	char *text;

	pty_send(pty, "before the crash\r");
	pty_wait_text(pty, "you: before the crash");
	pty_wait_no_text(pty, "(sending)");
	place_end_pabx(place, SIGKILL);
	pty_wait_text(pty, "link lost");
	pty_send(pty, "into the dark\r");
	pty_wait_text(pty, "(not sent yet) you: into the dark");
	pty_send(pty, "half a sen");
	place_open_pabx(place, "--quiet");
	pty_wait_no_text(pty, "not sent yet");
	pty_wait_text(pty, "you: into the dark");
	pty_wait_text(pty, "you: before the crash");
	pty_wait_text(pty, "half a sen");
	pty_send(pty, "tence\r");
	pty_wait_text(pty, "you: half a sentence");
	pty_wait_no_text(pty, "(sending)");
	text = says(place, AS("user") "chat Reception");
	assert_int_equal(count_of(text, "before the crash"), 1);
	assert_int_equal(count_of(text, "into the dark"), 1);
	assert_int_equal(count_of(text, "half a sentence"), 1);
	free(text);
	pty_keys(pty, "Esc");
	pty_wait_no_text(pty, "half a sentence");
	place_quit(place);
}

static void tags__edited_in_a_console_and_by_a_command__lose_nothing(void **state)
{
	struct place *place = *state;
	struct pty *pty = place_console(place, 24, 80, AS("reception"), NULL);
	char *text;

	pty_wait_text(pty, " 334 ─"); /* the address book, which comes after the tags */
	pty_send(pty, "benoît");
	pty_wait_text(pty, "Benoît Faure");
	pty_keys(pty, "Alt-t");
	pty_wait_text(pty, "Tags: support french");
	free(says(place, AS("reception") "tag benoît +elsewhere -french"));
	pty_send(pty, " keyholder\r");
	pty_wait_text(pty, "Tags of Benoît Faure");
	text = says(place, AS("reception") "tag benoît");
	assert_string_equal(text, "#support\n#elsewhere\n#keyholder\n");
	free(text);
	place_quit(place);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, office, place_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(message__sent_while_the_pabx_is_dead__arrives_once_after_its_restart),
		TEST(tags__edited_in_a_console_and_by_a_command__lose_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
