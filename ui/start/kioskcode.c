#include "kioskcode.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/language.h"
#include "base/mem.h"
#include "base/password.h"
#include "cli/cli.h"

enum { SHORTEST = 4, LONGEST = 64 };

const struct conf_word kioskcode_word = {
	"kiosk-code", "", N_("Make the line of the configuration that holds a kiosk's code")};

/* A line without its end; a terminal does not show it. False at the end of the input. */
static bool read_line(const char *prompt, char *line, size_t cap)
{
	struct termios before, silent;
	bool terminal = tcgetattr(STDIN_FILENO, &before) == 0;
	char *got;

	if (terminal) {
		silent = before;
		silent.c_lflag &= ~(tcflag_t)ECHO;
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
		fputs(prompt, stderr);
	}
	got = fgets(line, (int)cap, stdin);
	if (terminal) {
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
		fputc('\n', stderr);
	}
	if (got)
		line[strcspn(line, "\r\n")] = '\0';
	return got != NULL;
}

static int refused(const char *text)
{
	fprintf(stderr, "frontdesk: %s\n", text);
	return CLI_REFUSED;
}

static int print_hash(const char *code)
{
	char hash[PASSWORD_HASH];

	if (strlen(code) < SHORTEST || strlen(code) > LONGEST)
		return refused(_("A code has 4 to 64 characters"));
	if (password_hash(code, hash) < 0)
		return refused(_("This code cannot be hashed"));
	printf("[kiosk]\ncode = %s\n", hash);
	return fflush(stdout) == 0 ? CLI_DONE : CLI_REFUSED;
}

int kioskcode_run(void)
{
	char code[PASSWORD_MAX], again[PASSWORD_MAX] = "";
	bool terminal = isatty(STDIN_FILENO);
	int status;

	if (!read_line(_("Code: "), code, sizeof(code)))
		status = refused(_("A code has 4 to 64 characters"));
	else if (terminal &&
		 (!read_line(_("Again: "), again, sizeof(again)) || strcmp(code, again)))
		status = refused(_("The two are not the same"));
	else
		status = print_hash(code);
	mem_wipe(code, sizeof(code));
	mem_wipe(again, sizeof(again));
	return status;
}
