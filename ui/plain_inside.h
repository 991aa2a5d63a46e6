/* What the files of line mode share. */
#ifndef UI_PLAIN_INSIDE_H
#define UI_PLAIN_INSIDE_H

#include "inside.h"
#include "plain.h"
#include "telling.h"

/* How a program ends whose lines come from a pipe: as cli.h says. */
enum { PLAIN_DONE = 0, PLAIN_REFUSED = 1, PLAIN_NEVER_LIVE = 3 };
enum { PLAIN_PAGE = 9, PLAIN_ROWS = 200, PLAIN_CALLS = 64 };

/* A call as it was told last. */
struct plain_call {
	char ref[PANE_REF_MAX], linked[64], name[128], word[24];
	int stage;
	bool mine, seen;
};

struct plain {
	struct console *c;
	bool quiet, live, greeted;
	unsigned unsaid;   /* sentences that were not said because of quiet */
	uint64_t told;     /* serial of the last message that was told */
	char intent[200];  /* what was said behind "Enter:" */
	const void *front; /* what was in front, and … */
	char *front_text;  /* … what was told of it */
	char *front_said;
	bool again;                         /* it is told again, whatever it says */
	char row[PLAIN_ROWS][LIST_KEY_MAX]; /* what numbers choose, from 1 */
	int rows, next_row; /* rows that have a number; the row that "more" begins with */
	struct list *list;  /* of these; NULL: that of what is in front */
	bool listed;        /* something was listed by this line */
	struct plain_call calls[PLAIN_CALLS];
	unsigned call_count;
	struct input *completed; /* what Tab made of the line */
	struct choices *choices;
	struct loop_timer *settle; /* until the next line of a pipe may come */
	int status;                /* of the last line: that of the program at the end of a pipe */
};

/* One or more lines. What stands in columns is said with commas between. */
void plain_say(struct console *c, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* plain_list.c */
/* "Found, 3" and the first rows with their numbers. list is NULL for that of what is in front,
 * which then is given as rows. */
void plain_list(struct console *c, struct list *list, struct list *rows, const char *head);
void plain_more(struct console *c);
/* The key behind a number, NULL if there is none. */
const char *plain_row(const struct console *c, long number);
/* The number behind text, 0 if it is none. */
long plain_number(const char *text);
/* What is chosen in the focused pane. */
void plain_chosen(struct console *c);
/* "Contacts, 46"; with its first rows. */
void plain_head(struct console *c);
void plain_pane(struct console *c);

/* plain_front.c: what is in front of the panes */
/* What it is, and says, NULL for nothing; telling is freed by the caller with telling_free(). */
const void *plain_front_now(struct console *c, struct telling *telling);
void plain_front(struct console *c);
/* Whether a line is an answer now. */
bool plain_asks(struct console *c);
void plain_answer(struct console *c, const char *line);
/* Whether it waits for something, or for a person. */
bool plain_waits(struct console *c);
bool plain_is_stuck(struct console *c);
/* In a list in front: a number, an empty line, the name of a key. False if it is none of these. */
bool plain_front_line(struct console *c, const char *line);
/* Lists and menus are left; false if something is asked. */
void plain_front_leave(struct console *c);

/* plain_calls.c: what became of calls, as messages */
void plain_calls(struct console *c);

/* plain_help.c */
void plain_help(struct console *c, const char *about);
void plain_status(struct console *c);

#endif
