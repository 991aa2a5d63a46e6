/* Manual pages and completions, made at build from the tables that the programs themselves run by.
 *
 * A template's lines "@FORM TABLE@" are replaced by that table in that form; all other lines stay
 * as they are. The forms:
 *
 *   roff    options or words as items of a mdoc list
 *   file    options as they stand in a configuration file, a mdoc section for each of its sections
 *   flags   for bash: the options' flags
 *   values  for bash: a branch for each option that takes a value
 *   names   for bash: the words' names
 *   places  for bash and zsh: a branch for each place of a word's usage with a fixed choice
 *   zsh     options as specifications of _arguments; words for _describe
 *   fish    options and words as complete commands
 */
#ifndef DOCUMENT_DOCUMENT_H
#define DOCUMENT_DOCUMENT_H

#include <stdio.h>

#include "base/conf.h"

/* One table: options, or words that end with a NULL name. */
struct document_table {
	const char *name;
	const struct conf_option *options;
	unsigned count;
	struct conf_word (*word)(unsigned at);
	const char *program; /* what the options and words are typed behind */
};

/* The main function of a program that fills in templates: argv is TEMPLATE and OUTPUT. */
int document_main(int argc, char **argv, const struct document_table *tables, unsigned count);

/* The forms. */
void document_roff(FILE *out, const struct document_table *table);
void document_file(FILE *out, const struct document_table *table);
void document_flags(FILE *out, const struct document_table *table);
void document_values(FILE *out, const struct document_table *table);
void document_names(FILE *out, const struct document_table *table);
void document_places(FILE *out, const struct document_table *table);
void document_zsh(FILE *out, const struct document_table *table);
void document_fish(FILE *out, const struct document_table *table);

#endif
