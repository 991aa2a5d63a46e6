/* A console under test whose PABX is a script (fake_pabx.h): it can lose the link without losing
 * its calls, and be slow where a test wants it. */
#ifndef SUPPORT_LINK_H
#define SUPPORT_LINK_H

#include <stdbool.h>

#include "console.h"
#include "support/fake_pabx.h"
#include "support/screen.h"

struct link {
	struct fake_pabx fake;
	struct screen *screen;
	struct pbx *pbx;
	struct console *console;
	const char *resume; /* as in console_options */
	bool no_photos;     /* the same */
};

/* A screen and a script with Rita, who signs in, and Tom Okafor. */
struct link *link_new(int rows, int cols);
void link_free(struct link **link);
/* A console on it that signs in. */
void link_open(struct link *link);
/* Ends that console. */
void link_close(struct link *link);

/* Turns until fn is true; false if it was not in time. */
bool link_until(struct link *link, bool (*fn)(struct link *, const char *), const char *text);
/* Turns until text is on the screen. */
void link_wait(struct link *link, const char *text);

#endif
