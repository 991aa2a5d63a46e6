#include "restore.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

static const int fatal[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSYS, SIGTRAP};

enum { FATAL = sizeof(fatal) / sizeof(fatal[0]), STACK_BYTES = 65536 };

/* What a signal handler can reach. */
static struct {
	volatile sig_atomic_t armed;
	int fd, error_fd;
	bool is_tty;
	int tty_fd;
	struct termios saved;
	char bytes[RESTORE_MAX];
	volatile sig_atomic_t len;
	struct sigaction before[FATAL];
	void *stack;
} state = {.error_fd = -1};

void restore_prepare(const struct tty *tty, const char *bytes, size_t len)
{
	state.len = 0;
	state.fd = tty->out;
	state.tty_fd = tty->in;
	state.is_tty = tty->is_tty;
	state.saved = tty->saved;
	len = len < RESTORE_MAX ? len : RESTORE_MAX;
	memcpy(state.bytes, bytes, len);
	state.len = (sig_atomic_t)len;
}

void restore_stderr(int fd)
{
	state.error_fd = fd;
}

void restore_now(void)
{
	if (!state.armed)
		return;
	state.armed = 0;
	if (write(state.fd, state.bytes, (size_t)state.len) < 0) {
		/* A terminal that does not take it cannot be helped. */
	}
	if (state.is_tty)
		tcsetattr(state.tty_fd, TCSANOW, &state.saved);
}

/* What is said last must be seen. */
static void restore_for_good(void)
{
	restore_now();
	if (state.error_fd >= 0)
		dup2(state.error_fd, STDERR_FILENO);
}

/* The signal comes again when the handler returns, and meets what was there before. */
static void on_fatal(int number)
{
	static const char text[] =
		"frontdesk ended by a fault in itself; the terminal is set right.\n";

	restore_for_good();
	if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0) {
		/* Nobody to tell. */
	}
	for (int i = 0; i < FATAL; i++)
		if (fatal[i] == number)
			sigaction(number, &state.before[i], NULL);
	raise(number);
}

void restore_arm(void)
{
	struct sigaction action = {.sa_handler = on_fatal, .sa_flags = SA_ONSTACK};
	stack_t stack = {.ss_size = STACK_BYTES};

	if (!state.stack) {
		state.stack = mem_new(1, STACK_BYTES);
		stack.ss_sp = state.stack;
		sigaltstack(&stack, NULL);
		for (int i = 0; i < FATAL; i++)
			sigaction(fatal[i], &action, &state.before[i]);
		mem_on_exhausted(restore_for_good);
	}
	state.armed = 1;
}

void restore_disarm(void)
{
	stack_t none = {.ss_flags = SS_DISABLE};

	state.armed = 0;
	if (!state.stack)
		return;
	mem_on_exhausted(NULL);
	for (int i = 0; i < FATAL; i++)
		sigaction(fatal[i], &state.before[i], NULL);
	sigaltstack(&none, NULL);
	free(state.stack);
	state.stack = NULL;
}
