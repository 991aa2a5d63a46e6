#include <stdlib.h>
#include <string.h>

#include "support/pbx_fixture.h"

/* Listeners, as the public API describes them. */

static void office(void)
{
	house.fake.rows[WIRE_CONTACT] =
		"{\"cID\":5,\"name\":\"Ann\",\"blf\":0},{\"cID\":6,\"name\":\"Bob\",\"blf\":0}";
	house_live(NULL);
}

static void hear(void *ctx, enum pbx_event event, struct pbx_object *object, uint64_t changed)
{
	(void)changed;
	house_note("%s:%d:%s", (const char *)ctx, (int)event, pbx_object_key(object));
}

static struct pbx_object *ann(void)
{
	return house_find(PBX_CONTACT, "5");
}

static void both_ring(void)
{
	house_delta("\"rows\":[[\"contact\",{\"cID\":5,\"blf\":2}],[\"contact\",{\"cID\":6,\"blf\":"
		    "2}]]");
}

static void both_talk(void)
{
	house_delta("\"rows\":[[\"contact\",{\"cID\":5,\"blf\":1}],[\"contact\",{\"cID\":6,\"blf\":"
		    "1}]]");
}

static void listen__existing_objects__are_not_reported(void **state)
{
	(void)state;
	office();
	assert_int_equal(pbx_listen(house.pbx, PBX_CONTACT, NULL, PBX_NEW, hear, "a"), 0);
	house_settle();
	assert_string_equal(house.log, "");
	house_delta("\"new\":[[\"contact\",{\"cID\":7}]]");
	assert_string_equal(house.log, "a:1:7");
}

static void listen__on_one_object__hears_only_it(void **state)
{
	(void)state;
	office();
	assert_int_equal(pbx_listen(house.pbx, 0, ann(), PBX_UPDATE | PBX_DELETED, hear, "a"), 0);
	both_ring();
	assert_string_equal(house.log, "a:2:5");
	house_forget();
	house_delta("\"gone\":[[\"contact\",[5]],[\"contact\",[6]]]");
	assert_string_equal(house.log, "a:4:5");
}

static void listen__what_makes_no_sense__is_refused(void **state)
{
	(void)state;
	office();
	assert_int_not_equal(pbx_listen(house.pbx, 0, ann(), PBX_NEW, hear, "a"), 0);
	assert_int_not_equal(pbx_listen(house.pbx, PBX_CONTACT, NULL, 0, hear, "a"), 0);
	assert_int_not_equal(pbx_listen(house.pbx, PBX_CONTACT, NULL, 8, hear, "a"), 0);
	assert_int_not_equal(pbx_listen(house.pbx, PBX_CONTACT, NULL, PBX_NEW, NULL, "a"), 0);
	assert_int_not_equal(pbx_listen(house.pbx, PBX_CLASS_COUNT, NULL, PBX_NEW, hear, "a"), 0);
}

static void listen__identical_arguments__replace(void **state)
{
	(void)state;
	office();
	pbx_listen(house.pbx, 0, ann(), PBX_DELETED, hear, &house.log);
	pbx_listen(house.pbx, PBX_CONTACT, NULL, PBX_UPDATE, hear, "a");
	pbx_listen(house.pbx, PBX_CONTACT, NULL, PBX_UPDATE, hear, "a");
	both_ring();
	assert_string_equal(house.log, "a:2:5 a:2:6");
}

static void unlisten__other_arguments__finds_nothing(void **state)
{
	(void)state;
	office();
	pbx_listen(house.pbx, PBX_CONTACT, NULL, PBX_UPDATE, hear, "a");
	assert_int_not_equal(pbx_unlisten(house.pbx, PBX_CONTACT, NULL, hear, "b"), 0);
	assert_int_not_equal(pbx_unlisten(house.pbx, PBX_CALL, NULL, hear, "a"), 0);
	assert_int_not_equal(pbx_unlisten(house.pbx, PBX_CONTACT, ann(), hear, "a"), 0);
	assert_int_equal(pbx_unlisten(house.pbx, PBX_CONTACT, NULL, hear, "a"), 0);
	assert_int_not_equal(pbx_unlisten(house.pbx, PBX_CONTACT, NULL, hear, "a"), 0);
	both_ring();
	assert_string_equal(house.log, "");
}

