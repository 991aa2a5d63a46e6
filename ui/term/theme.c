#include "theme.h"

#include <ini.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/path.h"

extern const char theme_default[], theme_light[], theme_dark[], theme_high_contrast[],
	theme_colour_blind[], theme_mono[];

static const struct {
	const char *name, *text;
} builtin[] = {
	{"default", theme_default},
	{"light", theme_light},
	{"dark", theme_dark},
	{"high-contrast", theme_high_contrast},
	{"colour-blind", theme_colour_blind},
	{"mono", theme_mono},
};

enum { BUILTIN = sizeof(builtin) / sizeof(builtin[0]) };

enum { THEME_MAX = 65536, LINE_MAX_BYTES = 160 };

#define ROLE(id, name) name,
static const char *const role_names[ROLE_COUNT] = {TERM_ROLES(ROLE)};
#undef ROLE

static const struct {
	const char *name;
	int16_t colour;
} colour_names[] = {
	{"default", THEME_DEFAULT},
	{"-", THEME_NONE},
	{"black", 0},
	{"red", 1},
	{"green", 2},
	{"yellow", 3},
	{"blue", 4},
	{"magenta", 5},
	{"cyan", 6},
	{"white", 7},
	{"grey", 8},
	{"bright-red", 9},
	{"bright-green", 10},
	{"bright-yellow", 11},
	{"bright-blue", 12},
	{"bright-magenta", 13},
	{"bright-cyan", 14},
	{"bright-white", 15},
};

static const struct {
	const char *name;
	unsigned bit;
} attribute_names[] = {
	{"bold", STYLE_BOLD},       {"dim", STYLE_DIM},       {"underline", STYLE_UNDERLINE},
	{"reverse", STYLE_REVERSE}, {"italic", STYLE_ITALIC}, {"blink", STYLE_BLINK},
};

/* inih tells no line numbers: the reader counts what it hands over. */
struct reading {
	const char *name, *next;
	int line;
	struct theme *theme;
	struct why *why;
	int err;
};

static int wrong(struct reading *r, const char *what, const char *word)
{
	if (!r->err)
		r->err = why_set(r->why, ERR_INVALID, "%s:%d: %s '%.40s'.", r->name, r->line, what,
				 word);
	return 0;
}

static char *read_line(char *line, int size, void *ctx)
{
	struct reading *r = ctx;
	size_t len = strcspn(r->next, "\n");

	if (!*r->next || size <= 0)
		return NULL;
	r->line++;
	if (len >= LINE_MAX_BYTES || len + 2 > (size_t)size) {
		wrong(r, _("the line is too long:"), r->next);
		len = 0;
		r->next += strcspn(r->next, "\n");
	}
	memcpy(line, r->next, len);
	line[len] = '\n';
	line[len + 1] = '\0';
	r->next += len + (r->next[len] == '\n');
	return line;
}

static bool parse_colour(const char *word, int16_t *colour)
{
	char *end;
	long number;

	for (unsigned i = 0; i < sizeof(colour_names) / sizeof(colour_names[0]); i++) {
		if (strcmp(word, colour_names[i].name) == 0) {
			*colour = colour_names[i].colour;
			return true;
		}
	}
	if (*word < '0' || *word > '9')
		return false;
	number = strtol(word, &end, 10);
	*colour = (int16_t)number;
	return !*end && number <= 255;
}

static unsigned parse_attribute(const char *word)
{
	for (unsigned i = 0; i < sizeof(attribute_names) / sizeof(attribute_names[0]); i++)
		if (strcmp(word, attribute_names[i].name) == 0)
			return attribute_names[i].bit;
	return 0;
}

static int role_of(const char *name)
{
	for (int i = 0; i < ROLE_COUNT; i++)
		if (strcmp(name, role_names[i]) == 0)
			return i;
	return ERR_NOT_FOUND;
}

