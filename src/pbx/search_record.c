#include <endian.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "core.h"

struct record {
	char *out;
	size_t len;
};

static void add_char(struct record *r, char c)
{
	if (r->len < PX_RECORD_MAX)
		r->out[r->len++] = c;
}

/* Marks that people cannot type do not come from texts either: those were cleaned. */
static void add_folded(struct record *r, const char *text)
{
	if (r->len + 1 < PX_RECORD_MAX)
		r->len += text_fold(r->out + r->len, PX_RECORD_MAX - r->len, text);
}

static void add_part(struct record *r, const char *text)
{
	if (!*text)
		return;
	add_char(r, PX_PART);
	add_folded(r, text);
}

/* "@acme" and "@gmbh" shall both find "Acme GmbH". */
static void add_company(struct record *r, const char *text)
{
	char folded[512];

	text_fold(folded, sizeof(folded), text);
	for (char *rest = folded, *word; (word = strsep(&rest, " "));) {
		if (!*word)
			continue;
		add_char(r, PX_PART);
		add_char(r, PX_COMPANY);
		while (*word)
			add_char(r, *word++);
	}
}

size_t px_digits(char *out, size_t cap, const char *text)
{
	size_t len = 0;

	for (; *text && len + 1 < cap; text++)
		if (*text >= '0' && *text <= '9')
			out[len++] = *text;
	out[len] = '\0';
	return len;
}

/* A number that is there already adds nothing. */
static void add_digits(struct record *r, const char *digits)
{
	char part[NUMBER_MAX + 4];
	size_t len = (size_t)snprintf(part, sizeof(part), "%c%c%s", PX_PART, PX_NUMBER, digits);

	if (r->len + len < PX_RECORD_MAX && !memmem(r->out, r->len, part, len)) {
		memcpy(r->out + r->len, part, len);
		r->len += len;
	}
}

/* As it is written, and as E.164 where that differs ("+44 (0)20"). */
static void add_number(struct record *r, const char *number)
{
	char written[NUMBER_MAX + 1], dialled[NUMBER_MAX + 2], digits[NUMBER_MAX + 1] = "";

	if (!*number)
		return;
	if (!px_digits(written, sizeof(written), number)) {
		add_part(r, number);
		return;
	}
	add_digits(r, written);
	if (number_digits(number, dialled, sizeof(dialled)) > 0)
		px_digits(digits, sizeof(digits), dialled);
	if (*digits && strcmp(digits, written) != 0)
		add_digits(r, digits);
}

/* Not by px_texts(), which would keep what it read. */
static void add_list(struct record *r, const char *json, void (*add)(struct record *, const char *))
{
	cJSON *list = *json ? cJSON_Parse(json) : NULL;
	const cJSON *item;

	cJSON_ArrayForEach (item, list) {
		const char *text = cJSON_IsObject(item) ? wire_json_text(item, "number")
							: cJSON_GetStringValue(item);

		if (text)
			add(r, text);
	}
	cJSON_Delete(list);
}

static void add_tag(struct record *r, const char *tag)
{
	add_char(r, PX_PART);
	add_char(r, '#');
	add_folded(r, tag);
}

static void add_names(struct record *r, const char *name)
{
	size_t start;

	add_char(r, '\n');
	add_folded(r, name);
	start = r->len;
	add_char(r, PX_SPELLING);

	size_t more = text_fold_digraph(r->out + r->len, PX_RECORD_MAX - r->len, name);

	r->len = more ? r->len + more : start;
}

static void add_tags(struct record *r, const struct pbx_object *who)
{
	const struct pbx_object *tag = px_tag_of(who);

	if (tag)
		add_list(r, pbx_tag_tags(tag), add_tag);
}

static void contact_record(struct record *r, const struct pbx_object *contact)
{
	add_company(r, pbx_who_company(contact));
	add_part(r, pbx_contact_department(contact));
	add_part(r, pbx_contact_title(contact));
	add_part(r, pbx_contact_email(contact));
	add_part(r, pbx_contact_uname(contact));
	add_tags(r, contact);
	add_number(r, pbx_contact_extension(contact));
	add_list(r, pbx_contact_numbers(contact), add_number);
}