static void see_all(void *ctx, enum pbx_event event, struct pbx_object *object, uint64_t changed)
{
	(void)ctx;
	(void)event;
	(void)changed;
	house_note("%s:%d,%d", pbx_object_key(object),
		   (int)pbx_contact_blf(house_find(PBX_CONTACT, "5")),
		   (int)pbx_contact_blf(house_find(PBX_CONTACT, "6")));
}

static void deliver__after_the_whole_frame_was_applied(void **state)
{
	(void)state;
	office();
	pbx_listen(house.pbx, PBX_CONTACT, NULL, PBX_UPDATE, see_all, NULL);
	both_ring();
	assert_string_equal(house.log, "5:2,2 6:2,2");
}

static void changed_bits(void *ctx, enum pbx_event event, struct pbx_object *object,
			 uint64_t changed)
{
	char *json = pbx_changed_json(object, changed);

	(void)ctx;
	(void)event;
	house_note("%s", json);
	free(json);
}

static void deliver__changed__names_what_changed(void **state)
{
	(void)state;
	office();
	pbx_listen(house.pbx, PBX_CONTACT, NULL, PBX_UPDATE, changed_bits, NULL);
	house_delta("\"rows\":[[\"contact\",{\"cID\":5,\"blf\":2,\"name\":\"Ann\"}],"
		    "[\"contact\",{\"cID\":5,\"online\":true}]]");
	assert_string_equal(house.log, "{\"blf\":2,\"online\":true}");
}

static void leave(void *ctx, enum pbx_event event, struct pbx_object *object, uint64_t changed)
{
	hear(ctx, event, object, changed);
	assert_int_equal(pbx_unlisten(house.pbx, PBX_CONTACT, NULL, leave, ctx), 0);
}

static void deliver__listener_removes_itself__others_still_hear(void **state)
{
	(void)state;
	office();
	pbx_listen(house.pbx, PBX_CONTACT, NULL, PBX_UPDATE, hear, "a");
	pbx_listen(house.pbx, PBX_CONTACT, NULL, PBX_UPDATE, leave, "b");
	pbx_listen(house.pbx, PBX_CONTACT, NULL, PBX_UPDATE, hear, "c");
	both_ring();
	assert_string_equal(house.log, "a:2:5 b:2:5 c:2:5 a:2:6 c:2:6");
}

static void oust(void *ctx, enum pbx_event event, struct pbx_object *object, uint64_t changed)
{
	hear(ctx, event, object, changed);
	pbx_unlisten(house.pbx, PBX_CONTACT, NULL, hear, "a");
	pbx_unlisten(house.pbx, PBX_CONTACT, NULL, hear, "c");
}

static void deliver__listener_removes_others__they_hear_no_more(void **state)
{
	(void)state;
	office();
	pbx_listen(house.pbx, PBX_CONTACT, NULL, PBX_UPDATE, hear, "a");
	pbx_listen(house.pbx, PBX_CONTACT, NULL, PBX_UPDATE, oust, "b");
	pbx_listen(house.pbx, PBX_CONTACT, NULL, PBX_UPDATE, hear, "c");
	both_ring();
	assert_string_equal(house.log, "a:2:5 b:2:5 b:2:6");
}

static void invite(void *ctx, enum pbx_event event, struct pbx_object *object, uint64_t changed)
{
	hear(ctx, event, object, changed);
	pbx_listen(house.pbx, PBX_CONTACT, NULL, PBX_UPDATE, hear, "new");
	pbx_listen(house.pbx, 0, object, PBX_UPDATE, hear, "own");
}

