/* One file a running console, in a private folder: what another console takes up when this one
 * was cut off. A lock on the file says that its console lives; whoever gets the lock has it alone,
 * so that several consoles on one host never take up the same. */
#ifndef UI_RESUME_FILE_H
#define UI_RESUME_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct resume_file;

enum { RESUME_MAX_BYTES = 256 << 10, RESUME_FRESH_MS = 10 * 60 * 1000 };

/* Nothing is written yet. Free with resume_file_close(). */
struct resume_file *resume_file_open(const char *folder);
/* keep: another console may take up what was written last; else the file goes. */
void resume_file_close(struct resume_file **file, bool keep);
/* Replaces what was written; the same again only says that it is still so. */
void resume_file_write(struct resume_file *file, const char *text, size_t len);
/* What is written is so at this moment, too. */
void resume_file_touch(struct resume_file *file);

/* What a console left that lives no more, the newest for which fits() is true, and when that was
 * (epoch ms); its file is gone then, and those that are too old as well. NULL without one. Caller
 * frees with free(). */
char *resume_file_claim(const char *folder, bool (*fits)(void *ctx, const char *text), void *ctx,
			int64_t *when);

#endif
