/* Files of the user, and secrets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/path.h"

/* Each test has a folder of its own, which is also its HOME and its working folder. */
static int setup(void **state)
{
	static char folder[32];

	strcpy(folder, "/tmp/path-test-XXXXXX");
	if (!mkdtemp(folder) || chdir(folder) < 0)
		return -1;
	setenv("HOME", folder, 1);
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("XDG_STATE_HOME");
	unsetenv("XDG_DATA_HOME");
	unsetenv("XDG_RUNTIME_DIR");
	*state = folder;
	return 0;
}

static int teardown(void **state)
{
	char command[64];

	snprintf(command, sizeof(command), "rm -r %s", (const char *)*state);
	return chdir("/") || system(command);
}

static void assert_user_path(enum path_kind kind, const char *folder, const char *rest)
{
	char *path = path_user(kind, "x"), expected[128];

	snprintf(expected, sizeof(expected), "%s%s", folder, rest);
	assert_string_equal(path, expected);
	free(path);
}

static void path_user__lies_under_home(void **state)
{
	assert_user_path(PATH_CONFIG, *state, "/.config/frontdesk/x");
	assert_user_path(PATH_STATE, *state, "/.local/state/frontdesk/x");
	assert_user_path(PATH_DATA, *state, "/.local/share/frontdesk/x");
	assert_user_path(PATH_RUNTIME, *state, "/.local/state/frontdesk/run/x");
}

static void path_user__follows_absolute_xdg_folders_only(void **state)
{
	setenv("XDG_CONFIG_HOME", "/etc/xdg", 1);
	setenv("XDG_RUNTIME_DIR", "/run/user/7", 1);
	setenv("XDG_STATE_HOME", "relative", 1);
	setenv("XDG_DATA_HOME", "", 1);
	assert_user_path(PATH_CONFIG, "/etc/xdg", "/frontdesk/x");
	assert_user_path(PATH_RUNTIME, "/run/user/7", "/frontdesk/x");
	assert_user_path(PATH_STATE, *state, "/.local/state/frontdesk/x");
	assert_user_path(PATH_DATA, *state, "/.local/share/frontdesk/x");
}

static void path_user__without_home__asks_the_password_database(void **state)
{
	char *path;

	(void)state;
	unsetenv("HOME");
	path = path_user(PATH_CONFIG, "x");
	assert_int_equal(path[0], '/');
	assert_non_null(strstr(path, "/.config/frontdesk/x"));
	free(path);
}

static void path_make_parents__makes_private_folders(void **state)
{
	struct stat info;

	(void)state;
	assert_int_equal(path_make_parents("a/b//c/file", NULL), 0);
	assert_int_equal(stat("a/b/c", &info), 0);
	assert_int_equal(info.st_mode & 0777, 0700);
	assert_int_equal(stat("a/b/c/file", &info), -1);
	assert_int_equal(path_make_parents("a/b/c/other", NULL), 0);
	assert_int_equal(path_make_parents("file", NULL), 0);
	assert_int_equal(path_make_parents("/file", NULL), 0);
	assert_int_equal(path_make_parents("", NULL), 0);
}

static void path_make_parents__file_in_the_way__is_an_error(void **state)
{
	struct why why;

	(void)state;
	assert_int_equal(path_write("a", "", 0, 0600, NULL), 0);
	assert_int_equal(path_make_parents("a/b/c", &why), ERR_IO);
	assert_string_equal(why.text, "Cannot make the folder a/b: Not a directory");
}

static void path_read__gives_the_whole_file_terminated(void **state)
{
	char *data;
	size_t len;

	(void)state;
	assert_int_equal(path_write("f", "ab\0cd", 5, 0600, NULL), 0);
	assert_int_equal(path_read("f", 5, &data, &len, NULL), 0);
	assert_int_equal(len, 5);
	assert_memory_equal(data, "ab\0cd", 6);
	free(data);
}

static void path_read__tells_why_it_cannot(void **state)
{
	char *data;
	size_t len;
	struct why why;

	(void)state;
	assert_int_equal(path_write("f", "abcde", 5, 0600, NULL), 0);
	assert_int_equal(path_read("f", 4, &data, &len, &why), ERR_LIMIT);
	assert_string_equal(why.text, "f is larger than 4 bytes");
	assert_int_equal(path_read("none", 4, &data, &len, &why), ERR_NOT_FOUND);
	assert_string_equal(why.text, "Cannot read none: No such file or directory");
	assert_int_equal(path_read(".", 4, &data, &len, &why), ERR_IO);
	assert_int_equal(path_read("/dev/zero", 1 << 16, &data, &len, &why), ERR_LIMIT);
}

static void assert_secret(const char *content, const char *expected)
{
	char *secret;

	assert_int_equal(path_write("s", content, strlen(content), 0600, NULL), 0);
	assert_int_equal(path_read_secret("s", &secret, NULL), 0);
	assert_string_equal(secret, expected);
	free(secret);
}

static void path_read_secret__leaves_out_the_line_end(void **state)
{
	(void)state;
	assert_secret("hunter2", "hunter2");
	assert_secret("hunter2\n", "hunter2");
	assert_secret("hunter2\r\n", "hunter2");
	assert_secret(" two words \n", " two words ");
}

