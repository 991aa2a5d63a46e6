/* JPEG photos on their way into the store: src/pabx/picture.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jpeglib.h>
#include <png.h>

#include "base/mem.h"
#include "pabx/picture.h"

struct form {
	unsigned width, height;
	J_COLOR_SPACE space;
	int channels;
	bool progressive;
	unsigned orientation; /* 0: no EXIF */
};

static const struct form plain = {64, 32, JCS_RGB, 3, false, 0};

static void add_exif(struct jpeg_compress_struct *jpeg, unsigned orientation)
{
	const unsigned char exif[] = {
		'E', 'x', 'i', 'f', 0,    0, 'M', 'M', 0, 42, 0, 0, 0,
		8,   0,   1,   0x1, 0x12, 0, 3,   0,   0, 0,  1, 0, (unsigned char)orientation,
		0,   0,   0,   0,   0,    0};

	jpeg_write_marker(jpeg, JPEG_APP0 + 1, exif, sizeof(exif));
}

/* A JPEG whose left half is white and whose right half is black. */
static unsigned char *jpeg_of(const struct form *form, unsigned long *len)
{
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr errors;
	unsigned char *bytes = NULL;
	size_t row_len = (size_t)form->width * (size_t)form->channels;
	unsigned char *row = mem_new(row_len, 1);

	memset(row, 0xff, row_len / 2);
	jpeg.err = jpeg_std_error(&errors);
	jpeg_create_compress(&jpeg);
	jpeg_mem_dest(&jpeg, &bytes, len);
	jpeg.image_width = form->width;
	jpeg.image_height = form->height;
	jpeg.in_color_space = form->space;
	jpeg.input_components = form->channels;
	jpeg_set_defaults(&jpeg);
	if (form->progressive)
		jpeg_simple_progression(&jpeg);
	jpeg_start_compress(&jpeg, TRUE);
	if (form->orientation)
		add_exif(&jpeg, form->orientation);
	while (jpeg.next_scanline < form->height)
		jpeg_write_scanlines(&jpeg, &row, 1);
	jpeg_finish_compress(&jpeg);
	jpeg_destroy_compress(&jpeg);
	free(row);
	return bytes;
}

struct seen {
	png_image image;
	unsigned char *grey;
	struct why why;
	int err;
};

/* The photo that becomes of bytes. */
static void see(struct seen *seen, const void *bytes, size_t len)
{
	char *png = NULL;
	size_t png_len = 0;

	memset(seen, 0, sizeof(*seen));
	seen->err = picture_of_jpeg("me.jpg", bytes, len, &png, &png_len, &seen->why);
	if (seen->err)
		return;
	seen->image.version = PNG_IMAGE_VERSION;
	assert_true(png_image_begin_read_from_memory(&seen->image, png, png_len));
	seen->image.format = PNG_FORMAT_GRAY;
	seen->grey = mem_new(PNG_IMAGE_SIZE(seen->image), 1);
	assert_true(png_image_finish_read(&seen->image, NULL, seen->grey, 0, NULL));
	free(png);
}

static void see_form(struct seen *seen, const struct form *form)
{
	unsigned long len = 0;
	unsigned char *bytes = jpeg_of(form, &len);

	see(seen, bytes, len);
	free(bytes);
}

static void see_end(struct seen *seen)
{
	free(seen->grey);
	seen->grey = NULL;
}

static void expect_size(const struct seen *seen, unsigned width, unsigned height)
{
	assert_int_equal(seen->err, 0);
	assert_int_equal(seen->image.width, width);
	assert_int_equal(seen->image.height, height);
}

/* 'w', 'b' or '?' of the picture's corners: left above, right above, left below, right below. */
static void expect_corners(const struct seen *seen, const char *expected)
{
	size_t w = seen->image.width, h = seen->image.height;
	const size_t at[] = {0, w - 1, (h - 1) * w, h * w - 1};
	char corners[5] = "";

	for (int i = 0; i < 4; i++) {
		unsigned char grey = seen->grey[at[i]];

		corners[i] = (char)(grey > 200 ? 'w' : grey < 56 ? 'b' : '?');
	}
	assert_string_equal(corners, expected);
}

