/* What the files of this room share. */
#ifndef KIOSK_INSIDE_H
#define KIOSK_INSIDE_H

#include "base/language.h"
#include "base/password.h"
#include "kiosk.h"
#include "widget/input.h"
#include "widget/list.h"

enum { FIND_MAX = 500, NAME_TEXT = 160, HITS_MAX = 128, TYPED_MAX = 80, CODE_MAX = 64 };

/* What is on the screen; the first that holds. */
enum page {
	PAGE_CODE,  /* asks for the code */
	PAGE_AWAY,  /* the PABX, or its telephones, cannot be reached */
	PAGE_RINGS, /* somebody calls the kiosk */
	PAGE_DIALS,
	PAGE_TALKS,
	PAGE_OVER, /* what came of a call */
	PAGE_FIND,
};

/* ---- The people (find.c) ---- */

struct find {
	struct input *typed;
	struct list list;
	char (*keys)[LIST_KEY_MAX]; /* of contacts, in the order shown, until the next key */
	int count;
	bool stale; /* people came or went */
};
void find_open(struct kiosk *kiosk);
void find_close(struct kiosk *kiosk);
void find_reset(struct kiosk *kiosk);
void find_key(struct kiosk *kiosk, struct term_key key);
/* Selects that row of the list, or calls who is selected already. */
void find_press(struct kiosk *kiosk, int row);
/* Before a paint: takes in who came and went. */
void find_refresh(struct kiosk *kiosk);
/* NULL while nobody is. */
struct pbx_object *find_selected(struct kiosk *kiosk);
bool find_is_empty(const struct kiosk *kiosk);

/* ---- The call (call.c) ---- */

enum phase {
	PHASE_NONE,
	PHASE_ASKED, /* the PABX was asked to dial */
	PHASE_DIALS,
	PHASE_RINGS,
	PHASE_TALKS,
	PHASE_OVER,
};

struct talk {
	enum phase phase;
	char cid[72];                                /* "" while it is not known */
	char name[NAME_TEXT], department[NAME_TEXT]; /* of the other */
	char text[400];                              /* PHASE_OVER: what came of it */
	char died[72], cause[24];                    /* the call that ended last, and why */
	bool incoming, was_up;
	bool leaving; /* the visitor has hung up */
	bool lift;    /* the kiosk's own telephone rings first: to be lifted */
	bool slow;    /* nobody has answered for a while */
	struct loop_timer *timer;
};
void talk_open(struct kiosk *kiosk);
void talk_close(struct kiosk *kiosk);
void talk_dial(struct kiosk *kiosk, struct pbx_object *who);
void talk_hang_up(struct kiosk *kiosk);
void talk_answer(struct kiosk *kiosk);
/* True if the PABX can make the telephone answer. */
bool talk_can_answer(struct kiosk *kiosk);
/* Looks at the calls as they are now. */
void talk_look(struct kiosk *kiosk);

/* ---- The code (code.c) ---- */

enum code_state { CODE_ASKS, CODE_CHECKS, CODE_WRONG, CODE_LOCKED };

struct code {
	bool open;
	enum code_state state;
	struct input *typed;
	struct loop_job *job;
	struct loop_timer *lock; /* armed: no code is taken */
	int wrong;               /* in a row */
	int64_t lock_ms;
};
void code_open(struct kiosk *kiosk);
void code_show(struct kiosk *kiosk);
void code_hide(struct kiosk *kiosk);
void code_key(struct kiosk *kiosk, struct term_key key);
void code_close(struct kiosk *kiosk);

/* ---- Fingers (touch.c) ---- */

/* A part of the screen that does something when it is pressed: what a key does, or a row. */
struct hit {
	struct rect area;
	struct term_key key; /* code 0: row */
	int row;
};
void touch_reset(struct kiosk *kiosk);
void touch_add(struct kiosk *kiosk, struct rect area, struct term_key key);
void touch_add_row(struct kiosk *kiosk, struct rect area, int row);
void touch_press(struct kiosk *kiosk, struct term_mouse mouse);
/* Takes the rows that the keys of the page need from the bottom of area, and draws them. */
void touch_draw(struct kiosk *kiosk, struct rect *area);

/* ---- All of it (kiosk.c, draw.c) ---- */

struct kiosk {
	struct kiosk_options options;
	struct loop *loop;
	struct pbx *pbx;
	struct term *term;
	struct loop_timer *idle;
	struct find find;
	struct talk talk;
	struct code code;
	struct hit hits[HITS_MAX];
	int hit_count;
	char trouble[400];
	bool was_live;
	bool own_tag; /* the account has no permission "kiosk": people are chosen here */
	char logged_out_text[200];
};
enum page kiosk_page(const struct kiosk *kiosk);
/* As if it had been pressed. */
void kiosk_key(struct kiosk *kiosk, struct term_key key);
void kiosk_dirty(struct kiosk *kiosk);
/* The key that opens the code. */
extern const struct term_key kiosk_code_key;
/* The paint function. */
void kiosk_draw(void *kiosk);

#endif
