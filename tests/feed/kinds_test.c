/* Users of each kind at the feed: which rows of which set each gets, in the snapshot and live, and
 * what each is refused (PROTOCOL.md: permissions). */
#include <stdio.h>

#include "base/mem.h"
#include "pabx/live.h"
#include "support/feed_client.h"

enum { ROOT = 1, ANNA, BOB, LENA, DORA, CARL, ERIN, HALL, KINDS = HALL };

static const struct kind {
	const char *kind, *login, *company, *perms;
} kinds[KINDS] = {
	{"the system's administrator", "root", "default", "sysadmin=yes"},
	{"a receptionist of the default company", "anna", "default", "receptionist=default"},
	{"a user of the default company", "bob", "default", ""},
	{"a user whose consoles are idle", "lena", "default", "lite=yes"},
	{"the administrator of another company", "dora", "other", "companyadmin=other"},
	{"a receptionist of another company", "carl", "other", "receptionist=other"},
	{"a user of another company", "erin", "other", ""},
	{"a kiosk", "hall", "default", "kiosk=lobby"},
};

/* Whose a row is: a person's own, a company's own, everybody's. */
enum by { SWITCH, DIRECTORY, COMPANY };

/* The rows, by their set; by: who tells them. label is what the table below calls them: D of the
 * default company (of Bob, where they are somebody's), O of the other (Erin), K of the kiosk. */
