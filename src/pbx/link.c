/* The chat relationship between people of two companies. */
#include <stdlib.h>

#include "core.h"

static int64_t person_of(const struct pbx_object *who)
{
	if (!who)
		return PBX_UNKNOWN;
	return px_class(who) == PBX_LINK ? pbx_link_cID(who)
					 : pbx_contact_cID(pbx_who_contact(who));
}

static void command(struct pbx *pbx, const char *path, const struct pbx_object *who,
		    const struct px_then *then)
{
	int64_t cID = person_of(who);

	if (cID == PBX_UNKNOWN) {
		px_refuse(pbx, WIRE_R_NOTARGET, then);
		return;
	}

	char *scope = mem_printf("{\"cID\":%lld}", (long long)cID);

	px_command(pbx, path, scope, NULL, then);
	free(scope);
}

void pbx_contact_xmpp_req(struct pbx *pbx, const struct pbx_object *who, pbx_done_fn done,
			  void *ctx)
{
	command(pbx, "/rest/command/create/link", who, &(struct px_then){done, ctx});
}

void pbx_contact_xmpp_auth(struct pbx *pbx, const struct pbx_object *who, pbx_done_fn done,
			   void *ctx)
{
	command(pbx, "/rest/command/update/link", who, &(struct px_then){done, ctx});
}

void pbx_contact_xmpp_del(struct pbx *pbx, const struct pbx_object *who, pbx_done_fn done,
			  void *ctx)
{
	command(pbx, "/rest/command/delete/link", who, &(struct px_then){done, ctx});
}

const char *pbx_who_link(const struct pbx_object *who)
{
	int64_t cID = person_of(who);
	const struct pbx_object *link =
		cID != PBX_UNKNOWN ? px_find_id(who->pbx, PBX_LINK, cID) : NULL;
	const char *state = pbx_link_state(link);

	return *state ? state : "none";
}
