/* Frames, applied strictly in order, and in slices so that none holds the loop. */
#ifndef PBX_FRAME_H
#define PBX_FRAME_H

#include "pbx.h"
#include "split.h"

enum px_frame_kind {
	PX_FRAME_TEXT, /* of the feed, not looked at yet */
	PX_FRAME_PART, /* rows of one set; from the feed or by REST */
	PX_FRAME_DELTA,
	PX_FRAME_CLEAR, /* this end drops what it has */
	PX_FRAME_OTHER, /* no rows */
};

typedef void (*px_frame_fn)(struct pbx *pbx, bool good);

struct px_frame {
	struct px_frame *prev, *next;
	enum px_frame_kind kind;
	const char *text;
	char *copy; /* text's memory, where it had to wait */
	size_t len;
	unsigned phase;
	struct px_split split;
	enum pbx_class class; /* of a part; being cleared */
	bool first, last;     /* of a part: begins or ends its set */
	bool skip, broken;    /* unknown set; rows that make no sense */
	unsigned classes;     /* to clear, bits */
	unsigned at;          /* in the list that is swept or cleared */
	px_frame_fn end;      /* after its events, or NULL */
};

struct px_frames {
	struct pbx *pbx;
	struct px_frame *frames; /* the first is being applied */
	size_t bytes;            /* of the texts that wait */
	bool asked, running;
};

/* One frame as text: applied at once where it is its turn, else it is copied and waits. */
void px_frames_take(struct pbx *pbx, const char *text, size_t len);
/* Rows that came by REST: {"values":[…]} of a set. */
void px_frames_rows(struct pbx *pbx, enum pbx_class class, bool first, bool last, const char *text,
		    size_t len, px_frame_fn end);
/* Deletes all objects of these classes (bits), children first. */
void px_frames_clear(struct pbx *pbx, unsigned classes, px_frame_fn end);
/* Forgets texts that wait; what has begun is finished. */
void px_frames_forget(struct pbx *pbx);
void px_frames_free(struct pbx *pbx);

enum px_step { PX_AGAIN, PX_NEXT, PX_BROKEN };
/* frame_rows.c: one unit of work of a phase. */
enum px_step px_frame_begin(struct pbx *pbx, struct px_frame *frame);
enum px_step px_frame_gone(struct pbx *pbx, struct px_frame *frame);
enum px_step px_frame_new(struct pbx *pbx, struct px_frame *frame);
enum px_step px_frame_rows(struct pbx *pbx, struct px_frame *frame);
enum px_step px_frame_sweep(struct pbx *pbx, struct px_frame *frame);

#endif
