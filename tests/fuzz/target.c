/* Any JSON value as the target of a call. */
#include <string.h>

#include "base/text.h"
#include "fuzz.h"
#include "wire/command.h"

static void check(const struct wire_target *target)
{
	struct wire_target again;
	struct buf out;
	cJSON *value;

	must(target->kind != WIRE_TARGET_NONE);
	must(text_valid(target->text, strlen(target->text)));
	buf_init(&out, WIRE_MAX_PART);
	must(wire_target_encode(target, &out) == 0);
	must(wire_json_parse_any(out.data, out.len, &value, NULL) == 0);
	must(wire_target_decode(&again, value) == 0);
	must(again.kind == target->kind && again.cID == target->cID);
	must(strcmp(again.text, target->text) == 0);
	cJSON_Delete(value);
	buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct wire_target target;
	cJSON *value;

	fuzz_init();
	if (wire_json_parse_any((const char *)data, len, &value, NULL))
		return 0;
	if (wire_target_decode(&target, value) == 0)
		check(&target);
	cJSON_Delete(value);
	return 0;
}
