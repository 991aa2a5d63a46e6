/* What is told of phones and extensions. */
#include <strings.h>

#include "inside.h"

/* Phones that answer, hold and take back by NOTIFY with Event: talk or hold, by what they call
 * themselves. */
static const char *const notified[] = {"Yealink", "Polycom", "PolyEdge", "Poly/",
				       "snom",    "Aastra",  "Mitel",    "Digium",
				       "Sangoma", "Fanvil",  "Htek",     "Grandstream"};

static bool by_notify(const struct asterisk *a, const struct device *d)
{
	if (strcmp(a->conf.notify, "auto") != 0)
		return !strcmp(a->conf.notify, "yes");
	for (size_t i = 0; i < sizeof(notified) / sizeof(notified[0]); i++)
		if (strcasestr(d->agent, notified[i]))
			return true;
	return false;
}

static bool can(const struct asterisk *a, const char *name)
{
	for (unsigned i = 0; a->can[i]; i++)
		if (!strcmp(a->can[i], name))
			return true;
	return false;
}

const char *device_features(const struct asterisk *a, const struct device *d)
{
	return can(a, "hold") && by_notify(a, d) ? "hold,talk,answer" : "";
}

/* With one phone its hint is its own lamp; where an extension rings several, each has its state. */
static bool by_hint(const struct device *d)
{
	const struct hint *hint = d->hint;

	if (!hint || hint->status == HINT_UNKNOWN)
		return false;
	return d->state == DEVICE_UNKNOWN || hint_phones(hint) == 1;
}

static unsigned blf_of_status(const struct device *d, int status)
{
	unsigned blf = 0;

	if (status < 0 || status & HINT_AWAY)
		return 0;
	if (status & (HINT_INUSE | HINT_HOLD) || (status & HINT_BUSY && d->channels))
		blf |= 1;
	return status & HINT_RINGING ? blf | 2 : blf;
}

unsigned device_blf(const struct device *d)
{
	if (by_hint(d))
		return blf_of_status(d, d->hint->status);
	switch (d->state) {
	case DEVICE_INUSE:
		return 1;
	case DEVICE_BUSY:
		return d->channels ? 1 : 0;
	case DEVICE_RINGING:
		return 2;
	case DEVICE_RINGINUSE:
		return 3;
	case DEVICE_UNKNOWN:
	case DEVICE_FREE:
	case DEVICE_AWAY:
		break;
	}
	return 0;
}

/* A hint of a phone and a do-not-disturb lamp is in use when both are: the phone's own state is
 * asked where it is known. */
bool device_online(const struct device *d)
{
	if (d->state != DEVICE_UNKNOWN)
		return d->state != DEVICE_AWAY;
	return d->hint && d->hint->status >= 0 && !(d->hint->status & HINT_AWAY);
}

bool device_dnd(const struct asterisk *a, const struct device *d)
{
	const char *at = d->hint ? d->hint->devices : "";

	for (; *at; at += strcspn(at, "&"), at += *at == '&') {
		size_t len = strcspn(at, "&");
		char name[AST_NAME];

		if (strncmp(at, "Custom:", 7) != 0 || len >= sizeof(name))
			continue;
		snprintf(name, sizeof(name), "%.*s", (int)len, at);
		if (strcasestr(name, "dnd") &&
		    (custom_state(a, name) == DEVICE_BUSY || custom_state(a, name) == DEVICE_INUSE))
			return true;
	}
	return d->hint && d->hint->status == HINT_BUSY && !d->channels;
}

static const char *state_of(const struct device *d)
{
	if (d->state == DEVICE_UNKNOWN && (!d->hint || d->hint->status == HINT_UNKNOWN))
		return "unknown";
	return device_online(d) ? "up" : "down";
}

const char *device_label(const struct device *d);

static bool fill_extensions(const struct device *d)
{
	char *list = d->extensions.len ? mem_printf("%s]", d->extensions.data) : mem_dup("[]");
	bool changed = wire_row_set_text(d->row, WIRE_F(device, extensions), list);

	free(list);
	return changed;
}

static bool fill_queues(const struct asterisk *a, const struct device *d)
{
	struct buf queues;
	bool changed;

	buf_init(&queues, 4096);
	queues_of_device(a, d, &queues);
	changed = wire_row_set_text(d->row, WIRE_F(device, queues), queues.data);
	buf_free(&queues);
	return changed;
}

static struct wire_row *device_row(const struct device *d)
{
	struct wire_row *row = ast_row_new(WIRE_DEVICE);

	wire_row_set_text(row, WIRE_F(device, name), d->name);
	wire_row_set_text(row, WIRE_F(device, optOut), "[]");
	wire_row_set_text(row, WIRE_F(device, webrtcState), "none");
	wire_row_set_text(row, WIRE_F(device, phone), d->name);
	wire_row_set_text(row, WIRE_F(device, mac), d->name);
	wire_row_set_int(row, WIRE_F(device, line), 1);
	wire_row_set_text(row, WIRE_F(device, microphone), NULL);
	return row;
}

