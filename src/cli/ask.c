#include "ask.h"

#include <signal.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#include "base/mem.h"

enum { ENDINGS = 4 };
static const int endings[ENDINGS] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

static void on_ending(int signal)
{
	(void)signal;
}

/* The signals that end a program end the read instead: the echo must come back. */
static ssize_t read_line(char *line, size_t cap)
{
	struct sigaction stop = {.sa_handler = on_ending}, before[ENDINGS];

	for (int i = 0; i < ENDINGS; i++)
		sigaction(endings[i], &stop, &before[i]);
	ssize_t n = read(STDIN_FILENO, line, cap);
	for (int i = 0; i < ENDINGS; i++)
		sigaction(endings[i], &before[i], NULL);
	return n;
}

char *ask_password(const char *user, const char *host)
{
	char line[256], *password = NULL;
	struct termios before, quiet;

	if (tcgetattr(STDIN_FILENO, &before) != 0)
		return NULL;
	fprintf(stderr, "Password of %s at %s: ", user, host);
	quiet = before;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	ssize_t n = read_line(line, sizeof line);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
	fputc('\n', stderr);
	if (n > 1 && line[n - 1] == '\n')
		password = mem_dup_n(line, (size_t)n - 1);
	mem_wipe(line, sizeof line);
	return password;
}
