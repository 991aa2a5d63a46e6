#include "options.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/language.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/words.h"
#include "ui/console.h"
#include "ui/hook.h"

enum { SECONDS_MAX = 3600, HOOK_SECONDS_MAX = 300 };

_Static_assert((int)OPTIONS_HOOKS == (int)HOOK_COUNT, "a command for each hook");

#define AT(member) offsetof(struct options, member)

static const struct conf_option table[] = {
	{"pabx", "host", "--host", CONF_STRING, AT(cli.host), 0, 0, "HOST[:PORT]",
	 N_("The telephone system: https unless it is this machine")},
	{"pabx", "user", "--user", CONF_STRING, AT(cli.user), 0, 0, "NAME", N_("Sign in as NAME")},
	{"pabx", "password-file", "--password-file", CONF_STRING, AT(cli.password_file), 0, 0,
	 "FILE", N_("Read the password from FILE, which nobody else may read")},
	{"pabx", "password-command", "--password-command", CONF_STRING, AT(cli.password_command), 0,
	 0, "COMMAND", N_("Take the password from the first line that COMMAND prints")},
	{"pabx", "key-file", "--key-file", CONF_STRING, AT(cli.key_file), 0, 0, "FILE",
	 N_("Read the API key from FILE; \"frontdesk login\" makes one")},
	{"pabx", "pin", "--pin", CONF_STRING, AT(cli.pin), 0, 0, "FILE",
	 N_("Trust only the certificate in FILE (PEM)")},
	{"pabx", "plain-is-unsafe", "--plain-is-unsafe", CONF_FLAG, AT(cli.plain_is_unsafe), 0, 0,
	 NULL, N_("Speak plain http to another machine: everybody between can listen")},
	{"pabx", "device", "--device", CONF_STRING, AT(cli.device), 0, 0, "NAME",
	 N_("The device that \"frontdesk dial\" calls on")},
	{"console", "theme", "--theme", CONF_STRING, AT(theme), 0, 0, "NAME|FILE",
	 N_("Colours: default, light, dark, high-contrast, colour-blind, mono, or a file")},
	{"console", "keys", "--keys", CONF_STRING, AT(keys), 0, 0, "NAME|FILE",
	 N_("Keys: default, keypad, leader, vi, or a file that is read over the default")},
	{"console", "language", "--language", CONF_STRING, AT(language), 0, 0, "en|de",
	 N_("The language of the console; without it that of the environment (LANG)")},
	{"console", "medium-seconds", "--medium-seconds", CONF_INT, AT(medium_s), 1, SECONDS_MAX,
	 "SECONDS", N_("A call that waits so long is shown as ageing (15)")},
	{"console", "urgent-seconds", "--urgent-seconds", CONF_INT, AT(urgent_s), 1, SECONDS_MAX,
	 "SECONDS", N_("A call that waits so long is shown as urgent (30)")},
	{"console", "timers", "--timers", CONF_STRING, AT(timers), 0, 0, "on|slow|off",
	 N_("What clocks on the screen do: count seconds, minutes, or stand still (on)")},
	{"console", "layout", "--layout", CONF_STRING, AT(layout), 0, 0, "screen|braille",
	 N_("How the screen is laid out; braille: one column, no borders, states as words "
	    "(screen)")},
	{"console", "plain", "--plain", CONF_FLAG, AT(plain), 0, 0, NULL,
	 N_("Lines instead of a screen: for screen readers, serial lines and pipes")},
	{"console", "bidi", "--bidi", CONF_BOOL, AT(bidi), 0, 0, "yes|no",
	 N_("Put right-to-left names in order; no: the terminal itself does (yes)")},
	{"console", "line-speed", "--line-speed", CONF_INT, AT(line_speed), 300, 1000000, "BAUD",
	 N_("Send no faster, where the terminal does not say that its line is slow")},
	{"console", "mouse", "--mouse", CONF_BOOL, AT(mouse), 0, 0, "yes|no",
	 N_("Take clicks and the wheel; the terminal then marks text with Shift only (no)")},
	{"console", "notify", "--notify", CONF_STRING, AT(notify), 0, 0, "HOW",
	 N_("Desktop notification when a call rings: off (usual), osc9, osc777 or kitty")},
	{"console", "bell", "--bell", CONF_BOOL, AT(bell), 0, 0, "yes|no",
	 N_("Ring the terminal's bell when a call rings (yes)")},
	{"console", "photos", "--photos", CONF_STRING, AT(photos), 0, 0, "HOW",
	 N_("Photos: symbols (usual), none, or in pixels by the terminal's sixel, kitty or "
	    "iterm2")},
	{"console", "sendmail", "--sendmail", CONF_STRING, AT(sendmail), 0, 0, "COMMAND",
	 N_("Messages that go by e-mail are given to COMMAND: /usr/sbin/sendmail -t")},
	{"hooks", "on-ring", NULL, CONF_STRING, AT(hook[HOOK_RING]), 0, 0, "COMMAND",
	 N_("Run COMMAND, with the call as JSON on standard input, when a call rings for you")},
	{"hooks", "on-answer", NULL, CONF_STRING, AT(hook[HOOK_ANSWER]), 0, 0, "COMMAND",
	 N_("The same when you have answered one")},
	{"hooks", "on-missed", NULL, CONF_STRING, AT(hook[HOOK_MISSED]), 0, 0, "COMMAND",
	 N_("The same when one rang for you and nobody answered")},
	{"hooks", "on-message", NULL, CONF_STRING, AT(hook[HOOK_MESSAGE]), 0, 0, "COMMAND",
	 N_("Run COMMAND, with the message as JSON on standard input, when somebody wrote to you")},
	{"hooks", "seconds", NULL, CONF_INT, AT(hook_s), 1, HOOK_SECONDS_MAX, "SECONDS",
	 N_("A command that takes longer is killed (10)")},
	{NULL, NULL, "--kiosk", CONF_FLAG, AT(kiosk), 0, 0, NULL,
	 N_("The visitors' screen: find somebody and call, nothing else")},
	{"kiosk", "tag", "--kiosk-tag", CONF_STRING, AT(kiosk_tag), 0, 0, "TAG",
	 N_("Whom the kiosk offers, where its account has no permission \"kiosk\" (kiosk)")},
	{"kiosk", "greeting", "--greeting", CONF_STRING, AT(kiosk_greeting), 0, 0, "TEXT",
	 N_("What the kiosk greets with: the company's name")},
	{"kiosk", "code", NULL, CONF_STRING, AT(kiosk_code), 0, 0, "HASH",
	 N_("What leaves the kiosk (F10), as \"frontdesk kiosk-code\" prints it")},
	{"kiosk", "idle-seconds", "--idle-seconds", CONF_INT, AT(kiosk_idle_s), 5, SECONDS_MAX,
	 "SECONDS", N_("What a visitor typed is gone after so long without a key (60)")},
	{"kiosk", "touch", "--touch", CONF_BOOL, AT(kiosk_touch), 0, 0, "yes|no",
	 N_("Show keys on the kiosk's screen, for a touch screen or a mouse (no)")},
	{"log", "file", "--log", CONF_STRING, AT(log), 0, 0, "FILE", N_("Keep a log in FILE")},
	{"log", "level", "--log-level", CONF_STRING, AT(log_level), 0, 0, "LEVEL",
	 N_("What is logged: error, warn, info (usual) or debug")},
	{NULL, NULL, "--demo", CONF_FLAG, AT(cli.demo), 0, 0, NULL,
	 N_("Work on a simulated office: nothing needs to be set up")},
	{NULL, NULL, "--demo-args", CONF_STRING, AT(cli.demo_args), 0, 0, "WORDS",
	 N_("Further words for the demo's frontdesk-pabx")},
	{"asterisk", "manager", "--asterisk", CONF_STRING, AT(cli.asterisk), 0, 0,
	 "USER@HOST[:PORT]", N_("Work on the Asterisk there, by its manager interface")},
	{"asterisk", "as", "--as", CONF_STRING, AT(cli.as), 0, 0, "EXTENSION",
	 N_("Your own extension (or login) at that Asterisk")},
	{"asterisk", "secret-file", "--asterisk-secret-file", CONF_STRING,
	 AT(cli.asterisk_secret_file), 0, 0, "FILE",
	 N_("Read the manager user's secret from FILE, which nobody else may read")},
	{"asterisk", "secret-command", "--asterisk-secret-command", CONF_STRING,
	 AT(cli.asterisk_secret_command), 0, 0, "COMMAND",
	 N_("Take that secret from the first line that COMMAND prints")},
	{"asterisk", "tls", "--asterisk-tls", CONF_FLAG, AT(cli.asterisk_tls), 0, 0, NULL,
	 N_("Speak TLS to Asterisk")},
	{"asterisk", "conf", "--asterisk-conf", CONF_STRING, AT(cli.asterisk_conf), 0, 0, "FILE",
	 N_("Further settings for that Asterisk")},
	{"asterisk", "mapping", "--mapping", CONF_STRING, AT(cli.mapping), 0, 0, "FILE",
	 N_("Who owns which extension, with departments and companies (CSV)")},
	{NULL, NULL, "--json", CONF_FLAG, AT(cli.json), 0, 0, NULL,
	 N_("Commands print JSON instead of tables")},
	{NULL, NULL, "--check", CONF_STRING, AT(check), 0, 0, "FILE",
	 N_("\"frontdesk keys\" says what is wrong with this key file")},
	{NULL, NULL, "--csv", CONF_FLAG, AT(cli.csv), 0, 0, NULL,
	 N_("\"history\" and \"figures\" print CSV")},
	{NULL, NULL, "--since", CONF_STRING, AT(cli.since), 0, 0, "WHEN",
	 N_("\"history\" and \"figures\" begin there: today, week, or 2026-01-31")},
	{NULL, NULL, "--set", CONF_STRING, AT(cli.feed.sets), 0, 0, "SET[,SET]",
	 N_("Commands load only these: device, mailbox, queue, presence")},
	{NULL, NULL, "--device-min", CONF_FLAG, AT(cli.feed.device_min), 0, 0, NULL,
	 N_("Commands load your own devices only")},
	{NULL, NULL, "--idle", CONF_FLAG, AT(cli.feed.idle), 0, 0, NULL,
	 N_("Commands load only what concerns you yourself")},
	{NULL, NULL, "--owned", CONF_FLAG, AT(cli.feed.owned), 0, 0, NULL,
	 N_("\"frontdesk lines\" prints the lines that you own, not those that you use")},
	{NULL, NULL, "--until", CONF_STRING, AT(cli.until), 0, 0, "HH:MM",
	 N_("\"frontdesk presence\" holds until then")},
	{NULL, NULL, "--pingtime", CONF_INT, AT(cli.feed.pingtime), CLI_PING_MIN_S, CLI_PING_MAX_S,
	 "SECONDS", N_("How often a quiet link is tried, 10 to 999 (540)")},
	{NULL, NULL, "--max-retry", CONF_INT, AT(cli.feed.max_retry_s), -1, CLI_RETRY_MAX_S,
	 "SECONDS", N_("\"frontdesk watch\" ends when the link was down so long; -1: never (-1)")},
	{NULL, NULL, "--config", CONF_STRING, AT(config), 0, 0, "FILE",
	 N_("Read FILE instead of ~/.config/frontdesk/frontdesk.conf")},
	{NULL, NULL, "--help", CONF_FLAG, AT(help), 0, 0, NULL, N_("Print this help")},
	{NULL, NULL, "--version", CONF_FLAG, AT(version), 0, 0, NULL, N_("Print the version")},
};
enum { OPTIONS = sizeof(table) / sizeof(*table) };

