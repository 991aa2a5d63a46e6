#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "err.h"
#include "glyph.h"
#include "utf8.h"

enum { MESSAGE_MAX = 2048, LINE_MAX_BYTES = 4 * MESSAGE_MAX + 128 };

static const char *const level_names[] = {"error", "warn", "info", "debug"};

static struct {
	int fd;
	enum log_level level;
} sink = {.fd = -1};

int log_open(const char *path, enum log_level level)
{
	int fd;

	log_close();
	if (strcmp(path, "-") == 0)
		fd = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0);
	else
		fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);
	if (fd < 0)
		return ERR_IO;
	sink.fd = fd;
	sink.level = level;
	return 0;
}

void log_close(void)
{
	if (sink.fd >= 0)
		close(sink.fd);
	sink.fd = -1;
}

int log_level_parse(const char *name)
{
	for (size_t i = 0; i < sizeof(level_names) / sizeof(*level_names); i++)
		if (strcmp(name, level_names[i]) == 0)
			return (int)i;
	return ERR_INVALID;
}

/* Adds text so that it stays on its line and cannot steer a terminal that shows the file. */
static size_t escape(char *out, const char *text)
{
	static const char digits[] = "0123456789abcdef";
	const char *end = text + strlen(text);
	size_t len = 0;

	while (text < end) {
		uint32_t character;
		size_t bytes = utf8_read(text, (size_t)(end - text), &character);
		bool plain = glyph_kind(character) <= GLYPH_MARK;

		for (size_t i = 0; i < bytes; i++) {
			unsigned char byte = (unsigned char)text[i];

			if (plain) {
				out[len++] = text[i];
				continue;
			}
			out[len++] = '\\';
			out[len++] = 'x';
			out[len++] = digits[byte >> 4];
			out[len++] = digits[byte & 15];
		}
		text += bytes;
	}
	return len;
}

static size_t stamp(char *out, size_t cap, enum log_level level, const char *area)
{
	int64_t ms = clock_wall_ms();
	time_t seconds = (time_t)(ms / 1000);
	struct tm tm;
	size_t len;
	int rest;

	gmtime_r(&seconds, &tm);
	len = strftime(out, cap, "%Y-%m-%dT%H:%M:%S", &tm);
	rest = snprintf(out + len, cap - len, ".%03dZ %-5s %.32s: ", (int)(ms % 1000),
			level_names[level], area);
	return rest > 0 ? len + (size_t)rest : len;
}

void log_line(enum log_level level, const char *area, const char *format, ...)
{
	char message[MESSAGE_MAX], line[LINE_MAX_BYTES];
	int saved = errno;
	va_list args;
	ssize_t put;
	size_t len;

	if (sink.fd < 0 || level > sink.level)
		return;
	va_start(args, format);
	if (vsnprintf(message, sizeof(message), format, args) < 0)
		message[0] = '\0';
	va_end(args);
	message[utf8_whole(message, strlen(message))] = '\0';
	log_redact(message);
	len = stamp(line, 128, level, area);
	len += escape(line + len, message);
	line[len++] = '\n';
	/* One write a line keeps lines of several processes apart. A full disk is no reason to
	 * stop. */
	put = write(sink.fd, line, len);
	(void)put;
	errno = saved;
}
