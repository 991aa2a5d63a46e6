/* frontdesk-pabx import: an address book from a CSV or vCard file. Shared by import*.c only. */
#ifndef PABX_IMPORT_H
#define PABX_IMPORT_H

#include "base/number.h"
#include "subcommand_inside.h"

enum { IMPORT_EMAILS = 4 };

/* What a file says of one person or firm: cleaned texts, never NULL but identity and tags. */
struct import_entry {
	char *identity; /* the file's own name for it (UID, key): lasts from one import to the next
			 */
	char *name, *numbers, *company, *department;
	char *emails[IMPORT_EMAILS]; /* the first is the entry's, "" where there is none */
	char *tags;                  /* words with blanks between */
	char *photo;
	size_t photo_len;
	unsigned line, photo_line;
	struct import_entry *next;
};

/* A whole file, in its order. */
struct import_list {
	struct import_entry *entries;
	unsigned count, broken; /* entries that were understood, and that were not */
};

/* Reads all of a file; what is broken is told by report, an error each
 * (the first 20). Returns an error only where
 * nothing can be read at all. Free with import_list_free(). */
typedef void import_report_fn(const char *what);
int import_read(const char *path, import_report_fn *report, struct import_list *list,
		struct why *why);
void import_list_free(struct import_list *list);

/* Whose book it goes into (struct directory_address says how). */
struct import_book {
	const char *group, *tenant;
	int64_t owner;
};

struct import_counts {
	unsigned added, changed, same, removed, people, photos;
};

/* Writes all of it (within the caller's transaction). replace: entries of an earlier import that
 * are not in this one go. */
int import_put(struct store *store, const struct import_book *book, const struct import_list *list,
	       bool replace, struct import_counts *counts, struct why *why);

#endif
