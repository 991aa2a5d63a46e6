#include "support/pbx_fixture.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/text.h"

struct house house;

int64_t house_now_ms(void)
{
	return clock_mono_us() / 1000;
}

void house_note(const char *format, ...)
{
	size_t len = strlen(house.log);
	va_list args;

	if (len && len + 1 < sizeof(house.log))
		house.log[len++] = ' ';
	va_start(args, format);
	vsnprintf(house.log + len, sizeof(house.log) - len, format, args);
	va_end(args);
}

void house_forget(void)
{
	house.log[0] = '\0';
	house.told = (struct told){0};
}

int house_setup(void **state)
{
	char url[64];

	(void)state;
	text_init();
	house = (struct house){.loop = loop_new(0)};
	fake_pabx_open(&house.fake, house.loop);
	house.pbx = pbx_new(house.loop);
	snprintf(url, sizeof(url), "127.0.0.1:%d", house.fake.port);
	assert_int_equal(pbx_set_host(house.pbx, &(struct pbx_host){.url = url}), 0);
	return 0;
}

int house_teardown(void **state)
{
	(void)state;
	clock_real();
	pbx_free(&house.pbx);
	fake_pabx_close(&house.fake);
	loop_free(&house.loop);
	return 0;
}

/* Quiet for as long as a loopback round trip could take. */
void house_settle(void)
{
	int64_t quiet = house_now_ms();

	while (house_now_ms() - quiet < 30)
		if (loop_turn(house.loop, 5))
			quiet = house_now_ms();
}

void house_done(void *ctx, const struct pbx_result *result)
{
	struct told *told = ctx;

	told->count++;
	told->outcome = result->outcome;
	told->err = result->err;
	told->errno_ = result->errno_;
	snprintf(told->reason, sizeof(told->reason), "%s", result->reason);
	snprintf(told->text, sizeof(told->text), "%s", result->text);
	snprintf(told->cid, sizeof(told->cid), "%s", result->cid);
	snprintf(told->json, sizeof(told->json), "%s", result->json);
	house_note("done");
}

static void on_error(void *ctx, int errno_, const char *text)
{
	(void)ctx;
	assert_non_null(text);
	house_note("error:%d", errno_);
}

static void on_state(void *ctx, enum pbx_state state)
{
	static const char *const names[] = {"stopped", "connecting", "loading",
					    "live",    "stale",      "paused"};

	(void)ctx;
	house_note("%s", names[state]);
}

static void on_event(void *ctx, enum pbx_event event, struct pbx_object *object, uint64_t changed)
{
	(void)ctx;
	(void)changed;
	house_note("%s:%s:%s",
		   event == PBX_NEW      ? "new"
		   : event == PBX_UPDATE ? "update"
					 : "deleted",
		   pbx_class_name(pbx_object_class(object)), pbx_object_key(object));
}

void house_follow(unsigned classes)
{
	pbx_watch_state(house.pbx, on_state, &house);
	for (unsigned class = 0; class < PBX_CLASS_COUNT; class ++)
		if (classes & 1u << class)
			assert_int_equal(pbx_listen(house.pbx, (enum pbx_class) class, NULL,
						    PBX_NEW | PBX_UPDATE | PBX_DELETED, on_event,
						    &house),
					 0);
}

void house_login(void)
{
	struct told told = {0};

	pbx_login(house.pbx, &(struct pbx_login){.username = "rita", .password = "secret"},
		  house_done, &told);
	TURN_UNTIL(told.count);
	assert_int_equal(told.outcome, PBX_DONE);
	house_forget();
}

void house_start(const struct pbx_feed_options *options)
{
	struct pbx_feed_options own = options ? *options : (struct pbx_feed_options){0};

	own.error = on_error;
	pbx_start_feed(house.pbx, &own, house_done, &house.told);
}

void house_live(const struct pbx_feed_options *options)
{
	house_login();
	house_start(options);
	TURN_UNTIL(house.told.count);
	assert_int_equal(house.told.outcome, PBX_DONE);
	assert_int_equal(pbx_feed_state(house.pbx), PBX_LIVE);
	house_settle();
	house_forget();
}

static void count_frame(void *ctx)
{
	(*(int *)ctx)++;
}

void house_delta(const char *members)
{
	int frames = 0;

	pbx_watch_frames(house.pbx, count_frame, &frames);
	fake_pabx_delta(&house.fake, members);
	TURN_UNTIL(frames);
	pbx_watch_frames(house.pbx, NULL, &frames);
}

bool house_retry(void)
{
	pbx_retry_now(house.pbx);
	return false;
}

struct pbx_object *house_find(enum pbx_class class, const char *key)
{
	struct pbx_object *object = pbx_find(house.pbx, class, key);

	if (!object)
		fail_msg("no %s %s", pbx_class_name(class), key);
	return object;
}

const char *house_keys(enum pbx_class class)
{
	static char keys[4096];
	unsigned count;
	struct pbx_object *const *list = pbx_list(house.pbx, class, &count);

	keys[0] = '\0';
	for (unsigned i = 0; i < count; i++) {
		size_t len = strlen(keys);

		snprintf(keys + len, sizeof(keys) - len, "%s%s", i ? " " : "",
			 pbx_object_key(list[i]));
	}
	return keys;
}
