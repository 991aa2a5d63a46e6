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
	struct hint *hint; /* of its extension */
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
	bool ours; /* what was last set from here, so that its echo is known */
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
	bool hidden, outside, loaded;
	int state;
	char number[AST_NUMBER], label[AST_NAME];             /* itself */
	char other_number[AST_NUMBER], other_label[AST_NAME]; /* connected line */
	char exten[AST_NUMBER], context[AST_NUMBER], dialled[AST_NUMBER];
	struct bridge *bridge;
	struct channel *dialer, *targets; /* who rings it; whom it rings */
	struct channel *answerer;         /* who answered its last dial */
	bool caller;                      /* it began the call */
	bool shown, held, alerting;
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
	UT_hash_handle hh, hh_name;
};

struct member {
	struct queue *queue;
	char interface[AST_NAME];
	char device[AST_NAME]; /* of a phone, or interface */
	int status;
	bool paused;
	uint64_t seen;
	struct member *next;
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
	char id[AST_CHANNEL]; /* Uniqueid of the channel */
	char parker[AST_NAME];
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
	struct channel *channels, *by_name;
	struct bridge *bridges;
	struct talk *talks;
	struct queue *queues;
	struct parked *parked;
	struct act *acts; /* commands whose outcome is awaited */
	char parking_context[AST_NUMBER], parking_exten[AST_NUMBER];

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
unsigned hint_phones(const struct asterisk *a, const struct hint *hint);
enum device_state custom_state(const struct asterisk *a, const char *name);
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

#endif
