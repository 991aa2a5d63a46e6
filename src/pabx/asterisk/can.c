#include "can.h"

struct need {
	const char *capability;
	const char *actions[4]; /* all of them */
	size_t conf;            /* offset of a setting without which it is not there, or 0 */
};

#define WITH(member) offsetof(struct asterisk_conf, member)

static const struct need needs[] = {
	{"answer", {"PJSIPNotify"}, 0},
	{"atxfer", {"Originate", "Bridge", "Getvar"}, 0},
	{"claim", {"Redirect", "Getvar"}, 0},
	{"dtmf", {"PlayDTMF"}, 0},
	{"hold", {"PJSIPNotify"}, 0},
	{"merge", {"Redirect", "Getvar"}, WITH(conference)},
	{"message", {NULL}, 0},
	{"park", {"Park"}, 0},
	{"pause", {"QueuePause"}, 0},
	{"pickup", {"Originate", "Redirect", "Getvar"}, 0},
	{"presence", {NULL}, 0},
	{"retrieve", {"Originate", "Getvar", "ParkedCalls"}, 0},
	{"send", {"Redirect", "Getvar"}, 0},
	{"voicemail", {"Redirect", "Getvar"}, WITH(voicemail)},
	{"xfer", {"BlindTransfer", "Redirect", "Getvar"}, 0},
};

static bool is_set(const struct asterisk_conf *conf, size_t offset)
{
	return !offset || *(char *const *)((const char *)conf + offset) != NULL;
}

static bool has_all(const struct ami_message *m, const char *const *actions)
{
	for (unsigned i = 0; i < 4 && actions[i]; i++)
		if (!ami_has(m, actions[i]))
			return false;
	return true;
}

void can_take(struct asterisk *a, const struct ami_message *m)
{
	unsigned count = 0;

	for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]); i++)
		if (has_all(m, needs[i].actions) && is_set(&a->conf, needs[i].conf))
			a->can[count++] = needs[i].capability;
	a->can[count] = NULL;
}
