/* Shared by the files of the room: the model of what Asterisk has. */
#ifndef ASTERISK_INSIDE_H
#define ASTERISK_INSIDE_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ami_link.h"
#include "asterisk.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/text.h"
#include "conf.h"
#include "wire/json.h"

enum { AST_NAME = 128, AST_NUMBER = 64, AST_CHANNEL = 160, AST_CAN = 20 };

/* Channel states as numbers of the manager interface. */
enum { CHAN_DOWN = 0, CHAN_RING = 4, CHAN_RINGING = 5, CHAN_UP = 6 };

/* Bits of a hint's Status; 4 and below 0 are out of reach. */
enum { HINT_INUSE = 1, HINT_BUSY = 2, HINT_AWAY = 4, HINT_RINGING = 8, HINT_HOLD = 16 };
enum { HINT_UNKNOWN = -2 };

enum device_state {
	DEVICE_UNKNOWN,
	DEVICE_FREE,
	DEVICE_BUSY,
	DEVICE_INUSE,
	DEVICE_RINGING,
	DEVICE_RINGINUSE,
	DEVICE_AWAY
};

/* "PJSIP/1001": a phone, or something that calls come from (a trunk). */
struct device {
	char name[AST_NAME];
	char label[AST_NAME], number[AST_NUMBER]; /* of its caller ID */
	char context[AST_NUMBER], mailbox[AST_NUMBER], agent[AST_NAME];
	char extension[AST_NUMBER]; /* its own, "" for none */
	char forward[AST_NUMBER];
	struct buf extensions; /* JSON list of those that ring it, without its end */
	struct hint *hint;     /* of its extension */
	enum device_state state;
	bool phone, listed; /* listed: Asterisk named it as an endpoint */
	bool dnd;
	bool autoanswer, autohold;
	bool told_phone; /* its phone row has been told */
	int64_t owner;   /* whose it is, WIRE_NULL for nobody's */
	struct channel *channels;
	struct wire_row *row, *phone_row;
	uint64_t seen;
	UT_hash_handle hh;
};

/* An extension with a hint: "1001@internal". */
struct hint {
	char key[2 * AST_NUMBER]; /* exten@context */
	char exten[AST_NUMBER], context[AST_NUMBER];
	char devices[512];         /* "PJSIP/1001&Custom:DND1001" */
	char presentity[AST_NAME]; /* "CustomPresence:1001" */
	int status;
	struct wire_row *row; /* of the extension, NULL if it has no phone */
	uint64_t seen;
	UT_hash_handle hh;
};

/* A device state that is no phone's: "Custom:DND1001". */
struct custom {
	enum device_state state;
	UT_hash_handle hh;
	char name[];
};

struct presence {
	char show[8], status[256];
	char sent_show[8], sent_status[256]; /* as last set from here */
	UT_hash_handle hh;
	char name[]; /* presentity */
};

struct mailbox {
	char name[AST_NUMBER]; /* without @default */
	char label[AST_NAME];
	int64_t read, unread;
	struct wire_row *row;
	uint64_t seen;
	UT_hash_handle hh;
};

struct bridge {
	struct channel *channels;
	unsigned count;
	bool parking;
	UT_hash_handle hh;
	char id[];
};

/* All channels of one Linkedid. */
struct talk {
	unsigned channels, outside;
	char ddi[AST_NUMBER];
	UT_hash_handle hh;
	char id[];
};

struct record {
	bool open;
	int64_t start, answered;
	char to_number[AST_NUMBER], to_name[AST_NAME], to_device[AST_NAME], queue[AST_NUMBER];
	char answered_by[AST_NAME], disposition[16];
	unsigned part; /* a transferred call has several */
};

