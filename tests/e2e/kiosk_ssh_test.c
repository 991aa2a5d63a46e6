/* The kiosk behind a real sshd on loopback, by both examples of assets/kiosk: the Match block and
 * the line of authorized_keys. Whatever is asked for, the kiosk comes; nothing else passes. */
#include "e2e/place.h"

#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "support/port.h"

#define SSH                                                                                        \
	"ssh -q -F none -i $PLACE/id -p $SSHD -o IdentitiesOnly=yes -o BatchMode=yes "             \
	"-o StrictHostKeyChecking=no -o UserKnownHostsFile=$PLACE/known -o ConnectTimeout=10 "

static pid_t server;

static void expect_shell(const char *command)
{
	if (system(command) != 0)
		fail_msg("not so: %s", command);
}

static bool has_ssh(void)
{
	if (access("/usr/sbin/sshd", X_OK) == 0 && system("command -v ssh >/dev/null") == 0)
		return true;
	print_message("LEFT OUT: openssh-server and openssh-client are not installed\n");
	return false;
}

static bool listens(void *ctx)
{
	return !port_is_free(*(int *)ctx);
}

/* by: "match" or "key": which example says what runs. The other way in is open. */
static void start_server(struct place *place, const char *by)
{
	char number[16];
	int port = port_free();

	snprintf(number, sizeof(number), "%d", port);
	setenv("PLACE", place->home, 1);
	setenv("SSHD", number, 1);
	setenv("ME", getpwuid(getuid())->pw_name, 1);
	setenv("BY", by, 1);
	setenv("FRONTDESK",
	       FRONTDESK_BIN " --demo --demo-args '--quiet --office " OFFICE_DATA "' --greeting "
			     "Brackwater",
	       1);
	expect_shell("ssh-keygen -q -t ed25519 -N '' -f $PLACE/host && "
		     "ssh-keygen -q -t ed25519 -N '' -f $PLACE/id");
	expect_shell(
		"umask 077; if [ $BY = key ]; then sed -e \"s|/usr/bin/frontdesk|$FRONTDESK|\" "
		"-e \"s|ssh-ed25519 .*|$(cut -d' ' -f1,2 $PLACE/id.pub)|\" "
		"'" KIOSK_ASSETS "/authorized_keys' >$PLACE/authorized; "
		"else cp $PLACE/id.pub $PLACE/authorized; fi");
	expect_shell("umask 077; { printf 'Port %s\\nListenAddress 127.0.0.1\\nHostKey %s/host\\n"
		     "PidFile none\\nAuthorizedKeysFile %s/authorized\\nStrictModes no\\n"
		     "UsePAM no\\nPasswordAuthentication no\\nPermitRootLogin yes\\n"
		     "AcceptEnv LC_ALL\\nSubsystem sftp internal-sftp\\n' "
		     "$SSHD $PLACE $PLACE; "
		     "[ $BY = key ] || sed -e \"s|/usr/bin/frontdesk|$FRONTDESK|\" "
		     "-e \"s/User kiosk/User $ME/\" '" KIOSK_ASSETS "/sshd.conf'; "
		     "} >$PLACE/sshd_config; "
		     "[ $(id -u) != 0 ] || mkdir -p /run/sshd; "
		     "/usr/sbin/sshd -t -f $PLACE/sshd_config");
	char *config = place_path(place, "sshd_config"), *log = place_path(place, "sshd.log");
	server = fork();
	assert_true(server >= 0);
	if (server == 0) {
		execl("/usr/sbin/sshd", "/usr/sbin/sshd", "-D", "-f", config, "-E", log,
		      (char *)NULL);
		_exit(127);
	}
	free(config);
	free(log);
	place_until(listens, &port, "sshd listens");
}

static int setup(void **state)
{
	server = 0;
	return place_setup(state);
}

static int teardown(void **state)
{
	struct place *place = *state;

	pty_free(&place->pty);
	if (server > 0) {
		kill(server, SIGTERM);
		waitpid(server, NULL, 0);
	}
	return place_teardown(state);
}

