/* Asking for a password on the terminal of a command without a screen. */
#ifndef CLI_ASK_H
#define CLI_ASK_H

/* Reads it without echo. NULL without a terminal, or when the person gave up (Ctrl-C, Ctrl-D).
 * Caller wipes it and frees it with free(). */
char *ask_password(const char *user, const char *host);

#endif