struct channel {
	struct asterisk *asterisk;
	char id[AST_CHANNEL];      /* Uniqueid */
	char cid[WIRE_MAX_ID + 1]; /* the same as consoles know it */
	char name[AST_CHANNEL];
	struct talk *talk;
	struct device *device;     /* where that is a phone */
	char technology[AST_NAME]; /* name of the device, also where it is none of ours */
	bool hidden, outside;
	bool dials; /* as a snapshot found it: it rings somebody */
	int state;
	char number[AST_NUMBER], label[AST_NAME];             /* itself */
	char other_number[AST_NUMBER], other_label[AST_NAME]; /* connected line */
	char exten[AST_NUMBER], context[AST_NUMBER], dialled[AST_NUMBER];
	struct bridge *bridge;
	struct channel *dialer, *targets; /* who rings it; whom it rings */
	struct channel *answerer;         /* who answered its last dial */
	bool caller;                      /* it began the call */
	bool shown, held, alerting;
	bool taken;          /* out of its queue, from here */
	bool going;          /* made here: what it was made for is still to come */
	struct queue *queue; /* waits there */
	struct parked *parked;
	int64_t position, inq, outq;
	char via[AST_NUMBER], via_name[AST_NAME], via_number[AST_NUMBER]; /* the queue it came by */
	char ddi[AST_NUMBER];
	int64_t stamp, since, answered;
	const char *returned; /* why it comes back: "park", or NULL */
	char returned_who[AST_NAME];
	char undo_device[AST_NAME], undo_cid[WIRE_MAX_ID + 1]; /* who may take it back */
	char consult_of[WIRE_MAX_ID + 1]; /* the own call that waits for this one */
	char dial_status[16];
	struct record record;
	struct wire_row *row, *queue_row;
	uint64_t seen;
	struct channel *bridge_prev, *bridge_next, *device_prev, *device_next;
	struct channel *target_prev, *target_next, *queue_prev, *queue_next;
	UT_hash_handle hh;
};

struct member {
	struct queue *queue;
	char interface[AST_NAME]; /* as the queue calls it */
	char device[AST_NAME];    /* whose state counts: the phone */
	int status;
	bool paused;
	uint64_t seen;
	struct member *prev, *next;
};

struct queue {
	char name[AST_NUMBER], extension[AST_NUMBER];
	struct member *members;
	struct channel *waiting;
	struct wire_row *row;
	uint64_t seen;
	UT_hash_handle hh;
};

struct parked {
	char key[2 * AST_NUMBER]; /* lot, slot */
	char lot[AST_NUMBER], slot[AST_NUMBER];
	char id[AST_CHANNEL];  /* Uniqueid of the channel */
	char parker[AST_NAME]; /* device */
	char number[AST_NUMBER], label[AST_NAME], linked[AST_CHANNEL];
	char *for_json;
	int64_t by, since, returns;
	struct wire_row *row;
	uint64_t seen;
	UT_hash_handle hh;
};

/* What a park from here is for, until Asterisk says where it went. */
struct act;
struct snapshot;

struct asterisk {
	struct loop *loop;
	struct asterisk_conf conf;
	char *secret;
	bool tls;
	const struct switch_events *events;
	void *ctx;
	struct switch_ops ops;
	const char *can[AST_CAN];
	struct ami_link *link;
	struct ami_actions *actions; /* of the link */

	struct device *devices;
	struct hint *hints;
	struct custom *customs;
	struct presence *presences;
	struct mailbox *mailboxes;
	struct channel *channels;
	int64_t last_id; /* of call rows */
	struct bridge *bridges;
	struct talk *talks;
	struct queue *queues;
	struct parked *parked;
	struct act *acts; /* commands whose outcome is awaited */
	char parking_context[AST_NUMBER], parking_exten[AST_NUMBER];

	struct audit *audit;
	uint64_t heard;            /* events */
	struct loop_timer *going;  /* for calls made here that have not gone on yet */
	struct snapshot *snapshot; /* while one is taken: nothing is told */
	uint64_t generation;       /* of snapshots */
	bool live;                 /* what is told is what there is */
	bool people_due;
};

/* Copies cut text; true if it differs from what was there. */
bool ast_set(char *to, size_t cap, const char *text);
#define AST_SET(array, text) ast_set((array), sizeof(array), (text))
/* "" for the ways in which Asterisk says that it does not know. */
const char *ast_known(const char *text);
void ast_tell(struct asterisk *a, const struct wire_row *row);
void ast_tell_gone(struct asterisk *a, enum wire_set set, const char *key);
struct wire_row *ast_row_new(enum wire_set set);
void ast_list_add(struct buf *list, const char *text); /* JSON list of texts */
const char *ast_list_end(struct buf *list);
/* The person of an extension: the PABX knows. */
int64_t ast_owner(const struct asterisk *a, const char *extension, struct switch_person *person);

