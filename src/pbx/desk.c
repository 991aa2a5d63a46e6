/* The reception's desk: messages taken, notes, history, figures, and its state. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "core.h"

enum { SUFFIX_DIGITS = 7 }; /* as many equal digits at the end, and it is the same number */

static void add_text(struct buf *out, const char *name, const char *text)
{
	buf_printf(out, "%s\"%s\":", out->len > 1 ? "," : "", name);
	wire_json_add_text(out, text ? text : "");
}

static void add_int(struct buf *out, const char *name, int64_t value)
{
	buf_printf(out, "%s\"%s\":%lld", out->len > 1 ? "," : "", name, (long long)value);
}

static void begin(struct buf *out)
{
	buf_init(out, WIRE_MAX_BODY);
	buf_add_char(out, '{');
}

/* Ends values, posts them and lets them go. */
static void post(struct pbx *pbx, const char *path, const char *scope, struct buf *values,
		 const struct px_then *then)
{
	buf_add_char(values, '}');
	px_command(pbx, path, scope, values->data, then);
	buf_free(values);
}

/* ---- Messages taken ---- */

void pbx_take_message(struct pbx *pbx, const struct pbx_taking *t, pbx_done_fn done, void *ctx)
{
	const struct pbx_object *contact = t->who ? pbx_who_contact(t->who) : NULL;
	struct buf values;

	begin(&values);
	if (contact)
		add_int(&values, "cID", pbx_contact_cID(contact));
	add_text(&values, "name", t->who ? pbx_who_name(t->who) : t->name);
	add_text(&values, "via", t->to ? "mail" : "chat");
	add_text(&values, "to", t->to);
	add_text(&values, "caller", t->caller);
	add_text(&values, "number", t->number);
	add_text(&values, "text", t->text);
	if (t->uid)
		add_text(&values, "uid", t->uid);
	if (t->time)
		add_int(&values, "time", t->time);
	post(pbx, "/rest/command/create/taken", NULL, &values, &(struct px_then){done, ctx});
}

static void with_taken(struct pbx *pbx, const char *path, int64_t id, struct buf *values,
		       const struct px_then *then)
{
	char *scope = mem_printf("{\"id\":%lld}", (long long)id);

	post(pbx, path, scope, values, then);
	free(scope);
}

void pbx_taken_set(struct pbx *pbx, int64_t id, const char *state, const char *why,
		   pbx_done_fn done, void *ctx)
{
	struct buf values;

	begin(&values);
	add_text(&values, "state", state);
	add_text(&values, "why", why);
	with_taken(pbx, "/rest/command/update/taken", id, &values, &(struct px_then){done, ctx});
}

void pbx_taken_by_chat(struct pbx *pbx, int64_t id, pbx_done_fn done, void *ctx)
{
	struct buf values;

	begin(&values);
	add_text(&values, "via", "chat");
	with_taken(pbx, "/rest/command/update/taken", id, &values, &(struct px_then){done, ctx});
}

void pbx_taken_delete(struct pbx *pbx, int64_t id, pbx_done_fn done, void *ctx)
{
	struct buf values;

	begin(&values);
	with_taken(pbx, "/rest/command/delete/taken", id, &values, &(struct px_then){done, ctx});
}

/* ---- Notes ---- */

static const char *number_of(const struct pbx_object *object)
{
	if (px_class(object) == PBX_CALL)
		return pbx_call_number(object);
	return px_class(object) == PBX_PARKED ? pbx_parked_number(object) : "";
}

/* The person or entry that a note is on, NULL for a number that is nobody's. */
static const struct pbx_object *whose(const struct pbx_object *object)
{
	const struct pbx_object *who = object, *contact;

	if (px_class(object) == PBX_CALL || px_class(object) == PBX_PARKED)
		who = pbx_call_who(object);
	else if (px_class(object) != PBX_CONTACT && px_class(object) != PBX_ADDRESS)
		who = NULL;
	contact = who ? pbx_who_contact(who) : NULL;
	return contact ? contact : who;
}

static const char *without_prefix(const char *digits)
{
	return digits + strspn(digits, "+0");
}

/* One of them may be as it is dialled here, the other with its country. */
static bool same_number(const char *a, const char *b)
{
	size_t len_a, len_b, len;

	a = without_prefix(a);
	b = without_prefix(b);
	len_a = strlen(a);
	len_b = strlen(b);
	len = len_a < len_b ? len_a : len_b;
	return len >= SUFFIX_DIGITS && !strcmp(a + len_a - len, b + len_b - len);
}

static struct pbx_object *note_on_number(struct pbx *pbx, const char *number)
{
	char wanted[NUMBER_MAX], key[NUMBER_MAX];
	struct pbx_object *const *notes;
	unsigned count;

