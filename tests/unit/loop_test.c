/* The loop: what it promises about descriptors, timers, signals, children, jobs and tasks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "loop/loop.h"

#define TEST(name) static void name(void **state __attribute__((unused)))

enum { DEADLINE_MS = 60000, NOTES = 64 };

static struct loop *loop;
static char notes[NOTES + 1];

static void note(char c)
{
	size_t len = strlen(notes);

	if (len < NOTES)
		notes[len] = c;
}

static void note_a(void *ctx)
{
	(void)ctx;
	note('a');
}

static void note_b(void *ctx)
{
	(void)ctx;
	note('b');
}

static int setup(void **state)
{
	(void)state;
	memset(notes, 0, sizeof(notes));
	loop = loop_new(0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	clock_real();
	loop_free(&loop);
	assert_null(loop);
	return 0;
}

static void turn_until(const char *expected)
{
	int64_t end = clock_mono_us() + DEADLINE_MS * 1000;

	while (strcmp(notes, expected) && clock_mono_us() < end)
		loop_turn(loop, 100);
	assert_string_equal(notes, expected);
}

/* Tasks. */

TEST(task__runs_in_the_next_turn_in_order)
{
	int one, two;

	loop_defer(loop, note_a, &one);
	loop_defer(loop, note_b, &two);
	assert_string_equal(notes, "");
	assert_true(loop_turn(loop, DEADLINE_MS));
	assert_string_equal(notes, "ab");
	assert_false(loop_turn(loop, 0));
}

TEST(task__of_a_forgotten_ctx_does_not_run)
{
	int one, two;

	loop_defer(loop, note_a, &one);
	loop_defer(loop, note_b, &two);
	loop_defer(loop, note_a, &one);
	loop_undefer(loop, &one);
	loop_turn(loop, 0);
	assert_string_equal(notes, "b");
}

static void defer_again(void *ctx)
{
	note('a');
	loop_defer(loop, defer_again, ctx);
}

TEST(task__that_defers_itself_waits_for_the_next_turn)
{
	loop_defer(loop, defer_again, loop);
	loop_turn(loop, 0);
	assert_string_equal(notes, "a");
	loop_turn(loop, DEADLINE_MS);
	assert_string_equal(notes, "aa");
}

/* Timers. */

TEST(timer__runs_when_it_is_due_and_once)
{
	struct loop_timer *timer = loop_timer_new(loop, note_a, NULL);
	int64_t start = clock_mono_us();

	assert_int_equal(loop_timer_left(timer), -1);
	loop_timer_set(timer, 20);
	assert_true(loop_timer_armed(timer));
	turn_until("a");
	assert_true(clock_mono_us() - start >= 19000);
	assert_false(loop_timer_armed(timer));
	assert_false(loop_turn(loop, 5));
	loop_timer_free(&timer);
	assert_null(timer);
}

TEST(timer__waiting_takes_one_wakeup)
{
	struct loop_timer *timer = loop_timer_new(loop, note_a, NULL);
	uint64_t before;

	loop_turn(loop, 10); /* libwebsockets wakes itself once at its start */
	before = loop_wakeups(loop);
	loop_timer_set(timer, 30);
	while (!*notes)
		loop_turn(loop, -1);
	assert_int_equal(loop_wakeups(loop) - before, 1);
}

TEST(timer__under_a_fake_clock_runs_when_the_clock_is_stepped)
{
	struct loop_timer *timer;

	clock_fake(1700000000000);
	timer = loop_timer_new(loop, note_a, NULL);
	loop_timer_set(timer, 60000);
	loop_turn(loop, 0);
	assert_string_equal(notes, "");
	clock_step(59999);
	loop_turn(loop, 0);
	assert_string_equal(notes, "");
	assert_int_equal(loop_timer_left(timer), 1);
	clock_step(1);
	assert_true(loop_turn(loop, 0));
	assert_string_equal(notes, "a");
}

