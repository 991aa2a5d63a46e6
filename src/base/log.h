/* The log: one line an event, to a file, never to the screen. Without log_open() nothing is kept.
 * Control characters are escaped and secrets are replaced before anything is written: what follows
 * password, secret, key, token, Bearer or the session cookie's name is never logged. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

/* Appends to path (made with mode 0600); "-" is standard error. Returns 0 or ERR_IO. */
int log_open(const char *path, enum log_level level);
void log_close(void);
/* Name of a level ("error", "warn", "info", "debug") or ERR_INVALID. */
int log_level_parse(const char *name);

void log_line(enum log_level level, const char *area, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
#define log_error(...) log_line(LOG_ERROR, __VA_ARGS__)
#define log_warn(...)  log_line(LOG_WARN, __VA_ARGS__)
#define log_info(...)  log_line(LOG_INFO, __VA_ARGS__)
#define log_debug(...) log_line(LOG_DEBUG, __VA_ARGS__)

/* Replaces secrets in text, in place (public for its test). */
void log_redact(char *text);

#endif
