#include "action.h"

#include <string.h>

#define ACTION_ROW(ENUM, name, when, strip, label, help) {name, when, strip, label, help},
static const struct action_info actions[] = {ACTIONS(ACTION_ROW)};

const struct action_info *action_info(enum action action)
{
	return &actions[action];
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
