/* tests/feed/api.md names, for everything that is documented, a function, a command and a test.
 * They are looked for here, so that the table cannot say what is not so. */
#include <ctype.h>
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/path.h"

enum { FILE_MAX = 4 << 20, ALL_MAX = 64 << 20, CELLS = 4, NAME_MAX_LEN = 200 };
enum { DOCUMENTED, FUNCTION, COMMAND, TEST };

struct texts {
	char *table, *header, *commands;
	struct buf tests;
};

static char *file(const char *path)
{
	struct why why;
	char *text;
	size_t len;

	if (path_read(path, FILE_MAX, &text, &len, &why) < 0)
		fail_msg("%s", why.text);
	return text;
}

static bool is_source(const char *name)
{
	size_t len = strlen(name);

	return len > 2 && strcmp(name + len - 2, ".c") == 0;
}

/* Every source one folder down: tests/unit, tests/e2e … */
static void add_folder(struct buf *all, const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		char *path = mem_printf("%s/%s", folder, entry->d_name);

		if (is_source(path)) {
			char *text = file(path);
			buf_add_str(all, text);
			free(text);
		}
		free(path);
	}
	if (dir)
		closedir(dir);
}

static int read_texts(void **state)
{
	struct texts *texts = mem_new(1, sizeof(*texts));
	DIR *dir = opendir("tests");
	struct dirent *entry;

	texts->table = file("tests/feed/api.md");
	texts->header = file("src/pbx/pbx.h");
	texts->commands = file("src/cli/cli.c");
	buf_init(&texts->tests, ALL_MAX);
	assert_non_null(dir);
	while ((entry = readdir(dir))) {
		char *path = mem_printf("tests/%s", entry->d_name);

		if (entry->d_name[0] != '.')
			add_folder(&texts->tests, path);
		free(path);
	}
	closedir(dir);
	*state = texts;
	return 0;
}

static int free_texts(void **state)
{
	struct texts *texts = *state;

	free(texts->table);
	free(texts->header);
	free(texts->commands);
	buf_free(&texts->tests);
	free(texts);
	return 0;
}

/* ---- Reading the table ---- */

typedef void (*cell_fn)(const struct texts *texts, const char *line, const char *cell);

static char *trimmed(const char *from, const char *to)
{
	while (from < to && *from == ' ')
		from++;
	while (to > from && to[-1] == ' ')
		to--;
	return mem_printf("%.*s", (int)(to - from), from);
}

/* At the newline before "| --- |", which stands under the head of a table. */
static bool is_rule(const char *newline)
{
	return strncmp(newline, "\n| ---", 6) == 0;
}

/* A row starts with "| ". The file starts with a line that is none. */
static unsigned each_cell(const struct texts *texts, int column, cell_fn fn)
{
	unsigned rows = 0;

	for (const char *line = texts->table, *end; *line; line = *end ? end + 1 : end) {
		const char *from = line + 1, *to;
		char *cell, *whole;

		end = line + strcspn(line, "\n");
		if (strncmp(line, "| ", 2) != 0 || is_rule(end) || is_rule(line - 1))
			continue;
		whole = mem_printf("%.*s", (int)(end - line), line);
		for (int i = 0; i < column && from < end; i++)
			from += strcspn(from, "|\n") + 1;
		to = from < end ? from + strcspn(from, "|\n") : from;
		cell = trimmed(from, to);
		fn(texts, whole, cell);
		free(cell);
		free(whole);
		rows++;
	}
	return rows;
}

/* The next `name` of a cell; *at moves behind it. */
static bool next_name(const char **at, char name[NAME_MAX_LEN])
{
	const char *from = strchr(*at, '`'), *to = from ? strchr(from + 1, '`') : NULL;

	if (!to)
		return false;
	snprintf(name, NAME_MAX_LEN, "%.*s", (int)(to - from - 1), from + 1);
	*at = to + 1;
	return true;
}

