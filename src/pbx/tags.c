#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "core.h"

void pbx_enable_tags(struct pbx *pbx, pbx_done_fn done, void *ctx)
{
	px_feed_set_flag(pbx, PX_TAGS, true, &(struct px_then){done, ctx});
}

void pbx_disable_tags(struct pbx *pbx, pbx_done_fn done, void *ctx)
{
	px_feed_set_flag(pbx, PX_TAGS, false, &(struct px_then){done, ctx});
}

/* ---- Reading ---- */

struct pbx_object *px_tag_of(const struct pbx_object *who)
{
	const struct pbx_object *contact = pbx_who_contact(who);

	return px_store_find(&who->pbx->store, PBX_TAG, (contact ? contact : who)->row->key);
}

struct pbx_object *px_tag_owner(const struct pbx_object *tag)
{
	struct px_store *store = &tag->pbx->store;
	struct pbx_object *contact = px_store_find(store, PBX_CONTACT, tag->row->key);

	return contact ? contact : px_store_find(store, PBX_ADDRESS, tag->row->key);
}

static const struct px_texts *texts_of(const struct pbx_object *who)
{
	static const struct px_texts none;
	const struct pbx_object *tag = px_tag_of(who);

	return tag ? px_texts(tag, pbx_tag_tags(tag)) : &none;
}

unsigned pbx_who_tags(const struct pbx_object *who)
{
	return texts_of(who)->count;
}

const char *pbx_who_tag(const struct pbx_object *who, unsigned i)
{
	const struct px_texts *texts = texts_of(who);

	return i < texts->count ? texts->at[i] : "";
}

bool pbx_who_has_tag(const struct pbx_object *who, const char *tag)
{
	const struct px_texts *texts = texts_of(who);
	char wanted[160], folded[160];

	text_fold(wanted, sizeof(wanted), tag);
	for (unsigned i = 0; i < texts->count; i++) {
		text_fold(folded, sizeof(folded), texts->at[i]);
		if (!strcmp(folded, wanted))
			return true;
	}
	return false;
}

bool pbx_who_taggable(const struct pbx_object *who)
{
	const struct wire_contact *contact = PX_ROW(pbx_who_contact(who), CONTACT, contact);

	return contact ? contact->taggable : px_class(who) == PBX_ADDRESS;
}

/* Receptionists and administrators in their companies, and everybody his own. */
bool pbx_who_can_tag(const struct pbx_object *who)
{
	static const char *const perms[] = {"receptionist", "companyadmin", "sysadmin"};
	const struct pbx_object *contact = pbx_who_contact(who);
	const char *company = contact ? pbx_contact_company(contact) : "";

	if (!pbx_who_taggable(who))
		return false;
	if (pbx_who_is_me(who))
		return true;
	for (unsigned i = 0; i < sizeof(perms) / sizeof(perms[0]); i++)
		if (contact ? px_session_holds_for(who->pbx, perms[i], company)
			    : pbx_permission(who->pbx, perms[i]) != NULL)
			return true;
	return false;
}

/* ---- Writing ---- */

static void add_list(struct buf *out, const char *name, const char *const *tags, unsigned count)
{
	buf_printf(out, "\"%s\":[", name);
	for (unsigned i = 0; i < count; i++) {
		if (i)
			buf_add_char(out, ',');
		wire_json_add_text(out, tags[i]);
	}
	buf_add_char(out, ']');
}

static void send(struct pbx *pbx, const struct pbx_object *who, struct buf *values,
		 const struct px_then *then)
{
	char *scope = px_who_scope(who);

	px_command(pbx, "/rest/command/update/tag", scope, values->data, then);
	free(scope);
	buf_free(values);
}

void pbx_set_tags(struct pbx *pbx, const struct pbx_object *who, const char *const *tags,
		  unsigned count, pbx_done_fn done, void *ctx)
{
	struct buf values;

	buf_init(&values, WIRE_MAX_BODY);
	buf_add_char(&values, '{');
	add_list(&values, "tags", tags, count);
	buf_add_char(&values, '}');
	send(pbx, who, &values, &(struct px_then){done, ctx});
}

void pbx_edit_tags(struct pbx *pbx, const struct pbx_object *who, const char *const *add,
		   unsigned add_count, const char *const *remove, unsigned remove_count,
		   pbx_done_fn done, void *ctx)
{
	struct buf values;

	buf_init(&values, WIRE_MAX_BODY);
	buf_add_char(&values, '{');
	add_list(&values, "add", add, add_count);
	buf_add_char(&values, ',');
	add_list(&values, "remove", remove, remove_count);
	buf_add_char(&values, '}');
	send(pbx, who, &values, &(struct px_then){done, ctx});
}
