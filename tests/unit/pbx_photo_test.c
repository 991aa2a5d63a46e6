#include <stdio.h>
#include <string.h>

#include "support/pbx_fixture.h"

/* Contact.photo: what is asked of the PABX, when, and how often. The PABX answers by hand here, so
 * it sees how many requests there are at once. */

#define PHOTO "/rest/contact/read/photo"
#define PNG                                                                                        \
	"{\"result\":\"success\",\"values\":{\"type\":\"image/png\",\"rev\":\"r1\",\"data\":\""    \
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNg"                             \
	"AAAAAgABSK+kcQAAAABJRU5ErkJggg==\"}}"

enum { PEOPLE = 10 };

static void office(void)
{
	static char rows[1024];

	rows[0] = '\0';
	for (int i = 1; i <= PEOPLE; i++)
		sprintf(rows + strlen(rows), "%s{\"cID\":%d,\"name\":\"N%d\",\"photo\":\"r1\"}",
			i > 1 ? "," : "", i, i);
	house.fake.rows[WIRE_CONTACT] = rows;
	house_live(NULL);
	house.fake.answers[1] = (struct fake_answer){PHOTO, 0, NULL, NULL};
}

static void on_photo(void *ctx, const struct pbx_picture *picture)
{
	house_note("%s:%s", (const char *)ctx,
		   !strcmp(picture->type, "image/png")       ? "png"
		   : !strcmp(picture->type, "image/svg+xml") ? "svg"
							     : "none");
}

static int told(const char *what)
{
	int count = 0;

	for (const char *at = house.log; (at = strstr(at, what)); at += strlen(what))
		count++;
	return count;
}

static const struct pbx_object *person(int cID)
{
	char key[16];

	snprintf(key, sizeof(key), "%d", cID);
	return house_find(PBX_CONTACT, key);
}

static int asked(int cID)
{
	char text[64];

	snprintf(text, sizeof(text), PHOTO " {\"scope\":{\"cID\":%d,", cID);
	return fake_pabx_heard(&house.fake, text);
}

/* Another request goes and is answered: whatever wanted to be sent before it has been sent. */
static void fence(void)
{
	struct told reply = {0};

	pbx_rest(house.pbx, "/fence", NULL, house_done, &reply);
	TURN_UNTIL(reply.count);
	assert_int_equal(reply.outcome, PBX_DONE);
}

static void answer(const char *body)
{
	TURN_UNTIL(house.fake.exchange);
	fake_pabx_answer(&house.fake, body);
}

static void photo__ten_at_once__each_is_asked_when_the_one_before_is_answered(void **state)
{
	(void)state;
	office();
	for (int i = 1; i < PEOPLE; i++)
		pbx_photo(house.pbx, person(i), 0, false, on_photo, "p");
	TURN_UNTIL(house.fake.exchange);
	pbx_photo(house.pbx, person(PEOPLE), 0, false, on_photo, "p");
	for (int i = 1; i <= PEOPLE; i++) {
		TURN_UNTIL(house.fake.exchange);
		fence();
		assert_int_equal(asked(i), 1);
		assert_int_equal(fake_pabx_heard(&house.fake, PHOTO), i);
		answer(PNG);
	}
	TURN_UNTIL(told("p:png") == PEOPLE);
	assert_int_equal(house.fake.most_held, 1);
	assert_int_equal(fake_pabx_heard(&house.fake, PHOTO), PEOPLE);
}

static void photo__same_person_twice_and_later__is_asked_once(void **state)
{
	(void)state;
	office();
	pbx_photo(house.pbx, person(5), 0, false, on_photo, "a");
	pbx_photo(house.pbx, person(5), 0, false, on_photo, "b");
	answer(PNG);
	TURN_UNTIL(strstr(house.log, "a:png b:png"));
	pbx_photo(house.pbx, person(5), 0, true, on_photo, "c");
	TURN_UNTIL(strstr(house.log, "c:png"));
	assert_int_equal(asked(5), 1);
}

static void photo__changed_or_of_another_size__is_asked_again(void **state)
{
	(void)state;
	office();
	pbx_photo(house.pbx, person(5), 0, false, on_photo, "a");
	answer(PNG);
	TURN_UNTIL(strstr(house.log, "a:png"));
	pbx_photo(house.pbx, person(5), 64, false, on_photo, "b");
	answer(PNG);
	TURN_UNTIL(strstr(house.log, "b:png"));
	assert_non_null(strstr(house.fake.body, "\"size\":64,"));
	house_delta("\"rows\":[[\"contact\",{\"cID\":5,\"photo\":\"r2\"}]]");
	pbx_photo(house.pbx, person(5), 0, false, on_photo, "c");
	answer(PNG);
	TURN_UNTIL(strstr(house.log, "c:png"));
	assert_int_equal(asked(5), 3);
}

/* Who is no longer looked at when his turn comes. */
static void photo__forgotten_before_its_turn__is_not_asked(void **state)
{
	char gone[] = "gone", last[] = "last";

	(void)state;
	office();
	pbx_photo(house.pbx, person(1), 0, false, on_photo, gone);
	TURN_UNTIL(house.fake.exchange);
	for (int i = 2; i < PEOPLE; i++)
		pbx_photo(house.pbx, person(i), 0, false, on_photo, gone);
	pbx_photo_forget(house.pbx, gone);
	pbx_photo(house.pbx, person(PEOPLE), 0, false, on_photo, last);
	answer(PNG);
	answer(PNG);
	TURN_UNTIL(*house.log);
	assert_string_equal(house.log, "last:png");
	assert_int_equal(fake_pabx_heard(&house.fake, PHOTO), 2);
	assert_int_equal(asked(PEOPLE), 1);
}

static void photo__whatever_is_answered__there_is_a_drawing(void **state)
{
	static const char *const answers[] = {
		"{\"result\":\"fail\",\"errno\":99,\"reason\":\"denied\"}",
		"{\"result\":\"success\",\"values\":null}",
		"{\"result\":\"success\",\"values\":{\"type\":\"image/gif\",\"data\":\"R0lG\"}}",
		"{\"result\":\"success\",\"values\":{\"type\":\"image/png\",\"data\":\"R0lG\"}}",
		"{\"result\":\"success\",\"values\":{\"type\":\"image/png\",\"data\":\"*\"}}",
		"nonsense",
	};

	(void)state;
	office();
	for (unsigned i = 0; i < sizeof(answers) / sizeof(*answers); i++) {
		house_forget();
		pbx_photo(house.pbx, person(5), 0, false, on_photo, "a");
		answer(answers[i]);
		TURN_UNTIL(*house.log);
		assert_string_equal(house.log, "a:svg");
		house_forget();
		pbx_photo(house.pbx, person(5), 0, true, on_photo, "b");
		answer(answers[i]);
		TURN_UNTIL(*house.log);
		assert_string_equal(house.log, "b:none");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(photo__ten_at_once__each_is_asked_when_the_one_before_is_answered),
		CASE(photo__same_person_twice_and_later__is_asked_once),
		CASE(photo__changed_or_of_another_size__is_asked_again),
		CASE(photo__forgotten_before_its_turn__is_not_asked),
		CASE(photo__whatever_is_answered__there_is_a_drawing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
