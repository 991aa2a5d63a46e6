/* Which event is whose. */
#include "inside.h"

static const struct {
	const char *name;
	void (*take)(struct asterisk *a, const struct ami_message *m);
} events[] = {
	{"DeviceStateChange", model_device_state},
	{"ExtensionStatus", model_extension_status},
	{"MessageWaiting", model_message_waiting},
	{"PresenceStateChange", model_presence},
};

void model_event(struct asterisk *a, const struct ami_message *m)
{
	const char *name = ami_get(m, "Event");

	for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++)
		if (!strcmp(events[i].name, name)) {
			events[i].take(a, m);
			return;
		}
}