	if (number_digits(number, wanted, sizeof(wanted)) <= 0)
		return NULL;
	notes = pbx_list(pbx, PBX_NOTE, &count);
	for (unsigned i = 0; i < count; i++)
		if (number_digits(notes[i]->row->key, key, sizeof(key)) > 0 &&
		    same_number(key, wanted))
			return notes[i];
	return NULL;
}

struct pbx_object *pbx_note_on(struct pbx *pbx, const struct pbx_object *object)
{
	const struct pbx_object *who = whose(object);
	struct pbx_object *note = who ? pbx_find(pbx, PBX_NOTE, who->row->key) : NULL;

	return note ? note : note_on_number(pbx, number_of(object));
}

void pbx_note_write(struct pbx *pbx, const struct pbx_object *object, const char *text,
		    pbx_done_fn done, void *ctx)
{
	const struct px_then then = {done, ctx};
	const struct pbx_object *old = pbx_note_on(pbx, object), *who = whose(object);
	const char *key = old ? old->row->key : who ? who->row->key : number_of(object);
	struct buf values;

	if (!*key || (!old && !*text)) {
		px_refuse(pbx, *key ? WIRE_R_GONE : WIRE_R_NOTARGET, &then);
		return;
	}
	begin(&values);
	add_text(&values, "key", key);
	if (*text)
		add_text(&values, "text", text);
	post(pbx, *text ? "/rest/command/update/note" : "/rest/command/delete/note", NULL, &values,
	     &then);
}

/* ---- Periods ---- */

static void read_period(struct pbx *pbx, const char *path, const struct pbx_period *period,
			const struct px_then *then)
{
	struct buf body;

	buf_init(&body, WIRE_MAX_BODY);
	buf_printf(&body, "{\"scope\":{\"since\":%lld", (long long)period->since);
	if (period->before)
		buf_printf(&body, ",\"before\":%lld", (long long)period->before);
	if (period->max_rows)
		buf_printf(&body, ",\"maxRows\":%d", period->max_rows);
	buf_add_str(&body, "}}");
	pbx_rest(pbx, path, body.data, then->done, then->ctx);
	buf_free(&body);
}

void pbx_history(struct pbx *pbx, const struct pbx_period *period, pbx_done_fn done, void *ctx)
{
	read_period(pbx, "/rest/call/read/history", period, &(struct px_then){done, ctx});
}

void pbx_figures(struct pbx *pbx, const struct pbx_period *period, pbx_done_fn done, void *ctx)
{
	const struct pbx_period of = {.since = period->since, .before = period->before};

	read_period(pbx, "/rest/call/read/figures", &of, &(struct px_then){done, ctx});
}

/* ---- The state of the desk ---- */

void pbx_set_desk(struct pbx *pbx, const struct pbx_desk *desk, pbx_done_fn done, void *ctx)
{
	struct buf values;

	begin(&values);
	if (desk->state)
		add_text(&values, "state", desk->state);
	if (desk->note)
		add_text(&values, "note", desk->note);
	if (desk->stay)
		buf_add_str(&values, ",\"stay\":true");
	post(pbx, "/rest/command/update/operator", NULL, &values, &(struct px_then){done, ctx});
}

void pbx_set_nightmode(struct pbx *pbx, const struct pbx_object *nightmode, const char *value,
		       pbx_done_fn done, void *ctx)
{
	struct buf scope, values;
	char mode[24];

	begin(&scope);
	add_text(&scope, "company", pbx_nightmode_company(nightmode));
	buf_add_char(&scope, '}');
	begin(&values);
	snprintf(mode, sizeof(mode), "%lld", (long long)pbx_nightmode_mode(nightmode));
	add_text(&values, mode, value);
	post(pbx, "/rest/dialplan/update/nm", scope.data, &values, &(struct px_then){done, ctx});
	buf_free(&scope);
}

void pbx_set_status_of(struct pbx *pbx, const struct pbx_object *who, const char *show,
		       const char *status, int64_t until, pbx_done_fn done, void *ctx)
{
	const struct px_then then = {done, ctx};
	const struct pbx_object *contact = pbx_who_contact(who);
	struct buf values;

	if (!contact) {
		px_refuse(pbx, WIRE_R_NOTARGET, &then);
		return;
	}
	char *scope = mem_printf("{\"cID\":%lld}", (long long)pbx_contact_cID(contact));
	begin(&values);
	if (show)
		add_text(&values, "show", show);
	if (show || status)
		add_text(&values, "status", status);
	if (until > 0)
		add_int(&values, "until", until);
	post(pbx, "/rest/command/update/presence", scope, &values, &then);
	free(scope);
}
