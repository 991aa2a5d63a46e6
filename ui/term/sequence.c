#include "sequence.h"

#include <stdlib.h>
#include <string.h>

#define SIZE(table) (sizeof(table) / sizeof((table)[0]))

enum { ESC = 0x1b };

struct code {
	int number;
	struct term_key key;
};

/* "ESC [ number ~", as xterm, vt220, linux and rxvt number their keys. */
static const struct code numbered[] = {
	{1, {KEY_HOME, 0}},
	{2, {KEY_INSERT, 0}},
	{3, {KEY_DELETE, 0}},
	{4, {KEY_END, 0}},
	{5, {KEY_PAGE_UP, 0}},
	{6, {KEY_PAGE_DOWN, 0}},
	{7, {KEY_HOME, 0}},
	{8, {KEY_END, 0}},
	{11, {KEY_F1, 0}},
	{12, {KEY_F1 + 1, 0}},
	{13, {KEY_F1 + 2, 0}},
	{14, {KEY_F1 + 3, 0}},
	{15, {KEY_F1 + 4, 0}},
	{17, {KEY_F1 + 5, 0}},
	{18, {KEY_F1 + 6, 0}},
	{19, {KEY_F1 + 7, 0}},
	{20, {KEY_F1 + 8, 0}},
	{21, {KEY_F1 + 9, 0}},
	{23, {KEY_F1 + 10, 0}},
	{24, {KEY_F12, 0}},
	{25, {KEY_F1, MOD_SHIFT}},
	{26, {KEY_F1 + 1, MOD_SHIFT}},
	{28, {KEY_F1 + 2, MOD_SHIFT}},
	{29, {KEY_F1 + 3, MOD_SHIFT}},
	{31, {KEY_F1 + 4, MOD_SHIFT}},
	{32, {KEY_F1 + 5, MOD_SHIFT}},
	{33, {KEY_F1 + 6, MOD_SHIFT}},
	{34, {KEY_F1 + 7, MOD_SHIFT}},
};

/* "ESC [ letter". */
static const struct code lettered[] = {
	{'A', {KEY_UP, 0}},           {'B', {KEY_DOWN, 0}},          {'C', {KEY_RIGHT, 0}},
	{'D', {KEY_LEFT, 0}},         {'H', {KEY_HOME, 0}},          {'F', {KEY_END, 0}},
	{'P', {KEY_F1, 0}},           {'Q', {KEY_F1 + 1, 0}},        {'R', {KEY_F1 + 2, 0}},
	{'S', {KEY_F1 + 3, 0}},       {'Z', {KEY_BACKTAB, 0}},       {'a', {KEY_UP, MOD_SHIFT}},
	{'b', {KEY_DOWN, MOD_SHIFT}}, {'c', {KEY_RIGHT, MOD_SHIFT}}, {'d', {KEY_LEFT, MOD_SHIFT}},
};

/* "ESC O letter": the same in the keypad's application mode, where digits stay digits. */
static const struct code keypad[] = {
	{'A', {KEY_UP, 0}},
	{'B', {KEY_DOWN, 0}},
	{'C', {KEY_RIGHT, 0}},
	{'D', {KEY_LEFT, 0}},
	{'H', {KEY_HOME, 0}},
	{'F', {KEY_END, 0}},
	{'P', {KEY_F1, 0}},
	{'Q', {KEY_F1 + 1, 0}},
	{'R', {KEY_F1 + 2, 0}},
	{'S', {KEY_F1 + 3, 0}},
	{'M', {KEY_PAD_ENTER, 0}},
	{'k', {KEY_PAD_PLUS, 0}},
	{'m', {KEY_PAD_MINUS, 0}},
	{'j', {KEY_PAD_STAR, 0}},
	{'o', {KEY_PAD_SLASH, 0}},
	{'n', {KEY_PAD_DOT, 0}},
	{'l', {KEY_PAD_COMMA, 0}},
	{'I', {KEY_TAB, 0}},
	{'X', {'=', 0}},
	{' ', {' ', 0}},
	{'a', {KEY_UP, MOD_CTRL}},
	{'b', {KEY_DOWN, MOD_CTRL}},
	{'c', {KEY_RIGHT, MOD_CTRL}},
	{'d', {KEY_LEFT, MOD_CTRL}},
	{'p', {'0', 0}},
	{'q', {'1', 0}},
	{'r', {'2', 0}},
	{'s', {'3', 0}},
	{'t', {'4', 0}},
	{'u', {'5', 0}},
	{'v', {'6', 0}},
	{'w', {'7', 0}},
	{'x', {'8', 0}},
	{'y', {'9', 0}},
};

/* Characters by number, in "ESC [ number ; modifiers u" and xterm's "27 ; modifiers ; number ~". */
static const struct code characters[] = {
	{8, {KEY_BACKSPACE, 0}}, {9, {KEY_TAB, 0}},         {13, {KEY_ENTER, 0}},
	{27, {KEY_ESC, 0}},      {127, {KEY_BACKSPACE, 0}},
};

