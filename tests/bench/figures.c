#include "figures.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum bound { AT_MOST, AT_LEAST, NO_BOUND };

struct budget {
	const char *id, *name, *unit;
	enum bound bound;
	double limit;     /* NO_BOUND: the peer's figure, 0 for none */
	const char *peer; /* or "" */
};

static const struct budget budgets[] = {
	{"paint", "start to first paint", "ms", AT_MOST, 25, "tig 17"},
	{"demo", "--demo to live screen", "ms", AT_MOST, 250, ""},
	{"idle_stopped_bytes", "idle, feed stopped: written", "bytes/s", AT_MOST, 0, "htop 935"},
	{"idle_stopped_wakes", "idle, feed stopped: wake-ups", "1/s", AT_MOST, 0, "tig 0"},
	{"idle_live_bytes", "idle, live: written", "bytes/s", AT_MOST, 0, "sngrep 35"},
	{"idle_live_wakes", "idle, live: wake-ups", "1/s", AT_MOST, 1, "sngrep 5"},
	{"idle_lost_bytes", "reconnecting: written", "bytes/s", NO_BOUND, 35, "sngrep"},
	{"idle_lost_wakes", "reconnecting: wake-ups", "1/s", AT_MOST, 1, "profanity 4.3"},
	{"key_p50", "key to visible, p50", "ms", AT_MOST, 1, "tig 0.3"},
	{"key_p99", "key to visible, p99", "ms", AT_MOST, 4, "htop 151"},
	{"search_p50", "search of 100,000, each key, p50", "ms", NO_BOUND, 0.88, "bare scan"},
	{"search_p99", "search of 100,000, each key, p99", "ms", AT_MOST, 3, ""},
	{"row_p50", "feed row to painted, p50", "ms", NO_BOUND, 17.7, "prototype, mean"},
	{"row_p99", "feed row to painted, p99", "ms", AT_MOST, 40, "prototype 38"},
	{"blf_bytes", "bytes for one changed BLF", "bytes", AT_MOST, 48, "ncurses 23 to 46"},
	{"repaint_bytes", "full repaint, 200 x 50", "bytes", AT_MOST, 9216, "ncurses 8151"},
	{"slow_echo", "9600 baud, 300 ms: echo, worst", "ms", AT_MOST, 450, ""},
	{"slow_page", "9600 baud, 300 ms: page of a list", "ms", AT_MOST, 2500, ""},
	{"rows", "feed rows applied by one core", "1/s", AT_LEAST, 500000, "cJSON alone 825000"},
	{"shown", "snapshot of 10,000 contacts, shown", "ms", AT_MOST, 300, "tig 912"},
	{"memory_people", "memory with 5,000 contacts, PSS", "MB", AT_MOST, 25, "profanity 37.5"},
	{"memory_addresses", "memory with 100,000 addresses, PSS", "MB", AT_MOST, 120, "tig 32"},
	{"memory_users", "20 consoles on one host, PSS each", "MB", AT_MOST, 25, ""},
	{"dead", "dead link shown", "ms", AT_MOST, 3000, ""},
	{"resync", "resync of 10,000 contacts", "ms", AT_MOST, 2000, ""},
	{"many_p50", "500 consoles, 1,000 changes/s: p50", "ms", NO_BOUND, 3.6, "bare lws"},
	{"many_p99", "500 consoles, 1,000 changes/s: p99", "ms", AT_MOST, 35, "bare lws 11.1"},
	{"many_cpu", "500 consoles, 1,000 changes/s: core", "%", AT_MOST, 40, "bare lws 34"},
	{"many_rows", "500 consoles: changes seen by each", "1/s", NO_BOUND, 1000, "made"},
	{"again", "500 consoles live after a restart", "ms", AT_MOST, 5000, ""},
	{"size_rows", "10,000 people, 100,000 addresses", "rows/s", AT_LEAST, 1000, ""},
	{"asterisk_p50", "Asterisk, 20 answer at once, painted, p50", "ms", NO_BOUND, 0, ""},
	{"asterisk_p99", "Asterisk, 20 answer at once, painted, p99", "ms", AT_MOST, 100, ""},
	{"rest_p50", "REST command, round trip, p50", "ms", NO_BOUND, 0.1, "bare curl GET"},
	{"rest_p99", "REST command, round trip, p99", "ms", NO_BOUND, 0.43, "bare curl GET"},
};

static const struct budget *find(const char *id)
{
	for (size_t i = 0; i < sizeof(budgets) / sizeof(budgets[0]); i++)
		if (!strcmp(budgets[i].id, id))
			return &budgets[i];
	cannot("there is no figure \"%s\"", id);
}

/* Round figures are whole, small ones have as many digits as matter. */
static void number(char *out, size_t cap, double value)
{
	int digits = value >= 100 || value == (double)(long)value ? 0 : value >= 10 ? 1 : 2;

	snprintf(out, cap, "%.*f", digits, value);
}

static void compare(const struct budget *b, double value, char *beside, size_t beside_cap,
		    char *ratio, size_t ratio_cap)
{
	char limit[32];

	number(limit, sizeof(limit), b->limit);
	*ratio = '\0';
	if (b->bound == NO_BOUND)
		snprintf(beside, beside_cap, "%s %s", b->peer, limit);
	else
		snprintf(beside, beside_cap, "%s %s", b->bound == AT_MOST ? "at most" : "at least",
			 limit);
	if (b->limit > 0)
		snprintf(ratio, ratio_cap, "%.2f", value / b->limit);
	else
		snprintf(ratio, ratio_cap, "-");
}

static bool kept(const struct budget *b, double value)
{
	return b->bound == AT_MOST    ? value <= b->limit
	       : b->bound == AT_LEAST ? value >= b->limit
				      : true;
}

static const char *const columns = "%-36s %9s %-8s %-22s %6s  %-9s  %s%s\n";

void figures_head(void)
{
	printf(columns, "what", "figure", "unit", "budget, or a peer", "ratio", "held", "peers",
	       "");
}

void figure(const char *id, double value, int64_t hold_us)
{
	const struct budget *b = find(id);
	char text[32], beside[64], ratio[16], hold[32] = "-";

	number(text, sizeof(text), value);
	compare(b, value, beside, sizeof(beside), ratio, sizeof(ratio));
	if (hold_us != NO_HOLD)
		snprintf(hold, sizeof(hold), "%.1f ms%s", (double)hold_us / 1000,
			 hold_us > 4000 ? " !" : "");
	printf(columns, b->name, text, b->unit, beside, ratio, hold,
	       b->bound == NO_BOUND ? "" : b->peer, kept(b, value) ? "" : "  OVER");
	fflush(stdout);
}

void cannot(const char *format, ...)
{
	va_list args;

	fputs("could not run: ", stdout);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
	exit(EXIT_FAILURE);
}
