/* IPCortex.Types.Contact and Address against the real PABX. */
#include "e2e/desks.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "pbx/core.h"

/* ---- Contact: properties ---- */

static unsigned rank(const char *show)
{
	static const char *const shows[] = {"", "dnd", "away", "online"};

	for (unsigned i = 0; i < 4; i++)
		if (!strcmp(show, shows[i]))
			return i;
	fail_msg("\"%s\" is no documented show", show);
	return 0;
}

static void expect_show_of_states(const struct pbx_object *contact)
{
	cJSON *states = cJSON_Parse(pbx_contact_states(contact));
	const cJSON *resource;
	unsigned most = 0;

	assert_true(cJSON_IsObject(states));
	cJSON_ArrayForEach (resource, states)
		if (rank(resource->valuestring) > most)
			most = rank(resource->valuestring);
	assert_int_equal(rank(pbx_contact_show(contact)), most);
	cJSON_Delete(states);
}

static void contact__fourteen_properties__are_there_with_their_types(void **state)
{
	struct desks *desks = *state;
	unsigned count;
	struct pbx_object *const *people = pbx_list(desks->reception.pbx, PBX_CONTACT, &count);

	assert_true(count > 20);
	for (unsigned i = 0; i < count; i++) {
		const struct pbx_object *c = people[i];
		char *json = pbx_object_json(c);

		assert_true(pbx_contact_cID(c) > 0);
		assert_true(*pbx_contact_name(c) && *pbx_contact_uname(c));
		assert_true(*pbx_contact_company(c) && *pbx_contact_companyName(c));
		assert_non_null(strstr(json, "\"email\":\""));
		assert_non_null(strstr(json, "\"canCall\":"));
		assert_int_equal(pbx_contact_canCall(c), *pbx_who_number(c) != '\0');
		assert_int_equal(pbx_who_can_chat(c), *pbx_contact_show(c) && !pbx_who_is_me(c));
		assert_true(*pbx_contact_chatID(c));
		assert_true(pbx_who_taggable(c) || !pbx_who_tags(c));
		assert_in_range(pbx_contact_blf(c), 0, 3);
		expect_show_of_states(c);
		free(json);
	}
}

static void contact__can_tag__goes_by_role_and_company(void **state)
{
	struct desks *desks = *state;

	assert_true(pbx_who_can_tag(desk_person(&desks->reception, "agnes")));
	assert_true(pbx_who_can_tag(desk_person(&desks->tern, "rbishop")));
	assert_false(pbx_who_can_tag(desk_person(&desks->user, "agnes")));
	assert_true(pbx_who_can_tag(desk_person(&desks->user, "user")));
}

static void contact__tags__come_live_to_others(void **state)
{
	static const char *const add[] = {"probe"};
	struct desks *desks = *state;
	struct pbx_object *here = desk_person(&desks->reception, "rbishop");
	struct pbx_object *there = desk_person(&desks->tern, "rbishop");

	pbx_edit_tags(desks->tern.pbx, there, add, 1, NULL, 0, desk_done, &desks->tern);
	desk_accepted(&desks->tern);
	DESKS_UNTIL(desks, pbx_who_has_tag(here, "probe"));
	pbx_edit_tags(desks->tern.pbx, there, NULL, 0, add, 1, desk_done, &desks->tern);
	desk_accepted(&desks->tern);
	DESKS_UNTIL(desks, !pbx_who_has_tag(here, "probe"));
	pbx_edit_tags(desks->user.pbx, desk_person(&desks->user, "rbishop"), add, 1, NULL, 0,
		      desk_done, &desks->user);
	desk_refused(&desks->user, "denied");
}

