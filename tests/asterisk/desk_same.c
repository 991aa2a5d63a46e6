/* The console's view and Asterisk's own, row by row. */
#include "asterisk/desk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

enum { LINES = 512, FIELDS = 16, VIEW_MAX = 1 << 18 };
enum { NAME = 0, STATE = 4, UNIQUE = 13 };

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Sorts the lines of a text. */
static void sort(struct buf *view)
{
	char *lines[LINES], *save = NULL, *copy = mem_dup(view->data);
	size_t count = 0;

	for (char *line = strtok_r(copy, "\n", &save); line && count < LINES;
	     line = strtok_r(NULL, "\n", &save))
		lines[count++] = line;
	qsort(lines, count, sizeof(*lines), by_text);
	buf_clear(view);
	for (size_t i = 0; i < count; i++)
		buf_printf(view, "%s\n", lines[i]);
	free(copy);
}

/* ---- Channels ---- */

static bool is_telephone(const char *name)
{
	return !strncmp(name, "PJSIP/10", 8);
}

/* "PJSIP/1001-0000002a!office!…!Ringing!…!1700000000.42" becomes "1700000000.42 PJSIP/1001 open".
 * Until it rings or calls nobody has the call. */
static void add_channel(struct buf *view, char *line)
{
	const char *field[FIELDS] = {""};
	unsigned count = 0;

	for (char *at = line; at && count < FIELDS;) {
		field[count++] = at;
		at = strchr(at, '!');
		if (at)
			*at++ = '\0';
	}
	if (count <= UNIQUE || !is_telephone(field[NAME]) || !strcmp(field[STATE], "Down"))
		return;
	buf_printf(view, "%s %.*s %s\n", field[UNIQUE],
		   (int)(strrchr(field[NAME], '-') - field[NAME]), field[NAME],
		   !strcmp(field[STATE], "Up") ? "up" : "open");
}

static void channels_of_asterisk(struct desk *desk, struct buf *view)
{
	char *text = peer_says(&desk->office->peer, "core show channels concise"), *save = NULL;

	for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
		add_channel(view, line);
	free(text);
}

static bool is_up(const char *state)
{
	return !strcmp(state, "up") || !strcmp(state, "hold") || !strcmp(state, "park");
}

static void channels_of_console(struct desk *desk, struct buf *view)
{
	unsigned count;
	struct pbx_object *const *calls = pbx_list(desk->pbx, PBX_CALL, &count);

	for (unsigned i = 0; i < count; i++) {
		const char *state = pbx_call_state(calls[i]);

		/* A call that has ended is shown for a frame more; a waiting caller is no phone's.
		 */
		if (!strcmp(state, "dead") || !is_telephone(pbx_call_parent(calls[i])))
			continue;
		buf_printf(view, "%s %s %s\n", pbx_call_cid(calls[i]), pbx_call_parent(calls[i]),
			   is_up(state) || is_up(pbx_call_nrState(calls[i])) ? "up" : "open");
	}
}

/* ---- Hints ---- */

static const char *lamp_of_hint(const char *state)
{
	static const struct {
		const char *state, *lamp;
	} lamps[] = {{"InUse&Ringing", "3"}, {"InUse&Hold", "1"},    {"InUse", "1"},
		     {"Ringing", "2"},       {"Hold", "1"},          {"Idle", "0"},
		     {"Busy", "busy"},       {"Unavailable", "away"}};

	for (size_t i = 0; i < sizeof(lamps) / sizeof(*lamps); i++)
		if (!strncmp(state, lamps[i].state, strlen(lamps[i].state)))
			return lamps[i].lamp;
	return "?";
}

/* "1001@office : PJSIP/1001&Custom:DND1001,…  State:Idle  Presence:…" */
static void hints_of_asterisk(struct desk *desk, struct buf *view)
{
	char *text = peer_says(&desk->office->peer, "core show hints"), *save = NULL;

	for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		const char *at = strstr(line, "@office"), *state = strstr(line, "State:");

		line += strspn(line, " ");
		if (at && state && !strncmp(line, "10", 2) && at == line + 4)
			buf_printf(view, "%.4s %s\n", line, lamp_of_hint(state + 6));
	}
	free(text);
}

/* Busy without a call is do not disturb. */
static void hints_of_console(struct desk *desk, struct buf *view)
{
	for (int extension = OFFICE_FIRST; extension < OFFICE_FIRST + OFFICE_PHONES; extension++) {
		const struct pbx_object *contact = desk_contact(desk, extension);
		const struct pbx_object *row = desk_extension(desk, extension);
		unsigned calls;

		if (!contact || !row)
			continue;
		pbx_calls_of(desk_device(desk, extension), &calls);
		if (!pbx_contact_online(contact))
			buf_printf(view, "%d away\n", extension);
		else if (pbx_contact_dnd(contact))
			buf_printf(view, "%d busy\n", extension);
		else
			buf_printf(view, "%d %d\n", extension, (int)pbx_extension_blf(row));
	}
}

/* ---- Both ---- */

struct views {
	struct buf asterisk, console;
};

static void look(struct desk *desk, struct views *views)
{
	buf_init(&views->asterisk, VIEW_MAX);
	buf_init(&views->console, VIEW_MAX);
	channels_of_asterisk(desk, &views->asterisk);
	hints_of_asterisk(desk, &views->asterisk);
	channels_of_console(desk, &views->console);
	hints_of_console(desk, &views->console);
	sort(&views->asterisk);
	sort(&views->console);
}

static void forget(struct views *views)
{
	buf_free(&views->asterisk);
	buf_free(&views->console);
}

void desk_same(struct desk *desk)
{
	int64_t end = office_end();
	struct views views;

	for (look(desk, &views); strcmp(views.asterisk.data, views.console.data) != 0;
	     look(desk, &views)) {
		if (!office_turn(desk->office, end)) {
			print_error("Asterisk:\n%s\nconsole:\n%s\n", views.asterisk.data,
				    views.console.data);
			fail_msg("the console does not show what Asterisk has");
		}
		forget(&views);
	}
	forget(&views);
}
