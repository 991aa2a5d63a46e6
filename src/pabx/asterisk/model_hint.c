/* Hints: what an extension's lamp shows, and the presence of its person. */
#include "inside.h"

/* Splits "PJSIP/1001&Custom:DND1001,CustomPresence:1001". */
static void take_hint(struct hint *hint, const char *text)
{
	const char *comma = strchr(text, ',');
	size_t len = comma ? (size_t)(comma - text) : strlen(text);

	snprintf(hint->devices, sizeof(hint->devices), "%.*s",
		 (int)(len < sizeof(hint->devices) ? len : sizeof(hint->devices) - 1), text);
	AST_SET(hint->presentity, comma ? comma + 1 : "");
}

static struct hint *hint_take(struct asterisk *a, const struct ami_message *m)
{
	const char *exten = ami_get(m, "Exten"), *context = ami_get(m, "Context");
	char key[2 * AST_NUMBER];
	struct hint *hint;

	if (!*exten || snprintf(key, sizeof(key), "%s@%s", exten, context) >= (int)sizeof(key))
		return NULL;
	HASH_FIND_STR(a->hints, key, hint);
	if (!hint) {
		hint = mem_new(1, sizeof(*hint));
		AST_SET(hint->key, key);
		AST_SET(hint->exten, exten);
		AST_SET(hint->context, context);
		hint->status = HINT_UNKNOWN;
		HASH_ADD_STR(a->hints, key, hint);
	}
	hint->seen = a->generation;
	if (ami_has(m, "Hint"))
		take_hint(hint, ami_get(m, "Hint"));
	return hint;
}

bool hint_names(const struct hint *hint, const char *device)
{
	size_t len = strlen(device);

	for (const char *at = hint->devices; *at; at += strcspn(at, "&"), at += *at == '&')
		if (!strncasecmp(at, device, len) && strchr("&", at[len]))
			return true;
	return false;
}

/* "park:", "Queue:", "Custom:" and their like are no phones; "PJSIP/1001" is. */
bool hint_device(const char **at, char *name, size_t cap)
{
	while (**at) {
		const char *part = *at;
		size_t len = strcspn(part, "&"), word = strcspn(part, "/:&");

		*at += len + (part[len] == '&');
		if (word >= len || part[word] != '/' || len >= cap)
			continue;
		snprintf(name, cap, "%.*s", (int)len, part);
		return true;
	}
	return false;
}

unsigned hint_phones(const struct hint *hint)
{
	char name[AST_NAME];
	const char *at = hint->devices;
	unsigned phones = 0;

	while (hint_device(&at, name, sizeof(name)))
		phones++;
	return phones;
}

/* A hint may name a phone that is not in any list. */
static void take_devices(struct asterisk *a, const struct hint *hint)
{
	char name[AST_NAME];
	const char *at = hint->devices;

	while (hint_device(&at, name, sizeof(name)))
		device_take(a, name);
}

static void tell_devices(struct asterisk *a, const struct hint *hint)
{
	char name[AST_NAME];
	const char *at = hint->devices;

	while (hint_device(&at, name, sizeof(name))) {
		struct device *d = device_find(a, name);

		if (d && d->hint == hint)
			device_tell(a, d);
	}
}

void model_extension_status(struct asterisk *a, const struct ami_message *m)
{
	struct hint *hint = hint_take(a, m);
	bool strange;

	if (!hint)
		return;
	strange = !hint->row && hint_phones(hint);
	hint->status = (int)ami_int(m, "Status", HINT_UNKNOWN);
	if (!a->snapshot && strange) { /* the dialplan was loaded anew */
		take_devices(a, hint);
		devices_settle(a);
		extension_tell(a, hint);
	}
	if (a->snapshot)
		take_devices(a, hint);
	else
		tell_devices(a, hint);
}

/* Status, Subtype and Message as what people see. */
static const char *show_of(const char *status)
{
	static const struct {
		const char *status, *show;
	} shows[] = {
		{"available", "online"}, {"chat", "online"}, {"away", "away"},
		{"xa", "away"},          {"dnd", "dnd"},
	};

	for (size_t i = 0; i < sizeof(shows) / sizeof(shows[0]); i++)
		if (!strcasecmp(status, shows[i].status))
			return shows[i].show;
	return "";
}

static struct presence *presence_take(struct asterisk *a, const char *name)
{
	size_t len = strlen(name);
	struct presence *p;

	HASH_FIND(hh, a->presences, name, len, p);
	if (!p) {
		p = mem_new(1, sizeof(*p) + len + 1);
		memcpy(p->name, name, len);
		HASH_ADD(hh, a->presences, name, len, p);
	}
	return p;
}

static void status_of(const struct ami_message *m, char *out, size_t cap)
{
	const char *subtype = ami_get(m, "Subtype"), *message = ami_get(m, "Message");

	snprintf(out, cap, "%s%s%s", subtype, *subtype && *message ? ": " : "", message);
}

void presence_tell(struct asterisk *a, const struct hint *hint)
{
	struct switch_person person;
	int64_t owner = ast_owner(a, hint->exten, &person);
	struct presence *p;

	HASH_FIND(hh, a->presences, hint->presentity, strlen(hint->presentity), p);
	if (p && owner != WIRE_NULL && a->events)
		a->events->presence(a->ctx, owner, "desk", p->show, p->status, 0);
}

void presence_sent(struct asterisk *a, const char *presentity, const char *show, const char *status)
{
	struct presence *p = presence_take(a, presentity);

	AST_SET(p->sent_show, show);
	AST_SET(p->sent_status, status);
}

/* Who changes it at the phone has chosen it for all his resources. */
static void choose(struct asterisk *a, const struct hint *hint, const struct presence *p)
{
	struct switch_person person;
	int64_t owner = ast_owner(a, hint->exten, &person);

	if (owner == WIRE_NULL || !a->events ||
	    (!strcmp(p->show, p->sent_show) && !strcmp(p->status, p->sent_status)))
		return;
	a->events->presence(a->ctx, owner, NULL, p->show, p->status, 0);
}

/* Told of the provider ("CustomPresence:1001"); the event of each hint says the same again. */
void model_presence(struct asterisk *a, const struct ami_message *m)
{
	const char *name = ami_get(m, "Presentity");
	struct hint *hint, *next;
	struct presence *p;
	char status[256];

	if (!*name)
		return;
	p = presence_take(a, name);
	status_of(m, status, sizeof(status));
	AST_SET(p->status, status);
	AST_SET(p->show, show_of(ami_get(m, "Status")));
	if (a->snapshot)
		return;
	HASH_ITER (hh, a->hints, hint, next)
		if (!strcasecmp(hint->presentity, name)) {
			presence_tell(a, hint);
			choose(a, hint, p);
		}
}

static void hint_drop(struct asterisk *a, struct hint *hint)
{
	HASH_DEL(a->hints, hint);
	wire_row_free(&hint->row);
	free(hint);
}

void hints_sweep(struct asterisk *a)
{
	struct hint *hint, *next;

	HASH_ITER (hh, a->hints, hint, next) {
		if (hint->seen == a->generation)
			continue;
		if (hint->row)
			ast_tell_gone(a, WIRE_EXTENSION, hint->row->key);
		hint_drop(a, hint);
	}
}

void hints_free(struct asterisk *a)
{
	struct presence *p, *next_presence;
	struct hint *hint, *next;

	HASH_ITER (hh, a->hints, hint, next)
		hint_drop(a, hint);
	HASH_ITER (hh, a->presences, p, next_presence) {
		HASH_DEL(a->presences, p);
		free(p);
	}
}
