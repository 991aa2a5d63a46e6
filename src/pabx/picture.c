#include "picture.h"

#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <png.h>

#include "base/language.h"
#include "base/mem.h"
#include "base/pixels.h"

#include <jerror.h>

enum {
	SCANS_MAX = 64,         /* a progressive picture may repeat itself for ever */
	MEMORY_MAX = 192 << 20, /* what its coefficients may take */
	CHANNELS = 3,
	UPRIGHT = 1, /* EXIF's orientations are 1 to 8 */
	ORIENTATION = 0x0112,
};

struct picture {
	unsigned width, height;
	unsigned char *rgb;
};

struct reading {
	struct jpeg_error_mgr errors; /* first: the library hands back its address */
	struct jpeg_progress_mgr progress;
	struct jpeg_decompress_struct jpeg;
	jmp_buf broken;
	struct picture picture;
	unsigned orientation;
	char text[JMSG_LENGTH_MAX];
};

bool picture_is_jpeg(const void *bytes, size_t len)
{
	return len > 3 && !memcmp(bytes, "\xff\xd8\xff", 3);
}

/* ---- What the library tells ---- */

static void on_error(j_common_ptr jpeg)
{
	struct reading *in = (struct reading *)jpeg->err;

	jpeg->err->format_message(jpeg, in->text);
	longjmp(in->broken, 1);
}

/* A picture that ends early, or whose codes are none, would be grey below. Bytes that some cameras
 * leave between the parts do no harm. */
static void on_message(j_common_ptr jpeg, int level)
{
	if (level < 0 && jpeg->err->msg_code != JWRN_EXTRANEOUS_DATA)
		on_error(jpeg);
}

static void on_progress(j_common_ptr jpeg)
{
	struct reading *in = (struct reading *)jpeg->err;

	if (in->jpeg.input_scan_number <= SCANS_MAX)
		return;
	snprintf(in->text, sizeof(in->text), "it has too many scans");
	longjmp(in->broken, 1);
}

/* ---- Which way is up ---- */

static unsigned number(const unsigned char *at, unsigned bytes, bool little)
{
	unsigned value = 0;

	for (unsigned i = 0; i < bytes; i++)
		value = value << 8 | at[little ? bytes - 1 - i : i];
	return value;
}

/* The orientation in an EXIF block: a TIFF header, then a table of 12 bytes an entry. */
static unsigned exif_orientation(const unsigned char *exif, size_t len)
{
	const unsigned char *tiff = exif + 6;
	size_t size = len - 6, at;
	unsigned count;
	bool little;

	if (len < 6 + 8 + 2 || memcmp(exif, "Exif\0", 6) != 0)
		return UPRIGHT;
	little = *tiff == 'I';
	at = number(tiff + 4, 4, little);
	if (at > size - 2)
		return UPRIGHT;
	count = number(tiff + at, 2, little);
	for (at += 2; count-- && at + 12 <= size; at += 12) {
		unsigned value = number(tiff + at + 8, 2, little);

		if (number(tiff + at, 2, little) == ORIENTATION)
			return value >= 1 && value <= 8 ? value : UPRIGHT;
	}
	return UPRIGHT;
}

static unsigned orientation_of(const struct jpeg_decompress_struct *jpeg)
{
	const struct jpeg_marker_struct *marker = jpeg->marker_list;

	return marker ? exif_orientation(marker->data, marker->data_length) : UPRIGHT;
}

/* The pixel of the upright picture (width x height) that belongs at x, y of the turned one. */
static size_t source_of(unsigned orientation, unsigned width, unsigned height, unsigned x,
			unsigned y)
{
	bool across = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
	bool down = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
	unsigned sx = orientation >= 5 ? y : x, sy = orientation >= 5 ? x : y;

	sx = across ? width - 1 - sx : sx;
	sy = down ? height - 1 - sy : sy;
	return (size_t)sy * width + sx;
}

static void turn(struct picture *picture, unsigned orientation)
{
	unsigned width = orientation >= 5 ? picture->height : picture->width;
	unsigned height = orientation >= 5 ? picture->width : picture->height;
	unsigned char *rgb, *to;

	if (orientation == UPRIGHT)
		return;
	rgb = to = mem_new((size_t)width * height, CHANNELS);
	for (unsigned y = 0; y < height; y++)
		for (unsigned x = 0; x < width; x++, to += CHANNELS)
			memcpy(to,
			       picture->rgb + CHANNELS * source_of(orientation, picture->width,
								   picture->height, x, y),
			       CHANNELS);
	free(picture->rgb);
	*picture = (struct picture){width, height, rgb};
}

/* ---- Smaller ---- */

static unsigned side(unsigned length, unsigned longest, unsigned most)
{
	unsigned to = longest > most ? length * most / longest : length;

	return to ? to : 1;
}

static void shrink(struct picture *picture)
{
	unsigned longest = picture->width > picture->height ? picture->width : picture->height;
	unsigned width = side(picture->width, longest, PICTURE_SIDE);
	unsigned height = side(picture->height, longest, PICTURE_SIDE);
	unsigned char *rgb =
		pixels_fit(picture->rgb, CHANNELS, picture->width, picture->height, width, height);

	free(picture->rgb);
	*picture = (struct picture){width, height, rgb};
}

/* ---- In and out ---- */

