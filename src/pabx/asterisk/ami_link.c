#include "ami_link.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/language.h"
#include "base/log.h"
#include "base/mem.h"
#include "net/backoff.h"
#include "net/stream.h"

enum {
	GREET_MS = 5000,    /* until the banner, and for each answer of the login */
	BOOT_MS = 3000,     /* until "FullyBooted"; it does not come without the class system */
	QUIET_MS = 5000,    /* after so long a silence it is asked whether somebody is there */
	PING_MS = 5000,     /* and answered, or the connection hangs */
	DENIED_MS = 30000,  /* before a refused login is tried again: no guard shall be provoked */
	OLDEST_MANAGER = 2, /* of Asterisk 12, which brought the bridges as we know them */
};

/* What is needed and no more: with all of them a call has 85 messages instead of 31. */
static const char classes[] = "system,call,agent,user";

struct ami_link {
	struct loop *loop;
	struct ami_link_events events;
	void *ctx;
	char *host, *user, *secret, *pin;
	int port;
	bool tls;

	struct net_stream *stream;
	struct ami_parser parser;
	struct ami_actions *actions;
	struct loop_timer *timer; /* what it is for depends on stage */
	struct net_backoff backoff;
	enum { AWAY, GREETING, LOGIN, BOOTING, READY } stage;
	bool denied, booted, pinging, sees_system;
	int64_t heard;  /* when something came last */
	char text[200]; /* why there is no connection, as last told */
};

static void connect_now(struct ami_link *link);

static int write_out(void *ctx, const char *data, size_t len)
{
	struct ami_link *link = ctx;

	return link->stream ? net_stream_send(link->stream, data, len) : ERR_CLOSED;
}

void ami_link_drop(struct ami_link *link, const char *text)
{
	if (link->stream)
		net_stream_cut(link->stream, ERR_CLOSED, text);
}

static void md5_hex(const char *challenge, const char *secret, char out[33])
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned len = 0;
	EVP_MD_CTX *md = EVP_MD_CTX_new();

	if (EVP_DigestInit_ex(md, EVP_md5(), NULL)) {
		EVP_DigestUpdate(md, challenge, strlen(challenge));
		EVP_DigestUpdate(md, secret, strlen(secret));
		EVP_DigestFinal_ex(md, digest, &len);
	}
	EVP_MD_CTX_free(md);
	out[0] = '\0';
	for (unsigned i = 0; i < len && i < 16; i++)
		snprintf(out + 2 * (size_t)i, 3, "%02x", digest[i]);
}

static void become_ready(struct ami_link *link)
{
	link->stage = READY;
	link->sees_system = link->booted;
	link->text[0] = '\0';
	net_backoff_reset(&link->backoff);
	loop_timer_set(link->timer, QUIET_MS);
	link->events.ready(link->ctx);
}

static void on_login(void *ctx, enum ami_outcome outcome, const struct ami_message *m)
{
	struct ami_link *link = ctx;
	char text[200];

	if (outcome == AMI_REFUSED) {
		link->denied = true;
		snprintf(text, sizeof(text),
			 "Asterisk does not let the manager user \"%.40s\" in (%.40s): see its "
			 "secret and permit in manager.conf",
			 link->user, ami_get(m, "Message"));
		ami_link_drop(link, text);
	} else if (outcome == AMI_SILENT) {
		ami_link_drop(link, "Asterisk does not answer the login");
	} else if (link->booted) {
		become_ready(link);
	} else {
		link->stage = BOOTING;
		loop_timer_set(link->timer, BOOT_MS);
	}
}

static void on_challenge(void *ctx, enum ami_outcome outcome, const struct ami_message *m)
{
	struct ami_link *link = ctx;
	struct ami_action *login;
	char key[33];

	if (outcome != AMI_DONE || !*ami_get(m, "Challenge")) {
		ami_link_drop(link, outcome == AMI_REFUSED
					    ? "Asterisk refuses a login by challenge"
					    : N_("Asterisk does not answer the login"));
		return;
	}
	md5_hex(ami_get(m, "Challenge"), link->secret, key);
	login = ami_begin(link->actions, "Login");
	ami_add(login, "AuthType", "MD5");
	ami_add(login, "Username", "%s", link->user);
	ami_add(login, "Key", "%s", key);
	ami_add(login, "Events", "%s", classes);
	ami_send(login, GREET_MS, on_login, link);
}

static void greet(struct ami_link *link)
{
	const char *version = strchr(link->parser.banner, '/');
	struct ami_action *challenge;
	char text[200];

	if (version && strtol(version + 1, NULL, 10) < OLDEST_MANAGER) {
		snprintf(text, sizeof(text),
			 "this Asterisk is too old (%s): version 13 or later is needed",
			 link->parser.banner);
		ami_link_drop(link, text);
		return;
	}
	link->stage = LOGIN;
	loop_timer_stop(link->timer);
	challenge = ami_begin(link->actions, "Challenge");
	ami_add(challenge, "AuthType", "MD5");
	ami_send(challenge, GREET_MS, on_challenge, link);
}