char *options_path(void)
{
	return path_user(PATH_CONFIG, "frontdesk.conf");
}

/* Which telephone system the command line names; WHERE_FILE where it leaves that to the file. */
enum where { WHERE_FILE, WHERE_DEMO, WHERE_ASTERISK, WHERE_HOST };

static enum where where_of(const struct cli_settings *cli)
{
	if (cli->demo)
		return WHERE_DEMO;
	if (cli->asterisk)
		return WHERE_ASTERISK;
	return cli->host ? WHERE_HOST : WHERE_FILE;
}

/* The command line says which file is read, and is in force over it: it is read twice. */
static int find_config(int argc, char **argv, char **config, enum where *where, struct why *why)
{
	char **copy = mem_new((size_t)argc + 1, sizeof(*copy));
	struct options first = {.config = NULL};

	memcpy(copy, argv, (size_t)argc * sizeof(*copy));
	int err = conf_args(&argc, copy, table, OPTIONS, &first, why);
	*config = mem_dup(first.config);
	*where = where_of(&first.cli);
	if (!err && first.cli.asterisk && (first.cli.demo || first.cli.host))
		err = why_set(why, ERR_INVALID, _("--asterisk does not go together with %s"),
			      first.cli.demo ? "--demo" : _("a host"));
	conf_free(table, OPTIONS, &first);
	free(copy);
	return err;
}

