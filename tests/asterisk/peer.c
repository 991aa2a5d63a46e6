#include "asterisk/peer.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <glob.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/random.h"

enum { MANAGER_PORT = 5038, BOOT_MS = 60000, END_MS = 6000, FILE_MAX = 1 << 20, SOUND = 8000 };

/* ---- The tree ---- */

static const char *tree(void)
{
	const char *given = getenv("FRONTDESK_ASTERISK");

	return given && *given ? given : ASTERISK_TREE;
}

/* The first file of the tree that one of the patterns finds; older suites have links that lead out
 * of it, to nothing. Caller frees; NULL for none. */
static char *find(const char *const *patterns)
{
	char *found = NULL;

	for (; *patterns && !found; patterns++) {
		char *pattern = mem_printf("%s/root/%s", tree(), *patterns);
		glob_t list;

		if (glob(pattern, 0, NULL, &list) == 0) {
			if (access(list.gl_pathv[0], R_OK) == 0)
				found = mem_dup(list.gl_pathv[0]);
			globfree(&list);
		}
		free(pattern);
	}
	return found;
}

static char *find_loader(void)
{
	static const char *const patterns[] = {"usr/lib64/ld-linux-*",
					       "lib64/ld-linux-*",
					       "usr/lib/*/ld-linux-*",
					       "lib/*/ld-linux-*",
					       "usr/lib/ld-linux-*",
					       "lib/ld-linux-*",
					       NULL};

	return find(patterns);
}

static char *find_modules(void)
{
	static const char *const patterns[] = {"usr/lib/*/asterisk/modules/chan_pjsip.so",
					       "usr/lib/asterisk/modules/chan_pjsip.so", NULL};
	char *path = find(patterns);

	if (path)
		*strrchr(path, '/') = '\0';
	return path;
}

bool peer_is_there(void)
{
	char *loader = find_loader();
	bool there = loader != NULL;

	free(loader);
	return there;
}

int peer_left_out(void)
{
	puts("1..0 # SKIP there is no real Asterisk: tests/asterisk/fetch could not get one");
	return 0;
}

/* ---- Configuration ---- */

static const char *value_of(const struct peer *peer, const char *name, size_t len,
			    const char *modules)
{
	const struct {
		const char *name, *value;
	} values[] = {{"PBX", peer->address},
		      {"TRUNK", peer->trunk},
		      {"SECRET", peer->secret},
		      {"WORK", peer->folder},
		      {"MODULES", modules}};

	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++)
		if (strlen(values[i].name) == len && !strncmp(values[i].name, name, len))
			return values[i].value;
	return NULL;
}

/* "@NAME@" becomes its value. */
static void write_file(const struct peer *peer, const char *name, const char *modules)
{
	char *from = mem_printf("%s/%s", ASTERISK_CONFIG, name);
	char *to = mem_printf("%s/etc/%s", peer->folder, name), *text;
	struct buf out;
	size_t len;

	assert_int_equal(path_read(from, FILE_MAX, &text, &len, NULL), 0);
	buf_init(&out, FILE_MAX);
	for (const char *at = text; *at;) {
		size_t word = *at == '@' ? strcspn(at + 1, "@\n ") : 0;
		const char *value = word ? value_of(peer, at + 1, word, modules) : NULL;

		if (value)
			buf_add_str(&out, value);
		else
			buf_add_char(&out, *at);
		at += value ? word + 2 : 1;
	}
	assert_int_equal(path_write(to, out.data, out.len, 0600, NULL), 0);
	buf_free(&out);
	free(text);
	free(from);
	free(to);
}

static void make_folder(const struct peer *peer, const char *name)
{
	char *path = mem_printf("%s/%s", peer->folder, name);

	assert_int_equal(mkdir(path, 0700), 0);
	free(path);
}

static void link_data(const struct peer *peer, const char *name)
{
	char *from = mem_printf("%s/root/usr/share/asterisk/%s", tree(), name);
	char *to = mem_printf("%s/data/%s", peer->folder, name);

	assert_int_equal(symlink(from, to), 0);
	free(from);
	free(to);
}

