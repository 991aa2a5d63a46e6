/* Manual pages and completions, as the build makes them of the tables: read by the tools that
 * people read them with. */
#include "e2e/place.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/conf.h"
#include "keymap/action.h"
#include "plain.h"
#include "start/options.h"

enum { OUTPUT_MAX = 1 << 20 };

static const char *const pages[] = {"man1/frontdesk.1", "man5/frontdesk.conf.5",
				    "man8/frontdesk-pabx.8"};

/* What a line of shell prints, with its complaints. Caller frees. */
static char *shell(int *status, const char *format, ...) __attribute__((format(printf, 2, 3)));
static char *shell(int *status, const char *format, ...)
{
	char line[2048], bytes[4096];
	struct buf out;
	va_list args;
	size_t n;

	va_start(args, format);
	int len = vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	assert_true(len > 0 && (size_t)len < sizeof(line));
	buf_init(&out, OUTPUT_MAX);
	buf_add_str(&out, "");
	FILE *pipe = popen(line, "r");
	assert_non_null(pipe);
	while ((n = fread(bytes, 1, sizeof(bytes), pipe)) > 0)
		assert_int_equal(buf_add(&out, bytes, n), 0);
	*status = pclose(pipe);
	return buf_take(&out);
}

static bool there(const char *tool)
{
	int status;

	free(shell(&status, "command -v %s", tool));
	if (status)
		print_message("LEFT OUT: %s is not installed\n", tool);
	return status == 0;
}

static char *page(const char *name)
{
	int status;
	char *text = shell(&status, "mandoc -T ascii %s/man/%s 2>&1 | col -b", BUILD, name);

	assert_int_equal(status, 0);
	return text;
}

static void expect_in(const char *text, const char *part, const char *where)
{
	if (!strstr(text, part))
		fail_msg("%s is not in %s", part, where);
}

/* Each "  --flag" and "  command" of --help stands in the page. */
static void expect_help_in(const char *program, const char *name)
{
	int status;
	char *help = shell(&status, "%s --help", program), *text = page(name), *save = NULL;
	unsigned found = 0;

	assert_int_equal(status, 0);
	for (char *line = strtok_r(help, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		char item[80];

		if (strncmp(line, "  ", 2) || line[2] == ' ')
			continue;
		snprintf(item, sizeof(item), "\n     %.*s", (int)strcspn(line + 2, " "), line + 2);
		expect_in(text, item, name);
		found++;
	}
	assert_true(found > 10);
	free(text);
	free(help);
}

static void pages__every_option_and_command_of_help__is_in_the_page(void **state)
{
	(void)state;
	expect_help_in(FRONTDESK_BIN, pages[0]);
	expect_help_in(PABX_BIN, pages[2]);
}

static void pages__every_action__is_in_the_page(void **state)
{
	char *text = page(pages[0]), item[80];

	(void)state;
	for (int i = 0; i < ACTION_COUNT; i++) {
		snprintf(item, sizeof(item), "\n     %s ", action_info((enum action)i)->name);
		expect_in(text, item, pages[0]);
	}
	expect_in(text, "transfer F2 or , b", pages[0]);
	free(text);
}

static void pages__every_word_of_line_mode__is_in_the_page(void **state)
{
	char *text = page(pages[0]), item[80];
	const struct plain_word *word;

	(void)state;
	for (unsigned i = 0; (word = plain_word_at(i)); i++) {
		snprintf(item, sizeof(item), "\n     %s%s%s", word->name, *word->usage ? " " : "",
			 word->usage);
		expect_in(text, item, pages[0]);
	}
	free(text);
}

static void pages__every_configuration_key__is_in_the_page(void **state)
{
	unsigned count;
	const struct conf_option *table = options_table(&count);
	char *text = page(pages[1]), item[80];

	(void)state;
	for (unsigned i = 0; i < count; i++) {
		if (!table[i].section)
			continue;
		snprintf(item, sizeof(item), "Section %s", table[i].section);
		expect_in(text, item, pages[1]);
		snprintf(item, sizeof(item), "\n     %s = ", table[i].name);
		expect_in(text, item, pages[1]);
	}
	free(text);
}

static void pages__each__has_nothing_to_warn_of(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(pages) / sizeof(*pages); i++) {
		int status;
		char *lint =
			shell(&status, "mandoc -T lint -W warning %s/man/%s 2>&1", BUILD, pages[i]);
		assert_string_equal(lint, "");
		free(lint);
		if (!there("groff"))
			continue;
		lint = shell(&status, "groff -mandoc -ww -z %s/man/%s 2>&1", BUILD, pages[i]);
		assert_string_equal(lint, "");
		free(lint);
	}
}