static int read_config(struct options *options, const char *asked, struct why *why)
{
	char *path = asked ? mem_dup(asked) : options_path();
	int err = conf_read(path, table, OPTIONS, options, why);

	free(path);
	return err == ERR_NOT_FOUND && !asked ? 0 : err;
}

/* "~/x", for which a file has no shell. */
static void expand_home(char **path)
{
	const char *home = getenv("HOME");

	if (!*path || strncmp(*path, "~/", 2) != 0 || !home)
		return;
	char *whole = mem_printf("%s%s", home, *path + 1);
	free(*path);
	*path = whole;
}

/* An empty value in a file is as none. */
static void drop_empty(void *options)
{
	for (unsigned i = 0; i < OPTIONS; i++) {
		char **text = (char **)((char *)options + table[i].offset);

		if (table[i].type == CONF_STRING && *text && !**text)
			mem_set(text, NULL);
	}
}

static int check_hook(const struct options *options, enum hook hook, struct why *why)
{
	struct why problem;
	char **words;

	if (!options->hook[hook])
		return 0;
	if (words_split(options->hook[hook], &words, &problem) < 0)
		return why_set(why, ERR_INVALID, "%s %s", hook_name(hook), problem.text);
	words_free(&words);
	return 0;
}

static const char *const timer_words[] = {"on", "slow", "off"};
static const char *const notify_words[] = {"off", "osc9", "osc777", "kitty"};
static const char *const layout_words[] = {"screen", "braille"};

