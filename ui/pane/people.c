/* The address book, search results, and whom a caller usually wants: lists of people. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/mem.h"
#include "pane.h"
#include "row.h"

struct people {
	struct pane pane;
	enum pbx_class class;
};

static int people_count(struct pane *pane)
{
	unsigned count;

	pbx_list(pane->desk->pbx, ((struct people *)pane)->class, &count);
	return (int)count;
}

static struct pbx_object *people_object(struct pane *pane, int row)
{
	unsigned count;
	struct pbx_object *const *list =
		pbx_list(pane->desk->pbx, ((struct people *)pane)->class, &count);

	return row >= 0 && (unsigned)row < count ? list[row] : NULL;
}

static int people_find(struct pane *pane, const struct pbx_object *object)
{
	unsigned count;
	struct pbx_object *const *list =
		pbx_list(pane->desk->pbx, ((struct people *)pane)->class, &count);

	return row_find_sorted(list, count, object);
}

static void people_draw(struct pane *pane, const struct pbx_object *object,
			const struct list_row *row)
{
	row_person(pane->desk, object, row);
}

static void people_note(struct pane *pane, char *out, size_t cap)
{
	int count = people_count(pane);

	if (count)
		snprintf(out, cap, "%d", count);
}

static struct pane *people_new(struct desk *desk, const struct pane_ops *ops, enum pbx_class class)
{
	struct people *people = mem_new(1, sizeof *people);

	people->class = class;
	pane_init(&people->pane, ops, desk);
	return &people->pane;
}

static const struct pane_ops addressbook_ops = {
	.name = "addressbook",
	.title = N_("Address book"),
	.empty = N_("The address book is empty"),
	.of_book = true,
	.count = people_count,
	.object = people_object,
	.find = people_find,
	.draw = people_draw,
	.note = people_note,
};

struct pane *pane_addressbook_new(struct desk *desk)
{
	return people_new(desk, &addressbook_ops, PBX_ADDRESS);
}

/* ---- Results ---- */

enum { RESULTS_MAX = 200 };

struct results {
	struct pane pane;
	char (*refs)[PANE_REF_MAX];
	unsigned count;
};

static int results_count(struct pane *pane)
{
	return (int)((struct results *)pane)->count;
}

static struct pbx_object *results_object(struct pane *pane, int row)
{
	struct results *results = (struct results *)pane;

	if (row < 0 || (unsigned)row >= results->count)
		return NULL;
	return pane_deref(pane->desk->pbx, results->refs[row]);
}

static void results_draw(struct pane *pane, const struct pbx_object *object,
			 const struct list_row *row)
{
	if (pbx_object_class(object) == PBX_CALL)
		row_call(pane->desk, object, row);
	else
		row_person(pane->desk, object, row);
}

static void results_note(struct pane *pane, char *out, size_t cap)
{
	unsigned count = ((struct results *)pane)->count;

	snprintf(out, cap, count == RESULTS_MAX ? _("%u and more") : "%u", count);
}

static void results_free(struct pane *pane)
{
	free(((struct results *)pane)->refs);
}

static const struct pane_ops results_ops = {
	.name = "results",
	.title = N_("Found"),
	.empty = N_("Nothing found: Enter calls what is typed if it is a number"),
	.count = results_count,
	.object = results_object,
	.draw = results_draw,
	.note = results_note,
	.free = results_free,
};

struct pane *pane_results_new(struct desk *desk)
{
	struct results *results = mem_new(1, sizeof *results);

	results->refs = mem_new(RESULTS_MAX, sizeof *results->refs);
	pane_init(&results->pane, &results_ops, desk);
	return &results->pane;
}

/* ---- Whom a caller usually wants ---- */

static const struct pane_ops usual_ops = {
	.name = "usual",
	.title = N_("Usual contacts"),
	.count = results_count,
	.object = results_object,
	.draw = results_draw,
	.free = results_free,
};

struct pane *pane_usual_new(struct desk *desk)
{
	struct results *usual = mem_new(1, sizeof *usual);

	usual->refs = mem_new(PBX_CALLER_USUAL, sizeof *usual->refs);
	pane_init(&usual->pane, &usual_ops, desk);
	usual->pane.list.lazy = true;
	return &usual->pane;
}

void pane_usual_set(struct pane *pane, const char *title, const char (*refs)[PANE_REF_MAX],
		    unsigned count)
{
	struct results *usual = (struct results *)pane;

	usual->count = count;
	if (count)
		memcpy(usual->refs, refs, count * sizeof *refs);
	snprintf(pane->title, sizeof pane->title, "%s", title);
	list_reset(&pane->list);
}

void pane_results_search(struct pane *pane, const char *text)
{
	struct results *results = (struct results *)pane;
	struct pbx_object *hits[RESULTS_MAX];

	results->count = *text ? pbx_search(pane->desk->pbx, text, hits, RESULTS_MAX) : 0;
	for (unsigned i = 0; i < results->count; i++)
		pane_ref(hits[i], results->refs[i]);
	list_reset(&pane->list);
	pane->list.since = 0; /* the operator's key put it there: it need not settle */
}
