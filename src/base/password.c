#include "password.h"

#include <crypt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"

/* Of a password that nobody has: an unknown user takes as long as a known one. */
static const char nobodys[] =
	"$y$j9T$asvZV.mY9FNaIst1xgTb/.$YVCSLcCB90mP7ngcgLtO0DNl9.Q95A51cGffGOtyQ4.";

static bool make(const char *password, const char *setting, char hash[PASSWORD_HASH])
{
	struct crypt_data *data = mem_new(1, sizeof(*data));
	const char *made = crypt_r(password, setting, data);
	bool good = made && *made != '*' && strlen(made) < PASSWORD_HASH;

	if (good)
		memcpy(hash, made, strlen(made) + 1);
	mem_wipe(data, sizeof(*data));
	free(data);
	return good;
}

int password_hash(const char *password, char hash[PASSWORD_HASH])
{
	char setting[CRYPT_GENSALT_OUTPUT_SIZE];

	if (!*password || strlen(password) >= PASSWORD_MAX)
		return ERR_INVALID;
	if (!crypt_gensalt_rn("$y$", 0, NULL, 0, setting, sizeof(setting)) ||
	    !make(password, setting, hash))
		return ERR_UNSUPPORTED;
	return 0;
}

/* Takes equally long wherever they differ. */
static bool is_same(const char *a, const char *b)
{
	size_t len = strlen(a);
	unsigned char differ = 0;

	if (strlen(b) != len)
		return false;
	for (size_t i = 0; i < len; i++)
		differ |= (unsigned char)(a[i] ^ b[i]);
	return !differ;
}

bool password_verify(const char *password, const char *hash)
{
	char made[PASSWORD_HASH];

	return make(password, hash ? hash : nobodys, made) && hash && is_same(made, hash);
}
