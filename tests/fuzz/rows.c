/* Any text as JSON, taken into a row of every set and sent on: what comes out is valid, within its
 * limits, and the other end makes the same of it. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fuzz.h"
#include "wire/json.h"
#include "wire/row.h"

static cJSON *encode(const struct wire_row *row, struct buf *out)
{
	cJSON *object;

	buf_clear(out);
	must(wire_row_encode(row, UINT64_MAX, out) == 0);
	must(wire_json_parse(out->data, out->len, &object, NULL) == 0);
	return object;
}

static void check_texts(const struct wire_row *row)
{
	const struct wire_set_info *info = wire_set_info(row->set);

	for (unsigned i = 0; i < info->count; i++) {
		const char *text = wire_row_text(row, i);

		must(!text || strlen(text) <= info->fields[i].max);
		must(!text || text_valid(text, strlen(text)));
		must(!text || !strpbrk(text, "\x1b\x1f\t\r\x7f"));
	}
}

static void check_key(const struct wire_row *row, struct buf *out)
{
	char key[WIRE_KEY_MAX];
	cJSON *list;

	buf_clear(out);
	must(wire_key_encode(row->set, row->key, out) == 0);
	must(wire_json_parse_any(out->data, out->len, &list, NULL) == 0);
	must(wire_key_of_list(row->set, list, key, sizeof(key)) == 0);
	must(strcmp(key, row->key) == 0);
	cJSON_Delete(list);
}

static void check_again(const struct wire_row *row, const cJSON *object)
{
	struct wire_row *again = wire_row_new(row->set);

	must(wire_row_decode(again, object, NULL, NULL) == 0);
	must(again->present == row->present);
	must(strcmp(again->key, row->key) == 0);
	must(wire_row_merge(again, row, UINT64_MAX) == 0);
	wire_row_free(&again);
}

static void check_set(enum wire_set set, const cJSON *object, struct buf *out)
{
	struct wire_row *row = wire_row_new(set);
	char key[WIRE_KEY_MAX];
	bool keyed = wire_key_of_object(set, object, key, sizeof(key)) == 0;

	if (wire_row_decode(row, object, NULL, NULL) == 0) {
		cJSON *sent = encode(row, out);

		check_texts(row);
		if (keyed) {
			must(strcmp(row->key, key) == 0);
			check_again(row, sent);
			check_key(row, out);
		}
		cJSON_Delete(sent);
	} else {
		must(row->present == 0);
	}
	wire_row_free(&row);
}

static void check_value(const cJSON *value)
{
	char *text = wire_json_print(value);
	cJSON *again;

	must(wire_json_parse_any(text, strlen(text), &again, NULL) == 0);
	must(cJSON_Compare(value, again, true) || cJSON_IsObject(value) || cJSON_IsArray(value));
	cJSON_Delete(again);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct buf out;
	cJSON *value;

	fuzz_init();
	if (len > WIRE_MAX_CLIENT_FRAME ||
	    wire_json_parse_any((const char *)data, len, &value, NULL))
		return 0;
	buf_init(&out, WIRE_MAX_BODY);
	check_value(value);
	for (int set = 0; set < WIRE_SET_COUNT; set++)
		check_set((enum wire_set)set, value, &out);
	buf_free(&out);
	cJSON_Delete(value);
	return 0;
}
