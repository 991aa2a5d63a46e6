/* A sheet to fill in: labelled lines, choices, and texts of several rows. */
#ifndef WIDGET_SHEET_H
#define WIDGET_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "term/term.h"

struct sheet;

struct sheet_field {
	const char *label, *hint;   /* hint is shown while nothing is typed; may be NULL */
	size_t max;                 /* bytes */
	const char *const *choices; /* ended by NULL: one of these instead of typed text */
	int rows;                   /* 0 or 1: a line; more: a text that is wrapped */
};

/* Labels, hints and choices are N_() texts: shown in the language in force, told as they are. */
enum sheet_result {
	SHEET_STAYS,
	SHEET_LEFT, /* another field has the focus now */
	SHEET_DONE, /* Enter */
	SHEET_BACK, /* Esc */
};

enum { SHEET_FIELDS = 8 };

/* Texts of fields must outlive the sheet. Free with sheet_free(). */
struct sheet *sheet_new(const char *title, const struct sheet_field *fields, int count);
void sheet_free(struct sheet **sheet);

const char *sheet_text(const struct sheet *sheet, int field);
void sheet_set(struct sheet *sheet, int field, const char *text);
const char *sheet_title(const struct sheet *sheet);
const char *sheet_said(const struct sheet *sheet); /* NULL for nothing */
int sheet_count(const struct sheet *sheet);
const struct sheet_field *sheet_field(const struct sheet *sheet, int field);
int sheet_focus(const struct sheet *sheet);
void sheet_set_focus(struct sheet *sheet, int field);
/* A line below the fields; NULL for none. Typing clears it. */
void sheet_say(struct sheet *sheet, enum term_role role, const char *text);

/* Tab, BackTab, Up and Down change the field (Left, Right and Space a choice); Enter is SHEET_DONE
 * from anywhere. */
enum sheet_result sheet_key(struct sheet *sheet, struct term_key key);
void sheet_paste(struct sheet *sheet, const char *text);
/* In the middle of area; keys stand at its lower edge. */
void sheet_draw(struct sheet *sheet, struct term *term, struct rect area, const char *keys);

#endif
