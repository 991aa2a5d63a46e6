/* frontdesk-pabx as a service: who starts it knows when it serves, and its store can be made and
 * asked by several at a time. tests/units.sh starts the unit itself. */
#include "e2e/place.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { AT_ONCE = 6 };

/* name: a path, or "@" and the name of an abstract socket. */
static void expect_ready(struct place *place, const char *name)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct pollfd watch = {.fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0),
			       .events = POLLIN};
	char text[32] = "";

	snprintf(address.sun_path, sizeof address.sun_path, "%s", name);
	if (*name == '@')
		address.sun_path[0] = '\0';
	assert_int_equal(bind(watch.fd, (struct sockaddr *)&address,
			      (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(name))),
			 0);
	setenv("NOTIFY_SOCKET", name, 1);
	place_open_pabx(place, "--quiet");
	unsetenv("NOTIFY_SOCKET");
	assert_int_equal(poll(&watch, 1, PLACE_WAIT_MS), 1);
	assert_true(recv(watch.fd, text, sizeof text - 1, 0) > 0);
	assert_string_equal(text, "READY=1");
	close(watch.fd);
	place_end_pabx(place, SIGTERM);
}

static void notify_socket__named__is_told_when_it_listens(void **state)
{
	char *path = place_path(*state, "notify");
	char name[64];

	expect_ready(*state, path);
	snprintf(name, sizeof name, "@frontdesk-e2e-%d", (int)getpid());
	expect_ready(*state, name);
	free(path);
}

static void notify_socket__not_there__it_serves_nevertheless(void **state)
{
	setenv("NOTIFY_SOCKET", "/nowhere/at/all", 1);
	place_open_pabx(*state, "--quiet");
	unsetenv("NOTIFY_SOCKET");
}

static pid_t add_user(const char *store, int number)
{
	char login[16];
	pid_t pid;

	snprintf(login, sizeof login, "u%d", number);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), 0);
		execl(PABX_BIN, PABX_BIN, "user", "add", login, login, "--store", store,
		      (char *)NULL);
		_exit(127);
	}
	return pid;
}

static void users_added__many_at_once_to_a_new_store__are_all_there(void **state)
{
	struct place *place = *state;
	char *store = place_path(place, "pabx.db"), login[16];
	pid_t pids[AT_ONCE];
	struct ran ran;

	for (int i = 0; i < AT_ONCE; i++)
		pids[i] = add_user(store, i);
	for (int i = 0; i < AT_ONCE; i++) {
		int status;

		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_int_equal(status, 0);
	}
	ran = place_run_pabx(place, "user list", NULL);
	for (int i = 0; i < AT_ONCE; i++) {
		snprintf(login, sizeof login, "u%d", i);
		assert_non_null(strstr(ran.out, login));
	}
	ran_free(&ran);
	free(store);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, place_setup, place_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(notify_socket__named__is_told_when_it_listens),
		TEST(notify_socket__not_there__it_serves_nevertheless),
		TEST(users_added__many_at_once_to_a_new_store__are_all_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
