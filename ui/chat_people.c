/* Who is in a conversation, and what it is called. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/language.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/text.h"
#include "inside.h"

enum { PEOPLE_MAX = 20, HITS = 8 };

struct guests {
	const struct pbx_object *who[PEOPLE_MAX];
	unsigned count;
};

/* The one hit, or the one among several with exactly this name or number. */
static const struct pbx_object *find(struct console *c, const char *text)
{
	struct pbx_object *hits[HITS];
	unsigned count = pbx_search(c->pbx, text, hits, HITS);

	for (unsigned i = 0; i < count; i++)
		if (text_compare(console_name(hits[i]), text) == 0 ||
		    (pbx_object_class(hits[i]) == PBX_CONTACT &&
		     strcmp(pbx_who_number(hits[i]), text) == 0))
			return hits[i];
	return count == 1 ? hits[0] : NULL;
}

static bool is_person(const struct pbx_object *object)
{
	enum pbx_class class = pbx_object_class(object);

	return class == PBX_CONTACT || class == PBX_ADDRESS;
}

static bool refuse_guest(struct console *c, const struct pbx_object *who)
{
	messages_add(c->messages, MESSAGE_REFUSED,
		     _("Invite: %s is outside: only people here can be invited"),
		     console_name(who));
	return false;
}

/* Names with commas between; false once it was said what is wrong with one. */
static bool read_guests(struct console *c, const char *text, struct guests *guests)
{
	char *copy = mem_dup(text), *rest = copy, *name;
	bool good = true;

	while (good && (name = strsep(&rest, ","))) {
		const struct pbx_object *who;
		size_t len;

		name += strspn(name, " ");
		len = strlen(name);
		while (len && name[len - 1] == ' ')
			name[--len] = '\0';
		if (!len)
			continue;
		who = find(c, name);
		good = who && is_person(who) && guests->count < PEOPLE_MAX;
		if (good && !pbx_who_contact(who))
			good = refuse_guest(c, who);
		else if (good)
			guests->who[guests->count++] = who;
		else
			messages_add(
				c->messages, MESSAGE_REFUSED,
				_("Invite: no one person is found by \"%s\"; nobody was invited"),
				name);
	}
	free(copy);
	return good && guests->count;
}

/* Candidates follow the last comma: names have blanks. */
static void complete_guests(struct console *c, const char *text, struct choices *choices)
{
	const char *comma = strrchr(text, ','), *word = comma ? comma + 1 : text;

	word += strspn(word, " ");
	choices_begin(choices, (size_t)(word - text));
	complete_target(c, word, choices);
}

/* The new room's conversation is shown as soon as it is there. */
static void on_made(void *ctx, const struct pbx_result *result)
{
	struct deed *deed = ctx;
	struct console *c = deed->console;
	cJSON *values = result->outcome == PBX_DONE ? cJSON_Parse(result->json) : NULL;
	const cJSON *room = cJSON_GetObjectItemCaseSensitive(values, "roomID");
	int64_t id = cJSON_IsNumber(room) ? (int64_t)room->valuedouble : 0;

	cJSON_Delete(values);
	deed_done(deed, result);
	if (id)
		chat_open_room(c, id);
}

static void name_guests(const struct guests *guests, char *out, size_t cap)
{
	size_t len = 0;

	*out = '\0';
	for (unsigned i = 0; i < guests->count && len < cap; i++)
		len += (size_t)snprintf(out + len, cap - len, i ? ", %s" : "%s",
					console_name(guests->who[i]));
}

static void make_room(struct console *c, const struct guests *guests)
{
	char names[160];

	name_guests(guests, names, sizeof names);
	pbx_chat_invite(c->pbx, guests->who, guests->count, on_made,
			deed_new(c, _("Conversation with %s"), names));
}

/* What two have said to each other stays theirs: with more people it is another room. */
static void invited(struct console *c, const char *text, const char *ref)
{
	struct pbx_object *room = chat_room(c);
	struct guests guests = {.count = 0};
	char names[160], id[24];

	(void)ref;
	if (!room || !read_guests(c, text, &guests))
		return;
	snprintf(id, sizeof id, "%lld", (long long)pbx_room_cID(room));
	struct pbx_object *other = pbx_find(c->pbx, PBX_CONTACT, id);
	if (other && guests.count < PEOPLE_MAX) {
		memmove(guests.who + 1, guests.who, guests.count * sizeof *guests.who);
		guests.who[0] = other;
		guests.count++;
		make_room(c, &guests);
		return;
	}
	name_guests(&guests, names, sizeof names);
	pbx_room_link(c->pbx, room, guests.who, guests.count, deed_done,
		      deed_new(c, _("Invited: %s"), names));
}

void chat_invite(struct console *c)
{
	prompt_open_over(c, _("Invite (commas between names):"), NULL, invited);
	prompt_offer(c, complete_guests);
}

static void chosen(struct console *c, const char *text, const char *ref)
{
	struct guests guests = {.count = 0};

	(void)ref;
	if (read_guests(c, text, &guests))
		make_room(c, &guests);
}

void chat_new(struct console *c)
{
	prompt_open_over(c, _("Talk with (commas between names):"), NULL, chosen);
	prompt_offer(c, complete_guests);
}

static void named(struct console *c, const char *text, const char *ref)
{
	struct pbx_object *room = chat_room(c);

	(void)ref;
	if (room && *text)
		pbx_room_rename(c->pbx, room, text, deed_done,
				deed_new(c, _("Named \"%s\""), text));
}

void chat_rename(struct console *c)
{
	struct pbx_object *room = chat_room(c);

	if (room)
		prompt_open_over(c, _("Name of this conversation:"), pbx_room_label(room), named);
}

void chat_leave(struct console *c)
{
	struct pbx_object *room = chat_room(c);

	if (!room)
		return;
	pbx_room_leave(c->pbx, room, deed_done, deed_new(c, _("Left %s"), pbx_room_label(room)));
	chat_open_rooms(c);
}
