/* An office under a stepped clock, and all that it has told. */
#ifndef TESTS_OFFICE_FIXTURE_H
#define TESTS_OFFICE_FIXTURE_H

#include "base/buf.h"
#include "base/clock.h"
#include "base/hash.h"
#include "pabx/office/office.h"

struct seen {
	UT_hash_handle hh;
	char id[200]; /* set and key */
	struct wire_row *row;
	unsigned deaths;
};

struct world {
	struct loop *loop;
	struct switch_handle sw;
	struct seen *seen;
	struct buf log; /* every event as a line */
	unsigned rows, messages, presences, records, forwards, deaths, gone, begun;
	struct {
		char disposition[16], to_device[72], queue[64], linked[64], uniqueid[64];
		int64_t start, answered, end;
	} record; /* the last */
	char message[256], forward[80];
	bool answered;
	enum wire_reason reason;
	char cid[64];
	uint64_t ticket;
};

extern const char office_folder[];

/* speed and rate as in office_options; a quiet office does nothing by itself. */
struct world *world_open(const struct office_options *options);
void world_close(struct world **world);
void world_turn(struct world *w);
void world_step(struct world *w, int64_t ms);

/* Gives a command and waits for the answer. */
enum wire_reason world_command(struct world *w, const struct switch_command *command);
/* The usual ones; to is a number. A call is named by its device and cid. */
enum wire_reason world_dial(struct world *w, const char *device, const char *to);
enum wire_reason world_action(struct world *w, enum wire_action action, const char *device,
			      const char *cid, const char *to);
enum wire_reason world_with(struct world *w, enum wire_action action, const char *device,
			    const char *cid, const char *other_device, const char *other_cid);

const struct wire_row *world_row(const struct world *w, enum wire_set set, const char *first,
				 const char *second);
const struct wire_call *world_call(const struct world *w, const char *parent, const char *cid);
/* The one call of that parent in that state; fails the test if there is not exactly one. NULL for
 * state: in any. */
const struct wire_call *world_only(const struct world *w, const char *parent, const char *state);
unsigned world_count(const struct world *w, const char *parent, const char *state);
const struct wire_device *world_device(const struct world *w, const char *name);
const struct wire_queue *world_queue(const struct world *w, const char *name);
const struct wire_parked *world_parked(const struct world *w, const char *lot, const char *slot);
const struct wire_mailbox *world_mailbox(const struct world *w, const char *name);

/* Fails the test unless each call has its device or queue, blf says what the calls say, and depth
 * counts who waits. */
void world_check(const struct world *w);

#endif
