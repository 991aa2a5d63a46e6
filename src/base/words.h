/* A command that a person wrote, as the words that it is run with: there is no shell between. */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include "err.h"

enum { WORDS_MAX = 64 };

/* Splits at blanks. 'A word' and "a word" hold blanks, a backslash takes the next character as it
 * is (not within '…'), "~/" at the beginning of a word is the home folder; no other character means
 * anything. *words is ended by NULL; free with words_free(). ERR_INVALID and why (which goes on
 * behind the option's name, "has a quote that is not closed") for what is no command. */
int words_split(const char *text, char ***words, struct why *why);
void words_free(char ***words);

#endif
