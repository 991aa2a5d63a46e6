/* The map in use on one printed page, and as JSON. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/buf.h"
#include "base/language.h"
#include "base/mem.h"
#include "base/text.h"
#include "binding.h"

enum { SHEET_MAX = 64 << 10, COLUMN = 39, KEYS_COLS = 19, KEYS_MAX = 80, CELL_MAX = 200 };

/* "F2  , b            transfer" in one column of the page. */
static void cell(const struct keymap *map, enum action action, char *out, size_t cap)
{
	char keys[KEYS_MAX];

	keymap_keys(map, action, KEYS_EMPTY, keys, sizeof keys, KEYS_COLS);
	snprintf(out, cap, "%s%*s %s", keys, KEYS_COLS - text_width(keys), "",
		 action_info(action)->name);
}

/* Two columns, read downwards. */
static void add_group(struct buf *text, const struct keymap *map, enum action from, int count)
{
	int rows = (count + 1) / 2;
	char left[CELL_MAX], right[CELL_MAX];

	buf_printf(text, "\n%s\n", _(action_group(from)));
	for (int i = 0; i < rows; i++) {
		cell(map, (enum action)((int)from + i), left, sizeof left);
		right[0] = '\0';
		if (i + rows < count)
			cell(map, (enum action)((int)from + i + rows), right, sizeof right);
		if (*right)
			buf_printf(text, "%s%*s %s\n", left, COLUMN - text_width(left), "", right);
		else
			buf_printf(text, "%s\n", left);
	}
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

char *keymap_sheet(const struct keymap *map)
{
	struct buf text;
	int from = 0;

	buf_init(&text, SHEET_MAX);
	buf_add_str(&text, _("frontdesk: keys, from"));
	for (unsigned i = 0; i < map->files; i++)
		buf_printf(&text, "%s %s", i ? "," : "", base_name(map->file_names[i]));
	buf_add_str(
		&text,
		_("\nLetters search, digits dial. Two keys are pressed one after the other.\n"));
	for (int i = 1; i <= ACTION_COUNT; i++) {
		if (i < ACTION_COUNT &&
		    action_group((enum action)i) == action_group((enum action)from))
			continue;
		add_group(&text, map, (enum action)from, i - from);
		from = i;
	}
	return buf_take(&text);
}

char *keymap_json(const struct keymap *map)
{
	cJSON *rows = cJSON_CreateArray();
	char name[KEY_NAME_MAX];

	for (unsigned i = 0; i < map->count; i++) {
		const struct binding *b = &map->bindings[i];
		cJSON *row = cJSON_CreateObject(), *keys;
		cJSON_AddStringToObject(row, "action", action_info(b->action)->name);
		cJSON_AddStringToObject(row, "context", binding_context_name(b->context));
		keys = cJSON_AddArrayToObject(row, "keys");
		if (b->has_leader)
			cJSON_AddItemToArray(keys, cJSON_CreateString(key_name(b->leader, name)));
		cJSON_AddItemToArray(keys, cJSON_CreateString(key_name(b->key, name)));
		cJSON_AddStringToObject(row, "help", action_info(b->action)->help);
		cJSON_AddItemToArray(rows, row);
	}
	char *json = cJSON_PrintUnformatted(rows), *text = mem_dup(json);
	cJSON_free(json);
	cJSON_Delete(rows);
	return text;
}
