#include "pin.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/language.h"
#include "base/mem.h"
#include "base/path.h"

enum { TEXT_MAX = 1024, GROUP = 8 };

/* In groups, which the eye can compare and a narrow box can break. */
static void add_groups(struct buf *text, const char *hex)
{
	for (size_t i = 0; hex[i]; i++) {
		if (i && i % GROUP == 0)
			buf_add_char(text, ' ');
		buf_add_char(text, hex[i]);
	}
}

struct popup *pin_question(const char *host, const char *sha256)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	buf_printf(&text, _("Nobody vouches for %s. SHA-256 of its certificate:\n"), host);
	add_groups(&text, sha256);
	buf_add_str(&text, _("\nIs it what \"frontdesk-pabx cert\" printed there?"));

	struct popup *popup = popup_confirm(_("Unknown certificate"), text.data,
					    (struct term_key){.code = 'y'}, _("y trust it"));
	buf_free(&text);
	return popup;
}

int pin_keep(const char *path, const char *pem, struct why *why)
{
	int err = path_make_parents(path, why);

	return err ? err : path_write(path, pem, strlen(pem), 0600, why);
}

char *pin_changed(const char *host, const char *sha256, const char *path)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	buf_printf(&text,
		   _("DANGER: %s shows another certificate than before: somebody may be listening. "
		     "Nothing was sent. If it was changed on purpose, remove %s. New SHA-256: "),
		   host, path);
	add_groups(&text, sha256);
	return buf_take(&text);
}
