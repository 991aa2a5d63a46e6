/* Shared by the files of this room only. */
#ifndef OFFICE_INSIDE_H
#define OFFICE_INSIDE_H

#include "base/buf.h"
#include "base/hash.h"
#include "base/number.h"
#include "base/random.h"
#include "office.h"

enum {
	OFFICE_NAME = 128,
	OFFICE_NUMBER = 64,
	OFFICE_LINES = 8,    /* of one telephone */
	OFFICE_FORWARDS = 4, /* in a row */
	OFFICE_CALLS = 8,    /* on one device */
};

/* Durations in virtual milliseconds. */
enum {
	OFFICE_DIALLING_IN = 300,   /* until a telephone in the house rings */
	OFFICE_DIALLING_OUT = 1000, /* until one outside rings */
	OFFICE_RING = 25000,
	OFFICE_RING_OUT = 40000,
	OFFICE_RING_MEMBER = 15000,
	OFFICE_RING_RETURN = 30000,
	OFFICE_RETURN = 500,         /* from a failed transfer to the ringing operator */
	OFFICE_RECALL = 60000,       /* of a held call */
	OFFICE_RECALL_AGAIN = 10000, /* while its holder consults */
	OFFICE_PARK = 45000,
	OFFICE_CAMP = 120000,
	OFFICE_RETRY = 5000, /* of a queue */
	OFFICE_GONE = 50,    /* from a dead call to no call */
};

struct office;
struct leg;
struct phone_plan;

/* ---- time: office_clock.c ---- */

struct office_timer {
	int64_t due;
	uint64_t order; /* equal times run in the order in which they were set */
	void (*fn)(void *ctx);
	void *ctx;
	unsigned at; /* place in the heap, from 1; 0: not set */
};

void office_timer_set(struct office *o, struct office_timer *timer, int64_t ms,
		      void (*fn)(void *ctx), void *ctx);
void office_timer_stop(struct office *o, struct office_timer *timer);
/* Runs what is due until that virtual time, for at most 2 ms; true if all has run. */
bool office_clock_run(struct office *o, int64_t until);
/* Brings the time up to now before something from outside happens. */
void office_clock_touch(struct office *o);
void office_clock_start(struct office *o);
void office_clock_stop(struct office *o);
/* A dead call must have been shown before it goes: hands over what was told where the time that
 * lies between may not have passed for those who look on. */
void office_clock_show(struct office *o);
/* Virtual time as epoch milliseconds. */
int64_t office_wall(const struct office *o);

/* ---- who and what there is: office_load.c ---- */

/* Who a party is to the others. */
struct office_id {
	char name[OFFICE_NAME], number[OFFICE_NUMBER];
	bool outside, emergency;
};

struct person {
	UT_hash_handle hh; /* by cID */
	int64_t cID;
	char login[64], name[OFFICE_NAME], company[64], extension[OFFICE_NUMBER];
	char show[16], status[256];
	int64_t until;
	struct device *device; /* the first line of his telephone; NULL without */
	struct mailbox *mailbox;
	struct office_timer back; /* from a meeting, from lunch */
	struct office *office;
};

struct mailbox {
	struct wire_row *row;
	int64_t read, unread;
};

struct device {
	UT_hash_handle hh; /* by name */
	struct office *office;
	char name[72];
	struct person *owner;
	struct device *line[OFFICE_LINES]; /* all lines of the telephone; line[0] is the first */
	struct extension *extension;
	struct leg *legs;
	struct member *members; /* where it serves a queue */
	bool console;           /* nobody simulated sits at it */
	bool online, dnd;
	char forward[OFFICE_NUMBER];
	int64_t free_since;
	struct buf numbers; /* the extensions that ring it, as JSON */
	struct wire_row *row;
};

struct extension {
	UT_hash_handle hh; /* by number */
	char number[OFFICE_NUMBER], name[OFFICE_NAME], company[64];
	struct device **devices;
	unsigned count;
	struct person *owner; /* NULL for groups, queues and what is everybody's */
	struct queue *queue;
	struct wire_row *row;
};

struct member {
	struct member *next;        /* of the queue */
	struct member *device_next; /* of the device */
	struct device *device;
	struct queue *queue;
	bool paused;
};

