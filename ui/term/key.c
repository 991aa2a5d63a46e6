#include "key.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/glyph.h"
#include "base/utf8.h"

/* The first name of a code is the one that is shown. */
static const struct {
	const char *name;
	struct term_key key;
} names[] = {
	{"F1", {KEY_F1, 0}},
	{"F2", {KEY_F1 + 1, 0}},
	{"F3", {KEY_F1 + 2, 0}},
	{"F4", {KEY_F1 + 3, 0}},
	{"F5", {KEY_F1 + 4, 0}},
	{"F6", {KEY_F1 + 5, 0}},
	{"F7", {KEY_F1 + 6, 0}},
	{"F8", {KEY_F1 + 7, 0}},
	{"F9", {KEY_F1 + 8, 0}},
	{"F10", {KEY_F1 + 9, 0}},
	{"F11", {KEY_F1 + 10, 0}},
	{"F12", {KEY_F12, 0}},
	{"Up", {KEY_UP, 0}},
	{"Down", {KEY_DOWN, 0}},
	{"Left", {KEY_LEFT, 0}},
	{"Right", {KEY_RIGHT, 0}},
	{"Home", {KEY_HOME, 0}},
	{"End", {KEY_END, 0}},
	{"PgUp", {KEY_PAGE_UP, 0}},
	{"PageUp", {KEY_PAGE_UP, 0}},
	{"PgDn", {KEY_PAGE_DOWN, 0}},
	{"PageDown", {KEY_PAGE_DOWN, 0}},
	{"Ins", {KEY_INSERT, 0}},
	{"Insert", {KEY_INSERT, 0}},
	{"Del", {KEY_DELETE, 0}},
	{"Delete", {KEY_DELETE, 0}},
	{"Enter", {KEY_ENTER, 0}},
	{"Return", {KEY_ENTER, 0}},
	{"Tab", {KEY_TAB, 0}},
	{"Shift-Tab", {KEY_BACKTAB, 0}},
	{"BackTab", {KEY_BACKTAB, 0}},
	{"Backspace", {KEY_BACKSPACE, 0}},
	{"Esc", {KEY_ESC, 0}},
	{"Escape", {KEY_ESC, 0}},
	{"Space", {' ', 0}},
	{"Pad-Enter", {KEY_PAD_ENTER, 0}},
	{"Pad+", {KEY_PAD_PLUS, 0}},
	{"Pad-", {KEY_PAD_MINUS, 0}},
	{"Pad*", {KEY_PAD_STAR, 0}},
	{"Pad/", {KEY_PAD_SLASH, 0}},
	{"Pad.", {KEY_PAD_DOT, 0}},
	{"Pad,", {KEY_PAD_COMMA, 0}},
	{"Ctrl-I", {KEY_TAB, 0}},
	{"Ctrl-M", {KEY_ENTER, 0}},
	{"Ctrl-H", {KEY_BACKSPACE, 0}},
	{"Ctrl-[", {KEY_ESC, 0}},
	{"Ctrl-Space", {' ', MOD_CTRL}},
	{"Ctrl-@", {' ', MOD_CTRL}},
};

static const struct {
	const char *name;
	size_t len;
	unsigned bit;
} modifiers[] = {
	{"Ctrl-", 5, MOD_CTRL}, {"C-", 2, MOD_CTRL},      {"Alt-", 4, MOD_ALT},
	{"M-", 2, MOD_ALT},     {"Shift-", 6, MOD_SHIFT}, {"S-", 2, MOD_SHIFT},
};

enum { NAMES = sizeof(names) / sizeof(names[0]) };
enum { MODIFIERS = sizeof(modifiers) / sizeof(modifiers[0]) };

static bool find_name(const char *name, struct term_key *key)
{
	for (int i = 0; i < NAMES; i++) {
		if (strcasecmp(name, names[i].name) == 0) {
			*key = names[i].key;
			return true;
		}
	}
	return false;
}

static int parse_character(const char *name, struct term_key *key)
{
	uint32_t character;
	size_t len = strlen(name);

	if (!len || utf8_read(name, len, &character) != len || glyph_width(character) < 1)
		return ERR_INVALID;
	*key = (struct term_key){character, 0};
	return 0;
}

/* What a terminal can send: Ctrl with a letter or one of [ \ ] ^ _, Shift with named keys. */
static int add_modifiers(struct term_key *key, unsigned mods)
{
	bool named = key->code >= KEY_NAMED;

	if ((mods & MOD_CTRL) && !named) {
		if (key->code >= 'A' && key->code <= 'Z')
			key->code += 'a' - 'A';
		if (key->code != ' ' && !(key->code >= 'a' && key->code <= 'z') &&
		    !(key->code >= '[' && key->code <= '_'))
			return ERR_INVALID;
	}
	if ((mods & MOD_SHIFT) && !named)
		return ERR_INVALID;
	key->mods |= mods;
	return 0;
}

int key_parse(const char *name, struct term_key *key)
{
	unsigned mods = 0;

	for (int i = 0; i < MODIFIERS; i++) {
		/* "Ctrl-I" and "Shift-Tab" are whole names, also behind "Alt-". */
		if (find_name(name, key))
			return add_modifiers(key, mods);
		if (strncasecmp(name, modifiers[i].name, modifiers[i].len) == 0 &&
		    name[modifiers[i].len]) {
			mods |= modifiers[i].bit;
			name += modifiers[i].len;
			i = -1;
		}
	}
	if (parse_character(name, key) < 0)
		return ERR_INVALID;
	return add_modifiers(key, mods);
}

static const char *name_of(uint32_t code, char character[UTF8_MAX + 1])
{
	for (int i = 0; i < NAMES; i++)
		if (names[i].key.code == code)
			return names[i].name;
	if (code >= KEY_NAMED)
		return "?";
	character[utf8_write(character, code)] = '\0';
	return character;
}

const char *key_name(struct term_key key, char out[KEY_NAME_MAX])
{
	char character[UTF8_MAX + 1];
	uint32_t code = key.code;

	if ((key.mods & MOD_CTRL) && code >= 'a' && code <= 'z')
		code -= 'a' - 'A';
	snprintf(out, KEY_NAME_MAX, "%s%s%s%s", key.mods & MOD_CTRL ? "Ctrl-" : "",
		 key.mods & MOD_ALT ? "Alt-" : "", key.mods & MOD_SHIFT ? "Shift-" : "",
		 name_of(code, character));
	return out;
}

bool key_same(struct term_key a, struct term_key b)
{
	return a.code == b.code && a.mods == b.mods;
}

uint32_t key_char(struct term_key key)
{
	static const char pad[] = "+-*/.,";

	if (key.mods & (MOD_CTRL | MOD_ALT))
		return 0;
	if (key.code < KEY_NAMED)
		return key.code;
	if (key.code >= KEY_PAD_PLUS && key.code <= KEY_PAD_COMMA)
		return (uint32_t)pad[key.code - KEY_PAD_PLUS];
	return 0;
}
