#include "tidy.h"

#include <stdbool.h>
#include <string.h>

enum { PARAMS_MAX = 32 }; /* the Linux console takes 16 numbers */

/* Attributes that were asked for and are not written yet: "0;1;33". */
struct pending {
	char params[PARAMS_MAX];
	size_t len;
};

/* The length of a sequence that sets attributes, 0 if this is none. */
static size_t attributes_at(const char *at, const char *end)
{
	const char *p = at + 2;

	if (end - at < 3 || at[0] != '\033' || at[1] != '[')
		return 0;
	while (p < end && ((*p >= '0' && *p <= '9') || *p == ';'))
		p++;
	return p < end && *p == 'm' ? (size_t)(p + 1 - at) : 0;
}

static bool is_reset(const char *params, size_t len)
{
	return len == 0 || params[0] == ';' || (params[0] == '0' && (len == 1 || params[1] == ';'));
}

static char *write_pending(char *out, struct pending *pending)
{
	if (!pending->len)
		return out;
	*out++ = '\033';
	*out++ = '[';
	if (pending->len > 1 || pending->params[0] != '0') {
		memcpy(out, pending->params, pending->len);
		out += pending->len;
	}
	*out++ = 'm';
	pending->len = 0;
	return out;
}

static char *add_attributes(char *out, struct pending *pending, const char *params, size_t len)
{
	if (is_reset(params, len))
		pending->len = 0;
	else if (pending->len + 1 + len > PARAMS_MAX)
		out = write_pending(out, pending);
	if (pending->len)
		pending->params[pending->len++] = ';';
	if (len)
		memcpy(pending->params + pending->len, params, len);
	else
		pending->params[pending->len] = '0';
	pending->len += len ? len : 1;
	return out;
}

size_t tidy_frame(char *frame, size_t len)
{
	static const char ascii[] = "\033(B";
	const char *at = frame, *end = frame + len;
	char *out = frame;
	struct pending pending = {.len = 0};
	bool is_ascii = false;

	while (at < end) {
		size_t attributes = attributes_at(at, end);

		if (attributes && attributes - 3 < PARAMS_MAX) {
			out = add_attributes(out, &pending, at + 2, attributes - 3);
			at += attributes;
		} else if (is_ascii && end - at >= 3 && !memcmp(at, ascii, 3)) {
			at += 3;
		} else {
			is_ascii = is_ascii || (end - at >= 3 && !memcmp(at, ascii, 3));
			out = write_pending(out, &pending);
			*out++ = *at++;
		}
	}
	return (size_t)(write_pending(out, &pending) - frame);
}
