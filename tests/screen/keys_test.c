#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/text.h"
#include "screen/term_fixture.h"

/* The names of what bytes give once all waits are over. */
static const char *keys_of(struct fixture *f, const char *bytes)
{
	f->keys[0] = '\0';
	screen_type(f->screen, bytes);
	screen_pass(f->screen, 300);
	return f->keys;
}

/* Mouse */

static void mouse__buttons__are_told_where_they_were_pressed(void **state)
{
	static const struct {
		const char *bytes, *told;
	} cases[] = {
		{"\033[<0;1;1M", "button0@0,0+0"},
		{"\033[<2;80;24M", "button2@23,79+0"},
		{"\033[<64;5;6M", "button3@5,4+0"},
		{"\033[<65;5;6M", "button4@5,4+0"},
		{"\033[<16;3;2M", "button0@1,2+4"},
		{"a\033[<0;3;2Mb", "a button0@1,2+0 b"},
		{"\033[<0;1;1M\033[<0;1;1m", "button0@0,0+0"},
	};
	struct fixture f;

	(void)state;
	fixture_start_mouse(&f, 24, 80, "xterm");
	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(keys_of(&f, cases[i].bytes), cases[i].told);
	fixture_finish(&f);
}

static void mouse__releases_movement_and_nonsense__are_nothing(void **state)
{
	static const char *const cases[] = {
		"\033[<0;1;1m", "\033[<32;1;1M", "\033[<35;1;1M",          "\033[<66;1;1M",
		"\033[<0;0;1M", "\033[<0;1M",    "\033[<99999999999;1;1M",
	};
	struct fixture f;

	(void)state;
	fixture_start_mouse(&f, 24, 80, "xterm");
	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(keys_of(&f, cases[i]), "");
	fixture_finish(&f);
}

/* Names */

static void name__every_key__is_read_back_as_the_same(void **state)
{
	static const char *const names[] = {
		"F1",        "F12",       "Up",
		"PgUp",      "PgDn",      "Home",
		"End",       "Ins",       "Del",
		"Enter",     "Tab",       "Shift-Tab",
		"Backspace", "Esc",       "Space",
		"Pad-Enter", "Pad+",      "Pad-",
		"Pad*",      "Pad/",      "Pad.",
		"a",         "A",         "?",
		"é",         "日",        "Ctrl-A",
		"Ctrl-Z",    "Ctrl-\\",   "Alt-x",
		"Alt-X",     "Shift-F1",  "Ctrl-Alt-Left",
		"Ctrl-Up",   "Alt-Enter", "Ctrl-Space",
		"-",         "Alt--",     "Ctrl-Alt-Shift-Del",
	};
	char name[KEY_NAME_MAX];
	struct term_key key;

	(void)state;
	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_int_equal(key_parse(names[i], &key), 0);
		assert_string_equal(key_name(key, name), names[i]);
	}
}

static void name__other_spellings__are_read(void **state)
{
	static const struct {
		const char *given, *shown;
	} cases[] = {
		{"f2", "F2"},         {"ENTER", "Enter"},       {"return", "Enter"},
		{"PageDown", "PgDn"}, {"ctrl-r", "Ctrl-R"},     {"C-r", "Ctrl-R"},
		{"M-x", "Alt-x"},     {"backtab", "Shift-Tab"}, {"Ctrl-I", "Tab"},
		{"Ctrl-M", "Enter"},  {"Ctrl-[", "Esc"},        {"Ctrl-H", "Backspace"},
		{"S-F3", "Shift-F3"}, {"escape", "Esc"},        {"Alt-Ctrl-a", "Ctrl-Alt-A"},
	};
	char name[KEY_NAME_MAX];
	struct term_key key;

	(void)state;
	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(key_parse(cases[i].given, &key), 0);
		assert_string_equal(key_name(key, name), cases[i].shown);
	}
}

static void name__no_key__is_invalid(void **state)
{
	static const char *const names[] = {"",       "F0",    "F13",    "Hyper-A",
					    "ab",     "Ctrl-", "Ctrl-é", "Shift-a",
					    "Ctrl-5", "\001",  "\xff",   "Ctrl-Ctrl-"};
	struct term_key key;

	(void)state;
	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_int_equal(key_parse(names[i], &key), ERR_INVALID);
}

