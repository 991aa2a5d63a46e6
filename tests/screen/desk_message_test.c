/* Messages that the desk takes, and notes on callers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "console.h"
#include "support/front.h"

/* A mail command of the test: keeps what it was given, or fails as the file "fail" says. */
static const char script[] = "#!/bin/sh\n"
			     "cd \"$(dirname \"$0\")\" || exit 1\n"
			     "if [ -f fail ]; then cat fail >&2; exit 75; fi\n"
			     "cat >mail.part && mv mail.part mail.txt\n";

static char folder[64], command[96];

static char *file(const char *name)
{
	return mem_printf("%s/%s", folder, name);
}

static void write_file(const char *name, const char *text, mode_t mode)
{
	char *path = file(name);
	FILE *out = fopen(path, "w");

	assert_non_null(out);
	fputs(text, out);
	fclose(out);
	assert_int_equal(chmod(path, mode), 0);
	free(path);
}

/* The whole file, "" while it is not there. Caller frees with free(). */
static char *read_file(const char *name)
{
	char *path = file(name), *text = calloc(1, 65536);
	FILE *in = fopen(path, "r");

	if (in) {
		size_t len = fread(text, 1, 65535, in);
		text[len] = '\0';
		fclose(in);
	}
	free(path);
	return text;
}

static void remove_file(const char *name)
{
	char *path = file(name);

	unlink(path);
	free(path);
}

static void tune(struct console_options *options)
{
	options->sendmail = command;
	options->state = folder;
}

