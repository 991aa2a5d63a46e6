#include "snapshot.h"

#include "audit.h"
#include "can.h"

enum { ANSWER_MS = 10000, KEPT_MAX = 200000, AT_ONCE = 32 };

/* One thing that is asked. */
struct query {
	struct asterisk *asterisk;
	const struct step *step;
};

struct step {
	const char *action;
	void (*item)(struct asterisk *a, const struct ami_message *m);
	const char *without; /* what is missing where Asterisk refuses; NULL if that is no loss */
	bool needed;         /* nothing can be shown without it */
};

struct detail {
	struct asterisk *asterisk;
	char name[AST_NAME];
	bool mailbox;
};

struct snapshot {
	struct query *queries;
	unsigned waiting; /* queries without an end */
	struct detail *details;
	unsigned detail_count, detail_next, detail_waiting;
	struct ami_message *kept;
	unsigned kept_count, kept_cap;
};

static void endpoint(struct asterisk *a, const struct ami_message *m);
static void list_can(struct asterisk *a, const struct ami_message *m);

/* In this order: what comes later leans on what came before. */
static const struct step steps[] = {
	{"ListCommands", list_can, NULL, false},
	{"PJSIPShowEndpoints", endpoint, "chan_pjsip: its phones are not shown", false},
	{"SIPpeers", device_peer, NULL, false},
	{"ExtensionStateList", model_extension_status, "the lamps of extensions", true},
	{"DeviceStateList", model_device_state,
	 "res_manager_devicestate: phones without a hint have no lamp", false},
	{"PresenceStateList", model_presence,
	 "res_manager_presencestate: presence is not known at the start", false},
	{"VoicemailUsersList", mailbox_user, NULL, false},
	{"CoreShowChannels", snapshot_channel, "the calls", true},
	{"QueueStatus", snapshot_queue, "app_queue: queues are not shown", false},
	{"ParkedCalls", model_parked, "res_parking: parked calls are not shown", false},
};
enum { STEPS = sizeof(steps) / sizeof(steps[0]) };

static void next_details(struct asterisk *a);

static void list_can(struct asterisk *a, const struct ami_message *m)
{
	can_take(a, m);
}

static void add_detail(struct asterisk *a, const char *name, bool mailbox)
{
	struct snapshot *s = a->snapshot;
	struct detail *d;

	if (s->detail_count % 64 == 0)
		s->details = mem_resize(s->details, s->detail_count + 64, sizeof(*s->details));
	d = &s->details[s->detail_count++];
	*d = (struct detail){.asterisk = a, .mailbox = mailbox};
	AST_SET(d->name, name);
}

static void endpoint(struct asterisk *a, const struct ami_message *m)
{
	char name[AST_NAME];

	if (!*ami_get(m, "ObjectName"))
		return;
	snprintf(name, sizeof(name), "PJSIP/%s", ami_get(m, "ObjectName"));
	device_take(a, name);
	add_detail(a, ami_get(m, "ObjectName"), false);
}

static void free_snapshot(struct snapshot *s)
{
	for (unsigned i = 0; i < s->kept_cap; i++)
		ami_message_free(&s->kept[i]);
	free(s->kept);
	free(s->details);
	free(s->queries);
	free(s);
}

void snapshot_end(struct asterisk *a)
{
	struct snapshot *s = a->snapshot;

	if (!s)
		return;
	for (unsigned i = 0; i < STEPS; i++)
		ami_forget(a->actions, &s->queries[i]);
	for (unsigned i = 0; i < s->detail_count; i++)
		ami_forget(a->actions, &s->details[i]);
	a->snapshot = NULL;
	free_snapshot(s);
}

static void finish(struct asterisk *a)
{
	struct snapshot *s = a->snapshot;

	a->snapshot = NULL;
	devices_sweep(a);
	hints_sweep(a);
	mailboxes_sweep(a);
	snapshot_settle(a);
	ast_tell_all(a);
	for (unsigned i = 0; i < s->kept_count; i++)
		model_event(a, &s->kept[i]);
	free_snapshot(s);
	if (!ami_link_sees_system(a->link))
		log_warn("asterisk",
			 "the manager user \"%s\" sees no events of the class system: phones that "
			 "come and go are noticed late",
			 a->conf.user);
	a->events->available(a->ctx, true, "");
	a->live = true;
	audit_start(a);
}

static bool is_denied(const struct ami_message *m)
{
	return strcasestr(ami_get(m, "Message"), "permission") != NULL;
}

