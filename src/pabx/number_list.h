/* The numbers of an address book entry as the store has them: "main:020 7946 0300;mobile:07700 …".
 * A number without a word before it is the main one where it comes first, else another. */
#ifndef PABX_NUMBER_LIST_H
#define PABX_NUMBER_LIST_H

enum { NUMBER_LIST_MAX = 8 };

struct number_list {
	unsigned count;
	const char *types[NUMBER_LIST_MAX], *numbers[NUMBER_LIST_MAX];
	char *text; /* what the two point into */
};

/* Free with number_list_free(). */
void number_list_read(struct number_list *list, const char *text);
void number_list_free(struct number_list *list);

#endif
