/* Photos are fetched only when they are looked at: the PABX is a script here that counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/link.h"

#define PHOTO "/rest/contact/read/photo"
#define PNG                                                                                        \
	"{\"result\":\"success\",\"values\":{\"type\":\"image/png\",\"rev\":\"r1\",\"data\":\""    \
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mP4"                             \
	"DwABAQEAHLCMmQAAAABJRU5ErkJggg==\"}}"

#define FACE "████████████████████"
#define PERSON(cID, name)                                                                          \
	"{\"cID\":" cID ",\"name\":\"" name "\",\"canCall\":true,\"extension\":\"20" cID           \
	"\",\"photo\":\"r1\"}"

/* A console that lists seven people, of whom six have photos. */
static struct link *opened(void **state, bool no_photos)
{
	struct link *g = *state = link_new(30, 100);

	setenv("NO_COLOR", "1", 1);
	g->no_photos = no_photos;
	g->fake.answers[1] = (struct fake_answer){PHOTO, 200, PNG, NULL};
	g->fake.rows[WIRE_CONTACT] =
		"{\"cID\":1,\"name\":\"Rita\",\"canCall\":true}," PERSON("2", "Ann") "," PERSON(
			"3",
			"Bob") "," PERSON("4",
					  "Cleo") "," PERSON("5",
							     "Dora") "," PERSON("6",
										"Emil") "," PERSON("7",
												   "Fred");
	link_open(g);
	link_wait(g, "Fred");
	link_wait(g, " live ");
	return g;
}

static int teardown(void **state)
{
	link_free((struct link **)state);
	unsetenv("NO_COLOR");
	return 0;
}

static bool is_set(struct link *g, const char *text)
{
	(void)g;
	return *text != '\0';
}

static bool waits(struct link *g, const char *text)
{
	(void)text;
	return g->fake.exchange != NULL;
}

static void on_fence(void *ctx, const struct pbx_result *result)
{
	assert_int_equal(result->outcome, PBX_DONE);
	*(char *)ctx = 'y';
}

/* Another request goes and is answered: whatever was to be sent before it has been sent. */
static void fence(struct link *g)
{
	char passed[2] = "";

	screen_pass(g->screen, 1000);
	pbx_rest(g->pbx, "/fence", NULL, on_fence, passed);
	assert_true(link_until(g, is_set, passed));
}

static int photos(struct link *g)
{
	fence(g);
	return fake_pabx_heard(&g->fake, PHOTO);
}

static int asked(struct link *g, int cID)
{
	char text[64];

	snprintf(text, sizeof text, PHOTO " {\"scope\":{\"cID\":%d,", cID);
	return fake_pabx_heard(&g->fake, text);
}

static void choose(struct link *g, const char *name)
{
	screen_keys(g->screen, "Esc");
	screen_pass(g->screen, 400);
	screen_keys(g->screen, "Esc");
	screen_pass(g->screen, 400);
	screen_type(g->screen, name);
}

static void look_at(struct link *g, const char *name)
{
	choose(g, name);
	screen_keys(g->screen, "F11");
	link_wait(g, "Presence");
}

static void people_listed_and_walked__no_photo_is_asked(void **state)
{
	struct link *g = opened(state, false);

	screen_keys(g->screen, "Down Down Down Down PgDn PgUp End Home Tab Tab");
	choose(g, "bob");
	choose(g, "f");
	screen_keys(g->screen, "Down Up");
	assert_int_equal(photos(g), 0);
}

static void details_opened__that_photo_is_asked_once(void **state)
{
	struct link *g = opened(state, false);

	look_at(g, "bob");
	link_wait(g, FACE);
	screen_keys(g->screen, "Down Down Up PgDn");
	assert_int_equal(photos(g), 1);
	assert_int_equal(asked(g, 3), 1);
	look_at(g, "cleo");
	link_wait(g, FACE);
	assert_int_equal(photos(g), 2);
	assert_int_equal(asked(g, 4), 1);
	look_at(g, "bob");
	link_wait(g, FACE);
	assert_int_equal(photos(g), 2);
}

static void details_leafed_through__who_was_passed_is_not_asked(void **state)
{
	struct link *g = opened(state, false);

	g->fake.answers[1].status = 0;
	look_at(g, "ann");
	assert_true(link_until(g, waits, ""));
	look_at(g, "bob");
	look_at(g, "cleo");
	look_at(g, "dora");
	assert_int_equal(photos(g), 1);
	screen_expect_no_text(g->screen, FACE);
	g->fake.answers[1].status = 200;
	fake_pabx_answer(&g->fake, PNG);
	link_wait(g, FACE);
	assert_int_equal(photos(g), 2);
	assert_int_equal(asked(g, 2), 1);
	assert_int_equal(asked(g, 5), 1);
	look_at(g, "ann"); /* what came too late to be seen was kept */
	link_wait(g, FACE);
	assert_int_equal(photos(g), 2);
}

static void details_of_who_has_none__initials_without_asking(void **state)
{
	struct link *g = opened(state, false);

	look_at(g, "rita");
	link_wait(g, "( R )");
	assert_int_equal(photos(g), 0);
}

static void photos_turned_off__initials_without_asking(void **state)
{
	struct link *g = opened(state, true);

	look_at(g, "bob");
	link_wait(g, "( B )");
	assert_int_equal(photos(g), 0);
}

#define TEST(name) cmocka_unit_test_teardown(name, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(people_listed_and_walked__no_photo_is_asked),
		TEST(details_opened__that_photo_is_asked_once),
		TEST(details_leafed_through__who_was_passed_is_not_asked),
		TEST(details_of_who_has_none__initials_without_asking),
		TEST(photos_turned_off__initials_without_asking),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