static void jpeg__small__is_a_png_of_its_size(void **state)
{
	struct seen seen;

	(void)state;
	see_form(&seen, &plain);
	expect_size(&seen, 64, 32);
	expect_corners(&seen, "wbwb");
	see_end(&seen);
}

static void jpeg__grey_or_progressive__is_read_as_well(void **state)
{
	const struct form grey = {64, 32, JCS_GRAYSCALE, 1, false, 0};
	const struct form progressive = {64, 32, JCS_RGB, 3, true, 0};
	struct seen seen;

	(void)state;
	see_form(&seen, &grey);
	expect_corners(&seen, "wbwb");
	see_end(&seen);
	see_form(&seen, &progressive);
	expect_corners(&seen, "wbwb");
	see_end(&seen);
}

static void jpeg__of_a_camera__is_made_small(void **state)
{
	const struct form camera = {4000, 3000, JCS_RGB, 3, false, 0};
	const struct form long_one = {3000, 2, JCS_RGB, 3, false, 0};
	struct seen seen;

	(void)state;
	see_form(&seen, &camera);
	expect_size(&seen, PICTURE_SIDE, PICTURE_SIDE * 3 / 4);
	expect_corners(&seen, "wbwb");
	see_end(&seen);
	see_form(&seen, &long_one);
	expect_size(&seen, PICTURE_SIDE, 1);
	see_end(&seen);
}

static void jpeg__turned__is_upright(void **state)
{
	static const char *const corners[] = {"wbwb", "bwbw", "bwbw", "wbwb",
					      "wwbb", "wwbb", "bbww", "bbww"};
	struct seen seen;

	(void)state;
	for (unsigned i = 1; i <= 8; i++) {
		struct form form = plain;

		form.orientation = i;
		see_form(&seen, &form);
		expect_size(&seen, i < 5 ? 64 : 32, i < 5 ? 32 : 64);
		expect_corners(&seen, corners[i - 1]);
		see_end(&seen);
	}
}

static void expect_refused(const void *bytes, size_t len, const char *why)
{
	struct seen seen;

	see(&seen, bytes, len);
	assert_true(seen.err < 0);
	if (!strstr(seen.why.text, why))
		fail_msg("\"%s\" instead of \"%s\"", seen.why.text, why);
}

static void refuse_form(const struct form *form, const char *why)
{
	unsigned long len = 0;
	unsigned char *bytes = jpeg_of(form, &len);

	expect_refused(bytes, len, why);
	free(bytes);
}

static void jpeg__too_large__is_refused_before_it_is_decoded(void **state)
{
	const struct form wide = {PICTURE_JPEG_SIDE + 1, 1, JCS_GRAYSCALE, 1, false, 0};
	const struct form vast = {6000, 5000, JCS_GRAYSCALE, 1, false, 0};
	char *bytes = mem_new(PICTURE_JPEG_BYTES + 1, 1);

	(void)state;
	refuse_form(&wide, "too many pixels");
	refuse_form(&vast, "too many pixels");
	expect_refused(bytes, PICTURE_JPEG_BYTES + 1, "me.jpg has more than 8 MiB");
	free(bytes);
}

static void jpeg__for_the_press__is_refused(void **state)
{
	const struct form cmyk = {8, 8, JCS_CMYK, 4, false, 0};

	(void)state;
	refuse_form(&cmyk, "no JPEG picture that can be read");
}

