/* Host, certificate and secrets: what every way of starting needs. */
#include "cli.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/language.h"
#include "base/mem.h"
#include "base/path.h"

/* "folder/host_user" with everything but letters, digits, dots and dashes replaced. */
static char *file_for(const char *folder, const char *host, const char *user)
{
	char name[300];

	snprintf(name, sizeof name, "%s/%s%s%s", folder, host ? host : "localhost", user ? "_" : "",
		 user ? user : "");
	for (char *c = name + strlen(folder) + 1; *c; c++)
		if (!isalnum((unsigned char)*c) && *c != '.' && *c != '-')
			*c = '_';
	return path_user(PATH_STATE, name);
}

char *cli_key_path(const struct cli_settings *settings)
{
	if (settings->key_file)
		return mem_dup(settings->key_file);
	return file_for("keys", settings->host, settings->user);
}

char *cli_pin_path(const struct cli_settings *settings)
{
	if (settings->pin)
		return mem_dup(settings->pin);
	return file_for("pins", settings->host, NULL);
}

int cli_set_host(struct pbx *pbx, const struct cli_settings *settings, struct why *why)
{
	if (settings->pin && access(settings->pin, R_OK) != 0)
		return why_set(why, ERR_INVALID, _("The pinned certificate %s cannot be read"),
			       settings->pin);

	char *pin = cli_pin_path(settings);
	struct pbx_host host = {.url = settings->host,
				.pin = access(pin, R_OK) == 0 ? pin : NULL,
				.plain_is_unsafe = settings->plain_is_unsafe};
	int err = settings->host ? pbx_set_host(pbx, &host) : ERR_NOT_FOUND;

	free(pin);
	if (err == ERR_NOT_FOUND)
		return why_set(
			why, err,
			_("No host is configured: start frontdesk once, or give --host HOST"));
	if (err == ERR_DENIED)
		return why_set(why, err,
			       _("Without TLS the password would cross the network readable: use "
				 "https://%s, or --plain-is-unsafe if you must"),
			       settings->host);
	if (err)
		return why_set(why, err, _("\"%s\" is not a host"), settings->host);
	return 0;
}

int cli_secret(const struct cli_settings *settings, char **key, char **password, struct why *why)
{
	*key = *password = NULL;
	if (settings->password_command)
		return path_run_secret(settings->password_command, password, why);
	if (settings->password_file)
		return path_read_secret(settings->password_file, password, why);

	char *path = cli_key_path(settings);
	int err = access(path, F_OK) == 0
			  ? path_read_secret(path, key, why)
			  : why_set(why, ERR_NOT_FOUND,
				    _("Nobody is signed in: \"frontdesk login\" keeps a key"));
	free(path);
	return err;
}
