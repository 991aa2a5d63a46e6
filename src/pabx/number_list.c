#include "number_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static const char *const types[] = {"main", "work", "mobile", "home", "fax", "other"};

/* The word before the number, which is stepped behind; fallback where it has none. */
static const char *take_type(char **text, const char *fallback)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
		size_t len = strlen(types[i]);

		if (strncmp(*text, types[i], len) != 0 || (*text)[len] != ':')
			continue;
		*text += len + 1;
		*text += strspn(*text, " ");
		return types[i];
	}
	return fallback;
}

void number_list_read(struct number_list *list, const char *text)
{
	char *rest, *one;

	list->count = 0;
	list->text = mem_dup(text);
	rest = list->text;
	while (list->count < NUMBER_LIST_MAX && (one = strsep(&rest, ";"))) {
		const char *type;

		one += strspn(one, " ");
		type = take_type(&one, list->count ? "other" : "main");
		if (!*one)
			continue;
		list->types[list->count] = type;
		list->numbers[list->count++] = one;
	}
}

void number_list_free(struct number_list *list)
{
	free(list->text);
	list->text = NULL;
	list->count = 0;
}
