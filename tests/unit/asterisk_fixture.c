#include "asterisk_fixture.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/path.h"

/* People of the office own the extensions of their number: cID 1 has 1001, … */
static void person(void *ctx, const char *extension, struct switch_person *who)
{
	int number = atoi(extension);

	(void)ctx;
	*who = (struct switch_person){.cID = WIRE_NULL, .name = "", .company = ""};
	if (number > 1000 && number < 1010)
		*who = (struct switch_person){number - 1000, "", "default"};
}

static struct told *find(const struct stage *s, enum wire_set set, const char *key)
{
	char id[240];
	struct told *t;

	snprintf(id, sizeof(id), "%d %s", set, key);
	HASH_FIND_STR(s->told, id, t);
	return t;
}

static void note_state(struct told *t, const struct wire_row *row)
{
	const struct wire_call *call = (const struct wire_call *)row;
	const char *last = t->states.len ? strrchr(t->states.data, ' ') : NULL;

	if (row->set != WIRE_CALL || !call->state)
		return;
	last = last ? last + 1 : t->states.data;
	if (!strcmp(last, call->state))
		return;
	buf_printf(&t->states, "%s%s", t->states.len ? " " : "", call->state);
	if (call->cause)
		buf_printf(&t->states, "/%s", call->cause);
}

static void on_row(void *ctx, const struct wire_row *row)
{
	struct stage *s = ctx;
	struct told *t = find(s, row->set, row->key);

	if (!t) {
		t = mem_new(1, sizeof(*t));
		buf_init(&t->states, 4096);
		snprintf(t->id, sizeof(t->id), "%d %s", row->set, row->key);
		HASH_ADD_STR(s->told, id, t);
	}
	if (!t->row)
		t->row = wire_row_new(row->set);
	if (!wire_row_merge(t->row, row, wire_set_info(row->set)->all) && !t->gone)
		s->repeated++;
	t->gone = false;
	note_state(t, row);
	s->rows++;
}

static void on_gone(void *ctx, enum wire_set set, const char *key)
{
	struct told *t = find(ctx, set, key);

	assert_non_null(t);
	assert_false(t->gone);
	t->gone = true;
}

static void on_forward(void *ctx, const char *device, const char *number)
{
	struct stage *s = ctx;

	snprintf(s->forward, sizeof(s->forward), "%s %s", device, number);
}

static void on_presence(void *ctx, int64_t cID, const char *resource, const char *show,
			const char *status, int64_t until)
{
	struct stage *s = ctx;

	(void)until;
	snprintf(s->presence, sizeof(s->presence), "%" PRId64 " %s %s %s", cID,
		 resource ? resource : "chosen", show, status);
}

static void on_message(void *ctx, int64_t from, int64_t to, const char *text)
{
	struct stage *s = ctx;

	s->messages++;
	if (from != 9 || to != 9) /* the mark of stage_say() */
		snprintf(s->message, sizeof(s->message), "%" PRId64 " %" PRId64 " %s", from, to,
			 text);
}

static void on_ended(void *ctx, const struct switch_record *r)
{
	struct stage *s = ctx;

	assert_true(r->end >= r->start && (!r->answered || r->answered >= r->start));
	s->records++;
	snprintf(s->record, sizeof(s->record), "%s>%s %s %s %s %s", r->from_number, r->to_number,
		 *r->answered_by ? r->answered_by : "-", r->disposition, *r->queue ? r->queue : "-",
		 *r->ddi ? r->ddi : "-");
}

static void on_available(void *ctx, bool up, const char *text)
{
	struct stage *s = ctx;

	s->up = up;
	if (up)
		s->available++;
	else
		s->lost++;
	snprintf(s->text, sizeof(s->text), "%s", text);
}

struct stage *stage_new(void)
{
	struct stage *s = mem_new(1, sizeof(*s));

	s->loop = loop_new(16);
	fake_ami_open(&s->fake, s->loop);
	return s;
}

void stage_begin(struct stage *s)
{
	static const struct switch_events events = {
		.row = on_row,
		.gone = on_gone,
		.forward = on_forward,
		.presence = on_presence,
		.message = on_message,
		.ended = on_ended,
		.available = on_available,
		.person = person,
	};
	char where[64];

	snprintf(where, sizeof(where), "frontdesk@127.0.0.1:%d", s->fake.port);
	s->sw = asterisk_new(s->loop,
			     &(struct asterisk_options){.where = where, .secret = "secret"}, NULL);
	assert_non_null(s->sw.ops);
	s->sw.ops->start(s->sw.impl, &events, s);
	assert_false(s->up);
}

void stage_start(struct stage *s)
{
	stage_begin(s);
	STAGE_UNTIL(s, s->up || s->lost > 1);
}

