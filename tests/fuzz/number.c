/* Any text as a telephone number, under plans with and without an outside prefix. */
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "fuzz.h"

static void check_plan(const struct number_plan *plan, const char *text, size_t cap)
{
	char *out = malloc(cap);

	must(out != NULL);

	int len = number_e164(plan, text, out, cap);

	if (len >= 0) {
		must((size_t)len < cap && strlen(out) == (size_t)len);
		must(strspn(out + (*out == '+'), "0123456789*#") == strlen(out + (*out == '+')));
	}
	free(out);
}

static void check_digits(const char *text)
{
	char out[NUMBER_MAX + 1];
	int len = number_digits(text, out, sizeof(out));

	must(len < (int)sizeof(out));
	if (len < 0)
		return;
	must(number_dialable(text) && number_dialable(out));
	must(strspn(out, "+0123456789*#") == (size_t)len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const struct number_plan plans[] = {
		{.country = "44", .national = "0", .international = "00", .outside = "9"},
		{.country = "1", .national = "1", .international = "011", .outside = ""},
		{.country = "", .national = "", .international = "", .outside = ""},
	};
	char text[512];

	fuzz_init();
	if (len >= sizeof(text))
		return 0;
	memcpy(text, data, len);
	text[len] = '\0';
	for (size_t i = 0; i < sizeof(plans) / sizeof(plans[0]); i++) {
		check_plan(&plans[i], text, NUMBER_MAX + 1);
		check_plan(&plans[i], text, 1 + len % 8);
	}
	check_digits(text);
	return 0;
}
