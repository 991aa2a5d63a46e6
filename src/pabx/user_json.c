#include <inttypes.h>

#include "session.h"
#include "wire/json.h"

static int add_text(struct buf *out, const char *name, const char *text)
{
	int err = buf_printf(out, ",\"%s\":", name);

	return err ? err : wire_json_add_text(out, text);
}

static int add_perms(struct buf *out, const struct user *user)
{
	const char *separator = "";
	int err = buf_add_str(out, ",\"perms\":{");

	for (int i = 0; !err && i < PERM_COUNT; i++) {
		if (!user_has(user, (enum perm)i))
			continue;
		err = buf_printf(out, "%s\"%s\":", separator, perm_name((enum perm)i));
		if (!err)
			err = wire_json_add_text(out, user->perms[i]);
		separator = ",";
	}
	return err ? err : buf_add_char(out, '}');
}

int user_encode(const struct user *user, struct buf *out)
{
	const struct {
		const char *name, *text;
	} members[] = {{"login", user->login},
		       {"name", user->name},
		       {"company", user->company},
		       {"home", user->home}};
	int err = buf_printf(out, "{\"id\":%" PRId64, user->cID);

	for (size_t i = 0; !err && i < sizeof(members) / sizeof(*members); i++)
		err = add_text(out, members[i].name, members[i].text);
	return err ? err : add_perms(out, user);
}
