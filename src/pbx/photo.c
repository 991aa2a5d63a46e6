#include "photo.h"

#include <stdlib.h>
#include <string.h>

#include "core.h"
#include "wire/drawing.h"

enum { KEPT_MAX = 128, KEPT_BYTES = 4 << 20, PHOTO_BYTES = 1 << 20 };

/* A picture that came, for one person, size and revision. */
struct px_photo {
	struct px_photo *prev, *next;
	int64_t cID;
	int size;
	char *of, *rev; /* of: the revision that the contact had when it was asked for */
	bool is_png;
	size_t len;
	unsigned char *bytes;
};

struct px_photo_ask {
	struct px_photo_ask *prev, *next;
	int64_t cID; /* PBX_UNKNOWN for an outside entry */
	char *name, *of;
	int size;
	bool null_too;
	pbx_photo_fn fn; /* NULL once it was forgotten */
	void *ctx;
};

static void photo_free(struct px_photo *photo)
{
	free(photo->of);
	free(photo->rev);
	free(photo->bytes);
	free(photo);
}

static void drop(struct px_photos *photos, struct px_photo *photo)
{
	DL_DELETE(photos->kept, photo);
	photos->bytes -= photo->len;
	photos->count--;
	photo_free(photo);
}

void px_photos_clear(struct px_photos *photos)
{
	while (photos->kept)
		drop(photos, photos->kept);
}

static void ask_free(struct px_photos *photos, struct px_photo_ask *ask)
{
	DL_DELETE(photos->asked, ask);
	free(ask->name);
	free(ask->of);
	free(ask);
}

void px_photos_free(struct px_photos *photos)
{
	px_photos_clear(photos);
	while (photos->asked)
		ask_free(photos, photos->asked);
}

/* ---- What came ---- */

static int sextet(char c)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c ? strchr(letters, c) : NULL;

	return at ? (int)(at - letters) : -1;
}

/* Base64 into a new block; NULL if it is none or too long. */
static unsigned char *decode(const char *text, size_t *len)
{
	size_t in = strlen(text), out = 0;
	unsigned char *bytes;
	unsigned held = 0;
	int bits = 0;

	if (in / 4 * 3 > PHOTO_BYTES)
		return NULL;
	bytes = mem_new(in / 4 * 3 + 3, 1);
	for (; *text && *text != '='; text++) {
		int value = sextet(*text);

		if (value < 0) {
			free(bytes);
			return NULL;
		}
		held = (held << 6 | (unsigned)value) & 0xfff;
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			bytes[out++] = (unsigned char)(held >> bits);
		}
	}
	*len = out;
	return bytes;
}

/* The picture of a reply, NULL if it has none that is understood. */
static struct px_photo *read_photo(const cJSON *values)
{
	static const unsigned char png[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
	const char *type = wire_json_text(values, "type"), *rev = wire_json_text(values, "rev");
	const char *data = wire_json_text(values, "data");
	struct px_photo *photo;
	size_t len = 0;
	unsigned char *bytes = type && data ? decode(data, &len) : NULL;
	bool is_png = type && !strcmp(type, "image/png");
	bool good = bytes && len && (is_png || !strcmp(type, "image/svg+xml")) &&
		    (!is_png || (len >= sizeof(png) && !memcmp(bytes, png, sizeof(png))));

	if (!good) {
		free(bytes);
		return NULL;
	}
	photo = mem_new(1, sizeof(*photo));
	*photo = (struct px_photo){.is_png = is_png, .bytes = bytes, .len = len};
	photo->rev = mem_dup(rev ? rev : "");
	return photo;
}

/* ---- What is kept ---- */

static struct px_photo *kept(struct px_photos *photos, const struct px_photo_ask *ask)
{
	struct px_photo *photo;

