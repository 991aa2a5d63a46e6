#include "rest_inside.h"

#define ADMINS (ALLOWS(SYSADMIN) | ALLOWS(COMPANYADMIN))
#define DESK   ALLOWS(RECEPTIONIST)

/* Path, handler, who may: the one place that says so. What a permission is held for (a company, a
 * call, a person) is asked where the thing is known. */
static const struct route routes[] = {
	{"auth", "", "", rest_login, 0, ROUTE_OPEN | ROUTE_KIOSK},
	{"auth", "logout", "", rest_logout, 0, ROUTE_KIOSK},
	{"auth", "create", "key", rest_create_key, 0, 0},
	{"auth", "delete", "key", rest_delete_key, 0, 0},
	{"ops", "read", "user", rest_read_user, ADMINS, 0},
	{"dialplan", "read", "extension", rest_read_extension, ADMINS, 0},
	{"dialplan", "read", "nm", rest_read_nm, ADMINS | ALLOWS(NIGHTMODE), 0},
	{"dialplan", "update", "nm", rest_update_nm, ADMINS | ALLOWS(NIGHTMODE), 0},
	{"dialplan", "readnames", "nm", rest_names_nm, ADMINS | ALLOWS(NIGHTMODE), 0},
	{"call", "read", "cdr", rest_read_cdr, ALLOWS(SYSADMIN) | ALLOWS(BILLING), 0},
	{"call", "read", "history", rest_read_history, 0, 0},
	{"call", "read", "caller", rest_read_caller, DESK | ADMINS | ALLOWS(BILLING), 0},
	{"call", "read", "figures", rest_read_figures, 0, 0},
	{"live", "read", "message", rest_read_messages, 0, 0},
	{"live", "read", NULL, rest_read_live, 0, ROUTE_KIOSK},
	{"system", "read", "time", rest_read_time, 0, ROUTE_KIOSK},
	{"system", "read", "ice", rest_read_ice, 0, 0},
	{"system", "read", "version", rest_read_version, 0, ROUTE_KIOSK},
	{"contact", "read", "photo", rest_read_photo, 0, 0},
	{"command", "create", "call", command_dial, 0, ROUTE_KIOSK},
	{"command", "update", "call", command_call, 0, ROUTE_KIOSK},
	{"command", "update", "device", command_device, 0, 0},
	{"command", "update", "queue", command_queue, 0, 0},
	{"command", "update", "tag", command_tag, 0, 0},
	{"command", "create", "address", command_create_address, 0, 0},
	{"command", "update", "address", command_update_address, 0, 0},
	{"command", "delete", "address", command_delete_address, 0, 0},
	{"command", "create", "room", command_create_room, 0, 0},
	{"command", "update", "room", command_update_room, 0, 0},
	{"command", "delete", "room", command_delete_room, 0, 0},
	{"command", "create", "message", command_message, 0, 0},
	{"command", "create", "link", command_create_link, 0, 0},
	{"command", "update", "link", command_update_link, 0, 0},
	{"command", "delete", "link", command_delete_link, 0, 0},
	{"command", "update", "presence", command_presence, 0, 0},
	{"command", "create", "note", command_note, DESK, 0},
	{"command", "update", "note", command_note, DESK, 0},
	{"command", "delete", "note", command_delete_note, DESK, 0},
	{"command", "create", "taken", command_take, DESK, 0},
	{"command", "update", "taken", command_update_taken, DESK, 0},
	{"command", "delete", "taken", command_delete_taken, DESK, 0},
	{"command", "update", "setting", command_setting, 0, 0},
	{"command", "update", "operator", command_operator, DESK, 0},
};

/* Documented areas that this server does not have. */
static const struct route absent[] = {
	{"ops", "create", NULL, rest_unsupported, 0, 0},
	{"ops", "read", NULL, rest_unsupported, 0, 0},
	{"ops", "update", NULL, rest_unsupported, 0, 0},
	{"ops", "delete", NULL, rest_unsupported, 0, 0},
	{"dialplan", "create", NULL, rest_unsupported, 0, 0},
	{"dialplan", "read", NULL, rest_unsupported, 0, 0},
	{"dialplan", "update", NULL, rest_unsupported, 0, 0},
	{"dialplan", "delete", NULL, rest_unsupported, 0, 0},
	{"dialplan", "readtypes", NULL, rest_unsupported, 0, 0},
	{"dialplan", "readnames", NULL, rest_unsupported, 0, 0},
	{"dialplan", "readcal", NULL, rest_unsupported, 0, 0},
	{"dialplan", "inactive", NULL, rest_unsupported, 0, 0},
	{"dialplan", "active", NULL, rest_unsupported, 0, 0},
	{"dialplan", "promote", NULL, rest_unsupported, 0, 0},
	{"dialplan", "demote", NULL, rest_unsupported, 0, 0},
	{"dialplan", "assign", NULL, rest_unsupported, 0, 0},
	{"call", "read", NULL, rest_unsupported, 0, 0},
	{"call", "incalls", NULL, rest_unsupported, 0, 0},
	{"call", "outcalls", NULL, rest_unsupported, 0, 0},
	{"command", "create", NULL, rest_unsupported, 0, 0},
	{"command", "read", NULL, rest_unsupported, 0, 0},
	{"command", "update", NULL, rest_unsupported, 0, 0},
	{"command", "delete", NULL, rest_unsupported, 0, 0},
};

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

static const struct route *find(const char *section, const char *verb, const char *type)
{
	const struct route *tables[] = {routes, absent};
	const size_t counts[] = {COUNT(routes), COUNT(absent)};

	for (size_t t = 0; t < COUNT(tables); t++)
		for (size_t i = 0; i < counts[t]; i++) {
			const struct route *r = &tables[t][i];

			if (!strcmp(r->section, section) && !strcmp(r->verb, verb) &&
			    (!type || !r->type || !strcmp(r->type, type)))
				return r;
		}
	return NULL;
}

/* One word of a path; false if it is empty or too long. */
static bool take_word(const char **path, char *out, size_t cap)
{
	size_t len = strcspn(*path, "/");

	if (!len || len >= cap)
		return false;
	memcpy(out, *path, len);
	out[len] = '\0';
	*path += len;
	*path += **path == '/';
	return true;
}

const struct route *route_find(const char *path, char *type, size_t cap)
{
	char section[40], verb[40] = "";

	*type = '\0';
	if (strncmp(path, "/rest/", 6) != 0)
		return NULL;
	path += 6;
	if (!take_word(&path, section, sizeof(section)) ||
	    (*path && !take_word(&path, verb, sizeof(verb))) ||
	    (*path && !take_word(&path, type, cap)) || *path)
		return NULL;
	return find(section, verb, *type ? type : NULL);
}

const struct route *route_typed(const struct route *route, const char *type)
{
	return find(route->section, route->verb, type);
}

bool route_allows(const struct route *route, const struct user *user)
{
	if (user_has(user, PERM_KIOSK) && !(route->flags & ROUTE_KIOSK))
		return false;
	if (!route->perms)
		return true;
	for (int perm = 0; perm < PERM_COUNT; perm++)
		if (route->perms & 1u << perm && user_has(user, (enum perm)perm))
			return true;
	return false;
}
