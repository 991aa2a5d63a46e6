/* Tags as words, for what is imported. */
#ifndef PABX_DIRECTORY_TAGS_H
#define PABX_DIRECTORY_TAGS_H

/* A list of tags as JSON from words with blanks between them, NULL if there is none. Caller frees
 * with free(). */
char *tags_of_words(const char *words);

#endif
