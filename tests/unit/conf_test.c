/* Options from files and command lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/conf.h"
#include "base/path.h"

struct settings {
	char *host, *user;
	bool bell, demo;
	int64_t port;
};

static const struct conf_option options[] = {
	{"pabx", "host", "--host", CONF_STRING, offsetof(struct settings, host), 0, 0, "HOST:PORT",
	 "The PABX to connect to"},
	{"pabx", "port", "--port", CONF_INT, offsetof(struct settings, port), -1, 65535, "N",
	 "The port"},
	{"screen", "bell", "--bell", CONF_BOOL, offsetof(struct settings, bell), 0, 0, "YES|NO",
	 "Ring the bell of the terminal for a call"},
	{NULL, "demo", "--demo", CONF_FLAG, offsetof(struct settings, demo), 0, 0, NULL,
	 "Show a simulated office"},
	{"pabx", "user", NULL, CONF_STRING, offsetof(struct settings, user), 0, 0, NULL,
	 "Only in files"},
};

enum { OPTIONS = sizeof(options) / sizeof(*options) };

struct fixture {
	char path[64];
	struct settings settings;
	struct why why;
};

static int setup(void **state)
{
	static struct fixture f;
	int fd;

	f = (struct fixture){.path = "/tmp/conf-test-XXXXXX"};
	fd = mkstemp(f.path);
	if (fd < 0)
		return -1;
	close(fd);
	*state = &f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	conf_free(options, OPTIONS, &f->settings);
	return unlink(f->path);
}

static int read_text(struct fixture *f, const char *text, size_t len)
{
	assert_int_equal(path_write(f->path, text, len, 0600, NULL), 0);
	return conf_read(f->path, options, OPTIONS, &f->settings, &f->why);
}

static void assert_read(struct fixture *f, const char *text)
{
	assert_int_equal(read_text(f, text, strlen(text)), 0);
}

/* The text is refused with a sentence that begins with file:line: and holds problem. */
static void assert_refused(struct fixture *f, const char *text, int line, const char *problem)
{
	char where[96];

	assert_int_equal(read_text(f, text, strlen(text)), ERR_INVALID);
	snprintf(where, sizeof(where), "%s:%d: ", f->path, line);
	assert_memory_equal(f->why.text, where, strlen(where));
	assert_non_null(strstr(f->why.text, problem));
}

static void conf_read__sets_what_the_file_names(void **state)
{
	struct fixture *f = *state;

	f->settings.port = 8080;
	assert_read(f, "# comment\n[pabx]\nhost = pbx.example:443 ; really\n\n[screen]\r\n"
		       "bell: yes\r\n");
	assert_string_equal(f->settings.host, "pbx.example:443");
	assert_true(f->settings.bell);
	assert_int_equal(f->settings.port, 8080);
	assert_null(f->settings.user);
}

static void conf_read__repeated_option__last_one_counts(void **state)
{
	struct fixture *f = *state;

	assert_read(f, "[pabx]\nhost=a\nhost=b\n[screen]\nbell=on\n[pabx]\nhost=c");
	assert_string_equal(f->settings.host, "c");
}

static void conf_read__indented_line__does_not_continue_the_last(void **state)
{
	struct fixture *f = *state;

	assert_read(f, "\xef\xbb\xbf[pabx]\n  host = a\n\tport = 5\n");
	assert_string_equal(f->settings.host, "a");
	assert_int_equal(f->settings.port, 5);
}

static void conf_read__missing_file__is_not_found(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(conf_read("/nonexistent/x.conf", options, OPTIONS, &f->settings, &f->why),
			 ERR_NOT_FOUND);
	assert_non_null(strstr(f->why.text, "/nonexistent/x.conf"));
}

static void conf_read__unknown_option__names_file_and_line(void **state)
{
	struct fixture *f = *state;

	assert_refused(f, "[pabx]\nhost=a\nhots=b\nport=1\n", 3, "\"hots\" in [pabx]");
	assert_int_equal(f->settings.port, 0);
	assert_refused(f, "host=a\n", 1, "\"host\" in []");
	assert_refused(f, "[screen]\ndemo=yes\n", 2, "\"demo\"");
}

static void conf_read__wrong_value__says_what_is_needed(void **state)
{
	static const char *const ports[] = {"",      "x",  "12x",  "1.5",
					    "65536", "-2", "0x10", "99999999999999999999"};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(ports) / sizeof(*ports); i++) {
		char text[64];

		snprintf(text, sizeof(text), "[pabx]\n\nport = %s\n", ports[i]);
		assert_refused(f, text, 3, "port needs a whole number from -1 to 65535");
	}
	assert_refused(f, "[screen]\nbell = maybe\n", 2, "bell needs yes or no");
}

static void conf_read__not_ini__names_the_first_bad_line(void **state)
{
	struct fixture *f = *state;

	assert_refused(f, "[pabx]\nhost\nport=x\n", 2, "expected [section] or name = value");
	assert_refused(f, "[pabx\n", 1, "expected [section]");
	assert_refused(f, "[pabx]\nport=x\nhost\n", 2, "port needs");
}

static void conf_read__long_line__is_refused_and_not_split(void **state)
{
	struct fixture *f = *state;
	char text[100000];

	memset(text, 'x', sizeof(text));
	memcpy(text, "[pabx]\nhost=", 12);
	text[sizeof(text) - 1] = '\0';
	assert_refused(f, text, 2, "too long");
	assert_null(f->settings.host);
	text[7 + 199] = '\0';
	assert_read(f, text);
	assert_int_equal(strlen(f->settings.host), 199 - 5);
}

