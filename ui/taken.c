/* The messages that the desk has taken: what became of them, and another try for those that were
 * not sent. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/language.h"
#include "base/mem.h"
#include "reception.h"
#include "telling.h"
#include "widget/frame.h"
#include "widget/list.h"
#include "widget/wrap.h"

enum { BOX_COLS = 100, TEXT_ROWS = 4 };

/* Keys of the list: "u…" waits here, "t…" is the PABX's. The newest come first. */
struct taken_list {
	struct console *c;
	struct list list;
	char key[LIST_KEY_MAX];
	char doomed[LIST_KEY_MAX]; /* the one that the next Del deletes */
	char said[200];
};

static unsigned here(const struct console *c)
{
	const struct outgoing *m;
	unsigned count = 0;

	DL_FOREACH (outbox_list(c->reception->outbox), m)
		count++;
	return count;
}

static int count_rows(void *ctx)
{
	const struct taken_list *t = ctx;
	unsigned count;

	pbx_list(t->c->pbx, PBX_TAKEN, &count);
	return (int)(count + here(t->c));
}

static const struct outgoing *outgoing_at(const struct taken_list *t, unsigned row)
{
	const struct outgoing *m;

	DL_FOREACH (outbox_list(t->c->reception->outbox), m)
		if (!row--)
			return m;
	return NULL;
}

static const struct pbx_object *taken_at(const struct taken_list *t, unsigned row)
{
	unsigned count;
	struct pbx_object *const *taken = pbx_list(t->c->pbx, PBX_TAKEN, &count);

	row -= here(t->c);
	return row < count ? taken[count - 1 - row] : NULL;
}

static const char *row_key(void *ctx, int row)
{
	struct taken_list *t = ctx;
	const struct outgoing *m = outgoing_at(t, (unsigned)row);
	const struct pbx_object *taken = m ? NULL : taken_at(t, (unsigned)row);

	if (m)
		snprintf(t->key, sizeof t->key, "u%s", m->uid);
	else
		snprintf(t->key, sizeof t->key, "t%s", taken ? pbx_object_key(taken) : "");
	return t->key;
}

struct shown {
	const char *name, *caller, *number, *text, *state, *via, *why, *by;
	int64_t time;
};

static struct shown shown_at(const struct taken_list *t, int row)
{
	const struct outgoing *m = outgoing_at(t, (unsigned)row);
	const struct pbx_object *o = m ? NULL : taken_at(t, (unsigned)row);

	if (m)
		return (struct shown){m->name,
				      m->caller,
				      m->number,
				      m->text,
				      m->failed ? "failed" : "waiting",
				      m->to ? "mail" : "chat",
				      m->why ? m->why : _("it waits on this machine"),
				      pbx_user_name(t->c->pbx),
				      m->time};
	if (!o)
		return (struct shown){"", "", "", "", "", "", "", "", 0};
	return (struct shown){pbx_taken_name(o), pbx_taken_caller(o), pbx_taken_number(o),
			      pbx_taken_text(o), pbx_taken_state(o),  pbx_taken_via(o),
			      pbx_taken_why(o),  pbx_taken_byName(o), pbx_taken_time(o)};
}

static enum term_mark state_mark(const char *state)
{
	return strcmp(state, "sent") == 0     ? TERM_MARK_OK
	       : strcmp(state, "failed") == 0 ? TERM_MARK_ERROR
					      : TERM_MARK_ELLIPSIS;
}

static const char *state_word(const char *state)
{
	return strcmp(state, "sent") == 0      ? C_("message", "sent")
	       : strcmp(state, "failed") == 0  ? C_("message", "failed")
	       : strcmp(state, "waiting") == 0 ? C_("message", "waiting")
					       : state;
}

static void draw_row(void *ctx, struct term *term, const struct list_row *row)
{
	struct taken_list *t = ctx;
	struct shown s = shown_at(t, row->row);
	enum term_mark mark = state_mark(s.state);
	char when[32];

	reception_when(t->c, s.time, when, sizeof when);
	const struct term_span spans[] = {
		{.role = term_mark_role(mark), .text = term_mark(mark), .width = 2},
		{.role = ROLE_TEXT, .text = state_word(s.state), .width = 8},
		{.role = ROLE_DIM, .text = when, .width = 12},
		{.role = ROLE_TEXT, .text = s.name, .width = -3},
		{.text = " "},
		{.role = ROLE_TEXT, .text = *s.caller ? s.caller : s.number, .width = -3},
		{.text = " "},
		{.role = ROLE_DIM, .text = s.text, .width = -4},
	};
	term_spans(term, row->area.y, row->area.x, row->area.cols,
		   row->role == ROLE_TEXT ? ROLE_POPUP : row->role, spans,
		   sizeof spans / sizeof *spans);
}

static void say_row(void *ctx, int row, char *out, size_t cap)
{
	struct taken_list *t = ctx;
	struct shown s = shown_at(t, row);
	char when[32];

	reception_when(t->c, s.time, when, sizeof when);
	snprintf(out, cap, _("%s%s%s, %s, for %s, from %s: %s"), state_word(s.state),
		 *s.why ? ": " : "", s.why, when, s.name, *s.caller ? s.caller : s.number, s.text);
}