static void path_read_secret__others_may_read_it__is_refused(void **state)
{
	static const unsigned modes[] = {0640, 0604, 0660, 0644, 0620, 0601};
	struct why why;
	char *secret;

	(void)state;
	for (size_t i = 0; i < sizeof(modes) / sizeof(*modes); i++) {
		assert_int_equal(path_write("s", "hunter2", 7, modes[i], NULL), 0);
		assert_int_equal(path_read_secret("s", &secret, &why), ERR_DENIED);
		assert_null(strstr(why.text, "hunter2"));
	}
	assert_int_equal(path_write("s", "hunter2", 7, 0400, NULL), 0);
	assert_int_equal(path_read_secret("s", &secret, &why), 0);
	free(secret);
}

static void path_read_secret__no_secret__is_refused(void **state)
{
	struct why why;
	char *secret;

	(void)state;
	assert_int_equal(path_read_secret("s", &secret, &why), ERR_NOT_FOUND);
	assert_int_equal(path_write("s", "\n", 1, 0600, NULL), 0);
	assert_int_equal(path_read_secret("s", &secret, &why), ERR_INVALID);
	assert_int_equal(path_write("s", "a\0b", 3, 0600, NULL), 0);
	assert_int_equal(path_read_secret("s", &secret, &why), ERR_INVALID);
	assert_null(strstr(why.text, "a\n"));
	assert_int_equal(truncate("s", 5000), 0);
	assert_int_equal(path_read_secret("s", &secret, &why), ERR_LIMIT);
}

static void path_run_secret__gives_the_first_line(void **state)
{
	char *secret;

	(void)state;
	assert_int_equal(path_run_secret("printf 'hunter2\\nuser: x\\n'", &secret, NULL), 0);
	assert_string_equal(secret, "hunter2");
	free(secret);
	assert_int_equal(path_run_secret("printf hunter2", &secret, NULL), 0);
	assert_string_equal(secret, "hunter2");
	free(secret);
}

static void path_run_secret__failing_command__is_an_error(void **state)
{
	struct why why;
	char *secret;

	(void)state;
	assert_int_equal(path_run_secret("echo hunter2; exit 3", &secret, &why), ERR_IO);
	assert_non_null(strstr(why.text, "status 3"));
	assert_int_equal(path_run_secret("kill -TERM $$", &secret, &why), ERR_IO);
	assert_non_null(strstr(why.text, "signal 15"));
	assert_int_equal(path_run_secret("true", &secret, &why), ERR_INVALID);
	assert_int_equal(path_run_secret("echo; echo x", &secret, &why), ERR_INVALID);
	assert_int_equal(path_run_secret("exec yes", &secret, &why), ERR_LIMIT);
}

static void assert_file(const char *path, const char *content, unsigned mode)
{
	struct stat info;
	char *data;
	size_t len;

	assert_int_equal(path_read(path, 4096, &data, &len, NULL), 0);
	assert_string_equal(data, content);
	free(data);
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 0777, mode);
}

static void path_write__replaces_the_whole_file(void **state)
{
	FILE *old;
	char line[8];

	(void)state;
	assert_int_equal(path_write("f", "old", 3, 0644, NULL), 0);
	assert_file("f", "old", 0644);
	old = fopen("f", "r");
	assert_int_equal(path_write("f", "new", 3, 0600, NULL), 0);
	assert_file("f", "new", 0600);
	assert_non_null(fgets(line, sizeof(line), old));
	assert_string_equal(line, "old");
	fclose(old);
	assert_int_equal(system("test $(ls | wc -l) = 1"), 0);
}

static void path_write__link__stays_a_link(void **state)
{
	struct stat info;

	(void)state;
	assert_int_equal(path_write("real", "old", 3, 0600, NULL), 0);
	assert_int_equal(symlink("real", "link"), 0);
	assert_int_equal(path_write("link", "new", 3, 0600, NULL), 0);
	assert_int_equal(lstat("link", &info), 0);
	assert_true(S_ISLNK(info.st_mode));
	assert_file("real", "new", 0600);
}

static void path_write__failure__leaves_the_old_file_and_nothing_else(void **state)
{
	struct why why;

	(void)state;
	assert_int_equal(path_write("none/f", "x", 1, 0600, &why), ERR_NOT_FOUND);
	assert_string_equal(why.text, "Cannot write none/f: No such file or directory");
	assert_int_equal(mkdir("d", 0700), 0);
	assert_int_equal(path_write("d", "x", 1, 0600, &why), ERR_IO);
	assert_int_equal(system("test $(ls | wc -l) = 1"), 0);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(path_user__lies_under_home),
		TEST(path_user__follows_absolute_xdg_folders_only),
		TEST(path_user__without_home__asks_the_password_database),
		TEST(path_make_parents__makes_private_folders),
		TEST(path_make_parents__file_in_the_way__is_an_error),
		TEST(path_read__gives_the_whole_file_terminated),
		TEST(path_read__tells_why_it_cannot),
		TEST(path_read_secret__leaves_out_the_line_end),
		TEST(path_read_secret__others_may_read_it__is_refused),
		TEST(path_read_secret__no_secret__is_refused),
		TEST(path_run_secret__gives_the_first_line),
		TEST(path_run_secret__failing_command__is_an_error),
		TEST(path_write__replaces_the_whole_file),
		TEST(path_write__link__stays_a_link),
		TEST(path_write__failure__leaves_the_old_file_and_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