/* Which of the words text is, the first without text; -1 for none. */
static int word_of(const char *text, const char *const *words, int count)
{
	for (int i = 0; i < count; i++)
		if (!text || strcmp(text, words[i]) == 0)
			return i;
	return -1;
}

/* A terminal that says it can only write lines. */
static bool is_dumb(void)
{
	const char *type = getenv("TERM");

	return type && strcmp(type, "dumb") == 0;
}

void options_console(const struct options *options, struct console_options *out)
{
	out->medium_ms = options->medium_s * 1000;
	out->urgent_ms = options->urgent_s * 1000;
	out->sendmail = options->sendmail;
	out->bell = options->bell;
	out->term.own_bidi = !options->bidi;
	out->term.baud = (int)options->line_speed;
	out->plain = options->plain || is_dumb();
	out->timers = (enum desk_timers)word_of(options->timers, timer_words, 3);
	out->notice = (enum term_notice)word_of(options->notify, notify_words, 4);
	out->term.mouse = options->mouse;
	out->braille = word_of(options->layout, layout_words, 2) == 1;
}

static int check(const struct options *options, struct why *why)
{
	enum term_pixels pixels;
	bool none;

	if (word_of(options->timers, timer_words, 3) < 0)
		return why_set(why, ERR_INVALID, _("timers is on, slow or off, not \"%s\""),
			       options->timers);
	if (word_of(options->notify, notify_words, 4) < 0)
		return why_set(why, ERR_INVALID,
			       _("notify is off, osc9, osc777 or kitty, not \"%s\""),
			       options->notify);
	if (word_of(options->layout, layout_words, 2) < 0)
		return why_set(why, ERR_INVALID, _("layout is screen or braille, not \"%s\""),
			       options->layout);
	if (options->urgent_s <= options->medium_s)
		return why_set(why, ERR_INVALID,
			       _("urgent-seconds (%d) must be more than medium-seconds (%d)"),
			       (int)options->urgent_s, (int)options->medium_s);
	if (options->cli.asterisk && !options->cli.as)
		return why_set(why, ERR_INVALID,
			       _("--asterisk needs --as EXTENSION: who works at this console"));
	if (options->log_level && log_level_parse(options->log_level) < 0)
		return why_set(why, ERR_INVALID,
			       _("The log level is error, warn, info or debug, not \"%s\""),
			       options->log_level);
	if (options->photos && !console_photos(options->photos, &pixels, &none))
		return why_set(why, ERR_INVALID,
			       _("photos is symbols, sixel, kitty, iterm2 or none, not \"%.40s\""),
			       options->photos);
	if (options->kiosk_code && options->kiosk_code[0] != '$')
		return why_set(
			why, ERR_INVALID,
			_("The kiosk's code must be a hash: \"frontdesk kiosk-code\" prints it"));
	for (int i = 0; i < HOOK_COUNT; i++)
		if (check_hook(options, (enum hook)i, why) < 0)
			return ERR_INVALID;
	return 0;
}

