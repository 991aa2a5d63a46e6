#include "decode.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "sequence.h"

enum { ESC = 0x1b, PENDING_MAX = 16384, PASTE_MAX = 65536, KNOWN_MAX = 80 };

static const char paste_end[] = "\033[201~";

struct known {
	char bytes[16];
	size_t len;
	struct term_key key;
};

struct decoder {
	struct decode_sink sink;
	struct known known[KNOWN_MAX]; /* what the terminal's description says */
	int known_count;
	struct buf pending; /* not understood yet */
	struct buf pasted;
	bool pasting;
};

/* On the number pad digits dial, whatever an old description calls them. */
static bool is_pad_digit(const char *bytes)
{
	return bytes[1] == 'O' && bytes[2] >= 'j' && bytes[2] <= 'y' && !bytes[3];
}

static void learn(struct decoder *decoder, const char *(*string)(const char *capability))
{
	struct term_key key;
	const char *capability;

	for (unsigned n = 0; (capability = sequence_capability(n, &key)); n++) {
		const char *bytes = string(capability);
		struct known *known = &decoder->known[decoder->known_count];
		size_t len = bytes ? strlen(bytes) : 0;

		if (len < 2 || len >= sizeof(known->bytes) || bytes[0] != ESC ||
		    is_pad_digit(bytes) || decoder->known_count == KNOWN_MAX)
			continue;
		memcpy(known->bytes, bytes, len);
		known->len = len;
		known->key = key;
		decoder->known_count++;
	}
}

struct decoder *decoder_new(const char *(*string)(const char *capability),
			    const struct decode_sink *sink)
{
	struct decoder *decoder = mem_new(1, sizeof(*decoder));

	decoder->sink = *sink;
	buf_init(&decoder->pending, PENDING_MAX);
	buf_init(&decoder->pasted, PASTE_MAX);
	learn(decoder, string);
	return decoder;
}

void decoder_free(struct decoder **decoder)
{
	if (!*decoder)
		return;
	buf_free(&(*decoder)->pending);
	buf_free(&(*decoder)->pasted);
	free(*decoder);
	*decoder = NULL;
}

/* The longest known sequence at p; or, where p is the start of one, that more must come. */
static struct sequence read_known(const struct decoder *decoder, const char *p, size_t len)
{
	struct sequence s = {.kind = SEQUENCE_NONE};

	for (int i = 0; i < decoder->known_count; i++) {
		const struct known *known = &decoder->known[i];

		if (known->len > len && memcmp(known->bytes, p, len) == 0)
			return (struct sequence){.kind = SEQUENCE_PART};
		if (known->len <= len && known->len > s.len &&
		    memcmp(known->bytes, p, known->len) == 0)
			s = (struct sequence){
				.kind = SEQUENCE_KEY, .len = known->len, .key = known->key};
	}
	return s;
}

static struct sequence read_sequence(const struct decoder *decoder, const char *p, size_t len,
				     bool last)
{
	struct sequence s = read_known(decoder, p, len), generic;

	if (s.kind == SEQUENCE_KEY)
		return s;
	generic = sequence_read(p, len);
	/* "ESC O P" may be whole although the description knows a longer one. */
	if (generic.kind == SEQUENCE_KEY || s.kind != SEQUENCE_PART || last)
		return generic;
	return s;
}

static struct term_key control_key(unsigned char c)
{
	switch (c) {
	case '\t':
		return (struct term_key){KEY_TAB, 0};
	case '\r':
		return (struct term_key){KEY_ENTER, 0};
	case '\b':
	case 0x7f:
		return (struct term_key){KEY_BACKSPACE, 0};
	case ESC:
		return (struct term_key){KEY_ESC, 0};
	case 0:
		return (struct term_key){' ', MOD_CTRL};
	default:
		return (struct term_key){c + (c <= 26 ? 'a' - 1u : '@'), MOD_CTRL};
	}
}

/* One character at p; returns its bytes, 0 if it is not whole yet. key->code is 0 for none. */
static size_t read_character(const char *p, size_t len, struct term_key *key)
{
	unsigned char c = (unsigned char)*p;
	uint32_t character;
	size_t bytes;

	*key = (struct term_key){0, 0};
	if (c < ' ' || c == 0x7f) {
		*key = control_key(c);
		return 1;
	}
	if (len < UTF8_MAX && utf8_whole(p, len) == 0)
		return 0;
	bytes = utf8_read(p, len, &character);
	/* C1 controls are no characters. */
	if (character != UTF8_BAD && !(character >= 0x80 && character < 0xa0))
		key->code = character;
	return bytes;
}