static const struct item {
	const char *set, *label;
	enum by by;
	int user;           /* of per-user rows */
	const char *row;    /* as it is first */
	const char *change; /* its key, and a field that is another then */
} items[] = {
	/* clang-format off */
	{"contact", "r", DIRECTORY, 0, "{\"cID\":1,\"name\":\"root\",\"company\":\"default\"}", "{\"cID\":1,\"department\":\"x\"}"},
	{"contact", "a", DIRECTORY, 0, "{\"cID\":2,\"name\":\"anna\",\"company\":\"default\"}", "{\"cID\":2,\"department\":\"x\"}"},
	{"contact", "b", DIRECTORY, 0, "{\"cID\":3,\"name\":\"bob\",\"company\":\"default\"}", "{\"cID\":3,\"department\":\"x\"}"},
	{"contact", "l", DIRECTORY, 0, "{\"cID\":4,\"name\":\"lena\",\"company\":\"default\"}", "{\"cID\":4,\"department\":\"x\"}"},
	{"contact", "d", DIRECTORY, 0, "{\"cID\":5,\"name\":\"dora\",\"company\":\"other\"}", "{\"cID\":5,\"department\":\"x\"}"},
	{"contact", "c", DIRECTORY, 0, "{\"cID\":6,\"name\":\"carl\",\"company\":\"other\"}", "{\"cID\":6,\"department\":\"x\"}"},
	{"contact", "e", DIRECTORY, 0, "{\"cID\":7,\"name\":\"erin\",\"company\":\"other\"}", "{\"cID\":7,\"department\":\"x\"}"},
	{"contact", "h", DIRECTORY, 0, "{\"cID\":8,\"name\":\"hall\",\"company\":\"default\"}", "{\"cID\":8,\"department\":\"x\"}"},
	{"link", "D", DIRECTORY, BOB, "{\"cID\":7,\"state\":\"asked\"}", "{\"cID\":7,\"state\":\"both\"}"},
	{"link", "O", DIRECTORY, ERIN, "{\"cID\":3,\"state\":\"asking\"}", "{\"cID\":3,\"state\":\"both\"}"},
	{"extension", "D", SWITCH, 0, "{\"extension\":\"102\",\"owner\":3,\"company\":\"default\"}", "{\"extension\":\"102\",\"name\":\"x\"}"},
	{"extension", "O", SWITCH, 0, "{\"extension\":\"301_other\",\"owner\":7,\"company\":\"other\"}", "{\"extension\":\"301_other\",\"name\":\"x\"}"},
	{"device", "D", SWITCH, 0, "{\"name\":\"SIP/b\",\"ownerID\":3,\"userID\":3,\"mailbox\":\"20\"}", "{\"name\":\"SIP/b\",\"label\":\"x\"}"},
	{"device", "O", SWITCH, 0, "{\"name\":\"SIP/e\",\"ownerID\":7,\"userID\":7,\"mailbox\":\"80\"}", "{\"name\":\"SIP/e\",\"label\":\"x\"}"},
	{"device", "K", SWITCH, 0, "{\"name\":\"SIP/h\",\"ownerID\":8,\"userID\":8}", "{\"name\":\"SIP/h\",\"label\":\"x\"}"},
	{"phone", "D", SWITCH, 0, "{\"mac\":\"m2\",\"deviceNames\":[\"SIP/b\"],\"ownerID\":3}", "{\"mac\":\"m2\",\"name\":\"x\"}"},
	{"phone", "O", SWITCH, 0, "{\"mac\":\"m7\",\"deviceNames\":[\"SIP/e\"],\"ownerID\":7}", "{\"mac\":\"m7\",\"name\":\"x\"}"},
	{"queue", "D", SWITCH, 0, "{\"name\":\"q\",\"company\":\"default\"}", "{\"name\":\"q\",\"label\":\"x\"}"},
	{"queue", "O", SWITCH, 0, "{\"name\":\"qo\",\"company\":\"other\"}", "{\"name\":\"qo\",\"label\":\"x\"}"},
	{"call", "D", SWITCH, 0, "{\"parent\":\"SIP/b\",\"cid\":\"1\",\"state\":\"up\"}", "{\"parent\":\"SIP/b\",\"cid\":\"1\",\"name\":\"x\"}"},
	{"call", "O", SWITCH, 0, "{\"parent\":\"SIP/e\",\"cid\":\"2\",\"state\":\"up\"}", "{\"parent\":\"SIP/e\",\"cid\":\"2\",\"name\":\"x\"}"},
	{"call", "K", SWITCH, 0, "{\"parent\":\"SIP/h\",\"cid\":\"3\",\"state\":\"up\"}", "{\"parent\":\"SIP/h\",\"cid\":\"3\",\"name\":\"x\"}"},
	{"call", "Q", SWITCH, 0, "{\"parent\":\"queue:q\",\"cid\":\"4\",\"state\":\"ring\"}", "{\"parent\":\"queue:q\",\"cid\":\"4\",\"name\":\"x\"}"},
	{"call", "P", SWITCH, 0, "{\"parent\":\"queue:qo\",\"cid\":\"5\",\"state\":\"ring\"}", "{\"parent\":\"queue:qo\",\"cid\":\"5\",\"name\":\"x\"}"},
	{"parked", "D", SWITCH, 0, "{\"lot\":\"p\",\"slot\":\"1\",\"by\":3}", "{\"lot\":\"p\",\"slot\":\"1\",\"name\":\"x\"}"},
	{"parked", "O", SWITCH, 0, "{\"lot\":\"p\",\"slot\":\"2\",\"by\":7}", "{\"lot\":\"p\",\"slot\":\"2\",\"name\":\"x\"}"},
	{"mailbox", "D", SWITCH, 0, "{\"name\":\"20\",\"unread\":1}", "{\"name\":\"20\",\"unread\":2}"},
	{"mailbox", "O", SWITCH, 0, "{\"name\":\"80\",\"unread\":1}", "{\"name\":\"80\",\"unread\":2}"},
	{"tag", "D", DIRECTORY, 0, "{\"owner\":3,\"tags\":[\"lobby\"]}", "{\"owner\":3,\"tags\":[\"lobby\",\"x\"]}"},
	{"tag", "O", DIRECTORY, 0, "{\"owner\":7,\"tags\":[\"vip\"]}", "{\"owner\":7,\"tags\":[\"x\"]}"},
	{"address", "S", DIRECTORY, 0, "{\"key\":\"a1\",\"name\":\"Taxi\",\"group\":\"system\"}", "{\"key\":\"a1\",\"name\":\"x\"}"},
	{"address", "D", COMPANY, 0, "{\"key\":\"a2\",\"name\":\"Bolt\",\"group\":\"company\"}", "{\"key\":\"a2\",\"name\":\"x\"}"},
	{"address", "O", DIRECTORY, ERIN, "{\"key\":\"a3\",\"name\":\"Mum\",\"group\":\"personal\"}", "{\"key\":\"a3\",\"name\":\"x\"}"},
	{"room", "D", DIRECTORY, BOB, "{\"roomID\":1,\"label\":\"b\"}", "{\"roomID\":1,\"label\":\"x\"}"},
	{"room", "O", DIRECTORY, ERIN, "{\"roomID\":2,\"label\":\"e\"}", "{\"roomID\":2,\"label\":\"x\"}"},
	{"message", "D", DIRECTORY, BOB, "{\"roomID\":1,\"msgID\":1,\"msg\":\"b\"}", "{\"roomID\":1,\"msgID\":1,\"msg\":\"x\"}"},
	{"message", "O", DIRECTORY, ERIN, "{\"roomID\":2,\"msgID\":2,\"msg\":\"e\"}", "{\"roomID\":2,\"msgID\":2,\"msg\":\"x\"}"},
	{"note", "S", DIRECTORY, 0, "{\"key\":\"+441\",\"text\":\"t\"}", "{\"key\":\"+441\",\"text\":\"x\"}"},
	{"taken", "D", DIRECTORY, 0, "{\"id\":1,\"company\":\"default\",\"name\":\"Bob\"}", "{\"id\":1,\"why\":\"x\"}"},
	{"taken", "O", DIRECTORY, 0, "{\"id\":2,\"company\":\"other\",\"name\":\"Erin\"}", "{\"id\":2,\"why\":\"x\"}"},
	{"setting", "D", DIRECTORY, BOB, "{\"name\":\"page\",\"value\":1}", "{\"name\":\"page\",\"value\":2}"},
	{"setting", "O", DIRECTORY, ERIN, "{\"name\":\"filters\",\"value\":1}", "{\"name\":\"filters\",\"value\":3}"},
	{"operator", "D", DIRECTORY, 0, "{\"cID\":3,\"state\":\"on\"}", "{\"cID\":3,\"note\":\"x\"}"},
	{"operator", "O", DIRECTORY, 0, "{\"cID\":7,\"state\":\"on\"}", "{\"cID\":7,\"note\":\"x\"}"},
	{"nightmode", "D", DIRECTORY, 0, "{\"company\":\"default\",\"mode\":1,\"value\":\"off\"}", "{\"company\":\"default\",\"mode\":1,\"value\":\"on\"}"},
	{"nightmode", "O", DIRECTORY, 0, "{\"company\":\"other\",\"mode\":1,\"value\":\"off\"}", "{\"company\":\"other\",\"mode\":1,\"value\":\"on\"}"},
	/* clang-format on */
};
enum { ITEMS = sizeof(items) / sizeof(*items) };

