/* The log: its lines, and what it never writes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/path.h"
#include "base/text.h"

static void assert_redacted(const char *text, const char *expected)
{
	char copy[256];

	strcpy(copy, text);
	log_redact(copy);
	assert_string_equal(copy, expected);
}

static void log_redact__assigned_secrets__are_replaced(void **state)
{
	(void)state;
	assert_redacted("password=hunter2 user=x", "password=*** user=x");
	assert_redacted("Password: hunter2", "Password: ***");
	assert_redacted("secret  =  hunter2", "secret  =  ***");
	assert_redacted("api_key=hunter2&user=x done", "api_key=*** done");
	assert_redacted("x-api-key: hunter2", "x-api-key: ***");
	assert_redacted("accessToken hunter2 used", "accessToken *** used");
	assert_redacted("password_hash=$6$abc", "password_hash=***");
	assert_redacted("TOKEN=hunter2", "TOKEN=***");
}

static void log_redact__headers__are_replaced(void **state)
{
	(void)state;
	assert_redacted("Authorization: Bearer 17.abcdef", "Authorization: Bearer ***");
	assert_redacted("Authorization: Basic dTpodW50ZXIy", "Authorization: Basic ***");
	assert_redacted("Cookie: Red60urne=deadbeef", "Cookie: Red60urne=***");
	assert_redacted("Set-Cookie: Red60urne=deadbeef; HttpOnly",
			"Set-Cookie: Red60urne=*** HttpOnly");
}

static void log_redact__json__is_replaced_up_to_the_closing_quote(void **state)
{
	(void)state;
	assert_redacted("{\"password\":\"hunter 2\",\"user\":\"x\"}",
			"{\"password\":\"***\",\"user\":\"x\"}");
	assert_redacted("{\"key\" : \"a\\\"b c\", \"n\":1}", "{\"key\" : \"***\", \"n\":1}");
	assert_redacted("{\"key\":\"ends in \\\\\",\"n\":1}", "{\"key\":\"***\",\"n\":1}");
	assert_redacted("\"{\\\"secret\\\":\\\"a\\\\\\\"b c\\\",\\\"n\\\":1}\"",
			"\"{\\\"secret\\\":\\\"***\\\",\\\"n\\\":1}\"");
	assert_redacted("{\"password\":\"never closed hunter2", "{\"password\":\"***");
}

static void log_redact__name_as_value__redacts_what_follows_too(void **state)
{
	(void)state;
	assert_redacted("token: Bearer hunter2", "token: *** ***");
	assert_redacted("password secret hunter2", "password *** ***");
}

static void log_redact__short_secret__shows_no_more_than_its_place(void **state)
{
	(void)state;
	assert_redacted("key=a b", "key=* b");
	assert_redacted("key=", "key=");
	assert_redacted("password", "password");
	assert_redacted("password=\"", "password=\"");
	assert_redacted("password=\\", "password=*");
	assert_redacted("", "");
}

static void log_redact__ordinary_words__stay(void **state)
{
	(void)state;
	assert_redacted("keyboard ready, 3 keys", "keyboard ready, 3 keys");
	assert_redacted("call c-76 from +44 20 7946 0958", "call c-76 from +44 20 7946 0958");
	assert_redacted("(token), done", "(token), done");
	assert_redacted("Łódź é 東京", "Łódź é 東京");
}

static void log_redact__no_place_in_any_line__lets_the_secret_through(void **state)
{
	static const char *const names[] = {"password", "secret", "key",
					    "token",    "Bearer", "Red60urne"};
	static const char *const signs[] = {"=", ": ", " ", "\":\"", " = '", "\\\":\\\"", "\t"};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		for (size_t j = 0; j < sizeof(signs) / sizeof(*signs); j++) {
			char text[128];

			snprintf(text, sizeof(text), "before %s%shunter2", names[i], signs[j]);
			log_redact(text);
			assert_null(strstr(text, "hunter"));
			assert_non_null(strstr(text, "before"));
		}
	}
}

static int setup(void **state)
{
	static char path[32];
	int fd;

	strcpy(path, "/tmp/log-test-XXXXXX");
	fd = mkstemp(path);
	if (fd < 0)
		return -1;
	close(fd);
	unlink(path);
	text_init();
	clock_fake(1795300763123);
	*state = path;
	return 0;
}

static int teardown(void **state)
{
	log_close();
	clock_real();
	unlink(*state);
	return 0;
}

static void assert_log(const char *path, const char *expected)
{
	char *data;
	size_t len;

	assert_int_equal(path_read(path, 1 << 20, &data, &len, NULL), 0);
	assert_string_equal(data, expected);
	free(data);
}

static void log_line__has_time_level_and_area(void **state)
{
	struct stat info;

	assert_int_equal(log_open(*state, LOG_INFO), 0);
	log_info("net", "connected to %s", "desk");
	log_error("feed", "lost");
	log_debug("feed", "not kept");
	log_close();
	log_error("feed", "not kept");
	assert_log(*state, "2026-11-21T22:39:23.123Z info  net: connected to desk\n"
			   "2026-11-21T22:39:23.123Z error feed: lost\n");
	assert_int_equal(stat(*state, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
}

static void log_open__appends(void **state)
{
	for (int i = 0; i < 2; i++) {
		assert_int_equal(log_open(*state, LOG_ERROR), 0);
		log_error("a", "%d", i);
	}
	assert_log(*state, "2026-11-21T22:39:23.123Z error a: 0\n"
			   "2026-11-21T22:39:23.123Z error a: 1\n");
}

static void log_open__impossible_path__is_an_error(void **state)
{
	(void)state;
	assert_int_equal(log_open("/nonexistent/log", LOG_INFO), ERR_IO);
	log_error("a", "nothing happens");
}

static void log_line__controls__are_escaped(void **state)
{
	assert_int_equal(log_open(*state, LOG_INFO), 0);
	log_info("a", "%s", "é\n\x1b[2J\xc2\x85\xff\xe2\x80\xae|");
	assert_log(*state, "2026-11-21T22:39:23.123Z info  a: "
			   "é\\x0a\\x1b[2J\\xc2\\x85\\xff\\xe2\\x80\\xae|\n");
}

static void log_line__secrets__are_not_written(void **state)
{
	assert_int_equal(log_open(*state, LOG_INFO), 0);
	log_info("a", "body %s", "{\"password\":\"hunter2\"}");
	assert_log(*state, "2026-11-21T22:39:23.123Z info  a: body {\"password\":\"***\"}\n");
}

static void log_line__huge_message__is_cut_and_stays_one_line(void **state)
{
	char *text = calloc(1, 100001), *data;
	size_t len;

	memset(text, '\x1b', 100000);
	assert_int_equal(log_open(*state, LOG_INFO), 0);
	log_info("a", "%s", text);
	assert_int_equal(path_read(*state, 1 << 20, &data, &len, NULL), 0);
	assert_in_range(len, 2000, 10000);
	assert_ptr_equal(strchr(data, '\n'), data + len - 1);
	free(data);
	free(text);
}

static void log_level_parse__knows_its_names(void **state)
{
	(void)state;
	assert_int_equal(log_level_parse("error"), LOG_ERROR);
	assert_int_equal(log_level_parse("warn"), LOG_WARN);
	assert_int_equal(log_level_parse("info"), LOG_INFO);
	assert_int_equal(log_level_parse("debug"), LOG_DEBUG);
	assert_int_equal(log_level_parse("loud"), ERR_INVALID);
	assert_int_equal(log_level_parse(""), ERR_INVALID);
}

#define FILE_TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(log_redact__assigned_secrets__are_replaced),
		cmocka_unit_test(log_redact__headers__are_replaced),
		cmocka_unit_test(log_redact__json__is_replaced_up_to_the_closing_quote),
		cmocka_unit_test(log_redact__name_as_value__redacts_what_follows_too),
		cmocka_unit_test(log_redact__short_secret__shows_no_more_than_its_place),
		cmocka_unit_test(log_redact__ordinary_words__stay),
		cmocka_unit_test(log_redact__no_place_in_any_line__lets_the_secret_through),
		FILE_TEST(log_line__has_time_level_and_area),
		FILE_TEST(log_open__appends),
		FILE_TEST(log_open__impossible_path__is_an_error),
		FILE_TEST(log_line__controls__are_escaped),
		FILE_TEST(log_line__secrets__are_not_written),
		FILE_TEST(log_line__huge_message__is_cut_and_stays_one_line),
		cmocka_unit_test(log_level_parse__knows_its_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
