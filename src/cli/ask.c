#include "ask.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "base/language.h"
#include "base/mem.h"

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

char *ask_password(const char *user, const char *host)
{
	char line[256], *password = NULL;
	char *prompt = mem_printf(_("Password of %s at %s: "), user, host);
	ssize_t n = read_guarded(prompt, line, sizeof line);

	free(prompt);
	if (n > 1 && line[n - 1] == '\n')
		password = mem_dup_n(line, (size_t)n - 1);
	mem_wipe(line, sizeof line);
	return password;
}
