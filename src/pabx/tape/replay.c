#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/language.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/path.h"
#include "tape.h"
#include "wire/json.h"

enum { TAPE_MAX = 1 << 30, SLICE_US = 2000, VERSION = 1 };

struct player {
	struct loop *loop;
	struct loop_timer *timer;
	const struct switch_events *events; /* NULL while the tape is only looked through */
	void *ctx;
	double speed;
	int64_t epoch; /* wall clock at which the tape begins */
	int64_t mono;  /* when it was started */
	char *text;
	size_t len, at;
};

/* ---- A line ---- */

static int bad(struct why *why, const char *what)
{
	return why_set(why, ERR_INVALID, "%s", what);
}

/* Members that a line must have; texts that are missing are "". */
static const char *text_of(const cJSON *object, const char *name)
{
	const char *text = wire_json_text(object, name);

	return text ? text : "";
}

static int set_of(const cJSON *line, struct why *why)
{
	int set = wire_set_find(text_of(line, "set"));

	return set < 0 ? bad(why, "there is no set of that name") : set;
}

static int tell_row(const struct player *p, const cJSON *line, const cJSON *value, struct why *why)
{
	int set = set_of(line, why);

	if (set < 0)
		return set;
	struct wire_row *row = wire_row_new((enum wire_set)set);
	int err = wire_row_decode(row, value, NULL, why);
	if (!err && !*row->key)
		err = bad(why, "the row has no key");
	if (!err && p->events)
		p->events->row(p->ctx, row);
	wire_row_free(&row);
	return err;
}

static int tell_gone(const struct player *p, const cJSON *line, const cJSON *value, struct why *why)
{
	char key[WIRE_KEY_MAX];
	int set = set_of(line, why);

	if (set < 0)
		return set;
	if (wire_key_of_list((enum wire_set)set, value, key, sizeof(key)) < 0)
		return bad(why, "\"gone\" is no key of that set");
	if (p->events)
		p->events->gone(p->ctx, (enum wire_set)set, key);
	return 0;
}

static int tell_forward(const struct player *p, const cJSON *line, const cJSON *value,
			struct why *why)
{
	(void)line;
	if (!wire_json_text(value, "device"))
		return bad(why, "\"forward\" needs a device");
	if (p->events)
		p->events->forward(p->ctx, text_of(value, "device"), text_of(value, "number"));
	return 0;
}

static int tell_presence(const struct player *p, const cJSON *line, const cJSON *value,
			 struct why *why)
{
	int64_t cID = wire_json_int(value, "cID", WIRE_NULL);
	const char *resource = text_of(value, "resource");

	(void)line;
	if (cID == WIRE_NULL)
		return bad(why, "\"presence\" needs a cID");
	if (p->events)
		p->events->presence(p->ctx, cID, *resource ? resource : NULL,
				    text_of(value, "show"), text_of(value, "status"),
				    wire_json_int(value, "until", WIRE_NULL));
	return 0;
}

static int tell_message(const struct player *p, const cJSON *line, const cJSON *value,
			struct why *why)
{
	int64_t from = wire_json_int(value, "from", WIRE_NULL);
	int64_t to = wire_json_int(value, "to", WIRE_NULL);

	(void)line;
	if (from == WIRE_NULL || to == WIRE_NULL)
		return bad(why, "\"message\" needs from and to");
	if (p->events)
		p->events->message(p->ctx, from, to, text_of(value, "text"));
	return 0;
}

static int tell_ended(const struct player *p, const cJSON *line, const cJSON *value,
		      struct why *why)
{
	const struct switch_record record = {
		.start = wire_json_int(value, "start", WIRE_NULL),
		.answered = wire_json_int(value, "answered", 0),
		.end = wire_json_int(value, "end", WIRE_NULL),
		.from_number = text_of(value, "from_number"),
		.from_name = text_of(value, "from_name"),
		.to_number = text_of(value, "to_number"),
		.to_name = text_of(value, "to_name"),
		.from_device = text_of(value, "from_device"),
		.to_device = text_of(value, "to_device"),
		.queue = text_of(value, "queue"),
		.ddi = text_of(value, "ddi"),
		.uniqueid = text_of(value, "uniqueid"),
		.linked = text_of(value, "linked"),
		.disposition = text_of(value, "disposition"),
		.answered_by = text_of(value, "answered_by"),
	};

	(void)line;
	if (record.start == WIRE_NULL || record.end == WIRE_NULL)
		return bad(why, "\"ended\" needs start and end");
	if (p->events)
		p->events->ended(p->ctx, &record);
	return 0;
}

static int tell_available(const struct player *p, const cJSON *line, const cJSON *value,
			  struct why *why)
{
	(void)line, (void)why;
	if (p->events)
		p->events->available(p->ctx, wire_json_bool(value, "up", false),
				     text_of(value, "text"));
	return 0;
}

static const struct kind {
	const char *name;
	int (*tell)(const struct player *p, const cJSON *line, const cJSON *value, struct why *why);
} kinds[] = {
	{"row", tell_row},
	{"gone", tell_gone},
	{"forward", tell_forward},
	{"presence", tell_presence},
	{"message", tell_message},
	{"ended", tell_ended},
	{"available", tell_available},
};

