/* Whom a visitor may call, and the one he means. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "inside.h"
#include "term/mark.h"

enum { NAME_COLS = 30, STATE_COLS = 10 };

static bool is_offered(const struct kiosk *k, const struct pbx_object *who)
{
	return pbx_object_class(who) == PBX_CONTACT && pbx_who_can_call(who) &&
	       !pbx_who_is_me(who) && (!k->own_tag || pbx_who_has_tag(who, k->options.tag));
}

static void add(struct kiosk *k, const struct pbx_object *who)
{
	if (k->find.count < FIND_MAX && is_offered(k, who))
		snprintf(k->find.keys[k->find.count++], LIST_KEY_MAX, "%s", pbx_object_key(who));
}

/* All of them by name, or who fits what is typed, the best first. */
static void collect(struct kiosk *k)
{
	struct pbx_object *hits[FIND_MAX];
	struct pbx_object *const *from = hits;
	unsigned count;

	k->find.count = 0;
	k->find.stale = false;
	if (input_empty(k->find.typed))
		from = pbx_list(k->pbx, PBX_CONTACT, &count);
	else
		count = pbx_search(k->pbx, input_text(k->find.typed), hits, FIND_MAX);
	for (unsigned i = 0; i < count; i++)
		add(k, from[i]);
}

/* ---- The list ---- */

static int count_rows(void *ctx)
{
	return ((struct kiosk *)ctx)->find.count;
}

static const char *row_key(void *ctx, int row)
{
	return ((struct kiosk *)ctx)->find.keys[row];
}

static enum term_mark mark_of(const struct pbx_object *who)
{
	switch (pbx_who_blf(who)) {
	case 0:
		return TERM_MARK_FREE;
	case 1:
	case 2:
	case 3:
		return TERM_MARK_BUSY;
	default:
		return TERM_MARK_UNKNOWN;
	}
}

static void draw_row(void *ctx, struct term *term, const struct list_row *row)
{
	struct kiosk *k = ctx;
	const struct pbx_object *who = pbx_find(k->pbx, PBX_CONTACT, row->key);
	bool selected = row->role != ROLE_TEXT;

	if (!who)
		return;
	enum term_mark mark = mark_of(who);
	bool known = mark != TERM_MARK_UNKNOWN;
	const struct term_span spans[] = {
		{.role = ROLE_STRONG,
		 .text = selected ? term_mark(TERM_MARK_POINTER) : "",
		 .width = 2},
		{.role = ROLE_STRONG, .text = pbx_who_name(who), .width = -3},
		{.role = ROLE_TEXT, .text = " ", .width = 1},
		{.role = ROLE_TEXT, .text = pbx_who_department(who), .width = -2},
		{.role = term_mark_role(mark), .text = known ? term_mark(mark) : "", .width = 2},
		{.role = term_mark_role(mark),
		 .text = known ? _(term_mark_word(mark)) : "",
		 .width = STATE_COLS},
	};

	term_spans(term, row->area.y, row->area.x, row->area.cols, row->role, spans, 6);
	if (k->options.touch)
		touch_add_row(k, row->area, row->row);
}

/* ---- Keys ---- */

static void renew(struct kiosk *k)
{
	collect(k);
	k->find.list.lazy = input_empty(k->find.typed);
	k->find.list.empty =
		input_empty(k->find.typed)
			? _("Nobody can be called from here.")
			: _("Nobody found. Try another spelling, or ask at the reception.");
	list_reset(&k->find.list);
}

struct pbx_object *find_selected(struct kiosk *k)
{
	const char *key = list_selected(&k->find.list);

	return key ? pbx_find(k->pbx, PBX_CONTACT, key) : NULL;
}

static void call_selected(struct kiosk *k)
{
	struct pbx_object *who = find_selected(k);

	if (who)
		talk_dial(k, who);
}

/* Plain characters alone: what steers a search ("#tag", "@company") is not a visitor's. */
static bool types(struct term_key key)
{
	uint32_t character = key_char(key);

	return (character && character != '#' && character != '@') || key.code == KEY_BACKSPACE ||
	       key.code == KEY_DELETE || key.code == KEY_LEFT || key.code == KEY_RIGHT;
}

void find_key(struct kiosk *k, struct term_key key)
{
	if (key.mods)
		return;
	if (key.code == KEY_ENTER || key.code == KEY_PAD_ENTER)
		call_selected(k);
	else if (key.code == KEY_ESC)
		find_reset(k);
	else if (types(key)) {
		if (input_handle(k->find.typed, key) == INPUT_CHANGED)
			renew(k);
	} else {
		list_handle(&k->find.list, key);
	}
}

void find_press(struct kiosk *k, int row)
{
	const char *now = list_selected(&k->find.list);

	if (row >= k->find.count)
		return;
	if (now && strcmp(now, k->find.keys[row]) == 0) {
		call_selected(k);
		return;
	}
	list_select(&k->find.list, k->find.keys[row]);
	k->find.list.moved = true;
}

/* ---- Life ---- */

/* What is typed stays: somebody may just be typing. */
void find_refresh(struct kiosk *k)
{
	if (!k->find.stale)
		return;
	collect(k);
	list_refresh(&k->find.list);
}

bool find_is_empty(const struct kiosk *k)
{
	return input_empty(k->find.typed) && !k->find.list.moved;
}

void find_reset(struct kiosk *k)
{
	input_clear(k->find.typed);
	renew(k);
}

static void on_person(void *ctx, enum pbx_event event, struct pbx_object *who, uint64_t changed)
{
	struct kiosk *k = ctx;

	(void)event, (void)who, (void)changed;
	k->find.stale = true;
}

void find_open(struct kiosk *k)
{
	static const struct list_source source = {
		.count = count_rows, .key = row_key, .draw = draw_row};

	k->find.typed = input_new(TYPED_MAX);
	k->find.keys = mem_new(FIND_MAX, sizeof(*k->find.keys));
	list_init(&k->find.list, &source, k);
	renew(k);
	pbx_listen(k->pbx, PBX_CONTACT, NULL, PBX_NEW | PBX_DELETED, on_person, k);
	pbx_listen(k->pbx, PBX_TAG, NULL, PBX_NEW | PBX_UPDATE | PBX_DELETED, on_person, k);
}

void find_close(struct kiosk *k)
{
	pbx_unlisten(k->pbx, PBX_CONTACT, NULL, on_person, k);
	pbx_unlisten(k->pbx, PBX_TAG, NULL, on_person, k);
	input_free(&k->find.typed);
	free(k->find.keys);
}
