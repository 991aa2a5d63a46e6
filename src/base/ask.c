#include "ask.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "err.h"
#include "mem.h"

enum { ENDINGS = 4 };
static const int endings[ENDINGS] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

static void on_ending(int signal)
{
	(void)signal;
}

/* Waits for a line; only meanwhile the signals of open are let in, and each ends the wait. */
static ssize_t wait_line(char *line, size_t cap, const sigset_t *open)
{
	struct sigaction stop = {.sa_handler = on_ending}, before[ENDINGS];
	struct pollfd watch = {.fd = STDIN_FILENO, .events = POLLIN};
	ssize_t n = -1;

	for (int i = 0; i < ENDINGS; i++)
		sigaction(endings[i], &stop, &before[i]);
	if (ppoll(&watch, 1, NULL, open) > 0)
		n = read(STDIN_FILENO, line, cap);
	for (int i = 0; i < ENDINGS; i++)
		sigaction(endings[i], &before[i], NULL);
	return n;
}

static ssize_t read_unseen(const char *prompt, char *line, size_t cap, const sigset_t *open)
{
	struct termios before, quiet;

	if (tcgetattr(STDIN_FILENO, &before) != 0)
		return -1;
	quiet = before;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	fputs(prompt, stderr);
	ssize_t n = wait_line(line, cap, open);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
	fputc('\n', stderr);
	return n;
}

/* What would end the program must not do so while there is no echo. */
static ssize_t read_guarded(const char *prompt, char *line, size_t cap)
{
	sigset_t held, before;

	sigemptyset(&held);
	for (int i = 0; i < ENDINGS; i++)
		sigaddset(&held, endings[i]);
	sigprocmask(SIG_BLOCK, &held, &before);
	ssize_t n = read_unseen(prompt, line, cap, &before);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return n;
}

int ask_unseen(const char *prompt, char *line, size_t cap)
{
	ssize_t n = -1;
	size_t len = 0;

	if (isatty(STDIN_FILENO))
		n = read_guarded(prompt, line, cap - 1);
	else if (fgets(line, (int)cap, stdin))
		n = (ssize_t)strlen(line);
	if (n > 0)
		len = (size_t)n;
	line[len] = '\0';
	line[strcspn(line, "\r\n")] = '\0';
	if (!len)
		return ERR_CLOSED;
	if (len < cap - 1 || !line[len - 1])
		return 0;
	mem_wipe(line, cap);
	return ERR_LIMIT;
}
