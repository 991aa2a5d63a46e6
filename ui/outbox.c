/* Messages on their way: to the PABX, which keeps them for all desks, and then by mail. What the
 * PABX has not got yet is kept on this machine, so that a lost link or a closed console loses no
 * message. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/language.h"
#include "base/mail.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/random.h"
#include "base/words.h"
#include "loop/program.h"
#include "reception.h"

enum { FILE_MAX = 4 << 20, MAIL_MAX = 64 << 10, MAIL_LIMIT_MS = 30000, UID_BYTES = 16 };

struct mailing {
	struct outbox *outbox;
	struct loop_program *program;
	int64_t id;
	char *name;
	struct mailing *prev, *next;
};

struct outbox {
	struct console *c;
	struct outgoing *messages;
	struct mailing *mailings;
	char *path;
	bool loaded;
};

static void message_free(struct outbox *o, struct outgoing *m)
{
	DL_DELETE(o->messages, m);
	free(m->name);
	free(m->to);
	free(m->caller);
	free(m->number);
	free(m->text);
	free(m->why);
	free(m);
}

/* ---- The file ---- */

static cJSON *to_json(const struct outgoing *m)
{
	cJSON *o = cJSON_CreateObject();

	cJSON_AddStringToObject(o, "uid", m->uid);
	cJSON_AddStringToObject(o, "ref", m->ref);
	cJSON_AddStringToObject(o, "name", m->name);
	if (m->to)
		cJSON_AddStringToObject(o, "to", m->to);
	cJSON_AddStringToObject(o, "caller", m->caller);
	cJSON_AddStringToObject(o, "number", m->number);
	cJSON_AddStringToObject(o, "text", m->text);
	cJSON_AddNumberToObject(o, "time", (double)m->time);
	return o;
}

static void save(struct outbox *o)
{
	cJSON *list = cJSON_CreateArray();
	const struct outgoing *m;
	struct why why = {.text = ""};

	if (!o->path) {
		cJSON_Delete(list);
		return;
	}
	DL_FOREACH (o->messages, m)
		cJSON_AddItemToArray(list, to_json(m));
	char *text = cJSON_PrintUnformatted(list);
	if (path_make_parents(o->path, &why) < 0 ||
	    path_write(o->path, text, strlen(text), 0600, &why) < 0)
		messages_add(o->c->messages, MESSAGE_WARN, "%s", why.text);
	cJSON_free(text);
	cJSON_Delete(list);
}

static const char *member(const cJSON *object, const char *name)
{
	return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

static struct outgoing *add(struct outbox *o, const struct outgoing *from)
{
	struct outgoing *m = mem_new(1, sizeof *m);

	*m = (struct outgoing){.outbox = o, .time = from->time};
	snprintf(m->uid, sizeof m->uid, "%s", from->uid);
	snprintf(m->ref, sizeof m->ref, "%s", from->ref);
	m->name = mem_dup(from->name);
	m->to = mem_dup(from->to);
	m->caller = mem_dup(from->caller);
	m->number = mem_dup(from->number);
	m->text = mem_dup(from->text);
	DL_APPEND(o->messages, m);
	return m;
}

static void from_json(struct outbox *o, const cJSON *object)
{
	const char *uid = member(object, "uid"), *ref = member(object, "ref");
	const cJSON *time = cJSON_GetObjectItemCaseSensitive(object, "time");
	struct outgoing m = {.name = (char *)member(object, "name"),
			     .to = (char *)member(object, "to"),
			     .caller = (char *)member(object, "caller"),
			     .number = (char *)member(object, "number"),
			     .text = (char *)member(object, "text")};

	if (!uid || !ref || !m.name || !m.caller || !m.number || !m.text || !cJSON_IsNumber(time))
		return;
	m.time = (int64_t)time->valuedouble;
	snprintf(m.uid, sizeof m.uid, "%s", uid);
	snprintf(m.ref, sizeof m.ref, "%s", ref);
	add(o, &m);
}

/* A file for each user and PABX, since a message belongs where it was taken. */
static char *file_of(const struct console *c)
{
	char name[300];

	snprintf(name, sizeof name, "%s-at-%s", pbx_user_login(c->pbx), c->host);
	for (char *p = name; *p; p++)
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_",
			    *p))
			*p = '_';
	return mem_printf("%s/messages-%s.json", c->options.state, name);
}