TEST(timer__order_is_by_time_and_then_by_setting)
{
	struct loop_timer *timers[20];

	clock_fake(0);
	for (int i = 0; i < 20; i++) {
		timers[i] = loop_timer_new(loop, i % 2 ? note_b : note_a, NULL);
		loop_timer_set(timers[i], i % 2 ? 10 : 20 - i / 2);
	}
	loop_timer_stop(timers[1]);
	loop_timer_free(&timers[19]);
	clock_step(100);
	loop_turn(loop, 0);
	assert_string_equal(notes, "bbbbbbbbaaaaaaaaaa");
}

static struct loop_timer *again;

static void set_again(void *ctx)
{
	(void)ctx;
	note('a');
	loop_timer_set(again, 0);
}

TEST(timer__that_sets_itself_to_0_does_not_hold_the_turn)
{
	clock_fake(0);
	again = loop_timer_new(loop, set_again, NULL);
	loop_timer_set(again, 0);
	loop_turn(loop, 0);
	assert_in_range(strlen(notes), 1, 2);
}

static void free_again(void *ctx)
{
	(void)ctx;
	note('f');
	loop_timer_free(&again);
}

TEST(timer__may_be_freed_by_its_own_callback)
{
	again = loop_timer_new(loop, free_again, NULL);
	loop_timer_set(again, 0);
	turn_until("f");
	assert_null(again);
}

TEST(timer__far_away_does_not_overflow)
{
	struct loop_timer *timer = loop_timer_new(loop, note_a, NULL);

	loop_timer_set(timer, INT64_MAX);
	assert_false(loop_turn(loop, 5) && *notes);
	assert_true(loop_timer_left(timer) > 0);
	loop_timer_set(timer, -5);
	turn_until("a");
}

/* Turns. */

TEST(turn__waits_no_longer_than_it_is_told)
{
	int64_t start;

	loop_turn(loop, 10);
	start = clock_mono_us();
	assert_false(loop_turn(loop, 50));
	assert_in_range(clock_mono_us() - start, 49000, 2000000);
	start = clock_mono_us();
	assert_false(loop_turn(loop, 0));
	assert_in_range(clock_mono_us() - start, 0, 40000);
}

static void stop(void *ctx)
{
	loop_stop(ctx);
}

TEST(run__ends_by_stop_and_can_run_again)
{
	for (int i = 0; i < 2; i++) {
		loop_defer(loop, stop, loop);
		loop_run(loop);
	}
}

static void hold(void *ctx)
{
	int64_t end = clock_mono_us() + 6000;

	(void)ctx;
	while (clock_mono_us() < end)
		;
}

TEST(lag__tells_the_longest_turn_since_the_reset)
{
	loop_turn(loop, 10);
	loop_lag(loop, true);
	loop_turn(loop, 30); /* waiting is not holding */
	assert_in_range(loop_lag(loop, true), 0, 5900);
	loop_defer(loop, hold, NULL);
	loop_turn(loop, 0);
	assert_true(loop_lag(loop, false) >= 6000);
	assert_true(loop_lag(loop, true) >= 6000);
	assert_int_equal(loop_lag(loop, true), 0);
}

/* Descriptors. */

static int pair[2];
static struct loop_fd *watches[2];

static void on_pair(void *ctx, int fd, unsigned ready)
{
	char c = 0;

	(void)ctx;
	if (ready & LOOP_READ) {
		if (read(fd, &c, 1) == 1)
			note(c);
	}
	if (ready & LOOP_WRITE)
		note('W');
	if (ready & LOOP_HANGUP)
		note('H');
}

static void open_pair(void)
{
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
}

TEST(fd__tells_what_is_wanted_and_ready)
{
	open_pair();
	watches[0] = loop_fd_add(loop, pair[0], LOOP_READ, on_pair, NULL);
	assert_non_null(watches[0]);
	assert_false(loop_turn(loop, 0) && *notes);
	assert_int_equal(write(pair[1], "x", 1), 1);
	turn_until("x");
	loop_fd_want(watches[0], LOOP_READ | LOOP_WRITE);
	turn_until("xW");
	loop_fd_want(watches[0], 0);
	assert_int_equal(write(pair[1], "y", 1), 1);
	loop_turn(loop, 5);
	assert_string_equal(notes, "xW");
	loop_fd_remove(&watches[0]);
	assert_null(watches[0]);
	loop_turn(loop, 5);
	assert_string_equal(notes, "xW");
	close(pair[0]);
	close(pair[1]);
}

