#include "directory_inside.h"

/* Who has a number, the first first. */
struct holder {
	int64_t cID;
	char *key;
	struct holder *next;
};

struct numbers {
	char *number; /* as E.164 */
	struct holder *holders;
	UT_hash_handle hh;
};

static struct numbers *find(const struct directory *d, const char *number, char *out, size_t cap)
{
	struct numbers *found = NULL;

	if (number_e164(&d->pabx->plan, number, out, cap) > 0)
		HASH_FIND_STR(d->numbers, out, found);
	else
		*out = '\0';
	return found;
}

static bool is_holder(const struct holder *holder, int64_t cID, const char *key)
{
	return key ? holder->key && !strcmp(holder->key, key) : !holder->key && holder->cID == cID;
}

void number_add(struct directory *d, const char *number, int64_t cID, const char *key)
{
	char normal[NUMBER_MAX];
	struct numbers *entry = find(d, number, normal, sizeof(normal));
	struct holder *holder;

	if (!*normal)
		return;
	if (!entry) {
		entry = mem_new(1, sizeof(*entry));
		entry->number = mem_dup(normal);
		HASH_ADD_KEYPTR(hh, d->numbers, entry->number, strlen(entry->number), entry);
	}
	holder = mem_new(1, sizeof(*holder));
	holder->cID = cID;
	holder->key = mem_dup(key);
	/* People before addresses. */
	if (key)
		LL_APPEND(entry->holders, holder);
	else
		LL_PREPEND(entry->holders, holder);
}

static void free_holder(struct holder *holder)
{
	free(holder->key);
	free(holder);
}

void number_remove(struct directory *d, const char *number, int64_t cID, const char *key)
{
	char normal[NUMBER_MAX];
	struct numbers *entry = find(d, number, normal, sizeof(normal));
	struct holder *holder, *next;

	if (!entry)
		return;
	LL_FOREACH_SAFE(entry->holders, holder, next)
	{
		if (!is_holder(holder, cID, key))
			continue;
		LL_DELETE(entry->holders, holder);
		free_holder(holder);
	}
	if (entry->holders)
		return;
	HASH_DEL(d->numbers, entry);
	free(entry->number);
	free(entry);
}

void numbers_free(struct directory *d)
{
	struct numbers *entry, *after;
	struct holder *holder, *next;

	HASH_ITER (hh, d->numbers, entry, after) {
		LL_FOREACH_SAFE(entry->holders, holder, next)
		free_holder(holder);
		HASH_DEL(d->numbers, entry);
		free(entry->number);
		free(entry);
	}
}

/* Whether people of that company see the holder; NULL and "default" see everybody's. */
static bool seen_by(const struct directory *d, const struct holder *holder, const char *company)
{
	const struct person *person;
	struct live_item address;

	if (!company || !strcmp(company, "default"))
		return true;
	if (!holder->key) {
		person = directory_person(d, holder->cID);
		return person && !strcmp(person->company, company);
	}
	return live_find(d->live, WIRE_ADDRESS, 0, holder->key, &address) &&
	       (!address.scope->company || !strcmp(address.scope->company, company));
}

static const struct holder *first_seen(const struct directory *d, const char *number,
				       const char *company)
{
	char normal[NUMBER_MAX];
	const struct numbers *entry = number ? find(d, number, normal, sizeof(normal)) : NULL;
	const struct holder *holder = NULL;

	if (entry)
		LL_FOREACH (entry->holders, holder)
			if (seen_by(d, holder, company))
				break;
	return holder;
}

bool directory_match_for(const struct directory *d, const char *company, const char *number,
			 struct directory_match *match)
{
	const struct holder *holder = first_seen(d, number, company);
	const struct wire_row *address;
	const struct person *person;
	char id[32];

	memset(match, 0, sizeof(*match));
	match->cID = WIRE_NULL;
	if (!holder)
		return false;
	match->cID = holder->cID;
	match->key = holder->key;
	person_key(id, match->cID);
	match->vip = directory_tagged(d, match->key ? match->key : id, "vip");
	person = directory_person(d, match->cID);
	address = match->key ? live_get(d->live, WIRE_ADDRESS, 0, match->key) : NULL;
	match->name = person ? person->name : address ? CAST(address, address)->name : NULL;
	return person || address;
}

bool directory_match(const struct directory *d, const char *number, struct directory_match *match)
{
	return directory_match_for(d, NULL, number, match);
}

char *numbers_json(const char *const *types, const char *const *numbers, unsigned count)
{
	struct buf out;

	buf_init(&out, 4096);
	buf_add_char(&out, '[');
	for (unsigned i = 0; i < count; i++) {
		if (!*numbers[i])
			continue;
		buf_add_str(&out, out.len > 1 ? ",{\"type\":" : "{\"type\":");
		wire_json_add_text(&out, types[i]);
		buf_add_str(&out, ",\"number\":");
		wire_json_add_text(&out, numbers[i]);
		buf_add_char(&out, '}');
	}
	buf_add_char(&out, ']');
	return buf_take(&out);
}
