/* One answer for an id, however often it is asked for. */
#include "net/server.h"
#include "rest_inside.h"
#include "secret.h"

enum { ENTRIES_MAX = 4096, BYTES_MAX = 16 << 20, TEXT_MAX = 256 << 10 };

struct once {
	unsigned char hash[SECRET_HASH]; /* of the body */
	struct request *first, *along;   /* in work; who waits for it */
	bool again;                      /* the answer was too long to keep */
	int status;
	char *text;
	size_t len;
	int64_t until;
	UT_hash_handle hh;
	char key[];
};

static void drop(struct rest *rest, struct once *once)
{
	HASH_DEL(rest->once, once);
	rest->once_bytes -= once->len;
	free(once->text);
	free(once);
}

/* Those that are over, and the oldest while there are too many; what is in work stays. */
static void make_room(struct rest *rest)
{
	struct once *once, *next;
	int64_t now = clock_mono_ms();

	HASH_ITER (hh, rest->once, once, next) {
		bool full = HASH_COUNT(rest->once) >= ENTRIES_MAX || rest->once_bytes > BYTES_MAX;

		if (once->first)
			continue;
		if (once->until > now && !full)
			break;
		drop(rest, once);
	}
}

static struct once *add(struct request *req, const char *key, const unsigned char *hash)
{
	struct once *once = mem_new(1, sizeof(*once) + strlen(key) + 1);

	memcpy(once->key, key, strlen(key));
	memcpy(once->hash, hash, sizeof(once->hash));
	once->first = req;
	once->until = INT64_MAX;
	HASH_ADD_STR(req->rest->once, key, once);
	return once;
}

bool once_begin(struct request *req, const char *id)
{
	unsigned char hash[SECRET_HASH];
	struct once *once;
	size_t len;
	const char *body = net_exchange_body(req->x, &len);
	char *key = mem_printf("%" PRId64 "/%s/%s/%s/%s", req->user.cID, req->route->section,
			       req->route->verb, req->type, id);

	secret_hash_bytes(body, len, hash);
	make_room(req->rest);
	HASH_FIND_STR(req->rest->once, key, once);
	if (once && !once->first && once->until <= clock_mono_ms()) {
		drop(req->rest, once);
		once = NULL;
	}
	if (!once)
		req->once = add(req, key, hash);
	free(key);
	if (!once || (once->again && secret_equal(once->hash, hash)))
		return true;
	if (!secret_equal(once->hash, hash)) {
		answer_refused(req, WIRE_R_CONFLICT, "This id was used for another request");
	} else if (once->first) {
		req->once = once;
		req->deadline = clock_mono_ms() + REST_SWITCH_MS;
		LL_APPEND2(once->along, req, along);
		if (!loop_timer_armed(req->rest->timer) ||
		    loop_timer_left(req->rest->timer) > REST_SWITCH_MS)
			loop_timer_set(req->rest->timer, REST_SWITCH_MS);
	} else {
		request_send(req, once->status, once->text, once->len);
		request_free(req);
	}
	return false;
}

void once_answer(struct request *req, int status, const char *text, size_t len)
{
	struct once *once = req->once;
	struct request *other, *next;

	req->once = NULL;
	if (!once || once->first != req)
		return;
	once->first = NULL;
	once->until = clock_mono_ms() + REST_KEPT_MS;
	once->status = status;
	once->again = !text || len > TEXT_MAX;
	if (!once->again) {
		once->text = mem_dup_n(text, len);
		once->len = len;
		req->rest->once_bytes += len;
	}
	for (other = once->along; other; other = next) {
		next = other->along;
		other->once = NULL;
		request_send(other, status, text, len);
		request_free(other);
	}
	once->along = NULL;
}

int64_t once_retry(struct request *req, int64_t until)
{
	struct request *other, *next;
	int64_t due = INT64_MAX;

	if (!req->once)
		return due;
	for (other = req->once->along; other; other = next) {
		next = other->along;
		if (other->deadline > until) {
			due = other->deadline < due ? other->deadline : due;
			continue;
		}
		request_retry(other);
		once_leave(other);
		request_free(other);
	}
	return due;
}

void once_leave(struct request *req)
{
	struct once *once = req->once;

	req->once = NULL;
	if (!once)
		return;
	if (once->first != req) {
		LL_DELETE2(once->along, req, along);
		return;
	}
	while (once->along) {
		struct request *other = once->along;

		LL_DELETE2(once->along, other, along);
		other->once = NULL;
		request_retry(other);
		request_free(other);
	}
	drop(req->rest, once);
}

void once_free(struct rest *rest)
{
	while (rest->once)
		drop(rest, rest->once);
}