/* "fg bg attribute…": colours first, both may be left out. */
static int parse_style(struct reading *r, const char *value, struct theme_style *style)
{
	char text[LINE_MAX_BYTES], *save = NULL;
	int colours = 0;
	bool attributes = false;

	*style = (struct theme_style){THEME_NONE, THEME_NONE, 0};
	strncpy(text, value, sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	for (char *w = strtok_r(text, " \t", &save); w; w = strtok_r(NULL, " \t", &save)) {
		unsigned bit = parse_attribute(w);

		if (bit) {
			style->attributes |= bit;
			attributes = true;
		} else if (attributes || colours == 2 ||
			   !parse_colour(w, colours ? &style->bg : &style->fg)) {
			return wrong(r, _("not a colour or an attribute:"), w);
		} else {
			colours++;
		}
	}
	return 1;
}

static int on_value(void *ctx, const char *section, const char *name, const char *value)
{
	struct reading *r = ctx;
	int role = role_of(name);

	if (*section)
		return wrong(r, _("a theme has no sections:"), section);
	if (role < 0)
		return wrong(r, _("not a role of a theme:"), name);
	return parse_style(r, value, &r->theme->role[role]);
}

/* What a role leaves open is as in "text", and what that leaves open is the terminal's own. */
static void fill_in(struct theme *theme)
{
	struct theme_style *text = &theme->role[ROLE_TEXT];

	text->fg = text->fg == THEME_NONE ? THEME_DEFAULT : text->fg;
	text->bg = text->bg == THEME_NONE ? THEME_DEFAULT : text->bg;
	for (int i = 0; i < ROLE_COUNT; i++) {
		struct theme_style *role = &theme->role[i];

		role->fg = role->fg == THEME_NONE ? text->fg : role->fg;
		role->bg = role->bg == THEME_NONE ? text->bg : role->bg;
	}
}

static void base_name(const char *path, char *out, size_t cap)
{
	const char *slash = strrchr(path, '/');
	size_t len;

	path = slash ? slash + 1 : path;
	len = strcspn(path, ".");
	len = len < cap ? len : cap - 1;
	memcpy(out, path, len);
	out[len] = '\0';
}

int theme_parse(const char *name, const char *text, struct theme *out, struct why *why)
{
	struct theme theme = {0};
	struct reading r = {.name = name, .next = text, .theme = &theme, .why = why};
	int line;

	for (int i = 0; i < ROLE_COUNT; i++)
		theme.role[i] = (struct theme_style){THEME_NONE, THEME_NONE, 0};
	line = ini_parse_stream(read_line, &r, on_value, &r);
	if (!r.err && line) {
		r.line = line;
		wrong(&r, _("this is no 'role = colour colour attributes':"), "");
	}
	if (r.err)
		return r.err;
	fill_in(&theme);
	base_name(name, theme.name, sizeof(theme.name));
	*out = theme;
	return 0;
}

int theme_load(const char *name_or_path, struct theme *out, struct why *why)
{
	char *text;
	size_t len;
	int err;

	for (int i = 0; i < BUILTIN; i++)
		if (strcmp(builtin[i].name, name_or_path) == 0)
			return theme_parse(name_or_path, builtin[i].text, out, why);
	if (!strchr(name_or_path, '/'))
		return why_set(why, ERR_NOT_FOUND,
			       _("There is no theme '%.60s': default, light, dark, high-contrast, "
				 "colour-blind, mono, or a file with / in its name."),
			       name_or_path);
	err = path_read(name_or_path, THEME_MAX, &text, &len, why);
	if (err)
		return err;
	err = theme_parse(name_or_path, text, out, why);
	free(text);
	return err;
}

const char *theme_builtin(unsigned n)
{
	return n < BUILTIN ? builtin[n].name : NULL;
}

const char *theme_role_name(enum term_role role)
{
	return role_names[role];
}

void theme_rgb(int colour, int rgb[3])
{
	static const int cube[] = {0, 95, 135, 175, 215, 255};

	if (colour < 16) {
		int high = colour == 8 ? 128 : colour > 8 ? 255 : colour == 7 ? 192 : 160;

		for (int i = 0; i < 3; i++)
			rgb[i] = colour == 8 || (colour & (1 << i)) ? high : 0;
	} else if (colour < 232) {
		colour -= 16;
		rgb[0] = cube[colour / 36];
		rgb[1] = cube[colour / 6 % 6];
		rgb[2] = cube[colour % 6];
	} else {
		rgb[0] = rgb[1] = rgb[2] = 8 + 10 * (colour - 232);
	}
}

static int nearest_of_16(int colour)
{
	int want[3], best = 0, best_far = INT_MAX;

	theme_rgb(colour, want);
	for (int i = 0; i < 16; i++) {
		int have[3], far = 0;

		theme_rgb(i, have);
		for (int k = 0; k < 3; k++)
			far += (want[k] - have[k]) * (want[k] - have[k]);
		if (far < best_far) {
			best_far = far;
			best = i;
		}
	}
	return best;
}

int theme_colour(int colour, int colours, bool *bold)
{
	if (bold)
		*bold = false;
	if (colour < 0)
		return THEME_DEFAULT;
	if (colour >= 16 && colours < 256)
		colour = nearest_of_16(colour);
	if (colour >= 8 && colours < 16) {
		colour -= 8;
		if (bold)
			*bold = true;
	}
	return colour;
}
