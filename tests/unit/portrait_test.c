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
	const struct portrait_want want = {.cols = cols, .rows = rows};
	struct portrait_picture picture;

	if (!portrait_draw(png, len, &want, &picture))
		return NULL;
	assert_null(picture.cells);
	return picture.text;
}

static void portrait__with_colours__is_symbols_of_the_palette(void **state)
{
	const struct portrait_want want = {.cols = 4, .rows = 2, .colours = true};
	struct portrait_picture picture;
	size_t len;
	unsigned char *png = picture_of(64, 64, &len);

	(void)state;
	assert_true(portrait_draw(png, len, &want, &picture));
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

static void portrait__by_png__has_the_pixels_of_its_cells(void **state)
{
	const struct {
		struct portrait_want want;
		unsigned width, height;
	} cases[] = {
		{{2, 4, false, TERM_PIXELS_KITTY, 0, 0}, 40, 40}, /* of a usual terminal */
		{{2, 4, false, TERM_PIXELS_ITERM2, 5, 11}, 20, 22},
		{{2, 4, true, TERM_PIXELS_KITTY, 100, 200}, 48, 48}, /* at most */
	};
	size_t len;
	unsigned char *png = picture_of(64, 64, &len);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct portrait_picture picture;
		png_image image = {.version = PNG_IMAGE_VERSION};

		assert_true(portrait_draw(png, len, &cases[i].want, &picture));
		assert_int_equal(picture.image.protocol, cases[i].want.pixels);
		assert_int_equal(picture.image.rows, 2);
		assert_int_equal(picture.image.cols, 4);
		assert_true(picture.image.id > 0);
		assert_true(png_image_begin_read_from_memory(&image, picture.image.data,
							     picture.image.len));
		assert_int_equal(image.width, cases[i].width);
		assert_int_equal(image.height, cases[i].height);
		png_image_free(&image);
		portrait_picture_free(&picture);
	}
	free(png);
}

static void portrait__by_sixels__fills_its_cells_or_is_none(void **state)
{
	struct portrait_want want = {2, 4, false, TERM_PIXELS_SIXEL, 6, 12};
	struct portrait_picture picture;
	size_t len;
	unsigned char *png = picture_of(64, 64, &len);

	(void)state;
	assert_true(portrait_draw(png, len, &want, &picture));
	assert_true(picture.image.len > 2 && picture.image.len < TERM_IMAGE_MAX);
	assert_memory_equal(picture.image.data, "\033P", 2);
	assert_memory_equal(picture.image.data + picture.image.len - 2, "\033\\", 2);
	assert_non_null(memmem(picture.image.data, picture.image.len, "\"1;1;24;24", 10));
	portrait_picture_free(&picture);
	want.cell_width = want.cell_height = 0;
	assert_true(portrait_draw(png, len, &want, &picture));
	assert_int_equal(picture.image.len, 0);
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
	const struct portrait_want want = {.cols = 4, .rows = 2};
	struct portrait *portrait, *freed;
	char *text = NULL, *never = NULL;
	size_t len;
	unsigned char *png = picture_of(64, 64, &len);
	int64_t end = clock_mono_us() + 10 * 1000 * 1000;

	(void)state;
	freed = portrait_begin(loop, png, len, &want, on_picture, &never);
	portrait_free(&freed);
	portrait = portrait_begin(loop, png, len, &want, on_picture, &text);
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
		cmocka_unit_test(portrait__by_png__has_the_pixels_of_its_cells),
		cmocka_unit_test(portrait__by_sixels__fills_its_cells_or_is_none),
		cmocka_unit_test(portrait__light_and_dark__are_shades),
		cmocka_unit_test(portrait__smaller_than_its_cells__is_drawn),
		cmocka_unit_test(portrait__too_many_pixels__is_refused),
		cmocka_unit_test(portrait__damaged__is_refused),
		cmocka_unit_test(portrait__in_the_worker__is_told_unless_freed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