static const struct {
	const char *capability;
	struct term_key key;
} capabilities[] = {
	{"kcuu1", {KEY_UP, 0}},
	{"kcud1", {KEY_DOWN, 0}},
	{"kcub1", {KEY_LEFT, 0}},
	{"kcuf1", {KEY_RIGHT, 0}},
	{"khome", {KEY_HOME, 0}},
	{"kend", {KEY_END, 0}},
	{"kpp", {KEY_PAGE_UP, 0}},
	{"knp", {KEY_PAGE_DOWN, 0}},
	{"kich1", {KEY_INSERT, 0}},
	{"kdch1", {KEY_DELETE, 0}},
	{"kcbt", {KEY_BACKTAB, 0}},
	{"kent", {KEY_PAD_ENTER, 0}},
	{"kfnd", {KEY_HOME, 0}},
	{"kslt", {KEY_END, 0}},
	{"kri", {KEY_UP, MOD_SHIFT}},
	{"kind", {KEY_DOWN, MOD_SHIFT}},
	{"kLFT", {KEY_LEFT, MOD_SHIFT}},
	{"kRIT", {KEY_RIGHT, MOD_SHIFT}},
	{"kHOM", {KEY_HOME, MOD_SHIFT}},
	{"kEND", {KEY_END, MOD_SHIFT}},
	{"kPRV", {KEY_PAGE_UP, MOD_SHIFT}},
	{"kNXT", {KEY_PAGE_DOWN, MOD_SHIFT}},
	{"kDC", {KEY_DELETE, MOD_SHIFT}},
	{"kIC", {KEY_INSERT, MOD_SHIFT}},
	{"kf1", {KEY_F1, 0}},
	{"kf2", {KEY_F1 + 1, 0}},
	{"kf3", {KEY_F1 + 2, 0}},
	{"kf4", {KEY_F1 + 3, 0}},
	{"kf5", {KEY_F1 + 4, 0}},
	{"kf6", {KEY_F1 + 5, 0}},
	{"kf7", {KEY_F1 + 6, 0}},
	{"kf8", {KEY_F1 + 7, 0}},
	{"kf9", {KEY_F1 + 8, 0}},
	{"kf10", {KEY_F1 + 9, 0}},
	{"kf11", {KEY_F1 + 10, 0}},
	{"kf12", {KEY_F12, 0}},
	{"kf13", {KEY_F1, MOD_SHIFT}},
	{"kf14", {KEY_F1 + 1, MOD_SHIFT}},
	{"kf15", {KEY_F1 + 2, MOD_SHIFT}},
	{"kf16", {KEY_F1 + 3, MOD_SHIFT}},
	{"kf17", {KEY_F1 + 4, MOD_SHIFT}},
	{"kf18", {KEY_F1 + 5, MOD_SHIFT}},
	{"kf19", {KEY_F1 + 6, MOD_SHIFT}},
	{"kf20", {KEY_F1 + 7, MOD_SHIFT}},
	{"kf21", {KEY_F1 + 8, MOD_SHIFT}},
	{"kf22", {KEY_F1 + 9, MOD_SHIFT}},
	{"kf23", {KEY_F1 + 10, MOD_SHIFT}},
	{"kf24", {KEY_F12, MOD_SHIFT}},
};

const char *sequence_capability(unsigned n, struct term_key *key)
{
	if (n >= SIZE(capabilities))
		return NULL;
	*key = capabilities[n].key;
	return capabilities[n].capability;
}

static bool find(const struct code *table, size_t count, int number, struct term_key *key)
{
	for (size_t i = 0; i < count; i++) {
		if (table[i].number == number) {
			*key = table[i].key;
			return true;
		}
	}
	return false;
}

/* xterm's modifier parameter is one more than the bits shift 1, alt 2, ctrl 4, meta 8. */
static unsigned modifiers(int parameter)
{
	unsigned bits = parameter > 1 ? (unsigned)parameter - 1 : 0;

	return (bits & 7u) | (bits & 8u ? (unsigned)MOD_ALT : 0u);
}

static bool character_key(int number, unsigned mods, struct term_key *key)
{
	if (!find(characters, SIZE(characters), number, key)) {
		if (number < ' ' || number >= KEY_NAMED)
			return false;
		*key = (struct term_key){(uint32_t)number, 0};
		mods &= ~(unsigned)MOD_SHIFT;
	}
	key->mods |= mods;
	return true;
}

struct csi {
	int parameter[3];
	int count;
	char private; /* one of < = > ?, or 0 */
	char last;
};

/* The bytes after "ESC [" up to the final one; returns its place, 0 if it has not come, or -1 if
 * something stands there that no sequence has. */
static int read_csi(const char *p, size_t len, struct csi *csi)
{
	*csi = (struct csi){.count = 1};
	for (size_t i = 2; i < len && i < SEQUENCE_MAX; i++) {
		unsigned char c = (unsigned char)p[i];

		if (c >= '0' && c <= '9') {
			int *value = &csi->parameter[csi->count - 1];

			*value = *value < KEY_NAMED ? *value * 10 + (c - '0') : KEY_NAMED;
		} else if (c == ';' || c == ':') {
			csi->count += csi->count < (int)SIZE(csi->parameter);
		} else if (c >= '<' && c <= '?') {
			csi->private = (char)c;
		} else if ((c >= '@' && c <= '~') || c == '$') {
			csi->last = (char)c;
			return (int)i;
		} else if (c < ' ' || c > '~') {
			return -1;
		}
	}
	return len >= SEQUENCE_MAX ? -1 : 0;
}

