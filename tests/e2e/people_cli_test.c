/* Commands on people, entries, devices, calls and rooms: a program reaches what the API has. */
#include "e2e/place.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/mem.h"

#define AS(login) "--host %h --key-file %H/" login " "
#define DESK      AS("reception")
#define TERN      AS("pstern")

#define HAS(text, part) assert_non_null(strstr((text), (part)))

static void make_key(struct place *place, const char *login)
{
	char *words = mem_printf("key add %s test", login);
	struct ran ran = place_run_pabx(place, words, NULL);

	assert_int_equal(ran.status, 0);
	place_write(place, login, ran.out, 0600);
	ran_free(&ran);
	free(words);
}

static int open_office(void **state)
{
	place_setup(state);
	place_open_pabx(*state, "--quiet");
	make_key(*state, "reception");
	make_key(*state, "pstern");
	return 0;
}

static void ends(struct place *place, const char *words, int status, const char *out,
		 const char *err)
{
	struct ran ran = place_run(place, words);

	if (ran.status != status || !strstr(ran.out, out) || !strstr(ran.err, err))
		print_error("%s: %d\n%.2000s\n%s", words, ran.status, ran.out, ran.err);
	assert_int_equal(ran.status, status);
	HAS(ran.out, out);
	HAS(ran.err, err);
	ran_free(&ran);
}

static void does(struct place *place, const char *words, const char *out)
{
	ends(place, words, 0, out, "");
}

static cJSON *json_of(struct place *place, const char *words)
{
	struct ran ran = place_run(place, words);
	cJSON *json = cJSON_ParseWithOpts(ran.out, NULL, true);

	if (ran.status || !json)
		print_error("%s: %d\n%.500s\n%s", words, ran.status, ran.out, ran.err);
	assert_int_equal(ran.status, 0);
	assert_non_null(json);
	ran_free(&ran);
	return json;
}

static void list__extensions_phones_mailboxes_links__as_table_and_json(void **state)
{
	static const struct {
		const char *words, *member, *table, *head;
	} lists[] = {
		{DESK "--json extensions", "extension", DESK "extensions", "EXTENSION"},
		{DESK "--json phones", "mac", DESK "phones", "MAC"},
		{DESK "--json mailboxes", "unread", DESK "mailboxes", "UNREAD"},
	};

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		cJSON *json = json_of(*state, lists[i].words);

		assert_non_null(cJSON_GetObjectItemCaseSensitive(cJSON_GetArrayItem(json, 0),
								 lists[i].member));
		cJSON_Delete(json);
		does(*state, lists[i].table, lists[i].head);
	}
	cJSON *json = json_of(*state, DESK "--json links");
	assert_true(cJSON_IsArray(json));
	cJSON_Delete(json);
}

static void link__asked_accepted_deleted__by_two_people(void **state)
{
	does(*state, DESK "link Petra~Sternberg", "none");
	ends(*state, DESK "chat Petra~Sternberg hello", 1, "", "not permitted");
	does(*state, DESK "link Petra~Sternberg ask", "");
	does(*state, TERN "--json links", "\"asked\"");
	does(*state, TERN "link 1 accept", "");
	does(*state, DESK "--json link Petra~Sternberg", "{\"state\":\"both\"}");
	does(*state, DESK "chat Petra~Sternberg hello~there", "");
	does(*state, TERN "link 1 delete", "");
	does(*state, DESK "link Petra~Sternberg", "none");
	ends(*state, DESK "link Petra~Sternberg marry", 2, "", "ask, accept or remove");
}

static void chat__written_read_named_left__by_commands(void **state)
{
	cJSON *rooms;
	char *words;

	does(*state, DESK "chat Agnes~Müller good~morning", "");
	does(*state, DESK "chat Agnes~Müller", "Reception: good morning");
	rooms = json_of(*state, DESK "--json rooms");
	int id = cJSON_GetObjectItemCaseSensitive(
			 cJSON_GetArrayItem(rooms, cJSON_GetArraySize(rooms) - 1), "roomID")
			 ->valueint;
	cJSON_Delete(rooms);
	static const char *const changes[] = {"name Breakfast", "seen", "link Ida~Nørgård",
					      "leave"};
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		words = mem_printf("%sroom %d %s", DESK, id, changes[i]);
		does(*state, words, "");
		free(words);
		if (i == 0)
			does(*state, DESK "rooms", "Breakfast");
	}
	words = mem_printf("%sroom %d seen", DESK, id);
	ends(*state, words, 1, "", "You are in no such room");
	free(words);
}