static bool is_letter(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static unsigned count_text(const char *text, const char *part)
{
	unsigned count = 0;

	for (const char *at = text; (at = strstr(at, part)); at += strlen(part))
		count++;
	return count;
}

static unsigned count_word(const char *text, const char *word)
{
	size_t len = strlen(word);
	unsigned count = 0;

	for (const char *at = text; (at = strstr(at, word)); at += len)
		if ((at == text || !is_letter(at[-1])) && !is_letter(at[len]))
			count++;
	return count;
}

/* ---- What is looked for ---- */

static void cell_is_filled(const struct texts *texts, const char *line, const char *cell)
{
	unsigned bars = 0;

	(void)texts;
	for (const char *c = line; *c; c++)
		bars += *c == '|';
	if (bars != CELLS + 1)
		fail_msg("%u cells instead of %d: %s", bars - 1, CELLS, line);
	if (!*cell)
		fail_msg("an empty cell: %s", line);
}

static void table__every_row__has_four_cells_and_none_is_empty(void **state)
{
	for (int column = 0; column < CELLS; column++)
		assert_true(each_cell(*state, column, cell_is_filled) > 20);
}

/* "pbx_contact_name" is made by P(text, name) in PBX_CONTACT_PROPERTIES. */
static bool is_getter(const char *header, const char *name)
{
	char class[32], line[80], property[96];
	const char *from, *to, *at;
	size_t len = 0;

	if (sscanf(name, "pbx_%31[a-z]_%59[A-Za-z]", class, line) != 2)
		return false;
	snprintf(property, sizeof(property), ", %s)", line);
	snprintf(line, sizeof(line), "#define PBX_");
	len = strlen(line);
	for (size_t i = 0; class[i]; i++)
		line[len++] = (char)toupper((unsigned char)class[i]);
	snprintf(line + len, sizeof(line) - len, "_PROPERTIES(");
	from = strstr(header, line);
	to = from ? strstr(from + 1, "#define") : NULL;
	at = from ? strstr(from, property) : NULL;
	return at && at < to;
}

static void functions_are_there(const struct texts *texts, const char *line, const char *cell)
{
	char name[NAME_MAX_LEN];

	while (next_name(&cell, name))
		if (!count_word(texts->header, name) && !is_getter(texts->header, name))
			fail_msg("%s is not in pbx.h: %s", name, line);
}

static void table__functions__are_in_the_header(void **state)
{
	each_cell(*state, FUNCTION, functions_are_there);
}

/* "watch --idle": its first word that is no option is a command. */
static void commands_are_there(const struct texts *texts, const char *line, const char *cell)
{
	char name[NAME_MAX_LEN], entry[NAME_MAX_LEN + 8];

	while (next_name(&cell, name)) {
		snprintf(entry, sizeof(entry), "{\"%.*s\",", (int)strcspn(name, " "), name);
		if (!strstr(texts->commands, entry))
			fail_msg("%s is no command: %s", name, line);
	}
}

static void table__commands__are_in_the_list_of_commands(void **state)
{
	each_cell(*state, COMMAND, commands_are_there);
}

static void tests_are_there(const struct texts *texts, const char *line, const char *cell)
{
	char name[NAME_MAX_LEN], definition[NAME_MAX_LEN + 32];
	unsigned count = 0;

	for (; next_name(&cell, name); count++) {
		snprintf(definition, sizeof(definition), "static void %s(void **state)", name);
		unsigned definitions = count_text(texts->tests.data, definition);
		if (!definitions)
			fail_msg("there is no test %s: %s", name, line);
		if (count_word(texts->tests.data, name) < 2 * definitions)
			fail_msg("%s is never run: %s", name, line);
	}
	if (!count)
		fail_msg("no test is named: %s", line);
}

static void table__tests__exist_and_are_run(void **state)
{
	each_cell(*state, TEST, tests_are_there);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(table__every_row__has_four_cells_and_none_is_empty),
		cmocka_unit_test(table__functions__are_in_the_header),
		cmocka_unit_test(table__commands__are_in_the_list_of_commands),
		cmocka_unit_test(table__tests__exist_and_are_run),
	};

	return cmocka_run_group_tests(tests, read_texts, free_texts);
}
