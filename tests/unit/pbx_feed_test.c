#include <stdlib.h>
#include <string.h>

#include "support/pbx_fixture.h"

#define ANN "{\"cID\":5,\"name\":\"Ann\",\"canCall\":true,\"blf\":0}"
#define BOB "{\"cID\":6,\"name\":\"Bob\",\"blf\":0}"

static const unsigned CONTACTS = 1u << PBX_CONTACT;

static void ann_and_bob(void)
{
	house.fake.rows[WIRE_CONTACT] = ANN "," BOB;
	house_follow(CONTACTS);
	house_live(NULL);
}

static bool start_says(const char *text)
{
	return strstr(house.fake.start, text) != NULL;
}

/* ---- Start ---- */

static void live__after_snapshot__objects_answer_and_deltas_are_told(void **state)
{
	(void)state;
	house.fake.rows[WIRE_CONTACT] = ANN;
	house_follow(CONTACTS);
	house_login();
	assert_int_equal(pbx_user_id(house.pbx), 1);
	house_start(NULL);
	TURN_UNTIL(house.told.count);
	assert_string_equal(house.log, "connecting loading new:contact:5 live done");

	struct pbx_object *ann = house_find(PBX_CONTACT, "5");

	assert_string_equal(pbx_contact_name(ann), "Ann");
	assert_int_equal(pbx_contact_blf(ann), 0);
	assert_true(pbx_contact_canCall(ann));
	assert_int_equal(pbx_contact_deputy(ann), PBX_UNKNOWN);
	house_forget();
	house_delta("\"rows\":[[\"contact\",{\"cID\":5,\"blf\":2}]]");
	assert_string_equal(house.log, "update:contact:5");
	assert_int_equal(pbx_contact_blf(ann), 2);
}

static void start__before_login__is_refused_later_not_inside_the_call(void **state)
{
	(void)state;
	house_start(NULL);
	assert_int_equal(house.told.count, 0);
	TURN_UNTIL(house.told.count);
	assert_int_equal(house.told.outcome, PBX_REFUSED);
	assert_int_equal(house.told.errno_, 2);
	assert_int_equal(pbx_feed_state(house.pbx), PBX_STOPPED);
}

static void start__without_options__asks_for_every_set(void **state)
{
	(void)state;
	house_live(NULL);
	assert_true(start_says("\"sets\":[\"device\",\"mailbox\",\"queue\",\"presence\"]"));
	assert_true(start_says("\"deviceMin\":false,\"idle\":false,\"tags\":false"));
	assert_true(start_says("\"pingtime\":540,\"heartbeat\":1"));
	assert_false(start_says("resume"));
}

static void start__with_some_sets__asks_for_these_alone(void **state)
{
	(void)state;
	house_live(&(struct pbx_feed_options){
		.queue = true, .presence = true, .pingtime = 10, .heartbeat = -1});
	assert_true(start_says("\"sets\":[\"queue\",\"presence\"]"));
	assert_true(start_says("\"pingtime\":10,\"heartbeat\":0"));
}

static void start__device_min_alone__narrows_device(void **state)
{
	(void)state;
	house_live(&(struct pbx_feed_options){.device_min = true});
	assert_true(start_says("\"sets\":[\"device\"],\"deviceMin\":true"));
}

static void start__pingtime_out_of_range__is_refused(void **state)
{
	(void)state;
	house_login();
	for (int i = 0; i < 3; i++) {
		const int times[] = {9, 1000, -1};

		house_forget();
		house_start(&(struct pbx_feed_options){.pingtime = times[i]});
		TURN_UNTIL(house.told.count);
		assert_int_equal(house.told.outcome, PBX_REFUSED);
		assert_int_equal(house.told.errno_, 90);
		assert_non_null(strstr(house.told.text, "10 to 999 s"));
	}
	assert_int_equal(house.fake.connects, 0);
}

static void start__session__goes_as_cookie(void **state)
{
	(void)state;
	house_live(NULL);
	assert_string_equal(house.fake.cookie, "Red60urne=c00kie");
	assert_string_equal(house.fake.bearer, "");
}

