#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/mem.h"
#include "state.h"

struct loop_signals {
	struct loop *loop;
	int fd;
	struct loop_fd *watch;
	sigset_t set, added; /* read here; and of these what was not blocked before */
	struct {
		void (*fn)(void *ctx, int signal);
		void *ctx;
	} owner[NSIG];
};

static void on_ready(void *ctx, int fd, unsigned ready)
{
	struct loop_signals *signals = ctx;
	struct signalfd_siginfo info;

	(void)ready;
	while (read(fd, &info, sizeof(info)) == sizeof(info)) {
		int number = (int)info.ssi_signo;

		if (number > 0 && number < NSIG && signals->owner[number].fn)
			signals->owner[number].fn(signals->owner[number].ctx, number);
	}
}

static struct loop_signals *signals_open(struct loop *loop)
{
	struct loop_signals *signals = mem_new(1, sizeof(*signals));

	signals->loop = loop;
	sigemptyset(&signals->set);
	sigemptyset(&signals->added);
	signals->fd = signalfd(-1, &signals->set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (signals->fd < 0)
		loop_fatal("cannot read signals");
	signals->watch = loop_fd_add(loop, signals->fd, LOOP_READ, on_ready, signals);
	return signals;
}

void loop_signal(struct loop *loop, int signal, void (*fn)(void *ctx, int signal), void *ctx)
{
	sigset_t one, old;

	if (signal <= 0 || signal >= NSIG)
		return;
	if (!loop->signals)
		loop->signals = signals_open(loop);
	sigemptyset(&one);
	sigaddset(&one, signal);
	pthread_sigmask(SIG_BLOCK, &one, &old);
	if (!sigismember(&old, signal))
		sigaddset(&loop->signals->added, signal);
	loop->signals->owner[signal].fn = fn;
	loop->signals->owner[signal].ctx = ctx;
	sigaddset(&loop->signals->set, signal);
	signalfd(loop->signals->fd, &loop->signals->set, 0);
}

void loop_signals_free(struct loop *loop)
{
	struct loop_signals *signals = loop->signals;

	if (!signals)
		return;
	loop_fd_remove(&signals->watch);
	close(signals->fd);
	pthread_sigmask(SIG_UNBLOCK, &signals->added, NULL);
	free(signals);
}
