#include "person.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "core.h"

/* ---- Which addresses are contacts ---- */

static struct px_person *find(struct pbx *pbx, int64_t cID)
{
	struct px_person *person;

	HASH_FIND(hh, pbx->persons.by_id, &cID, sizeof(cID), person);
	return person;
}

void px_persons_add(struct pbx *pbx, struct pbx_object *address)
{
	int64_t cID = pbx_address_cID(address);
	struct px_person *person = cID != PBX_UNKNOWN ? find(pbx, cID) : NULL;

	if (cID == PBX_UNKNOWN)
		return;
	if (!person) {
		person = mem_new(1, sizeof(*person));
		person->cID = cID;
		HASH_ADD(hh, pbx->persons.by_id, cID, sizeof(cID), person);
	}
	person->address = address;
}

static void forget(struct pbx *pbx, struct px_person *person)
{
	HASH_DEL(pbx->persons.by_id, person);
	free(person);
}

void px_persons_remove(struct pbx *pbx, struct pbx_object *address)
{
	int64_t cID = pbx_address_cID(address);
	struct px_person *person = cID != PBX_UNKNOWN ? find(pbx, cID) : NULL;

	if (person && person->address == address)
		forget(pbx, person);
}

struct pbx_object *px_persons_find(struct pbx *pbx, int64_t cID)
{
	struct px_person *person = find(pbx, cID);

	return person ? person->address : NULL;
}

void px_persons_free(struct pbx *pbx)
{
	struct px_person *person, *next;

	HASH_ITER (hh, pbx->persons.by_id, person, next)
		forget(pbx, person);
}

/* ---- One face for both ---- */

struct pbx_object *pbx_who_contact(const struct pbx_object *who)
{
	int64_t cID = pbx_address_cID(who);

	if (px_class(who) == PBX_CONTACT)
		return (struct pbx_object *)who;
	return cID != PBX_UNKNOWN ? px_find_id(who->pbx, PBX_CONTACT, cID) : NULL;
}

static const char *first_of(const char *a, const char *b, const char *c)
{
	return *a ? a : *b ? b : c;
}

const char *pbx_who_name(const struct pbx_object *who)
{
	const struct pbx_object *contact = pbx_who_contact(who);

	if (contact)
		return first_of(pbx_contact_name(contact), pbx_contact_uname(contact), "");
	return first_of(pbx_address_name(who), pbx_address_company(who), pbx_address_number(who));
}

/* How many numbers, and the i-th with its type. */
static const char *number_at(const struct pbx_object *who, unsigned i, const char **type,
			     unsigned *count)
{
	const struct pbx_object *contact = pbx_who_contact(who);
	const struct pbx_object *owner = contact ? contact : who;
	const struct px_texts *texts =
		px_texts(owner, contact ? pbx_contact_numbers(contact) : pbx_address_numbers(who));
	const char *single = contact ? "" : pbx_address_number(who);

	*count = texts->count ? texts->count : *single ? 1 : 0;
	if (type)
		*type = i < texts->count && texts->type[i] ? texts->type[i] : "";
	if (i < texts->count)
		return texts->at[i];
	return i == 0 ? single : "";
}

const char *pbx_who_number(const struct pbx_object *who)
{
	const struct pbx_object *contact = pbx_who_contact(who);
	const char *own = contact ? pbx_contact_extension(contact) : pbx_address_number(who);
	unsigned count;

	return *own ? own : number_at(who, 0, NULL, &count);
}

unsigned pbx_who_numbers(const struct pbx_object *who)
{
	unsigned count;

	number_at(who, 0, NULL, &count);
	return count;
}

const char *pbx_who_number_at(const struct pbx_object *who, unsigned i, const char **type)
{
	unsigned count;

	return number_at(who, i, type, &count);
}

const char *pbx_who_company(const struct pbx_object *who)
{
	const struct pbx_object *contact = pbx_who_contact(who);

	if (contact)
		return first_of(pbx_contact_companyName(contact), pbx_contact_company(contact), "");
	return pbx_address_company(who);
}

const char *pbx_who_department(const struct pbx_object *who)
{
	const struct pbx_object *contact = pbx_who_contact(who);

	return contact ? pbx_contact_department(contact) : pbx_address_department(who);
}

const char *pbx_who_email(const struct pbx_object *who)
{
	const struct pbx_object *contact = pbx_who_contact(who);

	return contact ? pbx_contact_email(contact) : pbx_address_email(who);
}

int64_t pbx_who_blf(const struct pbx_object *who)
{
	return pbx_contact_blf(pbx_who_contact(who));
}

const char *pbx_who_show(const struct pbx_object *who)
{
	return pbx_contact_show(pbx_who_contact(who));
}

bool pbx_who_is_me(const struct pbx_object *who)
{
	const struct pbx_object *contact = pbx_who_contact(who);

	return contact && pbx_contact_cID(contact) == pbx_user_id(who->pbx);
}

bool pbx_who_can_call(const struct pbx_object *who)
{
	const struct pbx_object *contact = pbx_who_contact(who);

	return contact ? pbx_contact_canCall(contact) : *pbx_who_number(who) != '\0';
}

bool pbx_who_can_chat(const struct pbx_object *who)
{
	const struct pbx_object *contact = pbx_who_contact(who);

	return contact && *pbx_contact_chatID(contact) && *pbx_contact_show(contact) &&
	       !pbx_who_is_me(who);
}

bool pbx_who_can_edit(const struct pbx_object *who)
{
	return px_class(who) == PBX_ADDRESS && pbx_address_editable(who) && !pbx_who_contact(who);
}

char *px_who_scope(const struct pbx_object *who)
{
	const struct pbx_object *contact = pbx_who_contact(who);
	struct buf scope;

	if (contact)
		return mem_printf("{\"cID\":%lld}", (long long)pbx_contact_cID(contact));
	buf_init(&scope, WIRE_MAX_BODY);
	buf_add_str(&scope, "{\"key\":");
	wire_json_add_text(&scope, who->row->key);
	buf_add_char(&scope, '}');
	return buf_take(&scope);
}

/* ---- Order ---- */

char *px_sort_key(const struct pbx_object *who)
{
	char folded[512];
	size_t len = text_fold(folded, sizeof(folded), pbx_who_name(who));

	return mem_dup_n(folded, len);
}

int pbx_who_compare(const struct pbx_object *a, const struct pbx_object *b)
{
	int order = strcmp(a->sort ? a->sort : "", b->sort ? b->sort : "");

	return order ? order : strcmp(a->row->key, b->row->key);
}
