#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/csv.h"
#include "base/hash.h"
#include "base/language.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/vcard.h"
#include "import.h"
#include "number_list.h"

enum { ADDRESS_NUMBERS = 512, TAGS_BYTES = 1024, IDENTITY_BYTES = 512, REPORTS = 20 };

struct reading {
	const char *file;
	import_report_fn *report;
	struct import_list *list;
	struct import_entry *last;
};

static void entry_free(struct import_entry *entry)
{
	char *texts[] = {entry->identity,   entry->name, entry->numbers, entry->company,
			 entry->department, entry->tags, entry->photo};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		free(texts[i]);
	for (int i = 0; i < IMPORT_EMAILS; i++)
		free(entry->emails[i]);
	free(entry);
}

void import_list_free(struct import_list *list)
{
	struct import_entry *entry, *next;

	for (entry = list->entries; entry; entry = next) {
		next = entry->next;
		entry_free(entry);
	}
	memset(list, 0, sizeof(*list));
}

/* The entry's copy, as consoles see every text; blanks at the ends go. */
static char *clean(const char *text)
{
	char *copy = text_clean_dup(text ? text : "", 8192), *from = copy + strspn(copy, " ");
	size_t len = strlen(from);

	while (len && from[len - 1] == ' ')
		len--;
	memmove(copy, from, len);
	copy[len] = '\0';
	return copy;
}

static int wrong(const struct reading *in, const struct import_entry *entry, struct why *why,
		 const char *what, const char *value)
{
	return why_set(why, ERR_INVALID, _("%s, line %u: %s \"%.60s\""), in->file, entry->line,
		       what, value);
}

static int check_numbers(const struct reading *in, const struct import_entry *entry,
			 struct why *why)
{
	struct number_list list;
	int err = 0;

	number_list_read(&list, entry->numbers);
	for (unsigned i = 0; !err && i < list.count; i++)
		if (!number_dialable(list.numbers[i]))
			err = wrong(in, entry, why, _("not a number that can be called:"),
				    list.numbers[i]);
	number_list_free(&list);
	return err;
}

static int check(const struct reading *in, const struct import_entry *entry, struct why *why)
{
	const struct {
		const char *text;
		size_t max;
	} limits[] = {
		{entry->name, 128},
		{entry->numbers, ADDRESS_NUMBERS},
		{entry->company, 128},
		{entry->department, 128},
		{entry->emails[0], 254},
		{entry->tags, TAGS_BYTES},
		{entry->identity, IDENTITY_BYTES},
	};

	if (!*entry->name)
		return why_set(why, ERR_INVALID, _("%s, line %u: the entry has no name"), in->file,
			       entry->line);
	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++)
		if (limits[i].text && strlen(limits[i].text) > limits[i].max)
			return wrong(in, entry, why, _("too long:"), limits[i].text);
	return check_numbers(in, entry, why);
}

static void broken(struct reading *in, const struct why *why)
{
	if (in->list->broken++ < REPORTS)
		in->report(why->text);
}

/* Takes the entry over, or tells what is wrong with it. */
static void take(struct reading *in, struct import_entry *entry)
{
	struct why why;

	if (check(in, entry, &why)) {
		broken(in, &why);
		entry_free(entry);
		return;
	}
	if (in->last)
		in->last->next = entry;
	else
		in->list->entries = entry;
	in->last = entry;
	in->list->count++;
}

/* ---- vCard ---- */

static void add_number(struct buf *out, const char *type, const char *number)
{
	if (*number)
		buf_printf(out, "%s%s:%s", out->len ? ";" : "", type, number);
}

static char *numbers_of(const struct vcard *card)
{
	struct buf out;

	buf_init(&out, 1 << 16);
	for (unsigned i = 0; i < card->number_count; i++) {
		char *number = clean(card->numbers[i].number);

		/* The list's own marks are none of a number's. */
		number[strcspn(number, ";")] = '\0';
		add_number(&out, card->numbers[i].type, number);
		free(number);
	}
	return buf_take(&out);
}

