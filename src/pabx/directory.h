/* People and what hangs on them: contacts, addresses, tags, links, rooms, messages, notes,
 * settings, operators, night modes, photos and call records. The store (SQLite) holds them; the
 * rows that consoles see are kept in pabx->live. Every change goes to both, the store first.
 * Functions that change something return 0, ERR_IO where the store refused, or what they name. */
#ifndef PABX_DIRECTORY_H
#define PABX_DIRECTORY_H

#include "base/hash.h"
#include "pabx.h"

int directory_open(struct pabx *pabx, struct directory **directory, struct why *why);
void directory_free(struct directory **directory);

/* Puts the CSV files of a folder (assets/office/README.md) into store and live; what is broken is
 * named with file and line, and then the store is as it was. Entries that consoles may change are
 * left as they are where they exist. After directory_open(), before the switch is started. */
int directory_import(struct pabx *pabx, const char *folder, struct why *why);

/* A person as the store has him. The texts are never NULL, but login where he has been removed and
 * password where he has none. */
struct person_resource {
	char *name, *show;
	struct person_resource *next;
};
struct person_presence {
	char *show, *status; /* what he chose, NULL where he leaves it to his resources */
};
struct person {
	int64_t cID, deputy, generation; /* generation grows with each password */
	char *login, *name, *company, *extension, *mobile, *role, *password;
	bool taggable, gone;
	struct person_presence chosen, until_chosen; /* the second holds while until is not 0 */
	int64_t until, told_until;
	char *told_status; /* what his telephone says */
	struct person_resource *resources;
	struct person *next_expiring;
	UT_hash_handle hh_id, hh_login, hh_extension;
};
/* Takes over at once what another process has just changed of people. */
void directory_refresh(struct directory *d);
/* NULL for nobody, and for who has been removed. */
const struct person *directory_person(const struct directory *d, int64_t cID);
const struct person *directory_person_by_login(const struct directory *d, const char *login);
/* Whose extension that is, WIRE_NULL if nobody's. */
int64_t directory_owner(const struct directory *d, const char *extension);
/* Fills in who he is and what he may do. ERR_NOT_FOUND. */
int directory_user(const struct directory *d, int64_t cID, struct user *user);
const char *directory_company(const struct directory *d, const char *id);

/* Finds who a number belongs to. Texts stay valid until the next change. Personal entries match for
 * nobody, since a match is for everyone. */
struct directory_match {
	int64_t cID;     /* WIRE_NULL if not a contact */
	const char *key; /* address key, or NULL */
	const char *name;
	bool vip;
};
bool directory_match(const struct directory *d, const char *number, struct directory_match *match);
/* The same among those whom people of that company see. */
bool directory_match_for(const struct directory *d, const char *company, const char *number,
			 struct directory_match *match);
/* The greeting text of a DDI, and what it is named; or NULL. */
const char *directory_greeting(const struct directory *d, const char *ddi);
const char *directory_called(const struct directory *d, const char *ddi);
/* The number under which a person is called on this switch, NULL without one. */
const char *directory_number(const struct directory *d, int64_t cID);

/* Presence: show "" withdraws the resource; status NULL leaves the status text; until 0 for none.
 */
void directory_presence(struct directory *d, int64_t cID, const char *resource, const char *show,
			const char *status, int64_t until);
bool directory_is_show(const char *show); /* online, away, dnd or "" */
/* What a person chooses (or is given) for all his resources; show or status NULL leaves that to
 * them. With until (0 for none) it was before. */
int directory_choose(struct directory *d, int64_t cID, const char *show, const char *status,
		     int64_t until);
/* The same, chosen at his phone: the switch knows of it already. */
void directory_chosen(struct directory *d, int64_t cID, const char *show, const char *status);

/* Tags: owner is a cID or an address key. list (NULL for none) replaces, else add and remove are
 * merged. *result gets the stored list (caller frees with cJSON_Delete()). ERR_INVALID for a tag
 * that is none, ERR_LIMIT for too many. */