static void photo__drawing_or_file__is_written(void **state)
{
	char *svg;

	does(*state, DESK "photo Agnes~Müller", "<svg");
	does(*state, DESK "--json photo Agnes~Müller", "\"type\":\"image/svg+xml\"");
	does(*state, DESK "photo Agnes~Müller %H/agnes.svg 64", "image/svg+xml");
	svg = place_read(*state, "agnes.svg");
	HAS(svg, "width=\"64\"");
	free(svg);
	ends(*state, DESK "photo xyzzyx", 1, "", "Nobody is found");
}

static void presence__set__is_shown(void **state)
{
	does(*state, DESK "presence away At~lunch", "");
	does(*state, DESK "--json contacts", "At lunch");
	does(*state, DESK "presence away At~lunch 23:59", "");
	does(*state, DESK "--json contacts", "\"until\":1");
	ends(*state, DESK "presence away At~lunch noon", 2, "", "HH:MM");
	does(*state, DESK "presence online", "");
	ends(*state, DESK "presence asleep", 2, "", "online, away or dnd");
}

static void address__added_edited_deleted__by_key_and_by_name(void **state)
{
	cJSON *json = json_of(*state, DESK "address add Probe~Ltd number=02079460999");
	char *words = mem_printf("%saddress edit %s email=x@probe.example", DESK,
				 cJSON_GetObjectItemCaseSensitive(json, "key")->valuestring);

	does(*state, words, "");
	does(*state, DESK "--json addressbook", "x@probe.example");
	does(*state, DESK "address delete Probe~Ltd", "");
	ends(*state, DESK "address delete a1", 1, "", "not permitted");
	ends(*state, DESK "address add x colour=blue", 2, "", "\"colour=blue\" is none of");
	free(words);
	cJSON_Delete(json);
}

static char *first_line_of(struct place *place)
{
	cJSON *json = json_of(place, DESK "--json devices");
	char *name = mem_dup(
		cJSON_GetObjectItemCaseSensitive(cJSON_GetArrayItem(json, 0), "name")->valuestring);

	cJSON_Delete(json);
	return name;
}

static void device__settable_properties__are_set(void **state)
{
	static const struct {
		const char *set, *shown;
	} settings[] = {
		{"autoanswer on", "\"autoanswer\":true"},
		{"autoanswer off", "\"autoanswer\":false"},
		{"autohold on", "\"autohold\":true"},
		{"autohold off", "\"autohold\":false"},
		{"microphone usb-1", "usb-1"},
		{"optout 200", "[\"200\"]"},
		{"optout", "\"optOut\":[]"},
	};
	char *device = first_line_of(*state);

	for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
		char *set = mem_printf("%sdevice %s %s", DESK, device, settings[i].set);
		char *show = mem_printf("%sdevice %s", DESK, device);

		does(*state, set, "");
		does(*state, show, settings[i].shown);
		free(set);
		free(show);
	}
	ends(*state, DESK "device SIP/none", 1, "", "no such device");
	free(device);
}

static void queue__paused_and_resumed__is_the_state_of_the_member(void **state)
{
	does(*state, DESK "queue reception pause", "");
	does(*state, DESK "--json queues", "paused");
	does(*state, DESK "queue reception resume", "");
	ends(*state, DESK "queue none pause", 1, "", "no such queue");
	ends(*state, DESK "queue reception sleep", 2, "", "pause or resume");
}

static char *dial(struct place *place, const char *whom)
{
	char *words = mem_printf("%s--json dial %s", DESK, whom), *cid;
	cJSON *json = json_of(place, words);

	cid = mem_dup(cJSON_GetObjectItemCaseSensitive(json, "cid")->valuestring);
	cJSON_Delete(json);
	free(words);
	return cid;
}

static void call__what_it_lacks__is_said(void **state)
{
	char *cid = dial(*state, "105");
	const struct {
		const char *words;
		int status;
		const char *err;
	} wrong[] = {
		{"xfer", 2, "Say where to"},
		{"merge", 2, "Say which other call"},
		{"dtmf", 2, "Say which digits"},
		{"hold now", 2, "takes nothing more"},
		{"merge none", 1, ""},
		{"dtmf x", 1, ""},
		{"xfer xyzzyx", 1, "Nobody is found"},
		{"pickup", 1, "no such call"},
		{"retrieve", 1, "no such call"},
	};

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		char *words = mem_printf("%scall %s %s", DESK, cid, wrong[i].words);

		ends(*state, words, wrong[i].status, "", wrong[i].err);
		free(words);
	}
	char *words = mem_printf("%scall %s hangup", DESK, cid);
	does(*state, words, "");
	free(words);
	free(cid);
}

