/* Entries of the address book that were made through the API. */
#include <stdlib.h>

#include "core.h"

static char *values_of(const struct pbx_entry *entry)
{
	const struct {
		const char *name, *value;
	} members[] = {
		{"name", entry->name},   {"number", entry->number},
		{"email", entry->email}, {"company", entry->company},
		{"group", entry->group}, {"department", entry->department},
	};
	const char *before = "";
	struct buf values;

	buf_init(&values, WIRE_MAX_BODY);
	buf_add_char(&values, '{');
	for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++) {
		if (!members[i].value)
			continue;
		buf_printf(&values, "%s\"%s\":", before, members[i].name);
		wire_json_add_text(&values, members[i].value);
		before = ",";
	}
	buf_add_char(&values, '}');
	return buf_take(&values);
}

void pbx_address_create(struct pbx *pbx, const struct pbx_entry *entry, pbx_done_fn done, void *ctx)
{
	char *values = values_of(entry);

	px_command(pbx, "/rest/command/create/address", NULL, values, &(struct px_then){done, ctx});
	free(values);
}

static void change(struct pbx *pbx, const char *path, const struct pbx_object *address,
		   const char *values, const struct px_then *then)
{
	if (!address || !pbx_who_can_edit(address)) {
		px_refuse(pbx, WIRE_R_DENIED, then);
		return;
	}

	char *scope = px_who_scope(address);

	px_command(pbx, path, scope, values, then);
	free(scope);
}

void pbx_address_edit(struct pbx *pbx, const struct pbx_object *address,
		      const struct pbx_entry *entry, pbx_done_fn done, void *ctx)
{
	char *values = values_of(entry);

	change(pbx, "/rest/command/update/address", address, values, &(struct px_then){done, ctx});
	free(values);
}

void pbx_address_delete(struct pbx *pbx, const struct pbx_object *address, pbx_done_fn done,
			void *ctx)
{
	change(pbx, "/rest/command/delete/address", address, NULL, &(struct px_then){done, ctx});
}
