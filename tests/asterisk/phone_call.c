/* The telephone's calls: dialogues (RFC 3261), hold (RFC 3264), transfers (RFC 3515, 3891). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "asterisk/phone_inside.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/random.h"

struct phone_call *call_of(const struct phone *phone, const char *id)
{
	struct phone_call *call = phone->calls;

	while (call && strcmp(call->id, id) != 0)
		call = call->next;
	return call;
}

static struct phone_call *call_add(struct phone *phone, enum phone_state state)
{
	struct phone_call *call = mem_new(1, sizeof(*call));

	call->phone = phone;
	call->state = state;
	call->cseq = 1;
	call->next = phone->calls;
	phone->calls = call;
	return call;
}

struct phone_call *phone_call_in(const struct phone *phone, enum phone_state state)
{
	struct phone_call *call = phone->calls;

	while (call && call->state != state)
		call = call->next;
	return call;
}

unsigned phone_calls_in(const struct phone *phone, enum phone_state state)
{
	unsigned count = 0;

	for (const struct phone_call *call = phone->calls; call; call = call->next)
		count += call->state == state;
	return count;
}

/* Who the display shows: what the PBX vouches for, else what the header says. */
static void see(struct phone_call *call, const struct sip *sip, const char *header)
{
	const char *value = sip_get(sip, "p-asserted-identity");

	if (!*value && !*call->number)
		value = sip_get(sip, header);
	if (!*value)
		return;
	sip_name(value, call->name, sizeof(call->name));
	sip_user(value, call->number, sizeof(call->number));
}

void call_acknowledge(struct phone_call *call, int cseq)
{
	const struct phone *phone = call->phone;
	char branch[21];

	random_hex(branch, 10);
	char *text =
		mem_printf("ACK %s SIP/2.0\r\nVia: SIP/2.0/UDP %s:%d;branch=z9hG4bK%s;rport\r\n"
			   "Max-Forwards: 70\r\nFrom: %s\r\nTo: %s\r\nCall-ID: %s\r\n"
			   "CSeq: %d ACK\r\nContent-Length: 0\r\n\r\n",
			   call->target, phone->address, phone->port, branch, call->local,
			   call->remote, call->id, cseq);
	phone_send(call->phone, text);
	free(text);
}

/* ---- What we ask ---- */

static struct request *ask_in(struct phone_call *call, const char *method)
{
	struct request *r = phone_request_new(call->phone, call, method);

	snprintf(r->uri, sizeof(r->uri), "%s", call->target);
	snprintf(r->from, sizeof(r->from), "%s", call->local);
	snprintf(r->to, sizeof(r->to), "%s", call->remote);
	snprintf(r->id, sizeof(r->id), "%s", call->id);
	/* The next is asked with a higher number, also where this one has to be asked twice. */
	call->cseq += 2;
	r->cseq = call->cseq;
	call->asked = 0;
	return r;
}

static void on_progress(struct phone_call *call, const struct sip *answer)
{
	if (answer->status < 180)
		return;
	if (call->state == PHONE_CALLING)
		call->state = PHONE_RINGING;
	see(call, answer, "to");
}

static void on_connected(struct request *r, const struct sip *answer)
{
	struct phone_call *call = r->call;

	snprintf(call->remote, sizeof(call->remote), "%s", sip_get(answer, "to"));
	sip_uri(sip_get(answer, "contact"), call->target, sizeof(call->target));
	call->cseq = r->cseq + 2;
	call_acknowledge(call, r->cseq);
	see(call, answer, "to");
	call->answered_us = clock_mono_us();
	if (call->state == PHONE_ENDED) { /* taken back too late */
		phone_request_send(ask_in(call, "BYE"));
		return;
	}
	call->state = PHONE_UP;
	sound_start(call, answer->body);
}

static void on_invite_answer(struct request *r, const struct sip *answer)
{
	struct phone_call *call = r->call;

	snprintf(call->branch, sizeof(call->branch), "%s", r->branch);
	call->invite_cseq = r->cseq;
	if (answer->status < 200) {
		on_progress(call, answer);
		return;
	}
	call->status = answer->status;
	if (answer->status < 300)
		on_connected(r, answer);
	else
		call->state = PHONE_ENDED;
}