TEST(fd__hangup_is_told_though_nothing_is_wanted)
{
	open_pair();
	watches[0] = loop_fd_add(loop, pair[0], 0, on_pair, NULL);
	close(pair[1]);
	turn_until("H");
	loop_fd_remove(&watches[0]);
	close(pair[0]);
}

TEST(fd__regular_file_is_refused)
{
	int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);

	assert_null(loop_fd_add(loop, fd, LOOP_READ, on_pair, NULL));
	close(fd);
}

static void remove_other(void *ctx, int fd, unsigned ready)
{
	(void)fd;
	(void)ready;
	note('r');
	loop_fd_remove(&watches[ctx == &watches[0] ? 1 : 0]);
	loop_fd_want(*(struct loop_fd **)ctx, 0);
}

TEST(fd__removed_by_another_callback_of_the_turn_is_not_called)
{
	open_pair();
	for (int i = 0; i < 2; i++) {
		watches[i] = loop_fd_add(loop, pair[i], LOOP_WRITE, remove_other, &watches[i]);
		assert_non_null(watches[i]);
	}
	turn_until("r");
	loop_turn(loop, 5);
	assert_string_equal(notes, "r");
	close(pair[0]);
	close(pair[1]);
}

TEST(fd__flags_of_the_descriptor_are_left_alone)
{
	int before;

	open_pair();
	before = fcntl(pair[0], F_GETFL);
	watches[0] = loop_fd_add(loop, pair[0], LOOP_READ, on_pair, NULL);
	loop_turn(loop, 0);
	assert_int_equal(fcntl(pair[0], F_GETFL), before);
	loop_fd_remove(&watches[0]);
	close(pair[0]);
	close(pair[1]);
}

/* Signals and children. */

static void on_signal(void *ctx, int number)
{
	(void)ctx;
	note(number == SIGUSR1 ? '1' : '2');
}

TEST(signal__is_read_in_the_loop)
{
	loop_signal(loop, SIGUSR1, on_signal, NULL);
	loop_signal(loop, SIGUSR2, on_signal, NULL);
	kill(getpid(), SIGUSR1);
	assert_string_equal(notes, "");
	turn_until("1");
	kill(getpid(), SIGUSR2);
	turn_until("12");
}

TEST(signal__a_broken_pipe_does_not_end_the_program)
{
	open_pair();
	close(pair[1]);
	assert_int_equal(write(pair[0], "x", 1), -1);
	close(pair[0]);
}

static int child_status;

static void on_child(void *ctx, pid_t pid, int status)
{
	(void)ctx;
	(void)pid;
	child_status = status;
	note('c');
}

static pid_t start_child(int code)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(code);
	assert_true(pid > 0);
	return pid;
}

TEST(child__end_is_told_with_its_status)
{
	struct loop_child *child = loop_child_watch(loop, start_child(7), on_child, NULL);

	assert_non_null(child);
	turn_until("c");
	assert_true(WIFEXITED(child_status));
	assert_int_equal(WEXITSTATUS(child_status), 7);
}

TEST(child__forgotten_is_reaped_in_silence)
{
	pid_t pid = start_child(0);
	struct loop_child *child = loop_child_watch(loop, pid, on_child, NULL);
	int64_t end = clock_mono_us() + DEADLINE_MS * 1000;

	loop_child_forget(&child);
	assert_null(child);
	while (kill(pid, 0) == 0 && clock_mono_us() < end)
		loop_turn(loop, 10);
	assert_int_equal(kill(pid, 0), -1);
	assert_string_equal(notes, "");
}

TEST(child__that_does_not_exist_is_refused)
{
	assert_null(loop_child_watch(loop, -5, on_child, NULL));
}

/* The worker. */

struct work {
	pthread_t thread;
	pthread_mutex_t gate;
	int freed;
};

static void do_work(void *ctx)
{
	struct work *work = ctx;

	pthread_mutex_lock(&work->gate);
	work->thread = pthread_self();
	pthread_mutex_unlock(&work->gate);
}

static void free_work(void *ctx)
{
	struct work *work = ctx;

	work->freed++;
	note('F');
}

