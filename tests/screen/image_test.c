/* Photos in pixels: the bytes that a terminal with sixel, kitty's or iTerm2's protocol gets. The
 * screen that reads them knows none of these, so it shows the cells as they are without. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "screen/widget_fixture.h"
#include "support/glass.h"

enum { ROWS = 10, COLS = 50, TOP = 3, LEFT = 12, HIGH = 2, WIDE = 4 };

#define SIXELS    "\033P0;1;0q\"1;1;8;8#0~\033\\"
#define PLACE     "\033[4;13H" /* TOP and LEFT, from 1 */
#define KITTY     "\033_Ga=T,f=100,i=7,p=1,c=4,r=2,C=1,q=2,m=0;UE5HLi4=\033\\"
#define KITTY_END "\033_Ga=d,d=I,i=7,q=2\033\\"
#define ITERM2                                                                                     \
	"\033]1337;File=inline=1;size=5;width=4;height=2;preserveAspectRatio=0;doNotMoveCursor=1:" \
	"UE5HLi4=\a"

static struct term_image image_of(enum term_pixels protocol)
{
	char *data = protocol == TERM_PIXELS_SIXEL ? SIXELS : "PNG..";

	return (struct term_image){protocol, 7, HIGH, WIDE, data, strlen(data)};
}

static void draw_popup(struct fixture *f)
{
	term_text(f->term, 0, 0, COLS, ROLE_TEXT, "behind");
	if (f->popup)
		popup_draw(f->popup, f->term, f->area);
	if (f->menu)
		menu_draw(f->menu, f->term, f->area);
}

/* The details of somebody, with symbols above, and the same in pixels over them. */
static void show(struct fixture *f, const struct term_image *image)
{
	fixture_start(f, ROWS, COLS, draw_popup);
	f->popup = popup_text("Agnes", "####\n####\nAgnes Mueller\nPresence  online");
	popup_set_image(f->popup, image);
	fixture_show(f);
}

static void close_popup(struct fixture *f)
{
	screen_written(f->screen);
	popup_free(&f->popup);
	term_dirty(f->term);
	screen_run(f->screen);
}

static void expect_wrote(struct fixture *f, const char *bytes)
{
	if (!screen_wrote(f->screen, bytes))
		fail_msg("not written: %s", bytes + 1);
}

static void expect_not_wrote(struct fixture *f, const char *bytes)
{
	if (screen_wrote(f->screen, bytes))
		fail_msg("written: %s", bytes + 1);
}

static void image__each_protocol__stands_on_its_cells_and_nothing_else_changes(void **state)
{
	static const struct {
		enum term_pixels protocol;
		const char *sequence;
	} cases[] = {
		{TERM_PIXELS_SIXEL, PLACE SIXELS PLACE},
		{TERM_PIXELS_KITTY, PLACE KITTY PLACE},
		{TERM_PIXELS_ITERM2, PLACE ITERM2 PLACE},
	};
	struct fixture f;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct term_image image = image_of(cases[i].protocol);

		show(&f, &image);
		/* Behind the frame; then the cursor is where the popup has it. */
		expect_wrote(&f, cases[i].sequence);
		screen_expect(f.screen, "image-popup");
		fixture_finish(&f);
	}
}

static void image__none__is_the_same_screen_without_a_sequence(void **state)
{
	struct term_image image = image_of(TERM_PIXELS_NONE);
	struct fixture f;

	(void)state;
	show(&f, &image);
	expect_not_wrote(&f, "\033_");
	expect_not_wrote(&f, "\033P");
	expect_not_wrote(&f, "\033]");
	screen_expect(f.screen, "image-popup");
	fixture_finish(&f);
}

static void image__too_large__is_not_sent(void **state)
{
	struct term_image image = image_of(TERM_PIXELS_KITTY);
	struct fixture f;

	(void)state;
	image.len = TERM_IMAGE_MAX + 1;
	image.data = mem_new(image.len, 1);
	show(&f, &image);
	expect_not_wrote(&f, "\033_");
	fixture_finish(&f);
	free(image.data);
}

static void image__of_many_bytes__goes_in_chunks_within_a_bound(void **state)
{
	struct term_image image = image_of(TERM_PIXELS_KITTY);
	struct fixture f;
	size_t written;

	(void)state;
	image.len = TERM_IMAGE_MAX;
	image.data = mem_new(image.len, 1);
	show(&f, &image);
	expect_wrote(&f, ",C=1,q=2,m=1;AAAA");
	expect_wrote(&f, "\033\\\033_Gm=1;AAAA");
	expect_wrote(&f, "\033\\\033_Gm=0;AAAA");
	written = screen_written(f.screen);
	assert_true(written > TERM_IMAGE_MAX && written < TERM_IMAGE_MAX * 3 / 2);
	screen_expect(f.screen, "image-popup");
	fixture_finish(&f);
	free(image.data);
}

/* All cells of a terminal that shows X everywhere and reads what was written since. */
static void expect_written_anew(struct fixture *f)
{
	struct glass *glass = glass_new(ROWS, COLS);
	size_t len;
	const char *heard = screen_heard(f->screen, &len);

	for (int i = 0; i < ROWS; i++)
		glass_feed(glass, "XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX", COLS);
	glass_feed(glass, heard, len);
	for (int y = TOP; y < TOP + HIGH; y++) {
		char *row = glass_row(glass, y);

		for (int x = LEFT; x < LEFT + WIDE; x++)
			assert_true((int)strlen(row) <= x || row[x] != 'X');
		free(row);
	}
	glass_free(&glass);
}

