/* What a terminal shows: bytes go in (read by libvterm), cells, colours and cursor come out. */
#ifndef SUPPORT_GLASS_H
#define SUPPORT_GLASS_H

#include <stdbool.h>
#include <stddef.h>

struct glass;

struct glass *glass_new(int rows, int cols);
void glass_free(struct glass **glass);
void glass_feed(struct glass *glass, const char *bytes, size_t len);
void glass_resize(struct glass *glass, int rows, int cols);

/* A row without blanks at its end. Caller frees with free(). */
char *glass_row(const struct glass *glass, int y);
/* The row and column where text stands, from the top; false if it does not. */
bool glass_find(const struct glass *glass, const char *text, int *y, int *x);
/* The look of a cell: "default", "bold", "fg6 bg0 bold underline reverse italic blink". Valid until
 * the next call. */
const char *glass_look(const struct glass *glass, int y, int x);
/* The whole: rows of text, a map of looks with its legend, the cursor. Caller frees with free(). */
char *glass_dump(const struct glass *glass);

/* False if the cursor is hidden. */
bool glass_cursor(const struct glass *glass, int *y, int *x);
bool glass_alternate(const struct glass *glass);
int glass_bells(const struct glass *glass);

#endif
