/* Keys: what a terminal's bytes mean, and their names in key maps and on the screen. */
#ifndef TERM_KEY_H
#define TERM_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Codes: a Unicode character is itself (a letter with Ctrl is the small letter); other keys lie
 * above Unicode. Shift is said only of keys that are no characters. */
enum {
	KEY_NAMED = 0x110000,
	KEY_F1 = KEY_NAMED, /* KEY_F1 + n - 1 is Fn, up to F12; F13… are Shift-F1… */
	KEY_F12 = KEY_F1 + 11,
	KEY_UP,
	KEY_DOWN,
	KEY_LEFT,
	KEY_RIGHT,
	KEY_HOME,
	KEY_END,
	KEY_PAGE_UP,
	KEY_PAGE_DOWN,
	KEY_INSERT,
	KEY_DELETE,
	KEY_ENTER,
	KEY_TAB,
	KEY_BACKTAB, /* Shift-Tab */
	KEY_BACKSPACE,
	KEY_ESC,
	KEY_PAD_ENTER, /* the number pad, where the terminal tells; its digits are digits */
	KEY_PAD_PLUS,
	KEY_PAD_MINUS,
	KEY_PAD_STAR,
	KEY_PAD_SLASH,
	KEY_PAD_DOT,
	KEY_PAD_COMMA,
	KEY_LIMIT,
};

enum { MOD_SHIFT = 1, MOD_ALT = 2, MOD_CTRL = 4 };

struct term_key {
	uint32_t code;
	unsigned mods;
};

/* A button that was pressed, and the cell under it; rows and columns count from 0. */
enum term_button { BUTTON_LEFT, BUTTON_MIDDLE, BUTTON_RIGHT, BUTTON_WHEEL_UP, BUTTON_WHEEL_DOWN };

struct term_mouse {
	enum term_button button;
	int y, x;
	unsigned mods;
};

enum { KEY_NAME_MAX = 32 };

/* "F2", "Ctrl-R", "Alt-Left", "Shift-F1", "PgUp", "Pad+", "Space", "?", "é"; names in any case.
 * Ctrl-I, Ctrl-M, Ctrl-H and Ctrl-[ are what the terminal makes of them: Tab, Enter, Backspace and
 * Esc. Returns 0 or ERR_INVALID. */
int key_parse(const char *name, struct term_key *key);
/* The name that key_parse() reads, as it is shown. Returns out. */
const char *key_name(struct term_key key, char out[KEY_NAME_MAX]);
bool key_same(struct term_key a, struct term_key b);
/* The character that the key types into an input: 0 if none (Ctrl, Alt, named keys). The number
 * pad's + - * / . type theirs. */
uint32_t key_char(struct term_key key);

#endif
