#include "object.h"

#include <stdio.h>
#include <stdlib.h>

#include "core.h"
#include "wire/json.h"

struct pbx_object *px_object_new(struct pbx *pbx, struct wire_row *row)
{
	struct pbx_object *object = mem_new(1, sizeof(*object));

	object->pbx = pbx;
	object->row = row;
	return object;
}

void px_texts_clear(struct pbx_object *object)
{
	struct px_extra *extra = object->extra;

	if (!extra || !extra->texts_known)
		return;
	for (unsigned i = 0; i < extra->texts.count; i++) {
		free(extra->texts.at[i]);
		free(extra->texts.type[i]);
	}
	free(extra->texts.at);
	free(extra->texts.type);
	extra->texts = (struct px_texts){0};
	extra->texts_known = false;
}

void px_object_free(struct pbx_object *object)
{
	if (object->extra) {
		px_texts_clear(object);
		px_listeners_free(&object->extra->listeners);
		free(object->extra->calls);
		free(object->extra);
	}
	free(object->sort);
	free(object->next_sort);
	wire_row_free(&object->row);
	free(object);
}

static void read_texts(struct px_texts *texts, const cJSON *list)
{
	unsigned size = (unsigned)cJSON_GetArraySize(list);
	const cJSON *item;

	texts->at = mem_new(size, sizeof(*texts->at));
	texts->type = mem_new(size, sizeof(*texts->type));
	cJSON_ArrayForEach (item, list) {
		const char *text = cJSON_IsObject(item) ? wire_json_text(item, "number")
							: cJSON_GetStringValue(item);

		if (!text)
			continue;
		texts->at[texts->count] = mem_dup(text);
		texts->type[texts->count++] = mem_dup(wire_json_text(item, "type"));
	}
}

const struct px_texts *px_texts(const struct pbx_object *object, const char *json)
{
	struct px_extra *extra = px_extra((struct pbx_object *)object);
	cJSON *list;

	if (extra->texts_known)
		return &extra->texts;
	extra->texts_known = true;
	list = json ? cJSON_Parse(json) : NULL;
	read_texts(&extra->texts, list);
	cJSON_Delete(list);
	return &extra->texts;
}

struct pbx_object *px_find_id(struct pbx *pbx, enum pbx_class class, int64_t id)
{
	char key[24];

	snprintf(key, sizeof(key), "%lld", (long long)id);
	return px_store_find(&pbx->store, class, key);
}

struct pbx_object *px_match(struct pbx *pbx, const char *json)
{
	cJSON *match = json ? cJSON_Parse(json) : NULL;
	struct pbx_object *found = NULL;
	const char *key = wire_json_text(match, "key");
	int64_t id;

	if (wire_json_integer(wire_json_get(match, "cID"), &id))
		found = px_find_id(pbx, PBX_CONTACT, id);
	else if (key)
		found = px_store_find(&pbx->store, PBX_ADDRESS, key);
	cJSON_Delete(match);
	return found;
}

const char *pbx_class_name(enum pbx_class class)
{
	return (unsigned)class < PBX_CLASS_COUNT ? wire_set_info((enum wire_set) class)->name : "";
}

enum pbx_class pbx_object_class(const struct pbx_object *object)
{
	return px_class(object);
}

const char *pbx_object_key(const struct pbx_object *object)
{
	return object->row->key;
}

static char *encode(const struct pbx_object *object, uint64_t mask)
{
	struct buf out;

	buf_init(&out, WIRE_MAX_BODY);
	if (wire_row_encode(object->row, mask, &out)) {
		buf_clear(&out);
		buf_add_str(&out, "{}");
	}
	return buf_take(&out);
}

char *pbx_object_json(const struct pbx_object *object)
{
	return encode(object, UINT64_MAX);
}

/* The encoder names the key fields always: here only what changed is asked for. */
char *pbx_changed_json(const struct pbx_object *object, uint64_t changed)
{
	const struct wire_set_info *info = wire_set_info(object->row->set);
	char *whole = encode(object, changed), *text;
	cJSON *json = cJSON_Parse(whole);

	for (unsigned i = 0; i < info->keys; i++)
		if (!(changed & UINT64_C(1) << i))
			cJSON_DeleteItemFromObjectCaseSensitive(json, info->fields[i].name);
	text = wire_json_print(json);
	cJSON_Delete(json);
	free(whole);
	return text;
}
