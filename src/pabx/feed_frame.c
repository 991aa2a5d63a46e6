#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "directory.h"
#include "feed_inside.h"
#include "wire/json.h"

static void add_time(struct buf *out)
{
	int64_t now = clock_wall_ms();

	buf_printf(out, ",\"serverTime\":%" PRId64 ".%03d", now / 1000, (int)(now % 1000));
}

static struct buf *begin(struct feed_client *c, const char *op)
{
	struct buf *out = &c->feed->frame;

	buf_clear(out);
	buf_printf(out, "{\"op\":\"%s\"", op);
	return out;
}

/* A client that asks for more than it takes is not a console. */
static void queue(struct feed_client *c, struct buf *out)
{
	struct feed_frame *frame;

	buf_add_char(out, '}');
	if (c->frame_count >= FEED_QUEUE) {
		net_peer_close(c->peer, 1013, "too slow");
		return;
	}
	frame = mem_new(1, sizeof(*frame) + out->len);
	frame->len = out->len;
	memcpy(frame->text, out->data, out->len);
	LL_APPEND(c->frames, frame);
	c->frame_count++;
	feed_want(c);
}

static void send(struct feed_client *c, struct buf *out)
{
	buf_add_char(out, '}');
	client_send(c, "", 0, out->data, out->len);
}

static void add_member(struct buf *out, const char *name, const char *text)
{
	buf_printf(out, ",\"%s\":", name);
	wire_json_add_text(out, text);
}

/* What the PABX can by itself, whatever the switch. */
static const char *const always_can[] = {"presence", "nightmode", "message", NULL};

static bool listed(const char *const *list, const char *name)
{
	for (; *list; list++)
		if (!strcmp(*list, name))
			return true;
	return false;
}

static void add_can(struct buf *out, const char *const *can)
{
	const char *separator = "";

	buf_add_str(out, ",\"can\":[");
	for (const char *const *name = can; *name; name++) {
		buf_printf(out, "%s\"%s\"", separator, *name);
		separator = ",";
	}
	for (const char *const *name = always_can; *name; name++) {
		if (listed(can, *name))
			continue;
		buf_printf(out, "%s\"%s\"", separator, *name);
		separator = ",";
	}
	buf_add_char(out, ']');
}

/* FNV-1a over the names and their ends. */
uint64_t frame_can(const struct pabx *pabx)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	for (const char *const *name = pabx->sw.ops->can; *name; name++)
		for (const char *at = *name;; at++) {
			hash = (hash ^ (unsigned char)*at) * UINT64_C(1099511628211);
			if (!*at)
				break;
		}
	return hash;
}

void frame_hello(struct feed_client *c)
{
	const struct pabx *pabx = c->feed->pabx;
	const char *version = pabx->options.version;
	struct buf *out = begin(c, "hello");

	buf_printf(out, ",\"protocol\":%d", WIRE_PROTOCOL);
	add_member(out, "version", version ? version : WIRE_API_VERSION);
	add_member(out, "epoch", live_epoch(pabx->live));
	add_time(out);
	buf_add_str(out, ",\"user\":");
	user_encode(&c->user, out);
	buf_add_char(out, '}');
	add_can(out, pabx->sw.ops->can);
	buf_add_str(out, ",\"resumed\":false");
	queue(c, out);
}

static void add_error(struct feed_client *c, int number, const char *reason, const char *text,
		      const struct wire_said *said, const char *id)
{
	struct buf *out = begin(c, "error");

	buf_printf(out, ",\"errno\":%d", number);
	if (*reason)
		add_member(out, "reason", reason);
	add_member(out, "text", text);
	if (said)
		wire_said_add(out, said);
	if (id && *id)
		buf_printf(out, ",\"id\":%s", id);
	queue(c, out);
}

void frame_error(struct feed_client *c, int number, const char *reason, const char *text,
		 const char *id)
{
	add_error(c, number, reason, text, NULL, id);
}

void frame_said(struct feed_client *c, int number, const char *reason, const struct wire_said *said,
		const char *id)
{
	char text[WIRE_SAID_MAX];

	wire_said_fill(text, sizeof(text), wire_sentence_text(said->sentence), said);
	add_error(c, number, reason, text, said, id);
}

bool frame_revision(const struct feed_client *c, enum wire_set set, char out[65])
{
	const char *revision = directory_revision(c->feed->pabx->directory, set);

	if (!revision)
		return false;
	snprintf(out, 65, "%.40s.%" PRIx64, revision, view_hash(&c->view));
	return true;
}

static void add_revisions(struct feed_client *c, struct buf *out)
{
	const char *separator = ",\"rev\":{";
	unsigned sets = walk_sets(&c->view);
	char revision[65];

	for (int set = 0; set < WIRE_SET_COUNT; set++) {
		if (!(sets & 1u << set) || !frame_revision(c, (enum wire_set)set, revision))
			continue;
		buf_printf(out, "%s\"%s\":", separator, wire_set_info((enum wire_set)set)->name);
		wire_json_add_text(out, revision);
		separator = ",";
	}
	if (strlen(separator) == 1)
		buf_add_char(out, '}');
}

void frame_ready(struct feed_client *c, const struct feed_await *await)
{
	struct buf *out = begin(c, "ready");

	if (*await->id)
		buf_printf(out, ",\"id\":%s", await->id);
	buf_printf(out, ",\"seq\":%" PRIu64, c->at);
	if (await->start)
		buf_printf(out, ",\"resumed\":%s", c->resumed ? "true" : "false");
	add_revisions(c, out);
	send(c, out);
	c->told = c->at;
}

void frame_beat(struct feed_client *c)
{
	struct buf *out = begin(c, "beat");

	c->beat_due = false;
	buf_printf(out, ",\"prev\":%" PRIu64 ",\"seq\":%" PRIu64, c->told, c->at);
	add_time(out);
	send(c, out);
	c->told = c->at;
}
