#include "role.h"

#include <stdio.h>
#include <string.h>

#define NAME(ENUM, name) [PERM_##ENUM] = #name,
static const char *const names[] = {PABX_PERMS(NAME)};

static const struct {
	enum perm perm;
	struct role role;
} roles[] = {
	{PERM_SYSADMIN, {1, "sysadmin", "Administrator"}},
	{PERM_COMPANYADMIN, {2, "companyadmin", "Company administrator"}},
	{PERM_RECEPTIONIST, {3, "receptionist", "Receptionist"}},
	{PERM_KIOSK, {5, "kiosk", "Kiosk"}},
	{PERM_LITE, {6, "lite", "Lite user"}},
};
static const struct role plain = {4, "user", "User"};

const char *perm_name(enum perm perm)
{
	return names[perm];
}

bool user_has(const struct user *user, enum perm perm)
{
	return *user->perms[perm];
}

bool user_has_for(const struct user *user, enum perm perm, const char *company)
{
	const char *held = user->perms[perm];

	return *held && (!strcmp(held, "yes") || !strcmp(held, "default") ||
			 (company && !strcmp(held, company)));
}

bool user_sees(const struct user *user, const char *company)
{
	return !strcmp(user->company, "default") || user_has(user, PERM_SYSADMIN) ||
	       (company && !strcmp(user->company, company)) ||
	       user_has_for(user, PERM_COMPANYADMIN, company);
}

const struct role *role_of(const struct user *user)
{
	for (size_t i = 0; i < sizeof(roles) / sizeof(*roles); i++)
		if (user_has(user, roles[i].perm))
			return &roles[i].role;
	return &plain;
}

/* One word of a role: its permission, or PERM_COUNT, and what it is held for. */
static int word_perm(const char *word, size_t len, const char **value, size_t *value_len)
{
	const char *colon = memchr(word, ':', len);
	size_t name_len = colon ? (size_t)(colon - word) : len;
	int perm = 0;

	*value = colon ? colon + 1 : NULL;
	*value_len = colon ? len - name_len - 1 : 0;
	while (perm < PERM_COUNT &&
	       (strlen(names[perm]) != name_len || strncmp(names[perm], word, name_len) != 0))
		perm++;
	return perm;
}

void role_perms(const char *role, const char *company, struct user *user)
{
	const char *value;
	size_t len, value_len;

	memset(user->perms, 0, sizeof(user->perms));
	for (role += strspn(role, " "); (len = strcspn(role, " ")) > 0;
	     role += len, role += strspn(role, " ")) {
		int perm = word_perm(role, len, &value, &value_len);

		if (perm == PERM_COUNT)
			continue;
		if (value)
			snprintf(user->perms[perm], sizeof(user->perms[perm]), "%.*s",
				 (int)value_len, value);
		else
			snprintf(user->perms[perm], sizeof(user->perms[perm]), "%s", company);
	}
}

const char *role_unknown(const char *role)
{
	const char *value;
	size_t len, value_len;

	for (role += strspn(role, " "); (len = strcspn(role, " ")) > 0;
	     role += len, role += strspn(role, " "))
		if (word_perm(role, len, &value, &value_len) == PERM_COUNT || (value && !value_len))
			return role;
	return NULL;
}
