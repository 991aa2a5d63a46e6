#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "core.h"

static const struct {
	const char *name;
	unsigned option, classes; /* of what it carries; 0: rows of many sets */
} flags[PX_FLAG_COUNT] = {
	[PX_IDLE] = {"idle", 0, 0},
	[PX_TAGS] = {"tags", WIRE_OPT_TAGS, 1u << PBX_TAG},
	[PX_ADDRESS] = {"address", WIRE_OPT_ADDRESS, 1u << PBX_ADDRESS},
	[PX_CHAT] = {"chat", WIRE_OPT_CHAT, 1u << PBX_ROOM | 1u << PBX_MESSAGE},
};

enum { DEFAULT_PING_S = 540 };

unsigned px_options_of(const struct px_feed *feed)
{
	const struct pbx_feed_options *o = &feed->options;
	unsigned options = 0;

	if (o->device || o->device_min)
		options |= WIRE_OPT_DEVICE;
	if (o->mailbox)
		options |= WIRE_OPT_MAILBOX;
	if (o->queue)
		options |= WIRE_OPT_QUEUE;
	if (o->presence)
		options |= WIRE_OPT_PRESENCE;
	if (!options)
		options = WIRE_OPT_ALL_SETS;
	options |= WIRE_OPT_TAKEN;
	for (unsigned i = 0; i < PX_FLAG_COUNT; i++)
		if (feed->flags[i])
			options |= flags[i].option;
	return options;
}

static void add_sets(struct buf *out, unsigned options)
{
	static const struct {
		const char *name;
		unsigned option;
	} sets[] = {{"device", WIRE_OPT_DEVICE},
		    {"mailbox", WIRE_OPT_MAILBOX},
		    {"queue", WIRE_OPT_QUEUE},
		    {"presence", WIRE_OPT_PRESENCE}};
	char comma = '[';

	buf_add_str(out, ",\"sets\":");
	for (unsigned i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
		if (!(options & sets[i].option))
			continue;
		buf_printf(out, "%c\"%s\"", comma, sets[i].name);
		comma = ',';
	}
	buf_add_char(out, ']');
}

static const char *word(bool value)
{
	return value ? "true" : "false";
}

/* Only what a ready ended can be gone on from. */
static void add_memory(const struct px_feed *feed, const struct pbx *pbx, struct buf *out)
{
	if (feed->complete) {
		buf_add_str(out, ",\"resume\":{\"epoch\":");
		wire_json_add_text(out, feed->epoch);
		buf_printf(out, ",\"seq\":%lld}", (long long)feed->seq);
	}
	if (feed->book_revision && feed->flags[PX_ADDRESS] &&
	    pbx->store.tables[PBX_ADDRESS].loaded && !pbx->store.tables[PBX_ADDRESS].loading) {
		buf_add_str(out, ",\"have\":{\"address\":");
		wire_json_add_text(out, feed->book_revision);
		buf_add_char(out, '}');
	}
}

static void send(struct px_feed *feed, const struct buf *out)
{
	if (feed->ws)
		net_ws_send(feed->ws, out->data, out->len);
}

static struct px_op *add_op(struct px_feed *feed, enum px_op_kind kind)
{
	struct px_op *op = mem_new(1, sizeof(*op));

	op->kind = kind;
	LL_APPEND(feed->ops, op);
	return op;
}

bool px_ops_waiting(const struct px_feed *feed, enum px_op_kind kind)
{
	const struct px_op *op;

	LL_FOREACH (feed->ops, op)
		if (op->kind == kind)
			return true;
	return false;
}

/* A start answers what was asked before it: it carries every flag. */
void px_ops_start(struct pbx *pbx)
{
	struct px_feed *feed = &pbx->feed;
	const struct pbx_feed_options *o = &feed->options;
	struct buf out;

	px_ops_unsent(feed);
	add_op(feed, PX_OP_START)->id = ++feed->last_id;
	buf_init(&out, WIRE_MAX_CLIENT_FRAME);
	buf_printf(&out, "{\"op\":\"start\",\"id\":\"%u\"", feed->last_id);
	add_sets(&out, px_options_of(feed));
	buf_printf(&out, ",\"deviceMin\":%s", word(o->device_min));
	for (unsigned i = 0; i < PX_FLAG_COUNT; i++)
		buf_printf(&out, ",\"%s\":%s", flags[i].name, word(feed->flags[i]));
	/* A kiosk may not even ask. */
	buf_printf(&out, ",\"taken\":%s", word(!pbx_permission(pbx, "kiosk")));
	buf_printf(&out, ",\"pingtime\":%d,\"heartbeat\":%d",
		   o->pingtime ? o->pingtime : DEFAULT_PING_S, px_link_heartbeat(feed));
	add_memory(feed, pbx, &out);
	buf_add_char(&out, '}');
	send(feed, &out);
	buf_free(&out);
}

