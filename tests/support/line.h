/* A slow line between a console under test and its terminal, in the time that tests step: so many
 * bits a second, ten a byte, and a delay each way. */
#ifndef SUPPORT_LINE_H
#define SUPPORT_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/front.h"
#include "support/glass.h"

struct line;

/* Everything that the console has painted until now has arrived. Free with line_free(). */
struct line *line_new(struct front *front, int rows, int cols, int baud, int delay_ms);
void line_free(struct line **line);
/* Types keys (by name) now; they come to the console after the delay. */
void line_keys(struct line *line, const char *names);
void line_pass(struct line *line, int64_t ms);
/* Lets time pass until text is seen at the terminal, and gives the milliseconds that took; -1 if it
 * is not there after limit_ms. */
int64_t line_until(struct line *line, const char *text, int64_t limit_ms);
/* What the person at the other end sees. */
const struct glass *line_glass(const struct line *line);
/* The most bytes that were still on their way when the console wrote more. */
size_t line_behind(const struct line *line);
/* Bytes that the console has written since the last call. */
size_t line_written(struct line *line);

#endif
