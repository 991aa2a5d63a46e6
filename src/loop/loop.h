/* The one loop: every descriptor, timer, signal, child and background job of the program.
 *
 * One thread; no callback may hold it longer than 4 ms (loop_lag tells). Inside is libwebsockets'
 * own poll loop with one private epoll descriptor adopted into it; only src/net knows that.
 * Callbacks never nest: nothing registered here is called from inside a call to this header, but
 * from loop_run() and loop_turn(). */
#ifndef LOOP_LOOP_H
#define LOOP_LOOP_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct loop;

/* Makes the loop; ends the program if the system has no descriptors left. max_fds is the number of
 * connections that it may hold (0: 64). Free with loop_free(), which also frees what is registered.
 */
struct loop *loop_new(unsigned max_fds);
void loop_free(struct loop **loop);

/* Runs until loop_stop(). */
void loop_run(struct loop *loop);
void loop_stop(struct loop *loop);
/* Handles what is ready, waiting at most wait_ms (0: not at all) for the first thing. Returns true
 * if anything was handled. For tests, and for programs that do one thing and end. */
bool loop_turn(struct loop *loop, int wait_ms);
/* Asks for fn(ctx) in the loop's next turn. Tasks run in order. */
void loop_defer(struct loop *loop, void (*fn)(void *ctx), void *ctx);
/* Forgets deferred tasks of ctx. */
void loop_undefer(struct loop *loop, void *ctx);

/* Descriptors. */
enum {
	LOOP_READ = 1,
	LOOP_WRITE = 2,
	LOOP_HANGUP = 4,
	LOOP_CLOSED =
		8, /* the other end of a socket sends no more, though there may be more to read */
};
struct loop_fd;
typedef void (*loop_fd_fn)(void *ctx, int fd, unsigned ready);
/* The descriptor stays the caller's; it must be open until loop_fd_remove(). LOOP_HANGUP is always
 * watched. A regular file is refused with NULL. */
struct loop_fd *loop_fd_add(struct loop *loop, int fd, unsigned wanted, loop_fd_fn fn, void *ctx);
void loop_fd_want(struct loop_fd *watch, unsigned wanted);
void loop_fd_remove(struct loop_fd **watch);

/* Timers, in milliseconds of clock_mono_ms(). Under clock_fake() they run when the clock was
 * stepped and loop_turn() is called. */
struct loop_timer;
struct loop_timer *loop_timer_new(struct loop *loop, void (*fn)(void *ctx), void *ctx);
void loop_timer_set(struct loop_timer *timer, int64_t ms); /* once, ms from now; replaces */
void loop_timer_stop(struct loop_timer *timer);
bool loop_timer_armed(const struct loop_timer *timer);
/* Milliseconds until it runs; -1 if it is not armed. */
int64_t loop_timer_left(const struct loop_timer *timer);
void loop_timer_free(struct loop_timer **timer);

/* Signals: blocked for the whole process and read from a signalfd. One owner a signal. */
void loop_signal(struct loop *loop, int signal, void (*fn)(void *ctx, int signal), void *ctx);

/* Children: fn gets the status of waitpid() when the child ends. One call a child. */
struct loop_child;
struct loop_child *loop_child_watch(struct loop *loop, pid_t pid,
				    void (*fn)(void *ctx, pid_t pid, int status), void *ctx);
void loop_child_forget(struct loop_child **child);

/* The worker: one background thread, for what would hold the loop (hashing, name resolution, image
 * decoding). work runs there and must touch nothing but ctx; done runs in the loop. After
 * loop_job_forget() done is not called, and free_ctx (if any) is, in the loop, once work is over.
 */
struct loop_job;
struct loop_job *loop_work(struct loop *loop, void (*work)(void *ctx), void (*done)(void *ctx),
			   void *ctx);
void loop_job_forget(struct loop_job **job, void (*free_ctx)(void *ctx));

/* The longest that one turn has held the loop, in microseconds, since the last call with reset. */
int64_t loop_lag(struct loop *loop, bool reset);
/* Turns since the start: wake-ups, for the idle budget. */
uint64_t loop_wakeups(const struct loop *loop);

/* The limit on open files raised as far as the system lets it. */
void loop_raise_file_limit(void);

#endif
