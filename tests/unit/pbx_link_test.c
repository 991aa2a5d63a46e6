#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "support/pbx_fixture.h"

/* What goes wrong between the two ends, and what is told of it. */

static const int64_t NOW = 1795300000000;

static void office(void)
{
	house.fake.rows[WIRE_CONTACT] = "{\"cID\":5,\"name\":\"Ann\"}";
	house.fake.rows[WIRE_DEVICE] = "{\"name\":\"SIP/a\",\"userID\":1}";
	house.fake.rows[WIRE_CALL] = "{\"parent\":\"SIP/a\",\"cid\":\"c1\",\"state\":\"up\"}";
}

/* Live under a clock that the test steps. */
static void live_at(const struct pbx_feed_options *options)
{
	office();
	house_follow(0);
	clock_fake(NOW);
	house_live(options);
}

static void step(int64_t ms)
{
	clock_step(ms);
	house_settle();
}

static void beat(void)
{
	fake_pabx_say(&house.fake,
		      "{\"op\":\"beat\",\"prev\":%lld,\"seq\":%lld,\"serverTime\":1.5}",
		      (long long)house.fake.seq, (long long)house.fake.seq);
	house_settle();
}

/* ---- It cannot be opened ---- */

static void open__refused__is_error_91_and_tried_again(void **state)
{
	(void)state;
	house_follow(0);
	house_login();
	fake_pabx_cut(&house.fake);
	house_start(NULL);
	TURN_UNTIL(pbx_next_try(house.pbx));
	assert_string_equal(house.log, "connecting error:91");
	assert_int_equal(pbx_feed_state(house.pbx), PBX_CONNECTING);
	assert_true(*pbx_link_text(house.pbx) != '\0');
	assert_int_equal(house.told.count, 0);
	fake_pabx_return(&house.fake);
	TURN_UNTIL(house.told.count || house_retry());
	assert_int_equal(house.told.outcome, PBX_DONE);
	assert_string_equal(pbx_link_text(house.pbx), "");
	assert_string_equal(house.log, "connecting error:91 loading live done");
}

static void open__without_retry__stops_by_itself(void **state)
{
	(void)state;
	house_follow(0);
	house_login();
	fake_pabx_cut(&house.fake);
	house_start(&(struct pbx_feed_options){.has_max_retry = true, .max_ws_retry_time = 0});
	TURN_UNTIL(house.told.count);
	assert_int_equal(house.told.outcome, PBX_REFUSED);
	assert_int_equal(house.told.errno_, 91);
	TURN_UNTIL(pbx_feed_state(house.pbx) == PBX_STOPPED);
	assert_string_equal(house.log, "connecting error:91 stopped done");
}

static void open__hello_never_comes__is_error_91(void **state)
{
	(void)state;
	house.fake.mute = true;
	house_follow(0);
	clock_fake(NOW);
	house_login();
	house_start(NULL);
	TURN_UNTIL(house.fake.connects);
	house_settle();
	step(5000);
	TURN_UNTIL(pbx_next_try(house.pbx));
	assert_string_equal(house.log, "connecting error:91");
}

static void open__answered_404__is_error_91(void **state)
{
	(void)state;
	house.fake.upgrade_status = 404;
	house_follow(0);
	house_login();
	house_start(NULL);
	TURN_UNTIL(pbx_next_try(house.pbx));
	assert_string_equal(house.log, "connecting error:91");
	assert_true(*pbx_link_text(house.pbx) != '\0');
}