static void char__of_keys__is_what_they_type(void **state)
{
	struct term_key key;

	(void)state;
	key_parse("é", &key);
	assert_int_equal(key_char(key), 0xe9);
	key_parse("Pad+", &key);
	assert_int_equal(key_char(key), '+');
	key_parse("Alt-a", &key);
	assert_int_equal(key_char(key), 0);
	key_parse("F1", &key);
	assert_int_equal(key_char(key), 0);
}

/* Sequences */

static void bytes__of_any_terminal__give_their_keys(void **state)
{
	static const struct {
		const char *bytes, *names;
	} cases[] = {
		{"a1?é日", "a 1 ? é 日"},
		{"\r\t\177\b", "Enter Tab Backspace Backspace"},
		{"\001\032\034", "Ctrl-A Ctrl-Z Ctrl-\\"},
		{"\033[A\033[B\033[C\033[D", "Up Down Right Left"},
		{"\033OA\033OB\033OC\033OD", "Up Down Right Left"},
		{"\033[H\033[F\033OH\033OF", "Home End Home End"},
		{"\033[1~\033[4~\033[7~\033[8~", "Home End Home End"},
		{"\033[2~\033[3~\033[5~\033[6~", "Ins Del PgUp PgDn"},
		{"\033OP\033OQ\033OR\033OS", "F1 F2 F3 F4"},
		{"\033[11~\033[12~\033[13~\033[14~", "F1 F2 F3 F4"},
		{"\033[[A\033[[B\033[[C\033[[D\033[[E", "F1 F2 F3 F4 F5"},
		{"\033[15~\033[17~\033[18~\033[19~\033[20~\033[21~\033[23~\033[24~",
		 "F5 F6 F7 F8 F9 F10 F11 F12"},
		{"\033[1;5C\033[1;3D\033[1;2A\033[1;6H",
		 "Ctrl-Right Alt-Left Shift-Up Ctrl-Shift-Home"},
		{"\033[15;2~\033[1;5P\033[3;5~", "Shift-F5 Ctrl-F1 Ctrl-Del"},
		{"\033[Z", "Shift-Tab"},
		{"\033OM\033Ok\033Om\033Oj\033Oo\033On", "Pad-Enter Pad+ Pad- Pad* Pad/ Pad."},
		{"\033Op\033Oq\033Ot\033Oy", "0 1 4 9"},
		{"\033x\033X\0335", "Alt-x Alt-X Alt-5"},
		{"\033\r\033\177", "Alt-Enter Alt-Backspace"},
		{"\033\303\251", "Alt-é"},
		{"\033\033[A", "Alt-Up"},
		{"\033[3^\033[3$\033[3@", "Ctrl-Del Shift-Del Ctrl-Shift-Del"},
		{"\033[97;5u\033[13;2u\033[27;5;9~", "Ctrl-A Shift-Enter Ctrl-Tab"},
	};
	static const char *const types[] = {"vt100", "vt220",           "linux", "screen",
					    "tmux",  "screen-256color", "xterm", "xterm-256color"};
	struct fixture f;

	(void)state;
	for (unsigned t = 0; t < sizeof(types) / sizeof(types[0]); t++) {
		fixture_start(&f, 24, 80, types[t]);
		for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
			assert_string_equal(keys_of(&f, cases[i].bytes), cases[i].names);
		fixture_finish(&f);
	}
}

static void bytes__that_are_no_key__leave_nothing_behind(void **state)
{
	static const char *const junk[] = {
		"\033[999~",
		"\033[?1;2c",
		"\033[<0;10;10M",
		"\033[I",
		"\033[12;24R\033[O",
		"\033[1;2;3;4;5;6z",
		"\xff\xfe",
		"\xc3(\b",
		"\xed\xa0\x80",
		"\xc2\x9b",
		"\033[99999999999999999999~",
	};
	struct fixture f;

	(void)state;
	fixture_start(&f, 24, 80, "xterm-256color");
	for (unsigned i = 0; i < sizeof(junk) / sizeof(junk[0]); i++) {
		/* Of "\xc3(\b" only the bad byte is no key. */
		const char *expected = junk[i][0] == '\xc3' ? "( Backspace" : "";

		assert_string_equal(keys_of(&f, junk[i]), expected);
		assert_string_equal(keys_of(&f, "x"), "x");
	}
	fixture_finish(&f);
}

