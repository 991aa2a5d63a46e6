/* Which event is whose. */
#include "inside.h"

/* A phone has come, gone, or changed: what it is called is asked anew. */
static void on_endpoint(void *ctx, enum ami_outcome outcome, const struct ami_message *m)
{
	struct asterisk *a = ctx;

	if (outcome == AMI_ITEM && ami_is(m, "Event", "ContactStatusDetail"))
		device_contact(a, m);
}

static void model_contact(struct asterisk *a, const struct ami_message *m)
{
	const char *status = ami_get(m, "ContactStatus");
	struct ami_action *ask;

	if (!a->actions || !*ami_get(m, "EndpointName") || !strcmp(status, "Removed") ||
	    !strcmp(status, "Unreachable"))
		return;
	ask = ami_begin(a->actions, "PJSIPShowEndpoint");
	ami_add(ask, "Endpoint", "%s", ami_get(m, "EndpointName"));
	ami_send(ask, 10000, on_endpoint, a);
}

/* Asterisk tells no text that one phone sends another; a dialplan can (README): UserEvent with
 * From, To and Body. */
static void model_user_event(struct asterisk *a, const struct ami_message *m)
{
	struct switch_person from, to;
	char number[AST_NUMBER];
	const char *sip = strstr(ami_get(m, "From"), "sip:");

	if (!ami_is(m, "UserEvent", "FrontdeskMessage") || !a->events || !sip)
		return;
	snprintf(number, sizeof(number), "%.*s", (int)strcspn(sip + 4, "@;>"), sip + 4);
	ast_owner(a, number, &from);
	ast_owner(a, ami_get(m, "To"), &to);
	if (from.cID != WIRE_NULL && to.cID != WIRE_NULL && *ami_get(m, "Body"))
		a->events->message(a->ctx, from.cID, to.cID, ami_get(m, "Body"));
}

static const struct {
	const char *name;
	void (*take)(struct asterisk *a, const struct ami_message *m);
} events[] = {
	{"AgentCalled", model_agent_called},
	{"BlindTransfer", model_blind_transfer},
	{"BridgeEnter", model_bridge_enter},
	{"BridgeLeave", model_bridge_leave},
	{"ContactStatus", model_contact},
	{"DeviceStateChange", model_device_state},
	{"DialBegin", model_dial_begin},
	{"DialEnd", model_dial_end},
	{"DialState", model_dial_state},
	{"ExtensionStatus", model_extension_status},
	{"Hangup", model_hangup},
	{"Hold", model_hold},
	{"MessageWaiting", model_message_waiting},
	{"NewCallerid", model_channel_says},
	{"NewConnectedLine", model_channel_says},
	{"Newchannel", model_new_channel},
	{"Newstate", model_channel_state},
	{"ParkedCall", model_parked},
	{"ParkedCallGiveUp", model_unparked},
	{"ParkedCallTimeOut", model_park_timeout},
	{"Pickup", model_pickup},
	{"PresenceStateChange", model_presence},
	{"QueueCallerAbandon", model_queue_abandon},
	{"QueueCallerJoin", model_queue_join},
	{"QueueCallerLeave", model_queue_leave},
	{"QueueMemberAdded", model_queue_member},
	{"QueueMemberPause", model_queue_member},
	{"QueueMemberRemoved", model_queue_member_gone},
	{"QueueMemberStatus", model_queue_member},
	{"Rename", model_rename},
	{"Unhold", model_unhold},
	{"UnParkedCall", model_unparked},
	{"UserEvent", model_user_event},
};

void model_event(struct asterisk *a, const struct ami_message *m)
{
	const char *name = ami_get(m, "Event");

	a->heard++;
	for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++)
		if (!strcmp(events[i].name, name)) {
			events[i].take(a, m);
			return;
		}
}
