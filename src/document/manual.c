/* Tables as mdoc(7). */
#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"
#include "document.h"

/* Text that is no request and no escape, whatever is in it. */
static void text_len(FILE *out, const char *words, size_t len)
{
	for (size_t i = 0; i < len;) {
		uint32_t c;
		i += utf8_read(words + i, len - i, &c);

		if (c == '\\')
			fputs("\\e", out);
		else if (c == '-')
			fputs("\\-", out);
		else if (c == '"')
			fputs("\\(dq", out);
		else if (c == '[')
			fputs("\\(lB", out);
		else if (c == ']')
			fputs("\\(rB", out);
		else if (c < 0x80)
			fputc((int)c, out);
		else
			fprintf(out, "\\[u%04X]", (unsigned)c);
	}
}

static void text(FILE *out, const char *words)
{
	if (*words == '.' || *words == '\'')
		fputs("\\&", out);
	text_len(out, words, strlen(words));
}

/* An argument of a macro: a word that is a macro's name or a bracket is none there. */
static void argument(FILE *out, const char *words)
{
	for (const char *word = words; *word; word += strspn(word, " ")) {
		size_t len = strcspn(word, " ");

		fputs(" \\&", out);
		text_len(out, word, len);
		word += len;
	}
}

static void sentence(FILE *out, const char *help)
{
	size_t len = strlen(help);

	text(out, help);
	fputs(len && strchr(".!?", help[len - 1]) ? "\n" : ".\n", out);
}

static void option(FILE *out, const struct conf_option *o)
{
	fprintf(out, ".It Fl \\-");
	text(out, o->flag + 2);
	if (o->argument) {
		fputs(" Ar", out);
		argument(out, o->argument);
	}
	fputc('\n', out);
	sentence(out, o->help);
}

static void word(FILE *out, const struct conf_word *w)
{
	fputs(".It Cm", out);
	argument(out, w->name);
	if (*w->usage) {
		fputs(" Ar", out);
		argument(out, w->usage);
	}
	fputc('\n', out);
	sentence(out, w->help);
}

void document_roff(FILE *out, const struct document_table *table)
{
	for (unsigned i = 0; i < table->count; i++)
		if (table->options[i].flag)
			option(out, &table->options[i]);
	for (unsigned i = 0; table->word && table->word(i).name; i++) {
		struct conf_word w = table->word(i);

		word(out, &w);
	}
}

static void key(FILE *out, const struct conf_option *o)
{
	const char *argument_text = o->argument ? o->argument : "yes|no";

	fputs(".It Ic", out);
	argument(out, o->name);
	fputs(" No = Ar", out);
	argument(out, argument_text);
	fputc('\n', out);
	sentence(out, o->help);
	if (o->type == CONF_INT)
		fprintf(out, "A whole number from %" PRId64 " to %" PRId64 ".\n", o->min, o->max);
	if (o->flag) {
		fputs("The command line has it as\n.Fl \\-", out);
		text(out, o->flag + 2);
		fputs(" .\n", out);
	}
}

static bool is_first_of_section(const struct document_table *table, unsigned at)
{
	for (unsigned i = 0; i < at; i++)
		if (table->options[i].section &&
		    !strcmp(table->options[i].section, table->options[at].section))
			return false;
	return true;
}

void document_file(FILE *out, const struct document_table *table)
{
	for (unsigned i = 0; i < table->count; i++) {
		const char *section = table->options[i].section;

		if (!section || !is_first_of_section(table, i))
			continue;
		fprintf(out, ".Ss Section %s\n.Bl -tag -width Ds\n", section);
		for (unsigned j = i; j < table->count; j++)
			if (table->options[j].section &&
			    !strcmp(table->options[j].section, section))
				key(out, &table->options[j]);
		fputs(".El\n", out);
	}
}
