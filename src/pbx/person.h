/* Somebody: a contact, or an address that may be the same person. */
#ifndef PBX_PERSON_H
#define PBX_PERSON_H

#include "base/hash.h"
#include "object.h"

/* The addresses that are a contact, by cID. */
struct px_person {
	int64_t cID;
	struct pbx_object *address;
	UT_hash_handle hh;
};
struct px_persons {
	struct px_person *by_id;
};

void px_persons_add(struct pbx *pbx, struct pbx_object *address);
void px_persons_remove(struct pbx *pbx, struct pbx_object *address);
struct pbx_object *px_persons_find(struct pbx *pbx, int64_t cID);
void px_persons_free(struct pbx *pbx);

/* The folded name that lists are sorted by. Caller frees. */
char *px_sort_key(const struct pbx_object *who);
/* tags.c: the tag row of a person, or NULL. */
struct pbx_object *px_tag_of(const struct pbx_object *who);
/* The contact or address that a tag row belongs to, or NULL. */
struct pbx_object *px_tag_owner(const struct pbx_object *tag);

/* {"cID":5} or {"key":"k"}: the person as REST names it. Caller frees. */
char *px_who_scope(const struct pbx_object *who);

#endif
