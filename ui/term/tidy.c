#include "tidy.h"

#include <stdbool.h>
#include <string.h>

enum { PARAMS_MAX = 32 }; /* the Linux console takes 16 numbers */

/* Attributes that were asked for and are not written yet: perhaps a reset, then "1;33". */
struct pending {
	bool reset;
	char params[PARAMS_MAX];
	size_t len;
	bool plain; /* what was written last took all attributes away */
};

/* The length of a sequence that curses sets attributes with, 0 if this is none. */
static size_t attributes_at(const char *at, const char *end)
{
	const char *p = at + 2;

	if (end - at < 3 || at[0] != '\033' || at[1] != '[' || *p == ';')
		return 0;
	while (p < end && *p >= '0' && *p <= ';' && p - at < PARAMS_MAX)
		p++;
	return p < end && *p == 'm' ? (size_t)(p + 1 - at) : 0;
}

/* Sequences that are left as they are; what sets attributes ends in m, or is none of "ESC [". */
static bool may_set_attributes(const char *at, const char *end)
{
	const char *p = at + 2;

	if (end - at < 2 || at[1] != '[')
		return true;
	while (p < end && *p >= 0x20 && *p < 0x40)
		p++;
	return p == end || *p == 'm';
}

static char *write_pending(char *out, struct pending *pending)
{
	bool reset = pending->reset && !pending->plain;

	if (reset || pending->len) {
		*out++ = '\033';
		*out++ = '[';
		if (reset && pending->len) {
			*out++ = '0';
			*out++ = ';';
		}
		memcpy(out, pending->params, pending->len);
		out += pending->len;
		*out++ = 'm';
		pending->plain = !pending->len;
	}
	pending->reset = false;
	pending->len = 0;
	return out;
}

static char *add_attributes(char *out, struct pending *pending, const char *params, size_t len)
{
	if (len == 0 || (params[0] == '0' && (len == 1 || params[1] == ';'))) {
		pending->reset = true;
		pending->len = 0;
		params += len > 2 ? 2 : len;
		len -= len > 2 ? 2 : len;
	} else if (pending->len + 1 + len > PARAMS_MAX) {
		out = write_pending(out, pending);
	}
	if (pending->len && len)
		pending->params[pending->len++] = ';';
	memcpy(pending->params + pending->len, params, len);
	pending->len += len;
	return out;
}

/* "ESC [", up to two numbers and a letter. */
struct sequence {
	size_t len; /* 0: none */
	char letter;
	unsigned number;    /* the first; 1 without one */
	const char *second; /* its digits, NULL without one */
	size_t second_len;
};

static const char *read_number(const char *p, const char *end, unsigned *number)
{
	const char *start = p;

	for (*number = 0; p < end && *p >= '0' && *p <= '9' && p - start < 4; p++)
		*number = *number * 10 + (unsigned)(*p - '0');
	return p;
}

static struct sequence sequence_at(const char *at, const char *end)
{
	struct sequence seq = {.number = 1};
	const char *p = at + 2, *start = p;
	unsigned second;

	if (end - at < 3 || at[0] != '\033' || at[1] != '[')
		return seq;
	p = read_number(p, end, &seq.number);
	if (p == start)
		seq.number = 1;
	if (p < end && *p == ';') {
		seq.second = p + 1;
		p = read_number(p + 1, end, &second);
		seq.second_len = (size_t)(p - seq.second);
	}
	if (p < end && *p >= '@' && *p <= '~') {
		seq.letter = *p;
		seq.len = (size_t)(p + 1 - at);
	}
	return seq;
}

/* The row that the cursor is in behind what stands at a place, 0 for not known. */
static unsigned row_behind(const char *at, const struct sequence *seq, unsigned row)
{
	if (seq->len)
		return strchr("Hd", seq->letter)          ? seq->number
		       : strchr("CDGKXbhlm", seq->letter) ? row
							  : 0;
	return (unsigned char)*at >= ' ' || *at == '\r' || *at == '\b' ? row : 0;
}

static char *write_column(char *out, const struct sequence *seq)
{
	*out++ = '\033';
	*out++ = '[';
	memmove(out, seq->second, seq->second_len);
	out += seq->second_len;
	*out++ = 'G';
	return out;
}

size_t tidy_frame(char *frame, size_t len, struct tidy *tidy)
{
	static const char ascii[] = "\033(B";
	const char *at = frame, *end = frame + len;
	char *out = frame;
	struct pending pending = {.len = 0};
	unsigned row = 0;

	while (at < end) {
		size_t attributes = attributes_at(at, end);
		bool ascii_here = end - at >= 3 && !memcmp(at, ascii, 3);

		if (attributes) {
			out = add_attributes(out, &pending, at + 2, attributes - 3);
			at += attributes;
		} else if (ascii_here) {
			/* Attributes that wait go on waiting. */
			if (!tidy->ascii)
				memcpy(out, ascii, 3);
			out += tidy->ascii ? 0 : 3;
			at += 3;
			tidy->ascii = true;
		} else {
			struct sequence seq = sequence_at(at, end);
			size_t whole = seq.len ? seq.len : 1;

			out = write_pending(out, &pending);
			if (*at == '\033' && may_set_attributes(at, end))
				pending.plain = false;
			if (tidy->columns && seq.len && seq.letter == 'H' && seq.second_len &&
			    seq.number == row) {
				out = write_column(out, &seq);
			} else {
				row = row_behind(at, &seq, row);
				memmove(out, at, whole);
				out += whole;
			}
			at += whole;
		}
	}
	return (size_t)(write_pending(out, &pending) - frame);
}
