/* Text as the screen needs it. Every remote string is cleaned once, where it enters the model;
 * after that it is valid UTF-8 without anything that could move the cursor. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Sets LC_CTYPE from the environment (never LC_NUMERIC; for texts see language.h). Where the
 * user's LC_CTYPE is not UTF-8 it is forced to C.UTF-8, so that widths are right, and text_ascii()
 * says that only ASCII marks should be drawn. */
void text_init(void);
bool text_ascii(void);

/* Cleans len bytes of src into dst (cap bytes, always terminated): invalid UTF-8 becomes U+FFFD;
 * C0, DEL, C1 and line separators become a blank; bidi controls, zero-width joiners, variation
 * selectors and what else has no shape are dropped, so are marks without a base and more than four
 * on one; characters of unknown width become U+FFFD. Cut at a character's border.
 * Returns the length of dst. */
size_t text_clean(char *dst, size_t cap, const char *src, size_t len);
/* The same into new memory, at most max bytes without the NUL; NULL gives NULL. Caller frees with
 * free(). */
char *text_clean_dup(const char *src, size_t max);
/* Without blanks at its ends. Caller frees with free(). */
char *text_trim_dup(const char *text);
/* As text_clean(), but a newline stays: for messages and notes. */
size_t text_clean_lines(char *dst, size_t cap, const char *src, size_t len);
/* True if text is valid UTF-8 (len bytes). */
bool text_valid(const char *text, size_t len);

/* Columns that cleaned text takes on the screen (wcwidth, as ncurses counts). */
int text_width(const char *text);
/* Blanks that fill cleaned text up to columns, for "%s%*s": bytes are no columns in German either.
 */
int text_gap(const char *text, int columns);
/* How many bytes of text fit into columns; a wide character is never cut in half and combining
 * characters stay with their base. *used (may be NULL) is set to the columns they take. */
size_t text_fit(const char *text, int columns, int *used);
/* Copies text into dst so that it takes at most columns, ending in … (or ~ under text_ascii())
 * where it was cut. Returns the columns used. */
int text_cut(char *dst, size_t cap, const char *text, int columns);
/* The same text for who reads line by line, not side by side: blanks at the start of a line go,
 * more than one within it become a comma. Caller frees with free(). */
char *text_without_columns(const char *text);
/* Bytes of the character (with its combining marks) at text / before position at. 0 at an end. */
size_t text_next(const char *text);
size_t text_before(const char *text, size_t at);

/* Folds for comparison and search: case, accents, ligatures (NFKD, plus ø ł đ ı æ œ ß þ ð),
 * typographic quotes and dashes, so that "Müller Łódź" gives "muller lodz". dst is always
 * terminated. Returns its length. */
size_t text_fold(char *dst, size_t cap, const char *src);
/* The second German-style spelling where it differs ("mueller"), else length 0. */
size_t text_fold_digraph(char *dst, size_t cap, const char *src);
/* Compares two texts as people sort them: folded, then by bytes. */
int text_compare(const char *a, const char *b);

#endif