	DL_FOREACH (photos->kept, photo) {
		if (photo->cID != ask->cID || photo->size != ask->size ||
		    strcmp(photo->of, ask->of) != 0 || (ask->null_too && !photo->is_png))
			continue;
		DL_DELETE(photos->kept, photo);
		DL_APPEND(photos->kept, photo);
		return photo;
	}
	return NULL;
}

static void keep(struct px_photos *photos, struct px_photo *photo, const struct px_photo_ask *ask)
{
	photo->cID = ask->cID;
	photo->size = ask->size;
	photo->of = mem_dup(ask->of);
	DL_APPEND(photos->kept, photo);
	photos->bytes += photo->len;
	photos->count++;
	while (photos->kept != photo && (photos->bytes > KEPT_BYTES || photos->count > KEPT_MAX))
		drop(photos, photos->kept);
}

/* ---- One after the other ---- */

static void turn(struct pbx *pbx, int value);

static void next(struct pbx *pbx)
{
	if (pbx->photos.due || pbx->photos.busy || !pbx->photos.asked)
		return;
	pbx->photos.due = true;
	px_later_run(pbx->later, turn, 0);
}

/* Answers the first in the list: with the photo, else with a drawing or nothing. */
static void tell(struct pbx *pbx, const struct px_photo *photo)
{
	struct px_photo_ask *ask = pbx->photos.asked;
	struct pbx_picture picture = {.type = "", .rev = ""};
	pbx_photo_fn fn = ask->fn;
	void *ctx = ask->ctx;
	struct buf svg;

	buf_init(&svg, 4096);
	if (photo) {
		picture = (struct pbx_picture){photo->is_png ? "image/png" : "image/svg+xml",
					       photo->bytes, photo->len, photo->rev};
	} else if (!ask->null_too) {
		drawing_add(&svg, ask->name, ask->cID, ask->size);
		picture = (struct pbx_picture){"image/svg+xml", svg.data, svg.len, ""};
	}
	ask_free(&pbx->photos, ask);
	if (fn)
		fn(ctx, &picture);
	buf_free(&svg);
	next(pbx);
}

static void came(struct pbx *pbx, void *ctx, const struct px_reply *reply)
{
	struct px_photo *photo = NULL;

	(void)ctx;
	pbx->photos.busy = false;
	if (reply->result->outcome == PBX_DONE)
		photo = read_photo(wire_json_get(reply->envelope, "values"));
	if (photo)
		keep(&pbx->photos, photo, pbx->photos.asked);
	tell(pbx, photo);
}

static void turn(struct pbx *pbx, int value)
{
	struct px_photo_ask *ask = pbx->photos.asked;
	struct px_photo *photo;
	char *body;

	(void)value;
	pbx->photos.due = false;
	if (!ask)
		return;
	photo = kept(&pbx->photos, ask);
	if (photo || ask->cID == PBX_UNKNOWN || !ask->fn) {
		tell(pbx, photo);
		return;
	}
	pbx->photos.busy = true;
	body = mem_printf("{\"scope\":{\"cID\":%lld,\"size\":%d,\"allownull\":%s}}",
			  (long long)ask->cID, ask->size, ask->null_too ? "true" : "false");
	px_rest_send(pbx, &(struct px_ask){.path = "/rest/contact/read/photo",
					   .body = body,
					   .safe = true,
					   .fn = came});
	free(body);
}

void pbx_photo(struct pbx *pbx, const struct pbx_object *who, int size, bool null_too,
	       pbx_photo_fn fn, void *ctx)
{
	const struct pbx_object *contact = pbx_who_contact(who);
	struct px_photo_ask *ask = mem_new(1, sizeof(*ask));

	ask->cID = pbx_contact_cID(contact);
	ask->name = mem_dup(pbx_who_name(who));
	ask->of = mem_dup(pbx_contact_photo(contact));
	ask->size = size < 1 ? PHOTO_SIZE : size > PHOTO_SIZE_MAX ? PHOTO_SIZE_MAX : size;
	ask->null_too = null_too;
	ask->fn = fn;
	ask->ctx = ctx;
	DL_APPEND(pbx->photos.asked, ask);
	next(pbx);
}

void pbx_photo_forget(struct pbx *pbx, void *ctx)
{
	struct px_photo_ask *ask;

	DL_FOREACH (pbx->photos.asked, ask)
		if (ask->ctx == ctx)
			ask->fn = NULL;
}

_Static_assert((int)PBX_INITIALS == (int)DRAWING_INITIALS, "two characters and a NUL");

void pbx_who_initials(const struct pbx_object *who, char out[PBX_INITIALS])
{
	drawing_initials(pbx_who_name(who), out);
}