static void address_record(struct record *r, const struct pbx_object *address)
{
	add_company(r, pbx_address_company(address));
	add_part(r, pbx_address_department(address));
	add_part(r, pbx_address_email(address));
	add_tags(r, address);
	add_number(r, pbx_address_number(address));
	add_list(r, pbx_address_numbers(address), add_number);
}

static void queue_record(struct record *r, const struct pbx_object *queue)
{
	add_part(r, pbx_queue_name(queue));
	add_number(r, pbx_queue_extension(queue));
}

static void parked_record(struct record *r, const struct pbx_object *parked)
{
	const struct pbx_object *whom = px_match(parked->pbx, pbx_parked_forWhom(parked));

	add_number(r, pbx_parked_slot(parked));
	add_number(r, pbx_parked_number(parked));
	if (whom)
		add_part(r, pbx_who_name(whom));
}

static const char *either(const char *a, const char *b)
{
	return *a ? a : b;
}

unsigned px_record(const struct pbx_object *object, char *out, unsigned *names)
{
	struct record r = {.out = out};

	switch (px_class(object)) {
	case PBX_CONTACT:
	case PBX_ADDRESS:
		add_names(&r, pbx_who_name(object));
		break;
	case PBX_QUEUE:
		add_names(&r, either(pbx_queue_label(object), pbx_queue_name(object)));
		break;
	case PBX_PARKED:
		add_names(&r, either(pbx_parked_name(object), pbx_parked_number(object)));
		break;
	default:
		return 0;
	}
	*names = (unsigned)r.len;
	if (px_class(object) == PBX_CONTACT)
		contact_record(&r, object);
	else if (px_class(object) == PBX_ADDRESS)
		address_record(&r, object);
	else if (px_class(object) == PBX_QUEUE)
		queue_record(&r, object);
	else
		parked_record(&r, object);
	return (unsigned)r.len;
}

bool px_is_letter(char c)
{
	return (c & 0x80) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

uint64_t px_letter(char c)
{
	if (c >= 'a' && c <= 'z')
		return UINT64_C(1) << (c - 'a');
	if (c >= '0' && c <= '9')
		return UINT64_C(1) << (c - '0' + 26);
	return 0;
}

static uint32_t first_of_name(const char *name, const char *end)
{
	char bytes[4] = "";
	uint32_t first;

	for (int i = 0; i < 4 && name + i < end && name[i] != PX_SPELLING && name[i] != PX_PART;
	     i++)
		bytes[i] = name[i];
	memcpy(&first, bytes, sizeof(first));
	return be32toh(first);
}

void px_record_first(const char *record, unsigned names, uint32_t first[2])
{
	const char *end = record + names, *second = memchr(record, PX_SPELLING, names);

	first[0] = first_of_name(record + 1, end);
	first[1] = second ? first_of_name(second + 1, end) : 0;
}

struct px_letters px_record_letters(const char *record, unsigned size, unsigned names)
{
	struct px_letters letters = {0};

	for (unsigned at = 1; at < size; at++) {
		uint64_t letter = px_letter(record[at]);
		char before = record[at - 1];

		letters.any |= letter;
		if (px_is_letter(before))
			continue;
		letters.start |= letter;
		if (at < names || before == PX_NUMBER)
			letters.name |= letter;
	}
	return letters;
}

enum px_available px_record_available(const struct pbx_object *object)
{
	const struct wire_contact *contact = PX_ROW(object, CONTACT, contact);

	if (!contact)
		return PX_FREE;
	if (contact->blf == PBX_UNKNOWN)
		return PX_PERHAPS;
	if (contact->blf || contact->dnd || !strcmp(pbx_contact_show(object), "dnd"))
		return PX_BUSY;
	return PX_FREE;
}
