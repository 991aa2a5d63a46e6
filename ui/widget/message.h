/* What the console answered: the last message, and the last 200 with their time. */
#ifndef WIDGET_MESSAGE_H
#define WIDGET_MESSAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "term/term.h"

enum { MESSAGE_KEEP = 200 };

enum message_outcome {
	MESSAGE_INFO,
	MESSAGE_DONE,
	MESSAGE_WARN,
	MESSAGE_REFUSED,
	MESSAGE_CALL, /* rings, or is an emergency: nothing is more urgent */
};

struct message {
	enum message_outcome outcome;
	int64_t wall_ms;
	unsigned times;  /* the same in a row counts as one */
	uint64_t serial; /* of the last time: grows by each messages_add() */
	bool news;       /* happened by itself: no answer to the operator */
	char *text;
};

struct messages;

/* Free with messages_free(). */
struct messages *messages_new(void);
void messages_free(struct messages **messages);
/* text is cleaned. */
void messages_add(struct messages *messages, enum message_outcome outcome, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* The same of what the operator has not asked for. */
void messages_news(struct messages *messages, enum message_outcome outcome, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* The line is empty until the next one; the history stays. */
void messages_dismiss(struct messages *messages);
unsigned messages_count(const struct messages *messages);
/* n = 0 is the newest; NULL after the oldest. Valid until the next messages_add(). */
const struct message *messages_get(const struct messages *messages, unsigned n);
/* The one that the line shows, NULL if none. */
const struct message *messages_last(const struct messages *messages);
void messages_draw(const struct messages *messages, struct term *term, struct rect area);
/* The history as lines "12:04:05 ✓ text" (or "done" for the mark), the newest first, for a popup.
 * Caller frees with free().
 */
char *messages_history(const struct messages *messages, bool words);

#endif
