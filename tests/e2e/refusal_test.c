/* What frontdesk-pabx says when it cannot start: one sentence, exit status 1, nothing left behind.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cmocka.h>

enum { SAID_MAX = 4096 };

/* Runs frontdesk-pabx with these words to its end; said gets both outputs. Returns the status. */
static int run(const char *words, char *said)
{
	char command[1024];
	size_t len;

	snprintf(command, sizeof command, "'%s' %s 2>&1 </dev/null", PABX_BIN, words);
	FILE *out = popen(command, "r");
	assert_non_null(out);
	len = fread(said, 1, SAID_MAX - 1, out);
	said[len] = '\0';
	int status = pclose(out);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void refuses(const char *words, const char *sentence)
{
	char said[SAID_MAX];

	assert_int_equal(run(words, said), 1);
	if (!strstr(said, sentence))
		fail_msg("\"%s\" lacks \"%s\"", said, sentence);
	assert_null(strstr(said, "listening on"));
}

/* What serves says it in English as its log does. */
static void language__of_the_environment__is_that_of_commands(void **state)
{
	(void)state;
	setenv("LC_ALL", "de_DE.UTF-8", 1);
	refuses("--no-such", "Die Option --no-such gibt es nicht");
	refuses("--tls-cert x", "--tls-cert und --tls-key gehören zusammen");
	refuses("user list", "Bitte mit --store die Datenbank nennen");
	refuses("user add", "user add LOGIN NAME: legt eine Person an");
	refuses("cert --name a/b", "\"a/b\" ist weder Rechnername noch Adresse");
	refuses("--listen nonsense", "--listen needs HOST:PORT");
	setenv("LC_ALL", "C.UTF-8", 1);
}

static void port__in_use__is_named(void **state)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t len = sizeof address;
	int taken = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	char words[64], sentence[80];

	(void)state;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(taken, (struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(listen(taken, 1), 0);
	assert_int_equal(getsockname(taken, (struct sockaddr *)&address, &len), 0);
	snprintf(words, sizeof words, "--listen 127.0.0.1:%d", ntohs(address.sin_port));
	snprintf(sentence, sizeof sentence, "127.0.0.1 port %d: Address already in use",
		 ntohs(address.sin_port));
	refuses(words, sentence);
	close(taken);
}

static void address_off_loopback__without_a_certificate__is_refused(void **state)
{
	(void)state;
	refuses("--listen 0.0.0.0:0", "listening there needs a certificate");
}

static void office__that_is_not_there__is_named(void **state)
{
	(void)state;
	refuses("--office /proc/no-office --listen 127.0.0.1:0", "/proc/no-office");
}

static void option__unknown__is_named(void **state)
{
	(void)state;
	refuses("--nosuch", "There is no option --nosuch");
}

static void listen__nonsense__says_the_form(void **state)
{
	(void)state;
	refuses("--listen here", "--listen needs HOST:PORT");
	refuses("--listen 127.0.0.1:99999", "--listen needs HOST:PORT");
}

static void number__shows_how_it_is_understood(void **state)
{
	char said[SAID_MAX];

	(void)state;
	assert_int_equal(run("number '+44 (0)20 7946 0958'", said), 0);
	assert_string_equal(said, "+442079460958\n");
}

static void help__lists_the_demo_accounts(void **state)
{
	char said[SAID_MAX];

	(void)state;
	assert_int_equal(run("--help", said), 0);
	assert_non_null(strstr(said, "reception/reception"));
	assert_non_null(strstr(said, "admin/admin"));
	assert_non_null(strstr(said, "user/user"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(language__of_the_environment__is_that_of_commands),
		cmocka_unit_test(port__in_use__is_named),
		cmocka_unit_test(address_off_loopback__without_a_certificate__is_refused),
		cmocka_unit_test(office__that_is_not_there__is_named),
		cmocka_unit_test(option__unknown__is_named),
		cmocka_unit_test(listen__nonsense__says_the_form),
		cmocka_unit_test(number__shows_how_it_is_understood),
		cmocka_unit_test(help__lists_the_demo_accounts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
