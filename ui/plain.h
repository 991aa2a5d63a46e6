/* Line mode: the console's other face. The same panes, actions, questions and messages as on the
 * screen, told as sentences and answered by lines.
 *
 * A line is an action by its name and what it is about, as behind ":" on the screen, or a word of
 * plain_word_at(); a number chooses from what was listed last; an empty line does what was said
 * behind "Enter:", as Enter does. While something is asked, the line is the answer: "." leaves the
 * question, ":" before a line makes it a command nevertheless. */
#ifndef UI_PLAIN_H
#define UI_PLAIN_H

#include "keymap/action.h"
#include "term/key.h"

struct console;
struct plain;

/* Where options.plain says so: the console has its plain from then on, freed before its terminal.
 */
void plain_new(struct console *c);
void plain_free(struct console *c);
/* In place of the screen's paint. */
void plain_paint(struct console *c);
void plain_line(struct console *c, const char *text);
/* Tab completes what is typed; the other keys are those of the screen. */
void plain_key(struct console *c, struct term_key key, const char *typed);
/* What an action does, and what is to be said of it. */
void plain_act(struct console *c, enum action action);
/* The end of the input, or Ctrl-C. */
void plain_end(struct console *c);

/* The words that only lines have: name, what may follow, help. False behind the last. */
struct plain_word {
	const char *name, *usage, *help;
};
const struct plain_word *plain_word_at(unsigned i); /* NULL behind the last */

#endif
