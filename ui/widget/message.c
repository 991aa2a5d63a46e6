#include "message.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/language.h"
#include "base/mem.h"
#include "base/text.h"

enum { TEXT_MAX = 512, HISTORY_MAX = 256 * 1024 };

struct messages {
	struct message kept[MESSAGE_KEEP]; /* a ring */
	unsigned next, count;
	uint64_t serial;
	bool dismissed;
};

static const enum term_mark marks[] = {
	[MESSAGE_INFO] = TERM_MARK_DOT,     [MESSAGE_DONE] = TERM_MARK_OK,
	[MESSAGE_WARN] = TERM_MARK_WARN,    [MESSAGE_REFUSED] = TERM_MARK_ERROR,
	[MESSAGE_CALL] = TERM_MARK_RINGING,
};

static const enum term_role roles[] = {
	[MESSAGE_INFO] = ROLE_INFO,     [MESSAGE_DONE] = ROLE_OK,      [MESSAGE_WARN] = ROLE_WARN,
	[MESSAGE_REFUSED] = ROLE_ERROR, [MESSAGE_CALL] = ROLE_RINGING,
};

struct messages *messages_new(void)
{
	return mem_new(1, sizeof(struct messages));
}

void messages_free(struct messages **slot)
{
	struct messages *messages = *slot;

	if (!messages)
		return;
	*slot = NULL;
	for (unsigned i = 0; i < MESSAGE_KEEP; i++)
		free(messages->kept[i].text);
	free(messages);
}

static void add(struct messages *messages, enum message_outcome outcome, bool news,
		const char *format, va_list args)
{
	struct message *last =
		messages->count
			? &messages->kept[(messages->next + MESSAGE_KEEP - 1) % MESSAGE_KEEP]
			: NULL;
	struct message *slot = &messages->kept[messages->next];
	char text[TEXT_MAX], clean[TEXT_MAX];

	vsnprintf(text, sizeof(text), format, args);
	messages->serial++;
	text_clean(clean, sizeof(clean), text, strlen(text));
	messages->dismissed = false;
	if (last && last->outcome == outcome && strcmp(last->text, clean) == 0) {
		last->times++;
		last->wall_ms = clock_wall_ms();
		last->serial = messages->serial;
		return;
	}
	free(slot->text);
	*slot = (struct message){.outcome = outcome,
				 .wall_ms = clock_wall_ms(),
				 .times = 1,
				 .serial = messages->serial,
				 .news = news,
				 .text = mem_dup(clean)};
	messages->next = (messages->next + 1) % MESSAGE_KEEP;
	messages->count += messages->count < MESSAGE_KEEP;
}

void messages_add(struct messages *messages, enum message_outcome outcome, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add(messages, outcome, false, format, args);
	va_end(args);
}

void messages_news(struct messages *messages, enum message_outcome outcome, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add(messages, outcome, true, format, args);
	va_end(args);
}

void messages_dismiss(struct messages *messages)
{
	messages->dismissed = true;
}

unsigned messages_count(const struct messages *messages)
{
	return messages->count;
}

const struct message *messages_get(const struct messages *messages, unsigned n)
{
	if (n >= messages->count)
		return NULL;
	return &messages->kept[(messages->next + MESSAGE_KEEP - 1 - n) % MESSAGE_KEEP];
}

const struct message *messages_last(const struct messages *messages)
{
	return messages->dismissed ? NULL : messages_get(messages, 0);
}

void messages_draw(const struct messages *messages, struct term *term, struct rect area)
{
	const struct message *last = messages_last(messages);
	char times[24] = "";

	if (!last || rect_empty(area))
		return;
	if (last->times > 1)
		snprintf(times, sizeof(times), _(" (%u times)"), last->times);
	enum term_mark mark = marks[last->outcome];
	term_spans(term, area.y, area.x, area.cols, ROLE_TEXT,
		   (struct term_span[]){
			   {.role = roles[last->outcome],
			    .text = term_braille(term) ? term_mark_word(mark) : term_mark(mark)},
			   {.text = " "},
			   {.role = roles[last->outcome], .text = last->text, .sentence = true},
			   {.role = ROLE_DIM, .text = times},
		   },
		   4);
}

char *messages_history(const struct messages *messages, bool words)
{
	struct buf lines;

	buf_init(&lines, HISTORY_MAX);
	buf_add_str(&lines, messages->count ? "" : _("Nothing yet."));
	for (unsigned n = 0; n < messages->count; n++) {
		const struct message *message = messages_get(messages, n);
		time_t seconds = (time_t)(message->wall_ms / 1000);
		struct tm local;

		localtime_r(&seconds, &local);
		buf_printf(&lines, "%s%02d:%02d:%02d %s %s", n ? "\n" : "", local.tm_hour,
			   local.tm_min, local.tm_sec,
			   words ? term_mark_word(marks[message->outcome])
				 : term_mark(marks[message->outcome]),
			   message->text);
		if (message->times > 1)
			buf_printf(&lines, _(" (%u times)"), message->times);
	}
	return buf_take(&lines);
}
