/* The panes of the console: lists of objects of the client core, each in one file behind one
 * vtable. A pane draws what is and says what is selected; what a key does is the console's affair.
 */
#ifndef PANE_PANE_H
#define PANE_PANE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pbx/pbx.h"
#include "term/term.h"
#include "widget/list.h"

/* What the clocks on the screen do: count seconds, minutes, or stand still. */
enum desk_timers { DESK_TIMERS_ON, DESK_TIMERS_SLOW, DESK_TIMERS_OFF };

/* What all panes look at. */
struct desk {
	struct pbx *pbx;
	struct term *term;
	enum desk_timers timers;
	bool states_first;      /* rows in words begin with the state */
	bool unknown;           /* nothing has come yet: an empty list says nothing */
	bool no_book;           /* the address book has not come yet */
	bool stale;             /* the link is down: nothing shown may look like now */
	int64_t now;            /* server time of this paint, epoch ms */
	int64_t medium, urgent; /* a call waits so many ms: it is shown as ageing */
	char sent[64];          /* "linked" of what was last transferred or parked, or "" */
};

enum { PANE_REF_MAX = LIST_KEY_MAX };

struct pane;
struct pane_ops {
	const char *name, *title;
	const char *empty; /* said when there are no rows */
	bool of_book;      /* rows come with the address book */
	int (*count)(struct pane *pane);
	struct pbx_object *(*object)(struct pane *pane, int row); /* NULL for a row that has gone */
	int (*find)(struct pane *pane,
		    const struct pbx_object *object); /* NULL: rows are searched */
	void (*draw)(struct pane *pane, const struct pbx_object *object,
		     const struct list_row *row);
	void (*note)(struct pane *pane, char *out,
		     size_t cap);        /* at the right of the title; may be NULL */
	void (*free)(struct pane *pane); /* what the pane itself holds; may be NULL */
};

struct pane {
	const struct pane_ops *ops;
	struct desk *desk;
	struct list list;
	char ref[PANE_REF_MAX];
	char title[96]; /* instead of the kind's own; "" for that */
};

struct pane *pane_contacts_new(struct desk *desk);
struct pane *pane_addressbook_new(struct desk *desk);
struct pane *pane_devices_new(struct desk *desk);
struct pane *pane_calls_new(struct desk *desk);
struct pane *pane_results_new(struct desk *desk);
void pane_free(struct pane **pane);

/* Sets a pane up; the constructors call it. */
void pane_init(struct pane *pane, const struct pane_ops *ops, struct desk *desk);
void pane_draw(struct pane *pane, struct rect area, bool focused);
/* The selected object, NULL if there is none or it has gone. */
struct pbx_object *pane_selected(const struct pane *pane);
bool pane_select(struct pane *pane, const struct pbx_object *object);

/* An object's identity as text, over all classes, and back (NULL if it has gone). */
const char *pane_ref(const struct pbx_object *object, char out[PANE_REF_MAX]);
struct pbx_object *pane_deref(struct pbx *pbx, const char *ref);

/* Results: searched anew only here, so that order and membership stay until the next key. */
void pane_results_search(struct pane *pane, const char *text);

/* Whom the caller in hand usually wants: nothing is selected until the operator moves into it. */
struct pane *pane_usual_new(struct desk *desk);
void pane_usual_set(struct pane *pane, const char *title, const char (*refs)[PANE_REF_MAX],
		    unsigned count);

/* Calls that concern the operator, most urgent first; found anew for each paint. */
unsigned pane_calls_refresh(struct pane *pane);
/* Of these, the ones that must be seen: what rings or waits. They come first. */
unsigned pane_calls_urgent(const struct pane *pane);
struct pbx_object *pane_calls_at(const struct pane *pane, unsigned i);
/* As pane_draw(), and the most urgent call is in sight wherever the list was scrolled to. */
void pane_calls_draw(struct pane *pane, struct rect area, bool focused);

/* All about one object as text for a popup. Caller frees with free(). */
char *pane_details(const struct desk *desk, const struct pbx_object *object);

#endif
