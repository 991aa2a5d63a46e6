/* Setting the terminal right when the program dies: prepared beforehand, done by one write that
 * neither waits nor needs memory. */
#ifndef TERM_RESTORE_H
#define TERM_RESTORE_H

#include <stddef.h>

#include "tty.h"

/* Bytes for the terminal's normal state; over RESTORE_MAX they are cut. */
enum { RESTORE_MAX = 512 };
void restore_prepare(const struct tty *tty, const char *bytes, size_t len);
/* Where standard error went before it was captured, -1 if it was not. */
void restore_stderr(int fd);
/* From now on crashes and exhausted memory restore the terminal. */
void restore_arm(void);
void restore_disarm(void);
/* Writes the bytes and sets the terminal's modes, if armed. Safe in signal handlers. */
void restore_now(void);

#endif