/* "Good customer,press" gives the tags "Good-customer press". */
static char *tags_of(const char *categories)
{
	char *tags = clean(categories);

	for (char *c = tags; *c; c++)
		*c = *c == ',' ? ' ' : *c == ' ' || *c == '#' ? '-' : *c;
	return tags;
}

static struct import_entry *entry_of_card(struct vcard *card)
{
	struct import_entry *entry = mem_new(1, sizeof(*entry));

	entry->line = card->line;
	entry->identity = card->uid ? clean(card->uid) : NULL;
	entry->name = clean(card->name);
	entry->numbers = numbers_of(card);
	entry->company = clean(card->organisation);
	entry->department = clean(card->unit ? card->unit : card->title);
	entry->tags = tags_of(card->categories);
	for (unsigned i = 0; i < IMPORT_EMAILS; i++)
		entry->emails[i] = clean(i < card->email_count ? card->emails[i] : "");
	entry->photo = card->photo;
	entry->photo_len = card->photo_len;
	entry->photo_line = card->photo_line;
	card->photo = NULL;
	return entry;
}

static int read_cards(struct reading *in, struct why *why)
{
	struct vcards *cards;
	struct vcard card;
	struct why one;
	int got = vcards_open(in->file, &cards, why);

	if (got)
		return got;
	while ((got = vcards_next(cards, &card, &one)) != 0) {
		if (got < 0) {
			broken(in, &one);
			continue;
		}
		take(in, entry_of_card(&card));
		vcard_free(&card);
	}
	vcards_free(&cards);
	return 0;
}

/* ---- CSV ---- */

enum column {
	C_NAME,
	C_FIRST,
	C_LAST,
	C_KEY,
	C_NUMBER,
	C_WORK,
	C_MOBILE,
	C_HOME,
	C_FAX,
	C_COMPANY,
	C_EMAIL,
	C_DEPARTMENT,
	C_TAGS,
	COLUMNS
};

/* The name of each column here and in the files of other programs. */
static const struct {
	const char *name;
	enum column column;
} names[] = {
	{"name", C_NAME},
	{"full name", C_NAME},
	{"display name", C_NAME},
	{"first name", C_FIRST},
	{"given name", C_FIRST},
	{"last name", C_LAST},
	{"family name", C_LAST},
	{"key", C_KEY},
	{"uid", C_KEY},
	{"number", C_NUMBER},
	{"phone", C_NUMBER},
	{"telephone", C_NUMBER},
	{"work", C_WORK},
	{"business phone", C_WORK},
	{"mobile", C_MOBILE},
	{"mobile phone", C_MOBILE},
	{"home", C_HOME},
	{"home phone", C_HOME},
	{"fax", C_FAX},
	{"business fax", C_FAX},
	{"company", C_COMPANY},
	{"organisation", C_COMPANY},
	{"organization", C_COMPANY},
	{"email", C_EMAIL},
	{"e-mail", C_EMAIL},
	{"email address", C_EMAIL},
	{"e-mail address", C_EMAIL},
	{"department", C_DEPARTMENT},
	{"tags", C_TAGS},
	{"categories", C_TAGS},
};

/* The header's own name of each column, NULL where it has none. */
static int read_header(const struct reading *in, const struct csv *csv, const char *header[COLUMNS],
		       struct why *why)
{
	const char *column;

	for (unsigned i = 0; (column = csv_column(csv, i)); i++)
		for (size_t j = 0; j < sizeof(names) / sizeof(*names); j++)
			if (!strcasecmp(names[j].name, column) && !header[names[j].column])
				header[names[j].column] = column;
	if (!header[C_NAME] && !header[C_FIRST] && !header[C_LAST])
		return why_set(why, ERR_INVALID, _("%s, line 1: there is no column \"name\""),
			       in->file);
	return 0;
}