struct phone_call *phone_dial(struct phone *phone, const char *number, const char *from_name,
			      const char *from_number)
{
	struct phone_call *call = call_add(phone, PHONE_CALLING);
	struct request *r = phone_request_new(phone, call, "INVITE");
	char tag[9];

	call->out = true;
	random_hex(call->id, 12);
	random_hex(tag, 4);
	snprintf(call->target, sizeof(call->target), "sip:%s@%s", number, phone->pbx);
	snprintf(call->local, sizeof(call->local), "\"%s\" <sip:%s@%s>;tag=%s",
		 from_name ? from_name : phone->name, from_number ? from_number : phone->user,
		 phone->pbx, tag);
	snprintf(call->remote, sizeof(call->remote), "<%s>", call->target);
	snprintf(r->uri, sizeof(r->uri), "%s", call->target);
	snprintf(r->from, sizeof(r->from), "%s", call->local);
	snprintf(r->to, sizeof(r->to), "%s", call->remote);
	snprintf(r->id, sizeof(r->id), "%s", call->id);
	snprintf(r->more, sizeof(r->more), "Content-Type: application/sdp\r\n");
	sound_describe(phone, "sendrecv", r->body);
	r->cseq = 1;
	r->done = on_invite_answer;
	phone_request_send(r);
	return call;
}

static void cancel(struct phone_call *call)
{
	const struct phone *phone = call->phone;
	char *text =
		mem_printf("CANCEL sip:%s SIP/2.0\r\nVia: SIP/2.0/UDP %s:%d;branch=%s;rport\r\n"
			   "Max-Forwards: 70\r\nFrom: %s\r\nTo: <%s>\r\nCall-ID: %s\r\n"
			   "CSeq: %d CANCEL\r\nContent-Length: 0\r\n\r\n",
			   call->target + 4, phone->address, phone->port, call->branch, call->local,
			   call->target, call->id, call->invite_cseq);

	phone_send(call->phone, text);
	free(text);
}

void phone_hang_up(struct phone_call *call)
{
	enum phone_state was = call->state;

	if (was == PHONE_ENDED)
		return;
	if (was != PHONE_UP && !call->out) {
		phone_refuse(call, 603);
		return;
	}
	call->state = PHONE_ENDED;
	if (was == PHONE_UP)
		phone_request_send(ask_in(call, "BYE"));
	else
		cancel(call);
}

static void on_asked(struct request *r, const struct sip *answer)
{
	if (answer->status < 200)
		return;
	r->call->asked = answer->status;
	if (!strcmp(r->method, "INVITE") && answer->status < 300)
		call_acknowledge(r->call, r->cseq);
	if (!strcmp(r->method, "REFER"))
		r->call->referred = answer->status < 300;
}

void phone_hold(struct phone_call *call, bool hold)
{
	struct request *r = ask_in(call, "INVITE");

	call->held = hold;
	snprintf(r->more, sizeof(r->more), "Content-Type: application/sdp\r\n");
	sound_describe(call->phone, hold ? "sendonly" : "sendrecv", r->body);
	r->done = on_asked;
	phone_request_send(r);
}

static void refer(struct phone_call *call, const char *to)
{
	struct request *r = ask_in(call, "REFER");

	snprintf(r->more, sizeof(r->more), "Refer-To: <%s>\r\nReferred-By: <sip:%s@%s>\r\n", to,
		 call->phone->user, call->phone->pbx);
	r->done = on_asked;
	phone_request_send(r);
}

void phone_transfer(struct phone_call *call, const char *number)
{
	char to[128];

	snprintf(to, sizeof(to), "sip:%s@%s", number, call->phone->pbx);
	refer(call, to);
}

void phone_connect(struct phone_call *call, const struct phone_call *other)
{
	char to[512], target[256], local[48], remote[48];

	sip_uri(other->remote, target, sizeof(target));
	sip_param(other->local, "tag", local, sizeof(local));
	sip_param(other->remote, "tag", remote, sizeof(remote));
	snprintf(to, sizeof(to), "%s?Replaces=%s%%3Bto-tag%%3D%s%%3Bfrom-tag%%3D%s", target,
		 other->id, remote, local);
	refer(call, to);
}

/* ---- What we are asked ---- */

static void answer_with(struct phone_call *call, const struct sip *sip, const struct reply *reply)
{
	char tag[48];
	struct reply whole = *reply;

	sip_param(call->local, "tag", tag, sizeof(tag));
	whole.tag = tag;
	free(call->answer);
	call->answer = phone_reply(call->phone, sip, &whole);
}

