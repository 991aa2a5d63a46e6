#include "samples.h"

#include <stdlib.h>

#include "base/mem.h"

void samples_add(struct samples *samples, int64_t us)
{
	if (samples->count == samples->cap) {
		samples->cap = samples->cap ? samples->cap * 2 : 1024;
		samples->us = mem_resize(samples->us, samples->cap, sizeof(*samples->us));
	}
	samples->us[samples->count++] = us;
}

static int compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

double samples_ms(struct samples *samples, double part)
{
	if (!samples->count)
		return 0;
	qsort(samples->us, samples->count, sizeof(*samples->us), compare);
	return (double)samples->us[(size_t)(part * (double)(samples->count - 1))] / 1000;
}

void samples_free(struct samples *samples)
{
	free(samples->us);
	*samples = (struct samples){0};
}
