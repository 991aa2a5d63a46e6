/* People and their API keys. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/ask.h"
#include "base/language.h"
#include "base/mem.h"
#include "base/password.h"
#include "base/text.h"
#include "person.h"
#include "role.h"
#include "sessions.h"
#include "subcommand_inside.h"

enum { COLUMN_LOGIN = 1, COLUMN_NAME, COLUMN_COMPANY, COLUMN_ROLE = 9 };

static int64_t cid_of(struct store *store, const char *login)
{
	struct sqlite3_stmt *rows = store_ask(store, SQL_PERSON_BY_LOGIN, "s", login);
	int64_t cID = -1;

	if (store_next(rows)) {
		cID = store_int(rows, 0);
		store_end(rows);
	}
	return cID;
}

int person_of_login(struct store *store, const char *login, int64_t *cID, struct why *why)
{
	*cID = cid_of(store, login);
	return *cID < 0 ? why_set(why, ERR_NOT_FOUND, _("nobody has the login \"%.64s\""), login)
			: 0;
}

static int refused(struct why *why)
{
	return why_set(why, ERR_IO, _("the store could not be written"));
}

static int ask(const char *prompt, char *line, size_t cap, struct why *why)
{
	int err = ask_unseen(prompt, line, cap);

	if (err == ERR_LIMIT)
		return why_set(why, err, _("the password is too long"));
	if (err && isatty(STDIN_FILENO))
		return why_set(why, err, _("no password was given: nothing was changed"));
	return 0;
}

/* Asks twice at a terminal; "" is no password. */
static int read_password(char *password, size_t cap, struct why *why)
{
	char again[PASSWORD_MAX];
	int err = ask(_("Password: "), password, cap, why);

	if (err || !isatty(STDIN_FILENO) || !*password)
		return err;
	err = ask(_("Again: "), again, sizeof(again), why);
	if (!err && strcmp(password, again) != 0)
		err = why_set(why, ERR_INVALID, _("the two are not the same: nothing was changed"));
	mem_wipe(again, sizeof(again));
	return err;
}

static int set_password(struct store *store, int64_t cID, const char *password, struct why *why)
{
	char hash[PASSWORD_HASH];

	if (password_hash(password, hash))
		return why_set(why, ERR_INVALID, _("that password cannot be used"));
	if (store_run(store, SQL_META_COUNT, "s", "people") ||
	    store_run(store, SQL_PERSON_PASSWORD, "si", hash, cID))
		return refused(why);
	return 0;
}

int user_passwd(struct store *store, const struct words *words, struct why *why)
{
	char password[PASSWORD_MAX];
	int64_t cID;
	int err = person_of_login(store, words->argv[0], &cID, why);

	if (!err)
		err = read_password(password, sizeof(password), why);
	if (!err)
		err = set_password(store, cID, password, why);
	mem_wipe(password, sizeof(password));
	return err;
}

static const char *text_or(const char *text, const char *fallback)
{
	return text ? text : fallback;
}

static int check_text(const char *text, size_t max, struct why *why)
{
	char clean[512];

	if (!text)
		return 0;
	if (strlen(text) > max)
		return why_set(why, ERR_LIMIT, _("\"%.40s\" is too long"), text);
	text_clean(clean, sizeof(clean), text, strlen(text));
	return strcmp(clean, text) ? why_set(why, ERR_INVALID, _("control characters in a name"))
				   : 0;
}

static int check_words(struct store *store, const struct words *w, struct why *why)
{
	const char *texts[] = {w->argv[0], w->argv[1],    w->company, w->email,
			       w->mobile,  w->department, w->title,   w->extension};
	const size_t most[] = {63, 128, 63, 254, 63, 128, 128, 63};
	const char *unknown = w->role ? role_unknown(w->role) : NULL;
	int err = 0;

	for (size_t i = 0; !err && i < sizeof(texts) / sizeof(*texts); i++)
		err = check_text(texts[i], most[i], why);
	if (err)
		return err;
	if (!*w->argv[0] || !*w->argv[1])
		return why_set(why, ERR_INVALID, _("a login and a name are needed"));
	if (w->kiosk && (!*w->kiosk || *w->kiosk == '#' || strchr(w->kiosk, ' ') ||
			 strlen(w->kiosk) > 63 || w->lite))
		return why_set(why, ERR_INVALID,
			       _("a kiosk needs one tag, without #, and cannot be --lite"));
	if (unknown)
		return why_set(why, ERR_INVALID, _("there is no permission \"%.40s\""), unknown);
	if (cid_of(store, w->argv[0]) >= 0)
		return why_set(why, ERR_CONFLICT, _("somebody has the login \"%.64s\" already"),
			       w->argv[0]);
	return 0;
}

