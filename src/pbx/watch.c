#include "watch.h"

#include <stdlib.h>

#include "base/mem.h"

static void sweep(struct px_watches *watches)
{
	unsigned kept = 0;

	if (watches->busy)
		return;
	for (unsigned i = 0; i < watches->count; i++)
		if (watches->at[i].fn)
			watches->at[kept++] = watches->at[i];
	watches->count = kept;
}

void px_watch_set(struct px_watches *watches, void (*fn)(void), void *ctx, int kind)
{
	unsigned i = 0;

	while (i < watches->count &&
	       !(watches->at[i].fn && watches->at[i].ctx == ctx && watches->at[i].kind == kind))
		i++;
	if (i == watches->count) {
		if (!fn)
			return;
		watches->at = mem_resize(watches->at, i + 1, sizeof(*watches->at));
		watches->count++;
	}
	watches->at[i] = (struct px_watch){.fn = fn, .ctx = ctx, .kind = kind};
	sweep(watches);
}

void px_watch_free(struct px_watches *watches)
{
	free(watches->at);
	*watches = (struct px_watches){0};
}

unsigned px_watch_begin(struct px_watches *watches)
{
	watches->busy++;
	return watches->count;
}

void px_watch_end(struct px_watches *watches)
{
	watches->busy--;
	sweep(watches);
}
