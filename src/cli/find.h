/* The words of a command as one text to search for. */
#ifndef CLI_FIND_H
#define CLI_FIND_H

#include "job.h"

void find_words(const struct job *job, char *text, size_t cap);

#endif
