#include "directory_inside.h"

enum { TAGS_MAX = 32, TAG_CHARS = 32, TAG_BYTES = TAG_CHARS * 4 + 1 };

static bool is_tag(const char *text)
{
	char clean[TAG_BYTES];
	size_t chars = 0;

	if (strlen(text) >= TAG_BYTES || strpbrk(text, "# ,"))
		return false;
	text_clean(clean, sizeof(clean), text, strlen(text));
	for (const char *p = text; *p; p++)
		chars += ((unsigned char)*p & 0xc0) != 0x80;
	return chars && chars <= TAG_CHARS && !strcmp(clean, text);
}

static int find(const cJSON *list, const char *tag)
{
	char wanted[TAG_BYTES * 2], folded[TAG_BYTES * 2];
	const cJSON *item;
	int at = 0;

	text_fold(wanted, sizeof(wanted), tag);
	cJSON_ArrayForEach (item, list) {
		text_fold(folded, sizeof(folded), item->valuestring);
		if (!strcmp(folded, wanted))
			return at;
		at++;
	}
	return -1;
}

static int add_all(cJSON *to, const cJSON *from)
{
	const cJSON *item;

	if (from && !cJSON_IsArray(from))
		return ERR_INVALID;
	cJSON_ArrayForEach (item, from) {
		if (!cJSON_IsString(item) || !is_tag(item->valuestring))
			return ERR_INVALID;
		if (find(to, item->valuestring) < 0)
			cJSON_AddItemToArray(to, cJSON_CreateString(item->valuestring));
		if (cJSON_GetArraySize(to) > TAGS_MAX)
			return ERR_LIMIT;
	}
	return 0;
}

static int remove_all(cJSON *from, const cJSON *what)
{
	const cJSON *item;
	int at;

	if (what && !cJSON_IsArray(what))
		return ERR_INVALID;
	cJSON_ArrayForEach (item, what) {
		if (!cJSON_IsString(item) || !is_tag(item->valuestring))
			return ERR_INVALID;
		at = find(from, item->valuestring);
		if (at >= 0)
			cJSON_DeleteItemFromArray(from, at);
	}
	return 0;
}

static cJSON *stored(const struct directory *d, const char *owner)
{
	const struct wire_row *row = live_get(d->live, WIRE_TAG, 0, owner);
	const char *tags = row ? CAST(tag, row)->tags : NULL;
	cJSON *list = NULL;

	if (!tags || wire_json_parse_any(tags, strlen(tags), &list, NULL))
		return cJSON_CreateArray();
	return list;
}

void tag_show(struct directory *d, const char *owner, const char *tags)
{
	struct wire_row *row = wire_row_new(WIRE_TAG);

	SET_TEXT(row, tag, owner, owner);
	SET_TEXT(row, tag, tags, tags);
	directory_put(d, 0, row);
}

/* Writes the list; the row goes where it is empty. */
static int keep(struct directory *d, const char *owner, const cJSON *list)
{
	char *text = wire_json_print(list);
	int err;

	store_begin(d->store);
	if (cJSON_GetArraySize(list))
		err = store_run(d->store, SQL_TAG_PUT, "ss", owner, text);
	else
		err = store_run(d->store, SQL_TAG_END, "s", owner);
	if (!err)
		err = store_run(d->store, SQL_META_COUNT, "s", "tag");
	if (!err)
		err = store_commit(d->store);
	else
		store_rollback(d->store);
	if (!err && cJSON_GetArraySize(list))
		tag_show(d, owner, text);
	else if (!err)
		live_remove(d->live, WIRE_TAG, 0, owner);
	free(text);
	return err;
}

int directory_tag(struct directory *d, const char *owner, const struct directory_tags *tags,
		  cJSON **result)
{
	cJSON *list = tags->list ? cJSON_CreateArray() : stored(d, owner);
	int err = add_all(list, tags->list);

	if (!err)
		err = remove_all(list, tags->remove);
	if (!err)
		err = add_all(list, tags->add);
	if (!err)
		err = keep(d, owner, list);
	if (err)
		cJSON_Delete(list);
	else
		*result = list;
	return err;
}

bool directory_tagged(const struct directory *d, const char *owner, const char *tag)
{
	cJSON *list = stored(d, owner);
	bool found = find(list, tag) >= 0;

	cJSON_Delete(list);
	return found;
}

char *tags_of_words(const char *words)
{
	cJSON *list = cJSON_CreateArray();
	char *copy = mem_dup(words), *rest = copy, *word, *text = NULL;

	while ((word = strsep(&rest, " ")))
		if (is_tag(word) && find(list, word) < 0 && cJSON_GetArraySize(list) < TAGS_MAX)
			cJSON_AddItemToArray(list, cJSON_CreateString(word));
	if (cJSON_GetArraySize(list))
		text = wire_json_print(list);
	cJSON_Delete(list);
	free(copy);
	return text;
}

void tags_load(struct directory *d)
{
	struct sqlite3_stmt *rows;

	for (rows = store_ask(d->store, SQL_TAGS, ""); store_next(rows);)
		tag_show(d, store_text(rows, 0), store_text(rows, 1));
}

void tags_reload(struct directory *d, const char *owner)
{
	struct sqlite3_stmt *rows = store_ask(d->store, SQL_TAGS_OF, "s", owner);

	if (!store_next(rows)) {
		live_remove(d->live, WIRE_TAG, 0, owner);
		return;
	}
	tag_show(d, owner, store_text(rows, 0));
	store_end(rows);
}
