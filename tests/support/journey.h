/* What becomes of each caller: from his first row at the desk to his end, as the feed tells it. */
#ifndef SUPPORT_JOURNEY_H
#define SUPPORT_JOURNEY_H

#include <stdbool.h>
#include <stdint.h>

#include "pbx/pbx.h"
#include "support/screen.h"

struct journeys;

/* Listens to pbx. Free with journeys_free(), before pbx. */
struct journeys *journeys_new(struct pbx *pbx);
void journeys_free(struct journeys **journeys);
/* The operator's console has told that the caller is with a mailbox, of which the feed says
 * nothing. */
void journeys_at_mailbox(struct journeys *journeys, const char *linked);
/* Whether the caller of that number has not been answered yet. */
bool journeys_waits(const struct journeys *journeys, const char *number);
/* Called after each step of time: what waits for the desk must have a row on the screen. Fails the
 * test when a caller has had none for limit ms. */
void journeys_look(struct journeys *journeys, struct screen *screen, int64_t limit);
/* Callers that are still somewhere. */
unsigned journeys_alive(const struct journeys *journeys);

enum journey_end {
	JOURNEY_NONE, /* still on his way, or lost */
	JOURNEY_ANSWERED,
	JOURNEY_TRANSFERRED,
	JOURNEY_RETRIEVED,
	JOURNEY_ABANDONED,
	JOURNEY_VOICEMAIL,
	JOURNEY_RETURNED,
	JOURNEY_ENDS
};
/* Prints a line a caller, counts the ends, and fails the test if one has none. */
void journeys_tell(const struct journeys *journeys, unsigned ends[JOURNEY_ENDS]);

#endif
