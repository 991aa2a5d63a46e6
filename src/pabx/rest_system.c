/* What the system says of itself. */
#include "rest_inside.h"

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
