/* The terminal: the screen, its keys and its end. The only code that knows curses.
 *
 * What is drawn goes to memory and from there to the terminal without blocking, one frame at a
 * time: while a terminal does not read, nothing is painted, and then the newest state is. There is
 * one terminal in a process: crash and exhausted memory must find it to set it right. */
#ifndef TERM_TERM_H
#define TERM_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "key.h"
#include "layout/rect.h"
#include "mark.h"
#include "theme.h"

struct loop;
struct term;

enum term_event_kind {
	TERM_KEY,
	TERM_MOUSE,  /* only where it was asked for */
	TERM_PASTE,  /* text: cleaned, newlines stay; never keys */
	TERM_RESIZE, /* rows and cols have changed; a paint is under way */
	TERM_RESUME, /* back from a suspension */
	TERM_LINE,   /* text: a line was entered, in line mode */
	TERM_END,    /* the program must end: a signal, or (signal 0) the terminal has gone */
};

struct term_event {
	enum term_event_kind kind;
	struct term_key key;
	struct term_mouse mouse;
	const char *text; /* valid during the call */
	size_t len;
	int rows, cols;
	int signal;
};

/* Desktop notifications: by which sequence the terminal understands them. */
enum term_notice { TERM_NOTICE_NONE, TERM_NOTICE_OSC9, TERM_NOTICE_OSC777, TERM_NOTICE_KITTY };

struct term_options {
	int in, out;       /* 0 and 1; a tty is opened anew, so that others keep their flags */
	const char *type;  /* NULL: $TERM */
	const char *theme; /* NULL: "default". NO_COLOR and terminals without colours get "mono" */
	bool no_tty;       /* tests: in and out are no tty; rows and cols say the size */
	int rows, cols;
	int cell_width, cell_height; /* the same of a cell's pixels; 0: not known */
	bool own_bidi;               /* the terminal itself orders right-to-left text */
	int baud;                    /* of the line to the terminal; 0: what the terminal says */
	bool fixed;   /* kiosk: the signals of suspend, interrupt and quit are ignored */
	bool mouse;   /* the terminal reports buttons */
	bool lines;   /* line mode, see term_say() */
	bool braille; /* what draws asks term_braille() and draws for a line of cells */
	void (*event)(void *ctx, const struct term_event *event);
	void (*paint)(void *ctx); /* draws the whole screen, which is blank */
	void *ctx;
};

/* Takes the terminal: raw, alternate screen, signals. Nothing is drawn before an error is known.
 * Free with term_free(), which gives the terminal back as it was. */
int term_open(struct loop *loop, const struct term_options *options, struct term **out,
	      struct why *why);
void term_free(struct term **term);

/* Asks for a paint: at once after a key, else at most every 16 ms. */
void term_dirty(struct term *term);
/* Everything is drawn again, whatever the terminal shows: Ctrl-L. */
void term_repaint(struct term *term);
/* Gives the terminal back and stops the process, as Ctrl-Z does; TERM_RESUME follows. */
void term_suspend(struct term *term);
void term_bell(struct term *term);
/* Gives text to the terminal's clipboard, if it allows that; it never says. */
void term_copy(struct term *term, const char *text);
/* Texts may hold anything: no control character of theirs reaches the terminal. */
void term_notify(struct term *term, enum term_notice how, const char *title, const char *body);
int term_theme(struct term *term, const char *name_or_path, struct why *why);

int term_rows(const struct term *term);
int term_cols(const struct term *term);
struct rect term_rect(const struct term *term);
bool term_has_colour(const struct term *term);
/* Whether who reads feels one line at a time: no borders, no marks, words side by side. */
bool term_braille(const struct term *term);
/* For tests without a tty: what a window-size signal does. */
void term_resize(struct term *term, int rows, int cols);
/* Bytes given to the terminal since the start; true while a frame waits for it. */
uint64_t term_bytes(const struct term *term);
bool term_stalled(const struct term *term);
/* True on a line of at most 19,200 baud, and for a minute after frames had to wait for the
 * terminal: little should be sent that nobody waits for. */
bool term_is_slow(const struct term *term);
/* True while a paint is asked for and not done. */
bool term_is_dirty(const struct term *term);
/* The screen as it was drawn last, a line a row, as plain text. Caller frees with free(). */
char *term_picture(const struct term *term);