/* A telephone system on the command line stands for the file's, of whatever kind; in a file with
 * both, an Asterisk comes before a host. */
static void choose(struct options *options, enum where where)
{
	if (where == WHERE_DEMO || where == WHERE_HOST)
		mem_set(&options->cli.asterisk, NULL);
	if (where == WHERE_DEMO || options->cli.asterisk)
		mem_set(&options->cli.host, NULL);
}

int options_read(struct options *options, int *argc, char **argv, struct why *why)
{
	enum where where = WHERE_FILE;
	char *config = NULL;

	*options = (struct options){.medium_s = 15,
				    .urgent_s = 30,
				    .bell = true,
				    .bidi = true,
				    .hook_s = 10,
				    .kiosk_idle_s = 60,
				    .cli.feed.max_retry_s = -1};
	int err = find_config(*argc, argv, &config, &where, why);
	if (!err)
		err = read_config(options, config, why);
	free(config);
	if (!err)
		err = conf_args(argc, argv, table, OPTIONS, options, why);
	if (err)
		return err;
	choose(options, where);
	drop_empty(options);
	expand_home(&options->cli.password_file);
	expand_home(&options->cli.key_file);
	expand_home(&options->cli.pin);
	expand_home(&options->cli.asterisk_secret_file);
	expand_home(&options->cli.asterisk_conf);
	expand_home(&options->cli.mapping);
	expand_home(&options->theme);
	expand_home(&options->keys);
	expand_home(&options->check);
	expand_home(&options->log);
	return check(options, why);
}

void options_free(struct options *options)
{
	conf_free(table, OPTIONS, options);
}

void options_help(void)
{
	conf_help(table, OPTIONS);
}

const struct conf_option *options_table(unsigned *count)
{
	*count = OPTIONS;
	return table;
}

int options_open_log(const struct options *options, struct why *why)
{
	int level = options->log_level ? log_level_parse(options->log_level) : LOG_INFO;

	if (options->log && log_open(options->log, (enum log_level)level) < 0)
		return why_set(why, ERR_IO, _("Cannot write the log %s"), options->log);
	return 0;
}

static bool is_shipped(const char *name)
{
	for (unsigned i = 0; keymap_shipped(i); i++)
		if (strcmp(keymap_shipped(i), name) == 0)
			return true;
	return false;
}

/* A shipped name is never a file of the folder where the console happens to be started. */
static int read_keys(struct keymap *map, const char *asked, struct why *why)
{
	char *own;
	int err = 0;

	if (asked && !is_shipped(asked) && (strchr(asked, '/') || access(asked, F_OK) == 0))
		return keymap_read(map, asked, why);
	if (asked)
		err = keymap_use(map, asked, why);
	own = path_user(PATH_CONFIG, "keys");
	if (!err && access(own, F_OK) == 0)
		err = keymap_read(map, own, why);
	free(own);
	return err;
}

struct keymap *options_keymap(const struct options *options, struct why *why)
{
	struct keymap *map = keymap_new();

	if (read_keys(map, options->keys, why) < 0)
		keymap_free(&map);
	return map;
}