void stage_free(struct stage **slot)
{
	struct stage *s = *slot;
	struct told *t, *next;

	assert_int_equal(s->repeated, 0);

	if (s->sw.impl)
		s->sw.ops->free(&s->sw.impl);
	fake_ami_close(&s->fake);
	HASH_ITER (hh, s->told, t, next) {
		HASH_DEL(s->told, t);
		wire_row_free(&t->row);
		buf_free(&t->states);
		free(t);
	}
	loop_free(&s->loop);
	free(s);
	*slot = NULL;
}

void stage_say(struct stage *s, const char *events)
{
	unsigned messages = s->messages;

	fake_ami_say(&s->fake, events);
	fake_ami_say(&s->fake, "Event: UserEvent\nUserEvent: FrontdeskMessage\n"
			       "From: <sip:1009@pbx>\nTo: 1009\nBody: mark\n\n");
	STAGE_UNTIL(s, s->messages > messages);
}

static char *recorded(const char *name)
{
	char path[256], *data = NULL;
	size_t len;

	snprintf(path, sizeof(path), "tests/asterisk/recorded/%s.ami", name);
	assert_int_equal(path_read(path, 1 << 20, &data, &len, NULL), 0);
	return data;
}

/* Where the event begins that has the text. */
static char *event_with(char *data, const char *text)
{
	char *at = strstr(data, text);

	assert_non_null(at);
	while (at > data && strncmp(at - 2, "\n\n", 2) != 0)
		at--;
	return at;
}

void stage_play(struct stage *s, const char *name)
{
	char *data = recorded(name);

	stage_say(s, data);
	free(data);
}

void stage_play_until(struct stage *s, const char *name, const char *text)
{
	char *data = recorded(name);

	*event_with(data, text) = '\0';
	stage_say(s, data);
	free(data);
}

void stage_play_from(struct stage *s, const char *name, const char *text)
{
	char *data = recorded(name);

	stage_say(s, event_with(data, text));
	free(data);
}

const struct wire_row *stage_row(const struct stage *s, enum wire_set set, const char *first,
				 const char *second)
{
	char key[WIRE_KEY_MAX];
	const struct told *t;

	assert_int_equal(wire_key(key, sizeof(key), set, first, second), 0);
	t = find(s, set, key);
	return t && !t->gone ? t->row : NULL;
}

const struct wire_call *stage_call(const struct stage *s, const char *parent, const char *cid)
{
	return (const struct wire_call *)stage_row(s, WIRE_CALL, parent, cid);
}

const struct wire_device *stage_device(const struct stage *s, const char *name)
{
	const struct wire_row *row = stage_row(s, WIRE_DEVICE, name, NULL);

	assert_non_null(row);
	return (const struct wire_device *)row;
}

const struct wire_queue *stage_queue(const struct stage *s, const char *name)
{
	const struct wire_row *row = stage_row(s, WIRE_QUEUE, name, NULL);

	assert_non_null(row);
	return (const struct wire_queue *)row;
}

const char *stage_states(const struct stage *s, const char *parent, const char *cid)
{
	char key[WIRE_KEY_MAX];
	const struct told *t;

	assert_int_equal(wire_key(key, sizeof(key), WIRE_CALL, parent, cid), 0);
	t = find(s, WIRE_CALL, key);
	assert_non_null(t);
	return t->states.data;
}

unsigned stage_count(const struct stage *s, enum wire_set set)
{
	unsigned count = 0;
	struct told *t, *next;

	HASH_ITER (hh, s->told, t, next)
		count += !t->gone && t->row->set == set;
	return count;
}

static void on_answer(void *ctx, uint64_t ticket, const struct switch_answer *answer)
{
	struct stage *s = ctx;

	assert_int_equal(ticket, 4711);
	s->answered = true;
	s->reason = answer->reason;
	snprintf(s->reply, sizeof(s->reply), "%s", answer->text ? answer->text : "");
	snprintf(s->cid, sizeof(s->cid), "%s", answer->cid ? answer->cid : "");
}

void stage_command(struct stage *s, const struct switch_command *command)
{
	s->answered = false;
	s->sw.ops->command(s->sw.impl, command, 4711, on_answer, s);
}

enum wire_reason stage_answer(struct stage *s)
{
	STAGE_UNTIL(s, s->answered);
	return s->reason;
}

enum wire_reason stage_act(struct stage *s, enum wire_action action, const char *device,
			   const char *cid, const char *to)
{
	struct switch_command command = {
		.verb = SWITCH_CALL, .action = action, .user = 1, .device = device, .cid = cid};

	command.to.cID = WIRE_NULL;
	snprintf(command.to.number, sizeof(command.to.number), "%s", to ? to : "");
	stage_command(s, &command);
	return stage_answer(s);
}

int stage_setup(void **state)
{
	*state = stage_new();
	return 0;
}

int stage_setup_started(void **state)
{
	struct stage *s = stage_new();

	*state = s;
	stage_start(s);
	return s->up ? 0 : -1;
}

int stage_teardown(void **state)
{
	stage_free((struct stage **)state);
	return 0;
}
