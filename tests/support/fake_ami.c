#include "support/fake_ami.h"

#include <netinet/in.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PHONES = 9, SAID_MAX = 1 << 20, IN_MAX = 1 << 16 };

static const char challenge[] = "4711";

void fake_ami_raw(struct fake_ami *fake, const char *bytes, size_t len)
{
	while (fake->fd >= 0 && len > 0) {
		ssize_t put = send(fake->fd, bytes, len, MSG_NOSIGNAL);

		if (put <= 0)
			return;
		bytes += put;
		len -= (size_t)put;
	}
}

void fake_ami_say(struct fake_ami *fake, const char *text)
{
	struct buf out;

	buf_init(&out, SAID_MAX);
	for (; *text; text++) {
		if (*text == '\n')
			buf_add_char(&out, '\r');
		buf_add_char(&out, *text);
	}
	fake_ami_raw(fake, out.data, out.len);
	buf_free(&out);
}

static void header(const char *action, const char *name, char *out, size_t cap)
{
	size_t len = strlen(name);

	*out = '\0';
	for (const char *at = action; at; at = strchr(at, '\n'), at += at != NULL)
		if (!strncasecmp(at, name, len) && at[len] == ':') {
			at += len + 1;
			at += *at == ' ';
			snprintf(out, cap, "%.*s", (int)strcspn(at, "\r\n"), at);
			return;
		}
}

static void respond(struct fake_ami *fake, const char *id, const char *fields)
{
	char text[8192];

	snprintf(text, sizeof(text), "Response: Success\nActionID: %s\n%s\n", id, fields);
	fake_ami_say(fake, text);
}

static void refuse(struct fake_ami *fake, const char *id, const char *message)
{
	char text[512];

	snprintf(text, sizeof(text), "Response: Error\nActionID: %s\nMessage: %s\n\n", id, message);
	fake_ami_say(fake, text);
}

/* A list: events without ActionID in the text get it. */
static void list(struct fake_ami *fake, const char *id, const char *name, const char *events)
{
	char line[256];
	const char *at = events ? events : "";

	respond(fake, id, "EventList: start\nMessage: will follow\n");
	for (; *at; at = strstr(at, "\n\n") + 2) {
		snprintf(line, sizeof(line), "ActionID: %s\n", id);
		fake_ami_say(fake, line);
		char *event = strndup(at, (size_t)(strstr(at, "\n\n") + 2 - at));

		fake_ami_say(fake, event);
		free(event);
	}
	snprintf(line, sizeof(line),
		 "Event: %sComplete\nActionID: %s\nEventList: Complete\nListItems: 1\n\n", name,
		 id);
	fake_ami_say(fake, line);
}

static const char *const names[PHONES] = {"Alice Adams", "Bob Brown",  "Carol Clark",
					  "Dave Davis",  "Erin Evans", "Frank Ford",
					  "Grace Green", "Heidi Hall", "Ivan Irwin"};

static void each(struct buf *out, const char *format)
{
	for (int i = 0; i < PHONES; i++)
		for (const char *at = format; *at; at++) {
			if (*at == '#')
				buf_printf(out, "%d", 1001 + i);
			else if (*at == '@')
				buf_add_str(out, names[i]);
			else
				buf_add_char(out, *at);
		}
}

static void list_each(struct fake_ami *fake, const char *id, const char *name, const char *format,
		      const char *more)
{
	struct buf events;

	buf_init(&events, SAID_MAX);
	each(&events, format);
	buf_add_str(&events, more);
	list(fake, id, name, events.data);
	buf_free(&events);
}

static void log_in(struct fake_ami *fake, const char *id, const char *action)
{
	const char *secret = fake->secret ? fake->secret : "secret";
	unsigned char digest[EVP_MAX_MD_SIZE];
	char text[64], wanted[33] = "", key[64];
	unsigned len = 0;

	snprintf(text, sizeof(text), "%s%s", challenge, secret);
	EVP_Digest(text, strlen(text), digest, &len, EVP_md5(), NULL);
	for (unsigned i = 0; i < len; i++)
		snprintf(wanted + 2 * (size_t)i, 3, "%02x", digest[i]);
	header(action, "Key", key, sizeof(key));
	if (strcmp(wanted, key) != 0) {
		refuse(fake, id, "Authentication failed");
		return;
	}
	fake->logins++;
	respond(fake, id, "Message: Authentication accepted\n");
	if (!fake->no_system)
		fake_ami_say(fake, "Event: FullyBooted\nStatus: Fully Booted\n\n");
}