static const struct list_source source = {count_rows, row_key, draw_row, NULL, say_row};

/* All of the selected message, below the list. */
static void draw_text(struct taken_list *t, struct term *term, struct rect area)
{
	if (!list_selected(&t->list))
		return;
	struct shown s = shown_at(t, t->list.row);
	struct wrap wrap;
	char *text = mem_printf(_("%s%s%s%s for %s, taken by %s, by %s%s%s\n%s"),
				*s.caller ? s.caller : _("Somebody"), *s.number ? " (" : "",
				s.number, *s.number ? ")" : "", s.name, s.by,
				strcmp(s.via, "mail") == 0 ? _("e-mail") : _("chat"),
				*s.why ? ": " : "", s.why, s.text);

	wrap_make(&wrap, text, area.cols);
	for (int i = 0; i < area.rows && i < wrap.count; i++)
		term_text(term, area.y + i, area.x, area.cols, ROLE_POPUP, wrap.line[i]);
	wrap_free(&wrap);
	free(text);
}

static void draw(void *ctx, struct term *term, struct rect area)
{
	struct taken_list *t = ctx;
	int cols = area.cols - 2 < BOX_COLS ? area.cols - 2 : BOX_COLS;
	struct rect inside =
		frame_box(term, rect_centre(area, area.rows - 2, cols), _("Messages taken"),
			  _("Enter try again  c by chat  Del delete  Esc back"));
	struct rect said = rect_take_bottom(&inside, 1);
	struct rect text = rect_take_bottom(&inside, inside.rows > 2 * TEXT_ROWS ? TEXT_ROWS : 1);

	list_draw(&t->list, term, inside, true);
	term_hline(term, text.y, text.x, text.cols, ROLE_POPUP_BORDER);
	text.y++;
	text.rows--;
	draw_text(t, term, text);
	term_text(term, said.y, said.x, said.cols, ROLE_WARN, t->said);
}

static void try_again(struct taken_list *t, const char *key, bool by_chat)
{
	struct outbox *outbox = t->c->reception->outbox;
	const struct pbx_object *o = *key == 't' ? pbx_find(t->c->pbx, PBX_TAKEN, key + 1) : NULL;

	if (*key == 'u') {
		outbox_retry(outbox, key + 1);
		return;
	}
	if (!o || strcmp(pbx_taken_state(o), "sent") == 0) {
		snprintf(t->said, sizeof t->said, "%s", _("This message was sent already"));
	} else if (by_chat || strcmp(pbx_taken_via(o), "chat") == 0) {
		pbx_taken_by_chat(t->c->pbx, pbx_taken_id(o), deed_done,
				  deed_new(t->c, _("Message for %s by chat"), pbx_taken_name(o)));
		snprintf(t->said, sizeof t->said, "%s", _("Sending it by chat"));
	} else {
		outbox_mail(outbox, o);
		snprintf(t->said, sizeof t->said, "%s", _("Sending it by e-mail"));
	}
}

static void delete_it(struct taken_list *t, const char *key)
{
	const struct pbx_object *o = *key == 't' ? pbx_find(t->c->pbx, PBX_TAKEN, key + 1) : NULL;

	if (strcmp(t->doomed, key) != 0) {
		snprintf(t->doomed, sizeof t->doomed, "%s", key);
		snprintf(t->said, sizeof t->said, "%s",
			 _("Del again deletes this message for everybody"));
		return;
	}
	t->said[0] = '\0';
	if (*key == 'u')
		outbox_drop(t->c->reception->outbox, key + 1);
	else if (o)
		pbx_taken_delete(t->c->pbx, pbx_taken_id(o), deed_done,
				 deed_new(t->c, _("Delete the message for %s"), pbx_taken_name(o)));
}

static void key_pressed(void *ctx, struct term_key pressed)
{
	struct taken_list *t = ctx;
	const char *selected = list_selected(&t->list);
	char key[LIST_KEY_MAX];

	snprintf(key, sizeof key, "%s", selected ? selected : "");
	if (pressed.code != KEY_DELETE)
		t->doomed[0] = t->said[0] = '\0';
	if (pressed.code == KEY_ESC) {
		reception_close(t->c);
		return;
	}
	if (list_handle(&t->list, pressed) || !*key)
		return;
	if (pressed.code == KEY_ENTER || pressed.code == KEY_PAD_ENTER)
		try_again(t, key, false);
	else if (pressed.code == 'c')
		try_again(t, key, true);
	else if (pressed.code == KEY_DELETE)
		delete_it(t, key);
}

static void tell(void *ctx, struct telling *telling)
{
	struct taken_list *t = ctx;

	buf_printf(&telling->text, _("Messages taken: %d"), count_rows(t));
	telling->said = *t->said ? t->said : NULL;
	telling->list = &t->list;
	telling->keys = _("Enter try again, c by chat, Del delete");
}

static const struct console_dialogue taken_dialogue = {draw, key_pressed, NULL, tell};

void act_taken(struct console *c)
{
	struct taken_list *t;

	reception_close(c);
	free(c->reception->taken);
	t = c->reception->taken = mem_new(1, sizeof *t);
	t->c = c;
	list_init(&t->list, &source, t);
	t->list.empty = _("No message has been taken yet.");
	console_set_dialogue(c, &taken_dialogue, t);
}
