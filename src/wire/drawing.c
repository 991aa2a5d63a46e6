#include "drawing.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"

void drawing_initials(const char *name, char out[DRAWING_INITIALS])
{
	const char *last = strrchr(name, ' ');
	const char *from[] = {name, last && last[1] ? last + 1 : ""};
	size_t len = 0;

	for (int i = 0; i < 2; i++) {
		size_t bytes = *from[i] ? text_next(from[i]) : 0;

		if (bytes > UTF8_MAX || strchr("<>&\"'", *from[i]))
			continue;
		memcpy(out + len, from[i], bytes);
		len += bytes;
	}
	out[len] = '\0';
}

void drawing_add(struct buf *out, const char *name, int64_t cID, int64_t size)
{
	char letters[DRAWING_INITIALS];

	drawing_initials(name, letters);
	buf_printf(out,
		   "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%" PRId64
		   "\" height=\"%" PRId64 "\" viewBox=\"0 0 128 128\">"
		   "<rect width=\"128\" height=\"128\" fill=\"hsl(%" PRId64 ",35%%,45%%)\"/>"
		   "<text x=\"64\" y=\"82\" font-family=\"sans-serif\" font-size=\"52\" "
		   "fill=\"#fff\" text-anchor=\"middle\">%s</text></svg>",
		   size, size, cID > 0 ? cID % 360 * 47 % 360 : 0, letters);
}
