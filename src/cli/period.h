/* Since when "history" and "figures" look. */
#ifndef CLI_PERIOD_H
#define CLI_PERIOD_H

#include <stdbool.h>
#include <stdint.h>

/* "today", "week" (since Monday) or "2026-01-31", as epoch ms of this machine's midnight; NULL
 * gives fallback. False if it is none of these. */
bool period_since(const char *text, int64_t fallback, int64_t *since);
int64_t period_today(void);
/* One cell of a CSV line, quoted where it must be; a cell that a table would take for a formula is
 * kept text. first leaves the comma out. */
void csv_cell(const char *text, bool first);

#endif
