/* The script: one line a command, each answered by "ok T" (T is the virtual time in ms) once all
 * that it changed has been handed over, or by "error TEXT".
 *
 *   step MS                                   time passes, and what is due happens
 *   ring DEVICE|queue:NAME|NUMBER from NUMBER [NAME] [ddi NUMBER]
 *   dial DEVICE NUMBER                        somebody in the house calls
 *   answer|busy|hangup|hold|unhold|park WHO   WHO is a device, or the number of a party outside
 *   xfer DEVICE NUMBER
 *   offline|online DEVICE
 *   dnd DEVICE on|off
 *   forward DEVICE NUMBER|off
 *   presence CID SHOW [STATUS]
 *   message FROM TO TEXT                      FROM and TO are cIDs
 *   voicemail CID COUNT                       new messages
 *   people on|off                             simulated people act when they are rung
 *   live on, quiet                            the day goes on by itself, or not
 *
 * "Words with blanks" are quoted; a line that begins with # only counts as one. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "inside.h"

enum { LINE_MAX_BYTES = 4096, WORDS_MAX = 64 };

struct script {
	struct office *o;
	struct loop_fd *watch;
	struct loop_timer *wait;
	struct buf in;
	bool eof, busy, over;
	int64_t until;
};

struct words {
	char *word[WORDS_MAX];
	unsigned count;
	char rest[LINE_MAX_BYTES];
};

typedef const char *(*line_fn)(struct script *s, struct words *w);

static void pump(void *ctx);

/* Splits line in place; false where a quote is not closed or there are too many words. */
static bool split(char *line, struct words *w)
{
	char *out = line;

	w->count = 0;
	for (;;) {
		bool quoted = false;

		line += strspn(line, " \t\r");
		if (!*line)
			return true;
		if (w->count == WORDS_MAX)
			return false;
		w->word[w->count++] = out;
		for (; *line && (quoted || !strchr(" \t\r", *line)); line++) {
			if (*line == '"')
				quoted = !quoted;
			else
				*out++ = *line;
		}
		if (quoted)
			return false;
		if (*line)
			line++;
		*out++ = '\0';
	}
}

/* The words from that one on, as one text. */
static const char *rest(struct words *w, unsigned from)
{
	size_t len = 0;

	*w->rest = '\0';
	for (unsigned i = from; i < w->count; i++)
		len += (size_t)snprintf(w->rest + len, sizeof(w->rest) - len,
					i > from ? " %s" : "%s", w->word[i]);
	return w->rest;
}

static bool number_of(const char *word, int64_t *out)
{
	char *end;

	errno = 0;
	*out = strtoll(word, &end, 10);
	return !errno && end != word && !*end && *out >= 0 && *out <= 1000000000;
}

/* The leg of a device, or of a party outside, that is best for what shall happen to it. */
static struct leg *find_leg(const struct script *s, const char *who, enum place wanted, bool only)
{
	struct leg *leg, *next, *other = NULL;

	HASH_ITER (hh, s->o->legs, leg, next) {
		bool his = leg->device ? !strcmp(leg->device->name, who)
				       : !strcmp(leg->me.number, who);

		if (!his || leg->place == PLACE_DEAD)
			continue;
		if (leg->place == wanted && !leg->held)
			return leg;
		other = leg;
	}
	return only ? NULL : other;
}

static const char *line_step(struct script *s, struct words *w)
{
	int64_t ms;

	if (!number_of(w->word[1], &ms))
		return "step takes milliseconds";
	s->until = s->o->now + ms;
	return NULL;
}

static bool where(const struct script *s, const char *word, struct dest *dest)
{
	struct device *device = office_device(s->o, word);
	struct queue *queue = strncmp(word, "queue:", 6) != 0 ? NULL : office_queue(s->o, word);

	if (device)
		office_dest_device(device, dest);
	else if (queue)
		office_dest_queue(queue, dest);
	else
		return office_route(s->o, word, dest);
	return true;
}

