/* Pictures for a slow line: some rows now, the others with the next frames. */
#ifndef TERM_SLICE_H
#define TERM_SLICE_H

#include <stdbool.h>

/* Of the drawn rows that the terminal does not show yet, leaves out of the next frame what is
 * beyond about so many bytes: first comes row first (below 0: none), then from top to bottom, at
 * least one row in all. True if some were left out; they are as they were on the terminal until
 * they are drawn again. A screen that is not known is sent whole. */
bool slice_rows(int first, int bytes);

#endif
