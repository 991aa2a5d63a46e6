/* The live feed engine: stopped → connecting → loading → live → stale → live | stopped, and paused.
 */
#ifndef PBX_FEED_H
#define PBX_FEED_H

#include <cjson/cJSON.h>

#include "later.h"
#include "net/backoff.h"
#include "net/ws.h"
#include "watch.h"

/* What can be turned on and off while the feed runs. */
enum px_flag { PX_IDLE, PX_TAGS, PX_ADDRESS, PX_CHAT, PX_FLAG_COUNT };

/* What the server was asked for and has not answered. */
struct px_op {
	struct px_op *next;
	enum px_op_kind { PX_OP_START, PX_OP_SET, PX_OP_RESYNC } kind;
	unsigned id; /* 0: not sent yet, the next start carries it */
	enum px_flag flag;
	bool value;
	struct px_then then;
};

struct px_feed {
	enum pbx_state state;
	unsigned states_waiting; /* to be told */
	struct pbx_feed_options options;
	bool flags[PX_FLAG_COUNT];
	struct px_op *ops;
	unsigned last_id;
	struct px_then starting, pausing;
	struct px_then ending; /* a start that the end answers, with stop_errno */
	int stop_errno;
	struct px_then *stopping; /* all that wait for the end */
	unsigned stopping_count;
	bool is_pausing, is_stopping, start_again;

	struct net_ws *ws;
	bool greeted;  /* hello came */
	bool broken;   /* nothing more is read from it */
	bool loaded;   /* there is something to show, it may be old */
	bool complete; /* a ready ended what came: it can be resumed from seq */
	char epoch[65];
	int64_t seq; /* last told */
	char *version, *book_revision;
	cJSON *can;

	struct net_backoff backoff;
	struct loop_timer *retry, *watchdog;
	int64_t last_heard, next_try, down_since;
	int64_t away_since; /* the PABX cannot reach its telephones; 0: it can */
	unsigned told;      /* bits of error numbers told since the link went down */
	char text[256];     /* why it is down */
	double server_time; /* seconds, as told last */
	int64_t server_time_at;
	bool time_known;
	struct px_watches watches;
};

void px_feed_init(struct pbx *pbx);
void px_feed_free(struct pbx *pbx);

/* Deletes every object, children first, then tells then (may be NULL). */
void px_feed_stop(struct pbx *pbx, const struct px_then *then);
void px_feed_set_flag(struct pbx *pbx, enum px_flag flag, bool value, const struct px_then *then);
/* A request was answered with 401, or the server said so: error 2, and the feed stops. */
void px_feed_logged_out(struct pbx *pbx);

/* For the other files of the feed: */
void px_feed_state(struct pbx *pbx, enum pbx_state state);
/* The same where a call of the program is the cause: told in the next turn. */
void px_feed_state_later(struct pbx *pbx, enum pbx_state state);
void px_feed_live(struct pbx *pbx);
/* Its telephones cannot be reached, or can again: what is shown is old meanwhile. */
void px_feed_away(struct pbx *pbx, const char *text);
void px_feed_back(struct pbx *pbx);
void px_feed_error(struct pbx *pbx, int errno_, const char *text);
/* Everything is deleted; text is why. */
void px_feed_end(struct pbx *pbx, int errno_, const char *text);
/* The same by an error that stays, which is told before. */
void px_feed_fail(struct pbx *pbx, int errno_, const char *text);

/* feed_link.c: the connection. */
void px_link_init(struct pbx *pbx);
void px_link_free(struct pbx *pbx);
void px_link_open(struct pbx *pbx);
/* Closes it; nothing more is read and nothing tried. */
void px_link_drop(struct pbx *pbx);
/* Error 92: nothing more is read, it is closed and opened anew. */
void px_link_broken(struct pbx *pbx, int close_code, const char *text);
/* Watches over it anew. */
void px_link_alive(struct pbx *pbx);
/* Seconds; 0 none. */
int px_link_heartbeat(const struct px_feed *feed);

/* feed_ops.c: what is sent, and its answers. */
void px_ops_start(struct pbx *pbx);
void px_ops_resync(struct pbx *pbx);
bool px_ops_waiting(const struct px_feed *feed, enum px_op_kind kind);
/* The link is down: what was asked is asked again by the next start. */
void px_ops_unsent(struct px_feed *feed);
void px_ops_ready(struct pbx *pbx, const char *id);
void px_ops_refused(struct pbx *pbx, const char *id, const struct pbx_result *result);
/* Ends all that wait. */
void px_ops_refuse(struct pbx *pbx, const struct pbx_result *result);
unsigned px_options_of(const struct px_feed *feed);

/* feed_control.c: what a frame says beside its rows. False: not understood. */
bool px_control(struct pbx *pbx, const cJSON *head);
/* Before the rows of a delta or a part are applied, */
bool px_control_sequence(struct pbx *pbx, const cJSON *head);
void px_control_part(struct pbx *pbx);
/* and after. */
void px_control_applied(struct pbx *pbx, const cJSON *head);

#endif