static const char *too_large(const struct jpeg_decompress_struct *jpeg)
{
	return jpeg->image_width > PICTURE_JPEG_SIDE || jpeg->image_height > PICTURE_JPEG_SIDE ||
			       (uint64_t)jpeg->image_width * jpeg->image_height >
				       PICTURE_JPEG_PIXELS
		       ? "it has too many pixels"
		       : NULL;
}

/* The library leaves out seven of eight pixels, or three of four …, as long as enough remain. */
static void choose_scale(struct jpeg_decompress_struct *jpeg)
{
	unsigned longest =
		jpeg->image_width > jpeg->image_height ? jpeg->image_width : jpeg->image_height;

	jpeg->scale_num = 1;
	for (jpeg->scale_denom = 8; jpeg->scale_denom > 1; jpeg->scale_denom /= 2)
		if (longest / jpeg->scale_denom >= PICTURE_SIDE)
			break;
}

static void start(struct reading *in, const void *bytes, size_t len)
{
	struct jpeg_decompress_struct *jpeg = &in->jpeg;
	const char *wrong;

	jpeg_create_decompress(jpeg);
	jpeg->mem->max_memory_to_use = MEMORY_MAX;
	jpeg->progress = &in->progress;
	in->progress.progress_monitor = on_progress;
	jpeg_mem_src(jpeg, bytes, (unsigned long)len);
	jpeg_save_markers(jpeg, JPEG_APP0 + 1, 0xffff);
	jpeg_read_header(jpeg, TRUE);
	in->orientation = orientation_of(jpeg);
	wrong = too_large(jpeg);
	if (wrong) {
		snprintf(in->text, sizeof(in->text), "%s", wrong);
		longjmp(in->broken, 1);
	}
	jpeg->out_color_space = JCS_RGB;
	choose_scale(jpeg);
	jpeg_start_decompress(jpeg);
}

static bool decode(struct reading *in, const void *bytes, size_t len)
{
	struct jpeg_decompress_struct *jpeg = &in->jpeg;

	jpeg->err = jpeg_std_error(&in->errors);
	in->errors.error_exit = on_error;
	in->errors.emit_message = on_message;
	if (setjmp(in->broken)) {
		jpeg_destroy_decompress(jpeg);
		return false;
	}
	start(in, bytes, len);
	in->picture.width = jpeg->output_width;
	in->picture.height = jpeg->output_height;
	in->picture.rgb = mem_new((size_t)jpeg->output_width * jpeg->output_height, CHANNELS);
	while (jpeg->output_scanline < jpeg->output_height) {
		unsigned char *row = in->picture.rgb +
				     (size_t)jpeg->output_scanline * jpeg->output_width * CHANNELS;

		jpeg_read_scanlines(jpeg, &row, 1);
	}
	jpeg_finish_decompress(jpeg);
	jpeg_destroy_decompress(jpeg);
	return true;
}

/* image says the form of pixels. */
static bool encode(png_image *image, const void *pixels, char **png, size_t *len)
{
	png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(*image);

	*png = mem_new(size, 1);
	if (!png_image_write_to_memory(image, *png, &size, 0, pixels, 0, NULL)) {
		free(*png);
		*png = NULL;
		return false;
	}
	*len = size;
	return true;
}

static int keep(const struct picture *picture, char **png, size_t *len, struct why *why)
{
	png_image image = {.version = PNG_IMAGE_VERSION,
			   .width = picture->width,
			   .height = picture->height,
			   .format = PNG_FORMAT_RGB};

	if (encode(&image, picture->rgb, png, len))
		return 0;
	return why_set(why, ERR_INVALID, _("the photo cannot be kept: %.64s"), image.message);
}

bool picture_fit(const void *png, size_t len, unsigned most, char **out, size_t *out_len)
{
	png_image from = {.version = PNG_IMAGE_VERSION}, to = from;
	unsigned char *pixels, *fewer;
	unsigned longest;
	bool good;

	if (!png_image_begin_read_from_memory(&from, png, len))
		return false;
	longest = from.width > from.height ? from.width : from.height;
	if (longest <= most || longest > PICTURE_PNG_SIDE) {
		png_image_free(&from);
		return false;
	}
	from.format = to.format = PNG_FORMAT_RGBA;
	pixels = mem_new(PNG_IMAGE_SIZE(from), 1);
	good = png_image_finish_read(&from, NULL, pixels, 0, NULL);
	if (good) {
		to.width = side(from.width, longest, most);
		to.height = side(from.height, longest, most);
		fewer = pixels_fit(pixels, PIXELS_CHANNELS_MAX, from.width, from.height, to.width,
				   to.height);
		good = encode(&to, fewer, out, out_len);
		free(fewer);
	}
	free(pixels);
	return good;
}

int picture_of_jpeg(const char *what, const void *bytes, size_t len, char **png, size_t *png_len,
		    struct why *why)
{
	struct reading *in;
	int err = 0;

	if (len > PICTURE_JPEG_BYTES)
		return why_set(why, ERR_LIMIT, _("%.100s has more than %d MiB"), what,
			       PICTURE_JPEG_BYTES >> 20);
	in = mem_new(1, sizeof(*in));
	if (!decode(in, bytes, len))
		err = why_set(why, ERR_INVALID,
			      _("%.100s is no JPEG picture that can be read: %.100s"), what,
			      in->text);
	if (!err) {
		shrink(&in->picture);
		turn(&in->picture, in->orientation);
		err = keep(&in->picture, png, png_len, why);
	}
	free(in->picture.rgb);
	free(in);
	return err;
}
