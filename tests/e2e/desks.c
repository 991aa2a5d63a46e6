#include "e2e/desks.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/text.h"

void desk_done(void *ctx, const struct pbx_result *result)
{
	struct desk *desk = ctx;

	desk->answered = true;
	desk->outcome = result->outcome;
	desk->errno_ = result->errno_;
	snprintf(desk->reason, sizeof(desk->reason), "%s", result->reason);
	snprintf(desk->cid, sizeof(desk->cid), "%s", result->cid);
	snprintf(desk->json, sizeof(desk->json), "%s", result->json);
}

int64_t desks_end(void)
{
	return clock_mono_us() + (int64_t)PLACE_WAIT_MS * 1000;
}

bool desks_turn(struct desks *desks, int64_t end)
{
	loop_turn(desks->loop, 5);
	return clock_mono_us() < end;
}

void desk_wait(struct desk *desk)
{
	DESKS_UNTIL(desk->desks, desk->answered);
	desk->answered = false;
}

void desk_accepted(struct desk *desk)
{
	desk_wait(desk);
	if (desk->outcome != PBX_DONE)
		print_error("%d %s\n", desk->errno_, desk->reason);
	assert_int_equal(desk->outcome, PBX_DONE);
}

void desk_refused(struct desk *desk, const char *reason)
{
	desk_wait(desk);
	assert_int_equal(desk->outcome, PBX_REFUSED);
	assert_string_equal(desk->reason, reason);
}

static void on_book(void *ctx, struct pbx_object *const *added, unsigned added_count,
		    const char *const *removed, unsigned removed_count)
{
	struct desk *desk = ctx;

	(void)added, (void)added_count, (void)removed, (void)removed_count;
	desk->has_book = true;
}

/* With a key, since most people of the office have no password. */
static void log_in(struct desk *desk, const char *login)
{
	char words[64];
	struct ran ran;

	snprintf(words, sizeof(words), "key add %s test", login);
	ran = place_run_pabx(desk->desks->place, words, NULL);
	assert_int_equal(ran.status, 0);
	ran.out[strcspn(ran.out, "\n")] = '\0';
	pbx_login(desk->pbx, &(struct pbx_login){.key = ran.out}, desk_done, desk);
	desk_accepted(desk);
	ran_free(&ran);
}

static void sign_in(struct desks *desks, struct desk *desk, const char *login)
{
	desk->desks = desks;
	desk->pbx = pbx_new(desks->loop);
	assert_int_equal(pbx_set_host(desk->pbx, &(struct pbx_host){.url = desks->place->host}), 0);
	log_in(desk, login);
	pbx_start_feed(desk->pbx, NULL, desk_done, desk);
	desk_accepted(desk);
	pbx_enable_tags(desk->pbx, desk_done, desk);
	desk_accepted(desk);
	pbx_enable_chat(desk->pbx, true, desk_done, desk);
	desk_accepted(desk);
	pbx_get_addressbook(desk->pbx, on_book, desk);
	DESKS_UNTIL(desks, desk->has_book);
}

int desks_setup(void **state)
{
	struct desks *desks = mem_new(1, sizeof(*desks));
	void *place;

	*state = desks;
	text_init();
	place_setup(&place);
	desks->place = place;
	place_open_pabx(desks->place, "--quiet");
	desks->loop = loop_new(0);
	sign_in(desks, &desks->reception, "reception");
	sign_in(desks, &desks->user, "user");
	sign_in(desks, &desks->tern, "pstern");
	return 0;
}

int desks_teardown(void **state)
{
	struct desks *desks = *state;
	void *place = desks->place;

	pbx_free(&desks->reception.pbx);
	pbx_free(&desks->user.pbx);
	pbx_free(&desks->tern.pbx);
	loop_free(&desks->loop);
	free(desks);
	return place_teardown(&place);
}

struct pbx_object *desk_person(struct desk *desk, const char *login)
{
	unsigned count;
	struct pbx_object *const *people = pbx_list(desk->pbx, PBX_CONTACT, &count);

	for (unsigned i = 0; i < count; i++)
		if (!strcmp(pbx_contact_uname(people[i]), login))
			return people[i];
	fail_msg("there is no %s", login);
	return NULL;
}

struct pbx_object *desk_line(struct desk *desk)
{
	unsigned count;
	struct pbx_object *const *lines = pbx_lines(desk->pbx, false, &count);

	assert_true(count > 0);
	return lines[0];
}