static void phone_tell(struct asterisk *a, struct device *d)
{
	struct wire_row *row = d->phone_row;
	struct buf names;
	bool changed = !d->told_phone;

	if (!row)
		row = d->phone_row = ast_row_new(WIRE_PHONE);
	buf_init(&names, 2048);
	ast_list_add(&names, d->name);
	wire_row_set_text(row, WIRE_F(phone, mac), d->name);
	changed |= wire_row_set_text(row, WIRE_F(phone, name), device_label(d));
	changed |= wire_row_set_int(row, WIRE_F(phone, ownerID), d->owner);
	changed |= wire_row_set_int(row, WIRE_F(phone, lines), 1);
	changed |= wire_row_set_text(row, WIRE_F(phone, deviceNames), ast_list_end(&names));
	changed |= wire_row_set_text(row, WIRE_F(phone, extensions),
				     wire_row_text(d->row, WIRE_F(device, extensions)));
	changed |= wire_row_set_text(row, WIRE_F(phone, features), device_features(a, d));
	buf_free(&names);
	d->told_phone = true;
	if (changed)
		ast_tell(a, row);
}

/* As on the phone's display. */
const char *device_label(const struct device *d)
{
	const char *slash = strchr(d->name, '/');

	if (*d->label)
		return d->label;
	return *d->extension ? d->extension : slash ? slash + 1 : d->name;
}

static bool fill(struct asterisk *a, struct device *d)
{
	struct wire_row *row = d->row;
	bool changed = wire_row_set_text(row, WIRE_F(device, label), device_label(d));

	changed |= wire_row_set_text(row, WIRE_F(device, extension), d->extension);
	changed |= wire_row_set_text(row, WIRE_F(device, mailbox), *d->mailbox ? d->mailbox : NULL);
	changed |= wire_row_set_int(row, WIRE_F(device, ownerID), d->owner);
	changed |= wire_row_set_int(row, WIRE_F(device, userID), d->owner);
	changed |= wire_row_set_text(row, WIRE_F(device, features), device_features(a, d));
	changed |= wire_row_set_text(row, WIRE_F(device, state), state_of(d));
	changed |= wire_row_set_int(row, WIRE_F(device, blf), device_blf(d));
	changed |= wire_row_set_bool(row, WIRE_F(device, dnd), device_dnd(a, d));
	changed |= fill_queues(a, d);
	changed |= fill_extensions(d);
	changed |= wire_row_set_bool(row, WIRE_F(device, autoanswer), d->autoanswer);
	return wire_row_set_bool(row, WIRE_F(device, autohold), d->autohold) || changed;
}

static void withdraw(struct asterisk *a, struct device *d)
{
	if (d->told_phone) {
		ast_tell_gone(a, WIRE_PHONE, d->name);
		ast_tell_gone(a, WIRE_DEVICE, d->name);
	}
	d->told_phone = false;
	wire_row_free(&d->row);
	wire_row_free(&d->phone_row);
}

void device_tell(struct asterisk *a, struct device *d)
{
	bool changed = !d->told_phone;

	if (a->snapshot)
		return;
	if (!d->phone) {
		withdraw(a, d);
		return;
	}
	if (!d->row)
		d->row = device_row(d);
	changed |= fill(a, d);
	if (changed)
		ast_tell(a, d->row);
	phone_tell(a, d);
}

static void fill_contacts(const struct asterisk *a, const struct hint *hint, const char **label)
{
	char name[AST_NAME];
	const char *at = hint->devices;
	struct buf list;
	unsigned phones = 0;

	buf_init(&list, 8192);
	while (hint_device(&at, name, sizeof(name))) {
		const struct device *d = device_find(a, name);

		if (!d || !d->phone)
			continue;
		if (++phones == 1 || d->hint == hint)
			*label = device_label(d);
		if (d->owner != WIRE_NULL)
			buf_printf(&list, "%c%" PRId64, list.len ? ',' : '[', d->owner);
	}
	wire_row_set_text(hint->row, WIRE_F(extension, contacts), ast_list_end(&list));
	buf_free(&list);
}

void extension_tell(struct asterisk *a, struct hint *hint)
{
	struct switch_person person;
	const char *name = hint->exten;
	struct wire_row *row, *before;

	if (a->snapshot || !hint_phones(hint))
		return;
	before = hint->row ? wire_row_copy(hint->row) : NULL;
	row = hint->row = hint->row ? hint->row : wire_row_new(WIRE_EXTENSION);
	wire_row_set_text(row, WIRE_F(extension, extension), hint->exten);
	wire_row_set_text(row, WIRE_F(extension, number), hint->exten);
	wire_row_set_int(row, WIRE_F(extension, owner), ast_owner(a, hint->exten, &person));
	wire_row_set_text(row, WIRE_F(extension, company), person.company);
	fill_contacts(a, hint, &name);
	wire_row_set_text(row, WIRE_F(extension, name), *person.name ? person.name : name);
	wire_row_set_bool(row, WIRE_F(extension, canOpt), false);
	wire_row_set_text(row, WIRE_F(extension, ddis), "[]");
	wire_row_set_text(row, WIRE_F(extension, type), "A");
	if (!before || wire_row_merge(before, row, wire_set_info(WIRE_EXTENSION)->all))
		ast_tell(a, row);
	wire_row_free(&before);
}
