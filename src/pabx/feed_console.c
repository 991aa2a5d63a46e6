#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "directory.h"
#include "feed_inside.h"

/* One resource of a person: all chatting feeds of one session on one host. */
struct console {
	int64_t cID, lost_ms;
	unsigned feeds;
	char session_id[65], resource[160];
	struct console *prev, *next;
};

static struct console *find(const struct feed *feed, int64_t cID, const char *resource)
{
	struct console *console;

	DL_FOREACH (feed->consoles, console)
		if (console->cID == cID && !strcmp(console->resource, resource))
			return console;
	return NULL;
}

static void resource_of(const struct feed_client *c, char *out, size_t cap)
{
	snprintf(out, cap, "frontdesk/%s/%s", c->host, c->session_id);
}

static void withdraw(struct feed *feed, struct console *console)
{
	DL_DELETE(feed->consoles, console);
	directory_presence(feed->pabx->directory, console->cID, console->resource, "", NULL, 0);
	free(console);
}

void console_on(struct feed_client *c)
{
	struct feed *feed = c->feed;
	char resource[160];
	struct console *console;

	if (c->chat)
		return;
	c->chat = true;
	resource_of(c, resource, sizeof(resource));
	console = find(feed, c->user.cID, resource);
	if (!console) {
		console = mem_new(1, sizeof(*console));
		console->cID = c->user.cID;
		snprintf(console->session_id, sizeof(console->session_id), "%s", c->session_id);
		snprintf(console->resource, sizeof(console->resource), "%s", resource);
		DL_APPEND(feed->consoles, console);
		directory_presence(feed->pabx->directory, console->cID, resource, "online", NULL,
				   0);
	}
	console->feeds++;
}

void console_off(struct feed_client *c, bool lost)
{
	struct feed *feed = c->feed;
	char resource[160];
	struct console *console;

	if (!c->chat)
		return;
	c->chat = false;
	resource_of(c, resource, sizeof(resource));
	console = find(feed, c->user.cID, resource);
	if (!console || --console->feeds)
		return;
	if (!lost) {
		withdraw(feed, console);
		return;
	}
	console->lost_ms = clock_mono_ms();
	feed_due(feed, FEED_LOST_MS);
}

void console_logged_out(struct feed *feed, const char *session_id)
{
	struct console *console, *next;

	DL_FOREACH_SAFE (feed->consoles, console, next)
		if (!strcmp(console->session_id, session_id))
			withdraw(feed, console);
}

int64_t console_due(const struct feed *feed)
{
	int64_t due = INT64_MAX;
	const struct console *console;

	DL_FOREACH (feed->consoles, console)
		if (!console->feeds && console->lost_ms + FEED_LOST_MS < due)
			due = console->lost_ms + FEED_LOST_MS;
	return due;
}

void console_expire(struct feed *feed, int64_t now)
{
	struct console *console, *next;

	DL_FOREACH_SAFE (feed->consoles, console, next)
		if (!console->feeds && now >= console->lost_ms + FEED_LOST_MS)
			withdraw(feed, console);
}

void console_free(struct feed *feed)
{
	while (feed->consoles)
		withdraw(feed, feed->consoles);
}