/* One white pixel. */
static void write_photo(struct place *place)
{
	static const unsigned char png[] = {
		0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48,
		0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00,
		0x00, 0x3a, 0x7e, 0x9b, 0x55, 0x00, 0x00, 0x00, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78,
		0x9c, 0x63, 0xf8, 0x0f, 0x00, 0x01, 0x01, 0x01, 0x00, 0xb1, 0x38, 0xf6, 0x14, 0x00,
		0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};
	char *path = place_path(place, "photo.png");
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(png, sizeof png, 1, file), 1);
	fclose(file);
	free(path);
}

/* The server looks for what other processes changed every now and then. */
static bool somebody_has_a_photo(void *place)
{
	struct ran ran = place_run(place, DESK "--json contacts");
	bool has = strstr(ran.out, "\"photo\":\"");

	ran_free(&ran);
	return has;
}

static void photo__of_who_has_one__is_above_his_details(void **state)
{
	struct place *place = *state;
	struct ran ran;
	struct pty *pty;

	write_photo(place);
	ran = place_run_pabx(place, "photo set benoit %H/photo.png", NULL);
	assert_int_equal(ran.status, 1);
	HAS(ran.err, "nobody has the login");
	ran_free(&ran);
	ran = place_run_pabx(place, "photo set agnes %H/password.png", NULL);
	assert_int_equal(ran.status, 1);
	ran_free(&ran);
	ran = place_run_pabx(place, "photo set agnes %H/reception", NULL);
	assert_int_equal(ran.status, 1);
	HAS(ran.err, "is not a PNG or JPEG picture");
	ran_free(&ran);
	ran = place_run_pabx(place, "photo set agnes %H/photo.png", NULL);
	assert_int_equal(ran.status, 0);
	ran_free(&ran);
	does(place, DESK "--json photo Agnes~Müller", "\"type\":\"image/png\"");

	place_until(somebody_has_a_photo, place, "a photo in the contacts");
	static const char *const grey[] = {"NO_COLOR=1", NULL};

	pty = place_console(place, 30, 100, DESK, grey);
	pty_wait_text(pty, "Agnes Müller");
	pty_send(pty, "agnes");
	pty_wait_text(pty, "agnes");
	pty_keys(pty, "F11");
	pty_wait_text(pty, "████████████████████");
	pty_wait_text(pty, "Presence");
	pty_keys(pty, "Esc");
	pty_wait_no_text(pty, "Presence");
	assert_false(pty_wrote(pty, "\033_G"));
	place_quit(place);
}

static bool wrote_picture(void *pty)
{
	pty_read(pty, 100);
	return pty_wrote(pty, "\033_Ga=T,f=100,");
}

static void photo__in_pixels__is_drawn_by_the_terminal_and_taken_away(void **state)
{
	static const char *const plain[] = {"TMUX", NULL};
	struct place *place = *state;
	struct ran ran;
	struct pty *pty;

	ran = place_run(place, DESK "--photos crayon contacts");
	assert_int_equal(ran.status, 2);
	HAS(ran.err, "photos is symbols, sixel, kitty, iterm2 or none, not \"crayon\"");
	ran_free(&ran);
	write_photo(place);
	ran = place_run_pabx(place, "photo set agnes %H/photo.png", NULL);
	assert_int_equal(ran.status, 0);
	ran_free(&ran);
	place_until(somebody_has_a_photo, place, "a photo in the contacts");
	pty = place_console(place, 30, 100, DESK "--photos kitty", plain);
	pty_wait_text(pty, "Agnes Müller");
	pty_send(pty, "agnes");
	pty_wait_text(pty, "agnes");
	pty_keys(pty, "F11");
	place_until(wrote_picture, pty, "the photo in pixels");
	assert_false(pty_wrote(pty, "\033_Ga=d"));
	/* The end takes it away as well. */
	place_quit(place);
	assert_true(pty_wrote(pty, "\033_Ga=d,d=I,i="));
	pty = place_console(place, 30, 100, DESK "--photos none", plain);
	pty_wait_text(pty, "Agnes Müller");
	pty_send(pty, "agnes");
	pty_wait_text(pty, "agnes");
	pty_keys(pty, "F11");
	pty_wait_text(pty, "( AM )");
	ran = place_run_pabx(place, "photo remove agnes", NULL);
	assert_int_equal(ran.status, 0);
	ran_free(&ran);
	place_quit(place);
}

