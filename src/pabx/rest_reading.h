/* A streamed answer that is made from the rows of one set, a piece at a time. */
#ifndef PABX_REST_READING_H
#define PABX_REST_READING_H

#include "rest_inside.h"
#include "view.h"

struct owned;

struct reading {
	struct pabx *pabx;
	struct user user;
	struct view view;
	enum wire_set set;
	uint64_t position, fields; /* fields: the columns that were asked for */
	cJSON *body;               /* the request's */
	const cJSON *scope, *columns;
	/* The fields of a row that go into the answer, 0 to leave it out. */
	uint64_t (*look)(const struct reading *r, const struct live_item *item);
	int (*encode)(struct reading *r, const struct live_item *item, uint64_t fields,
		      struct buf *out);
	char *after; /* key of the row that the last page ended with, until it was met */
	unsigned left, count;
	bool begun;
	char last[WIRE_KEY_MAX];
	struct owned *owned; /* phones by their owner, once asked for */
};

/* Answers with the rows of a set; look and encode NULL: as the feed shows them. */
void reading_answer(struct request *req, enum wire_set set,
		    uint64_t (*look)(const struct reading *, const struct live_item *),
		    int (*encode)(struct reading *, const struct live_item *, uint64_t,
				  struct buf *));

/* Encodes those of the columns that were asked for; takes over their values (NULL: null). */
struct column {
	const char *name;
	cJSON *value;
};
int reading_columns(const struct reading *r, const struct column *columns, unsigned count,
		    struct buf *out);

/* The mac of a phone that the person owns, or NULL. */
const char *reading_phone(struct reading *r, int64_t cID);
void owned_free(struct owned **owned);

#endif