/* rxvt tells modifiers by the last byte. */
static unsigned rxvt_modifiers(char last)
{
	return last == '$' ? MOD_SHIFT : last == '^' ? MOD_CTRL : MOD_SHIFT | MOD_CTRL;
}

static bool csi_key(const struct csi *csi, struct term_key *key)
{
	const int *p = csi->parameter;

	if (csi->private)
		return false;
	switch (csi->last) {
	case '~':
		if (p[0] == 27 && csi->count == 3)
			return character_key(p[2], modifiers(p[1]), key);
		if (!find(numbered, SIZE(numbered), p[0], key))
			return false;
		break;
	case 'u':
		return character_key(p[0], modifiers(p[1]), key);
	case '$':
	case '^':
	case '@':
		if (!find(numbered, SIZE(numbered), p[0], key))
			return false;
		key->mods |= rxvt_modifiers(csi->last);
		return true;
	default:
		/* Other numbers before a letter are a terminal's reports. */
		if (p[0] > 1 || p[1] > 16 || !find(lettered, SIZE(lettered), csi->last, key))
			return false;
	}
	key->mods |= modifiers(p[1]);
	return true;
}

/* "ESC [ < button ; column ; row M", as xterm tells what the mouse does (mode 1006). Movement and
 * releases (which end in m) mean nothing here. */
static bool csi_mouse(const struct csi *csi, struct term_mouse *mouse)
{
	enum { SHIFT = 4, ALT = 8, CTRL = 16, MOVED = 32, WHEEL = 64, MODS = SHIFT | ALT | CTRL };
	const int *p = csi->parameter;
	int button = p[0] & ~MODS;

	if (csi->private != '<' || csi->last != 'M' || csi->count != 3 || p[1] < 1 || p[2] < 1 ||
	    button & MOVED)
		return false;
	if (button >= WHEEL && button <= WHEEL + 1)
		mouse->button = button == WHEEL ? BUTTON_WHEEL_UP : BUTTON_WHEEL_DOWN;
	else if (button <= BUTTON_RIGHT)
		mouse->button = (enum term_button)button;
	else
		return false;
	mouse->x = p[1] - 1;
	mouse->y = p[2] - 1;
	mouse->mods = (p[0] & SHIFT ? MOD_SHIFT : 0u) | (p[0] & ALT ? MOD_ALT : 0u) |
		      (p[0] & CTRL ? MOD_CTRL : 0u);
	return true;
}

static struct sequence read_bracket(const char *p, size_t len)
{
	struct sequence s = {.kind = SEQUENCE_PART};
	struct csi csi;
	int last;

	/* The linux console's F1 to F5. */
	if (len > 2 && p[2] == '[') {
		if (len < 4)
			return s;
		s.kind = p[3] >= 'A' && p[3] <= 'E' ? SEQUENCE_KEY : SEQUENCE_UNKNOWN;
		s.key.code = KEY_F1 + (uint32_t)(unsigned char)p[3] - 'A';
		s.len = 4;
		return s;
	}
	last = read_csi(p, len, &csi);
	if (last == 0)
		return s;
	if (last < 0) {
		/* Broken off: what broke it is read on its own. */
		s.kind = SEQUENCE_UNKNOWN;
		for (s.len = 2;
		     s.len < len && s.len < SEQUENCE_MAX && p[s.len] >= ' ' && p[s.len] <= '~';)
			s.len++;
		return s;
	}
	s.len = (size_t)last + 1;
	if (csi.last == '~' && csi.parameter[0] == 200)
		s.kind = SEQUENCE_PASTE;
	else if (csi_mouse(&csi, &s.mouse))
		s.kind = SEQUENCE_MOUSE;
	else
		s.kind = csi_key(&csi, &s.key) ? SEQUENCE_KEY : SEQUENCE_UNKNOWN;
	return s;
}

/* "ESC O letter", with old terminals' modifier digit before the letter. */
static struct sequence read_keypad(const char *p, size_t len)
{
	struct sequence s = {.kind = SEQUENCE_PART, .len = 3};
	int digit = 0;

	if (len > 2 && p[2] >= '1' && p[2] <= '9') {
		digit = p[2] - '0';
		s.len = 4;
	}
	if (len < s.len)
		return s;
	if (!find(keypad, SIZE(keypad), p[s.len - 1], &s.key)) {
		s.kind = SEQUENCE_NONE;
		return s;
	}
	s.kind = SEQUENCE_KEY;
	s.key.mods |= modifiers(digit);
	return s;
}

struct sequence sequence_read(const char *p, size_t len)
{
	if (len < 2)
		return (struct sequence){.kind = SEQUENCE_PART};
	if (p[1] == '[')
		return read_bracket(p, len);
	if (p[1] == 'O')
		return read_keypad(p, len);
	return (struct sequence){.kind = SEQUENCE_NONE};
}
