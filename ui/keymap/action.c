#include "action.h"

#include <string.h>

#include "base/language.h"

#define ACTION_ROW(ENUM, name, when, strip, label, help) {name, when, strip, label, help},
static const struct action_info actions[] = {ACTIONS(ACTION_ROW)};

const struct action_info *action_info(enum action action)
{
	return &actions[action];
}

/* The table's parts, in its order. */
#define ONE_MORE(ENUM, name, when, strip, label, help) +1
static const struct {
	const char *title;
	int count;
} groups[] = {
	{N_("Calls"), 0 ACTIONS_CALL(ONE_MORE)},
	{N_("People"), 0 ACTIONS_FIND(ONE_MORE)},
	{N_("The desk"), 0 ACTIONS_DESK(ONE_MORE)},
	{N_("The screen"), 0 ACTIONS_VIEW(ONE_MORE)},
};
enum { GROUPS = sizeof groups / sizeof *groups };

const char *action_group(enum action action)
{
	int group = 0, end = groups[0].count;

	while (group < GROUPS - 1 && (int)action >= end)
		end += groups[++group].count;
	return groups[group].title;
}

enum action action_find(const char *name)
{
	enum action found = ACTION_NONE;
	size_t len = strlen(name);

	for (int i = 0; i < ACTION_COUNT; i++) {
		if (strcmp(actions[i].name, name) == 0)
			return (enum action)i;
		if (len && strncmp(actions[i].name, name, len) == 0) {
			if (found != ACTION_NONE)
				return ACTION_NONE;
			found = (enum action)i;
		}
	}
	return found;
}
