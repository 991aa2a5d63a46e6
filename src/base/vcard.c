#include "vcard.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mem.h"
#include "path.h"
#include "text.h"
#include "vcard_line.h"

enum { FILE_MAX = 64 << 20 };

struct vcards {
	char *name, *text;
	struct vcard_lines lines;
	struct vcard_line line;
};

struct vcards *vcards_of(const char *name, char *text, size_t len)
{
	static const char mark[] = "\xef\xbb\xbf";
	struct vcards *cards = mem_new(1, sizeof(*cards));
	bool marked = len >= 3 && !memcmp(text, mark, 3);

	cards->name = mem_dup(name);
	cards->text = text;
	cards->lines = (struct vcard_lines){cards->name, text + (marked ? 3 : 0), text + len, 1};
	vcard_line_init(&cards->line);
	return cards;
}

int vcards_open(const char *path, struct vcards **cards, struct why *why)
{
	char *text;
	size_t len;
	int err = path_read(path, FILE_MAX, &text, &len, why);

	if (!err)
		*cards = vcards_of(path, text, len);
	return err;
}

void vcards_free(struct vcards **slot)
{
	struct vcards *cards = *slot;

	*slot = NULL;
	if (!cards)
		return;
	vcard_line_free(&cards->line);
	free(cards->name);
	free(cards->text);
	free(cards);
}

void vcard_free(struct vcard *card)
{
	char *texts[] = {card->uid,   card->name,       card->organisation, card->unit,
			 card->title, card->categories, card->photo};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		free(texts[i]);
	for (unsigned i = 0; i < card->email_count; i++)
		free(card->emails[i]);
	for (unsigned i = 0; i < card->number_count; i++)
		free(card->numbers[i].number);
	memset(card, 0, sizeof(*card));
}

static int wrong(const struct vcards *cards, struct why *why, const char *what)
{
	return why_set(why, ERR_INVALID, "%s, line %u: %s", cards->name, cards->line.number, what);
}

/* One component of a value, up to an unescaped ';' (all of it where mark is NUL), unescaped. */
static char *component(const char **rest, char mark)
{
	const char *from = *rest;
	char *text = mem_new(1, strlen(from) + 1), *to = text;

	for (; *from && (!mark || *from != mark); from++) {
		if (*from == '\\' && from[1]) {
			from++;
			*to++ = *from == 'n' || *from == 'N' ? '\n' : *from;
		} else {
			*to++ = *from;
		}
	}
	*rest = *from ? from + 1 : from;
	return text;
}

static char *whole(const char *value)
{
	return component(&value, '\0');
}

static void take_first(char **slot, char *text)
{
	if (*slot || !*text)
		free(text);
	else
		*slot = text;
}

/* FN is what a card must have; where it lacks it, N names the person: family;given. */
static void take_n(char **name, const char *value)
{
	char *family = component(&value, ';'), *given = component(&value, ';');

	if (!*name && (*family || *given))
		*name = mem_printf("%s%s%s", given, *given && *family ? " " : "", family);
	free(family);
	free(given);
}

static void take_org(struct vcard *card, const char *value)
{
	take_first(&card->organisation, component(&value, ';'));
	take_first(&card->unit, component(&value, ';'));
}

static void take_email(struct vcard *card, char *text, bool preferred)
{
	if (!*text || card->email_count == VCARD_EMAILS) {
		free(text);
		return;
	}
	card->emails[card->email_count++] = text;
	if (preferred && card->email_count > 1) {
		card->emails[card->email_count - 1] = card->emails[0];
		card->emails[0] = text;
	}
}

static const char *number_type(unsigned words)
{
	return words & VCARD_FAX      ? "fax"
	       : words & VCARD_MOBILE ? "mobile"
	       : words & VCARD_MAIN   ? "main"
	       : words & VCARD_WORK   ? "work"
	       : words & VCARD_HOME   ? "home"
				      : "other";
}

/* 4.0 writes a number as URI: tel:+44-20-7946-0300;ext=12. What follows the number is left out. */
static char *number_of(const char *value)
{
	char *text = whole(value);

	if (strncasecmp(text, "tel:", 4) != 0)
		return text;
	memmove(text, text + 4, strlen(text + 4) + 1);
	text[strcspn(text, ";")] = '\0';
	return text;
}

