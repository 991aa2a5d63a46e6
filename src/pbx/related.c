/* The objects that properties name. */
#include <string.h>

#include "core.h"

struct pbx_object *pbx_owner_of(const struct pbx_object *object)
{
	const struct wire_device *device = PX_ROW(object, DEVICE, device);
	const struct wire_phone *phone = PX_ROW(object, PHONE, phone);
	const struct wire_extension *extension = PX_ROW(object, EXTENSION, extension);
	int64_t cID = device      ? device->ownerID
		      : phone     ? phone->ownerID
		      : extension ? extension->owner
				  : PBX_UNKNOWN;

	return cID != PBX_UNKNOWN ? px_find_id(object->pbx, PBX_CONTACT, cID) : NULL;
}

static struct pbx_object *named(const struct pbx_object *object, enum pbx_class class,
				const char *key)
{
	return *key ? px_store_find(&object->pbx->store, class, key) : NULL;
}

struct pbx_object *pbx_device_phone_of(const struct pbx_object *device)
{
	return named(device, PBX_PHONE, pbx_device_phone(device));
}

struct pbx_object *pbx_device_mailbox_of(const struct pbx_object *device)
{
	return named(device, PBX_MAILBOX, pbx_device_mailbox(device));
}

struct pbx_object *pbx_phone_device(const struct pbx_object *phone, unsigned i)
{
	const struct px_texts *names = px_texts(phone, pbx_phone_deviceNames(phone));

	return i < names->count ? named(phone, PBX_DEVICE, names->at[i]) : NULL;
}

struct pbx_object *pbx_call_qcall_of(const struct pbx_object *call)
{
	cJSON *pair = cJSON_Parse(pbx_call_qcall(call));
	const char *device = cJSON_GetStringValue(cJSON_GetArrayItem(pair, 0));
	const char *cid = cJSON_GetStringValue(cJSON_GetArrayItem(pair, 1));
	struct pbx_object *found = NULL;
	char key[WIRE_KEY_MAX];

	if (device && cid && wire_key(key, sizeof(key), WIRE_CALL, device, cid) >= 0)
		found = named(call, PBX_CALL, key);
	cJSON_Delete(pair);
	return found;
}
