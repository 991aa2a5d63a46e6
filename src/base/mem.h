/* Memory that never comes back as NULL: when it is exhausted the hook runs (it restores the
 * terminal), a line goes to standard error and the program ends. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/* Zeroed memory for count objects of size bytes. Caller frees with free(). */
void *mem_new(size_t count, size_t size);
/* realloc() for count objects; overflow counts as exhausted. */
void *mem_resize(void *memory, size_t count, size_t size);
/* Copies of strings; NULL gives NULL. Caller frees with free(). */
char *mem_dup(const char *text);
char *mem_dup_n(const char *text, size_t len);
/* Formats into a new string. Caller frees with free(). */
char *mem_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Replaces *slot by a copy of text and frees what was there. Returns 1 if the text changed. */
int mem_set(char **slot, const char *text);
/* Overwrites a secret so that the compiler keeps it. */
void mem_wipe(void *memory, size_t len);
/* Called once before the program ends for want of memory; NULL removes it. */
void mem_on_exhausted(void (*hook)(void));

#endif
