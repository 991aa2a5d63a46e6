#include "wrap.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

/* Bytes of text (len bytes, then a newline or the end) that stand in a line; *skip blanks follow.
 */
static size_t line_bytes(const char *text, size_t len, int cols, size_t *skip)
{
	size_t fit = text_fit(text, cols, NULL), at;

	*skip = 0;
	if (fit >= len)
		return len;
	if (!fit)
		return text_next(text); /* too narrow for one character */
	for (at = fit; at > 0 && text[at] != ' '; at--)
		;
	while (at > 0 && text[at - 1] == ' ')
		at--;
	if (at) {
		while (text[at + *skip] == ' ')
			++*skip;
		return at;
	}
	return fit;
}

static void add_line(struct wrap *wrap, const char *line, size_t len)
{
	/* Grows by doubling: a power of two is full. */
	if ((wrap->count & (wrap->count - 1)) == 0)
		wrap->line = mem_resize(wrap->line, wrap->count ? (size_t)wrap->count * 2 : 1,
					sizeof(*wrap->line));
	wrap->line[wrap->count] = mem_dup_n(line, len);
	if (text_width(wrap->line[wrap->count]) > wrap->cols)
		wrap->cols = text_width(wrap->line[wrap->count]);
	wrap->count++;
}

void wrap_make(struct wrap *wrap, const char *text, int cols)
{
	*wrap = (struct wrap){0};
	cols = cols > 0 ? cols : 1;
	for (;;) {
		size_t len = strcspn(text, "\n");

		do {
			size_t skip, bytes = line_bytes(text, len, cols, &skip);

			add_line(wrap, text, bytes);
			text += bytes + skip;
			len -= bytes + skip;
		} while (len);
		if (!*text)
			break;
		text++;
	}
}

void wrap_free(struct wrap *wrap)
{
	for (int i = 0; i < wrap->count; i++)
		free(wrap->line[i]);
	free(wrap->line);
	*wrap = (struct wrap){0};
}
