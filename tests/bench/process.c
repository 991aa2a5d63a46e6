#include "process.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/random.h"
#include "figures.h"

enum { KEY_FD = 3, WORDS_MAX = 32, LINE = 256 };

static char folder[PATH_MAX];
static pid_t owner;

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

static void remove_folder(void)
{
	if (owner == getpid())
		nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

const char *bench_folder(void)
{
	if (*folder)
		return folder;
	snprintf(folder, sizeof(folder), "/tmp/frontdesk-bench-XXXXXX");
	if (!mkdtemp(folder))
		cannot("no temporary folder can be made: %m");
	owner = getpid();
	atexit(remove_folder);
	return folder;
}

const char *bench_program(const char *name)
{
	static char path[PATH_MAX + 64];
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	self[n > 0 ? n : 0] = '\0';
	*(strrchr(self, '/') ? strrchr(self, '/') : self) = '\0';
	snprintf(path, sizeof(path), "%s/%s", self, name);
	if (access(path, X_OK) < 0)
		cannot("there is no %s", path);
	return path;
}

void key_write(const char *secret, char *path, size_t cap)
{
	snprintf(path, cap, "%s/key", bench_folder());
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0 || dprintf(fd, "%s\n", secret) < 0)
		cannot("%s cannot be written: %m", path);
	close(fd);
}

/* In the child. */
static void become(const char *path, char *const argv[], int key, int in, int out)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	in = fcntl(in, F_DUPFD, 10);
	out = fcntl(out, F_DUPFD, 10);
	key = fcntl(key, F_DUPFD, 10);
	dup2(in, 0);
	dup2(out, 1);
	dup2(key, KEY_FD);
	execv(path, argv);
	_exit(127);
}

static void read_line(int fd, char *line, size_t cap)
{
	size_t len = 0;

	while (len + 1 < cap && read(fd, line + len, 1) == 1 && line[len] != '\n')
		len++;
	line[len] = '\0';
}

static void spawn(struct server *s, const char *listen, const char *const words[])
{
	const char *argv[WORDS_MAX] = {"frontdesk-pabx", "--listen",  listen,  "--key-fd", "3",
				       "--office",       OFFICE_DATA, "--log", s->log};
	const char *path = bench_program("frontdesk-pabx");
	int key[2], in[2], out[2], n = 9;

	while (words && *words && n < WORDS_MAX - 1)
		argv[n++] = *words++;
	if (pipe2(key, O_CLOEXEC) || pipe2(in, O_CLOEXEC) || pipe2(out, O_CLOEXEC) ||
	    dprintf(key[1], "reception %s\n", s->secret) < 0 || (s->pid = fork()) < 0)
		cannot("frontdesk-pabx cannot be started: %m");
	if (s->pid == 0)
		become(path, (char *const *)argv, key[0], in[0], out[1]);
	close(key[0]), close(key[1]), close(in[0]), close(out[1]);
	s->in = in[1];
	s->out = out[0];
	char line[LINE];
	read_line(s->out, line, sizeof(line));
	if (sscanf(line, "listening on %63s", s->address) != 1)
		cannot("frontdesk-pabx did not start");
}

void server_start(struct server *s, const char *const words[])
{
	static unsigned number;
	char id[17], secret[65];

	*s = (struct server){0};
	random_hex(id, 8);
	random_hex(secret, 32);
	snprintf(s->secret, sizeof(s->secret), "%s.%s", id, secret);
	key_write(s->secret, s->key, sizeof(s->key));
	snprintf(s->log, sizeof(s->log), "%s/pabx-%u.log", bench_folder(), number++);
	spawn(s, "127.0.0.1:0", words);
}

void server_restart(struct server *s, const char *const words[])
{
	char listen[sizeof(s->address)];

	memcpy(listen, s->address, sizeof(listen));
	spawn(s, listen, words);
}

static void reap(struct server *s)
{
	waitpid(s->pid, NULL, 0);
	close(s->in);
	close(s->out);
	s->pid = 0;
}

void server_kill(struct server *s)
{
	kill(s->pid, SIGKILL);
	reap(s);
}

int64_t server_end(struct server *s)
{
	kill(s->pid, SIGTERM);
	reap(s);
	return log_hold(s->log);
}

void server_step(struct server *s, const char *text)
{
	char line[LINE];

	if (dprintf(s->in, "%s\n", text) < 0)
		cannot("frontdesk-pabx takes no lines: %m");
	read_line(s->out, line, sizeof(line));
	if (strncmp(line, "ok", 2) != 0)
		cannot("\"%s\": %s", text, line);
}

int64_t log_hold(const char *log)
{
	static const char said[] = "longest hold ";
	FILE *file = fopen(log, "re");
	char line[512];
	long long us = NO_HOLD;

	while (file && fgets(line, sizeof(line), file)) {
		const char *at = strstr(line, said);

		if (at)
			us = strtoll(at + sizeof(said) - 1, NULL, 10);
	}
	if (file)
		fclose(file);
	return us;
}

/* The number behind name at the beginning of a line; name "" takes the file's first number. */
static int64_t number_in(const char *path, const char *name)
{
	FILE *in = fopen(path, "re");
	char line[256];
	int64_t number = 0;

	while (in && fgets(line, sizeof(line), in))
		if (!strncmp(line, name, strlen(name))) {
			number = strtoll(line + strlen(name), NULL, 10);
			break;
		}
	if (in)
		fclose(in);
	return number;
}

/* Over all threads of a process. */
static int64_t sum(pid_t pid, const char *file, const char *name)
{
	char path[PATH_MAX];
	const struct dirent *entry;
	int64_t total = 0;

	snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	DIR *threads = opendir(path);
	while (threads && (entry = readdir(threads))) {
		snprintf(path, sizeof(path), "/proc/%d/task/%s/%s", (int)pid, entry->d_name, file);
		if (entry->d_name[0] != '.')
			total += number_in(path, name);
	}
	if (threads)
		closedir(threads);
	return total;
}

int64_t process_cpu_us(pid_t pid)
{
	return sum(pid, "schedstat", "") / 1000;
}

int64_t process_wakeups(pid_t pid)
{
	return sum(pid, "status", "voluntary_ctxt_switches:");
}

struct memory process_memory(pid_t pid)
{
	struct memory memory = {0, 0};
	char path[64], line[256];
	long kb;

	snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", (int)pid);
	FILE *in = fopen(path, "re");
	while (in && fgets(line, sizeof(line), in)) {
		if (sscanf(line, "Rss: %ld", &kb) == 1)
			memory.rss = (double)kb / 1024;
		if (sscanf(line, "Pss: %ld", &kb) == 1)
			memory.pss = (double)kb / 1024;
	}
	if (in)
		fclose(in);
	return memory;
}