static void start__while_live__replaces_the_one_before_and_drops_what_it_left_out(void **state)
{
	(void)state;
	house.fake.rows[WIRE_QUEUE] = "{\"name\":\"sales\"}";
	house_follow(1u << PBX_QUEUE);
	house_live(NULL);
	house_start(&(struct pbx_feed_options){.device = true});
	TURN_UNTIL(house.told.count && strstr(house.log, "deleted:queue:sales"));
	assert_int_equal(house.fake.starts, 2);
	assert_int_equal(house.fake.connects, 1);
	assert_int_equal(pbx_feed_state(house.pbx), PBX_LIVE);
}

static void hello__other_protocol__is_error_100_and_the_end(void **state)
{
	(void)state;
	house.fake.protocol = 2;
	house_follow(0);
	house_login();
	house_start(NULL);
	TURN_UNTIL(house.told.count && strstr(house.log, "stopped"));
	assert_int_equal(house.told.outcome, PBX_REFUSED);
	assert_int_equal(house.told.errno_, 100);
	assert_string_equal(house.log, "connecting error:100 stopped done");
	assert_int_equal(house.fake.starts, 0);
}

static void hello__other_version_later__is_a_notice_and_the_feed_goes_on(void **state)
{
	(void)state;
	ann_and_bob();
	house.fake.version = "6.6.0";
	fake_pabx_hang_up(&house.fake, 1001);
	TURN_UNTIL(house.fake.starts == 2 || house_retry());
	TURN_UNTIL(pbx_feed_state(house.pbx) == PBX_LIVE);
	house_settle();
	assert_string_equal(house.log, "error:92 stale error:100 live");
}

static void hello__says_who_and_what__they_can_be_asked(void **state)
{
	(void)state;
	house_live(NULL);
	assert_true(pbx_can(house.pbx, "hold"));
	assert_false(pbx_can(house.pbx, "park"));
	assert_string_equal(pbx_user_name(house.pbx), "Rita");
	assert_string_equal(pbx_permission(house.pbx, "receptionist"), "yes");
	assert_null(pbx_permission(house.pbx, "sysadmin"));
}

/* ---- Frames ---- */

static void delta__gone_new_rows__are_applied_in_this_order(void **state)
{
	(void)state;
	ann_and_bob();
	house_delta("\"rows\":[[\"contact\",{\"cID\":5,\"name\":\"Anna\"}]],"
		    "\"new\":[[\"contact\",{\"cID\":5,\"name\":\"Eve\"}]],"
		    "\"gone\":[[\"contact\",[5]]]");
	assert_string_equal(house.log, "deleted:contact:5 new:contact:5");
	assert_string_equal(pbx_contact_name(house_find(PBX_CONTACT, "5")), "Anna");
	assert_int_equal(pbx_contact_blf(house_find(PBX_CONTACT, "5")), PBX_UNKNOWN);
}

static void delta__several_rows_of_one_object__are_one_event(void **state)
{
	(void)state;
	ann_and_bob();
	house_delta(
		"\"rows\":[[\"contact\",{\"cID\":5,\"blf\":1}],[\"contact\",{\"cID\":6,\"blf\":1}],"
		"[\"contact\",{\"cID\":5,\"blf\":3}]]");
	assert_string_equal(house.log, "update:contact:5 update:contact:6");
}

static void delta__nothing_differs__no_event(void **state)
{
	(void)state;
	ann_and_bob();
	house_delta("\"rows\":[[\"contact\",{\"cID\":5,\"blf\":0}],[\"contact\",{\"cID\":6,\"blf\":"
		    "1}]]");
	assert_string_equal(house.log, "update:contact:6");
}

static void delta__partial_row_of_unknown_key__is_dropped(void **state)
{
	(void)state;
	ann_and_bob();
	house_delta("\"rows\":[[\"contact\",{\"cID\":99,\"blf\":2}],[\"contact\",{\"cID\":5,"
		    "\"blf\":2}]]");
	assert_string_equal(house.log, "update:contact:5");
	assert_null(pbx_find(house.pbx, PBX_CONTACT, "99"));
}

static void delta__unknown_set_or_field__is_ignored(void **state)
{
	(void)state;
	ann_and_bob();
	fake_pabx_say(&house.fake, "{\"op\":\"dance\",\"step\":7}");
	fake_pabx_say(&house.fake,
		      "{\"op\":\"snapshot\",\"set\":\"robot\",\"part\":1,\"last\":true,"
		      "\"rows\":[{\"a\":1}]}");
	fake_pabx_say(&house.fake, "{\"op\":\"ready\",\"seq\":100}");
	house_settle();
	house_forget();
	house_delta(
		"\"gone\":[[\"robot\",[1]]],\"new\":[[\"robot\",{\"a\":1}]],"
		"\"rows\":[[\"robot\",{\"a\":1}],[\"contact\",{\"cID\":5,\"hat\":[1],\"blf\":2}]]");
	assert_string_equal(house.log, "update:contact:5");
	assert_int_equal(pbx_feed_state(house.pbx), PBX_LIVE);
}

