/* Parked calls. */
#include "inside.h"

static struct parked *find(const struct asterisk *a, const struct ami_message *m)
{
	return parked_find(a, ami_get(m, "Parkinglot"), ami_get(m, "ParkingSpace"));
}

struct parked *parked_find(const struct asterisk *a, const char *lot, const char *slot)
{
	char key[2 * AST_NUMBER];
	struct parked *p;

	if (snprintf(key, sizeof(key), "%s\x1f%s", lot, slot) >= (int)sizeof(key))
		return NULL;
	HASH_FIND_STR(a->parked, key, p);
	return p;
}

static struct parked *take(struct asterisk *a, const struct ami_message *m)
{
	const char *lot = ami_get(m, "Parkinglot"), *slot = ami_get(m, "ParkingSpace");
	struct parked *p = find(a, m);

	if (!*slot || strlen(lot) >= AST_NUMBER || strlen(slot) >= AST_NUMBER)
		return NULL;
	if (!p) {
		p = mem_new(1, sizeof(*p));
		snprintf(p->key, sizeof(p->key), "%s\x1f%s", lot, slot);
		AST_SET(p->lot, lot);
		AST_SET(p->slot, slot);
		p->by = WIRE_NULL;
		HASH_ADD_STR(a->parked, key, p);
	}
	p->seen = a->generation;
	return p;
}

static int64_t parker(const struct asterisk *a, const struct parked *p)
{
	const struct device *d = device_find(a, p->parker);

	return d ? d->owner : WIRE_NULL;
}

static void name_parked(struct asterisk *a, struct parked *p, const struct ami_message *m)
{
	int64_t timeout = ami_int(m, "ParkingTimeout", 0);

	AST_SET(p->id, ami_get(m, "ParkeeUniqueid"));
	AST_SET(p->linked, ami_get(m, "ParkeeLinkedid"));
	AST_SET(p->number, ast_known(ami_get(m, "ParkeeCallerIDNum")));
	AST_SET(p->label, ast_known(ami_get(m, "ParkeeCallerIDName")));
	AST_SET(p->parker, ami_get(m, "ParkerDialString"));
	p->since = clock_wall_ms() - 1000 * ami_int(m, "ParkingDuration", 0);
	p->returns = timeout > 0 ? p->since + 1000 * timeout : WIRE_NULL;
	if (p->by == WIRE_NULL)
		p->by = parker(a, p);
}

void model_parked(struct asterisk *a, const struct ami_message *m)
{
	struct parked *p = take(a, m);
	struct channel *c;

	if (!p)
		return;
	name_parked(a, p, m);
	c = channel_find(a, p->id);
	if (c) {
		if (!a->snapshot)
			channel_update(c, m, "Parkee");
		c->parked = p;
		c->held = false;
		call_tell(c);
	}
	parked_tell(a, p);
}

void parked_tell(struct asterisk *a, struct parked *p)
{
	struct wire_row *row = p->row;
	bool is_new = !row;

	if (a->snapshot)
		return;
	if (!row)
		row = p->row = ast_row_new(WIRE_PARKED);
	wire_row_set_text(row, WIRE_F(parked, lot), p->lot);
	wire_row_set_text(row, WIRE_F(parked, slot), p->slot);
	is_new |= wire_row_set_text(
		row, WIRE_F(parked, cid),
		strlen(p->id) > WIRE_MAX_ID ? p->id + (strlen(p->id) - WIRE_MAX_ID) : p->id);
	is_new |= wire_row_set_text(row, WIRE_F(parked, linked), p->linked);
	is_new |= wire_row_set_text(row, WIRE_F(parked, name), p->label);
	is_new |= wire_row_set_text(row, WIRE_F(parked, number), p->number);
	is_new |= wire_row_set_text(row, WIRE_F(parked, forWhom), p->for_json);
	is_new |= wire_row_set_int(row, WIRE_F(parked, by), p->by);
	is_new |= wire_row_set_int(row, WIRE_F(parked, since), p->since);
	is_new |= wire_row_set_int(row, WIRE_F(parked, returns), p->returns);
	if (is_new)
		ast_tell(a, row);
}

static void forget(struct asterisk *a, struct parked *p)
{
	HASH_DEL(a->parked, p);
	wire_row_free(&p->row);
	free(p->for_json);
	free(p);
}

void parked_drop(struct asterisk *a, struct parked *p)
{
	struct channel *c = channel_find(a, p->id);

	if (c && c->parked == p) {
		c->parked = NULL;
		call_tell(c);
	}
	if (p->row)
		ast_tell_gone(a, WIRE_PARKED, p->row->key);
	forget(a, p);
}

void model_unparked(struct asterisk *a, const struct ami_message *m)
{
	struct parked *p = find(a, m);
	struct channel *c;

	if (!p)
		return;
	c = channel_find(a, p->id);
	if (c)
		record_part(c);
	parked_drop(a, p);
}

/* Nobody took it: it rings whoever parked it again, and says so. */
void model_park_timeout(struct asterisk *a, const struct ami_message *m)
{
	struct parked *p = find(a, m);
	struct channel *c;

	if (!p)
		return;
	c = channel_find(a, p->id);
	if (c) {
		c->returned = "park";
		AST_SET(c->returned_who, p->slot);
		record_part(c);
	}
	parked_drop(a, p);
}

void parked_sweep(struct asterisk *a)
{
	struct parked *p, *next;

	HASH_ITER (hh, a->parked, p, next)
		if (p->seen != a->generation)
			parked_drop(a, p);
		else
			parked_tell(a, p);
}

void parked_free(struct asterisk *a)
{
	struct parked *p, *next;

	HASH_ITER (hh, a->parked, p, next)
		forget(a, p);
}