static void list_commands(struct fake_ami *fake, const char *id)
{
	respond(fake, id,
		"BlindTransfer: b\nBridge: b\nGetvar: g\nHangup: h\nOriginate: o\nPark: p\n"
		"ParkedCalls: p\nPJSIPNotify: n\nPlayDTMF: p\nQueuePause: q\nRedirect: r\n");
	if (fake->meanwhile)
		fake_ami_say(fake, fake->meanwhile);
}

static void endpoint(struct fake_ami *fake, const char *id, const char *action)
{
	char name[64], event[512];
	int phone;

	header(action, "Endpoint", name, sizeof(name));
	phone = atoi(name) - 1001;
	if (phone >= 0 && phone < PHONES)
		snprintf(
			event, sizeof(event),
			"Event: EndpointDetail\nObjectName: %s\nAuth: %s\nContext: internal\n"
			"Callerid: \"%s\" <%s>\nMailboxes: %s@default\nDeviceState: Not in use\n\n",
			name, name, names[phone], name, name);
	else
		snprintf(event, sizeof(event),
			 "Event: EndpointDetail\nObjectName: %s\nContext: from-trunk\n"
			 "Callerid: <unknown>\nDeviceState: Not in use\n\n",
			 name);
	list(fake, id, "EndpointDetail", event);
}

static void queue_status(struct fake_ami *fake, const char *id)
{
	struct buf events;

	buf_init(&events, SAID_MAX);
	buf_add_str(&events, "Event: QueueParams\nQueue: reception\nCalls: 0\n\n");
	for (int i = 1001; i < 1003; i++)
		buf_printf(&events,
			   "Event: QueueMember\nQueue: reception\nLocation: PJSIP/%d\n"
			   "StateInterface: PJSIP/%d\nStatus: 1\nPaused: 0\n\n",
			   i, i);
	buf_add_str(&events, fake->waiting ? fake->waiting : "");
	list(fake, id, "QueueStatus", events.data);
	buf_free(&events);
}

static void core_status(struct fake_ami *fake, const char *id)
{
	char fields[64];

	snprintf(fields, sizeof(fields), "CoreCurrentCalls: %d\n", fake->calls);
	respond(fake, id, fields);
}

static void get_var(struct fake_ami *fake, const char *id)
{
	char fields[64];

	snprintf(fields, sizeof(fields), "Value: %s\n", fake->exists ? fake->exists : "1");
	respond(fake, id, fields);
}

static void answer(struct fake_ami *fake, const char *name, const char *id, const char *action)
{
	if (!strcmp(name, "Challenge"))
		respond(fake, id, "Challenge: 4711\n");
	else if (!strcmp(name, "Login"))
		log_in(fake, id, action);
	else if (!strcmp(name, "ListCommands"))
		list_commands(fake, id);
	else if (!strcmp(name, "PJSIPShowEndpoints"))
		list_each(fake, id, "EndpointList", "Event: EndpointList\nObjectName: #\n\n",
			  "Event: EndpointList\nObjectName: trunk\n\n");
	else if (!strcmp(name, "PJSIPShowEndpoint"))
		endpoint(fake, id, action);
	else if (!strcmp(name, "ExtensionStateList"))
		list_each(fake, id, "ExtensionStateList",
			  "Event: ExtensionStatus\nExten: #\nContext: internal\n"
			  "Hint: PJSIP/#&Custom:DND#,CustomPresence:#\nStatus: 0\n\n",
			  "Event: ExtensionStatus\nExten: 600\nContext: internal\n"
			  "Hint: Queue:reception\nStatus: 0\n\n"
			  "Event: ExtensionStatus\nExten: 701\nContext: parkedcalls\n"
			  "Hint: park:701@parkedcalls\nStatus: 0\n\n");
	else if (!strcmp(name, "DeviceStateList"))
		list_each(fake, id, "DeviceStateList",
			  "Event: DeviceStateChange\nDevice: PJSIP/#\nState: NOT_INUSE\n\n",
			  "Event: DeviceStateChange\nDevice: PJSIP/trunk\nState: NOT_INUSE\n\n");
	else if (!strcmp(name, "VoicemailUsersList"))
		list_each(fake, id, "VoicemailUserEntry",
			  "Event: VoicemailUserEntry\nVMContext: default\nVoiceMailbox: #\n"
			  "Fullname: @\nNewMessageCount: 0\nOldMessageCount: 2\n\n",
			  "");
	else if (!strcmp(name, "CoreShowChannels"))
		list(fake, id, "CoreShowChannels", fake->channels);
	else if (!strcmp(name, "QueueStatus"))
		queue_status(fake, id);
	else if (!strcmp(name, "ParkedCalls"))
		list(fake, id, "ParkedCalls", fake->parked);
	else if (!strcmp(name, "PresenceStateList"))
		list(fake, id, "PresenceStateList", "");
	else if (!strcmp(name, "CoreStatus"))
		core_status(fake, id);
	else if (!strcmp(name, "Getvar"))
		get_var(fake, id);
	else if (!strcmp(name, "SIPpeers"))
		refuse(fake, id, "Invalid/unknown command: SIPpeers.");
	else
		respond(fake, id, "Message: done\n");
}