static int tell(const struct player *p, const cJSON *line, struct why *why)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		const cJSON *value = wire_json_get(line, kinds[i].name);

		if (value)
			return kinds[i].tell(p, line, value, why);
	}
	return bad(why, "the line tells nothing that is known");
}

/* The line at p->at, and where the one behind it begins. NULL with an empty why at the end. */
static cJSON *next_line(const struct player *p, size_t *behind, struct why *why)
{
	const char *start = p->text + p->at, *end;
	cJSON *line = NULL;

	why->text[0] = '\0';
	if (p->at >= p->len)
		return NULL;
	end = memchr(start, '\n', p->len - p->at);
	*behind = end ? (size_t)(end + 1 - p->text) : p->len;
	if (!end) /* a recording that was cut off ends with half a line */
		return NULL;
	wire_json_parse(start, (size_t)(end - start), &line, why);
	return line;
}

/* ---- Playing ---- */

static int64_t wall(void *ctx)
{
	const struct player *p = ctx;

	return p->epoch + (int64_t)((double)(clock_mono_ms() - p->mono) * p->speed);
}

static void play(void *ctx)
{
	struct player *p = ctx;
	int64_t since = clock_mono_us();
	size_t behind;
	struct why why;
	cJSON *line;

	while ((line = next_line(p, &behind, &why))) {
		int64_t left = wire_json_int(line, "at", 0) - (wall(p) - p->epoch);
		bool later = left > 0 || clock_mono_us() - since > SLICE_US;

		if (later)
			loop_timer_set(p->timer,
				       left > 0 ? (int64_t)((double)left / p->speed) + 1 : 1);
		else
			tell(p, line, &why);
		cJSON_Delete(line);
		if (later)
			return;
		p->at = behind;
	}
	log_line(LOG_INFO, "tape", "The tape is over: everything stays as it is");
}

/* What is there at the beginning is told at once, as a switch does. */
static void start(void *impl, const struct switch_events *events, void *ctx)
{
	struct player *p = impl;

	p->events = events;
	p->ctx = ctx;
	p->mono = clock_mono_ms();
	clock_wall_source(wall, p);
	play(p);
}

static void command(void *impl, const struct switch_command *given, uint64_t ticket,
		    switch_answer_fn answer, void *ctx)
{
	const struct switch_answer no = {
		.reason = WIRE_R_UNSUPPORTED,
		.text = N_("This is a recording: nothing in it can be changed"),
	};

	(void)impl, (void)given;
	answer(ctx, ticket, &no);
}

static void free_player(void **slot)
{
	struct player *p = *slot;

	*slot = NULL;
	if (!p)
		return;
	if (p->events)
		clock_wall_source(NULL, NULL);
	loop_timer_free(&p->timer);
	free(p->text);
	free(p);
}

/* ---- Opening ---- */

static int first_line(struct player *p, struct why *why)
{
	size_t behind = 0;
	cJSON *line = next_line(p, &behind, why);
	int64_t version = line ? wire_json_int(line, "tape", 0) : 0;

	p->epoch = line ? wire_json_int(line, "time", WIRE_NULL) : WIRE_NULL;
	cJSON_Delete(line);
	p->at = behind;
	if (version > VERSION)
		return bad(why, "the tape is of a newer frontdesk-pabx");
	if (version != VERSION || p->epoch == WIRE_NULL)
		return bad(why, "this is no tape of frontdesk-pabx");
	return 0;
}

/* Every line, before anybody is served from it. */
static int look_through(struct player *p, int *number, struct why *why)
{
	int64_t last = 0;
	size_t behind = 0, begin;
	cJSON *line;
	int err = first_line(p, why);

	begin = p->at;
	while (!err && (++*number, line = next_line(p, &behind, why))) {
		int64_t at = wire_json_int(line, "at", -1);

		err = at < last ? bad(why, "\"at\" is missing, or before that of the line above")
				: tell(p, line, why);
		last = at;
		cJSON_Delete(line);
		p->at = behind;
	}
	if (!err && why->text[0])
		err = ERR_INVALID;
	p->at = begin;
	return err;
}

struct switch_handle tape_replay(struct loop *loop, const char *path, double speed, struct why *why)
{
	static const char *const can[] = {NULL};
	static const struct switch_ops ops = {.name = "tape",
					      .can = can,
					      .start = start,
					      .command = command,
					      .free = free_player};
	struct player *p = mem_new(1, sizeof(*p));
	struct why problem = {""};
	void *impl = p;
	int number = 1;

	p->loop = loop;
	p->speed = speed > 0 ? speed : 1;
	p->timer = loop_timer_new(loop, play, p);
	int err = path_read(path, TAPE_MAX, &p->text, &p->len, why);
	if (!err && look_through(p, &number, &problem) < 0)
		err = why_set(why, ERR_INVALID, "%s:%d: %s", path, number, problem.text);
	if (err) {
		free_player(&impl);
		return (struct switch_handle){NULL, NULL};
	}
	return (struct switch_handle){&ops, p};
}