static void delta__null__is_a_value(void **state)
{
	(void)state;
	ann_and_bob();
	house_delta("\"rows\":[[\"contact\",{\"cID\":5,\"blf\":null,\"name\":null}]]");
	assert_int_equal(pbx_contact_blf(house_find(PBX_CONTACT, "5")), PBX_UNKNOWN);
	assert_string_equal(pbx_contact_name(house_find(PBX_CONTACT, "5")), "");
}

static void delta__hostile_text__is_cleaned_where_it_enters(void **state)
{
	(void)state;
	ann_and_bob();
	house_delta("\"rows\":[[\"contact\",{\"cID\":5,\"name\":\"A\\u001b[2Jn\\u202en\"}]]");
	assert_string_equal(pbx_contact_name(house_find(PBX_CONTACT, "5")), "A [2Jnn");
}

static void snapshot__rows_no_longer_named__go_with_the_last_part(void **state)
{
	(void)state;
	ann_and_bob();
	house.fake.lazy = true;
	fake_pabx_say(&house.fake, "{\"op\":\"delta\",\"prev\":1,\"seq\":2}"); /* a gap */
	TURN_UNTIL(house.fake.resyncs);
	fake_pabx_say(&house.fake,
		      "{\"op\":\"snapshot\",\"set\":\"contact\",\"part\":1,\"last\":false,"
		      "\"rows\":[{\"cID\":7,\"name\":\"Cy\"}]}");
	house_settle();
	assert_string_equal(house.log, "stale new:contact:7");
	fake_pabx_say(&house.fake, "{\"op\":\"delta\",\"prev\":2,\"seq\":3,"
				   "\"rows\":[[\"contact\",{\"cID\":6,\"blf\":0}]]}");
	fake_pabx_say(&house.fake,
		      "{\"op\":\"snapshot\",\"set\":\"contact\",\"part\":2,\"last\":true,"
		      "\"rows\":[]}");
	house_settle();
	assert_string_equal(house.log, "stale new:contact:7 deleted:contact:5");
	assert_string_equal(house_keys(PBX_CONTACT), "6 7");
}

static void snapshot__whole_row_of_known_key__forgets_what_it_does_not_name(void **state)
{
	(void)state;
	ann_and_bob();
	house_delta("\"new\":[[\"contact\",{\"cID\":5,\"name\":\"Ann\"}]]");
	assert_string_equal(house.log, "update:contact:5");
	assert_int_equal(pbx_contact_blf(house_find(PBX_CONTACT, "5")), PBX_UNKNOWN);
	assert_ptr_equal(pbx_find(house.pbx, PBX_CONTACT, "5"), house_find(PBX_CONTACT, "5"));
}

static void snapshot__nobody_asked_for__is_shown_as_stale_until_ready(void **state)
{
	(void)state;
	ann_and_bob();
	fake_pabx_snapshot(&house.fake, NULL);
	house_settle();
	assert_string_equal(house.log, "stale live");
}

/* ---- Sequence ---- */

static void gap__asks_once_for_a_resync_and_shows_stale(void **state)
{
	(void)state;
	ann_and_bob();
	house.fake.lazy = true;
	fake_pabx_say(&house.fake, "{\"op\":\"delta\",\"prev\":200,\"seq\":201,"
				   "\"rows\":[[\"contact\",{\"cID\":5,\"blf\":1}]]}");
	fake_pabx_say(&house.fake, "{\"op\":\"delta\",\"prev\":300,\"seq\":301}");
	fake_pabx_say(&house.fake, "{\"op\":\"beat\",\"prev\":7,\"seq\":8}");
	house_settle();
	assert_int_equal(house.fake.resyncs, 1);
	assert_int_equal(pbx_feed_state(house.pbx), PBX_STALE);
	assert_non_null(pbx_find(house.pbx, PBX_CONTACT, "6"));
	house.fake.seq = 301;
	fake_pabx_snapshot(&house.fake, "2");
	TURN_UNTIL(pbx_feed_state(house.pbx) == PBX_LIVE);
	assert_string_equal(house.log, "stale update:contact:5 update:contact:5 live");
	house_delta("\"rows\":[[\"contact\",{\"cID\":6,\"blf\":1}]]");
	assert_int_equal(house.fake.resyncs, 1);
}

