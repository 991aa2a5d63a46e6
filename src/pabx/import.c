#include "import.h"
#include "base/language.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void report(const char *what)
{
	fprintf(stderr, "frontdesk-pabx: %s\n", what);
}

static bool has_company(struct store *store, const char *id)
{
	struct sqlite3_stmt *rows;
	bool found = false;

	for (rows = store_ask(store, SQL_COMPANIES, ""); store_next(rows);)
		found |= !strcmp(store_text(rows, 0), id);
	return found;
}

static int choose_book(struct store *store, const struct words *words, struct import_book *book,
		       struct why *why)
{
	const char *group = words->group ? words->group : words->owner ? "personal" : "company";
	bool personal = !strcmp(group, "personal"), company = !strcmp(group, "company");

	*book = (struct import_book){.group = group, .tenant = ""};
	if (!personal && !company && strcmp(group, "system") != 0)
		return why_set(why, ERR_INVALID,
			       _("--group knows company, system and personal, not \"%.40s\""),
			       group);
	if (personal != (words->owner != NULL))
		return why_set(why, ERR_INVALID, _("--group personal and --owner go together"));
	if (words->company && !company)
		return why_set(why, ERR_INVALID, _("--company is for --group company only"));
	if (personal)
		return person_of_login(store, words->owner, &book->owner, why);
	if (company)
		book->tenant = words->company ? words->company : "default";
	return company && !has_company(store, book->tenant)
		       ? why_set(why, ERR_NOT_FOUND, _("there is no company \"%.60s\""),
				 book->tenant)
		       : 0;
}

/* A picture that cannot be read is told of and left out: the entry is as good without. */
static void make_photos(const char *file, struct import_list *list)
{
	struct why why;

	for (struct import_entry *e = list->entries; e; e = e->next) {
		if (!e->photo || !photo_make(_("it"), &e->photo, &e->photo_len, &why))
			continue;
		fprintf(stderr, _("frontdesk-pabx: %s, line %u: the photo is left out: %s\n"), file,
			e->photo_line, why.text);
		free(e->photo);
		e->photo = NULL;
		e->photo_len = 0;
	}
}

static void say(const struct import_counts *c, bool dry)
{
	printf(_("%s%u added, %u changed, %u as they were"),
	       dry ? _("nothing done; would be: ") : "", c->added, c->changed, c->same);
	if (c->removed)
		printf(_(", %u removed"), c->removed);
	if (c->people)
		printf(P_(", %u is a person here (%u new photos)",
			  ", %u are people here (%u new photos)", c->people),
		       c->people, c->photos);
	putchar('\n');
}

static int write_all(struct store *store, const struct import_book *book,
		     const struct import_list *list, const struct words *words, struct why *why)
{
	struct import_counts counts;
	int err;

	store_begin(store);
	*why->text = '\0';
	err = import_put(store, book, list, words->replace, &counts, why);
	if (err || words->dry_run)
		store_rollback(store);
	else
		err = store_commit(store);
	if (err && !*why->text)
		return why_set(why, err, _("the store could not be written: nothing was imported"));
	if (!err)
		say(&counts, words->dry_run);
	return err;
}

int import_run(struct store *store, const struct words *words, struct why *why)
{
	const char *file = words->argv[0];
	struct import_book book;
	struct import_list list = {0};
	int err = choose_book(store, words, &book, why);

	if (!err)
		err = import_read(file, report, &list, why);
	if (!err && list.broken)
		err = why_set(why, ERR_INVALID,
			      _("nothing was imported: %u of %u entries are broken"), list.broken,
			      list.broken + list.count);
	if (!err) {
		make_photos(file, &list);
		err = write_all(store, &book, &list, words, why);
	}
	import_list_free(&list);
	return err;
}