static bool is(const char *name, const char *other)
{
	return other && !strcmp(name, other);
}

static void take(struct fake_ami *fake, const char *action)
{
	char name[64], id[64];

	header(action, "Action", name, sizeof(name));
	header(action, "ActionID", id, sizeof(id));
	fake->actions++;
	buf_add_str(&fake->said, action);
	buf_add_str(&fake->said, "\n");
	if (fake->silent || is(name, fake->silent_to))
		return;
	if (is(name, fake->denied))
		refuse(fake, id, "Permission denied");
	else if (is(name, fake->unknown))
		refuse(fake, id, "Invalid/unknown command");
	else
		answer(fake, name, id, action);
	if (fake->on_action)
		fake->on_action(fake->ctx, name, action);
}

static void on_bytes(void *ctx, int fd, unsigned ready)
{
	struct fake_ami *fake = ctx;
	char piece[4096], *end;
	ssize_t got = recv(fd, piece, sizeof(piece), 0);

	(void)ready;
	if (got <= 0) {
		fake_ami_cut(fake);
		return;
	}
	buf_add(&fake->in, piece, (size_t)got);
	while (fake->fd >= 0 && (end = strstr(fake->in.data, "\r\n\r\n"))) {
		char *action = strndup(fake->in.data, (size_t)(end - fake->in.data) + 2);

		buf_drop(&fake->in, (size_t)(end - fake->in.data) + 4);
		take(fake, action);
		free(action);
	}
}

static void on_client(void *ctx, int listener, unsigned ready)
{
	struct fake_ami *fake = ctx;
	int fd = accept(listener, NULL, NULL);

	(void)ready;
	if (fd < 0)
		return;
	if (fake->fd >= 0)
		fake_ami_cut(fake);
	buf_clear(&fake->in);
	fake->fd = fd;
	fake->reading = loop_fd_add(fake->loop, fd, LOOP_READ, on_bytes, fake);
	fake_ami_say(fake, fake->banner ? fake->banner : "Asterisk Call Manager/11.0.0\n");
}

void fake_ami_cut(struct fake_ami *fake)
{
	loop_fd_remove(&fake->reading);
	if (fake->fd >= 0)
		close(fake->fd);
	fake->fd = -1;
}

void fake_ami_open(struct fake_ami *fake, struct loop *loop)
{
	struct sockaddr_in at = {.sin_family = AF_INET};
	socklen_t len = sizeof(at);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	fake->loop = loop;
	fake->fd = -1;
	buf_init(&fake->in, IN_MAX);
	buf_init(&fake->said, SAID_MAX);
	fake->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(fake->listener, (struct sockaddr *)&at, sizeof(at)) || listen(fake->listener, 4) ||
	    getsockname(fake->listener, (struct sockaddr *)&at, &len))
		abort();
	fake->port = ntohs(at.sin_port);
	fake->listening = loop_fd_add(loop, fake->listener, LOOP_READ, on_client, fake);
}

void fake_ami_deaf(struct fake_ami *fake)
{
	loop_fd_remove(&fake->listening);
	if (fake->listener >= 0)
		close(fake->listener);
	fake->listener = -1;
}

void fake_ami_close(struct fake_ami *fake)
{
	fake_ami_cut(fake);
	fake_ami_deaf(fake);
	buf_free(&fake->in);
	buf_free(&fake->said);
}

unsigned fake_ami_asked(const struct fake_ami *fake, const char *action)
{
	char line[80];
	unsigned count = 0;

	snprintf(line, sizeof(line), "Action: %s\r\n", action);
	for (const char *at = fake->said.data; (at = strstr(at, line)); at++)
		count++;
	return count;
}
