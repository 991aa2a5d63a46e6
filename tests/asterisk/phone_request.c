/* Requests with their repetitions and answers (RFC 3261, 17.1), and answers to those of others. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "asterisk/phone_inside.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/random.h"

enum { REPEAT_MS = 500, TRIES = 8, SIP_PORT = 5060 };

void phone_send(struct phone *phone, const char *text)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(SIP_PORT)};

	if (!phone->unplugged && inet_pton(AF_INET, phone->pbx, &to.sin_addr) == 1)
		sendto(phone->fd, text, strlen(text), MSG_DONTWAIT, (struct sockaddr *)&to,
		       sizeof(to));
}

static void request_free(struct request *request)
{
	struct request **at = &request->phone->requests;

	while (*at != request)
		at = &(*at)->next;
	*at = request->next;
	loop_timer_free(&request->repeat);
	free(request);
}

void phone_requests_free(struct phone *phone)
{
	while (phone->requests)
		request_free(phone->requests);
}

static void transmit(struct request *r)
{
	const struct phone *phone = r->phone;
	char *text = mem_printf(
		"%s %s SIP/2.0\r\nVia: SIP/2.0/UDP %s:%d;branch=%s;rport\r\nMax-Forwards: 70\r\n"
		"From: %s\r\nTo: %s\r\nCall-ID: %s\r\nCSeq: %d %s\r\nContact: <sip:%s@%s:%d>\r\n"
		"Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, NOTIFY, UPDATE, MESSAGE\r\n"
		"Supported: replaces\r\n%sContent-Length: %zu\r\n\r\n%s",
		r->method, r->uri, phone->address, phone->port, r->branch, r->from, r->to, r->id,
		r->cseq, r->method, phone->user, phone->address, phone->port, r->more,
		strlen(r->body), r->body);

	phone_send(r->phone, text);
	free(text);
}

static void on_repeat(void *ctx)
{
	static const struct sip nobody = {.status = 408, .body = "", .cseq_method = ""};
	struct request *request = ctx;

	if (request->heard)
		return;
	if (++request->tries < TRIES) {
		transmit(request);
		loop_timer_set(request->repeat, REPEAT_MS);
		return;
	}
	if (request->done)
		request->done(request, &nobody);
	request_free(request);
}

struct request *phone_request_new(struct phone *phone, struct phone_call *call, const char *method)
{
	struct request *request = mem_new(1, sizeof(*request));

	request->phone = phone;
	request->call = call;
	request->method = method;
	request->next = phone->requests;
	request->repeat = loop_timer_new(phone->loop, on_repeat, request);
	phone->requests = request;
	return request;
}

void phone_request_send(struct request *request)
{
	snprintf(request->branch, sizeof(request->branch), "z9hG4bK");
	random_hex(request->branch + 7, 10);
	transmit(request);
	loop_timer_set(request->repeat, REPEAT_MS);
}

/* An answer other than 2xx to an INVITE is acknowledged on its own branch. */
static void acknowledge(const struct request *r, const struct sip *answer)
{
	char *text = mem_printf("ACK %s SIP/2.0\r\nVia: SIP/2.0/UDP %s:%d;branch=%s;rport\r\n"
				"Max-Forwards: 70\r\nFrom: %s\r\nTo: %s\r\nCall-ID: %s\r\n"
				"CSeq: %d ACK\r\nContent-Length: 0\r\n\r\n",
				r->uri, r->phone->address, r->phone->port, r->branch, r->from,
				sip_get(answer, "to"), r->id, r->cseq);

	phone_send(r->phone, text);
	free(text);
}

static bool try_again(struct request *r, const struct sip *answer)
{
	const char *challenge =
		sip_get(answer, answer->status == 401 ? "www-authenticate" : "proxy-authenticate");
	const struct sip_login login = {r->phone->user, r->phone->password, r->method, r->uri};
	char value[768];
	size_t len = strlen(r->more);

	if (r->authorized || !r->phone->asks || !*challenge)
		return false;
	sip_authorize(&login, challenge, value, sizeof(value));
	snprintf(r->more + len, sizeof(r->more) - len, "%s: %s\r\n",
		 answer->status == 401 ? "Authorization" : "Proxy-Authorization", value);
	r->authorized = true;
	r->heard = false;
	r->cseq++;
	phone_request_send(r);
	return true;
}

bool phone_request_answered(struct phone *phone, const struct sip *answer)
{
	char branch[48];
	struct request *r = phone->requests;

	sip_param(sip_get(answer, "via"), "branch", branch, sizeof(branch));
	while (r && (strcmp(r->branch, branch) != 0 || strcmp(r->method, answer->cseq_method) != 0))
		r = r->next;
	if (!r)
		return false;
	r->heard = true;
	if (answer->status >= 300 && !strcmp(r->method, "INVITE"))
		acknowledge(r, answer);
	if ((answer->status == 401 || answer->status == 407) && try_again(r, answer))
		return true;
	if (r->done)
		r->done(r, answer);
	if (answer->status >= 200)
		request_free(r);
	return true;
}

char *phone_reply(struct phone *phone, const struct sip *asked, const struct reply *reply)
{
	const char *to = sip_get(asked, "to");
	bool tagged = strstr(to, ";tag=") || !reply->tag;
	struct buf text;

	buf_init(&text, SIP_MAX);
	buf_printf(&text, "SIP/2.0 %d %s\r\n", reply->status, reply->reason);
	for (int i = 0; i < asked->headers; i++)
		if (!strcasecmp(asked->header[i].name, "via") ||
		    !strcasecmp(asked->header[i].name, "record-route"))
			buf_printf(&text, "%s: %s\r\n", asked->header[i].name,
				   asked->header[i].value);
	buf_printf(&text,
		   "From: %s\r\nTo: %s%s%s\r\nCall-ID: %s\r\nCSeq: %s\r\n"
		   "Contact: <sip:%s@%s:%d>\r\n%s%sContent-Length: %zu\r\n\r\n%s",
		   sip_get(asked, "from"), to, tagged ? "" : ";tag=", tagged ? "" : reply->tag,
		   sip_get(asked, "call-id"), sip_get(asked, "cseq"), phone->user, phone->address,
		   phone->port, reply->more ? reply->more : "",
		   reply->body && *reply->body ? "Content-Type: application/sdp\r\n" : "",
		   strlen(reply->body ? reply->body : ""), reply->body ? reply->body : "");
	phone_send(phone, text.data);
	return buf_take(&text);
}
