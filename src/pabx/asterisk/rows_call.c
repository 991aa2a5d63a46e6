/* What is told of calls: a row for each call on a phone, and one for each caller in a queue. */
#include "inside.h"

static bool is_shown(const struct channel *c)
{
	return c->device && c->shown && !c->hidden;
}

static bool rings_somewhere(const struct channel *c)
{
	const struct channel *target;

	DL_FOREACH2(c->targets, target, target_next)
	if (target->alerting || target->state == CHAN_RINGING)
		return true;
	return false;
}

static const char *state_of(const struct channel *c)
{
	if (c->parked)
		return "park";
	if (c->state == CHAN_UP) {
		if (c->held)
			return "hold";
		if (!channel_far(c) && (c->targets || c->queue))
			return "ring";
		return c->going ? "dial" : "up";
	}
	if (!c->caller)
		return "ring";
	/* Between the answer and our own channel's being up it is still what it was. */
	return rings_somewhere(c) || c->answerer ? "ring" : "dial";
}

static const char *near_state(const struct channel *c, const char *state)
{
	return c->state == CHAN_UP && (!strcmp(state, "ring") || !strcmp(state, "dial")) ? "up"
											 : state;
}

/* An extension here, by its hint or as a phone's own. */
static bool is_inside(const struct asterisk *a, const char *number)
{
	struct hint *hint, *next;

	HASH_ITER (hh, a->hints, hint, next)
		if (!strcmp(hint->exten, number))
			return true;
	return false;
}

static const char *kind_of(const struct channel *c, const char *number)
{
	struct asterisk *a = c->asterisk;

	if (c->caller && asterisk_conf_lists(a->conf.emergency, number))
		return "emergency";
	return c->talk && c->talk->outside && !is_inside(a, number) ? "external" : "internal";
}

static bool fill_returned(const struct channel *c, struct wire_row *row)
{
	struct buf from;
	bool changed;

	if (!c->returned)
		return wire_row_set_text(row, WIRE_F(call, returnedFrom), NULL);
	buf_init(&from, 512);
	buf_add_str(&from, "{\"who\":");
	wire_json_add_text(&from, c->returned_who);
	buf_printf(&from, ",\"why\":\"%s\"}", c->returned);
	changed = wire_row_set_text(row, WIRE_F(call, returnedFrom), from.data);
	buf_free(&from);
	return changed;
}

static bool fill_party(const struct channel *c, struct wire_row *row)
{
	char number[AST_NUMBER], label[AST_NAME];
	bool changed;

	channel_number(c, number, label);
	changed = wire_row_set_text(row, WIRE_F(call, kind), kind_of(c, number));
	changed |= wire_row_set_text(row, WIRE_F(call, number), number);
	return wire_row_set_text(row, WIRE_F(call, name), label) || changed;
}

static const char *or_null(const char *text)
{
	return *text ? text : NULL;
}

static const char *ddi_of(const struct channel *c)
{
	if (*c->ddi || c->caller || !c->talk)
		return c->ddi;
	return c->talk->ddi;
}

static bool fill(struct channel *c, struct wire_row *row)
{
	const char *state = state_of(c);
	bool changed = wire_row_set_text(row, WIRE_F(call, state), state);

	if (changed)
		c->since = clock_wall_ms();
	changed |= wire_row_set_text(row, WIRE_F(call, nrState), near_state(c, state));
	changed |= wire_row_set_int(row, WIRE_F(call, since), c->since);
	changed |= wire_row_set_text(row, WIRE_F(call, linked),
				     c->talk && strlen(c->talk->id) <= WIRE_MAX_ID ? c->talk->id
										   : c->cid);
	changed |= fill_party(c, row);
	changed |= wire_row_set_text(row, WIRE_F(call, party), c->caller ? "caller" : "callee");
	changed |= wire_row_set_text(row, WIRE_F(call, ddi), or_null(ddi_of(c)));
	changed |= wire_row_set_text(row, WIRE_F(call, queue), or_null(c->via));
	changed |= wire_row_set_text(row, WIRE_F(call, qname), or_null(c->via_name));
	changed |= wire_row_set_text(row, WIRE_F(call, qnumber), or_null(c->via_number));
	changed |= wire_row_set_int(row, WIRE_F(call, inq), c->inq);
	changed |= wire_row_set_int(row, WIRE_F(call, outq), c->outq);
	changed |=
		wire_row_set_int(row, WIRE_F(call, start), c->answered ? c->answered : WIRE_NULL);
	changed |= wire_row_set_text(row, WIRE_F(call, features),
				     device_features(c->asterisk, c->device));
	changed |= wire_row_set_int(row, WIRE_F(call, returns),
				    c->parked ? c->parked->returns : WIRE_NULL);
	return fill_returned(c, row) || changed;
}

static struct wire_row *row_new(struct channel *c, const char *parent)
{
	struct wire_row *row = ast_row_new(WIRE_CALL);

