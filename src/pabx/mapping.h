/* Who owns which extension of a real telephone system: the mapping file (CSV; an example with every
 * column is assets/config/people.csv), else the telephones' own caller IDs.
 *
 * A person is found by the login that a row names, else by the extension. What a row says is
 * taken over at each start, and what it leaves empty stays; what people make themselves (tags,
 * notes, presence, photos, messages) is never touched, but for first tags. Whoever is not in the
 * file any more stays until he is removed. */
#ifndef PABX_MAPPING_H
#define PABX_MAPPING_H

#include "pabx.h"

struct mapping;

/* Takes the file (NULL for none) into the store, before the directory is opened; what is broken is
 * named with file and line, and then the store is as it was. */
int mapping_new(struct store *store, const char *file, struct mapping **mapping, struct why *why);
void mapping_free(struct mapping **mapping);

/* Sees to it that who, a login or an extension, is somebody and a receptionist; cID and login (of
 * cap) are filled in. Nobody is made for a word that is no extension: ERR_NOT_FOUND. */
int mapping_operator(struct store *store, const char *who, int64_t *cID, char *login, size_t cap,
		     struct why *why);

/* A telephone is there. The owner of its extension is made, or named anew, where the file does not
 * name him: people whom only their telephone names have its extension as login. */
void mapping_phone(struct pabx *pabx, const char *extension, const char *name);

#endif
