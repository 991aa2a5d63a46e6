#include "night.h"

#include <string.h>

#include "live.h"
#include "switch.h"

static void ignore(void *ctx, uint64_t ticket, const struct switch_answer *answer)
{
	(void)ctx, (void)ticket, (void)answer;
}

static bool has_night(const struct pabx *pabx)
{
	const char *const *can = pabx->sw.ops->can;

	while (*can && strcmp(*can, "nightmode") != 0)
		can++;
	return *can;
}

void night_tell(const struct pabx *pabx, const char *company, const char *value)
{
	const struct switch_command command = {
		.verb = SWITCH_NIGHT, .text = company, .paused = !strcmp(value, "on")};

	if (pabx->switch_up && has_night(pabx))
		pabx->sw.ops->command(pabx->sw.impl, &command, 0, ignore, NULL);
}

void night_tell_all(const struct pabx *pabx)
{
	const struct wire_row *row;
	uint64_t position = 0;

	while ((row = live_next(pabx->live, WIRE_NIGHTMODE, &position, NULL))) {
		const struct wire_nightmode *mode = (const struct wire_nightmode *)row;

		if (mode->mode == NIGHT_SERVICE && mode->value && !strcmp(mode->value, "on"))
			night_tell(pabx, mode->company, mode->value);
	}
}
