/* Any bytes as the manager interface, in pieces of any size. */
#include <string.h>

#include "base/text.h"
#include "fuzz.h"
#include "pabx/asterisk/ami_parse.h"

static void check(void *ctx, const struct ami_message *m)
{
	(void)ctx;
	must(m->count > 0 && m->count <= AMI_HEADERS);
	for (unsigned i = 0; i < m->count; i++) {
		const char *name = m->text.data + m->headers[i].name;
		const char *value = m->text.data + m->headers[i].value;

		must(*name && strlen(value) < m->text.len);
		must(text_valid(value, strlen(value)));
		must(ami_has(m, name));
	}
	ami_int(m, "Status", 0);
	must(*ami_part(m, "Dest", "Uniqueid") == *ami_get(m, "DestUniqueid"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct ami_parser parser;
	size_t piece = len ? 1 + data[0] % 64 : 1;
	int err = 0;

	fuzz_init();
	ami_parser_init(&parser);
	for (size_t at = 0; !err && at < len; at += piece)
		err = ami_parser_feed(&parser, (const char *)data + at,
				      len - at < piece ? len - at : piece, check, NULL);
	ami_parser_free(&parser);
	return 0;
}
