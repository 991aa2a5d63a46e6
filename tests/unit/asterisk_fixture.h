/* The switch to an Asterisk that is none, and all that it has told. */
#ifndef TESTS_ASTERISK_FIXTURE_H
#define TESTS_ASTERISK_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/hash.h"
#include "pabx/asterisk/asterisk.h"
#include "support/fake_ami.h"

struct told {
	UT_hash_handle hh;
	char id[240]; /* set and key */
	struct wire_row *row;
	struct buf states; /* of a call: every state that it had, "ring up dead/normal" */
	bool gone;
};

struct stage {
	struct loop *loop;
	struct fake_ami fake;
	struct switch_handle sw;
	struct told *told;
	unsigned rows, repeated; /* repeated: rows in which nothing was new */
	unsigned available, lost, messages, records;
	bool up;
	char text[256];     /* why it is away */
	char presence[512]; /* the last: "person resource show status" */
	char message[256];  /* the last: "from to text" */
	char forward[128];
	char record[512]; /* the last: "from>to device disposition queue ddi" */
	bool answered;
	enum wire_reason reason;
	char reply[256], cid[80];
};

/* Before the switch is started fake may be changed; after stage_start() all has been told. */
struct stage *stage_new(void);
void stage_start(struct stage *s);
void stage_begin(struct stage *s); /* starts it and does not wait */
void stage_free(struct stage **stage);
#define STAGE_UNTIL(s, condition)                                                                  \
	do {                                                                                       \
		for (int turns_ = 0; !(condition) && turns_ < 3000; turns_++)                      \
			loop_turn((s)->loop, 10);                                                  \
		assert_true(condition);                                                            \
	} while (0)
/* Says it, and returns when the switch has taken it. */
void stage_say(struct stage *s, const char *events);
/* Plays a recorded stream (tests/asterisk/recorded). */
void stage_play(struct stage *s, const char *name);
/* The same up to the first event that has the text, which is still to come; or from there on. */
void stage_play_until(struct stage *s, const char *name, const char *text);
void stage_play_from(struct stage *s, const char *name, const char *text);

const struct wire_row *stage_row(const struct stage *s, enum wire_set set, const char *first,
				 const char *second);
const struct wire_call *stage_call(const struct stage *s, const char *parent, const char *cid);
const struct wire_device *stage_device(const struct stage *s, const char *name);
const struct wire_queue *stage_queue(const struct stage *s, const char *name);
/* All states that a call has had: nothing false must ever be in between. */
const char *stage_states(const struct stage *s, const char *parent, const char *cid);
/* Rows of a set that are there. */
unsigned stage_count(const struct stage *s, enum wire_set set);

/* Gives a command; stage_answer() waits for what is said to it. */
void stage_command(struct stage *s, const struct switch_command *command);
enum wire_reason stage_answer(struct stage *s);
enum wire_reason stage_act(struct stage *s, enum wire_action action, const char *device,
			   const char *cid, const char *to);

#define TEST(name) static void name(void **state)
#define STAGE                                                                                      \
	struct stage *s = *state;                                                                  \
	(void)s

int stage_setup(void **state);         /* a stage that is not started */
int stage_setup_started(void **state); /* one that is */
int stage_teardown(void **state);

#endif
