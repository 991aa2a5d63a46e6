#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <png.h>

#include "base/clock.h"
#include "base/mem.h"
#include "portrait/portrait.h"

/* A picture whose left half is black and whose right half is white. */
static unsigned char *picture_of(unsigned width, unsigned height, size_t *len)
{
	png_image image = {.version = PNG_IMAGE_VERSION,
			   .width = width,
			   .height = height,
			   .format = PNG_FORMAT_GRAY};
	unsigned char *grey = mem_new((size_t)width * height, 1), *png;
	png_alloc_size_t size = 0;

	for (size_t i = 0; i < (size_t)width * height; i++)
		grey[i] = i % width < width / 2 ? 0 : 255;
	assert_true(png_image_write_to_memory(&image, NULL, &size, 0, grey, 0, NULL));
	png = mem_new(size, 1);
	assert_true(png_image_write_to_memory(&image, png, &size, 0, grey, 0, NULL));
	*len = size;
	free(grey);
	return png;
}

/* Shades, as any terminal has them; NULL where it is no picture. */
static char *portrait_text(const void *png, size_t len, int cols, int rows)
{
	struct portrait_picture picture = {.cols = cols, .rows = rows};

	if (!portrait_draw(png, len, false, &picture))
		return NULL;
	assert_null(picture.cells);
	return picture.text;
}

static void portrait__with_colours__is_symbols_of_the_palette(void **state)
{
	struct portrait_picture picture = {.cols = 4, .rows = 2};
	size_t len;
	unsigned char *png = picture_of(64, 64, &len);

	(void)state;
	assert_true(portrait_draw(png, len, true, &picture));
	assert_non_null(picture.cells);
	for (int i = 0; i < 8; i++) {
		const struct term_cell *cell = &picture.cells[i];
		/* A blank has its background, a full block its colour. */
		int shown = strcmp(cell->text, " ") == 0 ? cell->bg : cell->fg;

		assert_int_equal(shown, i % 4 < 2 ? 16 : 231);
	}
	portrait_picture_free(&picture);
	free(png);
}

static void portrait__light_and_dark__are_shades(void **state)
{
	size_t len;
	unsigned char *png = picture_of(64, 64, &len);
	char *text = portrait_text(png, len, 4, 2);

	(void)state;
	assert_string_equal(text, "  ██\n  ██\n");
	free(text);
	text = portrait_text(png, len, 1, 1);
	assert_string_equal(text, "▒\n");
	free(text);
	free(png);
}

static void portrait__smaller_than_its_cells__is_drawn(void **state)
{
	size_t len;
	unsigned char *png = picture_of(2, 1, &len);
	char *text = portrait_text(png, len, 4, 2);

	(void)state;
	assert_string_equal(text, "  ██\n  ██\n");
	free(text);
	free(png);
}

static void portrait__too_many_pixels__is_refused(void **state)
{
	size_t len;
	unsigned char *png = picture_of(PORTRAIT_PIXELS_MAX + 1, 1, &len);

	(void)state;
	assert_null(portrait_text(png, len, 4, 2));
	free(png);
}

static void portrait__damaged__is_refused(void **state)
{
	size_t len;
	unsigned char *png = picture_of(64, 64, &len);

	(void)state;
	for (size_t cut = 0; cut < len - 12; cut++)
		assert_null(portrait_text(png, cut, 4, 2));
	for (size_t i = 0; i < len; i++) {
		png[i] ^= 0x55;
		free(portrait_text(png, len, 4, 2));
		png[i] ^= 0x55;
	}
	assert_null(portrait_text("<svg/>", 6, 4, 2));
	free(png);
}

static void on_picture(void *ctx, const struct portrait_picture *drawn)
{
	*(char **)ctx = mem_dup(drawn->text);
}

static void portrait__in_the_worker__is_told_unless_freed(void **state)
{
	struct loop *loop = loop_new(0);
	struct portrait *portrait, *freed;
	char *text = NULL, *never = NULL;
	size_t len;
	unsigned char *png = picture_of(64, 64, &len);
	int64_t end = clock_mono_us() + 10 * 1000 * 1000;

	(void)state;
	freed = portrait_begin(loop, png, len, 4, 2, false, on_picture, &never);
	portrait_free(&freed);
	portrait = portrait_begin(loop, png, len, 4, 2, false, on_picture, &text);
	free(png);
	while (!text && clock_mono_us() < end)
		loop_turn(loop, 5);
	assert_string_equal(text, "  ██\n  ██\n");
	assert_null(never);
	portrait_free(&portrait);
	loop_free(&loop);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(portrait__with_colours__is_symbols_of_the_palette),
		cmocka_unit_test(portrait__light_and_dark__are_shades),
		cmocka_unit_test(portrait__smaller_than_its_cells__is_drawn),
		cmocka_unit_test(portrait__too_many_pixels__is_refused),
		cmocka_unit_test(portrait__damaged__is_refused),
		cmocka_unit_test(portrait__in_the_worker__is_told_unless_freed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
