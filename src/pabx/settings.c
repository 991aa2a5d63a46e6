#include "settings.h"

#include <stddef.h>
#include <string.h>

#include "base/language.h"
#include "base/log.h"
#include "wire/command.h"

#define OPTION(flag, type, member, min, max, argument, help)                                       \
	{                                                                                          \
		NULL, NULL, flag, type, offsetof(struct settings, member), min, max, argument,     \
			help                                                                       \
	}

static const struct conf_option options[] = {
	OPTION("--listen", CONF_STRING, listen, 0, 0, "HOST:PORT",
	       N_("where consoles find it (127.0.0.1:8790); port 0 takes a free one")),
	OPTION("--name", CONF_STRING, name, 0, 0, "HOST", N_("host name that consoles use for it")),
	OPTION("--store", CONF_STRING, store, 0, 0, "FILE",
	       N_("SQLite file; without it everything is forgotten at the end")),
	OPTION("--tls-cert", CONF_STRING, cert, 0, 0, "FILE", N_("certificate (PEM)")),
	OPTION("--tls-key", CONF_STRING, key, 0, 0, "FILE", N_("its private key (PEM)")),
	OPTION("--stun", CONF_STRING, stun, 0, 0, "HOST[:PORT]", N_("STUN server for consoles")),
	OPTION("--turn", CONF_STRING, turn, 0, 0, "FILE",
	       N_("TURN servers for consoles: JSON list of {urls, username, credential}")),
	OPTION("--asterisk", CONF_STRING, asterisk, 0, 0, "USER@HOST[:PORT]",
	       N_("a real Asterisk, by its manager interface, in place of the simulated office")),
	OPTION("--asterisk-secret-file", CONF_STRING, secret_file, 0, 0, "FILE",
	       N_("the manager user's secret (a file that only you can read)")),
	OPTION("--asterisk-secret-command", CONF_STRING, secret_command, 0, 0, "COMMAND",
	       N_("a command that prints it")),
	OPTION("--asterisk-tls", CONF_FLAG, asterisk_tls, 0, 0, NULL,
	       N_("connect to Asterisk by TLS")),
	OPTION("--asterisk-conf", CONF_STRING, asterisk_conf, 0, 0, "FILE",
	       N_("further settings for Asterisk, in a section [asterisk]")),
	OPTION("--office", CONF_STRING, office, 0, 0, "DIR", N_("data of the simulated office")),
	OPTION("--record", CONF_STRING, record, 0, 0, "FILE",
	       N_("record all that the telephones do into FILE")),
	OPTION("--replay", CONF_STRING, replay, 0, 0, "FILE",
	       N_("a recorded day instead of telephones, as fast as --speed says")),
	OPTION("--seed", CONF_INT, seed, 0, INT64_MAX, "N", N_("equal seeds give equal days")),
	OPTION("--speed", CONF_INT, speed, 1, 1000, "N", N_("office time in times of real time")),
	OPTION("--quiet", CONF_FLAG, quiet, 0, 0, NULL, N_("nobody in the office acts by himself")),
	OPTION("--clock", CONF_STRING, clock, 0, 0, "stdin",
	       N_("office time is stepped by lines on standard input")),
	OPTION("--people", CONF_INT, people, 0, 100000, "N", N_("people to invent besides")),
	OPTION("--addresses", CONF_INT, addresses, 0, 1000000, "N",
	       N_("addresses to invent besides")),
	OPTION("--rate", CONF_INT, rate, 0, 100000, "N",
	       N_("changes a second to make, to measure")),
	OPTION("--asterisk-secret-fd", CONF_INT, secret_fd, 0, 1 << 20, "N",
	       N_("read that secret from a descriptor")),
	OPTION("--mapping", CONF_STRING, mapping, 0, 0, "FILE",
	       N_("CSV file that says who owns which extension of a real telephone system")),
	OPTION("--as", CONF_STRING, as, 0, 0, "WHO",
	       N_("login or extension of the operator whom the key of --key-fd is for; where "
		  "another "
		  "process serves the store it says where, and ends")),
	OPTION("--end-when-idle", CONF_INT, end_when_idle, 0, 86400, "SECONDS",
	       N_("end when there was no console for so long")),
	OPTION("--key-fd", CONF_INT, key_fd, 0, 1 << 20, "N",
	       N_("read an API key for this life from a descriptor")),
	OPTION("--log", CONF_STRING, log, 0, 0, "FILE", N_("log file, - for standard error")),
	OPTION("--log-level", CONF_STRING, log_level, 0, 0, "LEVEL",
	       N_("error, warn, info or debug")),
	OPTION("--api-version", CONF_STRING, api_version, 0, 0, "N.N.N",
	       N_("version of the API that it announces, to try an upgrade")),
	OPTION("--version", CONF_FLAG, version, 0, 0, NULL, N_("print the version")),
	OPTION("--help", CONF_FLAG, help, 0, 0, NULL, N_("print this")),
};
enum { OPTIONS = sizeof(options) / sizeof(options[0]) };

static int check(const struct settings *s, struct why *why)
{
	if (s->clock && strcmp(s->clock, "stdin") != 0)
		return why_set(why, ERR_INVALID, _("--clock knows only \"stdin\""));
	if (s->replay && (s->record || s->clock || s->asterisk))
		return why_set(why, ERR_INVALID,
			       _("--replay goes with none of --record, --clock and --asterisk"));
	if (s->api_version && (!*s->api_version || strlen(s->api_version) > 31 ||
			       s->api_version[strspn(s->api_version, "0123456789.")]))
		return why_set(why, ERR_INVALID, _("--api-version needs digits and dots"));
	if (!s->cert != !s->key)
		return why_set(why, ERR_INVALID, _("--tls-cert and --tls-key go together"));
	if (s->asterisk && !s->secret_file + !s->secret_command + (s->secret_fd < 0) != 2)
		return why_set(why, ERR_INVALID,
			       _("--asterisk needs one of --asterisk-secret-file and "
				 "--asterisk-secret-command"));
	if (s->as && !s->store)
		return why_set(why, ERR_INVALID, _("--as needs a store (--store FILE)"));
	if (s->log_level && log_level_parse(s->log_level) < 0)
		return why_set(why, ERR_INVALID,
			       _("--log-level knows error, warn, info and debug"));
	return 0;
}

int settings_read(struct settings *settings, int *argc, char **argv, struct why *why)
{
	*settings = (struct settings){.seed = 1, .speed = 1, .key_fd = -1, .secret_fd = -1};
	int err = conf_args(argc, argv, options, OPTIONS, settings, why);

	return err ? err : check(settings, why);
}

void settings_free(struct settings *settings)
{
	conf_free(options, OPTIONS, settings);
}

const struct conf_option *settings_options(unsigned *count)
{
	*count = OPTIONS;
	return options;
}
