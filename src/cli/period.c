#include "period.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"

static int64_t midnight(struct tm *t)
{
	t->tm_hour = t->tm_min = t->tm_sec = 0;
	t->tm_isdst = -1;
	return (int64_t)mktime(t) * 1000;
}

static struct tm now_here(void)
{
	time_t now = (time_t)(clock_wall_ms() / 1000);
	struct tm t;

	localtime_r(&now, &t);
	return t;
}

int64_t period_today(void)
{
	struct tm t = now_here();

	return midnight(&t);
}

static int64_t monday(void)
{
	struct tm t = now_here();

	t.tm_mday -= (t.tm_wday + 6) % 7;
	return midnight(&t);
}

static bool date(const char *text, int64_t *since)
{
	struct tm t = {.tm_isdst = -1};
	const char *end = strptime(text, "%Y-%m-%d", &t);

	if (!end || *end)
		return false;
	*since = midnight(&t);
	return true;
}

bool period_since(const char *text, int64_t fallback, int64_t *since)
{
	*since = fallback;
	if (!text)
		return true;
	if (strcmp(text, "today") == 0)
		*since = period_today();
	else if (strcmp(text, "week") == 0)
		*since = monday();
	else
		return date(text, since);
	return true;
}

void csv_cell(const char *text, bool first)
{
	if (!first)
		putchar(',');
	if (!strpbrk(text, ",\"\n\r") && !strchr("=+-@", *text)) {
		fputs(text, stdout);
		return;
	}
	putchar('"');
	if (strchr("=@", *text) && *text)
		putchar('\'');
	for (; *text; text++) {
		if (*text == '"')
			putchar('"');
		putchar(*text);
	}
	putchar('"');
}
