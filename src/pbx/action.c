#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "core.h"

const char *pbx_call_action_name(enum pbx_call_action action)
{
	return (unsigned)action < PBX_CALL_ACTION_COUNT ? wire_action_name((enum wire_action)action)
							: "";
}

#define SAME_ACTION(ENUM, name)                                                                    \
	_Static_assert((int)PBX_CALL_##ENUM##_ACTION == (int)WIRE_A_##ENUM, #name);
PBX_CALL_ACTIONS(SAME_ACTION)

/* ---- Where to ---- */

/* The voicemail of a person; an outside entry has none. */
static enum wire_reason voicemail_of(const struct pbx_object *who, struct wire_target *target)
{
	const struct pbx_object *contact = who ? pbx_who_contact(who) : NULL;

	if (!contact)
		return WIRE_R_NOTARGET;
	target->kind = WIRE_TARGET_VOICEMAIL;
	target->cID = pbx_contact_cID(contact);
	return WIRE_R_NONE;
}

static enum wire_reason to_text(struct wire_target *target, enum wire_target_kind kind,
				const char *text)
{
	if (!*text || strlen(text) >= sizeof(target->text))
		return WIRE_R_NOTCALLABLE;
	target->kind = kind;
	memcpy(target->text, text, strlen(text) + 1);
	return WIRE_R_NONE;
}

static enum wire_reason to_person(struct wire_target *target, const struct pbx_object *who)
{
	const struct pbx_object *contact = pbx_who_contact(who);

	if (!pbx_who_can_call(who))
		return WIRE_R_NOTCALLABLE;
	if (!contact)
		return to_text(target, WIRE_TARGET_ADDRESS, who->row->key);
	target->kind = WIRE_TARGET_CONTACT;
	target->cID = pbx_contact_cID(contact);
	return WIRE_R_NONE;
}

static enum wire_reason to_object(struct wire_target *target, const struct pbx_object *object)
{
	switch (px_class(object)) {
	case PBX_CONTACT:
	case PBX_ADDRESS:
		return to_person(target, object);
	case PBX_EXTENSION:
		return to_text(target, WIRE_TARGET_EXTENSION, object->row->key);
	case PBX_QUEUE:
		return to_text(target, WIRE_TARGET_EXTENSION, pbx_queue_extension(object));
	case PBX_PARKED:
		return to_text(target, WIRE_TARGET_NUMBER, pbx_parked_slot(object));
	default:
		return WIRE_R_NOTARGET;
	}
}

static enum wire_reason to_number(struct wire_target *target, const char *number)
{
	char digits[NUMBER_MAX + 1];

	if (!number_dialable(number) || number_digits(number, digits, sizeof(digits)) <= 0)
		return WIRE_R_NOTCALLABLE;
	return to_text(target, WIRE_TARGET_NUMBER, digits);
}

/* A number beside an object is that one of its numbers. */
static enum wire_reason aim(struct wire_target *target, const struct pbx_target *to)
{
	*target = (struct wire_target){0};
	if (to->voicemail)
		return voicemail_of(to->object, target);
	if (to->number && *to->number)
		return to_number(target, to->number);
	return to->object ? to_object(target, to->object) : WIRE_R_NOTARGET;
}

static void add_target(struct buf *out, const char *name, const struct wire_target *target)
{
	buf_printf(out, ",\"%s\":", name);
	wire_target_encode(target, out);
}

static void add_text(struct buf *out, const char *name, const char *text)
{
	if (!text || !*text)
		return;
	buf_printf(out, ",\"%s\":", name);
	wire_json_add_text(out, text);
}

/* ---- Dialling ---- */

void pbx_dial(struct pbx *pbx, const struct pbx_object *device, const struct pbx_target *to,
	      pbx_done_fn done, void *ctx)
{
	const struct px_then then = {done, ctx};
	struct wire_target target;
	enum wire_reason reason = device ? aim(&target, to) : WIRE_R_NODEVICE;
	struct buf values;

	if (reason) {
		px_refuse(pbx, reason, &then);
		return;
	}
	buf_init(&values, WIRE_MAX_BODY);
	buf_add_str(&values, "{\"device\":");
	wire_json_add_text(&values, device->row->key);
	add_target(&values, "target", &target);
	if (pbx_device_autoanswer(device))
		buf_add_str(&values, ",\"autoanswer\":true");
	if (pbx_device_autohold(device))
		buf_add_str(&values, ",\"autohold\":true");
	buf_add_char(&values, '}');
	px_command(pbx, "/rest/command/create/call", NULL, values.data, &then);
	buf_free(&values);
}

/* ---- Acting on a call ---- */

/* {"device":…,"cid":…}, {"queue":…,"cid":…} or {"lot":…,"slot":…}, without its brackets. */
static void add_scope(struct buf *out, const struct pbx_object *call)
{
	const char *parent = pbx_call_parent(call);
	size_t prefix = strlen(PX_QUEUE_PREFIX);
	bool waits = !strncmp(parent, PX_QUEUE_PREFIX, prefix);
	bool parked = px_class(call) == PBX_PARKED;

	buf_printf(out, "\"%s\":", parked ? "lot" : waits ? "queue" : "device");
	wire_json_add_text(out, parked ? pbx_parked_lot(call) : waits ? parent + prefix : parent);
	buf_printf(out, ",\"%s\":", parked ? "slot" : "cid");
	wire_json_add_text(out, parked ? pbx_parked_slot(call) : pbx_call_cid(call));
}

enum { NEEDS_TO = 1, NEEDS_WITH = 2, NEEDS_DEVICE = 4, NEEDS_DIGITS = 8, TAKES_PLACE = 16 };

static const unsigned char needs[PBX_CALL_ACTION_COUNT] = {
	[PBX_CALL_XFER_ACTION] = NEEDS_TO,       [PBX_CALL_ATXFER_ACTION] = NEEDS_TO,
	[PBX_CALL_CAMP_ACTION] = NEEDS_TO,       [PBX_CALL_SERIAL_ACTION] = NEEDS_TO,
	[PBX_CALL_SEND_ACTION] = NEEDS_TO,       [PBX_CALL_COMPLETE_ACTION] = NEEDS_WITH,
	[PBX_CALL_MERGE_ACTION] = NEEDS_WITH,    [PBX_CALL_RETRIEVE_ACTION] = NEEDS_DEVICE,
	[PBX_CALL_PICKUP_ACTION] = NEEDS_DEVICE, [PBX_CALL_CLAIM_ACTION] = NEEDS_DEVICE,
	[PBX_CALL_DTMF_ACTION] = NEEDS_DIGITS,   [PBX_CALL_PARK_ACTION] = TAKES_PLACE,
};

static bool digits_valid(const char *digits)
{
	return digits && *digits && !digits[strspn(digits, "0123456789*#ABCDabcd,")];
}

static enum wire_reason check(unsigned need, const struct pbx_call_args *args,
			      struct wire_target *target)
{
	if ((need & NEEDS_WITH) && !args->with)
		return WIRE_R_NOCALL;
	if ((need & NEEDS_DEVICE) && !args->device)
		return WIRE_R_NODEVICE;
	if ((need & NEEDS_DIGITS) && !digits_valid(args->digits))
		return WIRE_R_INVALID;
	return need & NEEDS_TO ? aim(target, &args->to) : WIRE_R_NONE;
}

static void add_place(struct buf *out, const struct pbx_call_args *args)
{
	add_text(out, "lot", args->lot);
	add_text(out, "slot", args->slot);
	if (args->timeout_ms > 0)
		buf_printf(out, ",\"timeout\":%lld", (long long)args->timeout_ms);
	if (args->for_whom) {
		char *scope = px_who_scope(args->for_whom);

		buf_printf(out, ",\"for\":%s", scope);
		free(scope);
	}
}

static void add_args(struct buf *out, unsigned need, const struct pbx_call_args *args,
		     const struct wire_target *target)
{
	if (need & NEEDS_TO)
		add_target(out, "to", target);
	if (need & NEEDS_WITH) {
		buf_add_str(out, ",\"with\":{");
		add_scope(out, args->with);
		buf_add_char(out, '}');
	}
	if (need & NEEDS_DEVICE)
		add_text(out, "device", args->device->row->key);
	if (need & NEEDS_DIGITS)
		add_text(out, "digits", args->digits);
	if (need & TAKES_PLACE)
		add_place(out, args);
}

void pbx_call_do(struct pbx *pbx, const struct pbx_object *call, enum pbx_call_action action,
		 const struct pbx_call_args *args, pbx_done_fn done, void *ctx)
{
	static const struct pbx_call_args none;
	const struct px_then then = {done, ctx};
	unsigned need = (unsigned)action < PBX_CALL_ACTION_COUNT ? needs[action] : 0;
	struct wire_target target;
	struct buf scope, values;
	enum wire_reason reason;

	args = args ? args : &none;
	reason = call ? check(need, args, &target) : WIRE_R_NOCALL;
	if (reason) {
		px_refuse(pbx, reason, &then);
		return;
	}
	buf_init(&scope, WIRE_MAX_BODY);
	buf_init(&values, WIRE_MAX_BODY);
	buf_add_char(&scope, '{');
	add_scope(&scope, call);
	buf_add_char(&scope, '}');
	buf_printf(&values, "{\"action\":\"%s\"", pbx_call_action_name(action));
	add_args(&values, need, args, &target);
	buf_add_char(&values, '}');
	px_command(pbx, "/rest/command/update/call", scope.data, values.data, &then);
	buf_free(&scope);
	buf_free(&values);
}