static void emit(struct decoder *decoder, struct term_key key, unsigned mods)
{
	if (!key.code)
		return;
	key.mods |= mods;
	decoder->sink.key(decoder->sink.ctx, key);
}

/* ESC and what follows; returns the bytes taken, 0 if more must come. */
static size_t take_escape(struct decoder *decoder, const char *p, size_t len, bool last)
{
	struct sequence s = read_sequence(decoder, p, len, last);
	struct term_key key;
	unsigned mods = 0;
	size_t skip = 0, bytes;

	if (s.kind == SEQUENCE_NONE && len > 1 && p[1] == ESC) {
		/* Alt with a sequence, as rxvt sends it; or Esc typed twice. */
		s = read_sequence(decoder, p + 1, len - 1, last);
		if (s.kind == SEQUENCE_NONE || s.kind == SEQUENCE_PASTE || s.kind == SEQUENCE_MOUSE)
			s = (struct sequence){.kind = SEQUENCE_KEY, .len = 1, .key = {KEY_ESC, 0}};
		else if (s.kind != SEQUENCE_PART || !last)
			mods = MOD_ALT, skip = 1;
	}
	switch (s.kind) {
	case SEQUENCE_KEY:
		emit(decoder, s.key, mods);
		return skip + s.len;
	case SEQUENCE_PASTE:
		decoder->pasting = true;
		return s.len;
	case SEQUENCE_MOUSE:
		decoder->sink.mouse(decoder->sink.ctx, s.mouse);
		return skip + s.len;
	case SEQUENCE_UNKNOWN:
		return skip + s.len;
	case SEQUENCE_PART:
		if (!last)
			return 0;
		/* A sequence that broke off is dropped; two bytes are Alt with a key. */
		if (len > 2 && p[1] == '[')
			return len;
		break;
	case SEQUENCE_NONE:
		break;
	}
	if (len == 1 || p[1] == ESC) {
		emit(decoder, control_key(ESC), 0);
		return 1;
	}
	bytes = read_character(p + 1, len - 1, &key);
	if (!bytes && !last)
		return 0;
	emit(decoder, key, MOD_ALT);
	return bytes ? bytes + 1 : len;
}

static void end_paste(struct decoder *decoder)
{
	decoder->pasting = false;
	decoder->sink.paste(decoder->sink.ctx, decoder->pasted.data ? decoder->pasted.data : "",
			    decoder->pasted.len);
	buf_clear(&decoder->pasted);
}

/* Text up to the paste's end; what is over the maximum is dropped, its end is still found. */
static size_t take_paste(struct decoder *decoder, const char *p, size_t len, bool last)
{
	const char *end = memmem(p, len, paste_end, strlen(paste_end));
	size_t room = PASTE_MAX - decoder->pasted.len;
	size_t text = end ? (size_t)(end - p) : len, bytes = text + strlen(paste_end);

	if (!end && !last) {
		/* The end may have come in part. */
		for (size_t n = strlen(paste_end) - 1; n > 0; n--) {
			if (n <= len && memcmp(p + len - n, paste_end, n) == 0) {
				text = len - n;
				break;
			}
		}
	}
	buf_add(&decoder->pasted, p, text < room ? text : room);
	if (end || last)
		end_paste(decoder);
	return end ? bytes : text;
}

static void decode(struct decoder *decoder, bool last)
{
	struct buf *pending = &decoder->pending;
	size_t at = 0, bytes = 1;

	while ((at < pending->len || (last && decoder->pasting)) && bytes) {
		const char *p = pending->data + at;
		size_t len = pending->len - at;
		struct term_key key;

		if (decoder->pasting) {
			bytes = take_paste(decoder, p, len, last);
		} else if (*p == ESC) {
			bytes = take_escape(decoder, p, len, last);
		} else {
			bytes = read_character(p, len, &key);
			emit(decoder, key, 0);
		}
		at += bytes;
	}
	buf_drop(pending, at);
}

void decoder_feed(struct decoder *decoder, const char *bytes, size_t len)
{
	while (len) {
		size_t part = len < PENDING_MAX / 2 ? len : PENDING_MAX / 2;

		if (buf_add(&decoder->pending, bytes, part) < 0)
			buf_clear(&decoder->pending);
		decode(decoder, false);
		bytes += part;
		len -= part;
	}
}

enum decode_wait decoder_waits(const struct decoder *decoder)
{
	const struct buf *pending = &decoder->pending;

	if (decoder->pasting)
		return DECODE_PASTE;
	if (!pending->len || pending->data[0] != ESC)
		return DECODE_IDLE;
	return pending->data[pending->len - 1] == ESC ? DECODE_ESC : DECODE_SEQUENCE;
}

void decoder_flush(struct decoder *decoder)
{
	decode(decoder, true);
}
