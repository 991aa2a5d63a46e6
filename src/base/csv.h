/* CSV as RFC 4180 writes it, UTF-8, with a header line that names the columns. */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include "err.h"

struct csv;

/* Opens path and reads its header. ERR_NOT_FOUND if there is no such file, ERR_IO, ERR_INVALID,
 * ERR_LIMIT. Free with csv_free(). */
int csv_open(const char *path, struct csv **csv, struct why *why);
void csv_free(struct csv **csv);
/* Reads the next row: 1, or 0 at the end, or an error whose text names file and line. */
int csv_next(struct csv *csv, struct why *why);
/* The value of a column in this row, valid until the next; "" where it has none. */
const char *csv_get(const struct csv *csv, const char *column);
/* The name of the i-th column, NULL behind the last. */
const char *csv_column(const struct csv *csv, unsigned i);
/* The line on which this row begins. */
unsigned csv_line(const struct csv *csv);

#endif
