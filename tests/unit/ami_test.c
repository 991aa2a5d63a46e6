/* The manager interface's messages out of any bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "pabx/asterisk/ami_parse.h"

#define BANNER     "Asterisk Call Manager/11.0.0\r\n"
#define TEST(name) static void name(void **state)

static struct {
	struct ami_parser parser;
	unsigned messages;
	char last[256]; /* "Name=value;" of the last message */
} got;

static void on_message(void *ctx, const struct ami_message *m)
{
	size_t len = 0;

	(void)ctx;
	got.messages++;
	got.last[0] = '\0';
	for (unsigned i = 0; i < m->count && len < sizeof(got.last); i++)
		len += (size_t)snprintf(got.last + len, sizeof(got.last) - len, "%s=%s;",
					m->text.data + m->headers[i].name,
					m->text.data + m->headers[i].value);
}

static int feed(const char *bytes, size_t len)
{
	return ami_parser_feed(&got.parser, bytes, len, on_message, NULL);
}

static int say(const char *text)
{
	return feed(text, strlen(text));
}

static int setup(void **state)
{
	(void)state;
	memset(&got, 0, sizeof(got));
	ami_parser_init(&got.parser);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	ami_parser_free(&got.parser);
	return 0;
}

TEST(message__is_whole_at_its_empty_line)
{
	(void)state;
	assert_int_equal(say(BANNER "Event: A\r\nName: x: y\r\n"), 0);
	assert_int_equal(got.messages, 0);
	assert_string_equal(got.parser.banner, "Asterisk Call Manager/11.0.0");
	assert_int_equal(say("\r\n"), 0);
	assert_int_equal(got.messages, 1);
	assert_string_equal(got.last, "Event=A;Name=x: y;");
}

TEST(bytes__may_come_one_by_one)
{
	static const char text[] = BANNER "Event: A\r\nB:\r\nC:  two\r\n\r\nEvent: D\r\n\r\n";

	(void)state;
	for (size_t i = 0; i < sizeof(text) - 1; i++)
		assert_int_equal(feed(text + i, 1), 0);
	assert_int_equal(got.messages, 2);
	assert_string_equal(got.last, "Event=D;");
}

TEST(empty_lines__beyond_one_are_no_messages)
{
	(void)state;
	assert_int_equal(say(BANNER "\r\n\r\nResponse: Success\r\n\r\n\r\n\n"), 0);
	assert_int_equal(got.messages, 1);
}

TEST(repeated_name__gives_all_its_values)
{
	struct ami_message m;
	unsigned at = 0;

	(void)state;
	ami_message_init(&m);
	ami_message_add(&m, "Variable", "a");
	ami_message_add(&m, "Other", "-");
	ami_message_add(&m, "variable", "b");
	assert_string_equal(ami_get(&m, "VARIABLE"), "a");
	assert_string_equal(ami_next(&m, "Variable", &at), "a");
	assert_string_equal(ami_next(&m, "Variable", &at), "b");
	assert_null(ami_next(&m, "Variable", &at));
	assert_string_equal(ami_get(&m, "Missing"), "");
	assert_int_equal(ami_int(&m, "Missing", 7), 7);
	ami_message_free(&m);
}

TEST(name_of_two_parts__is_found_without_joining)
{
	struct ami_message m;

	(void)state;
	ami_message_init(&m);
	ami_message_add(&m, "Uniqueid", "1");
	ami_message_add(&m, "DestUniqueid", "2");
	assert_string_equal(ami_part(&m, "", "Uniqueid"), "1");
	assert_string_equal(ami_part(&m, "Dest", "Uniqueid"), "2");
	assert_string_equal(ami_part(&m, "Parkee", "Uniqueid"), "");
	ami_message_free(&m);
}

TEST(value__is_cleaned_where_it_enters)
{
	(void)state;
	assert_int_equal(say(BANNER "Name: a\x1b[31mb\xff\xe2\x80\xae\r\n\r\n"), 0);
	assert_string_equal(got.last, "Name=a [31mb\xef\xbf\xbd;");
}

TEST(line_without_colon__is_left_out)
{
	(void)state;
	assert_int_equal(say(BANNER "garbage\r\n: nameless\r\nwith blank: x\r\nEvent: A\r\n\r\n"),
			 0);
	assert_string_equal(got.last, "Event=A;");
}

TEST(garbage_without_end__is_another_protocol)
{
	int err = say(BANNER);

	(void)state;
	for (int i = 0; !err && i < 2000; i++)
		err = say("nothing that means anything\n");
	assert_int_equal(err, ERR_INVALID);
}

TEST(line_that_is_too_long__is_cut)
{
	char *line = mem_new(3 * AMI_LINE, 1);

	(void)state;
	memset(line, 'x', 3 * AMI_LINE - 1);
	memcpy(line, "Name: ", 6);
	assert_int_equal(say(BANNER), 0);
	assert_int_equal(say(line), 0);
	assert_int_equal(say("\r\nEvent: A\r\n\r\n"), 0);
	assert_int_equal(got.messages, 1);
	free(line);
}

TEST(message_that_is_too_large__ends_it)
{
	char *line = mem_new(AMI_LINE, 1);
	int err = say(BANNER);

	(void)state;
	memset(line, 'x', AMI_LINE - 1);
	memcpy(line, "Name: ", 6);
	line[AMI_LINE - 2] = '\n';
	for (int i = 0; !err && i < 1000; i++)
		err = say(line);
	assert_int_equal(err, ERR_LIMIT);
	free(line);
}

TEST(headers_without_end__end_it)
{
	int err = say(BANNER);

	(void)state;
	for (int i = 0; !err && i < 10000; i++)
		err = say("a: b\n");
	assert_int_equal(err, ERR_LIMIT);
}

TEST(other_greeting__is_no_asterisk)
{
	(void)state;
	assert_int_equal(say("HTTP/1.1 400 Bad Request\r\n"), ERR_INVALID);
}

TEST(greeting_without_line_end__is_no_asterisk)
{
	char *line = mem_new(2 * AMI_LINE, 1);

	(void)state;
	memset(line, 'x', 2 * AMI_LINE - 1);
	assert_int_equal(say(line), ERR_INVALID);
	free(line);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(message__is_whole_at_its_empty_line),
		T(bytes__may_come_one_by_one),
		T(empty_lines__beyond_one_are_no_messages),
		T(repeated_name__gives_all_its_values),
		T(name_of_two_parts__is_found_without_joining),
		T(value__is_cleaned_where_it_enters),
		T(line_without_colon__is_left_out),
		T(garbage_without_end__is_another_protocol),
		T(line_that_is_too_long__is_cut),
		T(message_that_is_too_large__ends_it),
		T(headers_without_end__end_it),
		T(other_greeting__is_no_asterisk),
		T(greeting_without_line_end__is_no_asterisk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
