/* Pages of the contacts, favourites and saved filters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/front.h"

enum { PAGES_MOST = 100 };

static void turn_to(struct front *f, const char *key, const char *title)
{
	for (int i = 0; i < PAGES_MOST && !screen_has(f->screen, title); i++)
		screen_keys(f->screen, key);
	screen_expect_text(f->screen, title);
}

static void row_begins(struct front *f, int y, const char *text)
{
	assert_memory_equal(screen_row(f->screen, y), text, strlen(text));
}

static void save_filter(struct front *f)
{
	screen_type(f->screen, "#sales");
	screen_keys(f->screen, "Alt-f");
	screen_expect_text(f->screen, "Save \"#sales\" as a filter");
	screen_keys(f->screen, "Enter");
	screen_expect_text(f->screen, "Save \"#sales\" as:");
	screen_type(f->screen, "Sales team");
	screen_keys(f->screen, "Enter");
	front_wait(f, "Filter Sales team saved");
	screen_keys(f->screen, "Esc Esc");
}

/* ---- Whole screens ---- */

static void department__80x24__is_a_page_with_its_place_among_all(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	turn_to(f, "]", "Contacts: Sales ");
	screen_expect(f->screen, "find-page-80x24");
}

static void department__120x36__is_a_page_with_its_place_among_all(void **state)
{
	struct front *f = front_opened(state, 36, 120);

	turn_to(f, "]", "Contacts: Sales ");
	screen_expect(f->screen, "find-page-120x36");
}

static void filters__80x24__are_chosen_from_a_menu(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	save_filter(f);
	screen_keys(f->screen, ", f");
	screen_expect(f->screen, "find-filters-80x24");
}

static void filters__120x36__are_chosen_from_a_menu(void **state)
{
	struct front *f = front_opened(state, 36, 120);

	save_filter(f);
	screen_keys(f->screen, ", f");
	screen_expect(f->screen, "find-filters-120x36");
}

/* ---- Turning ---- */

static void pages__turned_on_and_back__come_round(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_keys(f->screen, "]");
	screen_expect_text(f->screen, "Contacts: favourites 2/");
	screen_keys(f->screen, "[");
	screen_expect_text(f->screen, "─ Contacts ─");
	screen_keys(f->screen, "[");
	screen_expect_text(f->screen, "Contacts: #");
	screen_keys(f->screen, "]");
	screen_expect_text(f->screen, "─ Contacts ─");
}

static void page__person_moved_to__enter_calls_him(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	turn_to(f, "]", "Contacts: Sales ");
	screen_keys(f->screen, "Down");
	screen_expect_text(f->screen, "Enter call ");
	screen_keys(f->screen, "Esc");
	screen_expect_text(f->screen, "Contacts: Sales ");
}

static void page__what_is_typed__is_searched_everywhere(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	turn_to(f, "]", "Contacts: Sales ");
	screen_type(f->screen, "agnes");
	screen_expect_text(f->screen, "Agnes Müller");
	screen_type(f->screen, " [");
	screen_keys(f->screen, "Esc");
	screen_expect_text(f->screen, "Contacts: Sales ");
}

static void tag_taken_from_the_last__page_says_that_nobody_is_there(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	turn_to(f, "[", "Contacts: #polish ");
	while (!screen_has(f->screen, "Nobody is here any more")) {
		screen_keys(f->screen, "Down Up Alt-t");
		screen_expect_text(f->screen, "Tags:");
		screen_keys(f->screen, "Ctrl-U Enter");
		front_wait(f, "Tags of ");
		screen_keys(f->screen, "Esc Esc");
		front_pass(f, 500);
	}
}

static void page__console_started_anew__is_where_it_was(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	turn_to(f, "]", "Contacts: Sales ");
	front_pass(f, 1500);
	front_reopen(f, 24, 80, "xterm-256color");
	front_wait(f, "Contacts: Sales ");
}

/* ---- Favourites ---- */

static void favourites__none__says_how_one_is_made(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_keys(f->screen, "]");
	screen_expect_text(f->screen, "No favourites yet: , * makes one");
}

static void favourites__made_and_unmade__are_kept_for_the_user(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_keys(f->screen, "Down , *");
	front_wait(f, "Agnes Müller is a favourite");
	screen_keys(f->screen, "Esc Down Down , *");
	front_wait(f, "Ana is a favourite");
	screen_keys(f->screen, "Esc ]");
	screen_expect_text(f->screen, "Contacts: favourites 2/");
	screen_expect_text(f->screen, "Agnes Müller");
	screen_expect_no_text(f->screen, "Benoît");
	front_reopen(f, 24, 80, "xterm-256color");
	turn_to(f, "]", "Contacts: favourites 2/");
	row_begins(f, 5, "○ ▲   Agnes Müller");
	row_begins(f, 6, "○ ▲   Ana");
	screen_keys(f->screen, ", *");
	front_wait(f, "Agnes Müller is no longer a favourite");
	row_begins(f, 5, "○ ▲   Ana");
}

/* ---- Filters ---- */

static void filter__saved__is_a_page_and_kept_for_the_user(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	save_filter(f);
	front_reopen(f, 24, 80, "xterm-256color");
	screen_keys(f->screen, ", f Enter");
	screen_expect_text(f->screen, "Contacts: Sales team 3/");
	row_begins(f, 5, "○ △   Concepción");
	row_begins(f, 7, "○ ▲   Łukasz Wałęga");
}

static void filter__removed__page_and_menu_are_without_it(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	save_filter(f);
	screen_keys(f->screen, "] ]");
	screen_expect_text(f->screen, "Contacts: Sales team");
	screen_keys(f->screen, ", f Del");
	front_wait(f, "Filter Sales team removed");
	screen_keys(f->screen, "Esc");
	screen_expect_text(f->screen, "─ Contacts ─");
}

static void last_search__comma_s__gets_a_name(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_keys(f->screen, ", S");
	screen_expect_text(f->screen, "Search for something first");
	screen_type(f->screen, "@ravelstone");
	screen_keys(f->screen, "Esc , S");
	screen_expect_text(f->screen, "Save \"@ravelstone\" as:");
	screen_keys(f->screen, "Enter");
	screen_expect_text(f->screen, "A filter needs a name");
}

static void filters__none__says_how_one_is_made(void **state)
{
	struct front *f = front_opened(state, 24, 80);

	screen_keys(f->screen, ", f");
	screen_expect_text(f->screen, "No filters yet");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, front_setup, front_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(department__80x24__is_a_page_with_its_place_among_all),
		TEST(department__120x36__is_a_page_with_its_place_among_all),
		TEST(filters__80x24__are_chosen_from_a_menu),
		TEST(filters__120x36__are_chosen_from_a_menu),
		TEST(pages__turned_on_and_back__come_round),
		TEST(page__person_moved_to__enter_calls_him),
		TEST(page__what_is_typed__is_searched_everywhere),
		TEST(tag_taken_from_the_last__page_says_that_nobody_is_there),
		TEST(page__console_started_anew__is_where_it_was),
		TEST(favourites__none__says_how_one_is_made),
		TEST(favourites__made_and_unmade__are_kept_for_the_user),
		TEST(filter__saved__is_a_page_and_kept_for_the_user),
		TEST(filter__removed__page_and_menu_are_without_it),
		TEST(last_search__comma_s__gets_a_name),
		TEST(filters__none__says_how_one_is_made),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
