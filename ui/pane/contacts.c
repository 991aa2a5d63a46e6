/* The contacts pane: everybody, or the page that the operator has turned to. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/mem.h"
#include "page.h"
#include "row.h"

enum { FOUND_MAX = 200 };

struct contacts {
	struct pane pane;
	struct page page;
	char (*chosen)[PANE_REF_MAX]; /* of a page of favourites */
	unsigned chosen_count;
	struct pbx_object **at; /* who is on the page, but for that of everybody */
	unsigned count, cap;
	bool is_old, listens;
};

static struct contacts *of(struct pane *pane)
{
	return (struct contacts *)pane;
}

/* ---- Who is on the page ---- */

static bool belongs(const struct page *page, const struct pbx_object *contact)
{
	if (page->kind == PAGE_DEPARTMENT)
		return strcmp(pbx_contact_department(contact), page->name) == 0;
	return pbx_who_tags(contact) && pbx_who_has_tag(contact, page->name);
}

static void add(struct contacts *c, struct pbx_object *object)
{
	if (c->count == c->cap) {
		c->cap = c->cap ? c->cap * 2 : 64;
		c->at = mem_resize(c->at, c->cap, sizeof *c->at);
	}
	c->at[c->count++] = object;
}

static void gather_contacts(struct contacts *c)
{
	unsigned count;
	struct pbx_object *const *all = pbx_list(c->pane.desk->pbx, PBX_CONTACT, &count);

	for (unsigned i = 0; i < count; i++)
		if (belongs(&c->page, all[i]))
			add(c, all[i]);
}

static void gather_found(struct contacts *c)
{
	struct pbx_object *hits[FOUND_MAX];
	unsigned count = pbx_search(c->pane.desk->pbx, c->page.text, hits, FOUND_MAX);

	for (unsigned i = 0; i < count; i++)
		add(c, hits[i]);
}

static void gather_chosen(struct contacts *c)
{
	for (unsigned i = 0; i < c->chosen_count; i++) {
		struct pbx_object *object = pane_deref(c->pane.desk->pbx, c->chosen[i]);

		if (object)
			add(c, object);
	}
}

static struct contacts *fresh(struct pane *pane)
{
	struct contacts *c = of(pane);

	if (!c->is_old)
		return c;
	c->is_old = false;
	c->count = 0;
	if (c->page.kind == PAGE_FAVOURITES)
		gather_chosen(c);
	else if (c->page.kind == PAGE_FILTER)
		gather_found(c);
	else if (c->page.kind != PAGE_ALL)
		gather_contacts(c);
	return c;
}

/* Those who come, go, or change so that they belong here or no longer do. */
static void on_event(void *ctx, enum pbx_event event, struct pbx_object *object, uint64_t changed)
{
	struct contacts *c = ctx;
	bool listed = false;

	if (c->is_old)
		return;
	if (event != PBX_UPDATE || !changed) {
		c->is_old = true;
		return;
	}
	if (c->page.kind != PAGE_DEPARTMENT || pbx_object_class(object) != PBX_CONTACT)
		return;
	for (unsigned i = 0; i < c->count && !listed; i++)
		listed = c->at[i] == object;
	c->is_old = listed != belongs(&c->page, object);
}

static void follow(struct contacts *c, bool listens)
{
	static const enum pbx_class classes[] = {PBX_CONTACT, PBX_ADDRESS, PBX_QUEUE, PBX_PARKED};
	struct pbx *pbx = c->pane.desk->pbx;

	for (size_t i = 0; i < sizeof classes / sizeof *classes && listens != c->listens; i++) {
		if (listens)
			pbx_listen(pbx, classes[i], NULL, PBX_NEW | PBX_UPDATE | PBX_DELETED,
				   on_event, c);
		else
			pbx_unlisten(pbx, classes[i], NULL, on_event, c);
	}
	c->listens = listens;
}

void pane_contacts_show(struct pane *pane, const struct page *page, const char *title,
			const char *empty, const char (*chosen)[PANE_REF_MAX], unsigned count)
{
	struct contacts *c = of(pane);
	bool same = c->page.kind == page->kind && strcmp(c->page.name, page->name) == 0 &&
		    strcmp(c->page.text, page->text) == 0;

	snprintf(pane->title, sizeof pane->title, "%s", title);
	pane->list.empty = empty;
	c->page = *page;
	c->chosen = mem_resize(c->chosen, count + 1, sizeof *c->chosen);
	if (count)
		memcpy(c->chosen, chosen, count * sizeof *chosen);
	c->chosen_count = count;
	c->is_old = true;
	follow(c, page->kind != PAGE_ALL);
	if (!same)
		list_reset(&pane->list);
}

/* ---- The pane ---- */

static struct pbx_object *const *rows(struct pane *pane, unsigned *count)
{
	struct contacts *c = fresh(pane);

	if (c->page.kind == PAGE_ALL)
		return pbx_list(pane->desk->pbx, PBX_CONTACT, count);
	*count = c->count;
	return c->at;
}

static int contacts_count(struct pane *pane)
{
	unsigned count;

	rows(pane, &count);
	return (int)count;
}

static struct pbx_object *contacts_object(struct pane *pane, int row)
{
	unsigned count;
	struct pbx_object *const *list = rows(pane, &count);

	return row >= 0 && (unsigned)row < count ? list[row] : NULL;
}

static int contacts_find(struct pane *pane, const struct pbx_object *object)
{
	unsigned count;
	struct pbx_object *const *list = rows(pane, &count);

	if (of(pane)->page.kind == PAGE_ALL)
		return row_find_sorted(list, count, object);
	for (unsigned i = 0; i < count; i++)
		if (list[i] == object)
			return (int)i;
	return -1;
}

static void contacts_draw(struct pane *pane, const struct pbx_object *object,
			  const struct list_row *row)
{
	row_person(pane->desk, object, row);
}

static void contacts_note(struct pane *pane, char *out, size_t cap)
{
	int count = contacts_count(pane);

	if (count)
		snprintf(out, cap, "%d", count);
}

static void contacts_free(struct pane *pane)
{
	struct contacts *c = of(pane);

	follow(c, false);
	free(c->chosen);
	free(c->at);
}

static const struct pane_ops contacts_ops = {
	.name = "contacts",
	.title = N_("Contacts"),
	.empty = N_("Nobody yet"),
	.count = contacts_count,
	.object = contacts_object,
	.find = contacts_find,
	.draw = contacts_draw,
	.note = contacts_note,
	.free = contacts_free,
};

struct pane *pane_contacts_new(struct desk *desk)
{
	struct contacts *contacts = mem_new(1, sizeof *contacts);

	pane_init(&contacts->pane, &contacts_ops, desk);
	return &contacts->pane;
}
