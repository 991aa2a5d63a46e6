/* Reads the folder of assets/office into people, telephones, queues and lots. */
#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/text.h"
#include "build.h"

enum { OUTSIDERS_MAX = 2000 };

typedef int (*row_fn)(struct office *o, const struct csv *csv, struct why *why);

static int read_file(struct office *o, const char *folder, const char *name, row_fn fn,
		     struct why *why)
{
	char path[PATH_MAX];
	struct csv *csv;
	int got;

	if (snprintf(path, sizeof(path), "%s/%s", folder, name) >= (int)sizeof(path))
		return why_set(why, ERR_LIMIT, "The name of the folder is too long.");
	got = csv_open(path, &csv, why);
	if (got < 0)
		return got;
	while ((got = csv_next(csv, why)) > 0)
		if ((got = fn(o, csv, why)) < 0) {
			if (why && !*why->text)
				why_set(why, got, "%s, line %u: %s", path, csv_line(csv),
					err_name(got));
			break;
		}
	csv_free(&csv);
	return got;
}

static void copy(char *out, size_t cap, const char *text)
{
	text_clean(out, cap, text, strlen(text));
}

/* Numbers as a trunk and a telephone show them: without separators. */
static bool digits(const char *text, char out[OFFICE_NUMBER])
{
	char first[OFFICE_NUMBER];
	size_t len = strcspn(text, ";");

	if (len >= sizeof(first))
		return false;
	memcpy(first, text, len);
	first[len] = '\0';
	return number_digits(first, out, OFFICE_NUMBER) > 0;
}

static int wrong(const struct csv *csv, struct why *why, const char *what, const char *value)
{
	return why_set(why, ERR_INVALID, "Line %u: %s \"%.100s\".", csv_line(csv), what, value);
}

static int phone_row(struct office *o, const struct csv *csv, struct why *why)
{
	struct phone_plan plan = {.lines = 1};

	if (strcmp(csv_get(csv, "kind"), "phone") != 0)
		return 0;
	copy(plan.name, sizeof(plan.name), csv_get(csv, "name"));
	copy(plan.label, sizeof(plan.label), csv_get(csv, "label"));
	copy(plan.owner, sizeof(plan.owner), csv_get(csv, "members"));
	copy(plan.company, sizeof(plan.company), csv_get(csv, "company"));
	copy(plan.features, sizeof(plan.features), csv_get(csv, "features"));
	plan.console = !strcmp(csv_get(csv, "hands"), "console");
	if (*csv_get(csv, "lines"))
		plan.lines = (unsigned)strtoul(csv_get(csv, "lines"), NULL, 10);
	if (plan.lines < 1 || plan.lines > OFFICE_LINES)
		return wrong(csv, why, "A telephone has 1 to 8 lines, not", csv_get(csv, "lines"));
	if (!digits(csv_get(csv, "extension"), plan.extension))
		return wrong(csv, why, "This is no extension:", csv_get(csv, "extension"));
	return build_plan(o, &plan);
}

static int person_row(struct office *o, const struct csv *csv, struct why *why)
{
	struct person *p = mem_new(1, sizeof(*p));
	char *end;

	p->office = o;
	p->cID = strtoll(csv_get(csv, "cid"), &end, 10);
	copy(p->login, sizeof(p->login), csv_get(csv, "login"));
	copy(p->name, sizeof(p->name), csv_get(csv, "name"));
	copy(p->company, sizeof(p->company), csv_get(csv, "company"));
	copy(p->show, sizeof(p->show), csv_get(csv, "show"));
	copy(p->status, sizeof(p->status), csv_get(csv, "status"));
	if (*end || p->cID <= 0 || !*p->login || office_person(o, p->cID)) {
		free(p);
		return wrong(csv, why, "Not a person of his own:", csv_get(csv, "cid"));
	}
	HASH_ADD(hh, o->people, cID, sizeof(p->cID), p);
	if (!*csv_get(csv, "extension"))
		return 0;
	if (!digits(csv_get(csv, "extension"), p->extension))
		return wrong(csv, why, "This is no extension:", csv_get(csv, "extension"));
	return build_person(o, p) < 0
		       ? wrong(csv, why, "This extension or login is taken:", p->extension)
		       : 0;
}