static void contact__show__is_the_most_online_of_states(void **state)
{
	struct desks *desks = *state;
	struct pbx_object *me = desk_person(&desks->reception, "reception");

	pbx_set_status(desks->reception.pbx, "away", "At lunch", 0, desk_done, &desks->reception);
	desk_accepted(&desks->reception);
	DESKS_UNTIL(desks, !strcmp(pbx_contact_show(me), "away"));
	assert_string_equal(pbx_contact_status(me), "At lunch");
	expect_show_of_states(me);
	pbx_set_status(desks->reception.pbx, "online", "", 0, desk_done, &desks->reception);
	desk_accepted(&desks->reception);
	DESKS_UNTIL(desks, !strcmp(pbx_contact_show(me), "online"));
	expect_show_of_states(me);
}

/* ---- Contact: dial ---- */

static void hang_up(struct desks *desks, struct desk *desk, const char *cid)
{
	unsigned count;
	struct pbx_object *const *calls;

	DESKS_UNTIL(desks, (calls = pbx_calls_of(desk_line(desk), &count)) && count);
	assert_string_equal(pbx_call_cid(calls[0]), cid);
	pbx_call_do(desk->pbx, calls[0], PBX_CALL_HANGUP_ACTION, NULL, desk_done, desk);
	desk_accepted(desk);
	DESKS_UNTIL(desks, !pbx_calls_of(desk_line(desk), &count) || !count);
}

static void contact__dial__calls_the_best_guess_and_the_blf_rolls_up(void **state)
{
	struct desks *desks = *state;
	struct desk *desk = &desks->reception;
	struct pbx_object *me = desk_person(desk, "reception"), *agnes = desk_person(desk, "agnes");

	pbx_dial(desk->pbx, desk_line(desk), &(struct pbx_target){.object = agnes}, desk_done,
		 desk);
	desk_accepted(desk);
	DESKS_UNTIL(desks, pbx_contact_blf(me) == 1 && pbx_contact_blf(agnes) == 2);
	hang_up(desks, desk, desk->cid);
	DESKS_UNTIL(desks, pbx_contact_blf(me) == 0 && pbx_contact_blf(agnes) == 0);
}

static void contact__dial__refused_says_why(void **state)
{
	struct desks *desks = *state;
	struct desk *desk = &desks->reception;
	struct pbx_object *agnes = desk_person(desk, "agnes");
	unsigned count;
	struct pbx_object *const *devices = pbx_list(desk->pbx, PBX_DEVICE, &count);
	const struct pbx_target to = {.object = agnes};

	pbx_dial(desk->pbx, NULL, &to, desk_done, desk);
	desk_refused(desk, "nodevice");
	for (unsigned i = 0; i < count; i++)
		if (pbx_owner_of(devices[i]) == agnes) {
			pbx_dial(desk->pbx, devices[i], &to, desk_done, desk);
			desk_refused(desk, "notyours");
			return;
		}
	fail_msg("she has no device");
}

/* ---- Contact: xmppReq, xmppAuth, xmppDel and chat ---- */

static const char *link_to(struct desk *desk, int64_t cID)
{
	char key[24];

	snprintf(key, sizeof(key), "%lld", (long long)cID);
	return pbx_link_state(pbx_find(desk->pbx, PBX_LINK, key));
}

#define LINK_UNTIL(ours, theirs)                                                                   \
	DESKS_UNTIL(desks, !strcmp(pbx_who_link(petra), ours) &&                                   \
				   !strcmp(link_to(&desks->tern, 1), theirs))