static void on_message(void *ctx, const struct ami_message *m)
{
	struct ami_link *link = ctx;

	if (ami_answered(link->actions, m))
		return;
	if (ami_is(m, "Event", "FullyBooted")) {
		link->booted = true;
		if (link->stage == BOOTING)
			become_ready(link);
	} else if (link->stage == READY) {
		link->events.event(link->ctx, m);
	}
}

static void on_opened(void *ctx)
{
	struct ami_link *link = ctx;

	link->stage = GREETING;
	loop_timer_set(link->timer, GREET_MS);
}

static void on_bytes(void *ctx, const char *data, size_t len)
{
	struct ami_link *link = ctx;
	int err = ami_parser_feed(&link->parser, data, len, on_message, link);

	link->heard = clock_mono_ms();
	if (err == ERR_LIMIT)
		ami_link_drop(link, "Asterisk sends a message that is too large");
	else if (err)
		ami_link_drop(link, "what answers there is not Asterisk's manager interface");
	else if (link->stage == GREETING && link->parser.banner_seen)
		greet(link);
}

static void on_pong(void *ctx, enum ami_outcome outcome, const struct ami_message *m)
{
	struct ami_link *link = ctx;

	(void)m;
	link->pinging = false;
	if (outcome == AMI_SILENT && link->stage == READY)
		ami_link_drop(link, "Asterisk has gone silent");
}

static void keep_alive(struct ami_link *link)
{
	int64_t quiet = clock_mono_ms() - link->heard;

	if (quiet >= QUIET_MS && !link->pinging) {
		link->pinging = true;
		ami_send(ami_begin(link->actions, "Ping"), PING_MS, on_pong, link);
	}
	loop_timer_set(link->timer, quiet < QUIET_MS ? QUIET_MS - quiet : QUIET_MS);
}

static void on_timer(void *ctx)
{
	struct ami_link *link = ctx;

	switch (link->stage) {
	case AWAY:
		connect_now(link);
		break;
	case GREETING:
		ami_link_drop(link, "what answers there does not greet as Asterisk does");
		break;
	case BOOTING:
		become_ready(link);
		break;
	case READY:
		keep_alive(link);
		break;
	case LOGIN:
		break;
	}
}

/* The same reason again and again is told once. */
static void on_ended(void *ctx, const struct net_stream_end *end)
{
	struct ami_link *link = ctx;
	bool news = link->stage == READY || strcmp(link->text, end->text) != 0;
	int64_t wait = link->denied ? DENIED_MS : net_backoff_next_ms(&link->backoff);

	link->stream = NULL;
	link->stage = AWAY;
	link->booted = link->denied = link->pinging = false;
	snprintf(link->text, sizeof(link->text), "%s", end->text);
	ami_parser_free(&link->parser);
	ami_parser_init(&link->parser);
	ami_actions_fail(link->actions);
	loop_timer_set(link->timer, wait);
	if (news) {
		log_warn("asterisk", "%s", link->text);
		link->events.lost(link->ctx, link->text);
	}
}

static void connect_now(struct ami_link *link)
{
	static const struct net_stream_events events = {on_opened, on_bytes, on_ended};
	const struct net_stream_options options = {
		.host = link->host, .port = link->port, .tls = link->tls, .pin = link->pin};

	link->stream = net_stream_open(link->loop, &options, &events, link);
}

struct ami_link *ami_link_new(struct loop *loop, const struct ami_link_options *options,
			      const struct ami_link_events *events, void *ctx)
{
	struct ami_link *link = mem_new(1, sizeof(*link));
	uint64_t seed;

	*link = (struct ami_link){
		.loop = loop,
		.events = *events,
		.ctx = ctx,
		.host = mem_dup(options->host),
		.port = options->port,
		.user = mem_dup(options->user),
		.secret = mem_dup(options->secret),
		.tls = options->tls,
		.pin = mem_dup(options->pin),
	};
	random_bytes(&seed, sizeof(seed));
	random_seed(&link->backoff.random, seed);
	ami_parser_init(&link->parser);
	link->actions = ami_actions_new(loop, write_out, link);
	link->timer = loop_timer_new(loop, on_timer, link);
	connect_now(link);
	return link;
}

void ami_link_free(struct ami_link **slot)
{
	struct ami_link *link = *slot;

	if (!link)
		return;
	net_stream_abandon(&link->stream);
	ami_actions_free(&link->actions);
	loop_timer_free(&link->timer);
	ami_parser_free(&link->parser);
	mem_wipe(link->secret, strlen(link->secret));
	free(link->secret);
	free(link->host);
	free(link->user);
	free(link->pin);
	free(link);
	*slot = NULL;
}

struct ami_actions *ami_link_actions(struct ami_link *link)
{
	return link->actions;
}

bool ami_link_sees_system(const struct ami_link *link)
{
	return link->sees_system;
}

const char *ami_link_banner(const struct ami_link *link)
{
	return link->parser.banner;
}