static void load(struct outbox *o)
{
	struct why why;
	char *text = NULL;
	size_t len;

	o->loaded = true;
	if (!o->c->options.state)
		return;
	o->path = file_of(o->c);
	if (path_read(o->path, FILE_MAX, &text, &len, &why) < 0)
		return;
	cJSON *list = cJSON_Parse(text), *object;
	cJSON_ArrayForEach (object, list)
		from_json(o, object);
	cJSON_Delete(list);
	free(text);
}

/* ---- Mail ---- */

static void nothing_to_say(void *ctx, const struct pbx_result *result)
{
	(void)ctx, (void)result;
}

static void mailing_free(struct mailing *m)
{
	loop_program_forget(&m->program);
	DL_DELETE(m->outbox->mailings, m);
	free(m->name);
	free(m);
}

static void tell(struct outbox *o, int64_t id, const char *name, const char *why)
{
	pbx_taken_set(o->c->pbx, id, why ? "failed" : "sent", why, nothing_to_say, NULL);
	if (why)
		messages_add(o->c->messages, MESSAGE_REFUSED,
			     _("Not sent (%s): the message for %s is kept"), why, name);
	else
		messages_add(o->c->messages, MESSAGE_DONE, _("Message for %s: sent by e-mail"),
			     name);
	console_dirty(o->c);
}

static void on_mailed(void *ctx, const struct loop_program_end *end)
{
	struct mailing *m = ctx;
	char why[300] = "";

	m->program = NULL;
	if (end->error)
		snprintf(why, sizeof why, _("the mail command cannot be started: %s"),
			 strerror(end->error));
	else if (end->late)
		snprintf(why, sizeof why, _("the mail command did not end within %d s"),
			 MAIL_LIMIT_MS / 1000);
	else if (end->status)
		snprintf(why, sizeof why, "%s",
			 *end->said ? end->said : _("the mail command failed"));
	tell(m->outbox, m->id, m->name, *why ? why : NULL);
	mailing_free(m);
}

static void compose(struct console *c, const struct outgoing *m, struct buf *out, int *err)
{
	const struct pbx_object *me;
	char subject[400], id[24], when[32];
	struct buf text;

	snprintf(id, sizeof id, "%lld", (long long)pbx_user_id(c->pbx));
	me = pbx_find(c->pbx, PBX_CONTACT, id);
	reception_when(c, m->time, when, sizeof when);
	buf_init(&text, MAIL_MAX);
	buf_printf(&text, _("%s%s%s called for you at %s.\n\n%s\n\nTaken by %s\n"),
		   *m->caller ? m->caller : _("Somebody"), *m->number ? ", " : "", m->number, when,
		   m->text, pbx_user_name(c->pbx));
	snprintf(subject, sizeof subject, _("Call from %s%s%s"), *m->caller ? m->caller : m->number,
		 *m->caller && *m->number ? ", " : "", *m->caller ? m->number : "");
	*err = mail_compose(&(struct mail){.from = me ? pbx_contact_email(me) : "",
					   .from_name = pbx_user_name(c->pbx),
					   .to = m->to,
					   .to_name = m->name,
					   .subject = subject,
					   .text = text.data,
					   .time = clock_wall_ms()},
			    out);
	buf_free(&text);
}

static void send_mail(struct outbox *o, int64_t id, const struct outgoing *m)
{
	const char *command = o->c->options.sendmail;
	char **words, said[300];
	struct buf mail;
	struct why why;
	int err;

	if (!command) {
		tell(o, id, m->name, _("no mail command is configured on this desk"));
		return;
	}
	buf_init(&mail, MAIL_MAX);
	compose(o->c, m, &mail, &err);
	if (err) {
		tell(o, id, m->name, _("that is no e-mail address"));
		buf_free(&mail);
		return;
	}
	if (words_split(command, &words, &why) < 0) {
		snprintf(said, sizeof said, _("the mail command %s"), why.text);
		tell(o, id, m->name, said);
		buf_free(&mail);
		return;
	}
	struct mailing *mailing = mem_new(1, sizeof *mailing);
	*mailing = (struct mailing){.outbox = o, .id = id, .name = mem_dup(m->name)};
	DL_APPEND(o->mailings, mailing);
	mailing->program = loop_program_run(o->c->loop,
					    &(struct loop_program_order){.argv = words,
									 .input = mail.data,
									 .len = mail.len,
									 .limit_ms = MAIL_LIMIT_MS},
					    on_mailed, mailing);
	words_free(&words);
	buf_free(&mail);
}

