#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "tape.h"
#include "wire/json.h"

enum { LINE_MAX_BYTES = 256 << 10 };

struct recorder {
	struct switch_ops ops; /* the inner's name and capabilities, with our functions */
	struct switch_handle inner;
	const struct switch_events *events;
	void *ctx;
	FILE *out;           /* NULL once it could not be written */
	int64_t start, last; /* wall clock of the first line, and of the last */
	struct buf line;
};

/* ---- Lines ---- */

/* Time of a tape never runs backwards, whatever is done to the system's clock. The first line waits
 * for what is told first: a simulation has set its own clock by then. */
static void begin(struct recorder *r, const char *what)
{
	int64_t now = clock_wall_ms();

	buf_clear(&r->line);
	if (!r->start) {
		r->start = r->last = now;
		buf_printf(&r->line, "{\"tape\":1,\"time\":%" PRId64 "}\n", now);
	}
	r->last = now > r->last ? now : r->last;
	buf_printf(&r->line, "{\"at\":%" PRId64 ",\"%s\":", r->last - r->start, what);
}

static void add_text(struct recorder *r, const char *before, const char *text)
{
	buf_add_str(&r->line, before);
	wire_json_add_text(&r->line, text ? text : "");
}

static void end(struct recorder *r)
{
	buf_add_str(&r->line, "}\n");
	if (!r->out || (fwrite(r->line.data, r->line.len, 1, r->out) == 1 && !fflush(r->out)))
		return;
	log_line(LOG_WARN, "tape", "The recording ends: %s", strerror(errno));
	fclose(r->out);
	r->out = NULL;
}

static void add_set(struct recorder *r, enum wire_set set)
{
	add_text(r, ",\"set\":", wire_set_info(set)->name);
}

/* ---- What the switch tells ---- */

static void take_row(void *ctx, const struct wire_row *row)
{
	struct recorder *r = ctx;

	begin(r, "row");
	wire_row_encode(row, row->present, &r->line);
	add_set(r, row->set);
	end(r);
	r->events->row(r->ctx, row);
}

static void take_gone(void *ctx, enum wire_set set, const char *key)
{
	struct recorder *r = ctx;

	begin(r, "gone");
	wire_key_encode(set, key, &r->line);
	add_set(r, set);
	end(r);
	r->events->gone(r->ctx, set, key);
}

static void take_forward(void *ctx, const char *device, const char *number)
{
	struct recorder *r = ctx;

	begin(r, "forward");
	add_text(r, "{\"device\":", device);
	add_text(r, ",\"number\":", number);
	buf_add_char(&r->line, '}');
	end(r);
	r->events->forward(r->ctx, device, number);
}

static void take_presence(void *ctx, int64_t cID, const char *resource, const char *show,
			  const char *status, int64_t until)
{
	struct recorder *r = ctx;

	begin(r, "presence");
	buf_printf(&r->line, "{\"cID\":%" PRId64, cID);
	if (resource)
		add_text(r, ",\"resource\":", resource);
	add_text(r, ",\"show\":", show);
	add_text(r, ",\"status\":", status);
	if (until != WIRE_NULL)
		buf_printf(&r->line, ",\"until\":%" PRId64, until);
	buf_add_char(&r->line, '}');
	end(r);
	r->events->presence(r->ctx, cID, resource, show, status, until);
}

static void take_message(void *ctx, int64_t from, int64_t to, const char *text)
{
	struct recorder *r = ctx;

	begin(r, "message");
	buf_printf(&r->line, "{\"from\":%" PRId64 ",\"to\":%" PRId64, from, to);
	add_text(r, ",\"text\":", text);
	buf_add_char(&r->line, '}');
	end(r);
	r->events->message(r->ctx, from, to, text);
}