/* Who gets which of them. */
static const struct seen {
	const char *set;
	const char *by[KINDS];
} table[] = {
	/* clang-format off */
	/*               root        anna        bob         lena dora   carl   erin   hall */
	{"contact",   {"rabldceh", "rabldceh", "rabldceh", "l", "dce", "dce", "dce", "b"}},
	{"link",      {"",         "",         "D",        "",  "",    "",    "O",   ""}},
	{"extension", {"DO",       "DO",       "DO",       "",  "O",   "O",   "O",   ""}},
	{"phone",     {"DO",       "DO",       "DO",       "",  "O",   "O",   "O",   ""}},
	{"device",    {"DOK",      "DOK",      "DOK",      "",  "O",   "O",   "O",   "K"}},
	{"queue",     {"DO",       "DO",       "DO",       "",  "O",   "O",   "O",   ""}},
	{"call",      {"DOKQP",    "DOKQP",    "DOKQP",    "",  "OP",  "OP",  "OP",  "K"}},
	{"parked",    {"DO",       "DO",       "DO",       "",  "O",   "O",   "O",   ""}},
	{"mailbox",   {"DO",       "",         "D",        "",  "O",   "",    "O",   ""}},
	{"tag",       {"DO",       "DO",       "DO",       "",  "O",   "O",   "O",   ""}},
	{"address",   {"SD",       "SD",       "SD",       "",  "S",   "S",   "SO",  ""}},
	{"room",      {"",         "",         "D",        "",  "",    "",    "O",   ""}},
	{"message",   {"",         "",         "D",        "",  "",    "",    "O",   ""}},
	{"note",      {"S",        "S",        "S",        "",  "S",   "S",   "S",   ""}},
	{"taken",     {"",         "DO",       "",         "",  "",    "O",   "",    ""}},
	{"setting",   {"",         "",         "D",        "",  "",    "",    "O",   ""}},
	{"operator",  {"DO",       "DO",       "DO",       "",  "O",   "O",   "O",   ""}},
	{"nightmode", {"DO",       "DO",       "DO",       "",  "O",   "O",   "O",   ""}},
	/* clang-format on */
};
enum { SETS = sizeof(table) / sizeof(*table) };

static const char *who_sees(const char *set, int kind)
{
	for (int i = 0; i < SETS; i++)
		if (!strcmp(table[i].set, set))
			return table[i].by[kind];
	fail_msg("no set %s", set);
	return NULL;
}