struct queue {
	struct queue *next;
	struct office *office;
	char name[64], label[OFFICE_NAME], company[64];
	bool all;   /* each call rings every member */
	bool night; /* callers from outside are asked to leave a message */
	struct member *members;
	struct leg *waiting;
	struct office_timer retry;
	struct wire_row *row;
};

/* A place in a parking lot; a camped caller waits in lot "camp". */
struct slot {
	struct slot *prev, *next;
	char lot[64], number[OFFICE_NUMBER];
	struct leg *leg;
	struct device *target; /* camped on */
	struct wire_row *row;  /* NULL while free */
};

struct ddi {
	struct ddi *next;
	char ddi[OFFICE_NUMBER], company[64], to[OFFICE_NUMBER];
};

struct outsider {
	char name[OFFICE_NAME], number[OFFICE_NUMBER];
};

int office_load(struct office *o, const char *folder, struct why *why);
void office_unload(struct office *o);
struct device *office_device(const struct office *o, const char *name);
struct queue *office_queue(const struct office *o, const char *name);
struct person *office_person(const struct office *o, int64_t cID);
/* The queue at which a company's calls end that nobody else takes; NULL without one. */
struct queue *office_front_queue(const struct office *o);

/* ---- where a number leads: office_route.c ---- */

enum dest_kind {
	DEST_NONE,
	DEST_DEVICE,    /* one device, whatever it does */
	DEST_EXTENSION, /* the devices of an extension */
	DEST_QUEUE,
	DEST_OUTSIDE,
	DEST_MAILBOX,
	DEST_MESSAGES, /* hears his own mailbox */
	DEST_SLOT,
};

struct dest {
	enum dest_kind kind;
	struct office_id id;
	struct device *device;
	struct extension *extension;
	struct queue *queue;
	struct person *person;
	struct slot *slot;
};

/* False where the number leads nowhere. */
bool office_route(const struct office *o, const char *number, struct dest *dest);
bool office_route_target(const struct office *o, const struct switch_target *to, struct dest *dest);
void office_dest_device(struct device *device, struct dest *dest);
void office_dest_queue(struct queue *queue, struct dest *dest);
void office_dest_mailbox(struct person *person, struct dest *dest);

/* ---- calls: office_leg.c, office_call.c ---- */

enum place {
	PLACE_CALLING, /* legs in targets ring for it, or will */
	PLACE_QUEUED,
	PLACE_RINGING, /* from rings it */
	PLACE_TALKING, /* with peer */
	PLACE_PARKED,
	PLACE_CAMPED,
	PLACE_MAILBOX,
	PLACE_DEAD,
};

/* Where a call goes that does not get through. */
struct comeback {
	struct device *device; /* the operator, or … */
	struct queue *queue;   /* … the queue that it was sent from */
	char who[OFFICE_NAME];
	int64_t since; /* when it left there */
};

/* One party's side of a call. Parties outside have legs without a device, and no row. */
struct leg {
	UT_hash_handle hh; /* by cid */
	struct office *office;
	struct device *device;
	struct leg *device_prev, *device_next;
	enum place place;
	char cid[24], linked[32];
	struct office_id me; /* who this is */
	bool caller, held;
	struct leg *peer; /* TALKING */
	struct leg *from; /* RINGING */
	struct leg *targets, *target_prev, *target_next;
	struct leg *twin;       /* the other leg of a three-way call, at the same telephone */
	struct leg *consult;    /* the call that asks whether this one may be transferred, … */
	struct leg *consult_of; /* … and back */
	struct dest dest;       /* CALLING: where to */
	unsigned forwards;
	struct queue *queue; /* QUEUED, or RINGING for it */
	struct leg *queue_prev, *queue_next;
	struct device *refused; /* the member who rejected it last */
	int64_t refused_until;
	struct slot *slot;     /* PARKED, CAMPED */
	struct person *person; /* MAILBOX */
	char ddi[OFFICE_NUMBER];
	struct comeback back;
	bool serial; /* comes back when the other hangs up */
	char undo_device[72], undo_cid[24];
	const char *returned; /* why it came back, NULL if it did not */
	char returned_who[OFFICE_NAME];
	int64_t away; /* when it left where it came back to */
	int64_t stamp, answered, since, inq, outq, returns;
	const char *cause;
	struct office_timer mind, limit, gone, queue_gone;
	bool made;            /* by the load, which also ends it */
	unsigned char intent; /* what its human will do: office_mind.c */
	struct wire_row *row, *queue_row;

