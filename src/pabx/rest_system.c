/* What the system says of itself, and photos. */
#include <openssl/evp.h>

#include "rest_inside.h"
#include "wire/drawing.h"

void rest_read_time(struct request *req)
{
	cJSON *values = cJSON_CreateObject();

	cJSON_AddNumberToObject(values, "serverTime", (double)clock_wall_ms() / 1000);
	answer_values(req, values);
}

void rest_read_ice(struct request *req)
{
	const struct pabx_options *options = &req->pabx->options;
	cJSON *turn = options->turn ? cJSON_Parse(options->turn) : NULL;
	cJSON *values = cJSON_CreateObject();

	cJSON_AddItemToObject(values, "stun",
			      options->stun ? cJSON_CreateString(options->stun)
					    : cJSON_CreateNull());
	cJSON_AddItemToObject(values, "turn", turn ? turn : cJSON_CreateArray());
	answer_values(req, values);
}

void rest_read_version(struct request *req)
{
	const char *version = req->pabx->options.version;
	cJSON *values = cJSON_CreateObject();

	cJSON_AddStringToObject(values, "api", version ? version : WIRE_API_VERSION);
	cJSON_AddStringToObject(values, "product", "frontdesk-pabx " FRONTDESK_VERSION);
	cJSON_AddStringToObject(values, "epoch", live_epoch(req->pabx->live));
	answer_values(req, values);
}

void rest_unsupported(struct request *req)
{
	answer_refused(req, WIRE_R_UNSUPPORTED, NULL);
}

static cJSON *photo(const char *type, const void *bytes, size_t len, const char *rev)
{
	char *data = mem_new(len / 3 * 4 + 8, 1);
	cJSON *object = cJSON_CreateObject();

	EVP_EncodeBlock((unsigned char *)data, bytes, (int)len);
	cJSON_AddStringToObject(object, "type", type);
	cJSON_AddStringToObject(object, "data", data);
	cJSON_AddItemToObject(object, "rev", rev ? cJSON_CreateString(rev) : cJSON_CreateNull());
	free(data);
	return object;
}

static cJSON *drawing(const char *name, int64_t cID, int64_t size)
{
	cJSON *object;
	struct buf svg;

	buf_init(&svg, 4096);
	drawing_add(&svg, name, cID, size);
	object = photo("image/svg+xml", svg.data, svg.len, NULL);
	buf_free(&svg);
	return object;
}

static cJSON *stored_photo(struct request *req, int64_t cID)
{
	struct sqlite3_stmt *rows = store_ask(req->pabx->store, SQL_PERSON_PHOTO, "i", cID);
	cJSON *object = NULL;
	const void *bytes;
	size_t len;

	if (!store_next(rows))
		return NULL;
	bytes = store_blob(rows, 0, &len);
	if (bytes && len)
		object = photo("image/png", bytes, len, store_text(rows, 1));
	store_end(rows);
	return object;
}

void rest_read_photo(struct request *req)
{
	int64_t cID = wire_json_int(req->scope, "cID", -1);
	int64_t size = wire_json_int(req->scope, "size", PHOTO_SIZE);
	const struct person *person = directory_person(req->pabx->directory, cID);
	cJSON *values;

	if (!person || !user_sees(&req->user, person->company)) {
		answer_refused(req, WIRE_R_GONE, NULL);
		return;
	}
	if (size < 1 || size > PHOTO_SIZE_MAX) {
		answer_refused(req, WIRE_R_INVALID, NULL);
		return;
	}
	values = stored_photo(req, cID);
	if (!values && wire_json_bool(req->scope, "allownull", false))
		values = cJSON_CreateNull();
	answer_values(req, values ? values : drawing(person->name, cID, size));
}
