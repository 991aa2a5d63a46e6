/* Photos of people. */
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/path.h"
#include "base/random.h"
#include "picture.h"
#include "subcommand_inside.h"
#include "wire/drawing.h"

enum { PHOTO_BYTES = 512 << 10, PNG_HEAD = 24, PNG_WIDTH = 16, PNG_HEIGHT = 20, REV_BYTES = 8 };

static uint32_t number_at(const unsigned char *bytes)
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
	       bytes[3];
}

static int check_png(const char *what, const void *data, size_t len, struct why *why)
{
	static const unsigned char head[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n',
					     0,    0,   0,   13,  'I',  'H',  'D',  'R'};
	const unsigned char *bytes = data;
	uint32_t width, height;

	if (len < PNG_HEAD || memcmp(bytes, head, sizeof(head)) != 0)
		return why_set(why, ERR_INVALID, _("%.100s is not a PNG or JPEG picture"), what);
	width = number_at(bytes + PNG_WIDTH);
	height = number_at(bytes + PNG_HEIGHT);
	if (len > PHOTO_BYTES)
		return why_set(why, ERR_LIMIT, _("a PNG photo has at most %d KiB"),
			       PHOTO_BYTES >> 10);
	if (!width || !height || width > PHOTO_SIZE_MAX || height > PHOTO_SIZE_MAX)
		return why_set(why, ERR_LIMIT, _("a photo has at most %d pixels in each direction"),
			       PHOTO_SIZE_MAX);
	return 0;
}

int photo_make(const char *what, char **bytes, size_t *len, struct why *why)
{
	char *png;
	int err;

	if (!picture_is_jpeg(*bytes, *len))
		return check_png(what, *bytes, *len, why);
	err = picture_of_jpeg(what, *bytes, *len, &png, len, why);
	if (err)
		return err;
	free(*bytes);
	*bytes = png;
	return 0;
}

int photo_put(struct store *store, int64_t cID, const void *bytes, size_t len, struct why *why)
{
	char rev[2 * REV_BYTES + 1];

	random_hex(rev, REV_BYTES);
	if (store_run(store, SQL_META_COUNT, "s", "people") ||
	    store_run(store, SQL_PERSON_PHOTO_SET, "bsi", bytes, len, bytes ? rev : NULL, cID))
		return why_set(why, ERR_IO, _("the store could not be written"));
	return 0;
}

int photo_set(struct store *store, const struct words *words, struct why *why)
{
	const char *file = words->argv[1];
	char *bytes = NULL;
	int64_t cID;
	size_t len;
	int err = person_of_login(store, words->argv[0], &cID, why);

	if (!err)
		err = path_read(file, PICTURE_JPEG_BYTES, &bytes, &len, why);
	if (!err)
		err = photo_make(file, &bytes, &len, why);
	if (!err)
		err = photo_put(store, cID, bytes, len, why);
	free(bytes);
	return err;
}

int photo_remove(struct store *store, const struct words *words, struct why *why)
{
	int64_t cID;
	int err = person_of_login(store, words->argv[0], &cID, why);

	return err ? err : photo_put(store, cID, NULL, 0, why);
}
