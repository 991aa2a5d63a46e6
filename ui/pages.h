/* Pages of the contacts pane, and what the operator has chosen for them: favourites and saved
 * filters, kept by the PABX as settings of the user (PROTOCOL.md, "setting"). */
#ifndef UI_PAGES_H
#define UI_PAGES_H

#include "pane/page.h"

struct console;

enum { PAGES_FAVOURITES = 200, PAGES_FILTERS = 50, PAGES_TEXT = 256 };

struct pages_filter {
	char name[64], text[PAGES_TEXT];
};

void pages_open(struct console *c);
void pages_free(struct console *c);
/* Everything is loaded, or loaded anew: what was remembered is shown. */
void pages_refresh(struct console *c);

/* The page that is shown, added to an object, and such an object's page shown. */
struct cJSON;
void pages_keep(const struct console *c, struct cJSON *out);
void pages_take(struct console *c, const struct cJSON *in);

/* The i-th saved filter, NULL behind the last. */
const struct pages_filter *pages_filter(const struct console *c, unsigned i);
void pages_filter_show(struct console *c, unsigned i);
void pages_filter_remove(struct console *c, unsigned i);
/* Replaces the one of that name. */
void pages_filter_save(struct console *c, const char *name, const char *text);

void act_next_list(struct console *c);
void act_previous_list(struct console *c);
void act_favourite(struct console *c);

#endif
