/* Roles: what a person may do, as the store has it: permissions with blanks between them, each held
 * for his own company, or for what follows a colon ("receptionist kiosk:lobby sysadmin:yes"). */
#ifndef PABX_ROLE_H
#define PABX_ROLE_H

#include "session.h"

struct role {
	int id;
	const char *name, *title;
};
/* The role by which a user is known: that of the first permission of the table that he holds. */
const struct role *role_of(const struct user *user);
/* Fills in user->perms; words that are no permission are left out. */
void role_perms(const char *role, const char *company, struct user *user);
/* The first word of role that is no permission, or NULL: for those who write one. */
const char *role_unknown(const char *role);

#endif