static void conf_read__bytes_that_are_no_text__are_refused(void **state)
{
	struct fixture *f = *state;

	assert_refused(f, "[pabx]\nhost=a\xff\n", 2, "not UTF-8");
	assert_int_equal(read_text(f, "[pabx]\nhost=a\0b\n", 16), ERR_INVALID);
	assert_null(f->settings.host);
}

static void conf_read__huge_file__is_refused(void **state)
{
	struct fixture *f = *state;
	size_t len = (1 << 20) + 1;
	char *text = calloc(1, len);

	memset(text, '\n', len);
	assert_int_equal(read_text(f, text, len), ERR_LIMIT);
	free(text);
}

static void conf_args__takes_options_and_leaves_words(void **state)
{
	char *argv[] = {"frontdesk", "dial", "--host", "a:1", "1001",   "--port=7",
			"--bell",    "no",   "-",      "--",  "--demo", NULL};
	struct fixture *f = *state;
	int argc = 11;

	f->settings.bell = true;
	assert_int_equal(conf_args(&argc, argv, options, OPTIONS, &f->settings, &f->why), 0);
	assert_int_equal(argc, 5);
	assert_string_equal(argv[0], "frontdesk");
	assert_string_equal(argv[1], "dial");
	assert_string_equal(argv[2], "1001");
	assert_string_equal(argv[3], "-");
	assert_string_equal(argv[4], "--demo");
	assert_null(argv[5]);
	assert_string_equal(f->settings.host, "a:1");
	assert_int_equal(f->settings.port, 7);
	assert_false(f->settings.bell);
	assert_false(f->settings.demo);
}

static void conf_args__flag__takes_no_value(void **state)
{
	char *argv[] = {"frontdesk", "--demo", "1001", NULL};
	struct fixture *f = *state;
	int argc = 3;

	assert_int_equal(conf_args(&argc, argv, options, OPTIONS, &f->settings, &f->why), 0);
	assert_true(f->settings.demo);
	assert_int_equal(argc, 2);
	assert_string_equal(argv[1], "1001");
}

static void conf_args__bad_option__is_refused_by_name(void **state)
{
	static const struct {
		const char *word, *problem;
	} cases[] = {
		{"--hots", "There is no option --hots"},
		{"-x", "There is no option -x"},
		{"--hos=a", "There is no option"},
		{"--user=a", "There is no option"},
		{"--host", "--host needs a value"},
		{"--port=x", "--port needs a whole number"},
		{"--demo=yes", "--demo takes no value"},
		{"--bell=", "--bell needs yes or no"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char word[32], *argv[] = {"frontdesk", word, NULL};
		int argc = 2;

		strcpy(word, cases[i].word);
		assert_int_equal(conf_args(&argc, argv, options, OPTIONS, &f->settings, &f->why),
				 ERR_INVALID);
		assert_non_null(strstr(f->why.text, cases[i].problem));
	}
}

static void conf_args__single_dash_behind_a_word__is_a_word(void **state)
{
	struct fixture *f = *state;
	char *argv[] = {"frontdesk", "tag", "ann", "+vip", "-press", "--host", "a:1", NULL};
	int argc = 7;

	assert_int_equal(conf_args(&argc, argv, options, OPTIONS, &f->settings, &f->why), 0);
	assert_int_equal(argc, 5);
	assert_string_equal(argv[4], "-press");
	assert_string_equal(f->settings.host, "a:1");
}

static void conf_args__empty_command_line__is_fine(void **state)
{
	char *argv[] = {NULL};
	struct fixture *f = *state;
	int argc = 0;

	assert_int_equal(conf_args(&argc, argv, options, OPTIONS, &f->settings, NULL), 0);
	assert_int_equal(argc, 0);
}

static void conf_help__lists_flags_in_columns(void **state)
{
	struct fixture *f = *state;
	int keep = dup(STDOUT_FILENO);
	char *text;
	size_t len;

	fflush(stdout);
	assert_non_null(freopen(f->path, "w", stdout));
	conf_help(options, OPTIONS);
	fflush(stdout);
	dup2(keep, STDOUT_FILENO);
	close(keep);
	assert_int_equal(path_read(f->path, 4096, &text, &len, NULL), 0);
	assert_string_equal(
		text, "  --host HOST:PORT            The PABX to connect to\n"
		      "  --port N                    The port\n"
		      "  --bell YES|NO               Ring the bell of the terminal for a call\n"
		      "  --demo                      Show a simulated office\n");
	free(text);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(conf_read__sets_what_the_file_names),
		TEST(conf_read__repeated_option__last_one_counts),
		TEST(conf_read__indented_line__does_not_continue_the_last),
		TEST(conf_read__missing_file__is_not_found),
		TEST(conf_read__unknown_option__names_file_and_line),
		TEST(conf_read__wrong_value__says_what_is_needed),
		TEST(conf_read__not_ini__names_the_first_bad_line),
		TEST(conf_read__long_line__is_refused_and_not_split),
		TEST(conf_read__bytes_that_are_no_text__are_refused),
		TEST(conf_read__huge_file__is_refused),
		TEST(conf_args__takes_options_and_leaves_words),
		TEST(conf_args__flag__takes_no_value),
		TEST(conf_args__single_dash_behind_a_word__is_a_word),
		TEST(conf_args__bad_option__is_refused_by_name),
		TEST(conf_args__empty_command_line__is_fine),
		TEST(conf_help__lists_flags_in_columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