/* The preferred one goes to the front, a fax behind all that can be called. */
static void take_number(struct vcard *card, const char *value, unsigned words)
{
	struct vcard_number number = {number_type(words), number_of(value)};
	unsigned at = card->number_count;

	if (!*number.number || at == VCARD_NUMBERS) {
		free(number.number);
		return;
	}
	if (words & VCARD_FAX)
		words &= ~(unsigned)VCARD_PREFERRED;
	while (at && ((words & VCARD_PREFERRED) ||
		      (!(words & VCARD_FAX) && !strcmp(card->numbers[at - 1].type, "fax")))) {
		card->numbers[at] = card->numbers[at - 1];
		at--;
	}
	card->numbers[at] = number;
	card->number_count++;
}

static void add_categories(struct vcard *card, const char *value)
{
	char *text = whole(value), *before = card->categories;

	if (!before) {
		card->categories = text;
		return;
	}
	card->categories = mem_printf("%s,%s", before, text);
	free(before);
	free(text);
}

/* 3.0 has the bytes (ENCODING=b, decoded already); 4.0 writes data:image/png;base64,… A picture
 * that lies elsewhere is none: nothing is fetched. */
static int take_photo(struct vcards *cards, struct vcard *card, struct why *why)
{
	struct vcard_line *line = &cards->line;
	const char *data = line->value;
	long len = (long)line->len;

	if (card->photo)
		return 0;
	if (!(line->words & VCARD_BASE64)) {
		char *comma = strchr(line->value, ',');

		if (strncasecmp(line->value, "data:", 5) != 0 || !comma)
			return 0;
		data = comma + 1;
		len = vcard_base64(comma + 1, strlen(comma + 1));
		if (len < 0)
			return wrong(cards, why, "broken base64");
	}
	card->photo = mem_new(1, (size_t)len + 1);
	memcpy(card->photo, data, (size_t)len);
	card->photo_len = (size_t)len;
	card->photo_line = line->number;
	return 0;
}

static int take_text(struct vcards *cards, struct vcard *card, char **n, struct why *why)
{
	const char *name = cards->line.name, *value = cards->line.value;
	unsigned words = cards->line.words;

	if (strlen(value) != cards->line.len)
		return wrong(cards, why, "a NUL byte");
	if (!text_valid(value, cards->line.len))
		return wrong(cards, why, "this is not UTF-8");
	if (!strcmp(name, "FN"))
		take_first(&card->name, whole(value));
	else if (!strcmp(name, "N"))
		take_n(n, value);
	else if (!strcmp(name, "ORG"))
		take_org(card, value);
	else if (!strcmp(name, "TITLE"))
		take_first(&card->title, whole(value));
	else if (!strcmp(name, "UID"))
		take_first(&card->uid, whole(value));
	else if (!strcmp(name, "EMAIL"))
		take_email(card, whole(value), words & VCARD_PREFERRED);
	else if (!strcmp(name, "CATEGORIES"))
		add_categories(card, value);
	else if (!strcmp(name, "TEL"))
		take_number(card, value, words);
	else if (!strcmp(name, "VERSION") && strcmp(value, "2.1") != 0 &&
		 strcmp(value, "3.0") != 0 && strcmp(value, "4.0") != 0)
		return wrong(cards, why, "vCard 3.0 and 4.0 are understood, not this version");
	return 0;
}

static bool is_mark(const struct vcard_line *line, const char *name)
{
	return !strcmp(line->name, name) && !strcasecmp(line->value, "VCARD");
}

/* Up to the END: 0, or the first error, after which the rest of the card is stepped over. */
static int read_card(struct vcards *cards, struct vcard *card, char **n, struct why *why)
{
	int err = 0, got;

	while ((got = vcard_line_next(&cards->lines, &cards->line, err ? NULL : why)) != 0) {
		if (got < 0) {
			err = err ? err : got;
			continue;
		}
		if (is_mark(&cards->line, "END"))
			return err;
		if (is_mark(&cards->line, "BEGIN") && !err)
			err = wrong(cards, why, "the card before has no END:VCARD");
		else if (!err)
			err = !strcmp(cards->line.name, "PHOTO") ? take_photo(cards, card, why)
								 : take_text(cards, card, n, why);
	}
	return err ? err : wrong(cards, why, "the file ends within a card");
}

int vcards_next(struct vcards *cards, struct vcard *card, struct why *why)
{
	char *n = NULL;
	int err = vcard_line_next(&cards->lines, &cards->line, why);

	memset(card, 0, sizeof(*card));
	if (err <= 0)
		return err;
	if (!is_mark(&cards->line, "BEGIN"))
		return wrong(cards, why, "a card begins with BEGIN:VCARD");
	card->line = cards->line.number;
	err = read_card(cards, card, &n, why);
	if (!card->name)
		card->name = n;
	else
		free(n);
	if (!card->name && !err)
		take_first(&card->name, mem_dup(card->organisation ? card->organisation : ""));
	if (err)
		vcard_free(card);
	return err ? err : 1;
}