void phone_answer(struct phone_call *call)
{
	char sdp[PHONE_BODY];

	if (call->out || call->state != PHONE_RINGING)
		return;
	sound_describe(call->phone, "sendrecv", sdp);
	call->state = PHONE_UP;
	call->answered_us = clock_mono_us();
	answer_with(call, call->asked_by,
		    &(struct reply){200, "OK", NULL,
				    "Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, NOTIFY, "
				    "UPDATE, MESSAGE\r\nSupported: replaces\r\n",
				    sdp});
	sound_start(call, call->asked_by->body);
}

void phone_refuse(struct phone_call *call, int status)
{
	if (call->out || call->state != PHONE_RINGING)
		return;
	call->state = PHONE_ENDED;
	answer_with(call, call->asked_by, &(struct reply){status, "Refused", NULL, NULL, NULL});
}

static bool answers_itself(const struct phone *phone, const struct sip *sip)
{
	return phone->manner == PHONE_ANSWERS || strstr(sip_get(sip, "alert-info"), "auto") ||
	       strstr(sip_get(sip, "call-info"), "answer-after");
}

static void ring(struct phone *phone, const struct sip *sip)
{
	struct phone_call *call = call_add(phone, PHONE_RINGING);
	char tag[9];

	random_hex(tag, 4);
	snprintf(call->id, sizeof(call->id), "%s", sip_get(sip, "call-id"));
	snprintf(call->local, sizeof(call->local), "%s;tag=%s", sip_get(sip, "to"), tag);
	snprintf(call->remote, sizeof(call->remote), "%s", sip_get(sip, "from"));
	sip_uri(sip_get(sip, "contact"), call->target, sizeof(call->target));
	call->remote_cseq = sip->cseq;
	call->asked_by = mem_new(1, sizeof(*sip));
	sip_copy(call->asked_by, sip);
	see(call, sip, "from");
	if (phone->manner == PHONE_BUSY) {
		phone_refuse(call, 486);
		return;
	}
	answer_with(call, sip, &(struct reply){180, "Ringing", NULL, NULL, NULL});
	if (answers_itself(phone, sip))
		phone_answer(call);
}

static void reinvited(struct phone_call *call, const struct sip *sip)
{
	char sdp[PHONE_BODY] = "";
	bool update = !strcmp(sip->method, "UPDATE");

	if (!update && sip->cseq == call->remote_cseq && call->answer) {
		phone_send(call->phone, call->answer);
		return;
	}
	call->remote_cseq = sip->cseq;
	see(call, sip, "from");
	if (!update || *sip->body)
		sound_describe(call->phone,
			       strstr(sip->body, "a=sendonly") ? "recvonly" : "sendrecv", sdp);
	answer_with(call, sip, &(struct reply){200, "OK", NULL, NULL, sdp});
	sound_start(call, sip->body);
}

static void cancelled(struct phone_call *call, const struct sip *sip)
{
	free(phone_reply(call->phone, sip, &(struct reply){200, "OK", NULL, NULL, NULL}));
	if (call->state != PHONE_RINGING)
		return;
	call->state = PHONE_ENDED;
	answer_with(call, call->asked_by,
		    &(struct reply){487, "Request Terminated", NULL, NULL, NULL});
}

/* A transfer that has succeeded ends the transferring leg; talk and hold are pressed from afar. */
static void notified(struct phone_call *call, const struct sip *sip)
{
	const char *event = sip_get(sip, "event");

	free(phone_reply(call->phone, sip, &(struct reply){200, "OK", NULL, NULL, NULL}));
	if (!strncmp(event, "refer", 5) && !strncmp(sip->body, "SIP/2.0 2", 9)) {
		phone_hang_up(call);
	} else if (!strcmp(event, "talk")) {
		call->phone->obeyed++;
		if (call->state == PHONE_RINGING)
			phone_answer(call);
		else if (call->held)
			phone_hold(call, false);
	} else if (!strcmp(event, "hold")) {
		call->phone->obeyed++;
		phone_hold(call, true);
	}
}

void call_asked(struct phone *phone, struct phone_call *call, const struct sip *sip)
{
	if (!call)
		ring(phone, sip);
	else if (!strcmp(sip->method, "INVITE") || !strcmp(sip->method, "UPDATE"))
		reinvited(call, sip);
	else if (!strcmp(sip->method, "CANCEL"))
		cancelled(call, sip);
	else if (!strcmp(sip->method, "NOTIFY"))
		notified(call, sip);
	else if (!strcmp(sip->method, "BYE") || strcmp(sip->method, "ACK") != 0)
		free(phone_reply(phone, sip, &(struct reply){200, "OK", NULL, NULL, NULL}));
	if (call && !strcmp(sip->method, "BYE"))
		call->state = PHONE_ENDED;
}