/* Something else listens on the port, and says nothing. */
static int listen_silently(int port)
{
	struct sockaddr_in at = {.sin_family = AF_INET,
				 .sin_port = htons((uint16_t)port),
				 .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

	assert_true(fd >= 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(listen(fd, 8), 0);
	return fd;
}

static void open__accepted_and_silent__is_error_91(void **state)
{
	int fd;

	(void)state;
	house_follow(0);
	clock_fake(NOW);
	house_login();
	fake_pabx_cut(&house.fake);
	fd = listen_silently(house.fake.port);
	house_start(NULL);
	house_settle();
	for (int i = 0; i < 60 && !pbx_next_try(house.pbx); i++)
		step(1000);
	assert_true(pbx_next_try(house.pbx) > 0);
	assert_string_equal(house.log, "connecting error:91");
	close(fd);
}

static void open__server_starting__is_error_3_and_tried_again(void **state)
{
	(void)state;
	house.fake.upgrade_status = 503;
	house_follow(0);
	house_login();
	house_start(NULL);
	TURN_UNTIL(pbx_next_try(house.pbx));
	assert_string_equal(house.log, "connecting error:3");
	house.fake.upgrade_status = 0;
	TURN_UNTIL(house.told.count || house_retry());
	assert_int_equal(house.told.outcome, PBX_DONE);
}

static void open__no_session__is_error_2_and_the_end(void **state)
{
	(void)state;
	house.fake.upgrade_status = 401;
	house_follow(0);
	house_login();
	house_start(NULL);
	TURN_UNTIL(house.told.count && pbx_feed_state(house.pbx) == PBX_STOPPED);
	assert_string_equal(house.log, "connecting error:2 stopped done");
	assert_int_equal(house.told.errno_, 2);
	assert_int_equal(pbx_next_try(house.pbx), 0);
}

static void retries__fail_again__the_error_is_told_once(void **state)
{
	(void)state;
	live_at(NULL);
	fake_pabx_cut(&house.fake);
	TURN_UNTIL(pbx_next_try(house.pbx));
	for (int i = 0; i < 5; i++)
		step(13000);
	assert_string_equal(house.log, "error:92 stale error:91");
	step(INT64_C(3600000));
	step(INT64_C(86400000));
	assert_string_equal(house.log, "error:92 stale error:91");
	fake_pabx_return(&house.fake);
	for (int i = 0; i < 20 && pbx_feed_state(house.pbx) != PBX_LIVE; i++)
		step(13000);
	assert_int_equal(pbx_feed_state(house.pbx), PBX_LIVE);
}

/* ---- It is lost ---- */

static void cut__is_error_92_told_before_stale(void **state)
{
	(void)state;
	live_at(NULL);
	fake_pabx_cut(&house.fake);
	TURN_UNTIL(pbx_feed_state(house.pbx) == PBX_STALE);
	assert_string_equal(house.log, "error:92 stale");
	assert_non_null(pbx_find(house.pbx, PBX_CONTACT, "5"));
	assert_true(pbx_next_try(house.pbx) >= clock_mono_ms());
}

static void dead_link__three_missed_beats__is_shown_within_3_s(void **state)
{
	(void)state;
	live_at(NULL);
	step(1000);
	step(1000);
	assert_int_equal(pbx_feed_state(house.pbx), PBX_LIVE);
	step(1000);
	assert_int_equal(pbx_feed_state(house.pbx), PBX_STALE);
	assert_string_equal(house.log, "error:92 stale");
}

static void dead_link__beats_come__it_is_none(void **state)
{
	(void)state;
	live_at(NULL);
	for (int i = 0; i < 10; i++) {
		step(1000);
		beat();
	}
	assert_int_equal(pbx_feed_state(house.pbx), PBX_LIVE);
	assert_int_equal(pbx_last_heard(house.pbx), clock_mono_ms());
	assert_string_equal(house.log, "");
}

static void dead_link__slower_heartbeat__is_waited_for(void **state)
{
	(void)state;
	live_at(&(struct pbx_feed_options){.heartbeat = 20});
	step(58000);
	assert_int_equal(pbx_feed_state(house.pbx), PBX_LIVE);
	step(2000);
	assert_int_equal(pbx_feed_state(house.pbx), PBX_STALE);
}

static void dead_link__no_heartbeat__nothing_is_missed(void **state)
{
	(void)state;
	live_at(&(struct pbx_feed_options){.heartbeat = -1});
	step(500000);
	assert_int_equal(pbx_feed_state(house.pbx), PBX_LIVE);
}

/* ---- The PABX is there, its telephones are not ---- */

static void telephones_go(const char *text)
{
	fake_pabx_say(&house.fake,
		      "{\"op\":\"error\",\"errno\":3,\"reason\":\"busy\",\"text\":\"%s\"}", text);
	TURN_UNTIL(pbx_feed_state(house.pbx) == PBX_STALE);
}

static void telephones__away__what_is_shown_is_stale_until_the_next_beat(void **state)
{
	(void)state;
	live_at(NULL);
	telephones_go("Asterisk is away");
	assert_true(pbx_away_since(house.pbx) > 0);
	assert_string_equal(pbx_link_text(house.pbx), "Asterisk is away");
	beat();
	assert_int_equal(pbx_feed_state(house.pbx), PBX_LIVE);
	assert_int_equal(pbx_away_since(house.pbx), 0);
	assert_string_equal(pbx_link_text(house.pbx), "");
}

static void telephones__away_for_long__the_link_is_kept(void **state)
{
	(void)state;
	live_at(NULL);
	telephones_go("Asterisk is away");
	for (int i = 0; i < 30; i++)
		step(1000);
	assert_int_equal(pbx_feed_state(house.pbx), PBX_STALE);
	assert_int_equal(pbx_next_try(house.pbx), 0);
	beat();
	assert_int_equal(pbx_feed_state(house.pbx), PBX_LIVE);
}

static void telephones__away_and_changes_come__they_stay_stale(void **state)
{
	(void)state;
	live_at(NULL);
	telephones_go("Asterisk is away");
	fake_pabx_delta(&house.fake, "\"rows\":[[\"contact\",{\"cID\":5,\"name\":\"Anne\"}]]");
	house_settle();
	assert_string_equal(pbx_contact_name(pbx_find(house.pbx, PBX_CONTACT, "5")), "Anne");
	assert_int_equal(pbx_feed_state(house.pbx), PBX_STALE);
}

static void reconnect__by_itself__after_the_back_off(void **state)
{
	(void)state;
	live_at(NULL);
	fake_pabx_hang_up(&house.fake, 1001);
	TURN_UNTIL(pbx_feed_state(house.pbx) == PBX_STALE);

	int64_t wait = pbx_next_try(house.pbx) - clock_mono_ms();

	assert_in_range(wait, 200, 2200);
	step(wait);
	TURN_UNTIL(pbx_feed_state(house.pbx) == PBX_LIVE);
	assert_int_equal(house.fake.connects, 2);
}

static void reconnect__too_long__stops_and_deletes_everything(void **state)
{
	(void)state;
	live_at(&(struct pbx_feed_options){.has_max_retry = true, .max_ws_retry_time = 20});
	house_follow(1u << PBX_CONTACT);
	fake_pabx_cut(&house.fake);
	TURN_UNTIL(pbx_feed_state(house.pbx) == PBX_STALE);
	for (int i = 0; i < 19; i++)
		step(1000);
	assert_int_equal(pbx_feed_state(house.pbx), PBX_STALE);
	step(1000);
	TURN_UNTIL(pbx_feed_state(house.pbx) == PBX_STOPPED);
	assert_string_equal(house.log, "error:92 stale error:91 deleted:contact:5 stopped");
	assert_null(pbx_find(house.pbx, PBX_CONTACT, "5"));
	step(60000);
	assert_int_equal(pbx_next_try(house.pbx), 0);
}

/* ---- It says what it should not ---- */

static void is_broken_by(const char *frame)
{
	fake_pabx_say(&house.fake, "%s", frame);
	TURN_UNTIL(pbx_feed_state(house.pbx) == PBX_STALE);
	assert_string_equal(house.log, "error:92 stale");
	TURN_UNTIL(pbx_feed_state(house.pbx) == PBX_LIVE || house_retry());
	assert_non_null(pbx_find(house.pbx, PBX_CONTACT, "5"));
	house_settle();
	house_forget();
}

static void bad_frame__whatever_is_wrong__is_error_92_and_a_new_link(void **state)
{
	static const char *const frames[] = {
		"{",
		"nonsense",
		"[]",
		"{\"op\":5}",
		"{\"rows\":[]}",
		"{\"op\":\"beat\"} x",
		"{\"op\":\"beat\",\"prev\":\"100\",\"seq\":101}",
		"{\"op\":\"delta\",\"prev\":100}",
		"{\"op\":\"delta\",\"prev\":100,\"seq\":101,\"rows\":{}}",
		"{\"op\":\"delta\",\"prev\":100,\"seq\":101,\"rows\":[5]}",
		"{\"op\":\"delta\",\"prev\":100,\"seq\":101,\"rows\":[[\"contact\"]]}",
		"{\"op\":\"delta\",\"prev\":100,\"seq\":101,\"rows\":[[\"contact\",{\"cID\":5}],]}",
		"{\"op\":\"delta\",\"prev\":100,\"seq\":101,\"rows\":[[\"contact\",{\"cID\":\"x\"}]"
		"]}",
		"{\"op\":\"delta\",\"prev\":100,\"seq\":101,\"rows\":[[\"contact\",{\"blf\":1}]]}",
		"{\"op\":\"delta\",\"prev\":100,\"seq\":101,\"rows\":[[\"contact\",{\"cID\":5,"
		"\"blf\":[]}]]}",
		"{\"op\":\"delta\",\"prev\":100,\"seq\":101,\"gone\":[[\"contact\",5]]}",
		"{\"op\":\"delta\",\"prev\":100,\"seq\":101,\"new\":[[\"contact\",{\"cID\":1e99}]]"
		"}",
		"{\"op\":\"snapshot\",\"set\":\"contact\",\"part\":1,\"rows\":[]}",
		"{\"op\":\"snapshot\",\"part\":1,\"last\":true,\"rows\":[]}",
		"{\"op\":\"ready\",\"id\":\"1\"}",
		"{\"op\":\"hello\"}",
		"{\"op\":\"delta\",\"prev\":100,\"seq\":101,\"rows\":[[\"contact\",{\"cID\":5,"
		"\"numbers\":"
		"[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]}]]}",
	};

	(void)state;
	office();
	house_follow(0);
	house_live(NULL);
	for (unsigned i = 0; i < sizeof(frames) / sizeof(frames[0]); i++)
		is_broken_by(frames[i]);
}

static void bad_frame__what_came_before_the_fault__is_told_and_asked_for_again(void **state)
{
	(void)state;
	office();
	house_live(NULL);
	house_follow(1u << PBX_CONTACT);
	fake_pabx_say(&house.fake, "{\"op\":\"delta\",\"prev\":100,\"seq\":101,\"rows\":["
				   "[\"contact\",{\"cID\":5,\"blf\":1}],[7]]}");
	TURN_UNTIL(pbx_feed_state(house.pbx) == PBX_STALE);
	assert_string_equal(house.log, "update:contact:5 error:92 stale");
	TURN_UNTIL(house.fake.starts == 2 || house_retry());
	assert_non_null(strstr(house.fake.start, "\"seq\":100}"));
}

static void error_frame__is_told_and_the_feed_goes_on(void **state)
{
	(void)state;
	live_at(NULL);
	fake_pabx_say(&house.fake, "{\"op\":\"error\",\"errno\":90,\"text\":\"oops\"}");
	fake_pabx_say(&house.fake, "{\"op\":\"error\",\"errno\":1,\"text\":\"oops\"}");
	fake_pabx_say(&house.fake, "{\"op\":\"error\",\"errno\":99,\"reason\":\"denied\"}");
	house_settle();
	assert_string_equal(house.log, "error:90 error:1 error:99");
	assert_int_equal(pbx_feed_state(house.pbx), PBX_LIVE);
}

static void error_frame__in_answer_to_start__is_the_end(void **state)
{
	(void)state;
	house.fake.lazy = true;
	house_follow(0);
	house_login();
	house_start(NULL);
	TURN_UNTIL(house.fake.starts);
	fake_pabx_say(&house.fake, "{\"op\":\"error\",\"errno\":90,\"reason\":\"invalid\","
				   "\"text\":\"pingtime\",\"id\":\"1\"}");
	TURN_UNTIL(house.told.count);
	assert_int_equal(house.told.errno_, 90);
	assert_string_equal(house.log, "connecting loading error:90 stopped done");
}

/* ---- Signed out ---- */

static void signed_out__close_1008__is_error_2_then_everything_goes(void **state)
{
	(void)state;
	live_at(NULL);
	house_follow(1u << PBX_CONTACT);
	fake_pabx_hang_up(&house.fake, 1008);
	TURN_UNTIL(pbx_feed_state(house.pbx) == PBX_STOPPED);
	assert_string_equal(house.log, "error:2 deleted:contact:5 stopped");
	step(60000);
	assert_int_equal(house.fake.connects, 1);
}

static void signed_out__error_frame_and_close__is_told_once(void **state)
{
	(void)state;
	live_at(NULL);
	fake_pabx_say(&house.fake, "{\"op\":\"error\",\"errno\":2,\"text\":\"bye\"}");
	TURN_UNTIL(pbx_feed_state(house.pbx) == PBX_STOPPED);
	house_settle();
	assert_string_equal(house.log, "error:2 stopped");
}

static void signed_out__401_to_a_request__is_error_2_too(void **state)
{
	(void)state;
	live_at(NULL);
	house.fake.answers[1] = (struct fake_answer){
		"/rest/x", 401, "{\"result\":\"fail\",\"errno\":2,\"message\":\"no\"}", NULL};
	pbx_rest(house.pbx, "/x", NULL, house_done, &house.told);
	TURN_UNTIL(pbx_feed_state(house.pbx) == PBX_STOPPED);
	assert_int_equal(house.told.errno_, 2);
	assert_string_equal(house.log, "done error:2 stopped");
}

/* ---- Pause and stop ---- */

static void pause__closes_and_keeps_everything__start_resumes_with_previous_settings(void **state)
{
	(void)state;
	live_at(&(struct pbx_feed_options){.device = true, .pingtime = 77});
	pbx_pause_feed(house.pbx, house_done, &house.told);
	TURN_UNTIL(house.told.count);
	assert_string_equal(house.log, "paused done");
	TURN_UNTIL(!house.fake.peer);
	assert_non_null(pbx_find(house.pbx, PBX_CONTACT, "5"));
	step(60000);
	assert_int_equal(house.fake.connects, 1);
	house.fake.resume = true;
	house_forget();
	pbx_start_feed(house.pbx, NULL, house_done, &house.told);
	TURN_UNTIL(house.told.count);
	assert_string_equal(house.log, "stale live done");
	assert_non_null(strstr(house.fake.start, "\"sets\":[\"device\"]"));
	assert_non_null(strstr(house.fake.start, "\"pingtime\":77"));
	assert_non_null(strstr(house.fake.start, "\"resume\":{\"epoch\":\"e1\",\"seq\":100}"));
}

static void pause__while_the_link_is_down__ends_the_trying(void **state)
{
	(void)state;
	live_at(NULL);
	fake_pabx_cut(&house.fake);
	TURN_UNTIL(pbx_next_try(house.pbx));
	pbx_pause_feed(house.pbx, house_done, &house.told);
	TURN_UNTIL(house.told.count);
	assert_int_equal(pbx_feed_state(house.pbx), PBX_PAUSED);
	assert_int_equal(pbx_next_try(house.pbx), 0);
}

static void stop__each_object_goes_once_children_first_then_done(void **state)
{
	(void)state;
	live_at(NULL);
	house_follow(1u << PBX_CONTACT | 1u << PBX_DEVICE | 1u << PBX_CALL);
	pbx_stop_feed(house.pbx, house_done, &house.told);
	pbx_stop_feed(house.pbx, house_done, &house.told);
	assert_string_equal(house.log, "");
	TURN_UNTIL(house.told.count == 2);
	house_settle();
	assert_string_equal(house.log,
			    "deleted:call:SIP/a\x1f"
			    "c1 deleted:device:SIP/a deleted:contact:5 stopped done done");
	assert_int_equal(house.fake.closes, 1);
}

static void stop__what_waited__is_refused_once(void **state)
{
	struct told start = {0}, tags = {0};

	(void)state;
	house.fake.lazy = true;
	house_login();
	pbx_start_feed(house.pbx, NULL, house_done, &start);
	pbx_enable_tags(house.pbx, house_done, &tags);
	TURN_UNTIL(house.fake.starts);
	pbx_stop_feed(house.pbx, house_done, &house.told);
	TURN_UNTIL(house.told.count);
	assert_int_equal(start.count, 1);
	assert_int_equal(start.outcome, PBX_REFUSED);
	assert_int_equal(tags.count, 1);
	assert_int_equal(tags.outcome, PBX_REFUSED);
}

static void stop__and_start_at_once__loads_everything_anew(void **state)
{
	(void)state;
	live_at(NULL);
	house_follow(1u << PBX_CONTACT);
	pbx_stop_feed(house.pbx, NULL, NULL);
	house_start(NULL);
	TURN_UNTIL(house.told.count);
	assert_int_equal(house.told.outcome, PBX_DONE);
	assert_string_equal(house.log, "deleted:contact:5 stopped connecting loading new:contact:5 "
				       "live done");
	assert_null(strstr(house.fake.start, "resume"));
}

static void free__with_everything_under_way__tells_nobody(void **state)
{
	(void)state;
	live_at(NULL);
	house.fake.answers[1] = (struct fake_answer){"/rest/x", 0, NULL, NULL};
	pbx_rest(house.pbx, "/x", NULL, house_done, &house.told);
	pbx_enable_tags(house.pbx, house_done, &house.told);
	pbx_stop_feed(house.pbx, house_done, &house.told);
	pbx_free(&house.pbx);
	house_settle();
	assert_string_equal(house.log, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(open__refused__is_error_91_and_tried_again),
		CASE(open__without_retry__stops_by_itself),
		CASE(open__hello_never_comes__is_error_91),
		CASE(open__answered_404__is_error_91),
		CASE(open__accepted_and_silent__is_error_91),
		CASE(open__server_starting__is_error_3_and_tried_again),
		CASE(open__no_session__is_error_2_and_the_end),
		CASE(retries__fail_again__the_error_is_told_once),
		CASE(cut__is_error_92_told_before_stale),
		CASE(dead_link__three_missed_beats__is_shown_within_3_s),
		CASE(dead_link__beats_come__it_is_none),
		CASE(dead_link__slower_heartbeat__is_waited_for),
		CASE(dead_link__no_heartbeat__nothing_is_missed),
		CASE(telephones__away__what_is_shown_is_stale_until_the_next_beat),
		CASE(telephones__away_for_long__the_link_is_kept),
		CASE(telephones__away_and_changes_come__they_stay_stale),
		CASE(reconnect__by_itself__after_the_back_off),
		CASE(reconnect__too_long__stops_and_deletes_everything),
		CASE(bad_frame__whatever_is_wrong__is_error_92_and_a_new_link),
		CASE(bad_frame__what_came_before_the_fault__is_told_and_asked_for_again),
		CASE(error_frame__is_told_and_the_feed_goes_on),
		CASE(error_frame__in_answer_to_start__is_the_end),
		CASE(signed_out__close_1008__is_error_2_then_everything_goes),
		CASE(signed_out__error_frame_and_close__is_told_once),
		CASE(signed_out__401_to_a_request__is_error_2_too),
		CASE(pause__closes_and_keeps_everything__start_resumes_with_previous_settings),
		CASE(pause__while_the_link_is_down__ends_the_trying),
		CASE(stop__each_object_goes_once_children_first_then_done),
		CASE(stop__what_waited__is_refused_once),
		CASE(stop__and_start_at_once__loads_everything_anew),
		CASE(free__with_everything_under_way__tells_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