static void sequence__in_single_bytes__is_whole(void **state)
{
	static const char bytes[] = "\033[6~\033OP\033[1;5C日";
	struct fixture f;

	(void)state;
	fixture_start(&f, 24, 80, "xterm-256color");
	for (size_t i = 0; i < sizeof(bytes) - 1; i++) {
		screen_bytes(f.screen, bytes + i, 1);
		screen_pass(f.screen, 20);
	}
	assert_string_equal(f.keys, "PgDn F1 Ctrl-Right 日");
	fixture_finish(&f);
}

static void sequence__that_has_begun__may_come_slowly(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, 24, 80, "xterm-256color");
	screen_type(f.screen, "\033[");
	screen_pass(f.screen, 200);
	screen_type(f.screen, "6~");
	assert_string_equal(f.keys, "PgDn");
	fixture_finish(&f);
}

static void sequence__broken_off__types_nothing(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, 24, 80, "xterm-256color");
	assert_string_equal(keys_of(&f, "\033[12;"), "");
	assert_string_equal(keys_of(&f, "\033[12\033[A"), "Up");
	assert_string_equal(keys_of(&f, "\033[12\r"), "Enter");
	fixture_finish(&f);
}

static void sequence__endless__is_bounded(void **state)
{
	char *bytes = mem_new(100001, 1);
	struct fixture f;

	(void)state;
	memset(bytes, '1', 100000);
	memcpy(bytes, "\033[", 2);
	fixture_start(&f, 24, 80, "xterm-256color");
	screen_type(f.screen, bytes);
	screen_pass(f.screen, 300);
	f.keys[0] = '\0';
	assert_string_equal(keys_of(&f, "\033[Ax"), "Up x");
	free(bytes);
	fixture_finish(&f);
}

/* Esc */

static void esc__alone__is_answered_after_25_ms_and_nothing_waits(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, 24, 80, "xterm-256color");
	screen_type(f.screen, "\033");
	screen_pass(f.screen, 24);
	assert_string_equal(f.keys, "");
	screen_pass(f.screen, 1);
	assert_string_equal(f.keys, "Esc");
	fixture_finish(&f);
}

static void esc__twice__is_two(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, 24, 80, "xterm-256color");
	assert_string_equal(keys_of(&f, "\033\033"), "Esc Esc");
	assert_string_equal(keys_of(&f, "\033\033\033"), "Esc Esc Esc");
	fixture_finish(&f);
}

static void esc__escdelay_set__is_honoured(void **state)
{
	struct fixture f;

	(void)state;
	setenv("ESCDELAY", "100", 1);
	fixture_start(&f, 24, 80, "xterm-256color");
	unsetenv("ESCDELAY");
	screen_type(f.screen, "\033");
	screen_pass(f.screen, 99);
	assert_string_equal(f.keys, "");
	screen_pass(f.screen, 1);
	assert_string_equal(f.keys, "Esc");
	fixture_finish(&f);
}

static void esc__read_without_blocking__in_real_time(void **state)
{
	struct fixture f;
	int64_t begin;

	(void)state;
	fixture_start(&f, 24, 80, "xterm-256color");
	clock_real();
	begin = clock_mono_us();
	screen_type(f.screen, "\033");
	assert_string_equal(f.keys, "");
	/* Nothing held the loop: three turns and some reading. */
	assert_true(clock_mono_us() - begin < 20000);
	while (!f.keys[0] && clock_mono_us() - begin < 2000000)
		loop_turn(screen_loop(f.screen), 10);
	assert_string_equal(f.keys, "Esc");
	assert_true(clock_mono_us() - begin >= 24000);
	fixture_finish(&f);
}

/* Paste */

static void paste__is_one_event_and_no_keys(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, 24, 80, "xterm-256color");
	screen_paste(f.screen, "Müller\r+44 20 1234\r\n\tend");
	assert_int_equal(f.pastes, 1);
	assert_string_equal(f.paste, "Müller\n+44 20 1234\n end");
	assert_string_equal(f.keys, "");
	assert_string_equal(keys_of(&f, "x"), "x");
	fixture_finish(&f);
}

static void paste__with_controls__is_cleaned(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, 24, 80, "xterm-256color");
	screen_paste(f.screen, "a\033[31mb\007c\xff"
			       "d\u202ee");
	assert_string_equal(f.paste, "a [31mb c\ufffd"
				     "de");
	assert_string_equal(f.keys, "");
	fixture_finish(&f);
}