static const char *line_ring(struct script *s, struct words *w)
{
	struct office_id id = {.outside = true};
	const char *ddi = NULL;
	struct dest dest;

	if (!where(s, w->word[1], &dest))
		return "there is no such device or number";
	if (strcmp(w->word[2], "from") != 0)
		return "ring WHERE from NUMBER [NAME] [ddi NUMBER]";
	snprintf(id.number, sizeof(id.number), "%s", w->word[3]);
	for (unsigned i = 4; i < w->count; i++) {
		if (!strcmp(w->word[i], "ddi") && i + 1 < w->count)
			ddi = w->word[++i];
		else
			text_clean(id.name, sizeof(id.name), w->word[i], strlen(w->word[i]));
	}
	office_ring_in(s->o, &id, ddi, &dest);
	return NULL;
}

static const char *line_dial(struct script *s, struct words *w)
{
	struct device *device = office_device(s->o, w->word[1]);
	struct dest dest;

	if (!device || !where(s, w->word[2], &dest))
		return "there is no such device or number";
	office_dial(device, &dest);
	return NULL;
}

static const char *line_xfer(struct script *s, struct words *w)
{
	struct leg *leg = find_leg(s, w->word[1], PLACE_TALKING, false);
	struct dest dest;

	if (!leg || !leg->device || !where(s, w->word[2], &dest))
		return "there is no such call or number";
	return office_xfer(leg, &dest, false) ? "that call cannot be transferred" : NULL;
}

static const char *line_answer(struct script *s, struct words *w)
{
	struct leg *leg = find_leg(s, w->word[1], PLACE_RINGING, true);

	if (!leg)
		return "nothing rings there";
	office_answer(leg);
	return NULL;
}

static const char *line_busy(struct script *s, struct words *w)
{
	struct leg *leg = find_leg(s, w->word[1], PLACE_RINGING, true);

	if (!leg)
		return "nothing rings there";
	office_hangup(leg, "busy");
	return NULL;
}

static const char *line_hangup(struct script *s, struct words *w)
{
	struct leg *leg = find_leg(s, w->word[1], PLACE_TALKING, false);

	if (!leg)
		return "there is no call";
	office_hangup(leg, leg->place == PLACE_RINGING ? "rejected" : "normal");
	return NULL;
}

static struct leg *talking(const struct script *s, const char *who)
{
	struct leg *leg = find_leg(s, who, PLACE_TALKING, false);

	return leg && leg->device && leg->place == PLACE_TALKING ? leg : NULL;
}

static const char *line_hold(struct script *s, struct words *w)
{
	struct leg *leg = talking(s, w->word[1]);

	if (!leg)
		return "nobody talks there";
	if (*w->word[0] == 'h')
		office_hold(leg);
	else
		office_unhold(leg);
	return NULL;
}

static const char *line_park(struct script *s, struct words *w)
{
	const struct park park = {.by = WIRE_NULL};
	struct leg *leg = talking(s, w->word[1]);

	if (!leg)
		return "nobody talks there";
	return office_park(leg, &park) ? "it cannot be parked" : NULL;
}

static const char *line_online(struct script *s, struct words *w)
{
	struct device *device = office_device(s->o, w->word[1]);

	if (!device)
		return "there is no such device";
	office_phone_online(device, !strcmp(w->word[0], "online"));
	return NULL;
}

static bool on_off(const char *word, bool *on)
{
	*on = !strcmp(word, "on");
	return *on || !strcmp(word, "off");
}

static const char *line_dnd(struct script *s, struct words *w)
{
	struct device *device = office_device(s->o, w->word[1]);
	bool on;

	if (!device || !on_off(w->word[2], &on))
		return "dnd DEVICE on|off";
	office_phone_dnd(device, on);
	return NULL;
}

