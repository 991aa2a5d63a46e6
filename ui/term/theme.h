/* Colours by roles. What is drawn names a role; a theme says how the role looks. The state of a
 * thing is never told by its colour alone. */
#ifndef TERM_THEME_H
#define TERM_THEME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* role, name in theme files */
#define TERM_ROLES(ROLE)                                                                           \
	ROLE(TEXT, "text")                                                                         \
	ROLE(DIM, "dim")                                                                           \
	ROLE(STRONG, "strong")                                                                     \
	ROLE(TITLE, "title")                                                                       \
	ROLE(TITLE_FOCUS, "title-focus")                                                           \
	ROLE(BORDER, "border")                                                                     \
	ROLE(BORDER_FOCUS, "border-focus")                                                         \
	ROLE(SELECTED, "selected")             /* in the focused pane */                           \
	ROLE(SELECTED_OTHER, "selected-other") /* in another */                                    \
	ROLE(MATCH, "match")                                                                       \
	ROLE(INPUT, "input")                                                                       \
	ROLE(PROMPT, "prompt")                                                                     \
	ROLE(HINT, "hint")                                                                         \
	ROLE(KEY, "key")                                                                           \
	ROLE(KEY_TEXT, "key-text")                                                                 \
	ROLE(STATUS, "status")                                                                     \
	ROLE(POPUP, "popup")                                                                       \
	ROLE(POPUP_BORDER, "popup-border")                                                         \
	ROLE(POPUP_TITLE, "popup-title")                                                           \
	ROLE(OK, "ok")                                                                             \
	ROLE(INFO, "info")                                                                         \
	ROLE(WARN, "warn")                                                                         \
	ROLE(ERROR, "error")                                                                       \
	ROLE(FREE, "free")                                                                         \
	ROLE(BUSY, "busy")                                                                         \
	ROLE(RINGING, "ringing")                                                                   \
	ROLE(URGENT, "urgent") /* rings for long */                                                \
	ROLE(HELD, "held")                                                                         \
	ROLE(PARKED, "parked")                                                                     \
	ROLE(OFFLINE, "offline")                                                                   \
	ROLE(UNKNOWN, "unknown")                                                                   \
	ROLE(STALE, "stale")                                                                       \
	ROLE(ONLINE, "online")                                                                     \
	ROLE(AWAY, "away")                                                                         \
	ROLE(DND, "dnd")                                                                           \
	ROLE(FORWARD, "forward")                                                                   \
	ROLE(TAG, "tag")                                                                           \
	ROLE(UNREAD, "unread")

#define ROLE(id, name) ROLE_##id,
enum term_role { TERM_ROLES(ROLE) ROLE_COUNT };
#undef ROLE

enum {
	STYLE_BOLD = 1,
	STYLE_DIM = 2,
	STYLE_UNDERLINE = 4,
	STYLE_REVERSE = 8,
	STYLE_ITALIC = 16,
	STYLE_BLINK = 32,
};

/* Colours are 0…255 as terminals number them, THEME_DEFAULT for the terminal's own, and
 * THEME_NONE, in a role that says nothing about it: then it is as in "text". */
enum { THEME_DEFAULT = -1, THEME_NONE = -2 };

struct theme_style {
	int16_t fg, bg;
	unsigned attributes;
};

struct theme {
	char name[64];
	struct theme_style role[ROLE_COUNT];
};

/* A theme that is compiled in (theme_builtin()) by its name, or else a file by its path. Errors
 * name file and line. */
int theme_load(const char *name_or_path, struct theme *out, struct why *why);
/* Reads the text of a theme; name stands in errors. */
int theme_parse(const char *name, const char *text, struct theme *out, struct why *why);
/* The name of built-in theme n, NULL after the last. */
const char *theme_builtin(unsigned n);
const char *theme_role_name(enum term_role role);
/* Red, green and blue (0 to 255) of a colour, as xterm numbers them. */
void theme_rgb(int colour, int rgb[3]);
/* The colour that a terminal of so many colours (8, 16, 256) has nearest; *bold (may be NULL) is
 * set where only bold tells a bright colour. */
int theme_colour(int colour, int colours, bool *bold);

#endif