static void caller__usual_contacts_and_last_calls__are_for_the_desk(void **state)
{
	cJSON *json = json_of(*state, DESK "--json caller 02079460301");

	assert_true(cJSON_IsArray(cJSON_GetObjectItem(json, "usual")));
	assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItem(json, "number")),
			    "+442079460301");
	cJSON_Delete(json);
	does(*state, DESK "caller 02079460301", "No call with this number is known");
	ends(*state, DESK "caller nobody", 1, "", "frontdesk: ");
	ends(*state, DESK "caller", 2, "", "Usage: frontdesk caller NUMBER");
}

static void nightmode__read_and_set__is_that_of_the_company(void **state)
{
	does(*state, DESK "nightmode default 2 on", "");
	does(*state, DESK "nightmode default", "default           2  on");
	does(*state, DESK "nightmode default 2 sched", "");
	ends(*state, DESK "nightmode nowhere", 1, "", "no night modes");
	ends(*state, DESK "nightmode default 11 on", 2, "", "1 to 10");
	ends(*state, DESK "nightmode default 1 maybe", 2, "", "on, off or sched");
	ends(*state, TERN "nightmode default 1 on", 1, "", "");
}

static void presence__until__is_a_time_of_day(void **state)
{
	does(*state, DESK "presence away lunch --until 23:59", "");
	ends(*state, DESK "presence away lunch --until noon", 2, "", "HH:MM");
	does(*state, DESK "presence online", "");
}

static void deed__with_json__is_one_document_that_says_what_was_done(void **state)
{
	static const struct {
		const char *words, *done, *values; /* values: a member that they have, or NULL */
	} cases[] = {
		{"presence dnd busy", "presence", NULL},
		{"presence online", "presence", NULL},
		{"device SIP/reception autohold on", "device", NULL},
		{"queue reception pause", "queue", NULL},
		{"queue reception resume", "queue", NULL},
		{"address add Json~Doe number=100", "address", "key"},
		{"address edit Json~Doe number=200", "address", NULL},
		{"address delete Json~Doe", "address", NULL},
		{"chat agnes hello", "chat", NULL},
		{"feed tags on", "feed", NULL},
		{"nightmode default 3 off", "nightmode", NULL},
		{"link Petra~Sternberg ask", "link", NULL},
		{"link remove Petra~Sternberg", "link", NULL},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char *words = mem_printf("%s--json %s", DESK, cases[i].words);
		cJSON *json = json_of(*state, words);
		const char *done = cJSON_GetStringValue(cJSON_GetObjectItem(json, "done"));

		assert_non_null(done);
		assert_string_equal(done, cases[i].done);
		assert_true(cJSON_GetArraySize(cJSON_GetObjectItem(json, "words")) > 0);
		if (cases[i].values)
			assert_non_null(cJSON_GetObjectItem(cJSON_GetObjectItem(json, "values"),
							    cases[i].values));
		cJSON_Delete(json);
		free(words);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(list__extensions_phones_mailboxes_links__as_table_and_json),
		cmocka_unit_test(link__asked_accepted_deleted__by_two_people),
		cmocka_unit_test(chat__written_read_named_left__by_commands),
		cmocka_unit_test(photo__drawing_or_file__is_written),
		cmocka_unit_test(presence__set__is_shown),
		cmocka_unit_test(photo__of_who_has_one__is_above_his_details),
		cmocka_unit_test(photo__in_pixels__is_drawn_by_the_terminal_and_taken_away),
		cmocka_unit_test(address__added_edited_deleted__by_key_and_by_name),
		cmocka_unit_test(device__settable_properties__are_set),
		cmocka_unit_test(queue__paused_and_resumed__is_the_state_of_the_member),
		cmocka_unit_test(call__what_it_lacks__is_said),
		cmocka_unit_test(caller__usual_contacts_and_last_calls__are_for_the_desk),
		cmocka_unit_test(nightmode__read_and_set__is_that_of_the_company),
		cmocka_unit_test(presence__until__is_a_time_of_day),
		cmocka_unit_test(deed__with_json__is_one_document_that_says_what_was_done),
	};

	return cmocka_run_group_tests(tests, open_office, place_teardown);
}
