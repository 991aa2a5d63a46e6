/* What "cmake --install" puts under a prefix: complete, and able to live there. */
#include "e2e/place.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int shell(const char *format, ...) __attribute__((format(printf, 1, 2)));
static int shell(const char *format, ...)
{
	char line[2048];
	va_list args;

	va_start(args, format);
	int len = vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	assert_true(len > 0 && (size_t)len < sizeof(line));
	int status = system(line); /* NOLINT(cert-env33-c): a test's own words */
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int install(void **state)
{
	place_setup(state);
	struct place *place = *state;

	return shell("cmake --install %s --prefix %s/usr >%s/said 2>&1", BUILD, place->home,
		     place->home);
}

static void install__a_prefix__has_all_that_the_product_is_made_of(void **state)
{
	static const char *const files[] = {
		"bin/frontdesk",
		"bin/frontdesk-pabx",
		"share/man/man1/frontdesk.1.gz",
		"share/man/man5/frontdesk.conf.5.gz",
		"share/man/man8/frontdesk-pabx.8.gz",
		"share/bash-completion/completions/frontdesk",
		"share/bash-completion/completions/frontdesk-pabx",
		"share/zsh/vendor-completions/_frontdesk",
		"share/zsh/vendor-completions/_frontdesk-pabx",
		"share/fish/vendor_completions.d/frontdesk.fish",
		"share/frontdesk/keys/default.keys",
		"share/frontdesk/themes/light.theme",
		"share/frontdesk/office/people.csv",
		"share/frontdesk/locale/de/LC_MESSAGES/frontdesk.mo",
		"share/frontdesk/locale/de/LC_MESSAGES/SYS_LC_MESSAGES",
		"share/doc/frontdesk/copyright",
		"share/doc/frontdesk/examples/frontdesk.conf",
		"lib/systemd/system/frontdesk-pabx.service",
	};

	struct place *place = *state;
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		char path[300];

		snprintf(path, sizeof(path), "%s/usr/%s", place->home, files[i]);
		if (access(path, R_OK) != 0)
			fail_msg("%s is not installed", files[i]);
	}
}

/* The office of the tree that it was built from is there too: the name tells which one is read. */
static void install__demo__lives_from_the_installed_data(void **state)
{
	struct place *place = *state;
	char *picture;

	assert_int_equal(shell("sed -i 's/Agnes Müller/Aa Installed/' "
			       "%s/usr/share/frontdesk/office/people.csv",
			       place->home),
			 0);
	assert_int_equal(shell("cd / && HOME=%s %s/usr/bin/frontdesk --demo </dev/null >%s/picture",
			       place->home, place->home, place->home),
			 0);
	picture = place_read(place, "picture");
	assert_non_null(strstr(picture, "Aa Installed"));
	free(picture);
}

/* Its catalogues lie beside it, and no German locale has to be on the machine. */
static void install__german__is_found_from_where_the_program_lies(void **state)
{
	struct place *place = *state;
	char *picture;

	assert_int_equal(shell("cd / && HOME=%s %s/usr/bin/frontdesk --demo --language de "
			       "</dev/null >%s/picture",
			       place->home, place->home, place->home),
			 0);
	picture = place_read(place, "picture");
	assert_non_null(strstr(picture, " an demo"));
	free(picture);
}

static void install__pages__are_found_by_man(void **state)
{
	struct place *place = *state;

	if (shell("command -v man >/dev/null")) {
		print_message("LEFT OUT: man is not installed\n");
		return;
	}
	assert_int_equal(shell("man -M %s/usr/share/man -w frontdesk.conf >/dev/null", place->home),
			 0);
	assert_int_equal(shell("man -M %s/usr/share/man --warnings -E UTF-8 -l "
			       "%s/usr/share/man/man1/frontdesk.1.gz >/dev/null 2>%s/warned && "
			       "test ! -s %s/warned",
			       place->home, place->home, place->home, place->home),
			 0);
}

static void unit__systemd__verifies_it_and_finds_it_safe(void **state)
{
	struct place *place = *state;

	if (shell("command -v systemd-analyze >/dev/null")) {
		print_message("LEFT OUT: systemd-analyze is not installed\n");
		return;
	}
	/* The service names the place where a package puts the program. */
	assert_int_equal(shell("sed 's,/usr/bin/,%s/usr/bin/,' "
			       "%s/usr/lib/systemd/system/frontdesk-pabx.service "
			       ">%s/frontdesk-pabx.service",
			       place->home, place->home, place->home),
			 0);
	assert_int_equal(shell("systemd-analyze verify --man=no %s/frontdesk-pabx.service "
			       ">%s/said 2>&1 && ! grep -i 'frontdesk-pabx.service:' %s/said",
			       place->home, place->home, place->home),
			 0);
	/* 2.0 of 10 is what it calls "OK" at the best; most services have 9. */
	assert_int_equal(shell("systemd-analyze security --offline=yes --threshold=20 "
			       "%s/frontdesk-pabx.service >%s/said 2>&1",
			       place->home, place->home),
			 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(install__a_prefix__has_all_that_the_product_is_made_of),
		cmocka_unit_test(install__pages__are_found_by_man),
		cmocka_unit_test(unit__systemd__verifies_it_and_finds_it_safe),
		cmocka_unit_test(install__demo__lives_from_the_installed_data),
		cmocka_unit_test(install__german__is_found_from_where_the_program_lies),
	};

	return cmocka_run_group_tests(tests, install, place_teardown);
}
