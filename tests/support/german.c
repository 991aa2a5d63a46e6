#include "support/german.h"

#include <stddef.h>

#include "base/language.h"
#include "support/front.h"

int german_setup(void **state)
{
	return language_use("de", LOCALE, NULL) || front_setup(state);
}

int german_teardown(void **state)
{
	front_teardown(state);
	return language_use("en", LOCALE, NULL);
}
