/* A real program on a real pseudo-terminal, read by libvterm. Waits are for conditions, with a
 * deadline that fails the test. */
#ifndef SUPPORT_PTY_H
#define SUPPORT_PTY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

struct pty;

enum { PTY_WAIT_MS = 60000 };

/* Starts argv (argv[0] is the path); environment is a list "NAME=value" ended by NULL that is added
 * to the test's own (may be NULL; "NAME" alone removes it). The program's tty is kept open here, so
 * that its modes can be asked for at the end. */
struct pty *pty_start(int rows, int cols, const char *const argv[],
		      const char *const environment[]);
/* Kills what still runs. */
void pty_free(struct pty **pty);
pid_t pty_pid(const struct pty *pty);
/* What is on the screen. */
const struct glass *pty_glass(const struct pty *pty);

/* Until text is on the screen, or is not any more. */
void pty_wait_text(struct pty *pty, const char *text);
void pty_wait_no_text(struct pty *pty, const char *text);
void pty_send(struct pty *pty, const char *bytes);
void pty_keys(struct pty *pty, const char *names);
void pty_resize(struct pty *pty, int rows, int cols);
/* From now on what the program writes is read at that many bits a second (ten a byte), and seen
 * delay_ms later: a serial line, in the machine's own time. */
void pty_slow(struct pty *pty, int baud, int delay_ms);
/* Reads what is there; false once the program has closed the terminal. */
bool pty_read(struct pty *pty, int wait_ms);
void pty_signal(struct pty *pty, int signal);
/* Closes both ends here: the program's terminal is gone. */
void pty_hang_up(struct pty *pty);
/* Waits until the program has stopped (SIGSTOP). */
void pty_wait_stopped(struct pty *pty);
/* Waits for the end, reading on; gives the status of waitpid(). */
int pty_wait_end(struct pty *pty);
/* Milliseconds that the last wait took. */
int pty_waited(const struct pty *pty);
void pty_modes(const struct pty *pty, struct termios *modes);
bool pty_alternate(const struct pty *pty);
/* True if bytes were written by the program since the start. */
bool pty_wrote(const struct pty *pty, const char *bytes);
size_t pty_written(const struct pty *pty);
char *pty_dump(const struct pty *pty);

#endif
