/* A photo as text: shades of grey in cells, for any terminal. */
#ifndef PORTRAIT_PORTRAIT_H
#define PORTRAIT_PORTRAIT_H

#include <stddef.h>

#include "loop/loop.h"

enum { PORTRAIT_PIXELS_MAX = 1024 };

/* PNG bytes as rows lines of cols characters, each with its newline. NULL if that is no PNG, or one
 * of more than PORTRAIT_PIXELS_MAX pixels in a direction. Caller frees with free(). */
char *portrait_text(const void *png, size_t len, int cols, int rows);

/* The same in the worker. bytes are copied; text (NULL as above) is valid during the call. */
struct portrait;
typedef void (*portrait_fn)(void *ctx, const char *text);
struct portrait *portrait_begin(struct loop *loop, const void *png, size_t len, int cols, int rows,
				portrait_fn fn, void *ctx);
/* Before or after fn was called; it is not called any more. */
void portrait_free(struct portrait **portrait);

#endif
