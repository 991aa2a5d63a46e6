/* The simulated office: a company of people with telephones who ring each other, the outside and
 * the front desk, behind switch.h. Its data is a folder of CSV files (assets/office/README.md), the
 * same that the directory imports; office_generate() makes one of any size.
 *
 * Everything happens in the office's own time: real time since the start times a speed, or stepped
 * by a script on a descriptor. Equal seeds give equal days. */
#ifndef OFFICE_OFFICE_H
#define OFFICE_OFFICE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "loop/loop.h"
#include "pabx/switch.h"

struct office_options {
	const char *folder; /* of companies.csv, people.csv, office.csv … */
	uint64_t seed;
	double speed; /* times real time; 0 for 1 */
	bool quiet;   /* nobody does anything by himself */
	int rate;     /* row changes a second to make, for measurements; 0 for none */

	/* Time stands still but for the script's steps (office_script.c lists its lines). */
	bool stepped;
	int in, out; /* the script's lines; its answers */
	/* What the script waits for before it answers a line; any may be NULL. flush hands over
	 * what was told, settled says that all of it has been, ended that the script is over. */
	void (*flush)(void *ctx);
	bool (*settled)(void *ctx);
	void (*ended)(void *ctx);
	void *ctx;
};

/* Reads the folder and makes the office; ops is NULL where that fails. The office begins when the
 * PABX starts it and is freed through its ops. Strings of options are copied. */
struct switch_handle office_new(struct loop *loop, const struct office_options *options,
				struct why *why);

/* Writes a folder with what from holds and people and addresses more, invented in order: the same
 * numbers give the same files. The folder must exist. */
int office_generate(const char *from, const char *to, unsigned people, unsigned addresses,
		    struct why *why);

#endif
