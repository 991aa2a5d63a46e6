#include "err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "utf8.h"

static const char *const names[] = {
	[0] = "ok",
	[-ERR_INVALID] = "invalid",
	[-ERR_LIMIT] = "limit",
	[-ERR_NOT_FOUND] = "not-found",
	[-ERR_IO] = "io",
	[-ERR_DENIED] = "denied",
	[-ERR_CONFLICT] = "conflict",
	[-ERR_CLOSED] = "closed",
	[-ERR_UNSUPPORTED] = "unsupported",
	[-ERR_BUSY] = "busy",
	[-ERR_TIMEOUT] = "timeout",
	[-ERR_SCHEMA] = "schema",
	[-ERR_TLS] = "tls",
};

enum { NAMES = sizeof(names) / sizeof(*names) };

const char *err_name(int err)
{
	return err <= 0 && err > -NAMES ? names[-err] : "unknown";
}

int why_set(struct why *why, int err, const char *format, ...)
{
	va_list args;
	int len;

	if (!why)
		return err;
	va_start(args, format);
	len = vsnprintf(why->text, sizeof(why->text), format, args);
	va_end(args);
	if (len < 0)
		why->text[0] = '\0';
	else if ((size_t)len >= sizeof(why->text))
		why->text[utf8_whole(why->text, strlen(why->text))] = '\0';
	return err;
}
