/* A real Asterisk for a test: started from the tree that tests/asterisk/fetch unpacked, with a
 * configuration and folders of its own, on loopback addresses that are this process's alone. */
#ifndef ASTERISK_PEER_H
#define ASTERISK_PEER_H

#include <stdbool.h>
#include <sys/types.h>

struct peer {
	char folder[64];
	char address[20]; /* of the PBX; its manager is at port 5038 */
	char trunk[20];   /* of the provider */
	char secret[33];  /* of the manager's users */
	pid_t pid;
};

/* Whether there is a tree; and what a test program without one says and ends with. */
bool peer_is_there(void);
int peer_left_out(void);

/* Starts it and waits until it has booted; the test fails where it does not. */
void peer_open(struct peer *peer);
/* Ends it (TERM, KILL after 6 s) and removes its folder. */
void peer_close(struct peer *peer);
/* Ends it as somebody who restarts it does (calls are hung up; TERM, KILL after 6 s), or as if it
 * had crashed; peer_again() starts it on the same folder. */
void peer_stop(struct peer *peer);
void peer_kill(struct peer *peer);
void peer_again(struct peer *peer);

/* What a command of its console prints. Caller frees with free(). */
char *peer_says(const struct peer *peer, const char *command);
/* True if the command prints that text. */
bool peer_shows(const struct peer *peer, const char *command, const char *text);

#endif
