/* Sentences of a PABX with words in them (PROTOCOL.md, "Sentences"): they travel as the whole
 * English sentence and, beside it, as the sentence without the words, which a console can
 * translate, and the words. Nothing that was received is ever a format of printf(). */
#ifndef WIRE_SAID_H
#define WIRE_SAID_H

#include <stdbool.h>
#include <stddef.h>

#include <cjson/cJSON.h>

#include "base/buf.h"

/* S(ENUM, what a person reads): each %s is a word. Extracted for translation from here. */
#define WIRE_SENTENCES(S)                                                                          \
	S(ANSWERED_BY, "Already answered by %s")                                                   \
	S(NO_NUMBER, "There is no number %s")                                                      \
	S(NOT_CALLABLE, "%s has no number that can be called")                                     \
	S(ASTERISK, "Asterisk refuses: %s")                                                        \
	S(NOT_A_BOOL, "%s must be true or false")                                                  \
	S(NOT_IN_RANGE, "%s must be %s to %s seconds")                                             \
	S(NO_SET, "There is no set \"%s\"")

#define WIRE_ENUM_SENTENCE(ENUM, text) WIRE_S_##ENUM,
enum wire_sentence { WIRE_S_NONE, WIRE_SENTENCES(WIRE_ENUM_SENTENCE) WIRE_S_COUNT };

enum { WIRE_SAID_WORDS = 3, WIRE_SAID_MAX = 256 };

/* The words belong to whoever made it. */
struct wire_said {
	enum wire_sentence sentence;
	const char *words[WIRE_SAID_WORDS];
};

/* The sentence without its words; "" for none. */
const char *wire_sentence_text(enum wire_sentence sentence);
unsigned wire_sentence_words(enum wire_sentence sentence);

/* Puts the words into text: the first for the first "%s", or wherever "%1$s" stands. Nothing else
 * in text means anything. Always terminated, cut at a character's border. */
void wire_said_fill(char *out, size_t cap, const char *text, const struct wire_said *said);
/* Appends the members template and args of an object. */
void wire_said_add(struct buf *out, const struct wire_said *said);
/* Takes them from an object, in which the words stay. False if they are missing, if it is no
 * sentence of the table, or if it has not its number of words, each a text. */
bool wire_said_take(const cJSON *object, struct wire_said *said);

#endif
