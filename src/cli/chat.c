/* rooms, room, chat: conversations, without staying online for them. */
#include "job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/mem.h"
#include "find.h"
#include "table.h"

/* One conversation of one run. */
struct talk {
	struct job *job;
	const struct pbx_object *who;
	char *roomID, *text;
	int status;
	void (*act)(struct talk *talk, struct pbx_object *room);
};

static void on_offline(void *ctx, const struct pbx_result *result)
{
	struct talk *talk = ctx;
	struct job *job = talk->job;
	int status = talk->status;
	char *text = talk->text;

	(void)result;
	free(talk->roomID);
	free(talk);
	job_end(job, status, text);
	free(text);
}

/* Only who has a console open is online. */
static void talk_end(struct talk *talk, int status, const char *text)
{
	pbx_watch_frames(talk->job->pbx, NULL, talk);
	talk->status = status;
	talk->text = mem_dup(text);
	pbx_enable_chat(talk->job->pbx, false, on_offline, talk);
}

static void on_told(void *ctx, const struct pbx_result *result)
{
	struct talk *talk = ctx;

	if (result->outcome == PBX_DONE && talk->job->settings->json)
		done_print(talk->job, result);
	talk_end(ctx, job_status(result), result->text);
}

/* The room may come after the answer that names it. */
static void on_frame(void *ctx)
{
	struct talk *talk = ctx;
	struct pbx_object *room = pbx_find(talk->job->pbx, PBX_ROOM, talk->roomID);

	if (!room)
		return;
	pbx_watch_frames(talk->job->pbx, NULL, talk);
	talk->act(talk, room);
}

static void await_room(struct talk *talk, const char *roomID)
{
	talk->roomID = mem_dup(roomID);
	pbx_watch_frames(talk->job->pbx, on_frame, talk);
	on_frame(talk);
}

static void on_invited(void *ctx, const struct pbx_result *result)
{
	const char *digits = strpbrk(result->json, "0123456789");
	struct talk *talk = ctx;
	char id[24];

	if (result->outcome != PBX_DONE || !digits) {
		on_told(talk, result);
		return;
	}
	snprintf(id, sizeof id, "%.*s", (int)strspn(digits, "0123456789"), digits);
	await_room(talk, id);
}

static void on_chat(void *ctx, const struct pbx_result *result)
{
	struct talk *talk = ctx;

	if (result->outcome != PBX_DONE)
		on_told(talk, result);
	else if (talk->who)
		pbx_chat_invite(talk->job->pbx, &talk->who, 1, on_invited, talk);
	else
		talk->act(talk, talk->job->argc
					? pbx_find(talk->job->pbx, PBX_ROOM, talk->job->argv[0])
					: NULL);
}

static void begin(struct job *job, const struct pbx_object *who,
		  void (*act)(struct talk *talk, struct pbx_object *room))
{
	struct talk *talk = mem_new(1, sizeof *talk);

	*talk = (struct talk){.job = job, .who = who, .act = act};
	pbx_enable_chat(job->pbx, true, on_chat, talk);
}

/* ---- rooms ---- */

static void print_rooms(struct talk *talk, struct pbx_object *room)
{
	unsigned count;
	struct pbx_object *const *rooms = pbx_list(talk->job->pbx, PBX_ROOM, &count);

	(void)room;
	if (talk->job->settings->json)
		table_json(rooms, count);
	else
		table_print(rooms, count);
	talk_end(talk, CLI_DONE, NULL);
}

void run_rooms(struct job *job)
{
	begin(job, NULL, print_rooms);
}

/* ---- chat ---- */

static void print_messages(struct talk *talk, struct pbx_object *room)
{
	bool json = talk->job->settings->json;
	const char *comma = "";
	unsigned count;
	struct pbx_object *const *all = pbx_list(talk->job->pbx, PBX_MESSAGE, &count);

	if (json)
		printf("[");
	for (unsigned i = 0; i < count; i++) {
		if (pbx_message_roomID(all[i]) != pbx_room_roomID(room))
			continue;
		char *text = pbx_object_json(all[i]);
		if (json)
			printf("%s%s", comma, text);
		else
			printf("%s: %s\n", pbx_message_cN(all[i]), pbx_message_msg(all[i]));
		comma = ",\n ";
		free(text);
	}
	if (json)
		printf("]\n");
	talk_end(talk, CLI_DONE, NULL);
}

static void post(struct talk *talk, struct pbx_object *room)
{
	pbx_room_post(talk->job->pbx, room, talk->job->argv[1], on_told, talk);
}

void run_chat(struct job *job)
{
	const struct pbx_object *who = find_one(job, job->argv[0]);

	if (who)
		begin(job, who, job->argc > 1 ? post : print_messages);
}

/* ---- room ---- */

static void mark_seen(struct talk *talk, struct pbx_object *room)
{
	unsigned count;
	struct pbx_object *const *all = pbx_list(talk->job->pbx, PBX_MESSAGE, &count);
	int64_t last = 0;

	for (unsigned i = 0; i < count; i++)
		if (pbx_message_roomID(all[i]) == pbx_room_roomID(room) &&
		    pbx_message_msgID(all[i]) > last)
			last = pbx_message_msgID(all[i]);
	pbx_room_mark_seen(talk->job->pbx, room, last, on_told, talk);
}

static void change_room(struct talk *talk, struct pbx_object *room)
{
	struct job *job = talk->job;
	const char *word = job->argv[1], *text = job->argc > 2 ? job->argv[2] : NULL;
	const struct pbx_object *who;

	if (!room) {
		talk_end(talk, CLI_REFUSED, _("You are in no such room"));
	} else if (!text && strcmp(word, "leave") == 0) {
		pbx_room_leave(job->pbx, room, on_told, talk);
	} else if (!text && strcmp(word, "seen") == 0) {
		mark_seen(talk, room);
	} else if (text && strcmp(word, "name") == 0) {
		pbx_room_rename(job->pbx, room, text, on_told, talk);
	} else if (text && strcmp(word, "link") == 0) {
		if (!(who = find_one(job, text)))
			talk_end(talk, CLI_REFUSED, NULL);
		else
			pbx_room_link(job->pbx, room, &who, 1, on_told, talk);
	} else {
		talk_end(talk, CLI_USAGE,
			 _("A room can be told: leave, seen, name TEXT, link WHO"));
	}
}

void run_room(struct job *job)
{
	begin(job, NULL, change_room);
}