static int lot_row(struct office *o, const struct csv *csv, struct why *why)
{
	unsigned first, last;

	if (sscanf(csv_get(csv, "extension"), "%8u-%8u", &first, &last) != 2 || last < first ||
	    last - first > 999)
		return wrong(csv, why, "A lot is as 701-710, not", csv_get(csv, "extension"));
	for (unsigned n = first; n <= last; n++) {
		struct slot *slot = mem_new(1, sizeof(*slot));

		copy(slot->lot, sizeof(slot->lot), csv_get(csv, "name"));
		snprintf(slot->number, sizeof(slot->number), "%u", n);
		DL_APPEND(o->slots, slot);
	}
	return 0;
}

static int group_row(struct office *o, const struct csv *csv, struct why *why)
{
	const char *kind = csv_get(csv, "kind");
	struct group_plan plan = {.members = csv_get(csv, "members"),
				  .queue = !strcmp(kind, "queue"),
				  .all = !strcmp(csv_get(csv, "rings"), "all")};

	if (!strcmp(kind, "phone"))
		return 0;
	if (!strcmp(kind, "lot"))
		return lot_row(o, csv, why);
	if (!plan.queue && strcmp(kind, "group") != 0)
		return wrong(csv, why, "There is no kind", kind);
	copy(plan.name, sizeof(plan.name), csv_get(csv, "name"));
	copy(plan.label, sizeof(plan.label), csv_get(csv, "label"));
	copy(plan.company, sizeof(plan.company), csv_get(csv, "company"));
	if (!digits(csv_get(csv, "extension"), plan.extension))
		return wrong(csv, why, "This is no extension:", csv_get(csv, "extension"));
	return build_group(o, &plan) < 0
		       ? wrong(csv, why, "A member is unknown, or the extension taken:", plan.label)
		       : 0;
}

static int ddi_row(struct office *o, const struct csv *csv, struct why *why)
{
	struct ddi *ddi = mem_new(1, sizeof(*ddi));

	copy(ddi->company, sizeof(ddi->company), csv_get(csv, "company"));
	LL_APPEND(o->ddis, ddi);
	if (!digits(csv_get(csv, "ddi"), ddi->ddi) || !digits(csv_get(csv, "to"), ddi->to))
		return wrong(csv, why, "A DDI has a number and an extension, not",
			     csv_get(csv, "ddi"));
	return 0;
}

static int outsider_row(struct office *o, const struct csv *csv, struct why *why)
{
	struct outsider *out;

	(void)why;
	if (o->outsider_count == OUTSIDERS_MAX || !strcmp(csv_get(csv, "group"), "personal"))
		return 0;
	o->outsiders = mem_resize(o->outsiders, o->outsider_count + 1, sizeof(*o->outsiders));
	out = &o->outsiders[o->outsider_count];
	copy(out->name, sizeof(out->name), csv_get(csv, "name"));
	if (digits(csv_get(csv, "number"), out->number))
		o->outsider_count++;
	return 0;
}

int office_load(struct office *o, const char *folder, struct why *why)
{
	static const struct {
		const char *file;
		row_fn fn;
	} files[] = {
		{"office.csv", phone_row},       {"people.csv", person_row},
		{"office.csv", group_row},       {"ddis.csv", ddi_row},
		{"addresses.csv", outsider_row},
	};
	struct why own = {""};

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		int err = 0;

		if (files[i].fn == group_row)
			err = build_shared(o) < 0 ? why_set(&own, ERR_CONFLICT,
							    "%s/office.csv: a name or an extension "
							    "of a telephone is taken twice.",
							    folder)
						  : 0;
		if (!err)
			err = read_file(o, folder, files[i].file, files[i].fn, &own);
		if (err < 0) {
			why_set(why, err, "%s", own.text);
			return err;
		}
	}
	build_rows(o);
	return 0;
}