static void link__none_asked_both_none__is_live_on_both_sides(void **state)
{
	struct desks *desks = *state;
	struct desk *reception = &desks->reception, *tern = &desks->tern;
	struct pbx_object *petra = desk_person(reception, "pstern");
	const struct pbx_object *const who[] = {petra};
	char first[sizeof(reception->json)];

	assert_string_equal(pbx_who_link(petra), "none");
	pbx_chat_invite(reception->pbx, who, 1, desk_done, reception);
	desk_refused(reception, "denied");

	pbx_contact_xmpp_req(reception->pbx, petra, desk_done, reception);
	desk_accepted(reception);
	LINK_UNTIL("asking", "asked");

	pbx_contact_xmpp_auth(tern->pbx, pbx_find(tern->pbx, PBX_LINK, "1"), desk_done, tern);
	desk_accepted(tern);
	LINK_UNTIL("both", "both");

	pbx_chat_invite(reception->pbx, who, 1, desk_done, reception);
	desk_accepted(reception);
	snprintf(first, sizeof(first), "%s", reception->json);
	pbx_chat_invite(reception->pbx, who, 1, desk_done, reception);
	desk_accepted(reception);
	assert_string_equal(reception->json, first);

	pbx_contact_xmpp_del(tern->pbx, pbx_find(tern->pbx, PBX_LINK, "1"), desk_done, tern);
	desk_accepted(tern);
	LINK_UNTIL("none", "none");
	pbx_chat_invite(reception->pbx, who, 1, desk_done, reception);
	desk_refused(reception, "denied");
}

static void link__not_asked_or_nobody__is_refused(void **state)
{
	struct desks *desks = *state;
	struct desk *desk = &desks->reception;

	pbx_contact_xmpp_auth(desk->pbx, desk_person(desk, "rbishop"), desk_done, desk);
	desk_refused(desk, "conflict");
	pbx_contact_xmpp_req(desk->pbx, desk_line(desk), desk_done, desk);
	desk_refused(desk, "notarget");
}

/* ---- Contact: photo ---- */

struct seen {
	bool told;
	char type[32], rev[65];
	size_t len;
	unsigned char head[8];
	unsigned order, *counter;
};

static void on_photo(void *ctx, const struct pbx_picture *picture)
{
	struct seen *seen = ctx;

	assert_false(seen->told);
	seen->told = true;
	seen->len = picture->len;
	snprintf(seen->type, sizeof(seen->type), "%s", picture->type);
	snprintf(seen->rev, sizeof(seen->rev), "%s", picture->rev);
	if (picture->len >= sizeof(seen->head))
		memcpy(seen->head, picture->bytes, sizeof(seen->head));
	if (seen->counter)
		seen->order = ++*seen->counter;
}

static struct seen photo(struct desk *desk, const struct pbx_object *who, bool null_too)
{
	struct seen seen = {.told = false};

	pbx_photo(desk->pbx, who, 0, null_too, on_photo, &seen);
	assert_false(seen.told);
	DESKS_UNTIL(desk->desks, seen.told);
	return seen;
}

static void photo__without_one__is_a_drawing_or_null(void **state)
{
	struct desks *desks = *state;
	struct pbx_object *who = desk_person(&desks->reception, "user");
	struct seen seen = photo(&desks->reception, who, false);

	assert_string_equal(seen.type, "image/svg+xml");
	assert_memory_equal(seen.head, "<svg xml", 8);
	seen = photo(&desks->reception, who, true);
	assert_string_equal(seen.type, "");
	assert_int_equal(seen.len, 0);
}

static void photo__several_at_once__come_one_by_one_in_order(void **state)
{
	struct desks *desks = *state;
	unsigned count, counter = 0;
	struct pbx_object *const *people = pbx_list(desks->reception.pbx, PBX_CONTACT, &count);
	struct seen seen[5] = {{.told = false}};

	for (unsigned i = 0; i < 5; i++) {
		seen[i].counter = &counter;
		pbx_photo(desks->reception.pbx, people[i], 16, false, on_photo, &seen[i]);
	}
	DESKS_UNTIL(desks, counter == 5);
	for (unsigned i = 0; i < 5; i++)
		assert_int_equal(seen[i].order, i + 1);
}

