/* What the PABX says, in the language of the person. */
#include "sentence.h"

#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "base/text.h"
#include "wire/json.h"
#include "wire/said.h"

/* A sentence of the table, with its words. */
static bool said_with_words(char *out, size_t cap, const cJSON *object)
{
	char text[WIRE_SAID_MAX];
	struct wire_said said;

	if (!wire_said_take(object, &said))
		return false;
	wire_said_fill(text, sizeof(text), _(wire_sentence_text(said.sentence)), &said);
	text_clean(out, cap, text, strlen(text));
	return true;
}

/* A whole sentence: in English as it is, else if it is in the catalogue. */
static bool said_whole(char *out, size_t cap, const char *sentence)
{
	char text[WIRE_SAID_MAX];
	bool english = strcmp(language_name(), "en") == 0;

	if (!sentence)
		return false;
	text_clean(text, sizeof(text), sentence, strlen(sentence));
	const char *said = _(text);
	if (!*text || (said == text && !english))
		return false;
	snprintf(out, cap, "%s", said);
	return true;
}

void px_sentence(char *out, size_t cap, const cJSON *object, const char *member,
		 const char *unknown)
{
	const char *whole = wire_json_text(object, member);

	if (said_with_words(out, cap, object) || said_whole(out, cap, whole))
		return;
	if (unknown)
		snprintf(out, cap, "%s", unknown);
	else
		text_clean(out, cap, whole ? whole : "", whole ? strlen(whole) : 0);
}
