/* The caller's card: who is calling, what is noted of him, whom he usually wants, his last calls.
 */
#ifndef PANE_CARD_H
#define PANE_CARD_H

#include "pane.h"

enum card_state {
	CARD_UNASKED, /* nothing can be asked: no number, no link */
	CARD_ASKED,
	CARD_KNOWN,
	CARD_REFUSED, /* one may not know, or the PABX did not answer */
};

/* What the PABX knows of the number; the rest is live. */
struct card {
	enum card_state state;
	char key[64]; /* of the number's note, "" while not known */
	char usual[PBX_CALLER_USUAL][PANE_REF_MAX];
	struct card_call {
		int64_t stamp, duration; /* epoch ms, s */
		bool ours;
		char outcome[16], by[64];
	} calls[PBX_CALLER_CALLS];
	unsigned usual_count, call_count;
};

/* The rows that it would like, in so many columns. */
int card_rows(const struct desk *desk, const struct card *card, const struct pbx_object *call,
	      int cols, bool with_usual);
/* With a title row; in one row what matters most. with_usual: whom he wants is shown here. */
void card_draw(const struct desk *desk, const struct card *card, const struct pbx_object *call,
	       struct rect area, bool with_usual);

#endif
