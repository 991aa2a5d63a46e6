#include "directory_inside.h"

/* From the most online to the least. */
static const char *const shows[] = {"online", "away", "dnd", ""};
enum { SHOWS = sizeof(shows) / sizeof(*shows) };

bool directory_is_show(const char *show)
{
	for (unsigned i = 0; i < SHOWS; i++)
		if (!strcmp(show, shows[i]))
			return true;
	return false;
}

static const char *more_online(const char *a, const char *b)
{
	for (unsigned i = 0; i < SHOWS; i++)
		if (!strcmp(a, shows[i]) || !strcmp(b, shows[i]))
			return shows[i];
	return "";
}

static const struct person_presence *in_force(const struct person *person)
{
	return person->until ? &person->until_chosen : &person->chosen;
}

/* What somebody chose holds for all his resources; "online" cannot bring one back who has none. */
void presence_fill(const struct person *person, struct wire_row *row)
{
	const struct person_presence *chosen = in_force(person);
	const struct person_resource *resource;
	const char *show = "", *status = chosen->status ? chosen->status : person->told_status;
	int64_t until = person->until ? person->until : person->told_until;
	struct buf states;

	if (chosen->show && strcmp(chosen->show, "online") != 0)
		show = chosen->show;
	buf_init(&states, 2048);
	buf_add_char(&states, '{');
	LL_FOREACH (person->resources, resource) {
		const char *one = chosen->show ? chosen->show : resource->show;

		if (states.len > 1)
			buf_add_char(&states, ',');
		wire_json_add_text(&states, resource->name);
		buf_add_char(&states, ':');
		wire_json_add_text(&states, one);
		show = more_online(show, one);
	}
	buf_add_char(&states, '}');
	SET_TEXT(row, contact, states, states.data);
	SET_TEXT(row, contact, show, show);
	SET_TEXT(row, contact, status, status ? status : "");
	SET_INT(row, contact, until, until ? until : WIRE_NULL);
	buf_free(&states);
}

static void show_person(struct directory *d, const struct person *person)
{
	struct wire_row *row;

	if (person->gone)
		return;
	row = wire_row_new(WIRE_CONTACT);
	SET_INT(row, contact, cID, person->cID);
	presence_fill(person, row);
	directory_put(d, 0, row);
}

static void set_timer(struct directory *d)
{
	const struct person *person;
	int64_t first = INT64_MAX, left;

	LL_FOREACH2(d->expiring, person, next_expiring)
	if (person->until < first)
		first = person->until;
	left = first - clock_wall_ms();
	if (first == INT64_MAX)
		loop_timer_stop(d->expiry);
	else /* asks again every hour, since clocks are put right */
		loop_timer_set(d->expiry, left < 0 ? 0 : left > 3600000 ? 3600000 : left);
}

void presence_forget(struct directory *d, struct person *person)
{
	struct person *listed;

	LL_FOREACH2(d->expiring, listed, next_expiring)
	if (listed == person)
		break;
	if (listed)
		LL_DELETE2(d->expiring, person, next_expiring);
}

void presence_watch(struct directory *d, struct person *person)
{
	presence_forget(d, person);
	if (person->until && !person->gone)
		LL_PREPEND2(d->expiring, person, next_expiring);
	set_timer(d);
}

static int keep(struct directory *d, const struct person *person)
{
	return store_run(d->store, SQL_PERSON_PRESENCE, "ssssii", person->chosen.show,
			 person->chosen.status, person->until_chosen.show,
			 person->until_chosen.status, person->until ? person->until : WIRE_NULL,
			 person->cID);
}

static void set(struct person_presence *presence, const char *show, const char *status)
{
	mem_set(&presence->show, show);
	mem_set(&presence->status, status);
}

/* What holds now is told to the telephones, where they know of presence. */
static void tell_switch(const struct directory *d, const struct person *person)
{
	const struct switch_handle *sw = &d->pabx->sw;
	const struct person_presence *chosen = in_force(person);

	if (sw->impl && sw->ops->presence)
		sw->ops->presence(sw->impl, person->cID, chosen->show ? chosen->show : "online",
				  chosen->status ? chosen->status : "");
}

void presence_expire(void *ctx)
{
	struct directory *d = ctx;
	struct person *person, *next;
	int64_t now = clock_wall_ms();

	for (person = d->expiring; person; person = next) {
		next = person->next_expiring;
		if (person->until > now)
			continue;
		presence_forget(d, person);
		person->until = 0;
		set(&person->until_chosen, NULL, NULL);
		keep(d, person);
		show_person(d, person);
		tell_switch(d, person);
	}
	set_timer(d);
}

static int choose(struct directory *d, struct person *person, const char *show, const char *status,
		  int64_t until)
{
	int err;

	if (until) {
		set(&person->until_chosen, show, status);
	} else {
		set(&person->until_chosen, NULL, NULL);
		set(&person->chosen, show, status);
	}
	person->until = until;
	presence_watch(d, person);
	err = keep(d, person);
	show_person(d, person);
	return err;
}

int directory_choose(struct directory *d, int64_t cID, const char *show, const char *status,
		     int64_t until)
{
	struct person *person = person_find(d, cID);
	int err;

	if (!person || person->gone)
		return ERR_NOT_FOUND;
	err = choose(d, person, show, status, until);
	tell_switch(d, person);
	return err;
}

void directory_chosen(struct directory *d, int64_t cID, const char *show, const char *status)
{
	struct person *person = person_find(d, cID);

	if (person && !person->gone)
		choose(d, person, show, status, 0);
}

static void set_resource(struct person *person, const char *name, const char *show)
{
	struct person_resource *resource;

	LL_FOREACH (person->resources, resource)
		if (!strcmp(resource->name, name))
			break;
	if (!resource && *show) {
		resource = mem_new(1, sizeof(*resource));
		resource->name = mem_dup(name);
		LL_APPEND(person->resources, resource);
	}
	if (*show) {
		mem_set(&resource->show, show);
	} else if (resource) {
		LL_DELETE(person->resources, resource);
		free(resource->name);
		free(resource->show);
		free(resource);
	}
}

void directory_presence(struct directory *d, int64_t cID, const char *resource, const char *show,
			const char *status, int64_t until)
{
	struct person *person = person_find(d, cID);

	if (!person || person->gone)
		return;
	set_resource(person, resource, show);
	if (status)
		mem_set(&person->told_status, status);
	person->told_until = until;
	show_person(d, person);
}
