/* A form in a box: labelled inputs, a message, and at most one button. */
#ifndef START_FORM_H
#define START_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "term/term.h"
#include "widget/strip.h"

struct form;
struct telling;

struct form_field {
	const char *label, *hint; /* hint is shown while nothing is typed; may be NULL */
	size_t max;
	bool secret;
};

enum { FORM_MAX_FIELDS = 4, FORM_MAX_HINTS = 6 };

enum form_result {
	FORM_STAYS,
	FORM_SUBMIT, /* every field is filled */
	FORM_BUTTON,
	FORM_BACK, /* Esc */
};

/* Texts of fields must outlive the form. Free with form_free(), which wipes secrets. */
struct form *form_new(const struct form_field *fields, int count);
void form_free(struct form **form);

/* All texts are copied; NULL for none. intro is left out where there is no room. */
void form_title(struct form *form, const char *title, const char *intro);
/* A row below the fields; key is what presses it from anywhere. */
void form_button(struct form *form, const char *label, struct term_key key);
void form_say(struct form *form, enum term_role role, const char *text);
/* While it waits, nothing can be typed; Enter submits and Esc goes back as ever. */
void form_wait(struct form *form, bool wait);

const char *form_text(const struct form *form, int field);
void form_set(struct form *form, int field, const char *text);
void form_focus(struct form *form, int field);
bool form_on_button(const struct form *form);
/* The first field with nothing in it, -1 if all are filled. */
int form_first_empty(const struct form *form);

enum form_result form_key(struct form *form, struct term_key key);
void form_paste(struct form *form, const char *text);
/* What is read and asked where there is no screen. */
void form_tell(const struct form *form, struct telling *telling);
/* In the middle of area; down to 40 columns by 10 rows everything can be seen but the intro. */
void form_draw(struct form *form, struct term *term, struct rect area,
	       const struct strip_item *hints, int hint_count);

#endif