static void tell(struct house *house, const struct item *item, const char *text)
{
	struct wire_row *row;

	switch (item->by) {
	case SWITCH:
		house_row(house, item->set, text);
		break;
	case DIRECTORY:
		house_put(house, item->user, item->set, text);
		break;
	case COMPANY:
		row = row_of(WIRE_ADDRESS, text);
		live_put_for(house->pabx->live, "default", row);
		wire_row_free(&row);
		break;
	}
}

static int setup(void **state)
{
	struct house *house = mem_new(1, sizeof(*house));

	house_open(house);
	for (int i = 0; i < KINDS; i++)
		house_user(house, i + 1, kinds[i].login, kinds[i].company, kinds[i].perms);
	for (int i = 0; i < ITEMS; i++)
		tell(house, &items[i], items[i].row);
	house_settle(house);
	*state = house;
	return 0;
}

/* All that there is, and what a kiosk may ask for. */
static const char *start_of(int kind)
{
	return *kinds[kind].perms && strstr(kinds[kind].perms, "kiosk")
		       ? "{\"op\":\"start\",\"id\":\"1\",\"heartbeat\":0}"
		       : "{\"op\":\"start\",\"id\":\"1\",\"tags\":true,\"address\":true,"
			 "\"chat\":true,\"taken\":true,\"heartbeat\":0}";
}

/* ---- Snapshots ---- */

/* The label of a row that came: the one whose key fields it has. */
static const char *label_of(const char *set, const cJSON *row)
{
	for (int i = 0; i < ITEMS; i++) {
		struct wire_row *known, *came;
		char *text;
		bool same;

		if (strcmp(items[i].set, set) != 0)
			continue;
		text = wire_json_print(row);
		known = row_of((enum wire_set)wire_set_find(set), items[i].row);
		came = row_of((enum wire_set)wire_set_find(set), text);
		same = !strcmp(known->key, came->key);
		wire_row_free(&known);
		wire_row_free(&came);
		free(text);
		if (same)
			return items[i].label;
	}
	return "?";
}

/* All parts until ready; each set's labels into got, in the order of the table's rows. */
static void take_snapshot(struct desk *desk, char got[SETS][32])
{
	memset(got, 0, SETS * sizeof(*got));
	while (strcmp(wire_json_text(desk_next(desk), "op"), "ready") != 0) {
		const char *set = wire_json_text(desk->frame, "set");
		const cJSON *row;

		cJSON_ArrayForEach (row, wire_json_get(desk->frame, "rows"))
			for (int i = 0; i < SETS; i++)
				if (!strcmp(table[i].set, set))
					strcat(got[i], label_of(set, row));
	}
}

static bool same_labels(const char *a, const char *b)
{
	return strlen(a) == strlen(b) && strspn(a, b) == strlen(a);
}

static void snapshot__of_each_kind_of_user__has_what_he_may_see(void **state)
{
	for (int kind = 0; kind < KINDS; kind++) {
		struct desk desk;
		char got[SETS][32];

		desk_open(&desk, *state, kinds[kind].login);
		desk_send(&desk, start_of(kind));
		take_snapshot(&desk, got);
		for (int i = 0; i < SETS; i++)
			if (!same_labels(got[i], table[i].by[kind]))
				fail_msg("%s gets of %s \"%s\", not \"%s\"", kinds[kind].kind,
					 table[i].set, got[i], table[i].by[kind]);
		desk_close(&desk);
	}
}

static void idle__of_each_kind_of_user__leaves_his_own_at_most(void **state)
{
	/*                                  root anna bob lena dora carl erin hall */
	static const char *const own[] = {"r", "a", "b", "l", "d", "c", "e", ""};

	for (int kind = 0; kind < KINDS; kind++) {
		struct desk desk;
		char got[SETS][32];

		desk_open(&desk, *state, kinds[kind].login);
		desk_send(&desk, "{\"op\":\"start\",\"id\":\"1\",\"idle\":true,\"heartbeat\":0}");
		take_snapshot(&desk, got);
		if (strcmp(got[0], own[kind]) != 0)
			fail_msg("%s, idle, gets of contact \"%s\"", kinds[kind].kind, got[0]);
		desk_close(&desk);
	}
}

/* ---- Live ---- */

static bool has_set(const cJSON *frame, const char *set)
{
	const cJSON *item;

	cJSON_ArrayForEach (item, wire_json_get(frame, "rows"))
		if (!strcmp(cJSON_GetStringValue(cJSON_GetArrayItem(item, 0)), set))
			return true;
	return false;
}