static char *numbers_of_row(const char *const value[COLUMNS])
{
	static const struct {
		enum column column;
		const char *type;
	} typed[] = {{C_WORK, "work"}, {C_MOBILE, "mobile"}, {C_HOME, "home"}, {C_FAX, "fax"}};
	struct buf out;

	buf_init(&out, 1 << 17);
	buf_add_str(&out, value[C_NUMBER]);
	for (size_t i = 0; i < sizeof(typed) / sizeof(*typed); i++)
		add_number(&out, typed[i].type, value[typed[i].column]);
	return buf_take(&out);
}

static struct import_entry *entry_of_row(const struct csv *csv, const char *const header[COLUMNS])
{
	struct import_entry *entry = mem_new(1, sizeof(*entry));
	const char *value[COLUMNS];
	char *both, *numbers;

	for (int i = 0; i < COLUMNS; i++)
		value[i] = header[i] ? csv_get(csv, header[i]) : "";
	both = mem_printf("%s %s", value[C_FIRST], value[C_LAST]);
	numbers = numbers_of_row(value);
	entry->line = csv_line(csv);
	entry->identity = *value[C_KEY] ? clean(value[C_KEY]) : NULL;
	entry->name = clean(*value[C_NAME] ? value[C_NAME] : both);
	entry->numbers = clean(numbers);
	entry->company = clean(value[C_COMPANY]);
	entry->department = clean(value[C_DEPARTMENT]);
	entry->tags = clean(value[C_TAGS]);
	for (int i = 0; i < IMPORT_EMAILS; i++)
		entry->emails[i] = clean(i ? "" : value[C_EMAIL]);
	free(numbers);
	free(both);
	return entry;
}

static bool row_is_text(const struct csv *csv)
{
	const char *column;

	for (unsigned i = 0; (column = csv_column(csv, i)); i++) {
		const char *value = csv_get(csv, column);

		if (!text_valid(value, strlen(value)))
			return false;
	}
	return true;
}

static int read_rows(struct reading *in, struct why *why)
{
	const char *header[COLUMNS] = {NULL};
	struct csv *csv;
	struct why one;
	int got = csv_open(in->file, &csv, why);

	if (got)
		return got;
	got = read_header(in, csv, header, why);
	if (got) {
		csv_free(&csv);
		return got;
	}
	while ((got = csv_next(csv, &one)) == 1) {
		if (row_is_text(csv)) {
			take(in, entry_of_row(csv, header));
			continue;
		}
		why_set(&one, ERR_INVALID, _("%s, line %u: this is not UTF-8"), in->file,
			csv_line(csv));
		broken(in, &one);
	}
	/* Behind an open quote nothing can be told apart. */
	if (got < 0)
		broken(in, &one);
	csv_free(&csv);
	return 0;
}

/* A vCard file says so in its first line. */
static int is_vcard(const char *path, bool *vcard, struct why *why)
{
	static const char begin[] = "BEGIN:VCARD";
	FILE *file = fopen(path, "re");
	char head[64] = "", *from = head;

	if (!file)
		return why_set(why, ERR_NOT_FOUND, "%s: %m", path);
	head[fread(head, 1, sizeof(head) - 1, file)] = '\0';
	fclose(file);
	if (!strncmp(from, "\xef\xbb\xbf", 3))
		from += 3;
	from += strspn(from, " \t\r\n");
	*vcard = !strncasecmp(from, begin, strlen(begin));
	return 0;
}

int import_read(const char *path, import_report_fn *report, struct import_list *list,
		struct why *why)
{
	struct reading in = {.file = path, .report = report, .list = list};
	bool vcard = false;
	int err = is_vcard(path, &vcard, why);

	memset(list, 0, sizeof(*list));
	if (err)
		return err;
	return vcard ? read_cards(&in, why) : read_rows(&in, why);
}
