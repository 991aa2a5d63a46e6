/* Who holds api_chat for a company sees the rooms of its people, and is in none of them by that. */
#include "directory_rooms.h"

static struct overseer *find(const struct directory *d, int64_t cID)
{
	struct overseer *overseer;

	LL_FOREACH (d->overseers, overseer)
		if (overseer->user.cID == cID)
			return overseer;
	return NULL;
}

static void drop(struct directory *d, struct overseer *overseer)
{
	LL_DELETE(d->overseers, overseer);
	free(overseer);
}

void overseer_note(struct directory *d, const struct person *person)
{
	struct overseer *overseer = find(d, person->cID);
	struct user user = {.cID = person->cID};

	if (!person->gone)
		role_perms(person->role, person->company, &user);
	if (!overseer && !user_has(&user, PERM_API_CHAT))
		return;
	if (!overseer) {
		overseer = mem_new(1, sizeof(*overseer));
		LL_APPEND(d->overseers, overseer);
	}
	overseer->user = user;
	rooms_show_to(d, overseer);
	if (!user_has(&user, PERM_API_CHAT))
		drop(d, overseer);
}

bool overseer_sees(const struct directory *d, const struct user *user, const struct room *room)
{
	const struct member *member;

	LL_FOREACH (room->members, member) {
		const struct person *person = person_find(d, member->cID);

		if (person && user_has_for(user, PERM_API_CHAT, person->company))
			return true;
	}
	return false;
}

bool directory_oversees(const struct directory *d, int64_t id, const struct user *user)
{
	const struct room *room = room_find(d, id);

	return room && overseer_sees(d, user, room);
}

void overseers_free(struct directory *d)
{
	while (d->overseers)
		drop(d, d->overseers);
}
