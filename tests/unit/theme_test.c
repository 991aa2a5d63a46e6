/* What the themes promise, computed: contrast by WCAG 2, and states that can be told apart by
 * people who do not see red or green. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

#include "term/theme.h"

enum { AA = 45, AAA = 70 }; /* tenths */

static double linear(int value)
{
	double v = value / 255.0;

	return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static void linear_rgb(int colour, double out[3])
{
	int rgb[3];

	theme_rgb(colour, rgb);
	for (int i = 0; i < 3; i++)
		out[i] = linear(rgb[i]);
}

static double luminance(int colour)
{
	double c[3];

	linear_rgb(colour, c);
	return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
}

static double contrast(int a, int b)
{
	double one = luminance(a) + 0.05, other = luminance(b) + 0.05;

	return one > other ? one / other : other / one;
}

static void load(const char *name, struct theme *theme)
{
	struct why why = {""};

	if (theme_load(name, theme, &why) < 0)
		fail_msg("%s", why.text);
}

static bool is_ornament(int role)
{
	return role == ROLE_BORDER || role == ROLE_BORDER_FOCUS || role == ROLE_POPUP_BORDER;
}

/* Every text of a theme that says both colours. */
static void expect_contrast(const char *name, int tenths, bool ornaments)
{
	struct theme theme;

	load(name, &theme);
	for (int role = 0; role < ROLE_COUNT; role++) {
		const struct theme_style *style = &theme.role[role];
		double ratio;

		assert_true(style->fg >= 0 && style->bg >= 0);
		ratio = contrast(style->fg, style->bg);
		if ((ornaments || !is_ornament(role)) && ratio * 10 < tenths)
			fail_msg("%s: %s has a contrast of %.2f", name,
				 theme_role_name((enum term_role)role), ratio);
	}
}

static void contrast__high_contrast__is_aaa_everywhere(void **state)
{
	struct theme theme;

	(void)state;
	expect_contrast("high-contrast", AAA, true);
	load("high-contrast", &theme);
	for (int role = 0; role < ROLE_COUNT; role++)
		assert_false(theme.role[role].attributes & STYLE_DIM);
}

static void contrast__dark_light_colour_blind__is_aa_for_all_texts(void **state)
{
	(void)state;
	expect_contrast("dark", AA, false);
	expect_contrast("light", AA, false);
	expect_contrast("colour-blind", AA, false);
}

/* A role's colour stands on a selected row too, where that has none of its own, and in popups. */
static void contrast__states_on_the_other_selection_and_in_popups__can_be_read(void **state)
{
	static const char *const names[] = {"dark", "light", "colour-blind", "high-contrast"};
	static const enum term_role states[] = {ROLE_FREE,   ROLE_BUSY, ROLE_RINGING, ROLE_HELD,
						ROLE_ONLINE, ROLE_AWAY, ROLE_DND,     ROLE_ERROR};

	(void)state;
	for (size_t n = 0; n < sizeof(names) / sizeof(*names); n++) {
		struct theme theme;

		load(names[n], &theme);
		for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++)
			assert_true(contrast(theme.role[states[i]].fg, theme.role[ROLE_POPUP].bg) >=
				    4.5);
	}
}

/* Machado, Oliveira, Fernandes 2009: no red and no green cones, in linear RGB. */
static const double protanopia[3][3] = {{0.152286, 1.052583, -0.204868},
					{0.114503, 0.786281, 0.099216},
					{-0.003882, -0.048116, 1.051998}};
static const double deuteranopia[3][3] = {{0.367322, 0.860646, -0.227968},
					  {0.280085, 0.672501, 0.047413},
					  {-0.011820, 0.042940, 0.968881}};

static double lab_part(double t)
{
	return t > 0.008856 ? cbrt(t) : 7.787 * t + 16.0 / 116;
}

/* CIELAB of a colour as such a person sees it. */
static void seen(int colour, const double eyes[3][3], double lab[3])
{
	double rgb[3], c[3];

	linear_rgb(colour, rgb);
	for (int i = 0; i < 3; i++) {
		c[i] = eyes[i][0] * rgb[0] + eyes[i][1] * rgb[1] + eyes[i][2] * rgb[2];
		c[i] = c[i] < 0 ? 0 : c[i] > 1 ? 1 : c[i];
	}
	double x = lab_part((0.4124 * c[0] + 0.3576 * c[1] + 0.1805 * c[2]) / 0.9505);
	double y = lab_part(0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]);
	double z = lab_part((0.0193 * c[0] + 0.1192 * c[1] + 0.9505 * c[2]) / 1.089);
	lab[0] = 116 * y - 16;
	lab[1] = 500 * (x - y);
	lab[2] = 200 * (y - z);
}

static double difference(int a, int b, const double eyes[3][3])
{
	double one[3], other[3], sum = 0;

	seen(a, eyes, one);
	seen(b, eyes, other);
	for (int i = 0; i < 3; i++)
		sum += (one[i] - other[i]) * (one[i] - other[i]);
	return sqrt(sum);
}

/* 2.3 is just noticed side by side; these are to be told apart at a glance. */
static void colour_blind__states__differ_at_a_glance_without_red_or_green(void **state)
{
	static const enum term_role states[] = {ROLE_FREE, ROLE_BUSY, ROLE_RINGING, ROLE_HELD,
						ROLE_OFFLINE};
	enum { STATES = sizeof(states) / sizeof(*states), GLANCE = 30 };
	struct theme theme;

	(void)state;
	load("colour-blind", &theme);
	for (int a = 0; a < STATES; a++)
		for (int b = 0; b < a; b++) {
			int one = theme.role[states[a]].fg, other = theme.role[states[b]].fg;
			double least = fmin(difference(one, other, protanopia),
					    difference(one, other, deuteranopia));

			if (least < GLANCE)
				fail_msg("%s and %s differ by %.1f", theme_role_name(states[a]),
					 theme_role_name(states[b]), least);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(contrast__high_contrast__is_aaa_everywhere),
		cmocka_unit_test(contrast__dark_light_colour_blind__is_aa_for_all_texts),
		cmocka_unit_test(
			contrast__states_on_the_other_selection_and_in_popups__can_be_read),
		cmocka_unit_test(colour_blind__states__differ_at_a_glance_without_red_or_green),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
