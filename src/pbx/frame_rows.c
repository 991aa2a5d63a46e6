#include <stdlib.h>
#include <string.h>

#include "core.h"

static bool starts_with_head(struct px_frame *frame)
{
	return !px_split(&frame->split, frame->text, frame->len);
}

/* A part of a snapshot: unknown sets are of a newer server and are left out. */
static enum px_step begin_part(struct pbx *pbx, struct px_frame *frame)
{
	const char *name = wire_json_text(frame->split.head, "set");
	const cJSON *last = wire_json_get(frame->split.head, "last");
	int class = name ? wire_set_find(name) : ERR_INVALID;

	frame->kind = PX_FRAME_PART;
	if (!name || !cJSON_IsBool(last) || !frame->split.rows[PX_ROWS].end)
		return PX_BROKEN;
	frame->skip = class < 0;
	frame->class = class < 0 ? PBX_CONTACT : (enum pbx_class) class;
	frame->first = wire_json_int(frame->split.head, "part", 0) == 1;
	frame->last = cJSON_IsTrue(last);
	px_control_part(pbx);
	return PX_NEXT;
}

static enum px_step begin_text(struct pbx *pbx, struct px_frame *frame)
{
	frame->kind = PX_FRAME_OTHER;
	if (!starts_with_head(frame))
		return PX_BROKEN;

	const char *op = wire_json_text(frame->split.head, "op");

	if (!op)
		return PX_BROKEN;
	if (!strcmp(op, "snapshot"))
		return begin_part(pbx, frame);
	if (!strcmp(op, "delta")) {
		frame->kind = PX_FRAME_DELTA;
		return px_control_sequence(pbx, frame->split.head) ? PX_NEXT : PX_BROKEN;
	}
	return px_control(pbx, frame->split.head) ? PX_NEXT : PX_BROKEN;
}

static void begin_set(struct px_table *table, bool first)
{
	if (!first && table->loading)
		return;
	table->generation++;
	table->loading = true;
}

enum px_step px_frame_begin(struct pbx *pbx, struct px_frame *frame)
{
	enum px_step step = PX_NEXT;

	if (frame->kind == PX_FRAME_TEXT) {
		step = begin_text(pbx, frame);
	} else if (frame->kind == PX_FRAME_PART) {
		if (!starts_with_head(frame) || !frame->split.rows[PX_VALUES].end)
			return PX_BROKEN;
		frame->split.rows[PX_ROWS] = frame->split.rows[PX_VALUES];
	}
	if (step == PX_NEXT && frame->kind == PX_FRAME_PART && !frame->skip)
		begin_set(&pbx->store.tables[frame->class], frame->first);
	return step;
}

/* Splits [set, what]; *class is negative for a set that is not known here. */
static bool take_pair(const cJSON *pair, int *class, const cJSON **what)
{
	const cJSON *name = cJSON_IsArray(pair) ? pair->child : NULL;

	if (!cJSON_IsString(name) || !name->next || name->next->next)
		return false;
	*class = wire_set_find(name->valuestring);
	*what = name->next;
	return true;
}

typedef bool (*apply_fn)(struct pbx *pbx, enum wire_set set, const cJSON *what);

static bool apply_gone(struct pbx *pbx, enum wire_set set, const cJSON *list)
{
	char key[WIRE_KEY_MAX];
	struct pbx_object *object;

	if (wire_key_of_list(set, list, key, sizeof(key)))
		return false;
	object = px_store_find(&pbx->store, (enum pbx_class)set, key);
	if (object)
		px_store_gone(object);
	return true;
}

static bool apply_whole(struct pbx *pbx, enum wire_set set, const cJSON *value)
{
	char key[WIRE_KEY_MAX];
	struct wire_row *row;

	const struct px_list *list = &pbx->store.tables[set].list;

	if (wire_key_of_object(set, value, key, sizeof(key)) ||
	    list->count + list->add_count > PX_OBJECTS_MAX)
		return false;
	row = wire_row_new(set);
	if (wire_row_decode(row, value, NULL, NULL)) {
		wire_row_free(&row);
		return false;
	}
	px_store_put(pbx, row);
	return true;
}

