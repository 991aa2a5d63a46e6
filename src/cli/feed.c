/* The options of the live feed, as the command line says them. */
#include <string.h>

#include "base/language.h"
#include "job.h"

static bool *set_named(struct pbx_feed_options *options, const char *name, size_t len)
{
	const struct {
		const char *name;
		bool *set;
	} sets[] = {
		{"device", &options->device},
		{"mailbox", &options->mailbox},
		{"queue", &options->queue},
		{"presence", &options->presence},
	};

	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
		if (strlen(sets[i].name) == len && memcmp(sets[i].name, name, len) == 0)
			return sets[i].set;
	return NULL;
}

/* Without retries, as a command that cannot reach the PABX shall end. */
int feed_options(const struct cli_feed *feed, struct pbx_feed_options *options, struct why *why)
{
	size_t len;

	*options = (struct pbx_feed_options){
		.device_min = feed->device_min,
		.pingtime = (int)feed->pingtime,
		.has_max_retry = true,
	};
	for (const char *name = feed->sets; name && *name; name += len + (name[len] == ',')) {
		len = strcspn(name, ",");
		bool *set = set_named(options, name, len);
		if (!set)
			return why_set(
				why, ERR_INVALID,
				_("--set knows device, mailbox, queue and presence, not \"%.*s\""),
				(int)(len < 40 ? len : 40), name);
		*set = true;
	}
	return 0;
}
