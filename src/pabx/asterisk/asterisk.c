/* The switch itself: made, started, connected, told of people, and freed. */
#include "asterisk.h"

#include "act.h"
#include "audit.h"
#include "base/language.h"
#include "inside.h"
#include "snapshot.h"

bool ast_set(char *to, size_t cap, const char *text)
{
	size_t len = strnlen(text, cap - 1);

	while (len && text[len] && ((unsigned char)text[len] & 0xc0) == 0x80)
		len--;
	if (!strncmp(to, text, len) && to[len] == '\0')
		return false;
	memmove(to, text, len);
	to[len] = '\0';
	return true;
}

const char *ast_known(const char *text)
{
	return strcmp(text, "<unknown>") != 0 && strcmp(text, "unknown") != 0 &&
			       strcmp(text, "<null>") != 0
		       ? text
		       : "";
}

void ast_tell(struct asterisk *a, const struct wire_row *row)
{
	if (a->events)
		a->events->row(a->ctx, row);
}

void ast_tell_gone(struct asterisk *a, enum wire_set set, const char *key)
{
	if (a->events)
		a->events->gone(a->ctx, set, key);
}

struct wire_row *ast_row_new(enum wire_set set)
{
	struct wire_row *row = wire_row_new(set);

	row->present = wire_set_info(set)->all;
	return row;
}

void ast_list_add(struct buf *list, const char *text)
{
	buf_add_char(list, list->len ? ',' : '[');
	wire_json_add_text(list, text);
}

const char *ast_list_end(struct buf *list)
{
	if (!list->len)
		buf_add_char(list, '[');
	buf_add_char(list, ']');
	return list->data;
}

int64_t ast_owner(const struct asterisk *a, const char *extension, struct switch_person *person)
{
	*person = (struct switch_person){.cID = WIRE_NULL, .name = "", .company = ""};
	if (a->events && a->events->person)
		a->events->person(a->ctx, extension, person);
	return person->cID;
}

void ast_tell_all(struct asterisk *a)
{
	struct device *d, *next_d;
	struct hint *h, *next_h;

	devices_settle(a);
	HASH_ITER (hh, a->hints, h, next_h)
		extension_tell(a, h);
	HASH_ITER (hh, a->devices, d, next_d)
		device_tell(a, d);
	HASH_ITER (hh, a->hints, h, next_h)
		presence_tell(a, h);
	mailboxes_tell(a);
}

static void tell_people(void *ctx)
{
	struct asterisk *a = ctx;

	a->people_due = false;
	if (!a->snapshot && a->generation)
		ast_tell_all(a);
}

static void people(void *impl)
{
	struct asterisk *a = impl;

	if (a->people_due || !a->events)
		return;
	a->people_due = true;
	loop_defer(a->loop, tell_people, a);
}

static void on_ready(void *ctx)
{
	struct asterisk *a = ctx;

	log_info("asterisk", "connected to %s: %s", a->conf.host, ami_link_banner(a->link));
	snapshot_start(a);
}

static void on_event(void *ctx, const struct ami_message *m)
{
	struct asterisk *a = ctx;

	if (!a->snapshot || !snapshot_keep(a, m))
		model_event(a, m);
	if (a->acts)
		acts_look(a, m);
}

static void on_lost(void *ctx, const char *text)
{
	struct asterisk *a = ctx;

	snapshot_end(a);
	acts_fail(a);
	audit_stop(a);
	a->live = false;
	a->events->available(a->ctx, false, text);
}

void ast_connect(struct asterisk *a)
{
	static const struct ami_link_events events = {on_ready, on_event, on_lost};
	const struct ami_link_options options = {
		.host = a->conf.host,
		.user = a->conf.user,
		.secret = a->secret,
		.port = a->conf.port,
		.tls = a->tls,
		.pin = a->conf.tls_cert,
	};

	a->link = ami_link_new(a->loop, &options, &events, a);
	a->actions = ami_link_actions(a->link);
}

static void start(void *impl, const struct switch_events *events, void *ctx)
{
	struct asterisk *a = impl;

	a->events = events;
	a->ctx = ctx;
	events->available(ctx, false, N_("Asterisk is being connected"));
	ast_connect(a);
}

static void free_asterisk(void **slot)
{
	struct asterisk *a = *slot;

	*slot = NULL;
	if (!a)
		return;
	a->events = NULL;
	loop_undefer(a->loop, a);
	acts_free(a);
	snapshot_end(a);
	ami_link_free(&a->link);
	audit_free(a);
	loop_timer_free(&a->going);
	bridges_free(a);
	channels_free(a);
	queues_free(a);
	parked_free(a);
	hints_free(a);
	devices_free(a);
	mailboxes_free(a);
	if (a->secret)
		mem_wipe(a->secret, strlen(a->secret));
	free(a->secret);
	asterisk_conf_free(&a->conf);
	free(a);
}

static const struct switch_ops ops = {
	.name = "asterisk",
	.start = start,
	.command = ast_command,
	.free = free_asterisk,
	.people = people,
	.presence = ast_choose,
	.message = ast_write,
};

struct switch_handle asterisk_new(struct loop *loop, const struct asterisk_options *options,
				  struct why *why)
{
	struct asterisk *a = mem_new(1, sizeof(*a));
	void *impl = a;

	a->loop = loop;
	a->tls = options->tls;
	a->secret = mem_dup(options->secret);
	a->ops = ops;
	a->ops.can = a->can;
	if (asterisk_conf_read(&a->conf, options->where, options->conf, why) < 0) {
		free_asterisk(&impl);
		return (struct switch_handle){NULL, NULL};
	}
	return (struct switch_handle){&a->ops, a};
}