	/* The record of what it is doing now. */
	struct office_id called;
	int64_t record_start, record_answered;
	char record_queue[64], record_to[72];
	const char *record_returned; /* why it came back while this record runs, or NULL */
};

struct office {
	struct loop *loop;
	struct office_options options;
	char *folder;
	const struct switch_events *events;
	void *ctx;

	int64_t now, epoch; /* virtual ms since the start; wall clock at 0 */
	int64_t mono;       /* real clock at 0 */
	uint64_t order;
	struct office_timer **heap;
	unsigned heap_count, heap_cap;
	struct loop_timer *timer;

	struct random_seq random;
	struct number_plan plan;
	struct person *people;  /* hash */
	struct device *devices; /* hash */
	struct extension *extensions;
	struct queue *queues;
	struct slot *slots;
	struct ddi *ddis;
	struct phone_plan *plans; /* build.h */
	unsigned plan_count;
	struct wire_row **phones;
	unsigned phone_count;
	struct person **staff; /* with a telephone that a simulated person uses */
	unsigned staff_count;
	struct outsider *outsiders;
	unsigned outsider_count;

	struct leg *legs; /* hash */
	uint64_t last_cid, last_record;
	uint64_t told; /* rows, for the load */
	struct office_timer settle;
	bool minds; /* simulated people act */
	struct day *day;
	struct rate *rate;
	struct script *script;
	struct answers *answers;
};

struct leg *office_leg_new(struct office *o, struct device *device, const struct office_id *me);
struct leg *office_leg_find(const struct office *o, const char *device, const char *cid);
/* A new leg for a device that a caller rings or is joined to: it shows where the caller comes from.
 */
struct leg *office_leg_called(struct leg *caller, struct device *device,
			      const struct office_id *me);
void office_leg_place(struct leg *leg, enum place place);
/* The row as things are now. */
void office_leg_tell(struct leg *leg);
/* Takes the leg out of everything; its row says why and goes later. */
void office_leg_die(struct leg *leg, const char *cause);
void office_legs_free(struct office *o);
/* The fields that a leg's own row and its row in a queue share; true if any changed. */
bool office_leg_fill(const struct leg *leg, struct wire_row *row);
void office_leg_link(struct leg *leg, const char *linked);
void office_device_id(const struct device *device, struct office_id *id);
/* The other party as this one sees it. */
const struct office_id *office_leg_other(const struct leg *leg);
void office_drop_targets(struct leg *leg, const char *cause);

/* A device calls; the leg is dialling. */
struct leg *office_dial(struct device *device, const struct dest *dest);
/* Someone outside calls. */
struct leg *office_ring_in(struct office *o, const struct office_id *who, const char *ddi,
			   const struct dest *dest);
/* Connects a leg that is in no conversation to where dest leads. */
void office_go(struct leg *leg, const struct dest *dest);
void office_failed(struct leg *leg, const char *cause);
/* A ringing leg answers. */
void office_answer(struct leg *target);
/* A device joins a leg that is in no conversation: parked, held, ringing elsewhere. */
struct leg *office_take(struct leg *leg, struct device *device);
void office_join(struct leg *a, struct leg *b);
void office_hangup(struct leg *leg, const char *cause);
void office_hold(struct leg *leg);
void office_unhold(struct leg *leg);
void office_hold_others(struct device *device, const struct leg *except);
/* Ends a conversation: both legs are then nowhere, for them to go elsewhere or to die. */
void office_part(struct leg *leg);
/* Takes a leg out of where it waits: what rings for it dies with that cause. */
void office_withdraw(struct leg *leg, const struct leg *answered, const char *cause);
/* Rings a device, or someone outside, for a leg that calls or waits in a queue. */
struct leg *office_ring(struct leg *caller, struct device *device, const struct office_id *me);
/* Whether a simulated person's telephone takes a further call, or a console's. */
bool office_device_free(const struct device *device);

/* ---- transfers and what comes of them: office_transfer.c, office_park.c ---- */

