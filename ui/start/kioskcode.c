#include "kioskcode.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/ask.h"
#include "base/language.h"
#include "base/mem.h"
#include "base/password.h"
#include "cli/cli.h"

enum { SHORTEST = 4, LONGEST = 64 };

const struct conf_word kioskcode_word = {
	"kiosk-code", "", N_("Make the line of the configuration that holds a kiosk's code")};

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
	int status;

	if (ask_unseen(_("Code: "), code, sizeof(code)) < 0)
		status = refused(_("A code has 4 to 64 characters"));
	else if (isatty(STDIN_FILENO) &&
		 (ask_unseen(_("Again: "), again, sizeof(again)) < 0 || strcmp(code, again)))
		status = refused(_("The two are not the same"));
	else
		status = print_hash(code);
	mem_wipe(code, sizeof(code));
	mem_wipe(again, sizeof(again));
	return status;
}