static void photo__many__the_last_are_kept(void **state)
{
	enum { MANY = 200, KEPT = 128 };
	struct desks *desks = *state;
	const struct px_photos *photos = &desks->reception.pbx->photos;
	struct pbx_object *who = desk_person(&desks->reception, "user");
	struct seen seen[MANY] = {{.told = false}}, again;
	unsigned counter = 0;

	for (int i = 0; i < MANY; i++) {
		seen[i].counter = &counter;
		pbx_photo(desks->reception.pbx, who, i + 1, false, on_photo, &seen[i]);
	}
	DESKS_UNTIL(desks, counter == MANY);
	assert_int_equal(photos->count, KEPT);
	assert_in_range(photos->bytes, 1, 4 << 20);
	/* One that is kept is not asked for again, nor kept twice. */
	again = photo(&desks->reception, who, false);
	assert_string_equal(again.type, "image/svg+xml");
	assert_int_equal(photos->count, KEPT);
}

static void photo__forgotten__is_not_told(void **state)
{
	struct desks *desks = *state;
	struct pbx_object *who = desk_person(&desks->reception, "user");
	struct seen seen = {.told = false};

	pbx_photo(desks->reception.pbx, who, 17, false, on_photo, &seen);
	pbx_photo_forget(desks->reception.pbx, &seen);
	photo(&desks->reception, who, false);
	assert_false(seen.told);
}

/* ---- Address ---- */

static struct pbx_object *entry_named(struct desk *desk, const char *name)
{
	unsigned count;
	struct pbx_object *const *book = pbx_list(desk->pbx, PBX_ADDRESS, &count);

	for (unsigned i = 0; i < count; i++)
		if (!strcmp(pbx_who_name(book[i]), name))
			return book[i];
	return NULL;
}

static void address__made_edited_deleted__through_the_api(void **state)
{
	struct desks *desks = *state;
	struct desk *desk = &desks->reception;
	struct pbx_object *entry;

	pbx_address_create(desk->pbx,
			   &(struct pbx_entry){.name = "Probe Ltd", .number = "020 7946 0999"},
			   desk_done, desk);
	desk_accepted(desk);
	DESKS_UNTIL(desks, (entry = entry_named(desk, "Probe Ltd")) != NULL);
	assert_non_null(strstr(desk->json, pbx_address_key(entry)));
	assert_string_equal(pbx_address_group(entry), "personal");
	assert_true(pbx_who_can_edit(entry) && pbx_who_can_call(entry));
	assert_false(pbx_who_can_chat(entry) || pbx_who_is_me(entry));
	assert_null(entry_named(&desks->tern, "Probe Ltd"));

	pbx_address_edit(desk->pbx, entry, &(struct pbx_entry){.email = "x@probe.example"},
			 desk_done, desk);
	desk_accepted(desk);
	DESKS_UNTIL(desks, !strcmp(pbx_who_email(entry), "x@probe.example"));
	assert_string_equal(pbx_who_name(entry), "Probe Ltd");

	pbx_address_delete(desk->pbx, entry, desk_done, desk);
	desk_accepted(desk);
	DESKS_UNTIL(desks, !entry_named(desk, "Probe Ltd"));
}

static void address__not_made_through_the_api__cannot_be_changed(void **state)
{
	struct desks *desks = *state;
	struct desk *desk = &desks->reception;
	struct pbx_object *entry = pbx_find(desk->pbx, PBX_ADDRESS, "a1");

	assert_non_null(entry);
	assert_false(pbx_who_can_edit(entry));
	pbx_address_edit(desk->pbx, entry, &(struct pbx_entry){.name = "x"}, desk_done, desk);
	desk_refused(desk, "denied");
	pbx_address_delete(desk->pbx, entry, desk_done, desk);
	desk_refused(desk, "denied");
	pbx_address_create(desk->pbx, &(struct pbx_entry){.name = "x", .group = "system"},
			   desk_done, desk);
	desk_refused(desk, "denied");
}

