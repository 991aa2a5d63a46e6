/* Pages of the contacts pane: everybody, favourites, departments, tags, saved filters. What the
 * operator has chosen is kept for him by the PABX. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/language.h"
#include "base/mem.h"
#include "inside.h"

enum { PAGES_MAX = 256, KEEP_MS = 1000, EMPTY_MAX = 160 };

static const char *const kinds[] = {
	[PAGE_ALL] = "all", [PAGE_FAVOURITES] = "favourites", [PAGE_DEPARTMENT] = "department",
	[PAGE_TAG] = "tag", [PAGE_FILTER] = "filter",
};

struct pages {
	struct console *console;
	struct page now, all[PAGES_MAX];
	unsigned count; /* of all, as they were when they were last gathered */
	struct loop_timer *keep;
	bool restored;
	char favourites[PAGES_FAVOURITES][PANE_REF_MAX];
	unsigned favourite_count;
	struct pages_filter filters[PAGES_FILTERS];
	unsigned filter_count;
	char empty[EMPTY_MAX];
};

/* ---- Settings ---- */

static cJSON *setting(const struct console *c, const char *name)
{
	const struct pbx_object *object = pbx_find(c->pbx, PBX_SETTING, name);

	return object ? cJSON_Parse(pbx_setting_value(object)) : NULL;
}

static const char *text_of(const cJSON *item, const char *name)
{
	const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(item, name));

	return text ? text : "";
}

static void put(struct console *c, const char *name, cJSON *value, struct deed *deed)
{
	char *json = cJSON_PrintUnformatted(value);

	pbx_set_setting(c->pbx, name, json, deed_done, deed);
	cJSON_free(json);
	cJSON_Delete(value);
}

static void read_favourites(struct pages *p)
{
	cJSON *list = setting(p->console, "favourites");
	const cJSON *item;

	p->favourite_count = 0;
	cJSON_ArrayForEach (item, list) {
		const cJSON *cID = cJSON_GetObjectItemCaseSensitive(item, "cID");
		char *ref = p->favourites[p->favourite_count];

		if (p->favourite_count == PAGES_FAVOURITES)
			break;
		if (cJSON_IsNumber(cID))
			snprintf(ref, PANE_REF_MAX, "%d/%.0f", PBX_CONTACT, cID->valuedouble);
		else if (*text_of(item, "key"))
			snprintf(ref, PANE_REF_MAX, "%d/%s", PBX_ADDRESS, text_of(item, "key"));
		else
			continue;
		p->favourite_count++;
	}
	cJSON_Delete(list);
}

static void read_filters(struct pages *p)
{
	cJSON *list = setting(p->console, "filters");
	const cJSON *item;

	p->filter_count = 0;
	cJSON_ArrayForEach (item, list) {
		struct pages_filter *filter = &p->filters[p->filter_count];

		if (p->filter_count == PAGES_FILTERS)
			break;
		if (!*text_of(item, "name") || !*text_of(item, "text"))
			continue;
		snprintf(filter->name, sizeof filter->name, "%s", text_of(item, "name"));
		snprintf(filter->text, sizeof filter->text, "%s", text_of(item, "text"));
		p->filter_count++;
	}
	cJSON_Delete(list);
}

/* ---- All pages ---- */

static void add_page(struct pages *p, enum page_kind kind, const char *name, const char *text)
{
	struct page *page = &p->all[p->count];

	if (p->count == PAGES_MAX)
		return;
	*page = (struct page){.kind = kind};
	snprintf(page->name, sizeof page->name, "%s", name);
	snprintf(page->text, sizeof page->text, "%s", text);
	p->count++;
}

