/* Whom the words of a command mean. */
#ifndef CLI_FIND_H
#define CLI_FIND_H

#include "job.h"

/* All words as one text to search for. */
void find_words(const struct job *job, char *text, size_t cap);
/* The one entry that text finds, or that has it as its name. NULL: it was said, and the run ends.
 */
const struct pbx_object *find_one(struct job *job, const char *text);

#endif
