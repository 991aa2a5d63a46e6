/* Voicemail boxes and what waits in them. */
#include "inside.h"

struct mailbox *mailbox_take(struct asterisk *a, const char *name)
{
	struct mailbox *box;

	HASH_FIND_STR(a->mailboxes, name, box);
	if (!box) {
		box = mem_new(1, sizeof(*box));
		AST_SET(box->name, name);
		box->read = box->unread = WIRE_NULL;
		HASH_ADD_STR(a->mailboxes, name, box);
	}
	box->seen = a->generation;
	return box;
}

/* "1001@default" is called 1001. */
static struct mailbox *by_address(struct asterisk *a, const char *address)
{
	char name[AST_NUMBER];
	size_t len = strlen(address);

	if (len > 8 && !strcmp(address + len - 8, "@default"))
		len -= 8;
	if (!len || len >= sizeof(name))
		return NULL;
	snprintf(name, sizeof(name), "%.*s", (int)len, address);
	return mailbox_take(a, name);
}

static void tell(struct asterisk *a, struct mailbox *box)
{
	bool changed = !box->row;

	if (a->snapshot)
		return;
	if (!box->row)
		box->row = wire_row_new(WIRE_MAILBOX);
	wire_row_set_text(box->row, WIRE_F(mailbox, name), box->name);
	changed |= wire_row_set_text(box->row, WIRE_F(mailbox, label),
				     *box->label ? box->label : box->name);
	changed |= wire_row_set_int(box->row, WIRE_F(mailbox, read), box->read);
	changed |= wire_row_set_int(box->row, WIRE_F(mailbox, unread), box->unread);
	if (changed)
		ast_tell(a, box->row);
}

void mailbox_user(struct asterisk *a, const struct ami_message *m)
{
	const char *context = ami_get(m, "VMContext");
	char address[2 * AST_NUMBER];
	struct mailbox *box;

	snprintf(address, sizeof(address), "%s@%s", ami_get(m, "VoiceMailbox"), context);
	box = by_address(a, address);
	if (!box)
		return;
	AST_SET(box->label, ami_get(m, "Fullname"));
	box->unread = ami_int(m, "NewMessageCount", box->unread);
	box->read = ami_int(m, "OldMessageCount", box->read);
}

void mailbox_count(struct asterisk *a, const struct ami_message *m)
{
	struct mailbox *box = by_address(a, ami_get(m, "Mailbox"));

	if (!box)
		return;
	box->unread = ami_int(m, "NewMessages", 0) + ami_int(m, "UrgMessages", 0);
	box->read = ami_int(m, "OldMessages", 0);
	tell(a, box);
}

void model_message_waiting(struct asterisk *a, const struct ami_message *m)
{
	struct mailbox *box = by_address(a, ami_get(m, "Mailbox"));

	if (!box)
		return;
	box->unread = ami_int(m, "New", ami_int(m, "Waiting", 0));
	box->read = ami_int(m, "Old", box->read);
	tell(a, box);
}

void mailboxes_tell(struct asterisk *a)
{
	struct mailbox *box, *next;

	HASH_ITER (hh, a->mailboxes, box, next)
		tell(a, box);
}

static void drop(struct asterisk *a, struct mailbox *box)
{
	HASH_DEL(a->mailboxes, box);
	wire_row_free(&box->row);
	free(box);
}

void mailboxes_sweep(struct asterisk *a)
{
	struct mailbox *box, *next;

	HASH_ITER (hh, a->mailboxes, box, next) {
		if (box->seen == a->generation)
			continue;
		if (box->row)
			ast_tell_gone(a, WIRE_MAILBOX, box->row->key);
		drop(a, box);
	}
}

void mailboxes_free(struct asterisk *a)
{
	struct mailbox *box, *next;

	HASH_ITER (hh, a->mailboxes, box, next)
		drop(a, box);
}