static void write_text(const struct peer *peer, const char *name, const char *text, size_t len)
{
	char *path = mem_printf("%s/%s", peer->folder, name);

	assert_int_equal(path_write(path, text, len, 0600, NULL), 0);
	free(path);
}

static void write_config(const struct peer *peer)
{
	static const char *const folders[] = {"etc",   "lib", "run",  "log",     "spool",
					      "cache", "db",  "data", "data/moh"};
	static const char *const empty[] = {"acl",       "ccss",         "cel",       "udptl",
					    "pjproject", "pjsip_notify", "queuerules"};
	char *modules = find_modules(), name[64], silence[SOUND];
	DIR *files = opendir(ASTERISK_CONFIG);

	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++)
		make_folder(peer, folders[i]);
	for (const struct dirent *file; (file = readdir(files));)
		if (strstr(file->d_name, ".conf"))
			write_file(peer, file->d_name, modules);
	closedir(files);
	for (size_t i = 0; i < sizeof(empty) / sizeof(*empty); i++) {
		snprintf(name, sizeof(name), "etc/%s.conf", empty[i]);
		write_text(peer, name, "", 0);
	}
	link_data(peer, "sounds");
	link_data(peer, "documentation");
	memset(silence, 0xff, sizeof(silence));
	write_text(peer, "data/moh/silence.ulaw", silence, sizeof(silence));
	free(modules);
}

/* ---- The manager interface, for one command a connection ---- */

static int connect_manager(const struct peer *peer)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(MANAGER_PORT)};
	struct timeval patience = {.tv_sec = 10};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	inet_pton(AF_INET, peer->address, &to.sin_addr);
	if (connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0)
		return fd;
	close(fd);
	return -1;
}

/* Reads up to the empty line behind the answer. */
static bool read_answer(int fd, struct buf *in)
{
	char bytes[4096];
	ssize_t got;

	buf_clear(in);
	while (!in->data || !strstr(in->data, "\r\n\r\n")) {
		got = read(fd, bytes, sizeof(bytes));
		if (got <= 0 || buf_add(in, bytes, (size_t)got))
			return false;
	}
	return true;
}

static bool ask(int fd, struct buf *in, const char *text)
{
	return write(fd, text, strlen(text)) == (ssize_t)strlen(text) && read_answer(fd, in);
}

/* The lines behind "Output: ". */
static char *output_of(const char *answer)
{
	struct buf out;

	buf_init(&out, FILE_MAX);
	buf_add_str(&out, "");
	for (const char *line = answer; line && *line; line = strstr(line, "\r\n")) {
		line += line[0] == '\r' ? 2 : 0;
		if (!strncmp(line, "Output: ", 8))
			buf_printf(&out, "%.*s\n", (int)strcspn(line + 8, "\r"), line + 8);
	}
	return buf_take(&out);
}

static char *try_says(const struct peer *peer, const char *command)
{
	char *login = mem_printf("Action: Login\r\nUsername: judge\r\nSecret: %s\r\nEvents: off\r\n"
				 "\r\n",
				 peer->secret);
	char *text = mem_printf("Action: Command\r\nCommand: %s\r\n\r\n", command), *out = NULL;
	int fd = connect_manager(peer);
	struct buf in;

	buf_init(&in, FILE_MAX);
	if (fd >= 0 && ask(fd, &in, login) && ask(fd, &in, text))
		out = output_of(in.data);
	if (fd >= 0)
		close(fd);
	buf_free(&in);
	free(login);
	free(text);
	return out;
}

char *peer_says(const struct peer *peer, const char *command)
{
	char *out = try_says(peer, command);

	if (!out)
		fail_msg("Asterisk does not answer to \"%s\"", command);
	return out;
}

bool peer_shows(const struct peer *peer, const char *command, const char *text)
{
	char *out = peer_says(peer, command);
	bool shows = strstr(out, text) != NULL;

	free(out);
	return shows;
}

/* ---- Life ---- */

