/* frontdesk: the console of a telephone reception, and its commands without a screen. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/language.h"
#include "base/log.h"
#include "base/text.h"
#include "cli/cli.h"
#include "start/booth.h"
#include "start/keysheet.h"
#include "start/kioskcode.h"
#include "start/options.h"
#include "start/picture.h"
#include "start/startup.h"

static int usage_error(const char *text)
{
	fprintf(stderr, "frontdesk: %s\n%s\n", text, _("Try: frontdesk --help"));
	return CLI_USAGE;
}

static int help(void)
{
	printf(_("Usage: frontdesk [OPTION ...] [COMMAND ...]\n\n"
		 "The console of a telephone reception. Without a command it opens on the "
		 "terminal.\n"
		 "\nOptions (most of them also stand in ~/.config/frontdesk/frontdesk.conf):\n"));
	options_help();
	printf(_("\nCommands:\n"));
	cli_help();
	printf("  %-11s %-21s %s\n", keysheet_word.name, keysheet_word.usage,
	       _(keysheet_word.help));
	printf("  %-11s %-21s %s\n", kioskcode_word.name, kioskcode_word.usage,
	       _(kioskcode_word.help));
	printf(_("\nExit status: 0 done, 1 refused, 2 not understood, 3 not connected.\n"));
	return fflush(stdout) == 0 ? CLI_DONE : CLI_REFUSED;
}

static int run_console(const struct options *options)
{
	bool terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);

	if (options->kiosk && terminal)
		return booth_run(options);
	if (options->kiosk)
		return usage_error(_("the kiosk needs a terminal"));
	if (options->plain || terminal)
		return startup_run(options);
	if (options->cli.demo)
		return picture_run(options);
	fprintf(stderr, _("frontdesk: the console needs a terminal. Without one there are the "
			  "commands (frontdesk --help), frontdesk --plain works line by line, and "
			  "frontdesk --demo prints a picture.\n"));
	return CLI_USAGE;
}

static int run(const struct options *options, int argc, char **argv)
{
	struct why why;

	if (options->help)
		return help();
	if (options->version) {
		printf("frontdesk %s\n", FRONTDESK_VERSION);
		return CLI_DONE;
	}
	if (options_open_log(options, &why) < 0)
		return usage_error(why.text);
	if (argc < 2)
		return run_console(options);
	if (strcmp(argv[1], "keys") == 0 && argc == 2)
		return keysheet_run(options);
	if (strcmp(argv[1], kioskcode_word.name) == 0 && argc == 2)
		return kioskcode_run();
	if (cli_is_command(argv[1]))
		return cli_run(&options->cli, argc - 1, argv + 1);
	fprintf(stderr, "frontdesk: ");
	fprintf(stderr, _("there is no command \"%s\""), argv[1]);
	fprintf(stderr, "\n%s\n", _("Try: frontdesk --help"));
	return CLI_USAGE;
}

int main(int argc, char **argv)
{
	struct options options;
	struct why why;
	int status;

	text_init();
	language_use(NULL, NULL, NULL);
	if (options_read(&options, &argc, argv, &why) < 0 ||
	    (options.language && language_use(options.language, NULL, &why) < 0))
		status = usage_error(why.text);
	else
		status = run(&options, argc, argv);
	options_free(&options);
	log_close();
	return status;
}
