#include "conf_value.h"

#include <errno.h>
#include <stdlib.h>
#include <strings.h>

#include "language.h"
#include "mem.h"

static void *place(const struct conf_option *option, void *values)
{
	return (char *)values + option->offset;
}

static int set_bool(const char *text, bool *value, struct why *why)
{
	static const char *const words[] = {"no", "yes", "off", "on", "false", "true", "0", "1"};

	for (unsigned i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (strcasecmp(text, words[i]) == 0) {
			*value = i % 2 == 1;
			return 0;
		}
	}
	return why_set(why, ERR_INVALID, _("needs yes or no"));
}

static int set_int(const struct conf_option *option, const char *text, int64_t *value,
		   struct why *why)
{
	char *end;
	long long number;

	errno = 0;
	number = strtoll(text, &end, 10);
	if (end == text || *end || errno || number < option->min || number > option->max)
		return why_set(why, ERR_INVALID, _("needs a whole number from %lld to %lld"),
			       (long long)option->min, (long long)option->max);
	*value = number;
	return 0;
}

int conf_set(const struct conf_option *option, const char *text, void *values, struct why *why)
{
	switch (option->type) {
	case CONF_STRING:
		mem_set(place(option, values), text);
		return 0;
	case CONF_INT:
		return set_int(option, text, place(option, values), why);
	case CONF_BOOL:
	case CONF_FLAG:
		return set_bool(text, place(option, values), why);
	}
	return why_set(why, ERR_INVALID, _("cannot be set"));
}

void conf_free(const struct conf_option *options, unsigned count, void *values)
{
	for (unsigned i = 0; i < count; i++)
		if (options[i].type == CONF_STRING)
			mem_set(place(&options[i], values), NULL);
}
