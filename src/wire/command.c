#include <string.h>

#include "base/text.h"
#include "command.h"
#include "inside.h"

static const struct {
	const char *token, *text;
} reasons[WIRE_R_COUNT] = {[WIRE_R_NONE] = {"", ""},
#define REASON(ENUM, token, text) [WIRE_R_##ENUM] = {#token, text},
			   WIRE_REASONS(REASON)};

static const struct {
	const char *name, *capability;
} actions[WIRE_A_COUNT] = {
#define ACTION(ENUM, name, capability) [WIRE_A_##ENUM] = {#name, capability},
	WIRE_ACTIONS(ACTION)};

const char *wire_reason_token(enum wire_reason reason)
{
	return reasons[reason].token;
}

const char *wire_reason_text(enum wire_reason reason)
{
	return reasons[reason].text;
}

enum wire_reason wire_reason_find(const char *token)
{
	for (int i = WIRE_R_NONE + 1; token && i < WIRE_R_COUNT; i++)
		if (!strcmp(reasons[i].token, token))
			return (enum wire_reason)i;
	return WIRE_R_NONE;
}

const char *wire_action_name(enum wire_action action)
{
	return actions[action].name;
}

const char *wire_action_capability(enum wire_action action)
{
	return actions[action].capability;
}

int wire_action_find(const char *name)
{
	for (int i = 0; name && i < WIRE_A_COUNT; i++)
		if (!strcmp(actions[i].name, name))
			return i;
	return ERR_NOT_FOUND;
}

/* The object forms; number has no member, it is the text itself. */
static const struct {
	const char *name;
	enum wire_target_kind kind;
	bool is_cid;
} forms[] = {
	{"cID", WIRE_TARGET_CONTACT, true},
	{"key", WIRE_TARGET_ADDRESS, false},
	{"extension", WIRE_TARGET_EXTENSION, false},
	{"voicemail", WIRE_TARGET_VOICEMAIL, true},
};
enum { FORMS = sizeof(forms) / sizeof(forms[0]) };

static int take_text(struct wire_target *target, const cJSON *value)
{
	char text[4 * WIRE_MAX_ID];

	if (!cJSON_IsString(value))
		return ERR_INVALID;

	size_t len = text_clean(text, sizeof(text), value->valuestring, strlen(value->valuestring));

	if (!len || len > WIRE_MAX_ID)
		return ERR_INVALID;
	memcpy(target->text, text, len + 1);
	return 0;
}

static int take_object(struct wire_target *target, const cJSON *object)
{
	int err = ERR_INVALID;

	for (int i = 0; i < FORMS; i++) {
		const cJSON *value = wire_json_get(object, forms[i].name);

		if (!value || cJSON_IsNull(value))
			continue;
		if (target->kind != WIRE_TARGET_NONE)
			return ERR_INVALID;
		target->kind = forms[i].kind;
		if (forms[i].is_cid)
			err = wire_json_integer(value, &target->cID) ? 0 : ERR_INVALID;
		else
			err = take_text(target, value);
		if (err)
			return err;
	}
	return err;
}

int wire_target_decode(struct wire_target *target, const cJSON *value)
{
	struct wire_target taken = {.kind = WIRE_TARGET_NONE};
	int err;

	if (cJSON_IsObject(value)) {
		err = take_object(&taken, value);
	} else {
		taken.kind = WIRE_TARGET_NUMBER;
		err = take_text(&taken, value);
	}
	if (!err)
		*target = taken;
	return err;
}

static int encode_form(const struct wire_target *target, int form, struct buf *out)
{
	int err = buf_printf(out, "{\"%s\":", forms[form].name);

	if (!err && forms[form].is_cid)
		err = wire_json_add_int(out, target->cID);
	else if (!err)
		err = wire_json_add_text(out, target->text);
	return err ? err : buf_add_char(out, '}');
}

int wire_target_encode(const struct wire_target *target, struct buf *out)
{
	size_t start = out->len;

	if (target->kind == WIRE_TARGET_NUMBER)
		return wire_json_add_text(out, target->text);
	for (int i = 0; i < FORMS; i++) {
		if (forms[i].kind != target->kind)
			continue;

		int err = encode_form(target, i, out);

		return err ? wire_undo(out, start, err) : 0;
	}
	return ERR_INVALID;
}
