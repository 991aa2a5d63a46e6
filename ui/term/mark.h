/* The marks that tell a state without colour: one character each, in UTF-8 or ASCII. */
#ifndef TERM_MARK_H
#define TERM_MARK_H

#include "theme.h"

/* mark, UTF-8, ASCII, role, word (assets/po/update takes the words) */
#define TERM_MARKS(MARK)                                                                           \
	MARK(FREE, "○", "o", FREE, "free")                                                         \
	MARK(BUSY, "●", "*", BUSY, "busy")                                                         \
	MARK(RINGING, "◆", "!", RINGING, "ringing")                                                \
	MARK(BOTH, "◈", "%", RINGING, "busy and ringing")                                          \
	MARK(HELD, "◫", "=", HELD, "held")                                                         \
	MARK(PARKED, "▣", "P", PARKED, "parked")                                                   \
	MARK(OFFLINE, "×", "x", OFFLINE, "offline")                                                \
	MARK(UNKNOWN, "?", "?", UNKNOWN, "unknown")                                                \
	MARK(STALE, "≈", "~", STALE, "stale")                                                      \
	MARK(ONLINE, "▲", "^", ONLINE, "online")                                                   \
	MARK(AWAY, "△", "a", AWAY, "away")                                                         \
	MARK(DND, "⊘", "d", DND, "do not disturb")                                                 \
	MARK(ABSENT, "▽", "v", OFFLINE, "not logged in")                                           \
	MARK(FORWARD, "↪", "f", FORWARD, "forwarded")                                              \
	MARK(PHONE_DND, "⊖", "D", DND, "phone does not disturb")                                   \
	MARK(TAG, "#", "#", TAG, "tag")                                                            \
	MARK(FAVOURITE, "★", "+", STRONG, "favourite")                                             \
	MARK(UNREAD, "✉", "m", UNREAD, "unread")                                                   \
	MARK(MUTED, "⊝", "M", WARN, "muted")                                                       \
	MARK(RECORDED, "⏺", "R", ERROR, "recorded")                                              \
	MARK(INCOMING, "←", "<", TEXT, "incoming")                                                 \
	MARK(OUTGOING, "→", ">", TEXT, "outgoing")                                                 \
	MARK(MISSED, "↯", "!", ERROR, "missed")                                                    \
	MARK(POINTER, "▶", ">", STRONG, "selected")                                                \
	MARK(MORE_UP, "↑", "^", DIM, "more above")                                                 \
	MARK(MORE_DOWN, "↓", "v", DIM, "more below")                                               \
	MARK(OK, "✓", "+", OK, "done")                                                             \
	MARK(WARN, "▴", "!", WARN, "warning")                                                      \
	MARK(ERROR, "✗", "x", ERROR, "refused")                                                    \
	MARK(DOT, "·", ".", DIM, "")                                                               \
	MARK(BULLET, "•", "*", TEXT, "")                                                           \
	MARK(SECRET, "•", "*", INPUT, "")                                                          \
	MARK(ELLIPSIS, "…", "~", DIM, "")                                                          \
	MARK(HLINE, "─", "-", BORDER, "")                                                          \
	MARK(VLINE, "│", "|", BORDER, "")                                                          \
	MARK(TOP_LEFT, "┌", "+", BORDER, "")                                                       \
	MARK(TOP_RIGHT, "┐", "+", BORDER, "")                                                      \
	MARK(BOTTOM_LEFT, "└", "+", BORDER, "")                                                    \
	MARK(BOTTOM_RIGHT, "┘", "+", BORDER, "")

#define MARK(id, utf8, ascii, role, word) TERM_MARK_##id,
enum term_mark { TERM_MARKS(MARK) TERM_MARK_COUNT };
#undef MARK

/* As text_ascii() says; always one column. */
const char *term_mark(enum term_mark mark);
enum term_role term_mark_role(enum term_mark mark);
/* The word that says the same, in the language in force; "" for ornaments. */
const char *term_mark_word(enum term_mark mark);

#endif
