/* Client cores of three people against one real PABX, in one loop. */
#ifndef E2E_DESKS_H
#define E2E_DESKS_H

#include "e2e/place.h"

#include "pbx/pbx.h"

struct desk {
	struct desks *desks;
	struct pbx *pbx;
	bool answered, has_book;
	enum pbx_outcome outcome;
	int errno_;
	char reason[32], cid[80], json[4096];
};

struct desks {
	struct place *place;
	struct loop *loop;
	struct desk reception, user; /* of company default; the second without permissions */
	struct desk tern;            /* an administrator of company tern */
};

/* For a group of tests: starts the PABX with the quiet office and signs them in, with tags, address
 * book and chat. */
int desks_setup(void **state);
int desks_teardown(void **state);

/* A done callback whose ctx is the desk; and waiting for it. */
void desk_done(void *ctx, const struct pbx_result *result);
void desk_wait(struct desk *desk);
/* It was accepted. */
void desk_accepted(struct desk *desk);
/* It was refused for that reason. */
void desk_refused(struct desk *desk, const char *reason);

/* Somebody by login. */
struct pbx_object *desk_person(struct desk *desk, const char *login);
/* The first own line. */
struct pbx_object *desk_line(struct desk *desk);

/* Turns the loop until the condition holds; it fails after a while. */
bool desks_turn(struct desks *desks, int64_t end);
int64_t desks_end(void);
#define DESKS_UNTIL(desks, condition)                                                              \
	do {                                                                                       \
		int64_t end_ = desks_end();                                                        \
		while (!(condition) && desks_turn((desks), end_))                                  \
			;                                                                          \
		assert_true(condition);                                                            \
	} while (0)

#endif
