#include <string.h>

#include "core.h"

struct pbx_object *pbx_call_device(const struct pbx_object *call)
{
	struct pbx_object *parent = call->extra ? call->extra->parent : NULL;

	return parent && px_class(parent) == PBX_DEVICE ? parent : NULL;
}

const char *pbx_call_label(const struct pbx_object *call)
{
	const char *name = pbx_call_name(call);

	return *name ? name : pbx_call_number(call);
}

struct pbx_object *pbx_call_who(const struct pbx_object *call)
{
	const char *match =
		px_class(call) == PBX_PARKED ? pbx_parked_match(call) : pbx_call_match(call);

	return *match ? px_match(call->pbx, match) : NULL;
}

/* What needs no entry in "features". */
static bool is_always_there(const char *feature)
{
	int action = wire_action_find(feature);

	return action >= 0 && !wire_action_capability((enum wire_action)action);
}

bool pbx_call_has(const struct pbx_object *call, const char *feature)
{
	const char *features = pbx_call_features(call);
	size_t len = strlen(feature);

	if (is_always_there(feature))
		return true;
	while (*features) {
		size_t word = strcspn(features, ",");

		if (word == len && !memcmp(features, feature, len))
			return true;
		features += word + (features[word] == ',');
		features += strspn(features, " ");
	}
	return false;
}

bool pbx_call_is_mine(const struct pbx_object *call)
{
	const struct pbx_object *device = pbx_call_device(call);
	int64_t me = pbx_user_id(call->pbx);

	return device && me &&
	       (pbx_device_userID(device) == me || pbx_device_ownerID(device) == me);
}

uint64_t pbx_call_uid(const struct pbx_object *call)
{
	return call->born;
}

struct pbx_object *const *pbx_calls_of(const struct pbx_object *parent, unsigned *count)
{
	*count = parent->extra ? parent->extra->call_count : 0;
	return *count ? parent->extra->calls : NULL;
}
