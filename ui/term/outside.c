#include "outside.h"

#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX_BYTES = 256, SEQUENCE_MAX = 8192 };

bool outside_tmux(void)
{
	const char *tmux = getenv("TMUX");

	return tmux && *tmux;
}

/* Each ESC is doubled in the wrapping. */
void outside_add(struct buf *out, const struct buf *sequence)
{
	if (!outside_tmux()) {
		buf_add(out, sequence->data, sequence->len);
		return;
	}
	buf_add_str(out, "\033Ptmux;");
	for (size_t i = 0; i < sequence->len; i++) {
		if (sequence->data[i] == '\033')
			buf_add_char(out, '\033');
		buf_add_char(out, sequence->data[i]);
	}
	buf_add_str(out, "\033\\");
}

void outside_base64(struct buf *out, const unsigned char *data, size_t len)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t at = 0; at < len; at += 3) {
		size_t left = len - at;
		unsigned bits = (unsigned)data[at] << 16 |
				(left > 1 ? (unsigned)data[at + 1] << 8 : 0) |
				(left > 2 ? data[at + 2] : 0);

		buf_add_char(out, digits[bits >> 18]);
		buf_add_char(out, digits[bits >> 12 & 63]);
		buf_add_char(out, left > 1 ? digits[bits >> 6 & 63] : '=');
		buf_add_char(out, left > 2 ? digits[bits & 63] : '=');
	}
}

/* Inside tmux both ways are tried: it may set the clipboard itself, or hand the sequence on. */
void outside_copy(struct buf *out, const char *text)
{
	struct buf sequence;

	buf_init(&sequence, SEQUENCE_MAX);
	buf_add_str(&sequence, "\033]52;c;");
	outside_base64(&sequence, (const unsigned char *)text, strnlen(text, TEXT_MAX_BYTES));
	buf_add_char(&sequence, '\a');
	if (outside_tmux())
		buf_add(out, sequence.data, sequence.len);
	outside_add(out, &sequence);
	buf_free(&sequence);
}

/* No control characters of either set; semicolons part the fields of a sequence. */
static void add_harmless(struct buf *out, const char *text)
{
	size_t len = strnlen(text, TEXT_MAX_BYTES);

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];
		bool c1 = c == 0xc2 && i + 1 < len && (unsigned char)text[i + 1] < 0xa0;

		if (c1)
			i++;
		else if (c == ';')
			buf_add_char(out, ',');
		else if (c >= ' ' && c != 0x7f)
			buf_add_char(out, (char)c);
	}
}

static void add_kitty(struct buf *out, const char *part, const char *more, const char *text)
{
	struct buf clean;

	buf_init(&clean, 2 * TEXT_MAX_BYTES);
	buf_add_str(&clean, "");
	add_harmless(&clean, text);
	buf_printf(out, "\033]99;i=frontdesk:e=1%s:p=%s;", more, part);
	outside_base64(out, (const unsigned char *)clean.data, clean.len);
	buf_add_str(out, "\033\\");
	buf_free(&clean);
}

void outside_notify(struct buf *out, enum term_notice how, const char *title, const char *body)
{
	struct buf sequence;

	if (how == TERM_NOTICE_NONE)
		return;
	buf_init(&sequence, SEQUENCE_MAX);
	if (how == TERM_NOTICE_KITTY) {
		add_kitty(&sequence, "title", ":d=0", title);
		add_kitty(&sequence, "body", "", body);
	} else {
		buf_add_str(&sequence, how == TERM_NOTICE_OSC9 ? "\033]9;" : "\033]777;notify;");
		add_harmless(&sequence, title);
		buf_add_str(&sequence, how == TERM_NOTICE_OSC9 ? ": " : ";");
		add_harmless(&sequence, body);
		buf_add_char(&sequence, '\a');
	}
	outside_add(out, &sequence);
	buf_free(&sequence);
}
