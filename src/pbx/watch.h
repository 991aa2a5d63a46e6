/* Callbacks that stay: one a ctx. They may come and go while they are being called. */
#ifndef PBX_WATCH_H
#define PBX_WATCH_H

#include <stdbool.h>

struct px_watch {
	void (*fn)(void); /* NULL: removed while being called */
	void *ctx;
	int kind;  /* its owner's */
	bool told; /* its owner's */
};

struct px_watches {
	struct px_watch *at;
	unsigned count, busy;
};

/* Sets, replaces or (fn NULL) removes the watcher of ctx and kind; it has not been told then. */
void px_watch_set(struct px_watches *watches, void (*fn)(void), void *ctx, int kind);
void px_watch_free(struct px_watches *watches);

/* Walks over those that were there at the start:
 * for (i = 0, n = px_watch_begin(w); i < n; i++) { if (w->at[i].fn) … } px_watch_end(w); */
unsigned px_watch_begin(struct px_watches *watches);
void px_watch_end(struct px_watches *watches);

#endif