static void paste__in_single_bytes__is_whole(void **state)
{
	static const char bytes[] = "\033[200~one\033[20two\033[201~z";
	struct fixture f;

	(void)state;
	fixture_start(&f, 24, 80, "xterm-256color");
	for (size_t i = 0; i < sizeof(bytes) - 1; i++) {
		screen_bytes(f.screen, bytes + i, 1);
		screen_pass(f.screen, 20);
	}
	assert_int_equal(f.pastes, 1);
	assert_string_equal(f.paste, "one [20two");
	assert_string_equal(f.keys, "z");
	fixture_finish(&f);
}

static void paste__huge__is_cut_and_its_end_is_found(void **state)
{
	enum { HUGE_PASTE = 300000 };
	char *text = mem_new(HUGE_PASTE + 1, 1);
	struct fixture f;

	(void)state;
	memset(text, 'x', HUGE_PASTE);
	fixture_start(&f, 24, 80, "xterm-256color");
	screen_paste(f.screen, text);
	assert_int_equal(f.pastes, 1);
	assert_int_equal(f.paste_len, 65536);
	assert_string_equal(keys_of(&f, "y"), "y");
	free(text);
	fixture_finish(&f);
}

static void paste__end_never_comes__is_given_after_silence(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, 24, 80, "xterm-256color");
	screen_type(f.screen, "\033[200~lost");
	screen_pass(f.screen, 4900);
	assert_int_equal(f.pastes, 0);
	screen_pass(f.screen, 200);
	assert_int_equal(f.pastes, 1);
	assert_string_equal(f.paste, "lost");
	assert_string_equal(keys_of(&f, "y"), "y");
	fixture_finish(&f);
}

static void paste__empty__is_an_empty_event(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, 24, 80, "xterm-256color");
	screen_paste(f.screen, "");
	assert_int_equal(f.pastes, 1);
	assert_string_equal(f.paste, "");
	fixture_finish(&f);
}

/* Anything at all */

static void bytes__random__never_harm(void **state)
{
	static const char alphabet[] = "\033[O;~0126ABPRMZu$^@<?\r\n\t\177x\303\251\346\227\200~";
	struct fixture f;
	unsigned seed = 1;

	(void)state;
	fixture_start(&f, 24, 80, "xterm-256color");
	for (int round = 0; round < 2000; round++) {
		char bytes[64];
		size_t len = 0;

		while (len < sizeof(bytes)) {
			seed = seed * 1103515245u + 12345u;
			bytes[len++] = alphabet[(seed >> 16) % (sizeof(alphabet) - 1)];
		}
		f.keys[0] = '\0';
		screen_bytes(f.screen, bytes, (seed >> 16) % sizeof(bytes));
		if (round % 7 == 0)
			screen_pass(f.screen, 30);
	}
	screen_type(f.screen, "\033[201~");
	screen_pass(f.screen, 6000);
	assert_string_equal(keys_of(&f, "\033[A"), "Up");
	fixture_finish(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mouse__buttons__are_told_where_they_were_pressed),
		cmocka_unit_test(mouse__releases_movement_and_nonsense__are_nothing),
		cmocka_unit_test(name__every_key__is_read_back_as_the_same),
		cmocka_unit_test(name__other_spellings__are_read),
		cmocka_unit_test(name__no_key__is_invalid),
		cmocka_unit_test(char__of_keys__is_what_they_type),
		cmocka_unit_test(bytes__of_any_terminal__give_their_keys),
		cmocka_unit_test(bytes__that_are_no_key__leave_nothing_behind),
		cmocka_unit_test(sequence__in_single_bytes__is_whole),
		cmocka_unit_test(sequence__that_has_begun__may_come_slowly),
		cmocka_unit_test(sequence__broken_off__types_nothing),
		cmocka_unit_test(sequence__endless__is_bounded),
		cmocka_unit_test(esc__alone__is_answered_after_25_ms_and_nothing_waits),
		cmocka_unit_test(esc__twice__is_two),
		cmocka_unit_test(esc__escdelay_set__is_honoured),
		cmocka_unit_test(esc__read_without_blocking__in_real_time),
		cmocka_unit_test(paste__is_one_event_and_no_keys),
		cmocka_unit_test(paste__with_controls__is_cleaned),
		cmocka_unit_test(paste__in_single_bytes__is_whole),
		cmocka_unit_test(paste__huge__is_cut_and_its_end_is_found),
		cmocka_unit_test(paste__end_never_comes__is_given_after_silence),
		cmocka_unit_test(paste__empty__is_an_empty_event),
		cmocka_unit_test(bytes__random__never_harm),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("NO_COLOR");
	unsetenv("ESCDELAY");
	text_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
