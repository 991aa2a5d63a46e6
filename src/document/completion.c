/* Tables as completions for bash, zsh and fish. */
#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "document.h"

/* What can be completed of an argument's name. */
enum value { VALUE_FREE, VALUE_FILE, VALUE_FOLDER, VALUE_CHOICE };

/* "yes|no" is a choice: words as they are typed, with | between. */
static bool is_choice(const char *argument, size_t len)
{
	bool several = false;

	for (size_t i = 0; i < len; i++) {
		if (argument[i] == '|')
			several = true;
		else if (!islower((unsigned char)argument[i]) && argument[i] != '-')
			return false;
	}
	return several;
}

static enum value value_of(const struct conf_option *o)
{
	if (strstr(o->argument, "FILE"))
		return VALUE_FILE;
	if (strstr(o->argument, "DIR"))
		return VALUE_FOLDER;
	return is_choice(o->argument, strlen(o->argument)) ? VALUE_CHOICE : VALUE_FREE;
}

static void choice(FILE *out, const char *argument, size_t len)
{
	for (size_t i = 0; i < len; i++)
		fputc(argument[i] == '|' ? ' ' : argument[i], out);
}

void document_flags(FILE *out, const struct document_table *table)
{
	for (unsigned i = 0; i < table->count; i++)
		if (table->options[i].flag)
			fprintf(out, "\t\t%s%s\n", table->options[i].flag,
				table->options[i].argument ? "=" : "");
}

void document_values(FILE *out, const struct document_table *table)
{
	for (unsigned i = 0; i < table->count; i++) {
		const struct conf_option *o = &table->options[i];

		if (!o->flag || !o->argument)
			continue;
		fprintf(out, "\t%s) ", o->flag);
		switch (value_of(o)) {
		case VALUE_FILE:
			fputs("kind=file", out);
			break;
		case VALUE_FOLDER:
			fputs("kind=folder", out);
			break;
		case VALUE_CHOICE:
			fputs("kind=choice choices='", out);
			choice(out, o->argument, strlen(o->argument));
			fputc('\'', out);
			break;
		case VALUE_FREE:
			fputs("kind=free", out);
		}
		fputs(" ;;\n", out);
	}
}

void document_names(FILE *out, const struct document_table *table)
{
	const char *last = "";

	for (unsigned i = 0; table->word(i).name; i++) {
		const char *name = table->word(i).name;
		size_t len = strcspn(name, " ");

		if (strlen(last) < len || strncmp(last, name, len) || last[len] > ' ')
			fprintf(out, "\t\t%.*s\n", (int)len, name);
		last = name;
	}
}

/* The part of usage at that place, counted from 1, without its brackets; length 0 behind the end.
 */
static const char *place_of(const char *usage, int place, size_t *len)
{
	const char *at = usage + strspn(usage, " [");

	for (int i = 1; *at; i++, at += strspn(at, " []")) {
		*len = strcspn(at, " []");
		if (i == place)
			return at;
		at += *len;
	}
	*len = 0;
	return at;
}

/* A second word of a name, as in "user add", is a choice of the first. */
static void second_words(FILE *out, const struct document_table *table)
{
	const char *open = NULL;

	for (unsigned i = 0; table->word(i).name; i++) {
		const char *name = table->word(i).name, *second = strchr(name, ' ');
		size_t len = strcspn(name, " ");
		bool same = open && strlen(open) > len && !strncmp(open, name, len + 1);

		if (open && (!second || !same)) {
			fputs("' ;;\n", out);
			open = NULL;
		}
		if (!second)
			continue;
		if (open)
			fprintf(out, "%s", second);
		else
			fprintf(out, "\t%.*s:1) kind=choice choices='%s", (int)len, name,
				second + 1);
		open = name;
	}
	if (open)
		fputs("' ;;\n", out);
}

void document_places(FILE *out, const struct document_table *table)
{
	second_words(out, table);
	for (unsigned i = 0; table->word(i).name; i++) {
		struct conf_word w = table->word(i);
		const char *second = strchr(w.name, ' ');
		size_t len;

		for (int place = 1;; place++) {
			const char *part = place_of(w.usage, place, &len);
			bool file = len == strlen("FILE") && !strncmp(part, "FILE", len);

			if (!len)
				break;
			if (!file && !is_choice(part, len))
				continue;
			fprintf(out, "\t%.*s:%d) kind=%s choices='", (int)strcspn(w.name, " "),
				w.name, place + (second ? 1 : 0), file ? "file" : "choice");
			if (!file)
				choice(out, part, len);
			fputs("' ;;\n", out);
		}
	}
}

