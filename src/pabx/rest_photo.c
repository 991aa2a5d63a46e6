/* Photos of people, in the size that is asked for. The worker makes a large one smaller. */
#include <openssl/evp.h>

#include "picture.h"
#include "rest_inside.h"
#include "wire/drawing.h"

struct photo_job {
	struct request *req;
	struct loop_job *job;
	char *png, *small, *rev;
	size_t len, small_len;
	unsigned size;
};

static void free_job(void *ctx)
{
	struct photo_job *job = ctx;

	free(job->png);
	free(job->small);
	free(job->rev);
	free(job);
}

void photo_forget(struct request *req)
{
	if (req->photo)
		loop_job_forget(&req->photo->job, free_job);
	req->photo = NULL;
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

static void work(void *ctx)
{
	struct photo_job *job = ctx;

	picture_fit(job->png, job->len, job->size, &job->small, &job->small_len);
}

static void done(void *ctx)
{
	struct photo_job *job = ctx;
	struct request *req = job->req;
	cJSON *values = job->small ? photo("image/png", job->small, job->small_len, job->rev)
				   : photo("image/png", job->png, job->len, job->rev);

	req->photo = NULL;
	free_job(job);
	answer_values(req, values);
}

static uint32_t number_at(const unsigned char *bytes)
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
	       bytes[3];
}

/* Whether the head of a PNG says that it is larger. */
static bool is_larger(const void *png, size_t len, int64_t size)
{
	enum { HEAD = 24, WIDTH = 16, HEIGHT = 20 };
	const unsigned char *bytes = png;

	return len >= HEAD && (number_at(bytes + WIDTH) > size || number_at(bytes + HEIGHT) > size);
}

/* True where there is a photo, which is answered now or later. */
static bool answer_stored(struct request *req, int64_t cID, int64_t size)
{
	struct sqlite3_stmt *rows = store_ask(req->pabx->store, SQL_PERSON_PHOTO, "i", cID);
	const void *bytes;
	size_t len;
	bool there;

	if (!store_next(rows))
		return false;
	bytes = store_blob(rows, 0, &len);
	there = bytes && len;
	if (there && is_larger(bytes, len, size)) {
		struct photo_job *job = req->photo = mem_new(1, sizeof(*job));

		*job = (struct photo_job){.req = req, .len = len, .size = (unsigned)size};
		job->png = mem_new(len, 1);
		memcpy(job->png, bytes, len);
		job->rev = mem_dup(store_text(rows, 1));
		job->job = loop_work(req->pabx->loop, work, done, job);
	} else if (there) {
		answer_values(req, photo("image/png", bytes, len, store_text(rows, 1)));
	}
	store_end(rows);
	return there;
}

void rest_read_photo(struct request *req)
{
	int64_t cID = wire_json_int(req->scope, "cID", -1);
	int64_t size = wire_json_int(req->scope, "size", PHOTO_SIZE);
	const struct person *person = directory_person(req->pabx->directory, cID);

	if (!person || !user_sees(&req->user, person->company)) {
		answer_refused(req, WIRE_R_GONE, NULL);
		return;
	}
	if (size < 1 || size > PHOTO_SIZE_MAX) {
		answer_refused(req, WIRE_R_INVALID, NULL);
		return;
	}
	if (answer_stored(req, cID, size))
		return;
	answer_values(req, wire_json_bool(req->scope, "allownull", false)
				   ? cJSON_CreateNull()
				   : drawing(person->name, cID, size));
}
