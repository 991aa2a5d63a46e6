#include "symbols.h"

#include <dlfcn.h>
#include <stdlib.h>

#include <chafa.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

enum { TEXT_MAX = 64 << 10 };

#define FUNCTIONS(F)                                                                               \
	F(set_n_threads)                                                                           \
	F(symbol_map_new)                                                                          \
	F(symbol_map_add_by_tags)                                                                  \
	F(symbol_map_unref)                                                                        \
	F(canvas_config_new)                                                                       \
	F(canvas_config_set_geometry)                                                              \
	F(canvas_config_set_canvas_mode)                                                           \
	F(canvas_config_set_symbol_map)                                                            \
	F(canvas_config_unref)                                                                     \
	F(canvas_new)                                                                              \
	F(canvas_draw_all_pixels)                                                                  \
	F(canvas_get_char_at)                                                                      \
	F(canvas_get_raw_colors_at)                                                                \
	F(canvas_unref)

#define MEMBER(name) __typeof__(&chafa_##name) name;
struct library {
	FUNCTIONS(MEMBER)
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
#define LACKS(name) || !lib->name
	return !(false FUNCTIONS(LACKS));
}

static ChafaCanvas *draw(const struct library *lib, const struct portrait_picture *picture,
			 const unsigned char *rgba, uint32_t width, uint32_t height)
{
	ChafaSymbolMap *map = lib->symbol_map_new();
	ChafaCanvasConfig *config = lib->canvas_config_new();
	ChafaCanvas *canvas;

	lib->set_n_threads(1);
	lib->symbol_map_add_by_tags(map, CHAFA_SYMBOL_TAG_SPACE | CHAFA_SYMBOL_TAG_BLOCK);
	lib->canvas_config_set_geometry(config, picture->cols, picture->rows);
	/* The first 16 colours are the person's own; the other 240 are the same everywhere. */
	lib->canvas_config_set_canvas_mode(config, CHAFA_CANVAS_MODE_INDEXED_240);
	lib->canvas_config_set_symbol_map(config, map);
	canvas = lib->canvas_new(config);
	lib->canvas_draw_all_pixels(canvas, CHAFA_PIXEL_RGBA8_UNASSOCIATED, rgba, (gint)width,
				    (gint)height, (gint)width * 4);
	lib->canvas_config_unref(config);
	lib->symbol_map_unref(map);
	return canvas;
}

static void take_cell(const struct library *lib, ChafaCanvas *canvas, int x, int y,
		      struct term_cell *cell)
{
	uint32_t symbol = lib->canvas_get_char_at(canvas, x, y);
	size_t len = utf8_write(cell->text, symbol >= ' ' ? symbol : ' ');

	cell->text[len] = '\0';
	lib->canvas_get_raw_colors_at(canvas, x, y, &cell->fg, &cell->bg);
}

bool symbols_draw(struct portrait_picture *picture, const unsigned char *rgba, uint32_t width,
		  uint32_t height)
{
	struct library lib;
	struct term_cell *cell;
	ChafaCanvas *canvas;
	struct buf text;

	if (!load(&lib))
		return false;
	canvas = draw(&lib, picture, rgba, width, height);
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
