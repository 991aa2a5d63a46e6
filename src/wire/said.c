#include "said.h"

#include <string.h>

#include "base/utf8.h"
#include "json.h"

static const char *const sentences[WIRE_S_COUNT] = {[WIRE_S_NONE] = "",
#define SENTENCE(ENUM, text) [WIRE_S_##ENUM] = text,
						    WIRE_SENTENCES(SENTENCE)};

const char *wire_sentence_text(enum wire_sentence sentence)
{
	return sentences[sentence];
}

unsigned wire_sentence_words(enum wire_sentence sentence)
{
	unsigned count = 0;

	for (const char *at = sentences[sentence]; (at = strstr(at, "%s")); at += 2)
		count++;
	return count;
}

/* The word that a place at text stands for, counted from 0, or -1; *next is how many were counted
 * so far. Its bytes into *len. */
static int word_at(const char *text, int *next, size_t *len)
{
	*len = 2;
	if (strncmp(text, "%s", 2) == 0)
		return (*next)++;
	*len = 4;
	if (text[0] == '%' && text[1] >= '1' && text[1] <= '9' && text[2] == '$' && text[3] == 's')
		return text[1] - '1';
	*len = 1;
	return -1;
}

void wire_said_fill(char *out, size_t cap, const char *text, const struct wire_said *said)
{
	size_t at = 0, len, bytes;
	int next = 0;

	for (; *text; text += len) {
		int word = word_at(text, &next, &len);
		const char *part = word < 0 ? text : "";

		if (word >= 0 && word < WIRE_SAID_WORDS && said->words[word])
			part = said->words[word];
		bytes = word < 0 ? 1 : strlen(part);
		if (bytes > cap - 1 - at)
			break;
		memcpy(out + at, part, bytes);
		at += bytes;
	}
	out[utf8_whole(out, at)] = '\0';
}

void wire_said_add(struct buf *out, const struct wire_said *said)
{
	unsigned count = wire_sentence_words(said->sentence);

	buf_add_str(out, ",\"template\":");
	wire_json_add_text(out, wire_sentence_text(said->sentence));
	buf_add_str(out, ",\"args\":[");
	for (unsigned i = 0; i < count; i++) {
		buf_add_str(out, i ? "," : "");
		wire_json_add_text(out, said->words[i] ? said->words[i] : "");
	}
	buf_add_char(out, ']');
}

static enum wire_sentence find(const char *text)
{
	for (int i = WIRE_S_NONE + 1; text && i < WIRE_S_COUNT; i++)
		if (strcmp(sentences[i], text) == 0)
			return (enum wire_sentence)i;
	return WIRE_S_NONE;
}

bool wire_said_take(const cJSON *object, struct wire_said *said)
{
	const cJSON *words = wire_json_get(object, "args");
	int count = cJSON_IsArray(words) ? cJSON_GetArraySize(words) : -1;

	*said = (struct wire_said){.sentence = find(wire_json_text(object, "template"))};
	if (!said->sentence || count != (int)wire_sentence_words(said->sentence))
		return false;
	for (int i = 0; i < count; i++) {
		said->words[i] = cJSON_GetStringValue(cJSON_GetArrayItem(words, i));
		if (!said->words[i])
			return false;
	}
	return true;
}
