#include "places.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/language.h"

enum { NAME_MAX_BYTES = 128 };

/* "frontdesk/192.0.2.7/a1b2…" as people say it; what follows is nobody's business. */
static void name_of(const char *resource, char *out, size_t cap)
{
	int program = (int)strcspn(resource, "/");
	const char *host = resource + program + (resource[program] == '/');
	int length = (int)strcspn(host, "/");

	if (length)
		snprintf(out, cap, _("%.*s at %.*s"), program, resource, length, host);
	else
		snprintf(out, cap, "%.*s", program, resource);
}

static bool is_before(const cJSON *states, const cJSON *item, const char *name)
{
	char other[NAME_MAX_BYTES];

	for (const cJSON *i = states->child; i != item; i = i->next) {
		name_of(i->string, other, sizeof other);
		if (strcmp(other, name) == 0)
			return true;
	}
	return false;
}

static unsigned count_of(const cJSON *states, const char *name)
{
	const cJSON *item;
	char other[NAME_MAX_BYTES];
	unsigned count = 0;

	cJSON_ArrayForEach (item, states) {
		name_of(item->string, other, sizeof other);
		count += strcmp(other, name) == 0;
	}
	return count;
}

static size_t add(char *out, size_t cap, size_t len, const char *text)
{
	if (len + 1 < cap)
		snprintf(out + len, cap - len, "%s", text);
	return len + strlen(out + len);
}

static cJSON *states_of(const struct pbx_object *contact)
{
	const char *text = contact ? pbx_contact_states(contact) : NULL;

	return text ? cJSON_Parse(text) : NULL;
}

bool places_of(const struct pbx_object *contact, char *out, size_t cap)
{
	cJSON *states = states_of(contact);
	const cJSON *item;
	size_t len = 0;

	*out = '\0';
	cJSON_ArrayForEach (item, states) {
		char name[NAME_MAX_BYTES], times[16] = "";

		name_of(item->string, name, sizeof name);
		if (is_before(states, item, name))
			continue;
		unsigned same = count_of(states, name);
		if (same > 1)
			snprintf(times, sizeof times, " (%u)", same);
		len = add(out, cap, len, len ? ", " : "");
		len = add(out, cap, len, name);
		len = add(out, cap, len, times);
	}
	cJSON_Delete(states);
	return len;
}

unsigned places_consoles(const struct pbx_object *contact)
{
	static const char console[] = "frontdesk/";
	cJSON *states = states_of(contact);
	const cJSON *item;
	unsigned count = 0;

	cJSON_ArrayForEach (item, states)
		count += strncmp(item->string, console, sizeof console - 1) == 0;
	cJSON_Delete(states);
	return count;
}