/* Within single quotes: zsh ends and begins them again, fish has a backslash. */
static void quoted(FILE *out, const char *text, const char *special, bool fish)
{
	for (; *text; text++) {
		if (*text == '\'')
			fputs(fish ? "\\'" : "'\\''", out);
		else if (strchr(special, *text))
			fprintf(out, "\\%c", *text);
		else
			fputc(*text, out);
	}
}

static void zsh_option(FILE *out, const struct conf_option *o)
{
	fprintf(out, "\t\t'%s%s[", o->flag, o->argument ? "=" : "");
	quoted(out, o->help, "[]\\:", false);
	fputc(']', out);
	if (o->argument) {
		fputc(':', out);
		quoted(out, o->argument, "[]\\:", false);
		fputc(':', out);
		enum value value = value_of(o);
		if (value == VALUE_FILE)
			fputs("_files", out);
		else if (value == VALUE_FOLDER)
			fputs("_files -/", out);
		else if (value == VALUE_CHOICE) {
			fputc('(', out);
			choice(out, o->argument, strlen(o->argument));
			fputc(')', out);
		} else
			fputc(' ', out);
	}
	fputs("'\n", out);
}

void document_zsh(FILE *out, const struct document_table *table)
{
	for (unsigned i = 0; i < table->count; i++)
		if (table->options[i].flag)
			zsh_option(out, &table->options[i]);
	for (unsigned i = 0; table->word && table->word(i).name; i++) {
		struct conf_word w = table->word(i);

		fprintf(out, "\t\t'%.*s:", (int)strcspn(w.name, " "), w.name);
		quoted(out, w.help, ":\\", false);
		fputs("'\n", out);
	}
}

static void fish_option(FILE *out, const struct document_table *table, const struct conf_option *o)
{
	fprintf(out, "complete -c %s -l %s", table->program, o->flag + 2);
	if (o->argument) {
		enum value value = value_of(o);

		fputs(value == VALUE_FILE     ? " -r -F"
		      : value == VALUE_FOLDER ? " -x -a '(__fish_complete_directories)'"
					      : " -x",
		      out);
		if (value == VALUE_CHOICE) {
			fputs(" -a '", out);
			choice(out, o->argument, strlen(o->argument));
			fputc('\'', out);
		}
	}
	fputs(" -d '", out);
	quoted(out, o->help, "\\", true);
	fputs("'\n", out);
}

static void fish_places(FILE *out, const struct document_table *table, const struct conf_word *w)
{
	const char *second = strchr(w->name, ' ');
	size_t len;

	for (int place = 1;; place++) {
		const char *part = place_of(w->usage, place, &len);

		if (!len)
			return;
		bool file = len == strlen("FILE") && !strncmp(part, "FILE", len);
		if (!file && !is_choice(part, len))
			continue;
		fprintf(out, "complete -c %s -n '__%s_at %.*s %d' ", table->program, table->program,
			(int)strcspn(w->name, " "), w->name, place + (second ? 1 : 0));
		if (file) {
			fputs("-F\n", out);
			continue;
		}
		fputs("-a '", out);
		choice(out, part, len);
		fputs("'\n", out);
	}
}

static void fish_word(FILE *out, const struct document_table *table, const struct conf_word *w)
{
	size_t len = strcspn(w->name, " ");
	const char *program = table->program, *second = strchr(w->name, ' ');

	if (second)
		fprintf(out,
			"complete -c %s -n __%s_first -a %.*s\n"
			"complete -c %s -n '__%s_at %.*s 1' -a %s -d '",
			program, program, (int)len, w->name, program, program, (int)len, w->name,
			second + 1);
	else
		fprintf(out, "complete -c %s -n __%s_first -a %s -d '", program, program, w->name);
	quoted(out, w->help, "\\", true);
	fputs("'\n", out);
	fish_places(out, table, w);
}

void document_fish(FILE *out, const struct document_table *table)
{
	for (unsigned i = 0; i < table->count; i++)
		if (table->options[i].flag)
			fish_option(out, table, &table->options[i]);
	for (unsigned i = 0; table->word && table->word(i).name; i++) {
		struct conf_word w = table->word(i);

		fish_word(out, table, &w);
	}
}