static void take_ended(void *ctx, const struct switch_record *record)
{
	struct recorder *r = ctx;

	begin(r, "ended");
	buf_printf(&r->line, "{\"start\":%" PRId64 ",\"answered\":%" PRId64 ",\"end\":%" PRId64,
		   record->start, record->answered, record->end);
	add_text(r, ",\"from_number\":", record->from_number);
	add_text(r, ",\"from_name\":", record->from_name);
	add_text(r, ",\"to_number\":", record->to_number);
	add_text(r, ",\"to_name\":", record->to_name);
	add_text(r, ",\"from_device\":", record->from_device);
	add_text(r, ",\"to_device\":", record->to_device);
	add_text(r, ",\"queue\":", record->queue);
	add_text(r, ",\"ddi\":", record->ddi);
	add_text(r, ",\"uniqueid\":", record->uniqueid);
	add_text(r, ",\"linked\":", record->linked);
	add_text(r, ",\"disposition\":", record->disposition);
	add_text(r, ",\"answered_by\":", record->answered_by);
	buf_add_char(&r->line, '}');
	end(r);
	r->events->ended(r->ctx, record);
}

static void take_available(void *ctx, bool up, const char *text)
{
	struct recorder *r = ctx;

	begin(r, "available");
	buf_printf(&r->line, "{\"up\":%s", up ? "true" : "false");
	add_text(r, ",\"text\":", text);
	buf_add_char(&r->line, '}');
	end(r);
	r->events->available(r->ctx, up, text);
}

/* A question, and nothing to record. */
static void ask_person(void *ctx, const char *extension, struct switch_person *person)
{
	struct recorder *r = ctx;

	*person = (struct switch_person){.cID = WIRE_NULL, .name = "", .company = ""};
	if (r->events->person)
		r->events->person(r->ctx, extension, person);
}

/* ---- The switch ---- */

static void start(void *impl, const struct switch_events *events, void *ctx)
{
	static const struct switch_events own = {
		.row = take_row,
		.gone = take_gone,
		.forward = take_forward,
		.presence = take_presence,
		.message = take_message,
		.ended = take_ended,
		.available = take_available,
		.person = ask_person,
	};
	struct recorder *r = impl;

	r->events = events;
	r->ctx = ctx;
	r->inner.ops->start(r->inner.impl, &own, r);
}

static void command(void *impl, const struct switch_command *given, uint64_t ticket,
		    switch_answer_fn answer, void *ctx)
{
	struct recorder *r = impl;

	r->inner.ops->command(r->inner.impl, given, ticket, answer, ctx);
}

static void people(void *impl)
{
	struct recorder *r = impl;

	if (r->inner.ops->people)
		r->inner.ops->people(r->inner.impl);
}

static void presence(void *impl, int64_t cID, const char *show, const char *status)
{
	struct recorder *r = impl;

	if (r->inner.ops->presence)
		r->inner.ops->presence(r->inner.impl, cID, show, status);
}

static void message(void *impl, int64_t from, int64_t to, const char *text)
{
	struct recorder *r = impl;

	if (r->inner.ops->message)
		r->inner.ops->message(r->inner.impl, from, to, text);
}

static void free_recorder(void **slot)
{
	struct recorder *r = *slot;

	*slot = NULL;
	if (!r)
		return;
	r->inner.ops->free(&r->inner.impl);
	if (r->out)
		fclose(r->out);
	buf_free(&r->line);
	free(r);
}

struct switch_handle tape_record(struct switch_handle inner, const char *path, struct why *why)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	FILE *out = fd >= 0 ? fdopen(fd, "w") : NULL;

	if (!out) {
		why_set(why, ERR_IO, "The recording %s cannot be made: %s", path, strerror(errno));
		inner.ops->free(&inner.impl);
		return (struct switch_handle){NULL, NULL};
	}
	struct recorder *r = mem_new(1, sizeof(*r));
	r->ops = *inner.ops;
	r->ops.start = start;
	r->ops.command = command;
	r->ops.free = free_recorder;
	r->ops.people = people;
	r->ops.presence = presence;
	r->ops.message = message;
	r->inner = inner;
	r->out = out;
	buf_init(&r->line, LINE_MAX_BYTES);
	return (struct switch_handle){&r->ops, r};
}
