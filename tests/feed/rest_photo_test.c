/* PROTOCOL.md, section 2: photos. */
#include "support/rest_house.h"

#include <openssl/evp.h>
#include <png.h>
#include <stdio.h>

#include "base/mem.h"

static void photo__without_one__is_a_drawing_or_null(void **state)
{
	const cJSON *values = house_ok(*state, ANNA, "/rest/contact/read/photo",
				       "{\"scope\":{\"cID\":2,\"size\":null}}");

	assert_string_equal(wire_json_text(values, "type"), "image/svg+xml");
	assert_int_equal(strncmp(wire_json_text(values, "data"), "PHN2Z", 5), 0);
	assert_true(cJSON_IsNull(wire_json_get(values, "rev")));
	values = house_ok(*state, ANNA, "/rest/contact/read/photo",
			  "{\"scope\":{\"cID\":2,\"allownull\":true}}");
	assert_true(cJSON_IsNull(values));
}

static void photo__of_the_store__is_a_png(void **state)
{
	struct house *house = *state;
	const cJSON *values;

	assert_int_equal(store_run(house->pabx->store, SQL_PERSON_PHOTO_SET, "bsi", "PNG!",
				   (size_t)4, "rev-1", INT64_C(2)),
			 0);
	values = house_ok(house, ANNA, "/rest/contact/read/photo", "{\"scope\":{\"cID\":2}}");
	assert_string_equal(wire_json_text(values, "type"), "image/png");
	assert_string_equal(wire_json_text(values, "data"), "UE5HIQ==");
	assert_string_equal(wire_json_text(values, "rev"), "rev-1");
}

static size_t png_of(unsigned width, unsigned height, char **png)
{
	png_image image = {.version = PNG_IMAGE_VERSION,
			   .width = width,
			   .height = height,
			   .format = PNG_FORMAT_GRAY};
	png_alloc_size_t len = PNG_IMAGE_PNG_SIZE_MAX(image);
	char *pixels = mem_new((size_t)width * height, 1);

	*png = mem_new(len, 1);
	assert_true(png_image_write_to_memory(&image, *png, &len, 0, pixels, 0, NULL));
	free(pixels);
	return len;
}

/* The first 24 bytes of a PNG, of which the last 8 are its width and height. */
static void expect_size(const cJSON *values, unsigned width, unsigned height)
{
	unsigned char head[33];

	assert_string_equal(wire_json_text(values, "type"), "image/png");
	assert_int_equal(
		EVP_DecodeBlock(head, (const unsigned char *)wire_json_text(values, "data"), 32),
		24);
	assert_int_equal(head[18] << 8 | head[19], width);
	assert_int_equal(head[22] << 8 | head[23], height);
}

static void photo__larger_than_asked_for__is_made_smaller(void **state)
{
	struct house *house = *state;
	char *png;
	size_t len = png_of(600, 300, &png);

	assert_int_equal(store_run(house->pabx->store, SQL_PERSON_PHOTO_SET, "bsi", png, len,
				   "rev-1", INT64_C(2)),
			 0);
	expect_size(house_ok(house, ANNA, "/rest/contact/read/photo", "{\"scope\":{\"cID\":2}}"),
		    128, 64);
	assert_string_equal(wire_json_text(wire_json_get(house->reply, "values"), "rev"), "rev-1");
	expect_size(house_ok(house, ANNA, "/rest/contact/read/photo",
			     "{\"scope\":{\"cID\":2,\"size\":20}}"),
		    20, 10);
	expect_size(house_ok(house, ANNA, "/rest/contact/read/photo",
			     "{\"scope\":{\"cID\":2,\"size\":1000}}"),
		    600, 300);
	free(png);
}

static void nothing(void *ctx)
{
	(void)ctx;
}

static void on_reply(void *ctx, const struct net_reply *reply)
{
	(void)reply;
	++*(int *)ctx;
}

static void set(void *ctx)
{
	*(bool *)ctx = true;
}

/* The worker has it when everything ends. */
static void photo__in_the_worker__when_the_server_ends_is_forgotten(void **state)
{
	struct house *house = *state;
	struct net_http *http = net_http_new(house->loop, NULL);
	char *url =
		mem_printf("http://127.0.0.1:%d/rest/contact/read/photo", pabx_port(house->pabx));
	static const char body[] = "{\"scope\":{\"cID\":2,\"size\":500}}";
	const struct net_post post = {
		.url = url, .body = body, .len = strlen(body), .bearer = house->keys[ANNA]};
	bool over = false;
	int replies = 0;
	char *png;
	size_t len = png_of(1000, 1000, &png);

	assert_int_equal(store_run(house->pabx->store, SQL_PERSON_PHOTO_SET, "bsi", png, len,
				   "rev-1", INT64_C(2)),
			 0);
	for (int i = 0; i < 8; i++)
		net_http_post(http, &post, on_reply, &replies);
	while (!replies) /* the others wait for the worker */
		loop_turn(house->loop, 10);
	pabx_free(&house->pabx);
	loop_work(house->loop, nothing, set, &over); /* behind what the worker still has */
	while (!over)
		loop_turn(house->loop, 10);
	net_http_free(&http);
	free(url);
	free(png);
}

static void photo__of_who_is_not_seen__is_gone(void **state)
{
	house_refused(*state, CARL, "/rest/contact/read/photo", "{\"scope\":{\"cID\":1}}", "gone");
	house_refused(*state, ANNA, "/rest/contact/read/photo", "{}", "gone");
	house_refused(*state, ANNA, "/rest/contact/read/photo",
		      "{\"scope\":{\"cID\":2,\"size\":100000}}", "invalid");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, house_setup, house_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(photo__without_one__is_a_drawing_or_null),
		TEST(photo__of_the_store__is_a_png),
		TEST(photo__larger_than_asked_for__is_made_smaller),
		TEST(photo__in_the_worker__when_the_server_ends_is_forgotten),
		TEST(photo__of_who_is_not_seen__is_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
