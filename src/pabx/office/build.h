/* From the folder's lines to telephones: between office_load.c and office_build.c only. */
#ifndef OFFICE_BUILD_H
#define OFFICE_BUILD_H

#include "inside.h"

struct phone_plan {
	char name[64], label[OFFICE_NAME], extension[OFFICE_NUMBER], company[64], owner[64];
	char features[64];
	unsigned lines;
	bool console;
};

struct group_plan {
	char name[64], label[OFFICE_NAME], extension[OFFICE_NUMBER], company[64];
	const char *members;
	bool queue, all;
};

/* Keeps a telephone for its person, who comes later. */
int build_plan(struct office *o, const struct phone_plan *plan);
/* The person's telephone, extension and mailbox. */
int build_person(struct office *o, struct person *person);
/* The telephones that nobody owns. */
int build_shared(struct office *o);
int build_group(struct office *o, const struct group_plan *plan);
/* The rows of all that was built. */
void build_rows(struct office *o);

#endif