/* Of a key that is not known there is not enough to show. */
static bool apply_changes(struct pbx *pbx, enum wire_set set, const cJSON *value)
{
	char key[WIRE_KEY_MAX];
	struct pbx_object *object;
	uint64_t changed = 0;

	if (wire_key_of_object(set, value, key, sizeof(key)))
		return false;
	object = px_store_find(&pbx->store, (enum pbx_class)set, key);
	if (!object)
		return true;
	if (wire_row_decode(object->row, value, &changed, NULL))
		return false;
	px_store_changed(object, changed);
	return true;
}

static enum px_step next_pair(struct pbx *pbx, struct px_frame *frame, enum px_rows which,
			      apply_fn apply)
{
	const cJSON *what;
	cJSON *pair;
	int class;
	int more = px_split_next(&frame->split.rows[which], frame->text, &pair);

	if (more <= 0)
		return more ? PX_BROKEN : PX_NEXT;

	bool good = take_pair(pair, &class, &what) &&
		    (class < 0 || apply(pbx, (enum wire_set) class, what));

	cJSON_Delete(pair);
	return good ? PX_AGAIN : PX_BROKEN;
}

enum px_step px_frame_gone(struct pbx *pbx, struct px_frame *frame)
{
	if (frame->kind != PX_FRAME_DELTA)
		return PX_NEXT;
	return next_pair(pbx, frame, PX_GONE, apply_gone);
}

enum px_step px_frame_new(struct pbx *pbx, struct px_frame *frame)
{
	if (frame->kind != PX_FRAME_DELTA)
		return PX_NEXT;
	return next_pair(pbx, frame, PX_NEW_ROWS, apply_whole);
}

static enum px_step next_row(struct pbx *pbx, struct px_frame *frame)
{
	cJSON *row;
	int more = px_split_next(&frame->split.rows[PX_ROWS], frame->text, &row);

	if (more <= 0)
		return more ? PX_BROKEN : PX_NEXT;

	bool good = frame->skip || apply_whole(pbx, (enum wire_set)frame->class, row);

	cJSON_Delete(row);
	return good ? PX_AGAIN : PX_BROKEN;
}

enum px_step px_frame_rows(struct pbx *pbx, struct px_frame *frame)
{
	if (frame->kind == PX_FRAME_PART)
		return next_row(pbx, frame);
	if (frame->kind == PX_FRAME_DELTA)
		return next_pair(pbx, frame, PX_ROWS, apply_changes);
	return PX_NEXT;
}

/* What neither a part nor a delta has named since the set's first part is no longer there. */
static enum px_step sweep_set(struct pbx *pbx, struct px_frame *frame)
{
	struct px_table *table = &pbx->store.tables[frame->class];

	if (!frame->last || frame->skip)
		return PX_NEXT;
	if (frame->at < table->list.count) {
		struct pbx_object *object = table->list.at[frame->at++];

		if (!object->gone && object->generation != table->generation)
			px_store_gone(object);
		return PX_AGAIN;
	}
	table->loading = false;
	table->loaded = true;
	return PX_NEXT;
}

/* From the last class to the first: calls before devices, messages before rooms. */
static enum px_step clear(struct pbx *pbx, struct px_frame *frame)
{
	if (!frame->classes)
		return PX_NEXT;

	unsigned class = 31 - (unsigned)__builtin_clz(frame->classes);
	struct px_table *table = &pbx->store.tables[class];

	if (frame->at < table->list.count) {
		struct pbx_object *object = table->list.at[frame->at++];

		object->listed = false; /* the list goes as a whole */
		px_store_gone(object);
		return PX_AGAIN;
	}
	table->list.count = 0;
	table->loading = false;
	table->loaded = false;
	frame->classes &= ~(1u << class);
	frame->at = 0;
	return PX_AGAIN;
}

enum px_step px_frame_sweep(struct pbx *pbx, struct px_frame *frame)
{
	if (frame->kind == PX_FRAME_PART)
		return sweep_set(pbx, frame);
	if (frame->kind == PX_FRAME_CLEAR)
		return clear(pbx, frame);
	return PX_NEXT;
}