static const char *line_forward(struct script *s, struct words *w)
{
	struct device *device = office_device(s->o, w->word[1]);
	bool off = !strcmp(w->word[2], "off");
	struct dest dest;

	if (!device || (!off && !office_route(s->o, w->word[2], &dest)))
		return "there is no such device or number";
	office_phone_forward(device, off ? "" : w->word[2]);
	return NULL;
}

static struct person *person_of(const struct script *s, const char *word)
{
	int64_t cID;

	return number_of(word, &cID) ? office_person(s->o, cID) : NULL;
}

static const char *line_presence(struct script *s, struct words *w)
{
	static const char *const shows[] = {"online", "away", "dnd", "none"};
	struct person *p = person_of(s, w->word[1]);
	char status[256];

	if (!p)
		return "there is no such person";
	rest(w, 3);
	text_clean(status, sizeof(status), w->rest, strlen(w->rest));
	for (unsigned i = 0; i < 4; i++)
		if (!strcmp(shows[i], w->word[2])) {
			office_presence(p, i == 3 ? "" : shows[i], status, 0);
			return NULL;
		}
	return "show is online, away, dnd or none";
}

static const char *line_message(struct script *s, struct words *w)
{
	struct person *from = person_of(s, w->word[1]), *to = person_of(s, w->word[2]);

	if (!from || !to || from == to)
		return "there are no such two people";
	s->o->events->message(s->o->ctx, from->cID, to->cID, rest(w, 3));
	return NULL;
}

static const char *line_voicemail(struct script *s, struct words *w)
{
	struct person *p = person_of(s, w->word[1]);
	int64_t count;

	if (!p || !p->mailbox || !number_of(w->word[2], &count))
		return "voicemail CID COUNT";
	office_voicemail(s->o, p, (int)count);
	return NULL;
}

static const char *line_people(struct script *s, struct words *w)
{
	bool on;

	if (!on_off(w->word[1], &on))
		return "people on|off";
	office_minds(s->o, on);
	return NULL;
}

static const char *line_live(struct script *s, struct words *w)
{
	bool on = *w->word[0] == 'l';

	if (on && (w->count < 2 || strcmp(w->word[1], "on") != 0))
		return "live on";
	office_minds(s->o, on);
	if (on)
		office_day_start(s->o);
	else
		office_day_stop(s->o);
	return NULL;
}

static const struct {
	const char *name;
	line_fn fn;
	unsigned words;
} lines[] = {
	{"step", line_step, 2},
	{"ring", line_ring, 4},
	{"dial", line_dial, 3},
	{"xfer", line_xfer, 3},
	{"answer", line_answer, 2},
	{"busy", line_busy, 2},
	{"hangup", line_hangup, 2},
	{"hold", line_hold, 2},
	{"unhold", line_hold, 2},
	{"park", line_park, 2},
	{"online", line_online, 2},
	{"offline", line_online, 2},
	{"dnd", line_dnd, 3},
	{"forward", line_forward, 3},
	{"presence", line_presence, 3},
	{"message", line_message, 4},
	{"voicemail", line_voicemail, 3},
	{"people", line_people, 2},
	{"live", line_live, 2},
	{"quiet", line_live, 1},
};

static const char *run_line(struct script *s, char *line)
{
	struct words w;

	s->until = s->o->now;
	if (!text_valid(line, strlen(line)))
		return "this is not UTF-8";
	if (*line == '#')
		return NULL;
	if (!split(line, &w))
		return "a quote is not closed, or there are too many words";
	if (!w.count)
		return NULL;
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		if (strcmp(lines[i].name, w.word[0]) != 0)
			continue;
		if (w.count < lines[i].words)
			return "something is missing";
		return lines[i].fn(s, &w);
	}
	return "there is no such command";
}