TEST(job__works_in_a_thread_and_is_done_in_the_loop)
{
	struct work work = {.gate = PTHREAD_MUTEX_INITIALIZER};

	loop_work(loop, do_work, note_a, &work);
	turn_until("a");
	assert_false(pthread_equal(work.thread, pthread_self()));
}

TEST(job__forgotten_only_has_its_ctx_freed)
{
	struct work first = {.gate = PTHREAD_MUTEX_INITIALIZER}, second = first;
	struct loop_job *running, *waiting;

	pthread_mutex_lock(&first.gate);
	running = loop_work(loop, do_work, note_a, &first);
	waiting = loop_work(loop, do_work, note_a, &second);
	loop_job_forget(&running, free_work);
	loop_job_forget(&waiting, free_work);
	assert_null(running);
	assert_string_equal(notes, "");
	pthread_mutex_unlock(&first.gate);
	turn_until("FF");
	assert_int_equal(first.freed, 1);
	assert_int_equal(second.freed, 1);
}

TEST(job__that_still_runs_is_waited_for_at_the_end)
{
	struct work work = {.gate = PTHREAD_MUTEX_INITIALIZER};

	loop_work(loop, do_work, note_a, &work);
	loop_free(&loop);
	assert_string_equal(notes, "");
	loop = loop_new(0);
}

TEST(loop__is_cheap_to_make)
{
	int64_t start;

	loop_free(&loop);
	start = clock_mono_us();
	loop = loop_new(1000);
	assert_in_range(clock_mono_us() - start, 0, 15000); /* a third of what certificates take */
}

TEST(free__takes_along_what_is_registered)
{
	struct loop_timer *timer = loop_timer_new(loop, note_a, NULL);

	open_pair();
	loop_timer_set(timer, 0);
	loop_timer_new(loop, note_a, NULL);
	loop_fd_add(loop, pair[0], LOOP_READ, on_pair, NULL);
	loop_defer(loop, note_a, NULL);
	loop_signal(loop, SIGUSR1, on_signal, NULL);
	loop_child_watch(loop, start_child(0), on_child, NULL);
	loop_free(&loop);
	assert_string_equal(notes, "");
	close(pair[0]);
	close(pair[1]);
	while (waitpid(-1, NULL, 0) > 0)
		;
	loop = loop_new(0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(task__runs_in_the_next_turn_in_order),
		CASE(task__of_a_forgotten_ctx_does_not_run),
		CASE(task__that_defers_itself_waits_for_the_next_turn),
		CASE(timer__runs_when_it_is_due_and_once),
		CASE(timer__waiting_takes_one_wakeup),
		CASE(timer__under_a_fake_clock_runs_when_the_clock_is_stepped),
		CASE(timer__order_is_by_time_and_then_by_setting),
		CASE(timer__that_sets_itself_to_0_does_not_hold_the_turn),
		CASE(timer__may_be_freed_by_its_own_callback),
		CASE(timer__far_away_does_not_overflow),
		CASE(turn__waits_no_longer_than_it_is_told),
		CASE(run__ends_by_stop_and_can_run_again),
		CASE(lag__tells_the_longest_turn_since_the_reset),
		CASE(fd__tells_what_is_wanted_and_ready),
		CASE(fd__hangup_is_told_though_nothing_is_wanted),
		CASE(fd__regular_file_is_refused),
		CASE(fd__removed_by_another_callback_of_the_turn_is_not_called),
		CASE(fd__flags_of_the_descriptor_are_left_alone),
		CASE(signal__is_read_in_the_loop),
		CASE(signal__a_broken_pipe_does_not_end_the_program),
		CASE(child__end_is_told_with_its_status),
		CASE(child__forgotten_is_reaped_in_silence),
		CASE(child__that_does_not_exist_is_refused),
		CASE(job__works_in_a_thread_and_is_done_in_the_loop),
		CASE(job__forgotten_only_has_its_ctx_freed),
		CASE(job__that_still_runs_is_waited_for_at_the_end),
		CASE(loop__is_cheap_to_make),
		CASE(free__takes_along_what_is_registered),
	};

	return cmocka_run_group_tests_name("loop", tests, NULL, NULL);
}