static void address__every_kind__answers_behind_one_face_in_order(void **state)
{
	struct desks *desks = *state;
	unsigned count, people = 0, me = 0, groups = 0;
	struct pbx_object *const *book = pbx_list(desks->reception.pbx, PBX_ADDRESS, &count);

	assert_true(count > 20);
	for (unsigned i = 0; i < count; i++) {
		const char *group = pbx_address_group(book[i]);

		assert_true(!strcmp(group, "system") || !strcmp(group, "company") ||
			    !strcmp(group, "personal"));
		assert_true(*pbx_who_name(book[i]) && *pbx_address_key(book[i]));
		assert_true(i == 0 || pbx_who_compare(book[i - 1], book[i]) < 0);
		groups |= *group == 's' ? 1u : *group == 'c' ? 2u : 4u;
		me += pbx_who_is_me(book[i]);
		if (pbx_who_contact(book[i])) {
			people++;
			assert_string_equal(group, "system");
			assert_in_range(pbx_who_blf(book[i]), 0, 3);
		} else {
			assert_true(pbx_who_blf(book[i]) == PBX_UNKNOWN);
			assert_string_equal(pbx_who_show(book[i]), "");
		}
	}
	assert_true(people > 20 && people < count);
	assert_int_equal(groups, 7);
	assert_int_equal(me, 1);
}

/* ---- The last: the PABX is changed and ended here ---- */

static void write_png(struct place *place)
{
	static const unsigned char png[] = {
		0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48,
		0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00,
		0x00, 0x3a, 0x7e, 0x9b, 0x55, 0x00, 0x00, 0x00, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78,
		0x9c, 0x63, 0x60, 0x00, 0x00, 0x00, 0x02, 0x00, 0x01, 0x48, 0xaf, 0xa4, 0x71, 0x00,
		0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};
	char *path = place_path(place, "photo.png");
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(png, sizeof(png), 1, file), 1);
	fclose(file);
	free(path);
}

static void photo__set__is_fetched_once_and_kept_until_it_changes(void **state)
{
	struct desks *desks = *state;
	struct pbx_object *agnes = desk_person(&desks->reception, "agnes");
	struct ran ran;
	struct seen seen;

	write_png(desks->place);
	ran = place_run_pabx(desks->place, "photo set agnes %H/photo.png", NULL);
	assert_int_equal(ran.status, 0);
	ran_free(&ran);
	DESKS_UNTIL(desks, *pbx_contact_photo(agnes));
	seen = photo(&desks->reception, agnes, true);
	assert_string_equal(seen.type, "image/png");
	assert_memory_equal(seen.head, "\x89PNG\r\n\x1a\n", 8);
	assert_string_equal(seen.rev, pbx_contact_photo(agnes));

	place_end_pabx(desks->place, SIGKILL);
	seen = photo(&desks->reception, agnes, true);
	assert_string_equal(seen.type, "image/png");
	seen = photo(&desks->reception, desk_person(&desks->reception, "sbello"), false);
	assert_string_equal(seen.type, "image/svg+xml");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(contact__fourteen_properties__are_there_with_their_types),
		cmocka_unit_test(contact__can_tag__goes_by_role_and_company),
		cmocka_unit_test(contact__tags__come_live_to_others),
		cmocka_unit_test(contact__show__is_the_most_online_of_states),
		cmocka_unit_test(contact__dial__calls_the_best_guess_and_the_blf_rolls_up),
		cmocka_unit_test(contact__dial__refused_says_why),
		cmocka_unit_test(link__none_asked_both_none__is_live_on_both_sides),
		cmocka_unit_test(link__not_asked_or_nobody__is_refused),
		cmocka_unit_test(photo__without_one__is_a_drawing_or_null),
		cmocka_unit_test(photo__several_at_once__come_one_by_one_in_order),
		cmocka_unit_test(photo__many__the_last_are_kept),
		cmocka_unit_test(photo__forgotten__is_not_told),
		cmocka_unit_test(address__made_edited_deleted__through_the_api),
		cmocka_unit_test(address__not_made_through_the_api__cannot_be_changed),
		cmocka_unit_test(address__every_kind__answers_behind_one_face_in_order),
		cmocka_unit_test(photo__set__is_fetched_once_and_kept_until_it_changes),
	};

	return cmocka_run_group_tests(tests, desks_setup, desks_teardown);
}
