/* bench: "bench list" names the benchmarks, "bench NAME" runs one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "bench.h"
#include "figures.h"

static const struct {
	const char *name;
	void (*run)(void);
} benchmarks[] = {
	{"start", bench_start},   {"idle", bench_idle},         {"keys", bench_keys},
	{"search", bench_search}, {"rows", bench_rows},         {"paint", bench_paint},
	{"slow", bench_slow},     {"shown", bench_shown},       {"memory", bench_memory},
	{"dead", bench_dead},     {"resync", bench_resync},     {"many", bench_many},
	{"again", bench_again},   {"rest", bench_rest},         {"size", bench_size},
	{"peers", bench_peers},   {"asterisk", bench_asterisk},
};

int main(int argc, char **argv)
{
	text_init();
	if (argc == 2 && !strcmp(argv[1], "head")) {
		figures_head();
		return EXIT_SUCCESS;
	}
	for (size_t i = 0; argc == 2 && i < sizeof(benchmarks) / sizeof(benchmarks[0]); i++) {
		if (!strcmp(argv[1], "list")) {
			puts(benchmarks[i].name);
		} else if (!strcmp(argv[1], benchmarks[i].name)) {
			benchmarks[i].run();
			return EXIT_SUCCESS;
		}
	}
	if (argc == 2 && !strcmp(argv[1], "list"))
		return EXIT_SUCCESS;
	fputs("Usage: bench list | head | NAME\n", stderr);
	return EXIT_FAILURE;
}
