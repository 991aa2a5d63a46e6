/* frontdesk-pabx: the embedded PABX as a program. */
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "asterisk/asterisk.h"
#include "base/conf.h"
#include "base/language.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"
#include "office/office.h"
#include "pabx/mapping.h"
#include "pabx/pabx.h"
#include "pabx/ready.h"
#include "pabx/running.h"
#include "pabx/settings.h"
#include "pabx/subcommand.h"
#include "tape/tape.h"
#include "wire/json.h"

enum { MAX_CLIENTS = 4096, TURN_MAX = 64 << 10, IDLE_CHECK_MS = 500, FIRST_IDLE_MS = 30000 };

/* All that runs. */
struct server {
	struct settings settings;
	struct loop *loop;
	struct pabx *pabx;
	char host[256];
	int port;
	char office[PATH_MAX];
	char invented[PATH_MAX]; /* folder to remove again, or "" */
	char *turn;              /* what is in that file */
	struct running *running; /* holds the store */
	struct loop_timer *idle;
	bool was_used; /* there has been a console */
};

static void help(void)
{
	unsigned count;
	const struct conf_option *options = settings_options(&count);

	puts(_("Usage: frontdesk-pabx [OPTION...]\n"
	       "       frontdesk-pabx user|key|photo|import|cert|number ...\n\n"
	       "The embedded PABX of frontdesk: consoles connect to it, and it controls a real\n"
	       "Asterisk or a simulated office.\n"));
	conf_help(options, count);
	puts(_("\nuser adds people, removes them and sets passwords; key makes API keys; photo "
	       "sets\n"
	       "somebody's picture; import reads an address book (CSV or vCard); cert makes a\n"
	       "self-signed certificate; number shows how a number is understood. Each says more "
	       "with\n--help.\n\n"
	       "On loopback the office can be entered (login / password) as a receptionist\n"
	       "(reception/reception), an administrator (admin/admin) and a user (user/user)."));
}

static int complain(const struct why *why)
{
	fprintf(stderr, "frontdesk-pabx: %s\n", why->text);
	return EXIT_FAILURE;
}

/* "HOST:PORT", "[ADDRESS]:PORT" */
static int take_listen(struct server *s, struct why *why)
{
	const char *text = s->settings.listen ? s->settings.listen : "127.0.0.1:8790";
	const char *colon = strrchr(text, ':');
	const char *start = text;
	size_t len = colon ? (size_t)(colon - text) : 0;
	char *end;
	long port = colon ? strtol(colon + 1, &end, 10) : -1;

	if (len > 1 && *text == '[' && colon[-1] == ']') {
		start++;
		len -= 2;
	}
	if (!colon || !len || len >= sizeof(s->host) || end == colon + 1 || *end || port < 0 ||
	    port > 65535)
		return why_set(why, ERR_INVALID, "--listen needs HOST:PORT, not \"%s\"", text);
	memcpy(s->host, start, len);
	s->port = (int)port;
	return 0;
}

/* The data lies beside the program where it was installed, or in the source tree it was built from.
 */
static int find_office(struct server *s, struct why *why)
{
	static const char installed[] = "/../share/frontdesk/office";
	char *folder = s->office;
	ssize_t len;

	if (s->settings.office) {
		snprintf(folder, sizeof(s->office), "%s", s->settings.office);
		return 0;
	}
	len = readlink("/proc/self/exe", folder, sizeof(s->office) - sizeof(installed));
	folder[len > 0 ? len : 0] = '\0';
	if (strrchr(folder, '/'))
		memcpy(strrchr(folder, '/'), installed, sizeof(installed));
	if (access(folder, R_OK) != 0)
		snprintf(folder, sizeof(s->office), "%s", OFFICE_SOURCE);
	if (access(folder, R_OK) == 0)
		return 0;
	return why_set(why, ERR_NOT_FOUND,
		       "the data of the simulated office was not found: say where it is by "
		       "--office");
}

