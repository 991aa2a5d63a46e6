/* Messages from before what the feed carries, asked for page by page. */
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/language.h"
#include "base/mem.h"
#include "base/text.h"
#include "inside.h"

enum { PAGE = 50, TEXT_MAX = 8192, NAME_MAX = 128, PAST_MAX = 5000 };

void chat_past_forget(struct chat_past *past)
{
	for (unsigned i = 0; i < past->count; i++) {
		free(past->messages[i].name);
		free(past->messages[i].text);
	}
	free(past->messages);
	*past = (struct chat_past){.count = 0};
}

static int64_t number(const cJSON *row, const char *name)
{
	const cJSON *value = cJSON_GetObjectItemCaseSensitive(row, name);

	return cJSON_IsNumber(value) ? (int64_t)value->valuedouble : 0;
}

static char *text(const cJSON *row, const char *name, size_t max)
{
	const char *value = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(row, name));
	char *clean = mem_new(1, max + 1);

	text_clean_lines(clean, max + 1, value ? value : "", value ? strlen(value) : 0);
	return clean;
}

/* The rows come newest first and go before what is there. */
static void take(struct chat_past *past, const cJSON *rows, unsigned count)
{
	struct chat_message *all = mem_new(past->count + count, sizeof *all);
	const cJSON *row;
	unsigned at = count;

	cJSON_ArrayForEach (row, rows)
		all[--at] = (struct chat_message){
			.msgID = number(row, "msgID"),
			.time = number(row, "time"),
			.cID = number(row, "cID"),
			.name = text(row, "cN", NAME_MAX),
			.text = text(row, "msg", TEXT_MAX),
		};
	if (past->count)
		memcpy(all + count, past->messages, past->count * sizeof *all);
	free(past->messages);
	past->messages = all;
	past->count += count;
}

static void on_page(void *ctx, const struct pbx_result *result)
{
	struct deed *deed = ctx;
	struct console *c = deed->console;
	struct chat_past *past = &c->chat.past;
	cJSON *rows = result->outcome == PBX_DONE ? cJSON_Parse(result->json) : NULL;
	int count = cJSON_GetArraySize(rows);

	if (result->outcome != PBX_DONE)
		deed_done(deed, result);
	else
		deed_end(deed);
	/* An answer for another room finds nothing asked. */
	if (past->asked && cJSON_IsArray(rows)) {
		past->whole = count < PAGE;
		if (count)
			take(past, rows, (unsigned)count);
	}
	past->asked = false;
	cJSON_Delete(rows);
	console_dirty(c);
}

void chat_past_fetch(struct console *c)
{
	struct pbx_object *room = chat_room(c);
	struct chat_past *past = &c->chat.past;
	int64_t before = room ? chat_oldest(c, room) : 0;
	char *body;

	if (!before || past->asked || past->whole || past->count >= PAST_MAX)
		return;
	past->asked = true;
	body = mem_printf("{\"scope\":{\"roomID\":%lld,\"before\":%lld,\"maxRows\":%d}}",
			  (long long)c->chat.room, (long long)before, PAGE);
	pbx_rest(c->pbx, "/rest/live/read/message", body, on_page,
		 deed_new(c, _("Older messages")));
	free(body);
}
