/* What libchafa draws: symbols and sixels. */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include <chafa.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "inside.h"

enum { TEXT_MAX = 64 << 10 };

/* clang-format off */
#define FUNCTIONS(F)                                                                               \
	F(set_n_threads)                                                                           \
	F(symbol_map_new)                                                                          \
	F(symbol_map_add_by_tags)                                                                  \
	F(symbol_map_unref)                                                                        \
	F(canvas_config_new)                                                                       \
	F(canvas_config_set_geometry)                                                              \
	F(canvas_config_set_canvas_mode)                                                           \
	F(canvas_config_set_pixel_mode) \
	F(canvas_config_set_cell_geometry) \
	F(canvas_config_set_symbol_map)                                                            \
	F(canvas_config_unref)                                                                     \
	F(canvas_new)                                                                              \
	F(canvas_draw_all_pixels)                                                                  \
	F(canvas_get_char_at)                                                                      \
	F(canvas_get_raw_colors_at)                                                                \
	F(canvas_print) \
	F(canvas_unref) \
	F(term_db_get_default) \
	F(term_db_get_fallback_info) \
	F(term_info_unref)
/* clang-format on */

#define MEMBER(name) __typeof__(&chafa_##name) name;
struct library {
	FUNCTIONS(MEMBER)
	__typeof__(&g_string_free) free_string;
};

/* Loaded anew for each picture, which costs nothing after the first, and never unloaded: glib does
 * not bear that. */
static bool load(struct library *lib)
{
	void *handle = dlopen("libchafa.so.0", RTLD_NOW | RTLD_LOCAL);

	if (!handle)
		return false;
#define TAKE(name) *(void **)&lib->name = dlsym(handle, "chafa_" #name);
	FUNCTIONS(TAKE)
	*(void **)&lib->free_string = dlsym(handle, "g_string_free");
#define LACKS(name) || !lib->name
	return !(!lib->free_string FUNCTIONS(LACKS));
}

/* The config becomes the canvas's own. */
static ChafaCanvas *draw(const struct library *lib, ChafaCanvasConfig *config,
			 const unsigned char *rgba, uint32_t width, uint32_t height)
{
	ChafaCanvas *canvas = lib->canvas_new(config);

	lib->set_n_threads(1);
	lib->canvas_draw_all_pixels(canvas, CHAFA_PIXEL_RGBA8_UNASSOCIATED, rgba, (gint)width,
				    (gint)height, (gint)width * 4);
	lib->canvas_config_unref(config);
	return canvas;
}

static ChafaCanvasConfig *symbols(const struct library *lib, const struct portrait_want *want)
{
	ChafaSymbolMap *map = lib->symbol_map_new();
	ChafaCanvasConfig *config = lib->canvas_config_new();

	lib->symbol_map_add_by_tags(map, CHAFA_SYMBOL_TAG_SPACE | CHAFA_SYMBOL_TAG_BLOCK);
	lib->canvas_config_set_geometry(config, want->cols, want->rows);
	/* The first 16 colours are the person's own; the other 240 are the same everywhere. */
	lib->canvas_config_set_canvas_mode(config, CHAFA_CANVAS_MODE_INDEXED_240);
	lib->canvas_config_set_symbol_map(config, map);
	lib->symbol_map_unref(map);
	return config;
}

static void take_cell(const struct library *lib, ChafaCanvas *canvas, int x, int y,
		      struct term_cell *cell)
{
	uint32_t symbol = lib->canvas_get_char_at(canvas, x, y);
	size_t len = utf8_write(cell->text, symbol >= ' ' ? symbol : ' ');

	cell->text[len] = '\0';
	lib->canvas_get_raw_colors_at(canvas, x, y, &cell->fg, &cell->bg);
}

bool symbols_draw(struct portrait_picture *picture, const struct portrait_want *want,
		  const unsigned char *rgba, uint32_t width, uint32_t height)
{
	struct library lib;
	struct term_cell *cell;
	ChafaCanvas *canvas;
	struct buf text;

	if (!load(&lib))
		return false;
	canvas = draw(&lib, symbols(&lib, want), rgba, width, height);
	cell = mem_new((size_t)picture->cols * (size_t)picture->rows, sizeof(*cell));
	picture->cells = cell;
	buf_init(&text, TEXT_MAX);
	for (int y = 0; y < picture->rows; y++) {
		for (int x = 0; x < picture->cols; x++, cell++) {
			take_cell(&lib, canvas, x, y, cell);
			buf_add_str(&text, cell->text);
		}
		buf_add_char(&text, '\n');
	}
	picture->text = buf_take(&text);
	lib.canvas_unref(canvas);
	return true;
}

bool sixels_draw(struct term_image *image, const struct portrait_want *want,
		 const unsigned char *rgba, uint32_t width, uint32_t height)
{
	struct library lib;
	ChafaCanvasConfig *config;
	ChafaCanvas *canvas;
	ChafaTermInfo *info;
	GString *text;

	if (!load(&lib))
		return false;
	config = lib.canvas_config_new();
	lib.canvas_config_set_geometry(config, want->cols, want->rows);
	lib.canvas_config_set_cell_geometry(config, want->cell_width, want->cell_height);
	lib.canvas_config_set_pixel_mode(config, CHAFA_PIXEL_MODE_SIXELS);
	canvas = draw(&lib, config, rgba, width, height);
	info = lib.term_db_get_fallback_info(lib.term_db_get_default());
	text = lib.canvas_print(canvas, info);
	image->len = text->len;
	image->data = mem_new(text->len + 1, 1);
	memcpy(image->data, text->str, text->len);
	lib.free_string(text, TRUE);
	lib.term_info_unref(info);
	lib.canvas_unref(canvas);
	return true;
}
