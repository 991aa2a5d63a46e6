/* The living day: what happens in the office without anybody asking for it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "inside.h"

enum {
	DESK_FIRST = 3000,
	WAITING_MAX = 3, /* in one queue */
	AWAY_MAX = 30,   /* per cent of all */
	MINUTE = 60000,
};

/* Something that happens again and again: at least after min, on average after min + more. */
struct habit {
	void (*fn)(struct office *o);
	int64_t min, more;
};

struct chore {
	struct office *o;
	const struct habit *habit;
	struct office_timer timer;
};

enum { CHORES = 6 };

struct day {
	struct chore chore[CHORES];
};

struct person *office_idle_person(struct office *o)
{
	for (unsigned i = 0; i < 8 && o->staff_count; i++) {
		struct person *p = o->staff[random_below(&o->random, o->staff_count)];

		const struct device *d = p->device;

		if (d->online && !d->dnd && !d->console && office_device_free(d) &&
		    !strcmp(p->show, "online"))
			return p;
	}
	return NULL;
}

/* A caller whom the address book knows, or does not, or who hides his number. */
static void outside_id(struct office *o, struct office_id *id)
{
	unsigned dice = random_below(&o->random, 100);

	*id = (struct office_id){.outside = true};
	if (dice < 75 && o->outsider_count) {
		const struct outsider *out =
			&o->outsiders[random_below(&o->random, o->outsider_count)];

		memcpy(id->number, out->number, sizeof(id->number));
	} else if (dice < 96)
		snprintf(id->number, sizeof(id->number), "01134960%03u",
			 random_below(&o->random, 1000));
}

static bool ddi_to(struct office *o, const struct queue *queue, struct ddi **found)
{
	const char *number = wire_row_text(queue->row, WIRE_F(queue, extension));
	unsigned count = 0;
	struct ddi *ddi;

	LL_FOREACH (o->ddis, ddi)
		if (!strcmp(ddi->to, number) && !random_below(&o->random, ++count))
			*found = ddi;
	return count;
}

static void call_queue(struct office *o, struct queue *queue)
{
	struct office_id id;
	struct dest dest;
	struct ddi *ddi = NULL;

	if (!queue || office_queue_depth(queue) >= WAITING_MAX)
		return;
	outside_id(o, &id);
	office_dest_queue(queue, &dest);
	ddi_to(o, queue, &ddi);
	office_ring_in(o, &id, ddi ? ddi->ddi : NULL, &dest);
}

static void call_desk(struct office *o)
{
	call_queue(o, o->queues);
}

static void call_other_queue(struct office *o)
{
	call_queue(o, o->queues ? o->queues->next : NULL);
}

static void traffic(struct office *o)
{
	struct person *from = office_idle_person(o), *to = office_idle_person(o);
	unsigned dice = random_below(&o->random, 100);
	struct office_id id;
	struct dest dest;

	outside_id(o, &id);
	if (!from || !to)
		return;
	if (dice < 50 && *id.number) {
		if (office_route(o, id.number, &dest))
			office_dial(from->device, &dest);
	} else if (!office_route(o, to->extension, &dest))
		return;
	else if (dice < 75)
		office_ring_in(o, &id, NULL, &dest);
	else if (from != to)
		office_dial(from->device, &dest);
}

static void come_back(void *ctx)
{
	struct person *p = ctx;

	office_timer_stop(p->office, &p->back);
	office_presence(p, "online", "", 0);
	if (p->device->dnd)
		office_phone_dnd(p->device, false);
}

static void go_away(struct person *p)
{
	struct office *o = p->office;
	const struct absence *a = office_words_absence(o);
	int64_t step = 5 * MINUTE;
	int64_t until = office_wall(o) + office_between(o, a->min, a->max) * MINUTE;

	until = (until + step - 1) / step * step;
	office_presence(p, a->show, a->status, until);
	office_timer_set(o, &p->back, until - office_wall(o), come_back, p);
	if (!strcmp(a->show, "dnd") && office_chance(o, 40))
		office_phone_dnd(p->device, true);
}

static void absences(struct office *o)
{
	struct person *p = office_idle_person(o), *gone = NULL;
	unsigned away = 0;

	for (unsigned i = 0; i < o->staff_count; i++) {
		bool is_away = strcmp(o->staff[i]->show, "online") != 0;

		if (is_away && !random_below(&o->random, ++away))
			gone = o->staff[i];
	}
	if (gone && away * 100 > o->staff_count * AWAY_MAX)
		come_back(gone);
	else if (p)
		go_away(p);
}

static void chat(struct office *o)
{
	bool to_desk = office_chance(o, 60);
	struct person *from = office_idle_person(o), *to = office_person(o, 1);

	if (!to_desk)
		to = office_idle_person(o);
	if (from && to && from != to)
		o->events->message(o->ctx, from->cID, to->cID, office_words_chat(o, to_desk));
}

/* Somebody forwards his telephone, or unplugs it for a while; whatever was so is put right first.
 */
static void tinker(struct office *o)
{
	struct person *p, *colleague;

	for (unsigned i = 0; i < o->staff_count; i++) {
		struct device *d = o->staff[i]->device;

		if (*d->forward)
			office_phone_forward(d, "");
		else if (!d->online)
			office_phone_online(d, true);
		else
			continue;
		return;
	}
	p = office_idle_person(o);
	colleague = office_idle_person(o);
	if (!p || !colleague || p == colleague)
		return;
	if (office_chance(o, 70))
		office_phone_forward(p->device, colleague->extension);
	else
		office_phone_online(p->device, false);
}

static const struct habit habits[CHORES] = {
	{call_desk, 8000, 17000}, {call_other_queue, 10000, 35000},
	{traffic, 500, 4500},     {absences, 5000, 12000},
	{chat, 30000, 45000},     {tinker, 40000, 60000},
};

static void on_chore(void *ctx)
{
	struct chore *chore = ctx;
	struct office *o = chore->o;

	chore->habit->fn(o);
	office_timer_set(o, &chore->timer,
			 chore->habit->min + random_wait(&o->random, chore->habit->more), on_chore,
			 chore);
}

static void old_messages(struct office *o)
{
	for (unsigned i = 0; i < o->staff_count; i++)
		if (office_chance(o, 20))
			office_voicemail(o, o->staff[i], (int)office_between(o, 1, 3));
}

void office_day_start(struct office *o)
{
	if (o->day)
		return;
	o->day = mem_new(1, sizeof(*o->day));
	old_messages(o);
	for (unsigned i = 0; i < CHORES; i++) {
		struct chore *chore = &o->day->chore[i];
		int64_t first = habits[i].fn == call_desk ? DESK_FIRST
							  : random_wait(&o->random, habits[i].min);

		chore->o = o;
		chore->habit = &habits[i];
		office_timer_set(o, &chore->timer, first, on_chore, chore);
	}
}

void office_day_stop(struct office *o)
{
	if (!o->day)
		return;
	for (unsigned i = 0; i < CHORES; i++)
		office_timer_stop(o, &o->day->chore[i].timer);
	free(o->day);
	o->day = NULL;
}
