/* The caller's card: asked once a call, never waited for. */
#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "inside.h"

static const char *number_of(const struct pbx_object *call)
{
	return *pbx_call_number(call) ? pbx_call_number(call) : pbx_call_qnumber(call);
}

/* The same for all legs of one conversation. */
static const char *id_of(const struct pbx_object *call)
{
	return *pbx_call_linked(call) ? pbx_call_linked(call) : pbx_call_cid(call);
}

/* Somebody calls here: not one of our own calls to somebody. */
static bool is_caller(const struct pbx_object *call)
{
	return pbx_object_class(call) == PBX_CALL && strcmp(pbx_call_party(call), "caller") != 0;
}

static struct caller *find(const struct console *c, const struct pbx_object *call)
{
	for (unsigned i = 0; i < CALLERS_MAX; i++) {
		const struct caller *caller = &c->callers[i];
		if (*caller->linked && strcmp(caller->linked, id_of(call)) == 0 &&
		    strcmp(caller->number, number_of(call)) == 0)
			return (struct caller *)caller;
	}
	return NULL;
}

/* What the operator is about: the call that he has moved to, the one that rings, the one in hand.
 */
static const struct pbx_object *subject(const struct console *c)
{
	const struct pbx_object *call = NULL;

	if (c->focus == PLACE_CALLS && c->pane[PLACE_CALLS]->list.moved)
		call = pane_selected(c->pane[PLACE_CALLS]);
	if (!call || !is_caller(call))
		call = calls_ringing(c);
	if (!call)
		call = calls_current(c);
	return call && is_caller(call) ? call : NULL;
}

/* ---- Asking ---- */

static void take_calls(struct card *card, const struct pbx_caller *known)
{
	card->call_count = known->call_count;
	for (unsigned i = 0; i < known->call_count; i++) {
		const struct pbx_caller_call *from = &known->calls[i];
		struct card_call *to = &card->calls[i];

		to->stamp = from->stamp;
		to->duration = from->duration;
		to->ours = from->ours;
		snprintf(to->outcome, sizeof to->outcome, "%s", from->outcome);
		snprintf(to->by, sizeof to->by, "%s", from->by);
	}
}

static void on_known(void *ctx, const struct pbx_caller *known)
{
	struct caller *caller = ctx;
	struct card *card = &caller->card;

	card->state = known->result->outcome == PBX_DONE ? CARD_KNOWN : CARD_REFUSED;
	snprintf(card->key, sizeof card->key, "%s", known->number);
	card->usual_count = known->usual_count;
	for (unsigned i = 0; i < known->usual_count; i++)
		pane_ref(known->usual[i], card->usual[i]);
	take_calls(card, known);
	console_dirty(caller->console);
}

/* The oldest card that nobody is asked about; NULL if all are. */
static struct caller *free_caller(struct console *c)
{
	for (unsigned i = 0; i < CALLERS_MAX; i++) {
		struct caller *caller = &c->callers[c->next_caller++ % CALLERS_MAX];
		if (caller->card.state != CARD_ASKED && caller != c->usual_of)
			return caller;
	}
	return NULL;
}

static void ask(struct console *c, const struct pbx_object *call)
{
	const char *number = number_of(call);
	struct caller *caller = *number ? free_caller(c) : NULL;

	if (!caller || pbx_feed_state(c->pbx) != PBX_LIVE)
		return;
	*caller = (struct caller){.console = c, .card = {.state = CARD_ASKED}};
	snprintf(caller->linked, sizeof caller->linked, "%s", id_of(call));
	snprintf(caller->number, sizeof caller->number, "%s", number);
	pbx_caller(c->pbx, number, on_known, caller);
}

/* ---- Whom he usually wants ---- */

static const struct caller *in_hand(const struct console *c, const struct pbx_object **call)
{
	*call = calls_current(c);
	return *call && is_caller(*call) ? find(c, *call) : NULL;
}

/* The pane holds the people of the call in hand, as they came. */
static void offer(struct console *c)
{
	const struct pbx_object *call;
	const struct caller *caller = in_hand(c, &call);
	char title[96];

	if (caller && !caller->card.usual_count)
		caller = NULL;
	if (caller == c->usual_of)
		return;
	c->usual_of = caller;
	c->usual_passed = false;
	if (!caller) {
		pane_usual_set(c->usual, "", NULL, 0);
		return;
	}
	snprintf(title, sizeof title, _("%s usually wants"), console_name(call));
	pane_usual_set(c->usual, title, caller->card.usual, caller->card.usual_count);
}

void caller_refresh(struct console *c)
{
	const struct pbx_object *call = subject(c);

	if (call && !find(c, call))
		ask(c, call);
	offer(c);
}

const struct pbx_object *caller_call(const struct console *c, const struct card **card)
{
	static const struct card unasked;
	const struct pbx_object *call = subject(c);
	const struct caller *caller = call ? find(c, call) : NULL;

	*card = caller ? &caller->card : &unasked;
	return call;
}

bool caller_usual_shown(const struct console *c)
{
	return c->usual_of && input_empty(c->input) &&
	       (c->usual_passed || c->usual->list.moved || !c->pane[PLACE_CONTACTS]->list.moved);
}

bool caller_usual_focused(const struct console *c)
{
	return c->focus == PLACE_CONTACTS && !c->usual_passed && caller_usual_shown(c);
}

bool caller_move(struct console *c, uint32_t code)
{
	struct list *usual = &c->usual->list, *all = &c->pane[PLACE_CONTACTS]->list;

	if (caller_usual_focused(c) && usual->moved && code == KEY_DOWN &&
	    usual->row == c->usual->ops->count(c->usual) - 1) {
		c->usual_passed = all->moved = true;
		return true;
	}
	if (c->usual_passed && caller_usual_shown(c) && c->focus == PLACE_CONTACTS &&
	    code == KEY_UP && all->row <= 0) {
		c->usual_passed = all->moved = false;
		return true;
	}
	return false;
}
