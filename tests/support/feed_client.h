/* A console for tests of the feed: it keeps what came and gives it frame by frame. */
#ifndef SUPPORT_FEED_CLIENT_H
#define SUPPORT_FEED_CLIENT_H

#include "net/ws.h"
#include "support/feed_house.h"

struct desk {
	struct house *house;
	struct net_ws *ws;
	char **frames;
	unsigned count, read;
	bool ended;
	struct net_ws_end end;
	cJSON *frame; /* the one last given */
	uint64_t seq; /* the one last told */
	char epoch[80];
};

/* Connects and takes the hello, which stays in desk->frame. */
void desk_open(struct desk *desk, struct house *house, const char *login);
/* The same without waiting for hello: for upgrades that are refused. */
void desk_connect(struct desk *desk, struct house *house, const char *login);
/* Drops the connection if there is one, and frees. */
void desk_close(struct desk *desk);
void desk_send(struct desk *desk, const char *text);
/* Waits for the next frame; the desk keeps it. */
const cJSON *desk_next(struct desk *desk);
/* Waits for the next frame, which must be of that op. */
const cJSON *desk_expect(struct desk *desk, const char *op);
/* Sends {"op":"start","id":"s",options} and takes everything until ready. options begins with a
 * comma or is empty. */
void desk_start(struct desk *desk, const char *options);
/* Takes parts until ready: the rows of one set as a JSON list, freed by the caller with free(). */
char *desk_snapshot(struct desk *desk, const char *set);
/* The next frame must be a delta that follows the last seq, with exactly these parts (JSON, or NULL
 * for absent). */
void desk_expect_delta(struct desk *desk, const char *gone, const char *fresh, const char *rows);
/* The next frame must be an error of that number, for that id (NULL for none). Returns its text. */
const char *desk_expect_error(struct desk *desk, int number, const char *id);
/* Everything that changed has been handed over and nothing of it was for this desk. */
void desk_expect_nothing(struct desk *desk);
/* Waits for the end. */
void desk_expect_end(struct desk *desk, int code);

#endif