static int invent(struct server *s, struct why *why)
{
	const char *temporary = getenv("TMPDIR");
	int err;

	if (!s->settings.people && !s->settings.addresses)
		return 0;
	snprintf(s->invented, sizeof(s->invented), "%s/frontdesk-office-XXXXXX",
		 temporary && *temporary ? temporary : "/tmp");
	if (!mkdtemp(s->invented)) {
		s->invented[0] = '\0';
		return why_set(why, ERR_IO, "no temporary folder can be made: %m");
	}
	err = office_generate(s->office, s->invented, (unsigned)s->settings.people,
			      (unsigned)s->settings.addresses, why);
	memcpy(s->office, s->invented, sizeof(s->office));
	return err;
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static void forget_invented(struct server *s)
{
	if (*s->invented)
		nftw(s->invented, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
	s->invented[0] = '\0';
}

static void flush(void *ctx)
{
	pabx_flush(((struct server *)ctx)->pabx);
}

static bool settled(void *ctx)
{
	return pabx_settled(((struct server *)ctx)->pabx);
}

static void stop(void *ctx)
{
	loop_stop(((struct server *)ctx)->loop);
}

static void on_signal(void *ctx, int signal)
{
	(void)signal;
	stop(ctx);
}

static struct switch_handle open_office(struct server *s, struct why *why)
{
	const struct settings *given = &s->settings;
	const struct office_options office = {
		.folder = s->office,
		.seed = (uint64_t)given->seed,
		.speed = (double)given->speed,
		.quiet = given->quiet,
		.rate = (int)given->rate,
		.stepped = given->clock != NULL,
		.in = STDIN_FILENO,
		.out = STDOUT_FILENO,
		.flush = flush,
		.settled = settled,
		.ended = stop,
		.ctx = s,
	};

	return office_new(s->loop, &office, why);
}

static int read_secret(const struct settings *given, char **secret, struct why *why)
{
	if (given->secret_fd >= 0)
		return path_read_secret_fd((int)given->secret_fd, secret, why);
	if (given->secret_file)
		return path_read_secret(given->secret_file, secret, why);
	return path_run_secret(given->secret_command, secret, why);
}

static struct switch_handle open_asterisk(struct server *s, struct why *why)
{
	const struct settings *given = &s->settings;
	struct switch_handle sw = {NULL, NULL};
	char *secret = NULL;

	if (read_secret(given, &secret, why) < 0)
		return sw;
	sw = asterisk_new(s->loop,
			  &(struct asterisk_options){.where = given->asterisk,
						     .secret = secret,
						     .tls = given->asterisk_tls,
						     .conf = given->asterisk_conf},
			  why);
	mem_wipe(secret, strlen(secret));
	free(secret);
	return sw;
}

/* What stands behind the PABX, as the options say. */
static struct switch_handle open_switch(struct server *s, struct why *why)
{
	const struct settings *given = &s->settings;
	struct switch_handle sw;

	if (given->replay)
		return tape_replay(s->loop, given->replay, (double)given->speed, why);
	sw = given->asterisk ? open_asterisk(s, why) : open_office(s, why);
	return sw.ops && given->record ? tape_record(sw, given->record, why) : sw;
}

static int open_pabx(struct server *s, struct why *why)
{
	const struct settings *given = &s->settings;
	const struct pabx_options pabx = {
		.host = s->host,
		.port = s->port,
		.name = given->name,
		.cert = given->cert,
		.key = given->key,
		.import = given->asterisk ? NULL : s->office,
		.store = given->store,
		.stun = given->stun,
		.version = given->api_version,
		.turn = s->turn,
		.one_life_key_fd = (int)given->key_fd,
		.mapping = given->mapping,
		.as = given->as,
		.phones_are_people = given->asterisk != NULL,
		.demo_accounts = !given->asterisk,
	};
	struct switch_handle sw = open_switch(s, why);

	if (!sw.ops)
		return ERR_INVALID;
	return pabx_open(s->loop, &pabx, sw, &s->pabx, why);
}

static int read_turn(struct server *s, struct why *why)
{
	cJSON *list = NULL;
	size_t len;
	bool is_list;

	if (!s->settings.turn)
		return 0;
	if (path_read(s->settings.turn, TURN_MAX, &s->turn, &len, why) < 0)
		return ERR_INVALID;
	is_list = !wire_json_parse_any(s->turn, len, &list, NULL) && cJSON_IsArray(list);
	cJSON_Delete(list);
	return is_list ? 0
		       : why_set(why, ERR_INVALID,
				 "%s needs a JSON list of {urls, username, credential}",
				 s->settings.turn);
}

static int open_log(const struct settings *s)
{
	int level = s->log_level ? log_level_parse(s->log_level) : LOG_INFO;

	return s->log ? log_open(s->log, (enum log_level)level) : 0;
}

/* ---- One process a store ---- */

static int say_key(struct store *store, const struct settings *given, const char *address,
		   struct why *why)
{
	char login[64], *file;
	int64_t cID;
	int err = mapping_operator(store, given->as, &cID, login, sizeof(login), why);

	if (err)
		return err;
	file = running_key(store, given->store, cID, login, why);
	if (!file)
		return ERR_IO;
	printf("joined %s by %s\n", address, file);
	free(file);
	return 0;
}

/* Another process serves the store: the operator is made there if need be, and gets a key. */
static int join(const struct settings *given, const char *address, struct why *why)
{
	struct store *store = NULL;
	int err = store_open(given->store, &store, why);

	if (!err)
		err = say_key(store, given, address, why);
	store_close(&store);
	return err;
}

static void check_idle(void *ctx)
{
	struct server *s = ctx;
	int64_t idle = pabx_idle_ms(s->pabx);
	int64_t most = s->settings.end_when_idle * 1000;

	s->was_used |= idle == 0;
	if (!s->was_used && most < FIRST_IDLE_MS)
		most = FIRST_IDLE_MS;
	if (idle >= most)
		loop_stop(s->loop);
	else
		loop_timer_set(s->idle, IDLE_CHECK_MS);
}

static int tell_where(struct server *s, struct why *why)
{
	if (s->settings.end_when_idle) {
		s->idle = loop_timer_new(s->loop, check_idle, s);
		loop_timer_set(s->idle, IDLE_CHECK_MS);
	}
	return s->running ? running_tell(s->running, s->host, pabx_port(s->pabx), why) : 0;
}

static void say_where(const struct server *s)
{
	bool v6 = strchr(s->host, ':') != NULL;

	printf("listening on %s%s%s:%d\n", v6 ? "[" : "", s->host, v6 ? "]" : "",
	       pabx_port(s->pabx));
	fflush(stdout);
}

static int serve(struct server *s)
{
	struct why why = {""};
	int err = 0;

	if (open_log(&s->settings) < 0)
		err = why_set(&why, ERR_IO, "%s cannot be written", s->settings.log);
	if (!err)
		err = take_listen(s, &why);
	if (!err)
		err = read_turn(s, &why);
	if (!err && !s->settings.asterisk)
		err = find_office(s, &why);
	if (!err && !s->settings.asterisk)
		err = invent(s, &why);
	if (!err) {
		loop_raise_file_limit();
		s->loop = loop_new(MAX_CLIENTS);
		err = open_pabx(s, &why);
	}
	forget_invented(s);
	if (!err)
		err = tell_where(s, &why);
	if (!err) {
		loop_signal(s->loop, SIGTERM, on_signal, s);
		loop_signal(s->loop, SIGINT, on_signal, s);
		say_where(s);
		ready_tell();
		loop_run(s->loop);
	}
	loop_timer_free(&s->idle);
	running_hide(s->running);
	pabx_free(&s->pabx);
	running_free(&s->running);
	loop_free(&s->loop);
	free(s->turn);
	log_close();
	return err ? complain(&why) : EXIT_SUCCESS;
}

/* Serves, or joins who serves the store already. */
static int serve_or_join(struct server *s)
{
	const struct settings *given = &s->settings;
	char address[300];
	struct why why = {""};
	int err = given->as
			  ? running_claim(given->store, &s->running, address, sizeof(address), &why)
			  : 0;

	if (!err)
		return serve(s);
	if (err == ERR_CONFLICT)
		err = join(given, address, &why);
	return err ? complain(&why) : EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	struct server server = {.host = ""};
	struct why why = {""};
	int status;

	text_init();
	/* Who types commands reads them in his language; what serves, and its log, is English. */
	language_use(NULL, NULL, NULL);
	status = argc > 1 ? pabx_command(argc, argv) : -1;
	if (status >= 0)
		return status;
	if (settings_read(&server.settings, &argc, argv, &why)) {
		status = complain(&why);
	} else if (server.settings.help || server.settings.version) {
		if (server.settings.help)
			help();
		else
			puts("frontdesk-pabx " FRONTDESK_VERSION);
		status = EXIT_SUCCESS;
	} else if (argc > 1) {
		why_set(&why, ERR_INVALID, _("\"%s\" is not understood: --help says what is"),
			argv[1]);
		status = complain(&why);
	} else {
		language_use("en", NULL, NULL);
		status = serve_or_join(&server);
	}
	settings_free(&server.settings);
	return status;
}
