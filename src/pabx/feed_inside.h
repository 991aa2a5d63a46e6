/* Shared by the files of the feed only. */
#ifndef PABX_FEED_INSIDE_H
#define PABX_FEED_INSIDE_H

#include <cjson/cJSON.h>

#include "base/buf.h"
#include "base/hash.h"
#include "delta.h"
#include "feed.h"
#include "view.h"
#include "wire/command.h"
#include "wire/said.h"

enum {
	FEED_GATHER_MS = 20,
	FEED_GATHER_MAX_MS = 100, /* where handing over takes longer than that */
	FEED_START_MS = 10000,    /* for the first start */
	FEED_STALL_MS = 30000,    /* a client that takes nothing so long is dropped */
	FEED_SILENT_MS = 10000,   /* times three, or three heartbeats: without a pong */
	FEED_LOST_MS = 30000,     /* a console's presence outlives its feed so long */
	FEED_SLACK_MS = 50,       /* what is due so soon is done in the same wake-up */
	FEED_WAVE = 100,
	FEED_QUEUE = 64,       /* frames that may wait beside snapshots and deltas */
	FEED_PART_ROWS = 4096, /* rows looked at for one part of a snapshot */
	FEED_ROOM_MESSAGES = 200,
	/* In one turn of the loop, in microseconds: for snapshots, so that deltas do not wait for
	 * them, and for everything. What is left comes in the next turn. */
	FEED_PARTS_US = 1500,
	FEED_TURN_US = 3000,
};

/* A frame that waits until the client takes it. */
struct feed_frame {
	struct feed_frame *next;
	size_t len;
	char text[];
};

/* A request that the next ready answers. */
struct feed_await {
	struct feed_await *next;
	bool start;
	char id[]; /* as JSON; "" for a ready that nobody asked for */
};

/* Where a walk over the rows of a set stands. */
struct feed_walk {
	unsigned todo; /* bits of enum wire_set that are left */
	int set;       /* the one at work, or -1 */
	unsigned part;
	uint64_t position;
	struct room_count *rooms; /* of the set message: how many are still to be left out */
};

struct feed_client {
	struct feed *feed;
	struct net_peer *peer;
	struct session *session; /* NULL: has ended */
	struct user user;        /* as the view was made from */
	char session_id[65], host[64];

	bool started, resumed, chat, down_told;
	unsigned options;
	bool idle, device_min;
	int64_t pingtime_ms, heartbeat_ms;
	struct view view, was; /* was: what may still have to be withdrawn */

	uint64_t told;  /* the seq that the client was last told */
	uint64_t at;    /* and up to which it has everything; told <= at */
	uint64_t upto;  /* and has to have it before ready */
	uint64_t first; /* since when it has had this view, for resume */
	struct feed_walk parts, withdrawal;
	struct feed_await *awaits;
	struct feed_frame *frames;
	unsigned frame_count;

	int64_t opened_ms, sent_ms, ping_ms, pinged_ms, asked_ms;
	bool asked, wrote, beat_due, ponged;
	int close_code;
	const char *close_reason;
	struct feed_client *prev, *next;
};

struct feed {
	struct pabx *pabx;
	struct delta *delta;
	struct feed_client *clients;
	struct feed_past *pasts; /* feed_resume.c */
	unsigned past_count;
	struct console *consoles; /* feed_console.c */
	struct loop_timer *flush, *tick;
	struct buf frame;
	int64_t turn_us;          /* since when this turn is at work, 0: not yet */
	int64_t parts_us;         /* how much of it went into snapshots */
	bool skipped;             /* it had no time for some clients … */
	bool late;                /* … as the turn before */
	struct feed_client *wave; /* the next that is asked to take what was flushed, or NULL */
	uint64_t before;          /* flushed as it was */
	uint64_t flushed;         /* what clients are brought up to */
	int64_t flushed_ms;
	char down[160]; /* why the telephones cannot be reached */
	uint64_t can;   /* what they can, as clients were told: a hash */
};

/* feed_frame.c: a hash of what hello says of can. */
uint64_t frame_can(const struct pabx *pabx);
/* feed.c: asks for a writable call; looks at the times of all clients within ms. */
void feed_want(struct feed_client *c);
void feed_due(struct feed *feed, int64_t ms);

/* feed_client.c: sends what is due. */
void client_write(struct feed_client *c);
/* One frame, now. */
void client_send(struct feed_client *c, const char *head, size_t head_len, const char *text,
		 size_t len);
/* Everything anew, answered by a ready without id. */
void client_snapshot(struct feed_client *c);
/* True if the client has all that its view holds. */
bool client_complete(const struct feed_client *c);
/* Ends it once what waits is sent. */
void client_close(struct feed_client *c, int code, const char *reason);
void client_clear(struct feed_client *c);
struct feed_view client_feed_view(const struct feed_client *c);

/* feed_op.c: what the client says. */
void op_take(struct feed_client *c, const char *text, size_t len);

/* feed_frame.c: frames that are made at once. */
void frame_hello(struct feed_client *c);
void frame_error(struct feed_client *c, int number, const char *reason, const char *text,
		 const char *id);
void frame_said(struct feed_client *c, int number, const char *reason, const struct wire_said *said,
		const char *id);
void frame_ready(struct feed_client *c, const struct feed_await *await);
void frame_beat(struct feed_client *c);
/* The revision of a set as this client is told it; false where there is none. */
bool frame_revision(const struct feed_client *c, enum wire_set set, char out[65]);

/* feed_snapshot.c */
unsigned walk_sets(const struct view *view);
void walk_reset(struct feed_walk *walk, unsigned todo);
/* Sends the next part, or withdraws the next rows. */
void snapshot_part(struct feed_client *c);
void snapshot_withdraw(struct feed_client *c);

/* feed_resume.c: what clients that have gone had. */
struct feed_resume {
	const char *epoch;
	int64_t seq;
};
bool resume_allowed(const struct feed *feed, const struct view *view,
		    const struct feed_resume *resume);
void resume_remember(struct feed_client *c);
void resume_free(struct feed *feed);

/* feed_console.c: the presence of consoles that chat. */
void console_on(struct feed_client *c);
void console_off(struct feed_client *c, bool lost);
void console_logged_out(struct feed *feed, const char *session_id);
int64_t console_due(const struct feed *feed);
void console_expire(struct feed *feed, int64_t now);
void console_free(struct feed *feed);

#endif