static void image__popup_closed__is_gone(void **state)
{
	static const enum term_pixels protocols[] = {TERM_PIXELS_SIXEL, TERM_PIXELS_KITTY,
						     TERM_PIXELS_ITERM2};
	struct fixture f;

	(void)state;
	for (size_t i = 0; i < sizeof(protocols) / sizeof(*protocols); i++) {
		struct term_image image = image_of(protocols[i]);

		show(&f, &image);
		close_popup(&f);
		if (protocols[i] == TERM_PIXELS_KITTY)
			expect_wrote(&f, KITTY_END);
		else
			expect_written_anew(&f);
		screen_expect(f.screen, "image-gone");
		fixture_finish(&f);
	}
}

static void image__same_cells_behind__are_written_all_the_same(void **state)
{
	struct term_image image = image_of(TERM_PIXELS_SIXEL);
	struct fixture f;

	(void)state;
	/* The popup stays, only the pixels go: nothing has changed that curses knows of. */
	show(&f, &image);
	screen_written(f.screen);
	popup_set_image(f.popup, NULL);
	term_dirty(f.term);
	screen_run(f.screen);
	expect_written_anew(&f);
	screen_expect(f.screen, "image-popup");
	fixture_finish(&f);
}

static void image__something_over_it__goes_and_comes_back(void **state)
{
	struct term_image image = image_of(TERM_PIXELS_KITTY);
	struct fixture f;

	(void)state;
	show(&f, &image);
	screen_written(f.screen);
	f.menu = menu_new("Choose");
	menu_add(f.menu, "1", "one", NULL, false);
	menu_add(f.menu, "2", "two", NULL, false);
	term_dirty(f.term);
	screen_run(f.screen);
	expect_wrote(&f, KITTY_END);
	expect_not_wrote(&f, "\033_Ga=T");
	screen_written(f.screen);
	menu_free(&f.menu);
	term_dirty(f.term);
	screen_run(f.screen);
	expect_wrote(&f, PLACE KITTY);
	screen_expect(f.screen, "image-popup");
	fixture_finish(&f);
}

static void image__shown__costs_nothing_more(void **state)
{
	struct term_image image = image_of(TERM_PIXELS_ITERM2);
	struct fixture f;

	(void)state;
	show(&f, &image);
	screen_expect_quiet(f.screen);
	fixture_finish(&f);
}

static void image__resized_or_drawn_again__is_where_its_cells_are(void **state)
{
	struct term_image image = image_of(TERM_PIXELS_KITTY);
	struct fixture f;

	(void)state;
	show(&f, &image);
	screen_written(f.screen);
	screen_resize(f.screen, ROWS + 2, COLS + 10);
	expect_wrote(&f, KITTY_END);
	expect_wrote(&f, "\033[5;18H" KITTY);
	screen_written(f.screen);
	term_repaint(f.term);
	screen_run(f.screen);
	expect_wrote(&f, KITTY_END);
	expect_wrote(&f, KITTY);
	/* No room: symbols alone, and what was there is taken away. */
	screen_written(f.screen);
	screen_resize(f.screen, 3, COLS);
	expect_wrote(&f, KITTY_END);
	expect_not_wrote(&f, "\033_Ga=T");
	fixture_finish(&f);
}

static void image__in_tmux__is_handed_on(void **state)
{
	struct term_image kitty = image_of(TERM_PIXELS_KITTY);
	struct term_image sixel = image_of(TERM_PIXELS_SIXEL);
	struct fixture f;

	(void)state;
	setenv("TMUX", "/tmp/tmux-1/default,1,0", 1);
	show(&f, &kitty);
	/* Behind a written cell, since tmux moves the terminal's cursor only to write. */
	expect_wrote(&f, "#\033Ptmux;\033\033[D\033\\"
			 "\033Ptmux;\033\033_Ga=T,f=100,i=7,p=1,c=4,r=2,C=1,q=2,m=0;UE5HLi4="
			 "\033\033\\\033\\\033[4;14H");
	screen_expect(f.screen, "image-popup");
	close_popup(&f);
	expect_wrote(&f, "\033Ptmux;\033\033_Ga=d,d=I,i=7,q=2\033\033\\\033\\");
	fixture_finish(&f);
	show(&f, &sixel);
	expect_wrote(&f, PLACE SIXELS PLACE);
	fixture_finish(&f);
	unsetenv("TMUX");
}

static void image__terminal_given_back__leaves_nothing_behind(void **state)
{
	struct term_image image = image_of(TERM_PIXELS_KITTY);
	struct fixture f;

	(void)state;
	show(&f, &image);
	screen_written(f.screen);
	screen_attach(f.screen, NULL);
	term_free(&f.term);
	screen_run(f.screen);
	expect_wrote(&f, KITTY_END);
	fixture_finish(&f);
}

static int no_tmux(void **state)
{
	(void)state;
	unsetenv("TMUX");
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			image__each_protocol__stands_on_its_cells_and_nothing_else_changes),
		cmocka_unit_test(image__none__is_the_same_screen_without_a_sequence),
		cmocka_unit_test(image__too_large__is_not_sent),
		cmocka_unit_test(image__of_many_bytes__goes_in_chunks_within_a_bound),
		cmocka_unit_test(image__popup_closed__is_gone),
		cmocka_unit_test(image__same_cells_behind__are_written_all_the_same),
		cmocka_unit_test(image__something_over_it__goes_and_comes_back),
		cmocka_unit_test(image__shown__costs_nothing_more),
		cmocka_unit_test(image__resized_or_drawn_again__is_where_its_cells_are),
		cmocka_unit_test(image__in_tmux__is_handed_on),
		cmocka_unit_test(image__terminal_given_back__leaves_nothing_behind),
	};

	return cmocka_run_group_tests(tests, no_tmux, NULL);
}
