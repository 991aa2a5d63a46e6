/* Shared by subcommand*.c only. */
#ifndef PABX_SUBCOMMAND_INSIDE_H
#define PABX_SUBCOMMAND_INSIDE_H

#include "base/err.h"
#include "store.h"
#include "subcommand.h"

/* Options of all subcommands. */
struct words {
	char *store, *company, *role, *extension, *mobile, *email, *department, *title;
	char *name, *cert, *key, *group, *owner, *kiosk;
	bool lite, dry_run, replace, help;
	char **argv; /* the words behind the subcommand's own */
	int argc;
};

/* Whose login that is; ERR_NOT_FOUND with why. */
int person_of_login(struct store *store, const char *login, int64_t *cID, struct why *why);

/* Makes the PNG that the store keeps of a picture, which it replaces; a JPEG is decoded. What is
 * neither, or larger than consoles take, is refused and stays; what names it in the text. */
int photo_make(const char *what, char **bytes, size_t *len, struct why *why);
int photo_put(struct store *store, int64_t cID, const void *bytes, size_t len, struct why *why);

int user_add(struct store *store, const struct words *words, struct why *why);
int user_passwd(struct store *store, const struct words *words, struct why *why);
int user_remove(struct store *store, const struct words *words, struct why *why);
int user_list(struct store *store, const struct words *words, struct why *why);
int key_add(struct store *store, const struct words *words, struct why *why);
int key_list(struct store *store, const struct words *words, struct why *why);
int key_revoke(struct store *store, const struct words *words, struct why *why);
int photo_set(struct store *store, const struct words *words, struct why *why);
int photo_remove(struct store *store, const struct words *words, struct why *why);
int import_run(struct store *store, const struct words *words, struct why *why);
int cert_make(const struct words *words, struct why *why);
int number_show(struct store *store, const struct words *words, struct why *why);

#endif
