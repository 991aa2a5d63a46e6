/* A command in the configuration as the words that it is run with. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/words.h"

/* The words with | between, or what is wrong. */
static void expect(const char *text, const char *expected)
{
	char joined[400] = "";
	struct why why;
	char **words;

	if (words_split(text, &words, &why) < 0) {
		assert_null(words);
		assert_string_equal(why.text, expected);
		return;
	}
	for (char **w = words; *w; w++) {
		size_t len = strlen(joined);
		snprintf(joined + len, sizeof(joined) - len, "%s%s", len ? "|" : "", *w);
	}
	words_free(&words);
	assert_string_equal(joined, expected);
}

static void split__blanks__are_between_words(void **state)
{
	(void)state;
	expect("notify", "notify");
	expect("  notify \t -u  low ", "notify|-u|low");
}

static void split__quotes_and_backslash__hold_what_is_in_them(void **state)
{
	(void)state;
	expect("a 'b c' \"d e\"", "a|b c|d e");
	expect("a 'b \"c' \"d 'e\"", "a|b \"c|d 'e");
	expect("a b\\ c \"d\\\"e\" 'f\\g'", "a|b c|d\"e|f\\g");
	expect("a ''", "a|");
	expect("a'b'c", "abc");
	expect("a\\", "a\\");
}

static void split__what_a_shell_would_act_on__is_text(void **state)
{
	(void)state;
	expect("a $(b) `c` ; d && e > f $HOME * {g}", "a|$(b)|`c`|;|d|&&|e|>|f|$HOME|*|{g}");
}

static void split__tilde__is_the_home_folder_at_the_beginning_alone(void **state)
{
	(void)state;
	setenv("HOME", "/home/anna", 1);
	expect("~/bin/x ~y a~/b", "/home/anna/bin/x|~y|a~/b");
	unsetenv("HOME");
	expect("~/x", "/x");
}

static void split__no_command__says_why(void **state)
{
	char many[400];

	(void)state;
	expect("", "names no program");
	expect("   ", "names no program");
	expect("'' x", "names no program");
	expect("a 'b", "has a quote that is not closed");
	for (size_t i = 0; i < sizeof(many); i++)
		many[i] = i % 2 ? ' ' : 'x';
	many[sizeof(many) - 1] = '\0';
	expect(many, "has more than 64 words");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(split__blanks__are_between_words),
		cmocka_unit_test(split__quotes_and_backslash__hold_what_is_in_them),
		cmocka_unit_test(split__what_a_shell_would_act_on__is_text),
		cmocka_unit_test(split__tilde__is_the_home_folder_at_the_beginning_alone),
		cmocka_unit_test(split__no_command__says_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
