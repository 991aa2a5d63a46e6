/* The rows of a set as they are now, and the older messages of a room. */
#include "rest_reading.h"

void rest_read_live(struct request *req)
{
	int set = wire_set_find(req->type);

	if (set >= 0)
		reading_answer(req, (enum wire_set)set, NULL, NULL);
	else
		answer_error(req, 404, WIRE_E_BACKEND, "invalid", "There is no such set", 0);
}

static cJSON *message(struct sqlite3_stmt *rows, int64_t room)
{
	cJSON *object = cJSON_CreateObject();

	cJSON_AddNumberToObject(object, "roomID", (double)room);
	cJSON_AddNumberToObject(object, "msgID", (double)store_int(rows, 0));
	cJSON_AddNumberToObject(object, "cID", (double)store_int(rows, 1));
	cJSON_AddStringToObject(object, "cN", store_text(rows, 2));
	cJSON_AddStringToObject(object, "msg", store_text(rows, 3));
	cJSON_AddNumberToObject(object, "time", (double)store_int(rows, 4));
	return object;
}

/* The messages before one, the newest first. */
void rest_read_messages(struct request *req)
{
	int64_t room = wire_json_int(req->scope, "roomID", -1), before;
	struct sqlite3_stmt *rows;
	unsigned limit;
	cJSON *values;

	if (!read_limit(req, DIRECTORY_ROOM_MESSAGES, &limit) ||
	    !read_number(req, "before", INT64_MAX, &before))
		return;
	if (!directory_in_room(req->pabx->directory, room, req->user.cID)) {
		answer_refused(req, WIRE_R_GONE, NULL);
		return;
	}
	if (limit > DIRECTORY_ROOM_MESSAGES)
		limit = DIRECTORY_ROOM_MESSAGES;
	values = cJSON_CreateArray();
	for (rows = store_ask(req->pabx->store, SQL_MESSAGES_BEFORE, "iii", room, before,
			      (int64_t)limit);
	     store_next(rows);)
		cJSON_AddItemToArray(values, message(rows, room));
	answer_values(req, values);
}