static void nap(void)
{
	const struct timespec ms = {.tv_nsec = 10000000};

	nanosleep(&ms, NULL);
}

/* In the child: the loader of the tree runs its Asterisk with its libraries. */
static void become_asterisk(const struct peer *peer, pid_t parent, char *const argv[])
{
	char out[96];
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(0);
	snprintf(out, sizeof(out), "%s/out", peer->folder);
	int fd = open(out, O_WRONLY | O_CREAT | O_APPEND, 0600);
	int null = open("/dev/null", O_RDONLY);
	dup2(null, 0);
	dup2(fd, 1);
	dup2(fd, 2);
	setsid();
	execv(argv[0], argv);
	_exit(127);
}

static void launch(struct peer *peer)
{
	char *loader = find_loader(), *config = mem_printf("%s/etc/asterisk.conf", peer->folder);
	char *program = mem_printf("%s/root/usr/sbin/asterisk", tree());
	char *libraries = mem_printf("%s/root/lib/%s:%s/root/usr/lib/%s:%s/root/usr/lib", tree(),
				     MACHINE, tree(), MACHINE, tree());
	char path_option[] = "--library-path", no_fork[] = "-f", config_option[] = "-C";
	char *const argv[] = {loader,  path_option,   libraries, program,
			      no_fork, config_option, config,    NULL};
	pid_t parent = getpid();

	peer->pid = fork();
	assert_true(peer->pid >= 0);
	if (peer->pid == 0)
		become_asterisk(peer, parent, argv);
	free(loader);
	free(config);
	free(program);
	free(libraries);
}

static void complain(const struct peer *peer)
{
	char *path = mem_printf("%s/out", peer->folder), *text = NULL;
	size_t len;

	if (path_read(path, FILE_MAX, &text, &len, NULL) == 0)
		print_error("%s\n", text);
	free(text);
	free(path);
	fail_msg("Asterisk has not started");
}

static void wait_booted(struct peer *peer)
{
	int64_t end = clock_mono_us() + (int64_t)BOOT_MS * 1000;

	for (;;) {
		char *out = try_says(peer, "core waitfullybooted");
		bool is_up = out && strstr(out, "fully booted");

		free(out);
		if (is_up)
			return;
		if (waitpid(peer->pid, NULL, WNOHANG) != 0 || clock_mono_us() > end)
			complain(peer);
		nap();
	}
}

void peer_open(struct peer *peer)
{
	unsigned pid = (unsigned)getpid();

	*peer = (struct peer){.pid = 0};
	snprintf(peer->folder, sizeof(peer->folder), "/tmp/frontdesk-asterisk-XXXXXX");
	assert_non_null(mkdtemp(peer->folder));
	snprintf(peer->address, sizeof(peer->address), "127.%u.%u.%u", 100 + (pid >> 16) % 64,
		 (pid >> 8) & 255, pid & 255);
	snprintf(peer->trunk, sizeof(peer->trunk), "127.%u.%u.%u", 170 + (pid >> 16) % 64,
		 (pid >> 8) & 255, pid & 255);
	random_hex(peer->secret, 16);
	write_config(peer);
	peer_again(peer);
}

void peer_again(struct peer *peer)
{
	launch(peer);
	wait_booted(peer);
}

void peer_kill(struct peer *peer)
{
	if (peer->pid <= 0)
		return;
	kill(peer->pid, SIGKILL);
	waitpid(peer->pid, NULL, 0);
	peer->pid = 0;
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

void peer_stop(struct peer *peer)
{
	int64_t end = clock_mono_us() + (int64_t)END_MS * 1000;

	if (peer->pid > 0)
		kill(peer->pid, SIGTERM);
	while (peer->pid > 0 && clock_mono_us() < end) {
		if (waitpid(peer->pid, NULL, WNOHANG) != 0)
			peer->pid = 0;
		else
			nap();
	}
	peer_kill(peer);
}

void peer_close(struct peer *peer)
{
	if (!*peer->folder)
		return;
	peer_stop(peer);
	nftw(peer->folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
	*peer->folder = '\0';
}
