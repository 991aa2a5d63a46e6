/* Users and extensions, as administrators read them. */
#include "rest_reading.h"

struct owned {
	int64_t owner;
	char mac[64];
	UT_hash_handle hh;
};

const char *reading_phone(struct reading *r, int64_t cID)
{
	const struct wire_row *row;
	uint64_t position = 0;
	struct owned *owned;

	while (!r->owned && (row = live_next(r->pabx->live, WIRE_PHONE, &position, NULL))) {
		const struct wire_phone *phone = (const struct wire_phone *)row;

		HASH_FIND(hh, r->owned, &phone->ownerID, sizeof(phone->ownerID), owned);
		if (owned || phone->ownerID == WIRE_NULL)
			continue;
		owned = mem_new(1, sizeof(*owned));
		owned->owner = phone->ownerID;
		snprintf(owned->mac, sizeof(owned->mac), "%s", phone->mac);
		HASH_ADD(hh, r->owned, owner, sizeof(owned->owner), owned);
	}
	HASH_FIND(hh, r->owned, &cID, sizeof(cID), owned);
	return owned ? owned->mac : NULL;
}

void owned_free(struct owned **slot)
{
	struct owned *owned, *next;

	HASH_ITER (hh, *slot, owned, next) {
		HASH_DEL(*slot, owned);
		free(owned);
	}
}

static bool administers(const struct user *user, const char *company)
{
	return user_has(user, PERM_SYSADMIN) || user_has_for(user, PERM_COMPANYADMIN, company);
}

static cJSON *number_or_null(int64_t value)
{
	return value == WIRE_NULL ? NULL : cJSON_CreateNumber((double)value);
}

static cJSON *text_or_null(const char *text)
{
	return text ? cJSON_CreateString(text) : NULL;
}

static uint64_t look_user(const struct reading *r, const struct live_item *item)
{
	const struct wire_contact *contact = (const struct wire_contact *)item->row;

	return administers(&r->user, contact->company) &&
	       value_matches(wire_json_get(r->scope, "company"), contact->company) &&
	       value_matches(wire_json_get(r->scope, "uname"), contact->uname) &&
	       value_matches(wire_json_get(r->scope, "contact_id"), contact->row.key);
}

static int encode_user(struct reading *r, const struct live_item *item, uint64_t fields,
		       struct buf *out)
{
	const struct wire_contact *contact = (const struct wire_contact *)item->row;
	const struct role *role;
	struct user user;

	(void)fields;
	directory_user(r->pabx->directory, contact->cID, &user);
	role = role_of(&user);
	const struct column columns[] = {
		{"contact_id", number_or_null(contact->cID)},
		{"uname", text_or_null(contact->uname)},
		{"name", text_or_null(contact->name)},
		{"company", text_or_null(contact->company)},
		{"email", text_or_null(contact->email)},
		{"roleid", number_or_null(role->id)},
		{"rolename", text_or_null(role->name)},
		{"owned_extension", text_or_null(contact->extension)},
		{"owned_phoneid", text_or_null(reading_phone(r, contact->cID))},
		{"can_hotdesk", cJSON_CreateBool(false)},
		{"can_forward", cJSON_CreateBool(true)},
	};
	return reading_columns(r, columns, sizeof(columns) / sizeof(*columns), out);
}

void rest_read_user(struct request *req)
{
	reading_answer(req, WIRE_CONTACT, look_user, encode_user);
}

static uint64_t look_extension(const struct reading *r, const struct live_item *item)
{
	const struct wire_extension *extension = (const struct wire_extension *)item->row;

	return administers(&r->user, extension->company) &&
	       value_matches(wire_json_get(r->scope, "company"), extension->company) &&
	       value_matches(wire_json_get(r->scope, "virt_exten"), extension->number) &&
	       value_matches(wire_json_get(r->scope, "scoped_exten"), extension->extension);
}

static int encode_extension(struct reading *r, const struct live_item *item, uint64_t fields,
			    struct buf *out)
{
	const struct wire_extension *extension = (const struct wire_extension *)item->row;
	const struct column columns[] = {
		{"virt_exten", text_or_null(extension->number)},
		{"company", text_or_null(extension->company)},
		{"scoped_exten", text_or_null(extension->extension)},
		{"owner", number_or_null(extension->owner)},
		{"name", text_or_null(extension->name)},
		{"ring_type", text_or_null(extension->type)},
		{"callerid", NULL},
		{"ring_time", NULL},
	};

	(void)fields;
	return reading_columns(r, columns, sizeof(columns) / sizeof(*columns), out);
}

void rest_read_extension(struct request *req)
{
	reading_answer(req, WIRE_EXTENSION, look_extension, encode_extension);
}