	wire_row_set_text(row, WIRE_F(call, parent), parent);
	wire_row_set_text(row, WIRE_F(call, cid), c->cid);
	wire_row_set_int(row, WIRE_F(call, id), ++c->asterisk->last_id);
	wire_row_set_int(row, WIRE_F(call, stamp), c->stamp);
	wire_row_set_int(row, WIRE_F(call, position), WIRE_NULL);
	wire_row_set_int(row, WIRE_F(call, inq), WIRE_NULL);
	wire_row_set_int(row, WIRE_F(call, outq), WIRE_NULL);
	return row;
}

/* Where a call has been moved to another phone its row under the first one goes. */
static void drop_moved(struct channel *c)
{
	const char *parent = c->row ? wire_row_text(c->row, WIRE_F(call, parent)) : NULL;

	if (!parent || (c->device && !strcmp(parent, c->device->name)))
		return;
	ast_tell_gone(c->asterisk, WIRE_CALL, c->row->key);
	wire_row_free(&c->row);
}

void call_tell(struct channel *c)
{
	bool is_new = false;

	if (c->asterisk->snapshot)
		return;
	drop_moved(c);
	if (!is_shown(c))
		return;
	if (!c->row) {
		c->row = row_new(c, c->device->name);
		is_new = true;
	}
	if (fill(c, c->row) || is_new)
		ast_tell(c->asterisk, c->row);
}

/* Dead is told once, with its cause; the PABX lets the row go a frame later. */
static void tell_dead(const struct channel *c, struct wire_row **row, const char *cause)
{
	if (!*row)
		return;
	wire_row_set_text(*row, WIRE_F(call, state), "dead");
	wire_row_set_text(*row, WIRE_F(call, nrState), "dead");
	wire_row_set_int(*row, WIRE_F(call, since), clock_wall_ms());
	wire_row_set_int(*row, WIRE_F(call, returns), WIRE_NULL);
	wire_row_set_text(*row, WIRE_F(call, cause), cause);
	ast_tell(c->asterisk, *row);
	ast_tell_gone(c->asterisk, WIRE_CALL, (*row)->key);
	wire_row_free(row);
}

void call_dead(struct channel *c, const char *cause)
{
	tell_dead(c, &c->row, cause);
}

void queue_call_tell(struct channel *c)
{
	char parent[AST_NUMBER + 8];
	struct wire_row *row = c->queue_row;
	bool changed = !row;

	if (c->asterisk->snapshot || !c->queue || c->hidden)
		return;
	if (!row) {
		snprintf(parent, sizeof(parent), "queue:%s", c->queue->name);
		row = c->queue_row = row_new(c, parent);
		wire_row_set_text(row, WIRE_F(call, queue), c->queue->name);
		wire_row_set_text(row, WIRE_F(call, party), "callee");
		wire_row_set_text(row, WIRE_F(call, state), "ring");
		wire_row_set_text(row, WIRE_F(call, nrState), "ring");
		wire_row_set_int(row, WIRE_F(call, since), clock_wall_ms());
		wire_row_set_text(row, WIRE_F(call, features), "");
		wire_row_set_int(row, WIRE_F(call, start), WIRE_NULL);
		wire_row_set_int(row, WIRE_F(call, returns), WIRE_NULL);
	}
	changed |= wire_row_set_text(row, WIRE_F(call, linked), c->talk ? c->talk->id : c->cid);
	changed |= wire_row_set_text(row, WIRE_F(call, kind), c->outside ? "external" : "internal");
	changed |= wire_row_set_text(row, WIRE_F(call, name), c->label);
	changed |= wire_row_set_text(row, WIRE_F(call, number), c->number);
	changed |= wire_row_set_text(row, WIRE_F(call, qname), c->label);
	changed |= wire_row_set_text(row, WIRE_F(call, qnumber), c->number);
	changed |= wire_row_set_text(row, WIRE_F(call, ddi), or_null(c->ddi));
	changed |= wire_row_set_int(row, WIRE_F(call, inq), c->inq);
	changed |= wire_row_set_int(row, WIRE_F(call, position), c->position);
	changed |= fill_returned(c, row);
	if (changed)
		ast_tell(c->asterisk, row);
}

static void set_qcall(struct wire_row *row, const struct channel *answerer)
{
	struct buf call;

	if (!answerer->device)
		return;
	buf_init(&call, 256);
	ast_list_add(&call, answerer->device->name);
	ast_list_add(&call, answerer->cid);
	wire_row_set_text(row, WIRE_F(call, qcall), ast_list_end(&call));
	buf_free(&call);
}

void queue_call_left(struct channel *c, const struct channel *answerer, const char *cause)
{
	struct wire_row *row = c->queue_row;

	if (!row)
		return;
	wire_row_set_int(row, WIRE_F(call, outq), c->outq);
	if (!answerer) {
		tell_dead(c, &c->queue_row, cause);
		return;
	}
	wire_row_set_text(row, WIRE_F(call, state), "up");
	wire_row_set_text(row, WIRE_F(call, nrState), "up");
	wire_row_set_int(row, WIRE_F(call, since), clock_wall_ms());
	set_qcall(row, answerer);
	ast_tell(c->asterisk, row);
	ast_tell_gone(c->asterisk, WIRE_CALL, row->key);
	wire_row_free(&c->queue_row);
}