void outbox_mail(struct outbox *o, const struct pbx_object *taken)
{
	struct outgoing m = {.name = (char *)pbx_taken_name(taken),
			     .to = (char *)pbx_taken_to(taken),
			     .caller = (char *)pbx_taken_caller(taken),
			     .number = (char *)pbx_taken_number(taken),
			     .text = (char *)pbx_taken_text(taken),
			     .time = pbx_taken_time(taken)};

	send_mail(o, pbx_taken_id(taken), &m);
}

/* ---- To the PABX ---- */

static struct outgoing *find(const struct outbox *o, const char *uid)
{
	struct outgoing *m;

	DL_FOREACH (o->messages, m)
		if (strcmp(m->uid, uid) == 0)
			return m;
	return NULL;
}

static void is_kept(struct outbox *o, struct outgoing *m, const char *json)
{
	cJSON *values = cJSON_Parse(json);
	const cJSON *id = cJSON_GetObjectItemCaseSensitive(values, "id");

	if (m->to && cJSON_IsNumber(id))
		send_mail(o, (int64_t)id->valuedouble, m);
	else
		messages_add(o->c->messages, MESSAGE_DONE, _("Message for %s: sent by chat"),
			     m->name);
	cJSON_Delete(values);
	message_free(o, m);
	save(o);
}

static void on_posted(void *ctx, const struct pbx_result *result)
{
	struct outgoing *m = ctx;
	struct outbox *o = m->outbox;

	m->busy = false;
	if (result->outcome == PBX_DONE) {
		is_kept(o, m, result->json);
	} else {
		m->failed = result->outcome == PBX_REFUSED && result->errno_ == 99;
		mem_set(&m->why, result->text);
		messages_add(o->c->messages, m->failed ? MESSAGE_REFUSED : MESSAGE_WARN,
			     m->failed ? _("Not sent (%s): the message for %s is kept")
				       : _("Not sent (%s): the message for %s is kept here until "
					   "the PABX is back"),
			     result->text, m->name);
	}
	console_dirty(o->c);
}

static void post(struct outbox *o, struct outgoing *m)
{
	m->busy = true;
	pbx_take_message(o->c->pbx,
			 &(struct pbx_taking){.who = pane_deref(o->c->pbx, m->ref),
					      .name = m->name,
					      .to = m->to,
					      .caller = m->caller,
					      .number = m->number,
					      .text = m->text,
					      .uid = m->uid,
					      .time = m->time},
			 on_posted, m);
}

void outbox_send(struct outbox *o, const struct outgoing *message)
{
	struct outgoing *m = add(o, message);

	random_hex(m->uid, UID_BYTES);
	save(o);
	post(o, m);
}

void outbox_flush(struct outbox *o)
{
	struct outgoing *m, *next;

	if (!o->loaded)
		load(o);
	DL_FOREACH_SAFE (o->messages, m, next)
		if (!m->busy && !m->failed)
			post(o, m);
}

const struct outgoing *outbox_list(const struct outbox *o)
{
	return o->messages;
}

const struct outgoing *outbox_find(const struct outbox *o, const char *uid)
{
	return find(o, uid);
}

void outbox_retry(struct outbox *o, const char *uid)
{
	struct outgoing *m = find(o, uid);

	if (m && !m->busy)
		post(o, m);
}

void outbox_drop(struct outbox *o, const char *uid)
{
	struct outgoing *m = find(o, uid);

	if (!m || m->busy)
		return;
	message_free(o, m);
	save(o);
}

unsigned outbox_unsent(const struct outbox *o)
{
	unsigned count, unsent = 0;
	struct pbx_object *const *taken = pbx_list(o->c->pbx, PBX_TAKEN, &count);
	const struct outgoing *m;

	for (unsigned i = 0; i < count; i++)
		unsent += strcmp(pbx_taken_state(taken[i]), "sent") != 0;
	DL_FOREACH (o->messages, m)
		unsent++;
	return unsent;
}

struct outbox *outbox_new(struct console *c)
{
	struct outbox *o = mem_new(1, sizeof *o);

	o->c = c;
	return o;
}

void outbox_free(struct outbox **slot)
{
	struct outbox *o = *slot;

	if (!o)
		return;
	*slot = NULL;
	while (o->messages)
		message_free(o, o->messages);
	while (o->mailings)
		mailing_free(o->mailings);
	free(o->path);
	free(o);
}
