/* Devices: phones, and where outside calls come from. */
#include "inside.h"

/* DeviceStateChange's State (or the text of an endpoint's list) by what it says of a phone. */
static const struct {
	const char *name;
	enum device_state state;
} states[] = {
	{"NOT_INUSE", DEVICE_FREE},      {"Not in use", DEVICE_FREE},
	{"INUSE", DEVICE_INUSE},         {"In use", DEVICE_INUSE},
	{"BUSY", DEVICE_BUSY},           {"Busy", DEVICE_BUSY},
	{"RINGING", DEVICE_RINGING},     {"Ringing", DEVICE_RINGING},
	{"RINGINUSE", DEVICE_RINGINUSE}, {"Ring+Inuse", DEVICE_RINGINUSE},
	{"ONHOLD", DEVICE_INUSE},        {"On Hold", DEVICE_INUSE},
	{"UNAVAILABLE", DEVICE_AWAY},    {"Unavailable", DEVICE_AWAY},
	{"INVALID", DEVICE_AWAY},        {"Invalid", DEVICE_AWAY},
};

static enum device_state parse_state(const char *text)
{
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (!strcasecmp(text, states[i].name))
			return states[i].state;
	return DEVICE_UNKNOWN;
}

void device_name_of_channel(const char *channel, char *out, size_t cap)
{
	const char *dash = strrchr(channel, '-');
	size_t len = dash ? (size_t)(dash - channel) : strlen(channel);

	snprintf(out, cap, "%.*s", (int)(len < cap ? len : cap - 1), channel);
}

struct device *device_find(const struct asterisk *a, const char *name)
{
	struct device *d;

	HASH_FIND_STR(a->devices, name, d);
	return d;
}

struct device *device_of_channel(const struct asterisk *a, const char *channel)
{
	char name[AST_NAME];

	device_name_of_channel(channel, name, sizeof(name));
	return device_find(a, name);
}

struct device *device_take(struct asterisk *a, const char *name)
{
	struct device *d = device_find(a, name);

	if (!d) {
		d = mem_new(1, sizeof(*d));
		AST_SET(d->name, name);
		d->autohold = true;
		buf_init(&d->extensions, 4000);
		d->owner = WIRE_NULL;
		HASH_ADD_STR(a->devices, name, d);
	}
	d->seen = a->generation;
	return d;
}

/* "Alice Adams" <1001> */
static void take_caller_id(struct device *d, const char *text)
{
	const char *open = strrchr(text, '<'), *close = open ? strchr(open, '>') : NULL;
	size_t len = open ? (size_t)(open - text) : 0;
	char name[AST_NAME], number[AST_NUMBER] = "";

	while (len && (text[len - 1] == ' ' || text[len - 1] == '"'))
		len--;
	while (len && (*text == ' ' || *text == '"')) {
		text++;
		len--;
	}
	snprintf(name, sizeof(name), "%.*s", (int)(len < sizeof(name) ? len : sizeof(name) - 1),
		 text);
	if (close && close - open < AST_NUMBER)
		snprintf(number, sizeof(number), "%.*s", (int)(close - open - 1), open + 1);
	AST_SET(d->label, ast_known(name));
	AST_SET(d->number, strcmp(number, "unknown") != 0 ? number : "");
}

static void take_mailbox(struct asterisk *a, struct device *d, const char *list)
{
	char name[AST_NUMBER];
	size_t len = strcspn(list, ", ");

	if (len >= sizeof(name) || !len)
		return;
	snprintf(name, sizeof(name), "%.*s", (int)len, list);
	if (len > 8 && !strcmp(name + len - 8, "@default"))
		name[len - 8] = '\0';
	AST_SET(d->mailbox, name);
	mailbox_take(a, name);
}

void device_endpoint(struct asterisk *a, const struct ami_message *m)
{
	char name[AST_NAME];
	struct device *d;

	snprintf(name, sizeof(name), "PJSIP/%s", ami_get(m, "ObjectName"));
	d = device_take(a, name);
	take_caller_id(d, ami_get(m, "Callerid"));
	AST_SET(d->context, ami_get(m, "Context"));
	take_mailbox(a, d, ami_get(m, "Mailboxes"));
	d->listed = *ami_get(m, "Auth") && !*ami_get(m, "OutboundAuth");
	if (d->state == DEVICE_UNKNOWN)
		d->state = parse_state(ami_get(m, "DeviceState"));
}

/* chan_sip, which Asterisk 16 still has: it tells little of its peers. */
void device_peer(struct asterisk *a, const struct ami_message *m)
{
	char name[AST_NAME];
	struct device *d;

	snprintf(name, sizeof(name), "%s/%s", ami_get(m, "Channeltype"), ami_get(m, "ObjectName"));
	d = device_take(a, name);
	d->listed = ami_is(m, "Dynamic", "yes");
	if (d->listed && !*d->number)
		AST_SET(d->number, ami_get(m, "ObjectName"));
}

