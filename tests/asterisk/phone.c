#include "asterisk/phone_inside.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/random.h"

enum { RECEIVE_BUFFER = 1 << 20, TURN_MESSAGES = 64 };

static void ok(struct phone *phone, const struct sip *sip)
{
	free(phone_reply(phone, sip, &(struct reply){200, "OK", "t", NULL, NULL}));
}

static void take_text(struct phone *phone, const struct sip *sip)
{
	snprintf(phone->heard, sizeof(phone->heard), "%s", sip->body);
	sip_user(sip_get(sip, "from"), phone->heard_from, sizeof(phone->heard_from));
	ok(phone, sip);
}

static void asked(struct phone *phone, const struct sip *sip)
{
	struct phone_call *call = call_of(phone, sip_get(sip, "call-id"));

	if (call || !strcmp(sip->method, "INVITE"))
		call_asked(phone, call, sip);
	else if (!strcmp(sip->method, "MESSAGE"))
		take_text(phone, sip);
	else if (strcmp(sip->method, "ACK") != 0)
		ok(phone, sip);
}

static void take(struct phone *phone, const char *bytes, size_t len)
{
	struct sip *sip = mem_new(1, sizeof(*sip));

	if (sip_parse(sip, bytes, len) && !phone->unplugged) {
		struct phone_call *call = call_of(phone, sip_get(sip, "call-id"));

		if (sip->method)
			asked(phone, sip);
		else if (!phone_request_answered(phone, sip) && call && sip->status >= 200 &&
			 sip->status < 300 && !strcmp(sip->cseq_method, "INVITE"))
			call_acknowledge(call, sip->cseq); /* it was lost */
	}
	free(sip);
}

static void on_ready(void *ctx, int fd, unsigned ready)
{
	char bytes[SIP_MAX];
	ssize_t got;

	(void)ready;
	for (int i = 0; i < TURN_MESSAGES; i++) {
		got = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);
		if (got <= 0)
			return;
		take(ctx, bytes, (size_t)got);
	}
}

static void open_socket(struct phone *phone)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)phone->port)};
	socklen_t len = sizeof(at);
	int room = RECEIVE_BUFFER;

	phone->fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	setsockopt(phone->fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof(room));
	assert_int_equal(inet_pton(AF_INET, phone->address, &at.sin_addr), 1);
	if (bind(phone->fd, (struct sockaddr *)&at, sizeof(at)) < 0)
		fail_msg("a telephone cannot have %s port %d", phone->address, phone->port);
	getsockname(phone->fd, (struct sockaddr *)&at, &len);
	phone->port = ntohs(at.sin_port);
	phone->watch = loop_fd_add(phone->loop, phone->fd, LOOP_READ, on_ready, phone);
}

struct phone *phone_new(struct loop *loop, const struct phone_options *o)
{
	struct phone *phone = mem_new(1, sizeof(*phone));

	phone->loop = loop;
	snprintf(phone->user, sizeof(phone->user), "%s", o->user);
	snprintf(phone->password, sizeof(phone->password), "%s", o->password ? o->password : "");
	snprintf(phone->name, sizeof(phone->name), "%s", o->name ? o->name : "");
	snprintf(phone->address, sizeof(phone->address), "%s", o->address);
	snprintf(phone->pbx, sizeof(phone->pbx), "%s", o->pbx);
	phone->asks = o->password != NULL;
	phone->mute = o->mute;
	phone->port = o->port;
	random_hex(phone->register_id, 12);
	open_socket(phone);
	sound_open(phone);
	return phone;
}

void phone_free(struct phone **slot)
{
	struct phone *phone = *slot;

	if (!phone)
		return;
	*slot = NULL;
	phone_requests_free(phone);
	sound_close(phone);
	loop_fd_remove(&phone->watch);
	close(phone->fd);
	while (phone->calls) {
		struct phone_call *call = phone->calls;

		phone->calls = call->next;
		free(call->asked_by);
		free(call->answer);
		free(call);
	}
	free(phone);
}

void phone_manner(struct phone *phone, enum phone_manner manner)
{
	phone->manner = manner;
}

void phone_unplug(struct phone *phone)
{
	phone->unplugged = true;
}

/* ---- Registering and texts ---- */

static void on_registered(struct request *request, const struct sip *answer)
{
	if (answer->status >= 200)
		request->phone->registered = answer->status;
	request->phone->register_cseq = request->cseq;
}

static struct request *ask_pbx(struct phone *phone, const char *method, const char *number)
{
	struct request *r = phone_request_new(phone, NULL, method);
	char tag[9];

	random_hex(tag, 4);
	snprintf(r->uri, sizeof(r->uri), "sip:%s%s%s", number, *number ? "@" : "", phone->pbx);
	snprintf(r->from, sizeof(r->from), "\"%s\" <sip:%s@%s>;tag=%s", phone->name, phone->user,
		 phone->pbx, tag);
	random_hex(r->id, 12);
	r->cseq = 1;
	return r;
}

void phone_register(struct phone *phone, int seconds)
{
	struct request *r = ask_pbx(phone, "REGISTER", "");

	phone->registered = 0;
	snprintf(r->to, sizeof(r->to), "<sip:%s@%s>", phone->user, phone->pbx);
	snprintf(r->id, sizeof(r->id), "%s", phone->register_id);
	snprintf(r->more, sizeof(r->more), "Expires: %d\r\n", seconds);
	r->cseq = ++phone->register_cseq;
	r->done = on_registered;
	phone_request_send(r);
}

int phone_registered(const struct phone *phone)
{
	return phone->registered;
}

static void on_sent(struct request *request, const struct sip *answer)
{
	if (answer->status >= 200)
		request->phone->sent = answer->status;
}

void phone_text(struct phone *phone, const char *number, const char *text)
{
	struct request *r = ask_pbx(phone, "MESSAGE", number);

	phone->sent = 0;
	snprintf(r->to, sizeof(r->to), "<%s>", r->uri);
	snprintf(r->more, sizeof(r->more), "Content-Type: text/plain\r\n");
	snprintf(r->body, sizeof(r->body), "%s", text);
	r->done = on_sent;
	phone_request_send(r);
}

int phone_sent(const struct phone *phone)
{
	return phone->sent;
}

const char *phone_heard(const struct phone *phone)
{
	return phone->heard;
}

const char *phone_heard_from(const struct phone *phone)
{
	return phone->heard_from;
}

unsigned phone_obeyed(const struct phone *phone)
{
	return phone->obeyed;
}
