#include "subcommand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/number.h"
#include "subcommand_inside.h"

#define OPTION(flag, member, argument, help)                                                       \
	{                                                                                          \
		NULL, NULL, flag, CONF_STRING, offsetof(struct words, member), 0, 0, argument,     \
			help                                                                       \
	}

static const struct conf_option options[] = {
	OPTION("--store", store, "FILE", N_("the server's SQLite file")),
	OPTION("--company", company, "ID",
	       N_("company of the new person, or whose book it is (default)")),
	OPTION("--role", role, "WORDS", N_("permissions: receptionist nightmode kiosk:lobby …")),
	OPTION("--extension", extension, "NUMBER", N_("the person's number on this system")),
	OPTION("--mobile", mobile, "NUMBER", N_("the person's mobile number")),
	OPTION("--email", email, "ADDRESS", N_("the person's mail address")),
	OPTION("--department", department, "TEXT", N_("the person's department")),
	OPTION("--title", title, "TEXT", N_("what the person does")),
	OPTION("--group", group, "GROUP",
	       N_("import: into the company's book (default), system or personal")),
	OPTION("--owner", owner, "LOGIN", N_("import: whose personal entries these are")),
	OPTION("--name", name, "HOST",
	       N_("names and addresses of the server, with commas between")),
	OPTION("--tls-cert", cert, "FILE", N_("where the certificate is written to")),
	OPTION("--tls-key", key, "FILE", N_("where its private key is written to")),
	OPTION("--kiosk", kiosk, "TAG",
	       N_("a visitors' kiosk: it sees and calls those with TAG, and may do nothing else")),
	{NULL, NULL, "--lite", CONF_FLAG, offsetof(struct words, lite), 0, 0, NULL,
	 N_("the person's consoles are always idle: they load what concerns him alone")},
	{NULL, NULL, "--dry-run", CONF_FLAG, offsetof(struct words, dry_run), 0, 0, NULL,
	 N_("import: say what would be done, and do nothing")},
	{NULL, NULL, "--replace", CONF_FLAG, offsetof(struct words, replace), 0, 0, NULL,
	 N_("import: entries of an earlier import that this file lacks are removed")},
	{NULL, NULL, "--help", CONF_FLAG, offsetof(struct words, help), 0, 0, NULL,
	 N_("print this")},
};
enum { OPTIONS = sizeof(options) / sizeof(*options) };

enum store_need { NO_STORE, OWN_STORE, ANY_STORE };

static int cert_make_alone(struct store *store, const struct words *words, struct why *why)
{
	(void)store;
	return cert_make(words, why);
}

static const struct subcommand {
	const char *area, *verb;
	int words; /* that it needs */
	enum store_need need;
	int (*run)(struct store *store, const struct words *words, struct why *why);
	const char *usage;
} subcommands[] = {
	{"user", "add", 2, OWN_STORE, user_add,
	 N_("user add LOGIN NAME: adds a person; the password is asked for, or read from standard "
	    "input")},
	{"user", "passwd", 1, OWN_STORE, user_passwd,
	 N_("user passwd LOGIN: sets a password; sessions of that person end")},
	{"user", "remove", 1, OWN_STORE, user_remove, N_("user remove LOGIN: removes a person")},
	{"user", "list", 0, OWN_STORE, user_list, N_("user list: shows who there is")},
	{"key", "add", 2, OWN_STORE, key_add,
	 N_("key add LOGIN NAME: makes an API key with the rights of that person, shown this "
	    "once")},
	{"key", "list", 0, OWN_STORE, key_list,
	 N_("key list: shows the API keys, without their secrets")},
	{"key", "revoke", 1, OWN_STORE, key_revoke, N_("key revoke ID: ends an API key")},
	{"photo", "set", 2, OWN_STORE, photo_set,
	 N_("photo set LOGIN FILE: a PNG or JPEG picture becomes the photo of that person")},
	{"photo", "remove", 1, OWN_STORE, photo_remove,
	 N_("photo remove LOGIN: removes the photo")},
	{"import", NULL, 1, OWN_STORE, import_run,
	 N_("import FILE: reads an address book, CSV or vCard; all of it or nothing")},
	{"cert", NULL, 0, NO_STORE, cert_make_alone,
	 N_("cert: makes a self-signed certificate and prints its SHA-256")},
	{"number", NULL, 1, ANY_STORE, number_show,
	 N_("number TEXT: shows how a number is understood")},
};
enum { SUBCOMMANDS = sizeof(subcommands) / sizeof(*subcommands) };

const char *pabx_command_usage(unsigned at)
{
	return at < SUBCOMMANDS ? subcommands[at].usage : NULL;
}

const struct conf_option *pabx_command_options(unsigned *count)
{
	*count = OPTIONS;
	return options;
}

static bool is_area(const char *word)
{
	for (int i = 0; i < SUBCOMMANDS; i++)
		if (!strcmp(subcommands[i].area, word))
			return true;
	return false;
}

static void usage(const char *area, FILE *out)
{
	fputs(_("Usage:\n"), out);
	for (int i = 0; i < SUBCOMMANDS; i++)
		if (!strcmp(subcommands[i].area, area))
			fprintf(out, "  frontdesk-pabx %s\n", _(subcommands[i].usage));
}

/* argv: the area and what is behind it. */
static const struct subcommand *find(int argc, char **argv)
{
	for (int i = 0; i < SUBCOMMANDS; i++) {
		const struct subcommand *s = &subcommands[i];
		int own = s->verb ? 2 : 1;

		if (!strcmp(s->area, argv[0]) &&
		    (!s->verb || (argc > 1 && !strcmp(s->verb, argv[1]))) && argc == own + s->words)
			return s;
	}
	return NULL;
}

static int run(const struct subcommand *s, struct words *words, struct why *why)
{
	struct store *store = NULL;
	int err = 0;

	if (s->need == OWN_STORE && !words->store)
		return why_set(why, ERR_INVALID, _("say by --store which store is meant"));
	if (s->need != NO_STORE)
		err = store_open(words->store, &store, why);
	if (!err)
		err = s->run(store, words, why);
	store_close(&store);
	return err;
}

int pabx_command(int argc, char **argv)
{
	struct words words = {0};
	struct why why = {""};
	const struct subcommand *s;
	int status = EXIT_FAILURE;

	if (argc < 2 || !is_area(argv[1]))
		return -1;
	if (conf_args(&argc, argv, options, OPTIONS, &words, &why)) {
		fprintf(stderr, "frontdesk-pabx: %s\n", why.text);
	} else if (words.help) {
		usage(argv[1], stdout);
		conf_help(options, OPTIONS);
		status = EXIT_SUCCESS;
	} else if (!(s = find(argc - 1, argv + 1))) {
		usage(argv[1], stderr);
	} else {
		words.argv = argv + (s->verb ? 3 : 2);
		words.argc = s->words;
		if (run(s, &words, &why))
			fprintf(stderr, "frontdesk-pabx: %s\n", why.text);
		else
			status = EXIT_SUCCESS;
	}
	conf_free(options, OPTIONS, &words);
	return status;
}

int number_show(struct store *store, const struct words *words, struct why *why)
{
	struct number_plan plan = {"", "", "", ""};
	char number[NUMBER_MAX];

	store_plan(store, &plan);
	if (number_e164(&plan, words->argv[0], number, sizeof(number)) < 0)
		return why_set(why, ERR_INVALID, _("\"%.60s\" is no number that can be called"),
			       words->argv[0]);
	puts(number);
	return 0;
}