static struct pty *log_in(struct place *place, const char *more)
{
	char *command = mem_printf("exec " SSH "%s", more);
	const char *const argv[] = {"/bin/sh", "-c", command, NULL};
	const char *const environment[] = {"TERM=xterm-256color", "LC_ALL=C.UTF-8", NULL};

	pty_free(&place->pty);
	place->pty = pty_start(24, 80, argv, environment);
	free(command);
	pty_wait_text(place->pty, "Whom would you like to see?");
	pty_wait_text(place->pty, "Agnes M");
	return place->pty;
}

static void expect_not_made(struct place *place)
{
	char *made = place_read(place, "made");

	assert_null(made);
}

static void expect_kiosk_whatever_is_asked(struct place *place)
{
	struct pty *pty = log_in(place, "-tt $ME@127.0.0.1 touch $PLACE/made");

	pty_send(pty, "\003\032\034");
	pty_send(pty, "agn");
	pty_wait_text(pty, "agn");
	expect_not_made(place);
	/* The escape character of ssh belongs to the visitor's side of the line: it ends his
	 * line, and with it the kiosk. */
	pty_send(pty, "\033");
	pty_wait_no_text(pty, "agn");
	pty_keys(pty, "F10");
	pty_wait_text(pty, "Leaving the kiosk");
	pty_send(pty, "0000\r");
	assert_int_equal(pty_wait_end(pty), 0);
}

/* Without a terminal nothing runs; nothing is forwarded, copied, or carried along. */
static void expect_nothing_else(struct place *place)
{
	char number[16];

	snprintf(number, sizeof(number), "%d", port_free());
	setenv("FORWARD", number, 1);
	expect_shell("! timeout 20 " SSH "-T $ME@127.0.0.1 \"touch $PLACE/made\" "
		     ">$PLACE/out 2>&1 </dev/null && grep -q 'needs a terminal' $PLACE/out");
	expect_shell("echo touch $PLACE/made | timeout 20 " SSH "-T $ME@127.0.0.1 sh "
		     ">/dev/null 2>&1; true");
	expect_shell("printf 'put $PLACE/id.pub $PLACE/made' | timeout 20 sftp -q -b - -F none "
		     "-i $PLACE/id -P $SSHD -o StrictHostKeyChecking=no "
		     "-o UserKnownHostsFile=$PLACE/known $ME@127.0.0.1 >/dev/null 2>&1; true");
	expect_not_made(place);
	/* To where the sshd itself can be reached: it would answer "SSH-". */
	expect_shell("! timeout 20 " SSH "-W 127.0.0.1:$SSHD $ME@127.0.0.1 "
		     "</dev/null 2>/dev/null | grep -q SSH-");
	expect_shell("! timeout 20 " SSH "-N -o ExitOnForwardFailure=yes "
		     "-R 127.0.0.1:$FORWARD:127.0.0.1:$SSHD $ME@127.0.0.1 </dev/null 2>/dev/null");
}

static void match_block__any_command__is_the_kiosk(void **state)
{
	if (!has_ssh())
		skip();
	start_server(*state, "match");
	expect_kiosk_whatever_is_asked(*state);
}

static void match_block__anything_else__is_nothing(void **state)
{
	if (!has_ssh())
		skip();
	start_server(*state, "match");
	expect_nothing_else(*state);
}

static void authorized_key__any_command__is_the_kiosk(void **state)
{
	if (!has_ssh())
		skip();
	start_server(*state, "key");
	expect_kiosk_whatever_is_asked(*state);
}

static void authorized_key__anything_else__is_nothing(void **state)
{
	if (!has_ssh())
		skip();
	start_server(*state, "key");
	expect_nothing_else(*state);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(match_block__any_command__is_the_kiosk),
		TEST(match_block__anything_else__is_nothing),
		TEST(authorized_key__any_command__is_the_kiosk),
		TEST(authorized_key__anything_else__is_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