/* Tells all that there is: after a snapshot, and after people have changed. */
void ast_tell_all(struct asterisk *a);

/* model_event.c: an event, of whatever kind. */
void model_event(struct asterisk *a, const struct ami_message *m);

/* model_device.c, model_hint.c */
struct device *device_find(const struct asterisk *a, const char *name);
struct device *device_of_channel(const struct asterisk *a, const char *channel);
/* "PJSIP/1001" of "PJSIP/1001-0000002c". */
void device_name_of_channel(const char *channel, char *out, size_t cap);
struct device *device_take(struct asterisk *a, const char *name);
void device_endpoint(struct asterisk *a, const struct ami_message *m); /* EndpointDetail */
void device_peer(struct asterisk *a, const struct ami_message *m);     /* PeerEntry (chan_sip) */
void device_contact(struct asterisk *a, const struct ami_message *m);  /* ContactStatusDetail */
void model_device_state(struct asterisk *a, const struct ami_message *m);
void model_extension_status(struct asterisk *a, const struct ami_message *m);
void model_presence(struct asterisk *a, const struct ami_message *m);
/* Finds whose extension and phone is whose, after the snapshot. */
void devices_settle(struct asterisk *a);
void devices_sweep(struct asterisk *a);
void devices_free(struct asterisk *a);
void hints_sweep(struct asterisk *a);
void hints_free(struct asterisk *a);
bool hint_names(const struct hint *hint, const char *device);
unsigned hint_phones(const struct hint *hint);
/* The next phone that a hint names, from *at (which begins at its devices) on. */
bool hint_device(const char **at, char *name, size_t cap);
enum device_state custom_state(const struct asterisk *a, const char *name);
/* What is being set from here, so that its echo is known. */
void presence_sent(struct asterisk *a, const char *presentity, const char *show,
		   const char *status);
void presence_tell(struct asterisk *a, const struct hint *hint);

/* rows_device.c */
unsigned device_blf(const struct device *d);
bool device_online(const struct device *d);
bool device_dnd(const struct asterisk *a, const struct device *d);
void device_tell(struct asterisk *a, struct device *d);
void extension_tell(struct asterisk *a, struct hint *hint);
const char *device_features(const struct asterisk *a, const struct device *d);

/* model_mailbox.c */
void mailbox_user(struct asterisk *a, const struct ami_message *m);  /* VoicemailUserEntry */
void mailbox_count(struct asterisk *a, const struct ami_message *m); /* MailboxCount */
void model_message_waiting(struct asterisk *a, const struct ami_message *m);
struct mailbox *mailbox_take(struct asterisk *a, const char *name);
void mailboxes_tell(struct asterisk *a);
void mailboxes_sweep(struct asterisk *a);
void mailboxes_free(struct asterisk *a);

/* model_channel.c */
struct channel *channel_find(const struct asterisk *a, const char *id);
/* By what consoles call it: the device may be NULL. */
struct channel *channel_of_call(const struct asterisk *a, const char *device, const char *cid);
struct channel *channel_new(struct asterisk *a, const char *id);
/* The channel that an event names (its fields begin with prefix), with what the event says of it;
 * NULL where it is not known. */
struct channel *channel_event(struct asterisk *a, const struct ami_message *m, const char *prefix);
void channel_update(struct channel *c, const struct ami_message *m, const char *prefix);
/* Finds where it is: a phone, outside, or nothing that people see. */
void channel_place(struct channel *c);
void channel_ddi(struct channel *c);
void channel_gone(struct channel *c, const char *cause);
/* The other end of its call, through Local channels; NULL while it has none. */
struct channel *channel_far(const struct channel *c);
void channel_number(const struct channel *c, char out[AST_NUMBER], char label[AST_NAME]);
void model_new_channel(struct asterisk *a, const struct ami_message *m);
void model_channel_state(struct asterisk *a, const struct ami_message *m);
void model_channel_says(struct asterisk *a, const struct ami_message *m);
void model_rename(struct asterisk *a, const struct ami_message *m);
void model_hangup(struct asterisk *a, const struct ami_message *m);
void channels_free(struct asterisk *a);