/* What bash offers for words with | between, the last being typed; joined by blanks. */
static char *bash(const char *program, const char *words)
{
	int status;
	char *offered = shell(&status,
			      "cd %s && bash -c 'set -u; source %s/completions/%s.bash || exit 9; "
			      "IFS=\"|\" read -ra COMP_WORDS <<<\"%s|\"; "
			      "COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); "
			      "$(complete -p %s | sed \"s/.*-F \\([^ ]*\\) .*/\\1/\"); "
			      "echo \"${COMPREPLY[*]}\"' 2>&1",
			      OFFICE_DATA, BUILD, program, words, program);

	if (status)
		print_error("%s: %s\n", words, offered);
	assert_int_equal(status, 0);
	offered[strcspn(offered, "\n")] = '\0';
	return offered;
}

static void bash__words_so_far__the_ones_that_can_follow(void **state)
{
	static const struct {
		const char *program, *words, *offered;
	} cases[] = {
		{"frontdesk", "frontdesk|addr", "addressbook address"},
		{"frontdesk", "frontdesk|--password-", "--password-file= --password-command="},
		{"frontdesk", "frontdesk|--bell|", "yes no"},
		{"frontdesk", "frontdesk|--bell|=|", "yes no"},
		{"frontdesk", "frontdesk|--bell|=", "yes no"},
		{"frontdesk", "frontdesk|--bell|=|y", "yes"},
		{"frontdesk", "frontdesk|--theme|people", "people.csv"},
		{"frontdesk", "frontdesk|--host|queue|que", "queues queue"},
		{"frontdesk", "frontdesk|--host|=|x|queue|sales|", "pause resume"},
		{"frontdesk", "frontdesk|--demo|queue|sales|r", "resume"},
		{"frontdesk", "frontdesk|queue|", ""},
		{"frontdesk", "frontdesk|photo|agnes|peo", "people.csv"},
		{"frontdesk", "frontdesk|no-such|", ""},
		{"frontdesk-pabx", "frontdesk-pabx|key|", "add list revoke"},
		{"frontdesk-pabx", "frontdesk-pabx|key|add|anna|--ro", "--role="},
		{"frontdesk-pabx", "frontdesk-pabx|--qu", "--quiet"},
		{"frontdesk-pabx", "frontdesk-pabx|ph", "photo"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char *offered = bash(cases[i].program, cases[i].words);
		if (strcmp(offered, cases[i].offered))
			fail_msg("%s: \"%s\", not \"%s\"", cases[i].words, offered,
				 cases[i].offered);
		free(offered);
	}
}

static void bash__a_hostile_file_name__is_not_run(void **state)
{
	struct place *place = *state;
	char words[200];

	place_write(place, "$(touch~bad);`touch bad`", "", 0600);
	snprintf(words, sizeof(words), "frontdesk|--theme|%s/", place->home);
	free(bash("frontdesk", words));
	assert_null(place_read(place, "bad"));
}

static void zsh__both__are_understood(void **state)
{
	(void)state;
	if (!there("zsh"))
		return;
	for (int i = 0; i < 2; i++) {
		int status;
		char *said = shell(&status, "zsh -n %s/completions/%s.zsh 2>&1", BUILD,
				   i ? "frontdesk-pabx" : "frontdesk");
		assert_string_equal(said, "");
		assert_int_equal(status, 0);
		free(said);
	}
}

static void fish__words_so_far__the_ones_that_can_follow(void **state)
{
	static const struct {
		const char *program, *typed, *offered;
	} cases[] = {
		{"frontdesk", "frontdesk queu", "queue queues "},
		{"frontdesk", "frontdesk --host x queue sales ", "pause resume "},
		{"frontdesk", "frontdesk --bell ", "no yes "},
		{"frontdesk-pabx", "frontdesk-pabx key ", "add list revoke "},
		{"frontdesk-pabx", "frontdesk-pabx ph", "photo "},
	};

	struct place *place = *state;
	if (!there("fish"))
		return;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		int status;
		char *offered = shell(&status,
				      "HOME=%s fish -N -c 'source %s/completions/%s.fish; "
				      "complete -C \"%s\"' 2>&1 | cut -f1 | sort | tr '\\n' ' '",
				      place->home, BUILD, cases[i].program, cases[i].typed);
		assert_string_equal(offered, cases[i].offered);
		free(offered);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, place_setup, place_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(pages__every_option_and_command_of_help__is_in_the_page),
		TEST(pages__every_action__is_in_the_page),
		TEST(pages__every_word_of_line_mode__is_in_the_page),
		TEST(pages__every_configuration_key__is_in_the_page),
		TEST(pages__each__has_nothing_to_warn_of),
		TEST(bash__words_so_far__the_ones_that_can_follow),
		TEST(bash__a_hostile_file_name__is_not_run),
		TEST(zsh__both__are_understood),
		TEST(fish__words_so_far__the_ones_that_can_follow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