static void gap__in_a_beat__is_one_too(void **state)
{
	(void)state;
	ann_and_bob();
	fake_pabx_say(&house.fake, "{\"op\":\"beat\",\"prev\":55,\"seq\":56,\"serverTime\":1.5}");
	TURN_UNTIL(house.fake.resyncs);
	TURN_UNTIL(pbx_feed_state(house.pbx) == PBX_LIVE);
}

static void gap__hello_of_another_epoch__is_one_too(void **state)
{
	(void)state;
	ann_and_bob();
	fake_pabx_say(&house.fake,
		      "{\"op\":\"hello\",\"protocol\":1,\"version\":\"6.5.0\","
		      "\"epoch\":\"e2\",\"serverTime\":1.5,\"user\":{\"id\":1},\"can\":[]}");
	TURN_UNTIL(house.fake.resyncs == 1);
	TURN_UNTIL(pbx_feed_state(house.pbx) == PBX_LIVE);
}

static void beat__moves_the_sequence_on(void **state)
{
	(void)state;
	ann_and_bob();
	fake_pabx_say(&house.fake, "{\"op\":\"beat\",\"prev\":100,\"seq\":140,\"serverTime\":1.5}");
	house.fake.seq = 140;
	house_delta("\"rows\":[[\"contact\",{\"cID\":6,\"blf\":1}]]");
	assert_int_equal(house.fake.resyncs, 0);
}

static void resume__after_a_cut__carries_epoch_and_seq_and_keeps_everything(void **state)
{
	(void)state;
	ann_and_bob();
	house_delta("\"rows\":[[\"contact\",{\"cID\":6,\"blf\":1}]]");
	house_forget();
	house.fake.resume = true;
	fake_pabx_cut(&house.fake);
	TURN_UNTIL(pbx_feed_state(house.pbx) == PBX_STALE);
	fake_pabx_return(&house.fake);
	TURN_UNTIL(house.fake.starts == 2 || house_retry());
	TURN_UNTIL(pbx_feed_state(house.pbx) == PBX_LIVE);
	house_settle();
	assert_true(start_says("\"resume\":{\"epoch\":\"e1\",\"seq\":101}"));
	assert_non_null(strstr(house.log, "stale live"));
	assert_null(strstr(house.log, "contact"));
}

static void resume__with_a_server_that_started_anew__sweeps_by_its_snapshot(void **state)
{
	(void)state;
	ann_and_bob();
	house.fake.epoch = "e2";
	house.fake.seq = 3;
	house.fake.rows[WIRE_CONTACT] = BOB;
	fake_pabx_hang_up(&house.fake, 1001);
	TURN_UNTIL(house.fake.starts == 2 || house_retry());
	TURN_UNTIL(pbx_feed_state(house.pbx) == PBX_LIVE);
	house_settle();
	assert_false(start_says("resume"));
	assert_string_equal(house.log, "error:92 stale deleted:contact:5 live");
}

static void resume__after_an_interrupted_snapshot__is_not_tried(void **state)
{
	(void)state;
	ann_and_bob();
	house.fake.lazy = true;
	fake_pabx_say(&house.fake, "{\"op\":\"delta\",\"prev\":1,\"seq\":2}");
	TURN_UNTIL(house.fake.resyncs);
	house.fake.lazy = false;
	fake_pabx_hang_up(&house.fake, 1001);
	TURN_UNTIL(house.fake.starts == 2 || house_retry());
	TURN_UNTIL(pbx_feed_state(house.pbx) == PBX_LIVE);
	assert_false(start_says("resume"));
}

/* ---- What can be turned on and off ---- */

static void tags__enabled__are_asked_for_and_done_when_they_came(void **state)
{
	(void)state;
	house.fake.rows[WIRE_TAG] = "{\"owner\":5,\"tags\":[\"vip\"]}";
	ann_and_bob();
	pbx_enable_tags(house.pbx, house_done, &house.told);
	TURN_UNTIL(house.told.count);
	assert_non_null(strstr(house.fake.set, "\"tags\":true"));
	assert_true(pbx_who_has_tag(house_find(PBX_CONTACT, "5"), "VIP"));
	assert_int_equal(pbx_who_tags(house_find(PBX_CONTACT, "6")), 0);
	house_follow(1u << PBX_TAG);
	pbx_disable_tags(house.pbx, house_done, &house.told);
	TURN_UNTIL(strstr(house.log, "deleted:tag:5"));
	assert_false(pbx_who_has_tag(house_find(PBX_CONTACT, "5"), "vip"));
}

