#include "age.h"

#include <stdio.h>
#include <time.h>

#include "base/language.h"
#include "call_row.h"

enum { SECOND_MS = 1000, MINUTE_MS = 60000 };

static void hour(int64_t ms, char out[AGE_MAX])
{
	time_t seconds = (time_t)(ms / 1000);
	struct tm t;

	*out = '\0';
	if (localtime_r(&seconds, &t))
		language_date(out, AGE_MAX, _("%H:%M"), &t);
}

static void minutes(int64_t ms, char out[AGE_MAX])
{
	long long count = ms > 0 ? ms / MINUTE_MS : 0;

	if (count >= 6000)
		snprintf(out, AGE_MAX, "%s", _("long"));
	else
		snprintf(out, AGE_MAX, _("%lld min"), count);
}

const char *age_since(const struct desk *desk, int64_t since, char out[AGE_MAX])
{
	if (desk->timers == DESK_TIMERS_OFF)
		hour(since, out);
	else if (desk->timers == DESK_TIMERS_SLOW)
		minutes(desk->now - since, out);
	else
		row_elapsed(desk->now - since, out);
	return out;
}

const char *age_words(const struct desk *desk, int64_t since, char out[AGE_MAX])
{
	char at[AGE_MAX];

	if (desk->timers != DESK_TIMERS_OFF)
		return age_since(desk, since, out);
	hour(since, at);
	snprintf(out, AGE_MAX, _("since %.8s"), at);
	return out;
}

const char *age_until(const struct desk *desk, int64_t until, char out[AGE_MAX])
{
	char at[AGE_MAX];

	if (desk->timers == DESK_TIMERS_OFF)
		hour(until, at);
	else if (desk->timers == DESK_TIMERS_SLOW)
		minutes(until - desk->now + MINUTE_MS - 1, at);
	else
		row_elapsed(until - desk->now + SECOND_MS - 1, at);
	if (desk->timers == DESK_TIMERS_OFF)
		snprintf(out, AGE_MAX, _("at %.10s"), at);
	else
		snprintf(out, AGE_MAX, _("in %.10s"), at);
	return out;
}

int64_t age_step(enum desk_timers timers, bool running)
{
	if (timers == DESK_TIMERS_OFF)
		return 0;
	return running && timers == DESK_TIMERS_ON ? SECOND_MS : MINUTE_MS;
}
