/* PROTOCOL.md and the tables of the code say the same. Runs in the top folder of the tree. */
#include <stdio.h>

#include "base/path.h"
#include "support/rows.h"
#include "wire/command.h"
#include "wire/said.h"

static char *document;

static const struct {
	unsigned option;
	const char *name;
} options[] = {
	{WIRE_OPT_DEVICE, "device"},     {WIRE_OPT_QUEUE, "queue"},
	{WIRE_OPT_MAILBOX, "mailbox"},   {WIRE_OPT_TAGS, "tags"},
	{WIRE_OPT_ADDRESS, "address"},   {WIRE_OPT_CHAT, "chat"},
	{WIRE_OPT_PRESENCE, "presence"}, {WIRE_OPT_TAKEN, "taken"},
};

/* Every sentence with words in it is a row of the document, with its number of words. */
static void document__sentences__are_those_of_the_table(void **state)
{
	unsigned rows = 0;
	const char *table = strstr(document, "| template | args |"), *end;

	(void)state;
	assert_non_null(table);
	end = strstr(table, "\n\n");
	for (int i = WIRE_S_NONE + 1; i < WIRE_S_COUNT; i++) {
		char row[128];

		snprintf(row, sizeof(row), "\n| `%s` | ",
			 wire_sentence_text((enum wire_sentence)i));
		const char *at = strstr(table, row);
		if (!at || at > end)
			fail_msg("not in the document: %s", row);
	}
	for (const char *at = strstr(table, "\n| `"); at && at < end; at = strstr(at + 1, "\n| `"))
		rows++;
	assert_int_equal(rows, WIRE_S_COUNT - 1);
}

static void option_names(unsigned set, const char *none, char *out, size_t cap)
{
	out[0] = '\0';
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		if (set & options[i].option)
			snprintf(out + strlen(out), cap - strlen(out), "%s%s", *out ? ", " : "",
				 options[i].name);
	if (!*out)
		snprintf(out, cap, "%s", none);
}

static void type_name(const struct wire_field *field, char *out, size_t cap)
{
	static const char *const names[] = {
		[WIRE_INT] = "int", [WIRE_BOOL] = "bool", [WIRE_STR] = "text",
		[WIRE_ID] = "id",   [WIRE_JSON] = "JSON",
	};

	if (!field->max)
		snprintf(out, cap, "%s", names[field->type]);
	else
		snprintf(out, cap, "%s %u",
			 field->flags & WIRE_LINES ? "lines" : names[field->type], field->max);
}

/* The text of the section of a set, up to the next heading. Caller frees with free(). */
static char *section_of(const char *set)
{
	char heading[64];

	snprintf(heading, sizeof(heading), "\n### %s\n", set);

	const char *start = strstr(document, heading);

	assert_non_null(start);
	start += strlen(heading);

	const char *end = strstr(start, "\n#");

	assert_non_null(end);
	return strndup(start, (size_t)(end - start) + 1);
}

static unsigned count_rows(const char *section)
{
	unsigned rows = 0;

	for (const char *at = section; (at = strstr(at, "\n| ")); at++)
		rows++;
	return rows - 2; /* heading and rule */
}

static void section__each_field__stands_there_in_order_with_its_type(void **state)
{
	(void)state;
	for (int set = 0; set < WIRE_SET_COUNT; set++) {
		const struct wire_set_info *info = wire_set_info((enum wire_set)set);
		char *section = section_of(info->name);
		const char *at = section;

		for (unsigned i = 0; i < info->count; i++) {
			char type[32], option[32], line[128];

			type_name(&info->fields[i], type, sizeof(type));
			option_names(info->fields[i].option, "", option, sizeof(option));
			snprintf(line, sizeof(line), "\n| %s | %s | %s%s|", info->fields[i].name,
				 type, option, *option ? " " : "");
			at = strstr(at, line);
			if (!at)
				fail_msg("%s: not in order or missing:%s", info->name, line);
		}
		assert_int_equal(count_rows(section), info->count);
		free(section);
	}
}

static void sets__stand_in_the_order_of_a_snapshot(void **state)
{
	const char *at = strstr(document, "\n## 4.");

	(void)state;
	for (int set = 0; set < WIRE_SET_COUNT; set++) {
		const struct wire_set_info *info = wire_set_info((enum wire_set)set);
		char option[64], line[256];

		option_names(info->option, "always", option, sizeof(option));
		snprintf(line, sizeof(line), "\n| %s | %s%s%s | %s | %s |", info->name,
			 info->fields[0].name, info->keys > 1 ? ", " : "",
			 info->keys > 1 ? info->fields[1].name : "", option,
			 info->per_user ? "per user" : "shared");
		at = strstr(at, line);
		if (!at)
			fail_msg("not in order or missing:%s", line);
	}
}

static void rest__reasons_actions_and_names__stand_there(void **state)
{
	char name[64];

	(void)state;
	for (int i = WIRE_R_NONE + 1; i < WIRE_R_COUNT; i++) {
		snprintf(name, sizeof(name), "`%s`", wire_reason_token((enum wire_reason)i));
		assert_non_null(strstr(document, name));
	}
	for (int i = 0; i < WIRE_A_COUNT; i++) {
		snprintf(name, sizeof(name), "`%s`", wire_action_name((enum wire_action)i));
		assert_non_null(strstr(document, name));
	}
	assert_non_null(strstr(document, "`" WIRE_COOKIE "=<session>`"));
	assert_non_null(strstr(document, "`" WIRE_LIVE_PATH "`"));
	assert_non_null(strstr(document, "`" WIRE_SUBPROTOCOL "`"));
	assert_non_null(strstr(document, "\"protocol\":1,\"version\":\"" WIRE_API_VERSION "\""));
}

static int read_document(void **state)
{
	size_t len;
	struct why why;

	(void)state;
	return path_read("src/wire/PROTOCOL.md", 1 << 20, &document, &len, &why);
}

static int free_document(void **state)
{
	(void)state;
	free(document);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(document__sentences__are_those_of_the_table),
		cmocka_unit_test(section__each_field__stands_there_in_order_with_its_type),
		cmocka_unit_test(sets__stand_in_the_order_of_a_snapshot),
		cmocka_unit_test(rest__reasons_actions_and_names__stand_there),
	};

	return cmocka_run_group_tests(tests, read_document, free_document);
}
