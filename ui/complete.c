/* What prompts offer to Tab: people and other targets, tags, fixed words. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "inside.h"

enum { HITS_MAX = 40, OFFERED_MAX = 40, WORD_MAX = 160 };

static const char *last_word(const char *text)
{
	const char *blank = strrchr(text, ' ');

	return blank ? blank + 1 : text;
}

static bool begins(const char *text, const char *beginning)
{
	char whole[WORD_MAX], start[WORD_MAX];
	size_t len = text_fold(start, sizeof start, beginning);

	text_fold(whole, sizeof whole, text);
	return strncmp(whole, start, len) == 0;
}

void complete_words(const char *text, const char *const *words, struct choices *choices)
{
	for (; *words; words++)
		if (begins(*words, last_word(text)))
			choices_add(choices, *words, NULL);
}

static bool is_twin(struct pbx_object *const *hits, unsigned count, unsigned i)
{
	for (unsigned k = 0; k < count; k++)
		if (k != i && text_compare(console_name(hits[k]), console_name(hits[i])) == 0)
			return true;
	return false;
}

static const char *number_of(const struct pbx_object *hit)
{
	switch (pbx_object_class(hit)) {
	case PBX_CONTACT:
	case PBX_ADDRESS:
		return pbx_who_number(hit);
	case PBX_QUEUE:
		return pbx_queue_extension(hit);
	default:
		return "";
	}
}

/* Names by the search's own order; people of one name are told apart by their number. */
void complete_target(struct console *c, const char *text, struct choices *choices)
{
	struct pbx_object *hits[HITS_MAX];
	unsigned count = *text ? pbx_search(c->pbx, text, hits, HITS_MAX) : 0;

	for (unsigned i = 0; i < count; i++) {
		const char *number = number_of(hits[i]), *name = console_name(hits[i]);
		bool twin = is_twin(hits, count, i);

		if (*number)
			choices_add(choices, twin ? number : name, twin ? name : number);
	}
}

struct tags {
	const char *tag[OFFERED_MAX];
	unsigned count;
};

static void add_tag(struct tags *tags, const char *tag)
{
	for (unsigned i = 0; i < tags->count; i++)
		if (strcmp(tags->tag[i], tag) == 0)
			return;
	if (tags->count < OFFERED_MAX)
		tags->tag[tags->count++] = tag;
}

/* The tags in use that begin with the word, those of its best hits first; before the first letter
 * those of the first people. A leading # - + stays as it was typed. */
void complete_tags(struct console *c, const char *text, struct choices *choices)
{
	const char *word = last_word(text), *tag = word + strspn(word, "#+-,");
	struct pbx_object *found[HITS_MAX], *const *hits = found;
	struct tags tags = {.count = 0};
	char query[WORD_MAX], whole[WORD_MAX];
	unsigned count;

	snprintf(query, sizeof query, "#%s", tag);
	if (*tag)
		count = pbx_search(c->pbx, query, found, HITS_MAX);
	else
		hits = pbx_list(c->pbx, PBX_CONTACT, &count);
	for (unsigned i = 0; i < count && tags.count < OFFERED_MAX; i++)
		for (unsigned k = 0; k < pbx_who_tags(hits[i]); k++)
			if (begins(pbx_who_tag(hits[i], k), tag))
				add_tag(&tags, pbx_who_tag(hits[i], k));
	for (unsigned i = 0; i < tags.count; i++) {
		snprintf(whole, sizeof whole, "%.*s%s", (int)(tag - word), word, tags.tag[i]);
		choices_add(choices, whole, NULL);
	}
}

void complete_presence(struct console *c, const char *text, struct choices *choices)
{
	static const char *const shows[] = {"online", "away", "dnd", NULL};

	(void)c;
	if (!strchr(text, ' '))
		complete_words(text, shows, choices);
}
