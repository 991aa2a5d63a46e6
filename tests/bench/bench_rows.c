/* How many rows of the feed the core core applies with one core: a telephone system by script
 * sends frames as fast as they are taken, and only the processor time of the client's side counts.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <signal.h>

#include "base/buf.h"
#include "base/clock.h"
#include "bench.h"
#include "core.h"
#include "figures.h"
#include "process.h"
#include "samples.h"
#include "support/fake_pabx.h"

enum { PEOPLE = 10000, ROWS = 2000000, FRAME_ROWS = 1000, NEW_ROWS = 200, FRAME_MAX = 200 << 10 };

struct script {
	struct loop *loop;
	struct fake_pabx fake;
	bool sent;
};

/* In the child: everybody, first as new rows. */
static void send_people(struct fake_pabx *fake)
{
	struct buf rows;

	buf_init(&rows, FRAME_MAX);
	for (int first = 1; first <= PEOPLE; first += NEW_ROWS) {
		buf_clear(&rows);
		buf_add_str(&rows, "\"new\":[");
		for (int i = first; i < first + NEW_ROWS; i++)
			buf_printf(&rows,
				   "%s[\"contact\",{\"cID\":%d,\"name\":\"Person %d\","
				   "\"company\":\"default\",\"department\":\"Sales\","
				   "\"extension\":\"%d\",\"canCall\":true,\"blf\":0,"
				   "\"online\":true}],[\"device\",{\"name\":\"SIP/%d\","
				   "\"label\":\"Person %d\",\"ownerID\":%d,\"state\":\"up\","
				   "\"blf\":0}]",
				   i > first ? "," : "", i, i, 1000 + i, i, i, i);
		buf_add_char(&rows, ']');
		fake_pabx_delta(fake, rows.data);
	}
	buf_free(&rows);
}

/* Then what a busy house sends: who is on the telephone, of person and device. */
static void send_changes(struct fake_pabx *fake)
{
	struct buf rows;
	int row = 0;

	buf_init(&rows, FRAME_MAX);
	while (row < ROWS) {
		buf_clear(&rows);
		buf_add_str(&rows, "\"rows\":[");
		for (int i = 0; i < FRAME_ROWS; i += 2, row += 2) {
			int who = 1 + row / 2 % PEOPLE, blf = 1 + row / 2 / PEOPLE % 3;

			buf_printf(&rows,
				   "%s[\"device\",{\"name\":\"SIP/%d\",\"blf\":%d}],"
				   "[\"contact\",{\"cID\":%d,\"blf\":%d}]",
				   i ? "," : "", who, blf, who, blf);
		}
		buf_add_char(&rows, ']');
		fake_pabx_delta(fake, rows.data);
	}
	fake_pabx_delta(fake, "\"rows\":[[\"contact\",{\"cID\":1,\"name\":\"The end\"}]]");
	buf_free(&rows);
}

static void on_letter(void *ctx, int fd, unsigned ready)
{
	struct script *script = ctx;
	char letter;

	(void)ready;
	if (read(fd, &letter, 1) != 1)
		loop_stop(script->loop);
	else if (letter == 'p')
		send_people(&script->fake);
	else
		send_changes(&script->fake);
}

static void play(int letters, int port)
{
	struct script script = {.loop = loop_new(0)};

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	fake_pabx_open(&script.fake, script.loop);
	if (write(port, &script.fake.port, sizeof(script.fake.port)) < 0)
		_exit(1);
	loop_fd_add(script.loop, letters, LOOP_READ, on_letter, &script);
	loop_run(script.loop);
	_exit(0);
}

static bool are_there(void *ctx)
{
	unsigned count;

	pbx_list(((struct core *)ctx)->pbx, PBX_CONTACT, &count);
	return count >= PEOPLE;
}

static bool is_the_end(void *ctx)
{
	struct pbx_object *first = pbx_find(((struct core *)ctx)->pbx, PBX_CONTACT, "1");

	return first && !strcmp(pbx_contact_name(first), "The end");
}

static double cpu_s(void)
{
	struct rusage used;

	getrusage(RUSAGE_SELF, &used);
	return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
	       (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

void bench_rows(void)
{
	int letters[2], ports[2], port;
	struct core core;
	char address[32];
	pid_t pid;

	if (pipe2(letters, 0) || pipe2(ports, 0) || (pid = fork()) < 0)
		cannot("the script cannot be started: %m");
	if (pid == 0) {
		close(letters[1]);
		play(letters[0], ports[1]);
	}
	close(ports[1]);
	if (read(ports[0], &port, sizeof(port)) != sizeof(port))
		cannot("the script did not start");
	snprintf(address, sizeof(address), "127.0.0.1:%d", port);
	core_open(&core, address, "bench.key", 0);
	if (write(letters[1], "p", 1) != 1)
		cannot("the script has ended");
	core_until(&core, are_there, &core, "the people");
	loop_lag(core.loop, true);
	double used = cpu_s();
	if (write(letters[1], "c", 1) != 1)
		cannot("the script has ended");
	core_until(&core, is_the_end, &core, "the last row");
	used = cpu_s() - used;
	int64_t hold = loop_lag(core.loop, false);
	core_close(&core);
	close(letters[1]);
	waitpid(pid, NULL, 0);
	figure("rows", ROWS / used, hold);
}