static void tags__enabled_before_start__are_part_of_it(void **state)
{
	(void)state;
	pbx_enable_tags(house.pbx, house_done, &house.told);
	TURN_UNTIL(house.told.count);
	house_live(NULL);
	assert_true(start_says("\"tags\":true"));
}

static void tags__asked_while_the_link_is_down__are_done_with_the_next_start(void **state)
{
	(void)state;
	ann_and_bob();
	fake_pabx_hang_up(&house.fake, 1001);
	TURN_UNTIL(pbx_feed_state(house.pbx) == PBX_STALE);
	pbx_enable_tags(house.pbx, house_done, &house.told);
	house_settle();
	assert_int_equal(house.told.count, 0);
	TURN_UNTIL(house.told.count || house_retry());
	assert_int_equal(house.told.outcome, PBX_DONE);
	assert_true(start_says("\"tags\":true"));
}

static void idle__refused_by_the_server__is_told_and_stays(void **state)
{
	(void)state;
	ann_and_bob();
	house.fake.lazy = true;
	pbx_set_idle(house.pbx, false, house_done, &house.told);
	TURN_UNTIL(house.fake.sets);
	assert_non_null(strstr(house.fake.set, "\"idle\":false"));
	fake_pabx_say(&house.fake, "{\"op\":\"error\",\"errno\":99,\"reason\":\"denied\","
				   "\"text\":\"lite\",\"id\":\"2\"}");
	TURN_UNTIL(house.told.count);
	assert_int_equal(house.told.outcome, PBX_REFUSED);
	assert_int_equal(house.told.errno_, 99);
	assert_string_equal(house.told.reason, "denied");
	assert_int_equal(pbx_feed_state(house.pbx), PBX_LIVE);
}

struct book {
	int calls;
	unsigned added, removed;
	char key[64];
};

static void on_book(void *ctx, struct pbx_object *const *added, unsigned added_count,
		    const char *const *removed, unsigned removed_count)
{
	struct book *book = ctx;

	book->calls++;
	book->added = added_count;
	book->removed = removed_count;
	if (added_count)
		assert_non_null(pbx_address_key(added[0]));
	if (removed_count)
		strcpy(book->key, removed[0]);
}

/* Two addresses at the server, asked for. */
static void ask_for_book(struct book *book)
{
	house.fake.rows[WIRE_ADDRESS] =
		"{\"key\":\"a\",\"name\":\"Zoe\"},{\"key\":\"b\",\"name\":\"Al\"}";
	ann_and_bob();
	pbx_get_addressbook(house.pbx, on_book, book);
	assert_int_equal(book->calls, 0);
	TURN_UNTIL(book->calls);
}

static void addressbook__first_all_then_what_came_and_went(void **state)
{
	struct book book = {0};

	(void)state;
	ask_for_book(&book);
	assert_int_equal(book.added, 2);
	assert_string_equal(house_keys(PBX_ADDRESS), "b a");
	house_delta("\"gone\":[[\"address\",[\"a\"]]],\"new\":[[\"address\",{\"key\":\"c\","
		    "\"name\":\"Bo\"}]]");
	assert_int_equal(book.calls, 2);
	assert_int_equal(book.added, 1);
	assert_int_equal(book.removed, 1);
	assert_string_equal(book.key, "a");
	house_delta("\"rows\":[[\"contact\",{\"cID\":5,\"blf\":3}]]");
	assert_int_equal(book.calls, 2);
}

static void addressbook__asked_again__hears_what_came_and_went_meanwhile(void **state)
{
	struct book book = {0};

	(void)state;
	ask_for_book(&book);
	assert_int_equal(house.fake.sets, 1);
	house.fake.rows[WIRE_ADDRESS] =
		"{\"key\":\"b\",\"name\":\"Al\"},{\"key\":\"c\",\"name\":\"Bo\"}";
	pbx_get_addressbook(house.pbx, on_book, &book);
	TURN_UNTIL(book.calls == 2);
	assert_int_equal(house.fake.sets, 2);
	assert_int_equal(book.added, 1);
	assert_int_equal(book.removed, 1);
	assert_string_equal(book.key, "a");
	assert_string_equal(house_keys(PBX_ADDRESS), "b c");
}

