/* The embedded PABX: one struct that its parts share. */
#ifndef PABX_PABX_H
#define PABX_PABX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/number.h"
#include "live.h"
#include "loop/loop.h"
#include "net/server.h"
#include "session.h"
#include "switch.h"

struct store;
struct sessions;
struct directory;
struct feed;
struct rest;
struct mapping;

struct pabx_options {
	const char *host; /* to listen on */
	int port;
	const char *name;       /* host name under which consoles know it, beside host; or NULL */
	const char *cert, *key; /* PEM files; without them only loopback is listened on */
	const char *import;     /* folder of CSV files (assets/office) for the directory, or NULL */
	const char *store;      /* SQLite file, or NULL for a private temporary one */
	const char *version;    /* what hello announces; NULL for WIRE_API_VERSION */
	const char *stun;       /* "HOST[:PORT]" for consoles, or NULL */
	const char *turn;       /* JSON list of {urls, username, credential}, or NULL */
	int one_life_key_fd;    /* pipe from which a parent gives an API key for this life, or -1 */
	bool demo_accounts;     /* the simulated office's accounts, on loopback only */
	const char *mapping;    /* file that says who owns which extension (mapping.h), or NULL */
	bool phones_are_people; /* telephones whose extension is nobody's make somebody */
	const char *as;         /* login or extension of whom the one-life key is for, or NULL */
};

struct pabx {
	struct loop *loop;
	struct pabx_options options;
	struct store *store;         /* store.h: SQLite */
	struct directory *directory; /* directory.h: people, addresses, tags, rooms, notes … */
	struct sessions *sessions;   /* sessions.h */
	struct live *live;
	struct feed *feed;       /* feed.h: WebSocket clients */
	struct rest *rest;       /* rest.h: HTTP requests */
	struct rollup *rollup;   /* rollup.h: blf, online, dnd and forward from devices */
	struct leaving *leaving; /* leaving.h: calls that go one frame after they are dead */
	struct mapping *mapping; /* mapping.h: who owns which extension */
	struct switch_handle sw;
	char one_life_login[64]; /* instead of the one that the pipe names; "" for that */
	int64_t used_ms;         /* when somebody last asked for something, clock_mono_ms() */
	bool switch_up, closing; /* closing: everything is refused with 503 */
	struct net_server *server;
	struct number_plan plan;
	uint64_t rolled; /* up to which seq new rows were looked at for the roll-up */
};

/* Opens the store, loads the directory, starts the switch and listens. On failure *why says what to
 * do. The switch is freed with the PABX, and where this fails. Free ends feeds with close 1001. */
int pabx_open(struct loop *loop, const struct pabx_options *options, struct switch_handle sw,
	      struct pabx **pabx, struct why *why);
int pabx_port(const struct pabx *pabx);
void pabx_free(struct pabx **pabx);

/* 0, or the HTTP status (403) that a request with these headers is refused with: it comes from a
 * web page (Origin, NULL without) or speaks to another host (Host). *why (may be NULL) says which.
 */
int pabx_check_host(const struct pabx *pabx, const char *host, const char *origin,
		    const char **why);

/* Before changes are handed over: contacts and extensions that came after their devices get what
 * these are doing. */
void pabx_roll_up(struct pabx *pabx);
/* For a clock that a script steps: hands over at once what consoles wait for, and whether all of it
 * has been. */
void pabx_flush(struct pabx *pabx);
bool pabx_settled(const struct pabx *pabx);
/* Milliseconds since there was a console or a request; 0 while there is one. */
int64_t pabx_idle_ms(const struct pabx *pabx);

/* The switch's events, for a switch that a test drives by hand. */
const struct switch_events *pabx_switch_events(void);

#endif