/* In the order of their names from first on, each once. */
static void add_named(struct pages *p, unsigned first, enum page_kind kind, const char *name)
{
	unsigned low = first, high = p->count;
	struct page kept;

	if (!*name || strlen(name) >= sizeof kept.name)
		return;
	while (low < high) {
		unsigned middle = low + (high - low) / 2;
		int order = strcmp(p->all[middle].name, name);

		if (!order)
			return;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (p->count == PAGES_MAX)
		return;
	add_page(p, kind, name, "");
	kept = p->all[p->count - 1];
	memmove(&p->all[low + 1], &p->all[low], (p->count - 1 - low) * sizeof kept);
	p->all[low] = kept;
}

static void gather(struct pages *p)
{
	unsigned count, first;
	struct pbx_object *const *people = pbx_list(p->console->pbx, PBX_CONTACT, &count);

	p->count = 0;
	add_page(p, PAGE_ALL, "", "");
	add_page(p, PAGE_FAVOURITES, "", "");
	for (unsigned i = 0; i < p->filter_count; i++)
		add_page(p, PAGE_FILTER, p->filters[i].name, p->filters[i].text);
	first = p->count;
	for (unsigned i = 0; i < count; i++)
		add_named(p, first, PAGE_DEPARTMENT, pbx_contact_department(people[i]));
	first = p->count;
	for (unsigned i = 0; i < count; i++)
		for (unsigned k = 0; k < pbx_who_tags(people[i]); k++)
			add_named(p, first, PAGE_TAG, pbx_who_tag(people[i], k));
}

/* The place of the page that is shown; one that is not among them counts as the first. */
static unsigned place(const struct pages *p)
{
	for (unsigned i = 0; i < p->count; i++)
		if (p->all[i].kind == p->now.kind && strcmp(p->all[i].name, p->now.name) == 0)
			return i;
	return 0;
}

static void name_of(const struct page *page, char *out, size_t cap)
{
	if (page->kind == PAGE_FAVOURITES)
		snprintf(out, cap, "%s", _("favourites"));
	else
		snprintf(out, cap, "%s%s", page->kind == PAGE_TAG ? "#" : "", page->name);
}

static const char *empty_text(struct pages *p)
{
	char key[2 * KEY_NAME_MAX];

	keymap_key(p->console->options.keymap, ACTION_FAVOURITE, KEYS_EMPTY, key, sizeof key);
	if (p->now.kind == PAGE_FAVOURITES)
		snprintf(p->empty, sizeof p->empty, _("No favourites yet: %s makes one"),
			 *key ? key : _("favourite"));
	else if (p->now.kind == PAGE_FILTER)
		snprintf(p->empty, sizeof p->empty, _("Nothing matches \"%.80s\" now"),
			 p->now.text);
	else
		snprintf(p->empty, sizeof p->empty, "%s",
			 p->now.kind == PAGE_ALL ? _("Nobody yet") : _("Nobody is here any more"));
	return p->empty;
}

static void show(struct pages *p)
{
	char name[128], title[192] = "";

	gather(p);
	name_of(&p->now, name, sizeof name);
	if (p->now.kind != PAGE_ALL)
		snprintf(title, sizeof title, _("Contacts: %.100s %u/%u"), name, place(p) + 1,
			 p->count);
	pane_contacts_show(p->console->pane[PLACE_CONTACTS], &p->now, title, empty_text(p),
			   p->favourites, p->favourite_count);
	console_dirty(p->console);
}

/* ---- Turning ---- */

static void on_quiet(void *ctx, const struct pbx_result *result)
{
	(void)ctx, (void)result; /* where one was is worth no message */
}

void pages_keep(const struct console *c, struct cJSON *out)
{
	cJSON_AddStringToObject(out, "kind", kinds[c->pages->now.kind]);
	cJSON_AddStringToObject(out, "name", c->pages->now.name);
}

static void on_keep(void *ctx)
{
	struct pages *p = ctx;
	cJSON *value = cJSON_CreateObject();
	char *json;

	pages_keep(p->console, value);
	json = cJSON_PrintUnformatted(value);
	pbx_set_setting(p->console->pbx, "page", json, on_quiet, NULL);
	cJSON_free(json);
	cJSON_Delete(value);
}

static void turn_to(struct pages *p, const struct page *page)
{
	struct console *c = p->console;

	p->now = *page;
	p->restored = true;
	c->focus = PLACE_CONTACTS;
	show(p);
	list_reset(&c->pane[PLACE_CONTACTS]->list);
	loop_timer_set(p->keep, KEEP_MS);
}

static void turn(struct console *c, int by)
{
	struct pages *p = c->pages;

	gather(p);
	turn_to(p, &p->all[(place(p) + p->count + (unsigned)by) % p->count]);
}

void act_next_list(struct console *c)
{
	turn(c, 1);
}

void act_previous_list(struct console *c)
{
	turn(c, -1);
}

/* ---- What is remembered ---- */

static void read_page(struct pages *p, const cJSON *value)
{
	p->restored = true;
	for (unsigned kind = 0; kind < sizeof kinds / sizeof *kinds && value; kind++) {
		if (strcmp(kinds[kind], text_of(value, "kind")) != 0)
			continue;
		p->now = (struct page){.kind = (enum page_kind)kind};
		snprintf(p->now.name, sizeof p->now.name, "%s", text_of(value, "name"));
	}
}

static void restore(struct pages *p)
{
	cJSON *value = setting(p->console, "page");

	read_page(p, value);
	cJSON_Delete(value);
}

/* A filter that was changed or removed meanwhile. */
static void check_filter(struct pages *p)
{
	if (p->now.kind != PAGE_FILTER)
		return;
	for (unsigned i = 0; i < p->filter_count; i++)
		if (strcmp(p->filters[i].name, p->now.name) == 0) {
			memcpy(p->now.text, p->filters[i].text, sizeof p->now.text);
			return;
		}
	p->now = (struct page){.kind = PAGE_ALL};
}

void pages_refresh(struct console *c)
{
	struct pages *p = c->pages;

	read_favourites(p);
	read_filters(p);
	if (!p->restored)
		restore(p);
	check_filter(p);
	show(p);
}

void pages_take(struct console *c, const struct cJSON *in)
{
	read_page(c->pages, in);
	pages_refresh(c);
}

static void on_setting(void *ctx, enum pbx_event event, struct pbx_object *object, uint64_t changed)
{
	struct pages *p = ctx;
	const char *name = pbx_setting_name(object);

	(void)changed;
	/* When the feed ends everything goes, and nothing of it was taken back by the operator. */
	if (event == PBX_DELETED && pbx_feed_state(p->console->pbx) != PBX_LIVE)
		return;
	if (event == PBX_DELETED && strcmp(name, "favourites") == 0)
		p->favourite_count = 0;
	else if (event == PBX_DELETED && strcmp(name, "filters") == 0)
		p->filter_count = 0;
	else if (strcmp(name, "favourites") == 0)
		read_favourites(p);
	else if (strcmp(name, "filters") == 0)
		read_filters(p);
	else
		return;
	check_filter(p);
	show(p);
}

void pages_open(struct console *c)
{
	struct pages *p = mem_new(1, sizeof *p);

	p->console = c;
	p->keep = loop_timer_new(c->loop, on_keep, p);
	c->pages = p;
	pbx_listen(c->pbx, PBX_SETTING, NULL, PBX_NEW | PBX_UPDATE | PBX_DELETED, on_setting, p);
}

void pages_free(struct console *c)
{
	struct pages *p = c->pages;

	if (!p)
		return;
	pbx_unlisten(c->pbx, PBX_SETTING, NULL, on_setting, p);
	loop_timer_free(&p->keep);
	free(p);
	c->pages = NULL;
}

/* ---- Favourites ---- */

static int favourite_at(const struct pages *p, const char *ref)
{
	for (unsigned i = 0; i < p->favourite_count; i++)
		if (strcmp(p->favourites[i], ref) == 0)
			return (int)i;
	return -1;
}

static void put_favourites(struct pages *p, struct deed *deed)
{
	cJSON *list = cJSON_CreateArray();

	for (unsigned i = 0; i < p->favourite_count; i++) {
		const char *key = strchr(p->favourites[i], '/') + 1;
		cJSON *item = cJSON_CreateObject();

		if (strtol(p->favourites[i], NULL, 10) == PBX_CONTACT)
			cJSON_AddNumberToObject(item, "cID", strtod(key, NULL));
		else
			cJSON_AddStringToObject(item, "key", key);
		cJSON_AddItemToArray(list, item);
	}
	put(p->console, "favourites", list, deed);
}

void act_favourite(struct console *c)
{
	struct pages *p = c->pages;
	const struct pbx_object *row = console_selected(c), *who;
	char ref[PANE_REF_MAX];
	int at;

	if (row && (pbx_object_class(row) == PBX_CONTACT || pbx_object_class(row) == PBX_ADDRESS))
		who = pbx_who_contact(row) ? pbx_who_contact(row) : row;
	else
		who = NULL;
	if (!who) {
		messages_add(c->messages, MESSAGE_REFUSED, _("Only people can be favourites"));
		return;
	}
	at = favourite_at(p, pane_ref(who, ref));
	if (at < 0 && p->favourite_count == PAGES_FAVOURITES) {
		messages_add(c->messages, MESSAGE_REFUSED, _("You have %d favourites: that is all"),
			     PAGES_FAVOURITES);
		return;
	}
	if (at < 0) {
		memcpy(p->favourites[p->favourite_count++], ref, sizeof ref);
	} else {
		p->favourite_count--;
		memmove(p->favourites[at], p->favourites[at + 1],
			(p->favourite_count - (unsigned)at) * sizeof *p->favourites);
	}
	put_favourites(
		p, deed_new(c, at < 0 ? _("%s is a favourite") : _("%s is no longer a favourite"),
			    console_name(who)));
	show(p);
}

/* ---- Filters ---- */

static void put_filters(struct pages *p, struct deed *deed)
{
	cJSON *list = cJSON_CreateArray();

	for (unsigned i = 0; i < p->filter_count; i++) {
		cJSON *item = cJSON_CreateObject();

		cJSON_AddStringToObject(item, "name", p->filters[i].name);
		cJSON_AddStringToObject(item, "text", p->filters[i].text);
		cJSON_AddItemToArray(list, item);
	}
	put(p->console, "filters", list, deed);
}

const struct pages_filter *pages_filter(const struct console *c, unsigned i)
{
	return i < c->pages->filter_count ? &c->pages->filters[i] : NULL;
}

void pages_filter_show(struct console *c, unsigned i)
{
	struct page page = {.kind = PAGE_FILTER};

	if (i >= c->pages->filter_count)
		return;
	snprintf(page.name, sizeof page.name, "%s", c->pages->filters[i].name);
	snprintf(page.text, sizeof page.text, "%s", c->pages->filters[i].text);
	keys_clear(c);
	turn_to(c->pages, &page);
}

void pages_filter_remove(struct console *c, unsigned i)
{
	struct pages *p = c->pages;
	struct deed *deed;

	if (i >= p->filter_count)
		return;
	deed = deed_new(c, _("Filter %s removed"), p->filters[i].name);
	p->filter_count--;
	memmove(&p->filters[i], &p->filters[i + 1], (p->filter_count - i) * sizeof *p->filters);
	put_filters(p, deed);
	check_filter(p);
	show(p);
}

void pages_filter_save(struct console *c, const char *name, const char *text)
{
	struct pages *p = c->pages;
	unsigned at = 0;

	while (at < p->filter_count && strcmp(p->filters[at].name, name) != 0)
		at++;
	if (at == PAGES_FILTERS) {
		messages_add(c->messages, MESSAGE_REFUSED,
			     _("You have %d filters: remove one before you save another"),
			     PAGES_FILTERS);
		return;
	}
	snprintf(p->filters[at].name, sizeof p->filters[at].name, "%s", name);
	snprintf(p->filters[at].text, sizeof p->filters[at].text, "%s", text);
	if (at == p->filter_count)
		p->filter_count++;
	put_filters(p, deed_new(c, _("Filter %s saved"), name));
	check_filter(p);
	show(p);
}