static void addressbook__known_revision__is_told_to_a_server_that_started_anew(void **state)
{
	struct book book = {0};

	(void)state;
	house.fake.rows[WIRE_ADDRESS] = "{\"key\":\"a\",\"name\":\"Zoe\"}";
	house.fake.revision = "r7";
	ann_and_bob();
	pbx_get_addressbook(house.pbx, on_book, &book);
	TURN_UNTIL(book.calls);
	house.fake.epoch = "e2";
	fake_pabx_hang_up(&house.fake, 1001);
	TURN_UNTIL(house.fake.starts == 2 || house_retry());
	TURN_UNTIL(pbx_feed_state(house.pbx) == PBX_LIVE);
	assert_true(start_says("\"address\":true"));
	assert_true(start_says("\"have\":{\"address\":\"r7\"}"));
}

static void fetch__without_a_feed__brings_the_sets_page_by_page(void **state)
{
	(void)state;
	house.fake.answers[1] = (struct fake_answer){
		"/rest/live/read/contact", 200,
		"{\"result\":\"success\",\"values\":[" ANN "," BOB "],\"numrows\":2}", NULL};
	house.fake.empty = "{\"result\":\"success\",\"values\":[],\"numrows\":0}";
	house_follow(CONTACTS);
	house_login();
	pbx_fetch_data(house.pbx, house_done, &house.told);
	TURN_UNTIL(house.told.count);
	assert_int_equal(house.told.outcome, PBX_DONE);
	assert_string_equal(house.log, "new:contact:5 new:contact:6 done");
	assert_int_equal(house.fake.connects, 0);
	assert_int_equal(pbx_feed_state(house.pbx), PBX_STOPPED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(live__after_snapshot__objects_answer_and_deltas_are_told),
		CASE(start__before_login__is_refused_later_not_inside_the_call),
		CASE(start__without_options__asks_for_every_set),
		CASE(start__with_some_sets__asks_for_these_alone),
		CASE(start__device_min_alone__narrows_device),
		CASE(start__pingtime_out_of_range__is_refused),
		CASE(start__session__goes_as_cookie),
		CASE(start__while_live__replaces_the_one_before_and_drops_what_it_left_out),
		CASE(hello__other_protocol__is_error_100_and_the_end),
		CASE(hello__other_version_later__is_a_notice_and_the_feed_goes_on),
		CASE(hello__says_who_and_what__they_can_be_asked),
		CASE(delta__gone_new_rows__are_applied_in_this_order),
		CASE(delta__several_rows_of_one_object__are_one_event),
		CASE(delta__nothing_differs__no_event),
		CASE(delta__partial_row_of_unknown_key__is_dropped),
		CASE(delta__unknown_set_or_field__is_ignored),
		CASE(delta__null__is_a_value),
		CASE(delta__hostile_text__is_cleaned_where_it_enters),
		CASE(snapshot__rows_no_longer_named__go_with_the_last_part),
		CASE(snapshot__whole_row_of_known_key__forgets_what_it_does_not_name),
		CASE(snapshot__nobody_asked_for__is_shown_as_stale_until_ready),
		CASE(gap__asks_once_for_a_resync_and_shows_stale),
		CASE(gap__in_a_beat__is_one_too),
		CASE(gap__hello_of_another_epoch__is_one_too),
		CASE(beat__moves_the_sequence_on),
		CASE(resume__after_a_cut__carries_epoch_and_seq_and_keeps_everything),
		CASE(resume__with_a_server_that_started_anew__sweeps_by_its_snapshot),
		CASE(resume__after_an_interrupted_snapshot__is_not_tried),
		CASE(tags__enabled__are_asked_for_and_done_when_they_came),
		CASE(tags__enabled_before_start__are_part_of_it),
		CASE(tags__asked_while_the_link_is_down__are_done_with_the_next_start),
		CASE(idle__refused_by_the_server__is_told_and_stays),
		CASE(addressbook__first_all_then_what_came_and_went),
		CASE(addressbook__asked_again__hears_what_came_and_went_meanwhile),
		CASE(addressbook__known_revision__is_told_to_a_server_that_started_anew),
		CASE(fetch__without_a_feed__brings_the_sets_page_by_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
