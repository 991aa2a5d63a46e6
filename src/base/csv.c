#include "csv.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "text.h"

enum { ROW_MAX = 65536, COLUMNS_MAX = 64 };

struct csv {
	FILE *file;
	char *path;
	unsigned line, row_line; /* of the next character; where the row began */
	unsigned columns, values;
	char *header[COLUMNS_MAX];
	size_t value[COLUMNS_MAX]; /* where it begins in text */
	struct buf text;           /* the row's values, each with its NUL */
};

static int wrong(const struct csv *csv, struct why *why, int err, const char *what)
{
	return why_set(why, err, "%s, line %u: %s", csv->path, csv->row_line, what);
}

static int begin_value(struct csv *csv, struct why *why)
{
	if (csv->values == COLUMNS_MAX)
		return wrong(csv, why, ERR_LIMIT, "too many values");
	csv->value[csv->values++] = csv->text.len;
	return 0;
}

/* The next character with each line ending as '\n', or EOF. */
static int next_char(struct csv *csv)
{
	int c = getc(csv->file);

	if (c == '\r') {
		int after = getc(csv->file);

		if (after == '\n')
			c = after;
		else
			ungetc(after, csv->file);
	}
	if (c == '\n')
		csv->line++;
	return c;
}

/* What follows an opening quote up to the closing one. */
static int read_quoted(struct csv *csv, struct why *why)
{
	for (;;) {
		int c = next_char(csv);

		if (c == EOF || c == '\0')
			return wrong(csv, why, ERR_INVALID, "a quote is not closed");
		if (c == '"') {
			c = getc(csv->file);
			if (c != '"') {
				ungetc(c, csv->file);
				return 0;
			}
		}
		if (buf_add_char(&csv->text, (char)c) < 0)
			return wrong(csv, why, ERR_LIMIT, "the row is too long");
	}
}

/* One value with what ends it: ',' '\n' or EOF, or an error. */
static int read_value(struct csv *csv, struct why *why)
{
	int err = begin_value(csv, why);
	int c;

	if (err < 0)
		return err;
	c = next_char(csv);
	if (c == '"') {
		err = read_quoted(csv, why);
		c = next_char(csv);
		if (!err && c != ',' && c != '\n' && c != EOF)
			err = wrong(csv, why, ERR_INVALID, "a quote is closed within a value");
	}
	for (; !err && c != ',' && c != '\n' && c != EOF; c = next_char(csv)) {
		if (c == '"' || c == '\0')
			err = wrong(csv, why, ERR_INVALID, "a value must be quoted as a whole");
		else if (buf_add_char(&csv->text, (char)c) < 0)
			err = wrong(csv, why, ERR_LIMIT, "the row is too long");
	}
	if (!err && buf_add_char(&csv->text, '\0') < 0)
		err = wrong(csv, why, ERR_LIMIT, "the row is too long");
	if (err)
		return err;
	return c == EOF ? 0 : c;
}

static bool at_end(struct csv *csv)
{
	int c = getc(csv->file);

	if (c == EOF)
		return true;
	ungetc(c, csv->file);
	return false;
}

static int read_row(struct csv *csv, struct why *why)
{
	int end;

	do {
		if (at_end(csv))
			return ferror(csv->file) ? wrong(csv, why, ERR_IO, strerror(errno)) : 0;
		buf_clear(&csv->text);
		csv->values = 0;
		csv->row_line = csv->line;
		do
			end = read_value(csv, why);
		while (end == ',');
		if (end < 0)
			return end;
	} while (csv->values == 1 && !*csv->text.data);
	if (!text_valid(csv->text.data, csv->text.len))
		return wrong(csv, why, ERR_INVALID, "this is not UTF-8");
	return 1;
}

int csv_next(struct csv *csv, struct why *why)
{
	int got = read_row(csv, why);

	if (got > 0 && csv->values > csv->columns)
		return wrong(csv, why, ERR_INVALID, "more values than columns");
	return got;
}

static void skip_mark(FILE *file)
{
	char mark[3];

	if (fread(mark, 1, sizeof(mark), file) != sizeof(mark) || memcmp(mark, "\xef\xbb\xbf", 3))
		rewind(file);
}

int csv_open(const char *path, struct csv **out, struct why *why)
{
	FILE *file = fopen(path, "re");
	struct csv *csv;
	int got;

	if (!file)
		return why_set(why, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "%s: %s", path,
			       strerror(errno));
	csv = mem_new(1, sizeof(*csv));
	csv->file = file;
	csv->path = mem_dup(path);
	csv->line = 1;
	buf_init(&csv->text, ROW_MAX);
	skip_mark(file);
	got = read_row(csv, why);
	if (got == 0)
		got = wrong(csv, why, ERR_INVALID, "there is no header line");
	if (got < 0) {
		csv_free(&csv);
		return got;
	}
	csv->columns = csv->values;
	for (unsigned i = 0; i < csv->columns; i++)
		csv->header[i] = mem_dup(csv->text.data + csv->value[i]);
	csv->values = 0;
	*out = csv;
	return 0;
}

void csv_free(struct csv **slot)
{
	struct csv *csv = *slot;

	*slot = NULL;
	if (!csv)
		return;
	fclose(csv->file);
	for (unsigned i = 0; i < csv->columns; i++)
		free(csv->header[i]);
	buf_free(&csv->text);
	free(csv->path);
	free(csv);
}

const char *csv_get(const struct csv *csv, const char *column)
{
	for (unsigned i = 0; i < csv->values; i++)
		if (!strcmp(csv->header[i], column))
			return csv->text.data + csv->value[i];
	return "";
}

const char *csv_column(const struct csv *csv, unsigned i)
{
	return i < csv->columns ? csv->header[i] : NULL;
}

unsigned csv_line(const struct csv *csv)
{
	return csv->row_line;
}
