#include "view.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "wire/json.h"

static const uint64_t kiosk_fields = WIRE_BIT(contact, cID) | WIRE_BIT(contact, name) |
				     WIRE_BIT(contact, department) | WIRE_BIT(contact, canCall) |
				     WIRE_BIT(contact, blf);

/* Of the calls on its own device: with whom, and how they go; no numbers. */
static const uint64_t kiosk_call_fields =
	WIRE_BIT(call, parent) | WIRE_BIT(call, cid) | WIRE_BIT(call, linked) | WIRE_BIT(call, id) |
	WIRE_BIT(call, kind) | WIRE_BIT(call, name) | WIRE_BIT(call, party) |
	WIRE_BIT(call, state) | WIRE_BIT(call, nrState) | WIRE_BIT(call, since) |
	WIRE_BIT(call, features) | WIRE_BIT(call, stamp) | WIRE_BIT(call, start) |
	WIRE_BIT(call, cause);

static const uint64_t seed = UINT64_C(14695981039346656037);

static uint64_t hash_text(uint64_t hash, const char *text)
{
	do
		hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
	while (*text++);
	return hash;
}

static void copy(char out[64], const char *text)
{
	snprintf(out, 64, "%s", text);
}

/* Permissions that are held for every company say "yes" or "default". */
static const char *held_for(const struct user *user, enum perm perm)
{
	const char *company = user->perms[perm];

	return !strcmp(company, "yes") || !strcmp(company, "default") ? "*" : company;
}

static const char *administers(const struct user *user)
{
	return user_has(user, PERM_SYSADMIN) ? "*" : held_for(user, PERM_COMPANYADMIN);
}

void view_of(struct view *view, const struct feed_view *of)
{
	const struct user *user = of->user;

	memset(view, 0, sizeof(*view));
	view->cID = user->cID;
	view->options = of->options;
	view->idle = of->idle || user_has(user, PERM_LITE);
	view->device_min = of->device_min;
	view->perms = seed;
	for (int i = 0; i < PERM_COUNT; i++)
		view->perms = hash_text(view->perms, user->perms[i]);
	copy(view->kiosk, user->perms[PERM_KIOSK]);
	copy(view->mailboxes, administers(user));
	copy(view->desk, held_for(user, PERM_RECEPTIONIST));
	if (strcmp(user->company, "default") != 0 && strcmp(view->mailboxes, "*") != 0) {
		copy(view->company, user->company);
		copy(view->admin, view->mailboxes);
	}
}

bool view_equal(const struct view *a, const struct view *b)
{
	return a->cID == b->cID && a->perms == b->perms && a->options == b->options &&
	       a->idle == b->idle && a->device_min == b->device_min &&
	       !strcmp(a->company, b->company) && !strcmp(a->admin, b->admin) &&
	       !strcmp(a->mailboxes, b->mailboxes) && !strcmp(a->desk, b->desk) &&
	       !strcmp(a->kiosk, b->kiosk);
}

uint64_t view_hash(const struct view *view)
{
	char numbers[64];

	snprintf(numbers, sizeof(numbers), "%" PRIx64 ".%x.%d%d", view->perms, view->options,
		 view->idle, view->device_min);
	return hash_text(hash_text(hash_text(seed, numbers), view->company), view->kiosk);
}

bool view_shared(const struct view *view)
{
	return !view->idle && !view->device_min && !*view->kiosk;
}

bool view_private(enum wire_set set, int64_t user)
{
	return user != 0 || set == WIRE_MAILBOX || set == WIRE_TAKEN;
}

static bool company_seen(const struct view *view, const char *company)
{
	return !*view->company || !company || !strcmp(company, view->company) ||
	       (*view->admin && !strcmp(company, view->admin));
}

static bool is_own(const struct view *view, int64_t user, const struct live_scope *scope)
{
	return view->cID &&
	       (user == view->cID || scope->owner == view->cID || scope->holder == view->cID);
}

/* seen: "*" for every company's, a company's id, or "" */
static bool is_among(const char *seen, const char *company)
{
	return !strcmp(seen, "*") || (*seen && company && !strcmp(company, seen));
}

static bool has_tag(const char *tags, const char *tag)
{
	cJSON *list, *item;
	char wanted[128], folded[128];
	bool found = false;

	text_fold(wanted, sizeof(wanted), tag);
	if (!tags || wire_json_parse_any(tags, strlen(tags), &list, NULL))
		return false;
	cJSON_ArrayForEach (item, list) {
		if (!cJSON_IsString(item))
			continue;
		text_fold(folded, sizeof(folded), item->valuestring);
		found |= !strcmp(folded, wanted);
	}
	cJSON_Delete(list);
	return found;
}

/* A kiosk looks people up, and follows the calls on its own device. */
static uint64_t kiosk_sees(const struct view *view, enum wire_set set, bool own,
			   const struct live_scope *scope)
{
	if (set == WIRE_CONTACT)
		return has_tag(scope->tags, view->kiosk) ? kiosk_fields : 0;
	if (!own)
		return 0;
	if (set == WIRE_CALL)
		return kiosk_call_fields;
	return set == WIRE_DEVICE ? UINT64_MAX : 0;
}

static uint64_t min_sees(enum wire_set set, bool own, const struct live_scope *scope)
{
	switch (set) {
	case WIRE_CONTACT:
		return own ? UINT64_MAX
			   : ~(wire_set_visible(set, WIRE_OPT_DEVICE) & ~wire_set_visible(set, 0));
	case WIRE_EXTENSION:
	case WIRE_PHONE:
	case WIRE_DEVICE:
	case WIRE_PARKED:
		return own ? UINT64_MAX : 0;
	case WIRE_CALL:
		return own || scope->queued ? UINT64_MAX : 0;
	default:
		return UINT64_MAX;
	}
}

/* A call goes with its queue or with its device; every other set has its options in the table. */
static bool option_on(const struct view *view, enum wire_set set, const struct live_scope *scope)
{
	if (set == WIRE_CALL)
		return view->options & (scope->queued ? WIRE_OPT_QUEUE : WIRE_OPT_DEVICE);
	return true;
}

uint64_t view_fields(const struct view *view, enum wire_set set, int64_t user,
		     const struct live_scope *scope)
{
	bool own = is_own(view, user, scope);
	uint64_t fields = wire_set_visible(set, view->options);

	if (!fields || !option_on(view, set, scope))
		return 0;
	if (user && user != view->cID)
		return 0;
	if (set == WIRE_MAILBOX && !own && !is_among(view->mailboxes, scope->company))
		return 0;
	if (set == WIRE_TAKEN && !is_among(view->desk, scope->company))
		return 0;
	if ((view->idle && !own) || !company_seen(view, scope->company))
		return 0;
	if (*view->kiosk)
		fields &= kiosk_sees(view, set, own, scope);
	if (view->device_min)
		fields &= min_sees(set, own, scope);
	return fields;
}

uint64_t feed_visible(const struct live *live, const struct feed_view *of, int64_t row_user,
		      const struct wire_row *row)
{
	struct live_item item;
	struct view view;

	if (!live_find(live, row->set, row_user, row->key, &item))
		return 0;
	view_of(&view, of);
	return view_fields(&view, row->set, row_user, item.scope);
}
