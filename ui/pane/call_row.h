/* A call as one row of a list, and what its row says in words. A call here is an object of class
 * call or parked. */
#ifndef PANE_CALL_ROW_H
#define PANE_CALL_ROW_H

#include "pane.h"

/* State mark and word, age sign, who, then as much as the width has room for of: number, what was
 * called or why it is here, when it comes back by itself. How long stands at the right. */
void row_call(const struct desk *desk, const struct pbx_object *call, const struct list_row *row);

enum term_mark row_call_mark(const struct pbx_object *call);
/* "ringing", "on hold" …: a call's state as one word. */
const char *row_call_word(const struct pbx_object *call);
/* Who calls: "Jane Smith", a number, "unknown caller". Of an emergency call elsewhere in the house:
 * who makes it. */
const char *row_call_name(const struct pbx_object *call);
/* At whose telephone it is, "" where it is at none. */
const char *row_call_where(const struct desk *desk, const struct pbx_object *call);
/* The line that was called, by its name: DDI, queue, number, or the own device. */
const char *row_call_called(const struct desk *desk, const struct pbx_object *call);
/* All else that is known of it here: "Front desk, 2nd", "701 for Zoë", "Zoë did not answer". */
const char *row_call_about(const struct desk *desk, const struct pbx_object *call, char *out,
			   size_t cap);
/* Since when it waits, talks or is held, epoch ms; 0 if not known. A call that came back has waited
 * since it left. */
int64_t row_call_since(const struct pbx_object *call);
/* When it comes back by itself, epoch ms; 0 if it does not. */
int64_t row_call_returns(const struct pbx_object *call);
/* How urgent its wait has become: 0 normal, 1 medium, 2 urgent. A VIP is one ahead. */
int row_call_stage(const struct desk *desk, const struct pbx_object *call);
bool row_call_vip(const struct pbx_object *call);
/* A caller who waits until somebody's telephone is free. */
bool row_call_camps(const struct pbx_object *call);
/* The other of two own calls that are one conversation of three; NULL if it is none. */
const struct pbx_object *row_call_third(const struct desk *desk, const struct pbx_object *call);
/* "0:07", "12:30", "1:02:03" for ms; out has at least 16 bytes. */
const char *row_elapsed(int64_t ms, char *out);

#endif
