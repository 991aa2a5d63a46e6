#include "conf.h"

#include <ini.h>
#include <stdlib.h>
#include <string.h>

#include "conf_value.h"
#include "language.h"
#include "mem.h"
#include "path.h"
#include "text.h"

enum { FILE_MAX = 1 << 20 };

/* What the reader and the handler of inih share. inih tells its handler no line number, but it asks
 * the reader for one line at a time, so the reader counts. */
struct reading {
	const char *path, *at, *end;
	const struct conf_option *options;
	unsigned count;
	void *values;
	int line;
	int err; /* the first failure; the reader then ends the file */
	struct why *why;
};

static void fail(struct reading *r, const char *problem)
{
	if (!r->err)
		r->err = why_set(r->why, ERR_INVALID, "%s:%d: %s", r->path, r->line, problem);
}

/* Takes one line out of the file, as fgets() does. A line that begins with blanks would continue
 * the one before, which no option needs: the blanks are left out. */
static char *read_line(char *out, int cap, void *stream)
{
	struct reading *r = stream;
	const char *end;
	size_t len;

	if (r->err || r->at >= r->end)
		return NULL;
	r->line++;
	end = memchr(r->at, '\n', (size_t)(r->end - r->at));
	if (!end)
		end = r->end;
	while (r->at < end && (*r->at == ' ' || *r->at == '\t'))
		r->at++;
	len = (size_t)(end - r->at);
	if (memchr(r->at, '\0', len) || !text_valid(r->at, len))
		fail(r, _("the line is not UTF-8 text"));
	else if (len >= (size_t)cap)
		fail(r, _("the line is too long"));
	if (r->err)
		return NULL;
	memcpy(out, r->at, len);
	out[len] = '\0';
	r->at = end + 1;
	return out;
}

static const struct conf_option *find_name(const struct reading *r, const char *section,
					   const char *name)
{
	for (unsigned i = 0; i < r->count; i++) {
		const struct conf_option *o = &r->options[i];

		if (o->section && strcmp(o->section, section) == 0 && strcmp(o->name, name) == 0)
			return o;
	}
	return NULL;
}

static int take_value(void *user, const char *section, const char *name, const char *value)
{
	struct reading *r = user;
	const struct conf_option *option = find_name(r, section, name);
	struct why why;
	char *problem = NULL;

	if (r->err)
		return 1;
	if (!option)
		problem = mem_printf(_("there is no option \"%s\" in [%s]"), name, section);
	else if (conf_set(option, value, r->values, &why))
		problem = mem_printf("%s %s", name, why.text);
	if (problem)
		fail(r, problem);
	free(problem);
	return 1;
}

int conf_read(const char *path, const struct conf_option *options, unsigned count, void *values,
	      struct why *why)
{
	struct reading r = {
		.path = path, .options = options, .count = count, .values = values, .why = why};
	char *data;
	size_t len;
	int err = path_read(path, FILE_MAX, &data, &len, why), line;

	if (err)
		return err;
	r.at = data;
	r.end = data + len;
	line = ini_parse_stream(read_line, &r, take_value, &r);
	if (line > 0 && (!r.err || line < r.line)) {
		r.line = line;
		r.err = 0;
		fail(&r, _("expected [section] or name = value"));
	}
	free(data);
	return r.err;
}
