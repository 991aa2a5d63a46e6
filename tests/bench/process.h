/* The programs under measurement as processes, and what the system says of them. */
#ifndef BENCH_PROCESS_H
#define BENCH_PROCESS_H

#include <limits.h>
#include <stdint.h>
#include <sys/types.h>

/* A temporary folder for homes, logs and stores, removed when the benchmark ends. */
const char *bench_folder(void);
/* The program of that name beside this one. */
const char *bench_program(const char *name);

/* frontdesk-pabx. */
struct server {
	pid_t pid;
	int in, out;        /* its standard input, for --clock stdin, and output */
	char address[64];   /* "127.0.0.1:40123" */
	char key[PATH_MAX]; /* file with the receptionist's API key, for --key-file */
	char secret[96];    /* the key itself */
	char log[PATH_MAX];
};

/* Starts it with these words besides (ended by NULL) and waits until it listens. It ends with us.
 */
void server_start(struct server *server, const char *const words[]);
/* The same again, on the same address and with the same key, after server_kill(). */
void server_restart(struct server *server, const char *const words[]);
/* SIGKILL. */
void server_kill(struct server *server);
/* Ends it and gives the longest hold of its loop, NO_HOLD if it said nothing. */
int64_t server_end(struct server *server);
/* A line of its script; waits for the answer. */
void server_step(struct server *server, const char *line);
/* Writes an API key to a file and gives its path. */
void key_write(const char *secret, char *path, size_t cap);

/* The longest hold that a program wrote into its log, NO_HOLD if none. */
int64_t log_hold(const char *log);

/* Processor time used, all threads. */
int64_t process_cpu_us(pid_t pid);
/* How often it has gone to sleep and was woken, all threads. */
int64_t process_wakeups(pid_t pid);
struct memory {
	double rss, pss; /* MB */
};
struct memory process_memory(pid_t pid);

#endif