/* model_talk.c: bridges, hold, and the channels that belong together */
void talk_join(struct channel *c, const char *linked);
void talk_leave(struct channel *c);
void talk_outside(struct channel *c, bool outside);
void bridge_enter(struct channel *c, const char *id, bool parking);
void bridge_leave(struct channel *c);
void bridges_free(struct asterisk *a);
void model_bridge_enter(struct asterisk *a, const struct ami_message *m);
void model_bridge_leave(struct asterisk *a, const struct ami_message *m);
void model_hold(struct asterisk *a, const struct ami_message *m);
void model_unhold(struct asterisk *a, const struct ami_message *m);

/* model_dial.c: who rings whom, and how that changes */
void dial_link(struct channel *dialer, struct channel *target);
void dial_unlink(struct channel *target);
void model_dial_begin(struct asterisk *a, const struct ami_message *m);
void model_dial_state(struct asterisk *a, const struct ami_message *m);
void model_dial_end(struct asterisk *a, const struct ami_message *m);
void model_blind_transfer(struct asterisk *a, const struct ami_message *m);
void model_pickup(struct asterisk *a, const struct ami_message *m);
/* Who may take it back: the own call that handed it on. */
void dial_undo(struct channel *c, const struct channel *own);

/* model_going.c: a call that is made for a phone begins when the phone has answered. Between the
 * two its channel is up with nobody; that is told of as dialling, for a moment at most. */
void going_begin(struct channel *c);
void going_up(struct channel *c);
void going_over(struct channel *c);

/* rows_call.c */
void call_tell(struct channel *c);
void call_dead(struct channel *c, const char *cause);
/* What a waiting caller's row in its queue says. */
void queue_call_tell(struct channel *c);
void queue_call_left(struct channel *c, const struct channel *answerer, const char *cause);

/* model_queue.c, rows_queue.c */
void model_queue_params(struct asterisk *a, const struct ami_message *m);
void model_queue_member(struct asterisk *a, const struct ami_message *m);
void model_queue_member_gone(struct asterisk *a, const struct ami_message *m);
void model_queue_join(struct asterisk *a, const struct ami_message *m);
void model_queue_leave(struct asterisk *a, const struct ami_message *m);
void model_queue_abandon(struct asterisk *a, const struct ami_message *m);
void model_agent_called(struct asterisk *a, const struct ami_message *m);
void queue_enter(struct channel *c, struct queue *q, int64_t position, int64_t waited_s);
void queue_leave(struct channel *c, const struct channel *answerer, const char *cause);
struct queue *queue_take(struct asterisk *a, const char *name);
struct member *queue_member(const struct queue *q, const char *interface);
const char *member_state(const struct asterisk *a, const struct member *m);
void queue_tell(struct asterisk *a, struct queue *q);
/* {"reception":"idle"} of a device */
void queues_of_device(const struct asterisk *a, const struct device *d, struct buf *out);
void queues_sweep(struct asterisk *a);
void queues_tell(struct asterisk *a);
void queues_free(struct asterisk *a);

/* model_park.c */
void model_parked(struct asterisk *a, const struct ami_message *m);
void model_unparked(struct asterisk *a, const struct ami_message *m);
void model_park_timeout(struct asterisk *a, const struct ami_message *m);
struct parked *parked_find(const struct asterisk *a, const char *lot, const char *slot);
void parked_tell(struct asterisk *a, struct parked *p);
void parked_drop(struct asterisk *a, struct parked *p);
void parked_sweep(struct asterisk *a);
void parked_free(struct asterisk *a);

/* model_record.c: call records */
void record_begin(struct channel *c);
void record_dial(struct channel *c, const struct channel *target);
void record_answered(struct channel *c, const struct channel *by);
/* Its caller goes on elsewhere: one record ends and the next begins. */
void record_part(struct channel *c);
void record_end(struct channel *c, const char *cause);

/* snapshot_calls.c */
void snapshot_reset(struct asterisk *a);
void snapshot_channel(struct asterisk *a, const struct ami_message *m);
void snapshot_queue(struct asterisk *a, const struct ami_message *m);
void snapshot_settle(struct asterisk *a);

/* act.c: looks whether what is awaited has happened. */
void acts_look(struct asterisk *a, const struct ami_message *m);

#endif
