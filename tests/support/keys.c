#include "support/keys.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/utf8.h"
#include "term/key.h"

static const struct {
	uint32_t code;
	const char *plain;    /* without modifiers */
	const char *modified; /* with one number in it */
} table[] = {
	{KEY_F1, "\033OP", "\033[1;%dP"},
	{KEY_F1 + 1, "\033OQ", "\033[1;%dQ"},
	{KEY_F1 + 2, "\033OR", "\033[1;%dR"},
	{KEY_F1 + 3, "\033OS", "\033[1;%dS"},
	{KEY_F1 + 4, "\033[15~", "\033[15;%d~"},
	{KEY_F1 + 5, "\033[17~", "\033[17;%d~"},
	{KEY_F1 + 6, "\033[18~", "\033[18;%d~"},
	{KEY_F1 + 7, "\033[19~", "\033[19;%d~"},
	{KEY_F1 + 8, "\033[20~", "\033[20;%d~"},
	{KEY_F1 + 9, "\033[21~", "\033[21;%d~"},
	{KEY_F1 + 10, "\033[23~", "\033[23;%d~"},
	{KEY_F12, "\033[24~", "\033[24;%d~"},
	{KEY_UP, "\033OA", "\033[1;%dA"},
	{KEY_DOWN, "\033OB", "\033[1;%dB"},
	{KEY_RIGHT, "\033OC", "\033[1;%dC"},
	{KEY_LEFT, "\033OD", "\033[1;%dD"},
	{KEY_HOME, "\033OH", "\033[1;%dH"},
	{KEY_END, "\033OF", "\033[1;%dF"},
	{KEY_INSERT, "\033[2~", "\033[2;%d~"},
	{KEY_DELETE, "\033[3~", "\033[3;%d~"},
	{KEY_PAGE_UP, "\033[5~", "\033[5;%d~"},
	{KEY_PAGE_DOWN, "\033[6~", "\033[6;%d~"},
	{KEY_ENTER, "\r", NULL},
	{KEY_TAB, "\t", NULL},
	{KEY_BACKTAB, "\033[Z", NULL},
	{KEY_BACKSPACE, "\177", NULL},
	{KEY_ESC, "\033", NULL},
	{KEY_PAD_ENTER, "\033OM", NULL},
	{KEY_PAD_PLUS, "\033Ok", NULL},
	{KEY_PAD_MINUS, "\033Om", NULL},
	{KEY_PAD_STAR, "\033Oj", NULL},
	{KEY_PAD_SLASH, "\033Oo", NULL},
	{KEY_PAD_DOT, "\033On", NULL},
	{KEY_PAD_COMMA, "\033Ol", NULL},
};

static int add_named(struct buf *out, struct term_key key)
{
	for (unsigned i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (table[i].code != key.code)
			continue;
		if (key.mods == MOD_ALT && !table[i].modified)
			return buf_printf(out, "\033%s", table[i].plain);
		if (!key.mods)
			return buf_add_str(out, table[i].plain);
		if (!table[i].modified)
			return ERR_INVALID;
		/* The number stands where the pattern has %d. */
		return buf_printf(out, "%.*s%u%s", (int)strcspn(table[i].modified, "%"),
				  table[i].modified, key.mods + 1,
				  strchr(table[i].modified, '%') + 2);
	}
	return ERR_INVALID;
}

static int add_key(struct buf *out, struct term_key key)
{
	char bytes[UTF8_MAX];

	if (key.code >= KEY_NAMED)
		return add_named(out, key);
	if (key.mods & MOD_ALT)
		buf_add_char(out, '\033');
	if (key.mods & MOD_CTRL)
		return buf_add_char(out, (char)(key.code & 0x1f));
	return buf_add(out, bytes, utf8_write(bytes, key.code));
}

int keys_bytes(struct buf *out, const char *names)
{
	char name[64];
	int used;

	while (sscanf(names, " %63s%n", name, &used) == 1) {
		struct term_key key;

		if (key_parse(name, &key) < 0 || add_key(out, key) < 0)
			return ERR_INVALID;
		names += used;
	}
	return 0;
}
