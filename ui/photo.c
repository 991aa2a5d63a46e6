/* The photo of whom the details speak, above them; the initials where there is none. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "inside.h"

/* As wide as high, since a cell is twice as high as wide. */
enum { COLS = 20, ROWS = 10, ROOM_ROWS = 24, PIXELS = 256 };

static void show(struct console *c, const struct portrait_picture *picture)
{
	const struct pbx_object *about = pane_deref(c->pbx, c->photo.ref);

	/* Something else may be shown by now. */
	if (!about || !c->popup || c->popup != c->photo.popup ||
	    strcmp(popup_title(c->popup), console_name(about)) != 0)
		return;
	free(c->details.above);
	c->details.above = mem_printf("%s\n", picture->text);
	details_refresh(c);
	popup_set_picture(c->popup, picture->cells, picture->rows, picture->cols);
	popup_set_image(c->popup, &picture->image);
	console_dirty(c);
}

static void show_initials(struct console *c)
{
	const struct pbx_object *about = pane_deref(c->pbx, c->photo.ref);
	char initials[PBX_INITIALS];
	struct portrait_picture picture = {.cells = NULL};

	if (!about)
		return;
	pbx_who_initials(about, initials);
	picture.text = mem_printf("( %s )\n", initials);
	show(c, &picture);
	portrait_picture_free(&picture);
}

static void on_portrait(void *ctx, const struct portrait_picture *picture)
{
	struct console *c = ctx;

	if (picture)
		show(c, picture);
	else
		show_initials(c);
}

static void on_photo(void *ctx, const struct pbx_picture *picture)
{
	struct console *c = ctx;
	struct portrait_want want = {.rows = ROWS,
				     .cols = COLS,
				     .colours = term_has_palette(c->term),
				     .pixels = c->options.pixels};

	portrait_free(&c->photo.portrait);
	term_cell_pixels(c->term, &want.cell_width, &want.cell_height);
	if (strcmp(picture->type, "image/png") == 0)
		c->photo.portrait = portrait_begin(c->loop, picture->bytes, picture->len, &want,
						   on_portrait, c);
	else
		show_initials(c);
}

bool console_photos(const char *word, enum term_pixels *pixels, bool *none)
{
	static const char *const words[] = {[TERM_PIXELS_NONE] = "symbols",
					    [TERM_PIXELS_SIXEL] = "sixel",
					    [TERM_PIXELS_KITTY] = "kitty",
					    [TERM_PIXELS_ITERM2] = "iterm2"};

	*pixels = TERM_PIXELS_NONE;
	*none = strcmp(word, "none") == 0;
	for (int i = 0; i <= TERM_PIXELS_ITERM2; i++) {
		if (strcmp(word, words[i]) != 0)
			continue;
		*pixels = (enum term_pixels)i;
		return true;
	}
	return *none;
}

void photo_show(struct console *c, const struct pbx_object *who)
{
	enum pbx_class class = pbx_object_class(who);

	photo_free(c);
	if (c->plain || term_braille(c->term) || (class != PBX_CONTACT && class != PBX_ADDRESS) ||
	    !pbx_who_contact(who) || term_rect(c->term).rows < ROOM_ROWS)
		return;
	pane_ref(who, c->photo.ref);
	c->photo.popup = c->popup;
	if (!c->options.no_photos && *pbx_contact_photo(pbx_who_contact(who)))
		pbx_photo(c->pbx, who, PIXELS, true, on_photo, c);
	else
		show_initials(c);
}

void photo_free(struct console *c)
{
	pbx_photo_forget(c->pbx, c);
	portrait_free(&c->photo.portrait);
	c->photo.popup = NULL;
}