/* ---- Line mode: sentences instead of a screen, for screen readers, serial lines and pipes ----
 *
 * Nothing but text, newlines, backspaces and the bell is written. paint says what is new; nothing
 * can be drawn. Keys that edit the line stay here; Tab and what has no meaning in a line come as
 * TERM_KEY, with what is typed as text. Without a terminal each line is shown as if it were typed,
 * waits until the one before is done with (term_next_line()), and the end of input is TERM_END. */

/* Text as lines. While a line is half-typed it waits until that is entered or gone; what is urgent
 * comes at once, and what was typed is shown again below it. */
void term_say(struct term *term, const char *text, bool urgent);
/* What the next line is for: "> ". A secret is not shown, not even as marks. */
void term_ask(struct term *term, const char *prompt, bool secret);
/* Puts text in the place of what is typed. */
void term_typed(struct term *term, const char *text);
/* The next line may come. */
void term_next_line(struct term *term);
/* Whether a person types; else lines come from a pipe or file. */
bool term_is_typed(const struct term *term);

/* Drawing, only inside paint. Coordinates are of the screen; what lies outside the clip is not
 * drawn, a wide character at its edge becomes a blank. Text must be clean (base/text.h). */

/* Sets the clip and returns the one before. Each paint starts with the whole screen. */
struct rect term_clip(struct term *term, struct rect clip);
/* Text in exactly width columns: cut with … or padded with blanks. Returns the columns that the
 * text itself took. */
int term_text(struct term *term, int y, int x, int width, enum term_role role, const char *text);
int term_textf(struct term *term, int y, int x, int width, enum term_role role, const char *format,
	       ...) __attribute__((format(printf, 6, 7)));
/* What is being typed, uncut; with a blank at its left for the cursor where that is its end. */
void term_typing(struct term *term, int y, int x, enum term_role role, const char *text);
/* The column in it where the cursor stands that has these characters of text before it: at the
 * left of all where text is read from the right and these are all of it. */
int term_column(const struct term *term, const char *text, const char *before);
/* True if what is typed is shown so that its end is at the left. */
bool term_from_right(const struct term *term, const char *text);

/* A character with colours of its own, for pictures: numbers of the palette of 256, -1 for those of
 * plain text. Only where term_has_palette() is true. */
struct term_cell {
	char text[8];
	int fg, bg;
};
void term_cells(struct term *term, int y, int x, const struct term_cell *cells, int count);
/* A picture in pixels over cells of the screen, by a protocol of the terminal's own. */
enum term_pixels { TERM_PIXELS_NONE, TERM_PIXELS_SIXEL, TERM_PIXELS_KITTY, TERM_PIXELS_ITERM2 };
enum { TERM_IMAGE_MAX = 256 << 10 };
struct term_image {
	enum term_pixels protocol;
	uint32_t id;    /* above 0; another picture has another */
	int rows, cols; /* its cells; they are drawn as if it were not there */
	char *data;     /* the sixel sequence, else a PNG: at most TERM_IMAGE_MAX bytes */
	size_t len;
};
/* Shows it with this frame, at once if it is not there yet; the last call counts. What is drawn
 * over its cells later in this paint takes it away, as does a paint without this call. It must live
 * until the paint is done. */
void term_image(struct term *term, int y, int x, const struct term_image *image);
/* The pixels of one cell, false where the terminal does not say. */
bool term_cell_pixels(const struct term *term, int *width, int *height);
/* True where the terminal has 256 colours, and nobody has asked for none. */
bool term_has_palette(const struct term *term);

struct term_span {
	enum term_role role;
	const char *text;
	int width;       /* > 0: cut or padded to it; 0: as wide as the text; < 0: takes what is
			  * left of the row, shared among such spans by this weight */
	bool right;      /* text stands at the right of width */
	bool keep_style; /* in a selected row: its own look, not the row's */
	bool sentence;   /* read from the left, also where it begins with a Hebrew or Arabic name */
};
/* One row of width columns from spans. Under row role ROLE_SELECTED or ROLE_SELECTED_OTHER the
 * spans keep their attributes and take the row's colours; what is left has the row's role. */
void term_spans(struct term *term, int y, int x, int width, enum term_role row,
		const struct term_span *spans, int count);
void term_fill(struct term *term, struct rect area, enum term_role role);
void term_hline(struct term *term, int y, int x, int cols, enum term_role role);
void term_vline(struct term *term, int y, int x, int rows, enum term_role role);
void term_box(struct term *term, struct rect area, enum term_role role);
/* Where the terminal's cursor stands after this paint; the last call counts, without any it is
 * hidden. */
void term_cursor(struct term *term, int y, int x);

#endif