/* False where nothing can be shown without it: then the snapshot is over. */
static bool is_missing(struct asterisk *a, const struct step *step, const struct ami_message *m)
{
	char text[200];

	if (is_denied(m))
		snprintf(text, sizeof(text),
			 "the manager user \"%.60s\" may not ask for %s: its \"write\" in "
			 "manager.conf needs system,call",
			 a->conf.user, step->action);
	else
		snprintf(text, sizeof(text), "Asterisk has not %s (%s: %.60s)", step->without,
			 step->action, ami_get(m, "Message"));
	if (step->needed) {
		ami_link_drop(a->link, text);
		return false;
	}
	if (step->without)
		log_warn("asterisk", "%s", text);
	return true;
}

static void add_mailboxes(struct asterisk *a)
{
	struct mailbox *box, *next;
	char address[AST_NUMBER + 16];

	HASH_ITER (hh, a->mailboxes, box, next) {
		if (box->read != WIRE_NULL || box->seen != a->generation)
			continue;
		snprintf(address, sizeof(address), strchr(box->name, '@') ? "%s" : "%s@default",
			 box->name);
		add_detail(a, address, true);
	}
}

static void on_query(void *ctx, enum ami_outcome outcome, const struct ami_message *m)
{
	struct query *q = ctx;
	struct asterisk *a = q->asterisk;

	if (outcome == AMI_ITEM || (outcome == AMI_DONE && q->step->item == list_can)) {
		q->step->item(a, m);
		if (outcome == AMI_ITEM)
			return;
	}
	if (outcome == AMI_SILENT) {
		ami_link_drop(a->link, "Asterisk does not say what it has");
		return;
	}
	if (outcome == AMI_REFUSED && !is_missing(a, q->step, m))
		return;
	if (--a->snapshot->waiting == 0)
		next_details(a);
}

static void on_detail(void *ctx, enum ami_outcome outcome, const struct ami_message *m)
{
	struct detail *d = ctx;
	struct asterisk *a = d->asterisk;

	if (outcome == AMI_ITEM) {
		if (ami_is(m, "Event", "EndpointDetail"))
			device_endpoint(a, m);
		else if (ami_is(m, "Event", "ContactStatusDetail"))
			device_contact(a, m);
		return;
	}
	if (outcome == AMI_DONE && d->mailbox)
		mailbox_count(a, m);
	a->snapshot->detail_waiting--;
	next_details(a);
}

static void ask_detail(struct asterisk *a, struct detail *d)
{
	struct ami_action *ask =
		ami_begin(a->actions, d->mailbox ? "MailboxCount" : "PJSIPShowEndpoint");

	ami_add(ask, d->mailbox ? "Mailbox" : "Endpoint", "%s", d->name);
	ami_send(ask, ANSWER_MS, on_detail, d);
}

/* Endpoints are many: some at a time. Mailboxes are known when they are through. */
static void next_details(struct asterisk *a)
{
	struct snapshot *s = a->snapshot;

	if (s->detail_next == s->detail_count && !s->detail_waiting) {
		if (s->detail_count && s->details[s->detail_count - 1].mailbox) {
			finish(a);
			return;
		}
		add_mailboxes(a);
		if (s->detail_next == s->detail_count) {
			finish(a);
			return;
		}
	}
	while (s->detail_next < s->detail_count && s->detail_waiting < AT_ONCE) {
		s->detail_waiting++;
		ask_detail(a, &s->details[s->detail_next++]);
	}
}

void snapshot_start(struct asterisk *a)
{
	struct snapshot *s = mem_new(1, sizeof(*s));

	snapshot_end(a);
	a->snapshot = s;
	a->generation++;
	snapshot_reset(a);
	s->queries = mem_new(STEPS, sizeof(*s->queries));
	s->waiting = STEPS;
	for (unsigned i = 0; i < STEPS; i++) {
		s->queries[i] = (struct query){a, &steps[i]};
		ami_send(ami_begin(a->actions, steps[i].action), ANSWER_MS, on_query,
			 &s->queries[i]);
	}
}

static void copy(struct ami_message *to, const struct ami_message *from)
{
	ami_message_init(to);
	buf_add(&to->text, from->text.data, from->text.len);
	to->headers = mem_new(from->count, sizeof(*to->headers));
	memcpy(to->headers, from->headers, from->count * sizeof(*to->headers));
	to->count = to->cap = from->count;
}

bool snapshot_keep(struct asterisk *a, const struct ami_message *m)
{
	struct snapshot *s = a->snapshot;

	if (!s)
		return false;
	if (s->kept_count == KEPT_MAX) {
		ami_link_drop(a->link, "Asterisk is too busy to say what it has");
		return true;
	}
	if (s->kept_count == s->kept_cap) {
		unsigned cap = s->kept_cap ? 2 * s->kept_cap : 64;

		s->kept = mem_resize(s->kept, cap, sizeof(*s->kept));
		memset(s->kept + s->kept_cap, 0, (cap - s->kept_cap) * sizeof(*s->kept));
		s->kept_cap = cap;
	}
	copy(&s->kept[s->kept_count++], m);
	return true;
}
