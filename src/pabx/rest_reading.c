#include "rest_reading.h"

enum { SCANNED = 2000, PIECE = 24 << 10 };

static bool next_item(struct reading *r, struct live_item *item)
{
	const struct live *live = r->pabx->live;

	return wire_set_info(r->set)->per_user
		       ? live_next_own(live, r->set, r->user.cID, &r->position, item)
		       : live_next_item(live, r->set, &r->position, item);
}

/* A field as text, for comparison with what scope asks for. */
static const char *field_text(const struct wire_row *row, unsigned field, char number[32])
{
	switch (wire_set_info(row->set)->fields[field].type) {
	case WIRE_INT:
		snprintf(number, 32, "%" PRId64, wire_row_int(row, field));
		return number;
	case WIRE_BOOL:
		return wire_row_bool(row, field) ? "true" : "false";
	default:
		return wire_row_text(row, field);
	}
}

/* As the feed shows it, where the members of scope that are fields agree. */
static uint64_t look_as_feed(const struct reading *r, const struct live_item *item)
{
	uint64_t fields = view_fields(&r->view, r->set, item->user, item->scope);
	const cJSON *wanted;
	char number[32];

	cJSON_ArrayForEach (wanted, r->scope) {
		int field = wire_field_find(r->set, wanted->string);

		if (field >= 0 &&
		    (!(fields & UINT64_C(1) << field) ||
		     !value_matches(wanted, field_text(item->row, (unsigned)field, number))))
			return 0;
	}
	return fields;
}

static int encode_as_feed(struct reading *r, const struct live_item *item, uint64_t fields,
			  struct buf *out)
{
	return wire_row_encode(item->row, fields & r->fields, out);
}

static int add_row(struct reading *r, const struct live_item *item, uint64_t fields,
		   struct buf *out)
{
	if (r->count && buf_add_char(out, ',') < 0)
		return ERR_LIMIT;
	if (r->encode(r, item, fields, out) < 0)
		return ERR_LIMIT;
	snprintf(r->last, sizeof(r->last), "%s", item->row->key);
	r->count++;
	r->left--;
	return 0;
}

static int finish(struct reading *r, struct buf *out, bool more)
{
	buf_printf(out, "],\"numrows\":%u", r->count);
	if (more) {
		buf_add_str(out, ",\"next\":");
		wire_json_add_text(out, r->last);
	}
	return buf_add_char(out, '}');
}

static bool skipped(struct reading *r, const struct wire_row *row)
{
	if (!r->after)
		return false;
	if (!strcmp(r->after, row->key)) {
		free(r->after);
		r->after = NULL;
	}
	return true;
}

static int more_rows(void *source, struct buf *out)
{
	struct reading *r = source;
	size_t start = out->len;
	struct live_item item;

	if (!r->begun)
		buf_add_str(out, "{\"result\":\"success\",\"values\":[");
	r->begun = true;
	for (unsigned i = 0; i < SCANNED && out->len - start < PIECE; i++) {
		uint64_t fields;

		if (!next_item(r, &item))
			return finish(r, out, false);
		if (skipped(r, item.row))
			continue;
		fields = r->look(r, &item);
		if (!fields)
			continue;
		if (!r->left)
			return finish(r, out, true);
		if (add_row(r, &item, fields, out))
			return ERR_LIMIT;
	}
	return 1;
}

static void end_reading(void *source)
{
	struct reading *r = source;

	owned_free(&r->owned);
	cJSON_Delete(r->body);
	free(r->after);
	free(r);
}

static uint64_t fields_of(const struct reading *r)
{
	const struct wire_set_info *info = wire_set_info(r->set);
	uint64_t fields = 0;

	for (unsigned i = 0; i < info->count; i++)
		if (i < info->keys || column_wanted(r->columns, info->fields[i].name))
			fields |= UINT64_C(1) << i;
	return fields;
}

/* Where the page begins; false if its row is no longer there. */
static bool begin_after(struct reading *r, const struct request *req)
{
	const cJSON *after = read_member(req, "after");
	const struct live *live = r->pabx->live;
	int64_t number;

	if (!after || cJSON_IsNull(after))
		return true;
	if (wire_json_integer(after, &number))
		r->after = mem_printf("%" PRId64, number);
	else
		r->after = mem_dup(cJSON_GetStringValue(after));
	return r->after && (live_get(live, r->set, 0, r->after) ||
			    live_get(live, r->set, r->user.cID, r->after));
}

void reading_answer(struct request *req, enum wire_set set,
		    uint64_t (*look)(const struct reading *, const struct live_item *),
		    int (*encode)(struct reading *, const struct live_item *, uint64_t,
				  struct buf *))
{
	struct reading *r;
	unsigned limit;
	bool begun;

	if (!read_limit(req, REST_ROWS, &limit))
		return;
	r = mem_new(1, sizeof(*r));
	r->pabx = req->pabx;
	r->user = req->user;
	view_of(&r->view, &(struct feed_view){.user = &r->user, .options = UINT32_MAX});
	r->set = set;
	r->scope = req->scope;
	r->columns = columns_of(req);
	r->fields = fields_of(r);
	r->look = look ? look : look_as_feed;
	r->encode = encode ? encode : encode_as_feed;
	r->left = limit;
	begun = begin_after(r, req);
	r->body = req->body;
	req->body = NULL;
	if (begun) {
		answer_stream(req, more_rows, end_reading, r);
		return;
	}
	end_reading(r);
	answer_refused(req, WIRE_R_GONE, NULL);
}

int reading_columns(const struct reading *r, const struct column *columns, unsigned count,
		    struct buf *out)
{
	cJSON *object = cJSON_CreateObject();
	int err;

	for (unsigned i = 0; i < count; i++) {
		cJSON *value = columns[i].value ? columns[i].value : cJSON_CreateNull();

		if (column_wanted(r->columns, columns[i].name))
			cJSON_AddItemToObject(object, columns[i].name, value);
		else
			cJSON_Delete(value);
	}
	err = wire_json_add_value(out, object);
	cJSON_Delete(object);
	return err;
}