void device_contact(struct asterisk *a, const struct ami_message *m)
{
	char name[AST_NAME];
	struct device *d;

	snprintf(name, sizeof(name), "PJSIP/%s", ami_get(m, "EndpointName"));
	d = device_find(a, name);
	if (d && AST_SET(d->agent, ami_get(m, "UserAgent")))
		device_tell(a, d);
}

static void take_custom(struct asterisk *a, const char *name, enum device_state state)
{
	struct custom *c;
	size_t len = strlen(name);

	HASH_FIND(hh, a->customs, name, len, c);
	if (!c) {
		c = mem_new(1, sizeof(*c) + len + 1);
		memcpy(c->name, name, len);
		HASH_ADD(hh, a->customs, name, len, c);
	}
	c->state = state;
}

enum device_state custom_state(const struct asterisk *a, const char *name)
{
	struct custom *c;

	HASH_FIND(hh, a->customs, name, strlen(name), c);
	return c ? c->state : DEVICE_UNKNOWN;
}

void model_device_state(struct asterisk *a, const struct ami_message *m)
{
	const char *name = ami_get(m, "Device");
	enum device_state state = parse_state(ami_get(m, "State"));
	struct device *d = device_find(a, name), *next;

	if (d) {
		d->state = state;
		device_tell(a, d);
	} else if (!strncmp(name, "Custom:", 7)) {
		take_custom(a, name, state);
		HASH_ITER (hh, a->devices, d, next)
			if (d->hint && hint_names(d->hint, name))
				device_tell(a, d);
	}
}

/* The hint that is a device's own: one that rings it alone, and of these the one that is called as
 * it is. */
static bool is_better(const struct device *d, const struct hint *hint)
{
	const char *slash = strchr(d->name, '/');

	if (d->hint &&
	    (!strcmp(d->hint->exten, d->number) || (slash && !strcmp(d->hint->exten, slash + 1))))
		return false;
	if (!strcmp(hint->exten, d->number) || (slash && !strcmp(hint->exten, slash + 1)))
		return true;
	return !d->hint && hint_phones(hint) == 1;
}

/* One number is called the same in every context. */
static void add_extension(struct device *d, const char *exten)
{
	char item[AST_NUMBER + 3];

	snprintf(item, sizeof(item), "\"%s\"", exten);
	if (!strstr(d->extensions.data, item))
		ast_list_add(&d->extensions, exten);
}

static void settle_hint(const struct asterisk *a, struct hint *hint)
{
	char name[AST_NAME];
	const char *at = hint->devices;

	while (hint_device(&at, name, sizeof(name))) {
		struct device *d = device_find(a, name);

		if (!d)
			continue;
		add_extension(d, hint->exten);
		if (is_better(d, hint))
			d->hint = hint;
	}
}

static bool is_number(const char *text)
{
	return *text && text[strspn(text, "0123456789")] == '\0';
}

static void settle(struct asterisk *a, struct device *d)
{
	const char *endpoint = strchr(d->name, '/');
	struct switch_person person;

	endpoint = endpoint ? endpoint + 1 : d->name;
	d->phone = (d->hint || (d->listed && *d->number)) &&
		   !asterisk_conf_lists(a->conf.ignore, endpoint);
	if (d->hint)
		AST_SET(d->extension, d->hint->exten);
	else
		AST_SET(d->extension, *d->number ? d->number : is_number(endpoint) ? endpoint : "");
	d->owner = ast_owner(a, d->extension, &person);
}

void devices_settle(struct asterisk *a)
{
	struct device *d, *next;
	struct hint *hint, *next_hint;

	HASH_ITER (hh, a->devices, d, next) {
		d->hint = NULL;
		buf_clear(&d->extensions);
	}
	HASH_ITER (hh, a->hints, hint, next_hint)
		settle_hint(a, hint);
	HASH_ITER (hh, a->devices, d, next)
		settle(a, d);
}

static void device_drop(struct asterisk *a, struct device *d)
{
	if (d->told_phone) {
		ast_tell_gone(a, WIRE_PHONE, d->name);
		ast_tell_gone(a, WIRE_DEVICE, d->name);
	}
	HASH_DEL(a->devices, d);
	wire_row_free(&d->row);
	wire_row_free(&d->phone_row);
	buf_free(&d->extensions);
	free(d);
}

/* Calls on a device that has gone are over by then, or are outside calls from now on. */
static void part_channels(struct device *d)
{
	struct channel *c, *next;

	DL_FOREACH_SAFE2(d->channels, c, next, device_next)
	{
		DL_DELETE2(d->channels, c, device_prev, device_next);
		c->device = NULL;
	}
}

void devices_sweep(struct asterisk *a)
{
	struct device *d, *next;

	HASH_ITER (hh, a->devices, d, next) {
		if (d->seen == a->generation)
			continue;
		part_channels(d);
		device_drop(a, d);
	}
}

void devices_free(struct asterisk *a)
{
	struct device *d, *next;
	struct custom *c, *next_custom;

	HASH_ITER (hh, a->devices, d, next) {
		d->told_phone = false;
		device_drop(a, d);
	}
	HASH_ITER (hh, a->customs, c, next_custom) {
		HASH_DEL(a->customs, c);
		free(c);
	}
}