static int setup(void **state)
{
	snprintf(folder, sizeof folder, "/tmp/frontdesk-mail-XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	snprintf(command, sizeof command, "%s/sendmail -t", folder);
	write_file("sendmail", script, 0700);
	return front_setup(state);
}

static int teardown(void **state)
{
	static const char *const names[] = {"sendmail", "mail.txt", "fail",
					    "messages-reception-at-demo.json"};

	front_teardown(state);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		remove_file(names[i]);
	rmdir(folder);
	return 0;
}

static struct front *opened(void **state, int rows, int cols)
{
	front_open_with(*state, rows, cols, "xterm-256color", tune);
	return *state;
}

static void answer(struct front *f)
{
	front_office(f, "ring SIP/reception from 02079460958 \"Jane Caller\"");
	front_wait(f, "ringing");
	front_pass(f, 500);
	screen_keys(f->screen, "Enter");
	front_wait(f, "talking");
	front_pass(f, 500);
}

/* ---- Taking a message ---- */

static void expect_sheet(struct front *f, const char *golden)
{
	answer(f);
	screen_type(f->screen, "müller");
	screen_keys(f->screen, "Alt-w");
	screen_expect(f->screen, golden);
}

static void talking__alt_w__has_caller_number_time_and_person__80x24(void **state)
{
	expect_sheet(opened(state, 24, 80), "desk-message-80x24");
}

static void talking__alt_w__has_caller_number_time_and_person__120x36(void **state)
{
	expect_sheet(opened(state, 36, 120), "desk-message-120x36");
}

static void message__by_chat__takes_three_keys_and_the_text(void **state)
{
	struct front *f = opened(state, 24, 80);

	answer(f);
	front_office(f, "hangup 02079460958");
	front_wait(f, "No calls");
	screen_keys(f->screen, "Down");
	screen_keys(f->screen, ", m");
	screen_expect_text(f->screen, "Jane Caller");
	screen_expect_text(f->screen, "02079460958");
	screen_type(f->screen, "Ring her back");
	screen_keys(f->screen, "Enter");
	front_wait(f, "sent by chat");
	screen_keys(f->screen, "F7");
	front_wait(f, "Jane Caller (02079460958) called: Ring her back");
}

static void send_mail_to_director(struct front *f)
{
	answer(f);
	screen_type(f->screen, "hohenstein");
	screen_keys(f->screen, "Alt-w");
	screen_keys(f->screen, "BackTab Right Tab");
	screen_expect_text(f->screen, "[e-mail]");
	screen_type(f->screen, "Grüße =\x20und bitte zurückrufen");
	screen_keys(f->screen, "Enter");
}

static void message__by_mail__is_given_to_the_mail_command(void **state)
{
	struct front *f = opened(state, 24, 80);
	char *mail;

	send_mail_to_director(f);
	front_wait(f, "sent by e-mail");
	mail = read_file("mail.txt");
	assert_non_null(strstr(mail, "From: \"Reception\" <reception@brackwater.example>\n"));
	assert_non_null(strstr(mail, "<m.hohenstein@brackwater.example>\n"));
	assert_non_null(strstr(mail, "To: =?UTF-8?B?"));
	assert_non_null(strstr(mail, "Subject: Call from Jane Caller, 02079460958\n"));
	assert_non_null(strstr(mail, "Content-Type: text/plain; charset=UTF-8\n"));
	assert_non_null(strstr(mail, "Gr=C3=BC=C3=9Fe =3D und bitte zur=C3=BCckrufen\n"));
	assert_non_null(strstr(mail, "Jane Caller, 02079460958 called for you at 09:00."));
	free(mail);
}

static void caller_name_with_a_line_end__makes_no_header(void **state)
{
	struct front *f = opened(state, 24, 80);
	char *mail;

	screen_type(f->screen, "hohenstein");
	screen_keys(f->screen, "Alt-w BackTab BackTab BackTab");
	screen_paste(f->screen, "Eve\nBcc: all@brackwater.example");
	screen_keys(f->screen, "Tab Tab Right Tab");
	screen_type(f->screen, "hello");
	screen_keys(f->screen, "Enter");
	front_wait(f, "sent by e-mail");
	mail = read_file("mail.txt");
	assert_null(strstr(mail, "\nBcc:"));
	assert_non_null(strstr(mail, "Subject: Call from Eve Bcc: all@brackwater.example\n"));
	free(mail);
}

static void message__mail_command_fails__is_kept_and_sent_at_the_next_try(void **state)
{
	struct front *f = opened(state, 24, 80);

	write_file("fail", "no route to mail.example\n", 0600);
	send_mail_to_director(f);
	front_wait(f, "no route to mail.example");
	front_wait(f, "1 unsent");
	remove_file("fail");
	screen_keys(f->screen, "Esc Esc , M");
	front_wait(f, "failed");
	screen_keys(f->screen, "Enter");
	front_wait(f, "✓ sent");
	front_wait_gone(f, "1 unsent");
}

static void message__without_a_mail_command__says_so_in_the_sheet(void **state)
{
	struct front *f = *state;

	front_open(f, 24, 80, "xterm-256color");
	send_mail_to_director(f);
	screen_expect_text(f->screen, "No mail command is configured");
	screen_expect_text(f->screen, "zurückrufen");
}

static void message__link_is_lost__is_kept_here_and_goes_when_it_is_back(void **state)
{
	struct front *f = opened(state, 24, 80);
	char *kept;

	screen_type(f->screen, "müller");
	screen_keys(f->screen, "Alt-w");
	screen_type(f->screen, "The courier came");
	front_kill_pabx(f);
	front_wait(f, "link lost");
	screen_keys(f->screen, "Enter");
	front_wait(f, "Not sent");
	front_wait(f, "1 unsent");
	kept = read_file("messages-reception-at-demo.json");
	assert_non_null(strstr(kept, "The courier came"));
	free(kept);
	front_restart(f, 24, 80, "xterm-256color");
	front_wait_gone(f, "unsent");
	screen_keys(f->screen, ", M");
	front_wait(f, "✓ sent");
	screen_expect_text(f->screen, "The courier came");
	kept = read_file("messages-reception-at-demo.json");
	assert_string_equal(kept, "[]");
	free(kept);
}

static void message__for_nobody__asks_for_whom(void **state)
{
	struct front *f = opened(state, 24, 80);

	screen_keys(f->screen, "Alt-w");
	screen_keys(f->screen, "Enter");
	screen_expect_text(f->screen, "For whom is it?");
	screen_type(f->screen, "agnes");
	screen_keys(f->screen, "Tab");
	screen_expect_text(f->screen, "Agnes Müller");
	screen_keys(f->screen, "Enter");
	screen_expect_text(f->screen, "There is no message yet");
	screen_keys(f->screen, "Esc");
	screen_expect_no_text(f->screen, "Take a message");
}

static void expect_list(struct front *f, const char *golden)
{
	write_file("fail", "no route to mail.example\n", 0600);
	screen_type(f->screen, "müller");
	screen_keys(f->screen, "Alt-w");
	screen_type(f->screen, "The courier came");
	screen_keys(f->screen, "Enter");
	front_wait(f, "sent by chat");
	screen_keys(f->screen, "Esc");
	send_mail_to_director(f);
	front_wait(f, "no route to mail.example");
	screen_keys(f->screen, "Esc Esc , M");
	front_wait(f, "failed");
	screen_keys(f->screen, "Down Up");
	screen_expect(f->screen, golden);
}

static void messages__list__shows_what_became_of_them__80x24(void **state)
{
	expect_list(opened(state, 24, 80), "desk-taken-80x24");
}

static void messages__list__shows_what_became_of_them__120x36(void **state)
{
	expect_list(opened(state, 36, 120), "desk-taken-120x36");
}

/* ---- Notes ---- */

static void expect_note(struct front *f, const char *golden)
{
	screen_type(f->screen, "hohenstein");
	screen_keys(f->screen, "Alt-k");
	screen_expect(f->screen, golden);
}

static void note__of_the_selection__is_edited__80x24(void **state)
{
	expect_note(opened(state, 24, 80), "desk-note-80x24");
}

static void note__of_the_selection__is_edited__120x36(void **state)
{
	expect_note(opened(state, 36, 120), "desk-note-120x36");
}

static void note__on_an_unknown_caller__is_there_when_he_calls_again(void **state)
{
	struct front *f = opened(state, 24, 80);

	answer(f);
	screen_keys(f->screen, "Alt-k");
	screen_expect_text(f->screen, "Note on Jane Caller");
	screen_type(f->screen, "Hard of hearing");
	screen_keys(f->screen, "Enter");
	front_wait(f, "Note on Jane Caller");
	front_office(f, "hangup 02079460958");
	front_wait(f, "No calls");
	answer(f);
	screen_keys(f->screen, "Alt-k");
	front_wait(f, "Hard of hearing");
	screen_expect_text(f->screen, "Written by Reception");
	screen_keys(f->screen, "Ctrl-U Enter");
	front_wait(f, "Note on Jane Caller deleted");
}

static void note__written__stands_in_the_details(void **state)
{
	struct front *f = opened(state, 24, 80);

	screen_type(f->screen, "faure");
	screen_keys(f->screen, "Alt-k");
	screen_type(f->screen, "Speaks French first");
	screen_keys(f->screen, "Enter");
	front_wait(f, "Note on Benoît Faure");
	front_pass(f, 500);
	screen_keys(f->screen, "F11");
	front_wait(f, "Speaks French first");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(talking__alt_w__has_caller_number_time_and_person__80x24),
		TEST(talking__alt_w__has_caller_number_time_and_person__120x36),
		TEST(message__by_chat__takes_three_keys_and_the_text),
		TEST(message__by_mail__is_given_to_the_mail_command),
		TEST(caller_name_with_a_line_end__makes_no_header),
		TEST(message__mail_command_fails__is_kept_and_sent_at_the_next_try),
		TEST(message__without_a_mail_command__says_so_in_the_sheet),
		TEST(message__link_is_lost__is_kept_here_and_goes_when_it_is_back),
		TEST(message__for_nobody__asks_for_whom),
		TEST(messages__list__shows_what_became_of_them__80x24),
		TEST(messages__list__shows_what_became_of_them__120x36),
		TEST(note__of_the_selection__is_edited__80x24),
		TEST(note__of_the_selection__is_edited__120x36),
		TEST(note__on_an_unknown_caller__is_there_when_he_calls_again),
		TEST(note__written__stands_in_the_details),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