enum wire_reason office_xfer(struct leg *leg, const struct dest *dest, bool serial);
enum wire_reason office_consult(struct leg *leg, const struct dest *dest, struct leg **consult);
enum wire_reason office_complete(struct leg *leg, struct leg *with);
enum wire_reason office_merge(struct leg *leg, struct leg *with);
enum wire_reason office_cancel(struct office *o, const char *device, const char *cid);
enum wire_reason office_pickup(struct leg *leg, struct device *device);
enum wire_reason office_claim(struct leg *leg, struct device *device);
void office_leave_merged(struct leg *leg);
/* The caller rings the operator again. */
void office_return(struct leg *leg, const char *why);
void office_remember(struct leg *caller, const struct leg *operator_leg, const char *who);

struct park {
	const char *lot, *slot, *for_json;
	int64_t timeout_ms, by;
};
enum wire_reason office_park(struct leg *leg, const struct park *park);
enum wire_reason office_camp(struct leg *leg, const struct dest *dest, int64_t by);
enum wire_reason office_retrieve(struct office *o, const char *lot, const char *number,
				 struct device *device);
struct slot *office_slot(const struct office *o, const char *lot, const char *number);
void office_slot_clear(struct leg *leg);
void office_camp_offer(struct office *o);
void office_slots_free(struct office *o);

/* ---- queues: office_queue.c ---- */

void office_queue_enter(struct leg *leg, struct queue *queue);
/* Takes a leg out of its queue: answered by that leg, or dead with that cause. */
void office_queue_leave(struct leg *leg, const struct leg *answered, const char *cause);
void office_queue_ring(struct queue *queue);
void office_queue_refused(struct leg *caller, struct device *member);
void office_queue_tell(struct queue *queue);
/* Where a caller goes instead while the queue is closed, if there is such a place. */
void office_queue_closed(struct queue *queue, struct dest *dest);
void office_queue_night(struct office *o, const char *company, bool night);
unsigned office_queue_depth(const struct queue *queue);
const char *office_member_state(const struct member *member);

/* ---- rows: office_rows.c ---- */

/* A row that is complete from the start: what is not set is null. */
struct wire_row *office_row_new(enum wire_set set);
void office_tell(struct office *o, const struct wire_row *row);
void office_tell_gone(struct office *o, enum wire_set set, const char *key);
void office_tell_all(struct office *o);
/* After anything that a device's row shows has changed. */
void office_device_tell(struct device *device);
unsigned office_device_blf(const struct device *device);
/* Rings queues and camped callers once what happens now is over. */
void office_unsettled(struct office *o);

void office_voicemail(struct office *o, struct person *person, int unread);
void office_voicemail_heard(struct office *o, struct person *person);
void office_presence(struct person *person, const char *show, const char *status, int64_t until);
void office_phone_dnd(struct device *device, bool dnd);
void office_phone_online(struct device *device, bool online);
void office_phone_forward(struct device *device, const char *number);

/* ---- records: office_record.c ---- */

void office_record_begin(struct leg *caller, const struct office_id *called);
void office_record_answered(struct leg *caller, const struct leg *by);
void office_record_end(struct leg *caller, const char *cause);

/* ---- what people do: office_mind.c, office_day.c, office_rate.c, office_words.c ---- */

/* A leg's state has changed: its human thinks of what he does next. */
void office_mind(struct leg *leg);
void office_minds(struct office *o, bool on);
void office_day_start(struct office *o);
void office_day_stop(struct office *o);
void office_rate_start(struct office *o);
void office_rate_stop(struct office *o);
/* Somebody who is at his desk and not on the telephone; NULL if there is hardly one. */
struct person *office_idle_person(struct office *o);

struct absence {
	const char *show, *status;
	unsigned min, max; /* minutes */
};
/* One of them, by chance. */
const struct absence *office_words_absence(struct office *o);
const char *office_words_chat(struct office *o, bool to_desk);
int64_t office_between(struct office *o, int64_t from, int64_t to);
bool office_chance(struct office *o, unsigned percent);

/* ---- from outside: office_command.c, office_script.c ---- */

extern const char *const office_can[];
void office_command(void *impl, const struct switch_command *command, uint64_t ticket,
		    switch_answer_fn answer, void *ctx);
void office_answers_free(struct office *o);
void office_script_start(struct office *o);
void office_script_free(struct office *o);

#endif