static void deliver__listener_added_meanwhile__hears_the_next_event(void **state)
{
	(void)state;
	office();
	pbx_listen(house.pbx, PBX_CONTACT, NULL, PBX_UPDATE, invite, "a");
	both_ring();
	assert_string_equal(house.log, "a:2:5 a:2:6 new:2:6");
	house_forget();
	both_talk();
	assert_string_equal(house.log, "own:2:5 a:2:5 new:2:5 own:2:6 a:2:6 new:2:6");
}

static void keep(void *ctx, enum pbx_event event, struct pbx_object *object, uint64_t changed)
{
	(void)ctx;
	(void)event;
	(void)changed;
	house_note("%s", pbx_contact_name(object));
	assert_null(pbx_find(house.pbx, PBX_CONTACT, "5"));
	assert_int_not_equal(pbx_listen(house.pbx, 0, object, PBX_UPDATE, hear, "late"), 0);
}

static void deliver__deleted_object__is_valid_but_found_no_more(void **state)
{
	(void)state;
	office();
	pbx_listen(house.pbx, PBX_CONTACT, NULL, PBX_DELETED, keep, NULL);
	pbx_listen(house.pbx, 0, ann(), PBX_UPDATE, hear, "own");
	house_delta("\"gone\":[[\"contact\",[5]]]");
	assert_string_equal(house.log, "Ann");
	assert_string_equal(house_keys(PBX_CONTACT), "6");
}

static void stop_all(void *ctx, enum pbx_event event, struct pbx_object *object, uint64_t changed)
{
	hear(ctx, event, object, changed);
	if (event == PBX_UPDATE)
		pbx_stop_feed(house.pbx, house_done, &house.told);
}

static void deliver__listener_stops_the_feed__the_frame_is_still_told_first(void **state)
{
	(void)state;
	office();
	pbx_listen(house.pbx, PBX_CONTACT, NULL, PBX_UPDATE | PBX_DELETED, stop_all, "a");
	fake_pabx_delta(&house.fake, "\"rows\":[[\"contact\",{\"cID\":5,\"blf\":2}],"
				     "[\"contact\",{\"cID\":6,\"blf\":2}]]");
	TURN_UNTIL(house.told.count == 2);
	assert_string_equal(house.log, "a:2:5 a:2:6 a:4:5 a:4:6 done done");
}

static void note_frame(void *ctx)
{
	house_note("%s", (const char *)ctx);
}

static void frames__are_told_after_their_events(void **state)
{
	(void)state;
	office();
	pbx_listen(house.pbx, PBX_CONTACT, NULL, PBX_UPDATE, hear, "a");
	pbx_watch_frames(house.pbx, note_frame, "frame");
	both_ring();
	assert_string_equal(house.log, "a:2:5 a:2:6 frame");
	pbx_watch_frames(house.pbx, NULL, "frame");
	both_talk();
	assert_string_equal(house.log, "a:2:5 a:2:6 frame a:2:5 a:2:6");
}

static void revision__grows_with_every_change_of_its_class_only(void **state)
{
	(void)state;
	office();

	uint64_t contacts = pbx_revision(house.pbx, PBX_CONTACT);
	uint64_t calls = pbx_revision(house.pbx, PBX_CALL);

	both_ring();
	assert_true(pbx_revision(house.pbx, PBX_CONTACT) > contacts);
	assert_int_equal(pbx_revision(house.pbx, PBX_CALL), calls);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(listen__existing_objects__are_not_reported),
		CASE(listen__on_one_object__hears_only_it),
		CASE(listen__what_makes_no_sense__is_refused),
		CASE(listen__identical_arguments__replace),
		CASE(unlisten__other_arguments__finds_nothing),
		CASE(deliver__after_the_whole_frame_was_applied),
		CASE(deliver__changed__names_what_changed),
		CASE(deliver__listener_removes_itself__others_still_hear),
		CASE(deliver__listener_removes_others__they_hear_no_more),
		CASE(deliver__listener_added_meanwhile__hears_the_next_event),
		CASE(deliver__deleted_object__is_valid_but_found_no_more),
		CASE(deliver__listener_stops_the_feed__the_frame_is_still_told_first),
		CASE(frames__are_told_after_their_events),
		CASE(revision__grows_with_every_change_of_its_class_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