static int add_person(struct store *store, const struct words *w, int64_t cID)
{
	char *role = mem_printf("%s%s%s%s", text_or(w->role, ""), w->lite ? " lite" : "",
				w->kiosk ? " kiosk:" : "", text_or(w->kiosk, ""));
	const struct person_record record = {
		.cID = cID,
		.deputy = INT64_MIN,
		.login = w->argv[0],
		.name = w->argv[1],
		.company = text_or(w->company, "default"),
		.department = text_or(w->department, ""),
		.title = text_or(w->title, ""),
		.email = text_or(w->email, ""),
		.extension = text_or(w->extension, ""),
		.mobile = text_or(w->mobile, ""),
		.role = role,
	};
	int err = person_put(store, &record);

	free(role);
	return err;
}

int user_add(struct store *store, const struct words *words, struct why *why)
{
	char password[PASSWORD_MAX];
	int err = check_words(store, words, why);
	int64_t cID;

	if (!err)
		err = read_password(password, sizeof(password), why);
	if (err)
		return err;
	store_begin(store);
	cID = person_next(store);
	if (add_person(store, words, cID) < 0)
		err = why_set(why, ERR_CONFLICT, _("there is no company \"%.40s\""),
			      text_or(words->company, "default"));
	if (!err && *password)
		err = set_password(store, cID, password, why);
	mem_wipe(password, sizeof(password));
	if (err)
		store_rollback(store);
	else if (store_commit(store))
		err = refused(why);
	return err;
}

int user_remove(struct store *store, const struct words *words, struct why *why)
{
	int64_t cID;
	int err = person_of_login(store, words->argv[0], &cID, why);

	if (err)
		return err;
	if (store_run(store, SQL_META_COUNT, "s", "people") ||
	    store_run(store, SQL_PERSON_REMOVE, "i", cID) ||
	    store_run(store, SQL_SESSIONS_OF, "i", cID))
		return refused(why);
	return 0;
}

int user_list(struct store *store, const struct words *words, struct why *why)
{
	struct sqlite3_stmt *rows;

	(void)words;
	(void)why;
	for (rows = store_ask(store, SQL_PEOPLE, ""); store_next(rows);)
		if (store_text(rows, COLUMN_LOGIN))
			printf("%-16s %-32s %-12s %s\n", store_text(rows, COLUMN_LOGIN),
			       store_text(rows, COLUMN_NAME), store_text(rows, COLUMN_COMPANY),
			       store_text(rows, COLUMN_ROLE));
	return 0;
}

int key_add(struct store *store, const struct words *words, struct why *why)
{
	struct session_key key;
	int64_t cID;
	int err = person_of_login(store, words->argv[0], &cID, why);

	if (!err)
		err = check_text(words->argv[1], 64, why);
	if (err)
		return err;
	if (sessions_make_key(store, cID, words->argv[1], &key))
		return refused(why);
	puts(key.key);
	mem_wipe(&key, sizeof(key));
	return 0;
}

int key_list(struct store *store, const struct words *words, struct why *why)
{
	struct sqlite3_stmt *rows;

	(void)words;
	(void)why;
	for (rows = store_ask(store, SQL_KEYS, ""); store_next(rows);)
		printf("%-16s %-16s %s\n", store_text(rows, 0), store_text(rows, 1),
		       store_text(rows, 2));
	return 0;
}

int key_revoke(struct store *store, const struct words *words, struct why *why)
{
	int err = sessions_end_key(store, INT64_MIN, words->argv[0]);

	if (err == ERR_NOT_FOUND)
		return why_set(why, err, _("there is no API key \"%.64s\""), words->argv[0]);
	return err ? refused(why) : 0;
}
