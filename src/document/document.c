#include "document.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"

enum { TEMPLATE_MAX = 1 << 20, WORD_MAX = 32 };

static const struct form {
	const char *name;
	void (*print)(FILE *out, const struct document_table *table);
} forms[] = {
	{"roff", document_roff},     {"file", document_file},   {"flags", document_flags},
	{"values", document_values}, {"names", document_names}, {"places", document_places},
	{"zsh", document_zsh},       {"fish", document_fish},
};

static const struct form *find_form(const char *name)
{
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		if (!strcmp(forms[i].name, name))
			return &forms[i];
	return NULL;
}

static const struct document_table *find_table(const struct document_table *tables, unsigned count,
					       const char *name)
{
	for (unsigned i = 0; i < count; i++)
		if (!strcmp(tables[i].name, name))
			return &tables[i];
	return NULL;
}

/* One line of the template; false where it asks for what is not there. */
static bool fill_line(FILE *out, const char *line, const struct document_table *tables,
		      unsigned count)
{
	char form_name[WORD_MAX], table_name[WORD_MAX], end;

	if (sscanf(line, "@%31[a-z] %31[a-z]%c", form_name, table_name, &end) != 3 || end != '@')
		return fprintf(out, "%s\n", line) > 0;
	const struct form *form = find_form(form_name);
	const struct document_table *table = find_table(tables, count, table_name);
	if (!form || !table)
		return false;
	form->print(out, table);
	return true;
}

static int fill(FILE *out, char *text, const char *path, const struct document_table *tables,
		unsigned count)
{
	char *next;
	int number = 1;

	for (char *line = text; line && *line; line = next, number++) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		if (!fill_line(out, line, tables, count)) {
			fprintf(stderr, "%s:%d: cannot fill in %s\n", path, number, line);
			return EXIT_FAILURE;
		}
	}
	return EXIT_SUCCESS;
}

int document_main(int argc, char **argv, const struct document_table *tables, unsigned count)
{
	struct why why;
	char *text;
	size_t len;

	if (argc != 3) {
		fprintf(stderr, "Usage: %s TEMPLATE OUTPUT\n", argv[0]);
		return EXIT_FAILURE;
	}
	if (path_read(argv[1], TEMPLATE_MAX, &text, &len, &why)) {
		fprintf(stderr, "%s\n", why.text);
		return EXIT_FAILURE;
	}
	FILE *out = fopen(argv[2], "we");
	int status = out ? fill(out, text, argv[1], tables, count) : EXIT_FAILURE;
	if (!out || fclose(out) != 0) {
		perror(argv[2]);
		status = EXIT_FAILURE;
	}
	if (status != EXIT_SUCCESS)
		remove(argv[2]);
	free(text);
	return status;
}