static void answer(const struct script *s, const char *error)
{
	char text[256];
	int len = error ? snprintf(text, sizeof(text), "error %s\n", error)
			: snprintf(text, sizeof(text), "ok %lld\n", (long long)s->o->now);

	/* Who reads the answers is who writes the lines: there is never more than one to come. */
	for (const char *at = text; len > 0;) {
		ssize_t put = write(s->o->options.out, at, (size_t)len);

		if (put < 0 && errno != EINTR)
			return;
		if (put > 0) {
			at += put;
			len -= (int)put;
		}
	}
}

static void settle(void *ctx)
{
	struct script *s = ctx;
	const struct office_options *options = &s->o->options;

	if (options->settled && !options->settled(options->ctx)) {
		loop_timer_set(s->wait, 1);
		return;
	}
	answer(s, NULL);
	s->busy = false;
	loop_defer(s->o->loop, pump, s);
}

static void advance(void *ctx)
{
	struct script *s = ctx;
	const struct office_options *options = &s->o->options;

	if (!office_clock_run(s->o, s->until)) {
		loop_defer(s->o->loop, advance, s);
		return;
	}
	if (options->flush)
		options->flush(options->ctx);
	settle(s);
}

static void take_line(struct script *s, size_t len)
{
	char line[LINE_MAX_BYTES];
	const char *error = "the line is too long or holds a NUL";

	if (len < sizeof(line) && !memchr(s->in.data, '\0', len)) {
		memcpy(line, s->in.data, len);
		line[len] = '\0';
		error = run_line(s, line);
	}
	buf_drop(&s->in, s->in.len > len ? len + 1 : len);
	if (error) {
		answer(s, error);
		return;
	}
	s->busy = true;
	advance(s);
}

static void read_some(struct script *s)
{
	char bytes[LINE_MAX_BYTES];
	ssize_t got = read(s->o->options.in, bytes, sizeof(bytes));

	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (got <= 0)
		s->eof = true;
	else
		buf_add(&s->in, bytes, (size_t)got);
}

/* The next line if there is one whole; a last line may lack its end, and so may one too long. */
static bool next_line(const struct script *s, size_t *len)
{
	const char *end = s->in.len ? memchr(s->in.data, '\n', s->in.len) : NULL;

	*len = end ? (size_t)(end - s->in.data) : s->in.len;
	return end || (s->in.len && (s->eof || s->in.len > 2 * LINE_MAX_BYTES));
}

static void end_script(struct script *s)
{
	const struct office_options *options = &s->o->options;

	s->over = true;
	if (s->watch)
		loop_fd_remove(&s->watch);
	if (options->ended)
		options->ended(options->ctx);
}

static void pump(void *ctx)
{
	struct script *s = ctx;
	size_t len;

	while (!s->busy && next_line(s, &len))
		take_line(s, len);
	if (s->over)
		return;
	if (s->watch)
		loop_fd_want(s->watch, s->busy || s->eof ? 0 : LOOP_READ);
	if (s->busy)
		return;
	if (s->eof)
		end_script(s);
	else if (!s->watch) {
		read_some(s);
		loop_defer(s->o->loop, pump, s);
	}
}

static void on_ready(void *ctx, int fd, unsigned ready)
{
	struct script *s = ctx;

	(void)fd;
	if (s->busy || !(ready & (LOOP_READ | LOOP_HANGUP)))
		return;
	read_some(s);
	pump(s);
}

void office_script_start(struct office *o)
{
	struct script *s = mem_new(1, sizeof(*s));

	s->o = o;
	o->script = s;
	buf_init(&s->in, 4 * LINE_MAX_BYTES);
	s->wait = loop_timer_new(o->loop, settle, s);
	s->watch = loop_fd_add(o->loop, o->options.in, LOOP_READ, on_ready, s);
	if (!s->watch)
		loop_defer(o->loop, pump, s);
}

void office_script_free(struct office *o)
{
	struct script *s = o->script;

	o->script = NULL;
	if (!s)
		return;
	loop_undefer(o->loop, s);
	if (s->watch)
		loop_fd_remove(&s->watch);
	loop_timer_free(&s->wait);
	buf_free(&s->in);
	free(s);
}