struct directory_tags {
	const cJSON *list, *add, *remove;
};
int directory_tag(struct directory *d, const char *owner, const struct directory_tags *tags,
		  cJSON **result);
/* True if owner has that tag. */
bool directory_tagged(const struct directory *d, const char *owner, const char *tag);

/* Addresses. key "" makes a new one and is filled in. Members that are NULL stay as they are. */
struct directory_address {
	char key[64];
	const char *group, *tenant; /* tenant: whose company's book */
	int64_t owner;              /* of a personal entry, else 0 */
	const char *name, *numbers, *company, *email, *department; /* numbers: with ; between */
	bool editable;
};
int directory_address_put(struct directory *d, struct directory_address *address);
int directory_address_end(struct directory *d, const char *key);
/* Whose company's book an entry is in. */
int directory_address_tenant(const struct directory *d, const char *key, char *tenant, size_t cap);
/* The row of an address that the person can see, or NULL; *owner is 0 if it is not personal. */
const struct wire_address *directory_address(const struct directory *d, const char *key,
					     int64_t cID, int64_t *owner);

/* Notes (text NULL ends), settings (value NULL ends), desk states, night modes. */
int directory_note(struct directory *d, const char *key, const char *text, const char *by);
int directory_setting(struct directory *d, int64_t cID, const char *name, const char *value);
int directory_operator(struct directory *d, int64_t cID, const char *device, const char *state,
		       const char *note);
int directory_nightmode(struct directory *d, const char *company, int64_t mode, const char *value);

/* Messages taken for somebody (PROTOCOL.md, taken); a repeated uid (NULL for none) of the same
 * person gives the first one's id. Returns it or an error. */
struct directory_taken {
	int64_t cID, time, by; /* cID: WIRE_NULL where it is for no contact */
	const char *name, *to, *caller, *number, *text, *via, *state, *by_name, *company, *uid;
};
int64_t directory_take(struct directory *d, const struct directory_taken *taken);
const struct wire_taken *directory_taken(const struct directory *d, int64_t id); /* or NULL */
/* via NULL leaves it. ERR_NOT_FOUND. */
int directory_taken_state(struct directory *d, int64_t id, const char *via, const char *state,
			  const char *why);
int directory_taken_end(struct directory *d, int64_t id);

/* Links between people of companies that are strange to each other. */
enum { DIRECTORY_NIGHTMODES = 10 };
enum directory_link { LINK_ASK, LINK_ACCEPT, LINK_END };
/* ERR_CONFLICT where nobody has asked. */
int directory_link(struct directory *d, int64_t cID, int64_t other, enum directory_link what);
/* True if they may chat: of one company, or linked. */
bool directory_linked(const struct directory *d, int64_t cID, int64_t other);

/* Rooms. */
enum { DIRECTORY_ROOM_MEMBERS = 64, DIRECTORY_ROOM_MESSAGES = 200 };
bool directory_in_room(const struct directory *d, int64_t room, int64_t cID);
/* Whether he holds api_chat for the company of somebody in it. */
bool directory_oversees(const struct directory *d, int64_t room, const struct user *user);
/* A room of these people; the one that two have already is given again. Returns its id or error. */
int64_t directory_room(struct directory *d, const int64_t *cIDs, unsigned count);
int directory_room_link(struct directory *d, int64_t room, int64_t cID);
int directory_room_leave(struct directory *d, int64_t room, int64_t cID);
int directory_room_seen(struct directory *d, int64_t room, int64_t cID, int64_t message);
int directory_room_name(struct directory *d, int64_t room, const char *name);
/* Posts; a repeated uid (NULL for none) gives the first message's id. Returns it or an error. */
int64_t directory_post(struct directory *d, int64_t room, int64_t cID, const char *text,
		       const char *uid);
/* A chat message between two people (a private room is made or reused). */
void directory_message(struct directory *d, int64_t from, int64_t to, const char *text);

/* A call record from the switch. */
void directory_record(struct directory *d, const struct switch_record *record);
/* Revision of what the store has of a set, for "have"; NULL where none is kept. */
const char *directory_revision(const struct directory *d, enum wire_set set);

#endif