void px_ops_resync(struct pbx *pbx)
{
	struct px_feed *feed = &pbx->feed;
	struct buf out;

	feed->complete = false;
	if (px_ops_waiting(feed, PX_OP_START) || px_ops_waiting(feed, PX_OP_RESYNC))
		return;
	px_feed_state(pbx, PBX_STALE);
	add_op(feed, PX_OP_RESYNC)->id = ++feed->last_id;
	buf_init(&out, WIRE_MAX_CLIENT_FRAME);
	buf_printf(&out, "{\"op\":\"resync\",\"id\":\"%u\"}", feed->last_id);
	send(feed, &out);
	buf_free(&out);
}

void px_ops_unsent(struct px_feed *feed)
{
	struct px_op *op, *next;

	LL_FOREACH_SAFE(feed->ops, op, next)
	{
		op->id = 0;
		if (op->kind == PX_OP_SET)
			continue;
		LL_DELETE(feed->ops, op);
		free(op);
	}
}

static void end_op(struct pbx *pbx, struct px_op *op, const struct pbx_result *result)
{
	struct px_op ended = *op;

	LL_DELETE(pbx->feed.ops, op);
	free(op);
	if (ended.kind == PX_OP_SET && result->outcome != PBX_DONE)
		pbx->feed.flags[ended.flag] = !ended.value;
	if (ended.kind == PX_OP_SET && result->outcome == PBX_DONE && !ended.value)
		px_frames_clear(pbx, flags[ended.flag].classes, NULL);
	px_later_done(pbx->later, &ended.then, result);
}

static void end_unsent(struct pbx *pbx, const struct pbx_result *result)
{
	struct px_op *op;

	do {
		LL_SEARCH_SCALAR(pbx->feed.ops, op, id, 0);
		if (op)
			end_op(pbx, op, result);
	} while (op);
}

void px_ops_refuse(struct pbx *pbx, const struct pbx_result *result)
{
	while (pbx->feed.ops)
		end_op(pbx, pbx->feed.ops, result);
}

static struct px_op *find_op(struct px_feed *feed, const char *id)
{
	unsigned number = id ? (unsigned)strtoul(id, NULL, 10) : 0;
	struct px_op *op = NULL;

	if (number)
		LL_SEARCH_SCALAR(feed->ops, op, id, number);
	return op;
}

/* What the start did not ask for is dropped: nothing keeps it up to date. */
static unsigned classes_without(unsigned options)
{
	unsigned classes = 0;

	for (unsigned set = 0; set < WIRE_SET_COUNT; set++)
		if (!wire_set_visible((enum wire_set)set, options))
			classes |= 1u << set;
	return classes;
}

void px_ops_ready(struct pbx *pbx, const char *id)
{
	struct px_feed *feed = &pbx->feed;
	struct px_op *op = find_op(feed, id);
	bool start = op && op->kind == PX_OP_START;

	if (start)
		px_frames_clear(pbx, classes_without(px_options_of(feed)), NULL);
	if (op)
		end_op(pbx, op, &px_result_done);
	if (!px_ops_waiting(feed, PX_OP_START) && !px_ops_waiting(feed, PX_OP_RESYNC) && feed->ws)
		px_feed_live(pbx);
	if (start)
		end_unsent(pbx, &px_result_done);
}

void px_ops_refused(struct pbx *pbx, const char *id, const struct pbx_result *result)
{
	struct px_op *op = find_op(&pbx->feed, id);

	if (op && op->kind == PX_OP_START) {
		px_feed_fail(pbx, result->errno_, result->text);
		return;
	}
	if (!op || op->kind != PX_OP_SET)
		px_feed_error(pbx, result->errno_, result->text);
	if (op && op->kind == PX_OP_RESYNC)
		px_link_broken(pbx, 1000, result->text);
	else if (op)
		end_op(pbx, op, result);
}

void px_feed_set_flag(struct pbx *pbx, enum px_flag flag, bool value, const struct px_then *then)
{
	struct px_feed *feed = &pbx->feed;
	struct px_op *op;
	struct buf out;

	feed->flags[flag] = value;
	if (feed->state == PBX_STOPPED || feed->is_stopping) {
		px_later_done(pbx->later, then, &px_result_done);
		return;
	}
	op = add_op(feed, PX_OP_SET);
	op->flag = flag;
	op->value = value;
	if (then)
		op->then = *then;
	if (!feed->ws || !feed->greeted || feed->broken)
		return;
	op->id = ++feed->last_id;
	buf_init(&out, WIRE_MAX_CLIENT_FRAME);
	buf_printf(&out, "{\"op\":\"set\",\"id\":\"%u\",\"%s\":%s}", op->id, flags[flag].name,
		   word(value));
	send(feed, &out);
	buf_free(&out);
}