/* The last scan of a progressive picture over and over: little in the file, much in the work. */
static void jpeg__of_endless_scans__is_refused(void **state)
{
	const struct form form = {64, 32, JCS_GRAYSCALE, 1, true, 0};
	unsigned long len = 0;
	unsigned char *bytes = jpeg_of(&form, &len), *many;
	size_t scan = len - 2, scan_len, at;

	(void)state;
	while (bytes[scan] != 0xff || bytes[scan + 1] != 0xda)
		scan--;
	scan_len = len - 2 - scan;
	many = mem_new(len + 200 * scan_len, 1);
	memcpy(many, bytes, len - 2);
	for (at = len - 2; at < len - 2 + 200 * scan_len; at += scan_len)
		memcpy(many + at, bytes + scan, scan_len);
	memcpy(many + at, "\xff\xd9", 2);
	expect_refused(many, at + 2, "");
	free(many);
	free(bytes);
}

static void jpeg__broken__is_refused_or_read_and_does_no_harm(void **state)
{
	unsigned long len = 0;
	unsigned char *bytes = jpeg_of(&plain, &len);
	struct seen seen;

	(void)state;
	for (unsigned long cut = 0; cut < len - 2; cut++)
		expect_refused(bytes, cut, "");
	for (unsigned long i = 0; i < len; i++) {
		bytes[i] ^= 0x55;
		see(&seen, bytes, len);
		see_end(&seen);
		bytes[i] ^= 0x55;
	}
	free(bytes);
}

/* ---- A PNG in another size ---- */

static void fit__png__keeps_its_shape_and_is_no_larger(void **state)
{
	static const struct {
		unsigned width, height, most, to_width, to_height;
	} cases[] = {
		{600, 300, 128, 128, 64},  {300, 600, 128, 64, 128}, {1024, 1, 16, 16, 1},
		{129, 128, 128, 128, 127}, {1024, 1024, 1, 1, 1},
	};
	struct seen seen;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		png_image image = {.version = PNG_IMAGE_VERSION,
				   .width = cases[i].width,
				   .height = cases[i].height,
				   .format = PNG_FORMAT_GRAY};
		png_alloc_size_t len = PNG_IMAGE_PNG_SIZE_MAX(image);
		char *png = mem_new(len, 1), *out = NULL;
		unsigned char *white = mem_new((size_t)image.width * image.height, 1);
		size_t out_len = 0;

		memset(white, 0xff, (size_t)image.width * image.height);
		assert_true(png_image_write_to_memory(&image, png, &len, 0, white, 0, NULL));
		assert_true(picture_fit(png, len, cases[i].most, &out, &out_len));
		memset(&seen, 0, sizeof(seen));
		seen.image.version = PNG_IMAGE_VERSION;
		assert_true(png_image_begin_read_from_memory(&seen.image, out, out_len));
		seen.image.format = PNG_FORMAT_GRAY;
		seen.grey = mem_new(PNG_IMAGE_SIZE(seen.image), 1);
		assert_true(png_image_finish_read(&seen.image, NULL, seen.grey, 0, NULL));
		expect_size(&seen, cases[i].to_width, cases[i].to_height);
		assert_int_equal(seen.grey[0], 0xff);
		see_end(&seen);
		free(out);
		out = NULL;
		assert_false(
			picture_fit(png, len, cases[i].width + cases[i].height, &out, &out_len));
		assert_false(picture_fit(png, len / 2, cases[i].most, &out, &out_len));
		assert_false(picture_fit("nonsense", 8, cases[i].most, &out, &out_len));
		assert_null(out);
		free(white);
		free(png);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fit__png__keeps_its_shape_and_is_no_larger),
		cmocka_unit_test(jpeg__small__is_a_png_of_its_size),
		cmocka_unit_test(jpeg__grey_or_progressive__is_read_as_well),
		cmocka_unit_test(jpeg__of_a_camera__is_made_small),
		cmocka_unit_test(jpeg__turned__is_upright),
		cmocka_unit_test(jpeg__too_large__is_refused_before_it_is_decoded),
		cmocka_unit_test(jpeg__for_the_press__is_refused),
		cmocka_unit_test(jpeg__of_endless_scans__is_refused),
		cmocka_unit_test(jpeg__broken__is_refused_or_read_and_does_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