static void expect_change(struct desk *desk, const struct kind *kind, const struct item *item,
			  bool sees)
{
	if (!sees) {
		desk_expect_nothing(desk);
		return;
	}
	desk_expect(desk, "delta");
	if (!has_set(desk->frame, item->set))
		fail_msg("%s does not hear of %s %s", kind->kind, item->set, item->label);
}

static void change__of_each_set__is_told_to_those_who_see_it_alone(void **state)
{
	struct desk desks[KINDS];

	for (int i = 0; i < KINDS; i++) {
		char got[SETS][32];

		desk_open(&desks[i], *state, kinds[i].login);
		desk_send(&desks[i], start_of(i));
		take_snapshot(&desks[i], got);
	}
	for (int i = 0; i < ITEMS; i++) {
		tell(*state, &items[i], items[i].change);
		house_settle(*state);
		for (int k = 0; k < KINDS; k++)
			expect_change(&desks[k], &kinds[k], &items[i],
				      strstr(who_sees(items[i].set, k), items[i].label));
	}
	for (int i = 0; i < KINDS; i++)
		desk_close(&desks[i]);
}

/* ---- Refusals ---- */

static void op__of_each_kind_of_user__is_done_or_refused(void **state)
{
	static const struct {
		const char *op;
		int errnos[KINDS]; /* 0: done */
	} ops[] = {
		/* clang-format off */
		/*                                                                    root anna bob lena dora carl erin hall */
		{"{\"op\":\"set\",\"id\":\"2\",\"idle\":true}",                        {0,   0,   0,  0,   0,   0,   0,   0}},
		{"{\"op\":\"set\",\"id\":\"2\",\"idle\":false}",                       {0,   0,   0,  99,  0,   0,   0,   0}},
		{"{\"op\":\"set\",\"id\":\"2\",\"tags\":false,\"chat\":false}",        {0,   0,   0,  0,   0,   0,   0,   0}},
		{"{\"op\":\"set\",\"id\":\"2\",\"taken\":false}",                      {0,   0,   0,  0,   0,   0,   0,   0}},
		{"{\"op\":\"set\",\"id\":\"2\",\"tags\":true}",                        {0,   0,   0,  0,   0,   0,   0,   99}},
		{"{\"op\":\"set\",\"id\":\"2\",\"taken\":true}",                       {0,   0,   0,  0,   0,   0,   0,   99}},
		{"{\"op\":\"resync\",\"id\":\"2\"}",                                   {0,   0,   0,  0,   0,   0,   0,   0}},
		{"{\"op\":\"start\",\"id\":\"2\",\"sets\":[]}",                        {0,   0,   0,  0,   0,   0,   0,   0}},
		{"{\"op\":\"start\",\"id\":\"2\",\"idle\":false}",                     {0,   0,   0,  0,   0,   0,   0,   0}},
		{"{\"op\":\"start\",\"id\":\"2\",\"pingtime\":9}",                     {90,  90,  90, 90,  90,  90,  90,  90}},
		{"{\"op\":\"start\",\"id\":\"2\",\"pingtime\":1000}",                  {90,  90,  90, 90,  90,  90,  90,  90}},
		{"{\"op\":\"start\",\"id\":\"2\",\"sets\":[\"taken\"]}",               {90,  90,  90, 90,  90,  90,  90,  90}},
		{"{\"op\":\"dance\",\"id\":\"2\"}",                                    {90,  90,  90, 90,  90,  90,  90,  90}},
		/* clang-format on */
	};

	for (size_t i = 0; i < sizeof(ops) / sizeof(*ops); i++)
		for (int k = 0; k < KINDS; k++) {
			struct desk desk;
			char got[SETS][32];
			int64_t number = 0;

			desk_open(&desk, *state, kinds[k].login);
			desk_send(&desk, start_of(k));
			take_snapshot(&desk, got);
			desk_send(&desk, ops[i].op);
			while (!wire_json_text(desk_next(&desk), "id"))
				continue;
			if (!strcmp(wire_json_text(desk.frame, "op"), "error"))
				number = wire_json_int(desk.frame, "errno", -1);
			if (number != ops[i].errnos[k])
				fail_msg("%s, %s: %d", kinds[k].kind, ops[i].op, (int)number);
			desk_close(&desk);
		}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, house_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(snapshot__of_each_kind_of_user__has_what_he_may_see),
		TEST(idle__of_each_kind_of_user__leaves_his_own_at_most),
		TEST(change__of_each_set__is_told_to_those_who_see_it_alone),
		TEST(op__of_each_kind_of_user__is_done_or_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
