/* Any bytes as a file of address cards. */
#include <string.h>

#include "base/text.h"
#include "base/vcard.h"
#include "fuzz.h"

static void check_card(const struct vcard *card)
{
	const char *texts[] = {card->uid,  card->name,  card->organisation,
			       card->unit, card->title, card->categories};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		must(!texts[i] || text_valid(texts[i], strlen(texts[i])));
	must(card->number_count <= VCARD_NUMBERS && card->email_count <= VCARD_EMAILS);
	for (unsigned i = 0; i < card->number_count; i++)
		must(card->numbers[i].type && *card->numbers[i].number);
	must(card->photo || !card->photo_len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char *text = malloc(len + 1);
	struct vcards *cards;
	struct vcard card;
	struct why why;
	size_t count = 0;
	int got;

	fuzz_init();
	must(text != NULL);
	memcpy(text, data, len);
	text[len] = '\0';
	cards = vcards_of("x", text, len);
	while ((got = vcards_next(cards, &card, &why)) != 0) {
		must(++count <= len);
		if (got < 0) {
			must(*why.text);
			continue;
		}
		check_card(&card);
		vcard_free(&card);
	}
	vcards_free(&cards);
	return 0;
}
