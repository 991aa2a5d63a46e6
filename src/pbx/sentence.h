/* What the PABX says, in the language of the person. */
#ifndef PBX_SENTENCE_H
#define PBX_SENTENCE_H

#include <stddef.h>

#include <cjson/cJSON.h>

/* Out of an answer or a frame, whose member holds the whole English sentence: the sentence of the
 * table with its words, or that whole one, translated. Where this cannot be translated: unknown, or
 * what the PABX says if that is NULL. Clean; "" where nothing is said. */
void px_sentence(char *out, size_t cap, const cJSON *object, const char *member,
		 const char *unknown);

#endif
