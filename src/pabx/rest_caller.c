/* What is known of a caller: the last calls with his number, and the people whom he usually wants:
 * those to whom he was finally connected, whoever passed the call on. */
#include "rest_inside.h"

enum { SHOWN = 5, SHOWN_MAX = 20, TALKS_MAX = 100, PEOPLE_MAX = 100 };
/* Each conversation counts less than the next newer one: often and lately. */
enum { POINTS = 4096, POINTS_KEPT = 7, POINTS_OF = 8 };

/* Columns of table cdr. */
enum {
	C_ACCTID,
	C_START,
	C_ANSWERED,
	C_END,
	C_DST = 6,
	C_SRC_DEVICE = 8,
	C_DST_DEVICE,
	C_QUEUE,
	C_LINKED = 13,
	C_ANSWERED_BY = 15,
	C_COMPANY,
};

/* All records of one conversation. */
struct talk {
	char linked[64];
	int64_t start, duration; /* epoch ms, ms */
	int64_t cID;             /* our person in it, WIRE_NULL for nobody */
	char name[128];          /* who took it, "" for nobody */
	bool ours;               /* we called */
	bool answered, voicemail;
	bool meant; /* the caller was passed to that person, or called him */
};

struct usual {
	int64_t cID, last;
	unsigned points, calls;
};

struct known {
	const struct request *req;
	struct talk talks[TALKS_MAX];
	struct usual people[PEOPLE_MAX];
	unsigned talk_count, people_count;
};

static bool may_read(const struct user *user, const char *company)
{
	return user_has(user, PERM_SYSADMIN) || user_has_for(user, PERM_RECEPTIONIST, company) ||
	       user_has_for(user, PERM_COMPANYADMIN, company) ||
	       user_has_for(user, PERM_BILLING, company);
}

static int64_t user_of(const struct pabx *pabx, const char *name)
{
	const struct wire_device *device =
		*name ? (const struct wire_device *)live_get(pabx->live, WIRE_DEVICE, 0, name)
		      : NULL;

	if (!device)
		return WIRE_NULL;
	return device->userID != WIRE_NULL ? device->userID : device->ownerID;
}

/* The conversation of a record. Records come newest first, so its others are near. */
static struct talk *talk_of(struct known *known, const char *linked)
{
	struct talk *talk;

	for (unsigned i = known->talk_count; i-- > 0;)
		if (*linked && !strcmp(known->talks[i].linked, linked))
			return &known->talks[i];
	talk = &known->talks[known->talk_count++];
	*talk = (struct talk){.cID = WIRE_NULL};
	snprintf(talk->linked, sizeof(talk->linked), "%s", linked);
	return talk;
}

/* Who answered: a device's person, or somebody at a number outside; his voicemail is not him. */
static void take_answer(const struct known *known, struct talk *talk, struct sqlite3_stmt *rows)
{
	const struct pabx *pabx = known->req->pabx;
	const char *device = store_text(rows, C_ANSWERED_BY);
	struct directory_match match = {.cID = WIRE_NULL};
	const struct person *person;

	if (talk->ours)
		talk->cID = user_of(pabx, store_text(rows, C_SRC_DEVICE));
	else if (*device)
		talk->cID = user_of(pabx, device);
	else if (directory_match(pabx->directory, store_text(rows, C_DST), &match))
		talk->cID = match.cID;
	person = directory_person(pabx->directory, talk->cID);
	snprintf(talk->name, sizeof(talk->name), "%s", person ? person->name : device);
	/* A queue's call goes to whoever is free. */
	talk->meant = !*store_text(rows, C_QUEUE);
	talk->answered = true;
	talk->duration = store_int(rows, C_END) - store_int(rows, C_ANSWERED);
}

static void take_record(struct known *known, struct sqlite3_stmt *rows)
{
	struct talk *talk = talk_of(known, store_text(rows, C_LINKED));
	bool outside = !*store_text(rows, C_DST_DEVICE);

	talk->start = store_int(rows, C_START);
	talk->ours = *store_text(rows, C_SRC_DEVICE) && outside && !*store_text(rows, C_QUEUE);
	if (talk->answered || !store_int(rows, C_ANSWERED))
		return;
	if (!talk->ours && !outside && !*store_text(rows, C_ANSWERED_BY))
		talk->voicemail = true;
	else
		take_answer(known, talk, rows);
}

/* Whom a caller may be said to want: not the desk itself, and nobody who is not seen. */
static bool is_wanted(const struct known *known, const struct talk *talk)
{
	struct user user;

	return talk->meant && talk->cID != known->req->user.cID &&
	       !directory_user(known->req->pabx->directory, talk->cID, &user) &&
	       !user_has(&user, PERM_RECEPTIONIST) && user_sees(&known->req->user, user.company);
}

static void count_person(struct known *known, const struct talk *talk, unsigned points)
{
	struct usual *usual = known->people;

	if (!is_wanted(known, talk))
		return;
	while (usual < known->people + known->people_count && usual->cID != talk->cID)
		usual++;
	if (usual == known->people + known->people_count) {
		known->people_count++;
		*usual = (struct usual){.cID = talk->cID, .last = talk->start};
	}
	usual->points += points;
	usual->calls++;
}

static int compare(const void *a, const void *b)
{
	const struct usual *x = a, *y = b;

	if (x->points != y->points)
		return x->points > y->points ? -1 : 1;
	return (x->last < y->last) - (x->last > y->last);
}

static void rank_people(struct known *known)
{
	unsigned points = POINTS;

	for (unsigned i = 0; i < known->talk_count; i++) {
		count_person(known, &known->talks[i], points);
		points = points * POINTS_KEPT / POINTS_OF;
	}
	qsort(known->people, known->people_count, sizeof(*known->people), compare);
}

static void learn(struct known *known, const char *number)
{
	struct sqlite3_stmt *rows = store_ask(known->req->pabx->store, SQL_CALLER, "s", number);

	while (store_next(rows)) {
		if (may_read(&known->req->user, store_text(rows, C_COMPANY)))
			take_record(known, rows);
	}
	rank_people(known);
}

static cJSON *people_json(const struct known *known, unsigned limit)
{
	cJSON *list = cJSON_CreateArray();

	for (unsigned i = 0; i < known->people_count && i < limit; i++) {
		const struct usual *usual = &known->people[i];
		const struct person *person =
			directory_person(known->req->pabx->directory, usual->cID);
		cJSON *item = cJSON_CreateObject();

		cJSON_AddNumberToObject(item, "cID", (double)usual->cID);
		cJSON_AddStringToObject(item, "name", person->name);
		cJSON_AddNumberToObject(item, "calls", usual->calls);
		cJSON_AddNumberToObject(item, "last", (double)usual->last);
		cJSON_AddItemToArray(list, item);
	}
	return list;
}

static cJSON *talks_json(const struct known *known, unsigned limit)
{
	cJSON *list = cJSON_CreateArray();

	for (unsigned i = 0; i < known->talk_count && i < limit; i++) {
		const struct talk *talk = &known->talks[i];
		int64_t seconds = talk->duration / 1000;
		cJSON *item = cJSON_CreateObject();

		cJSON_AddStringToObject(item, "linked", talk->linked);
		cJSON_AddStringToObject(item, "party", talk->ours ? "caller" : "callee");
		cJSON_AddStringToObject(item, "outcome",
					talk->answered    ? "answered"
					: talk->voicemail ? "voicemail"
							  : "missed");
		cJSON_AddItemToObject(item, "answeredBy",
				      talk->answered ? cJSON_CreateString(talk->name)
						     : cJSON_CreateNull());
		cJSON_AddItemToObject(item, "cID",
				      talk->cID == WIRE_NULL
					      ? cJSON_CreateNull()
					      : cJSON_CreateNumber((double)talk->cID));
		cJSON_AddNumberToObject(item, "stamp", (double)talk->start);
		cJSON_AddNumberToObject(item, "duration", (double)seconds);
		cJSON_AddItemToArray(list, item);
	}
	return list;
}

void rest_read_caller(struct request *req)
{
	const char *text = cJSON_GetStringValue(read_member(req, "number"));
	char number[NUMBER_MAX];
	struct known *known;
	cJSON *values;
	unsigned limit;

	if (!read_limit(req, SHOWN, &limit))
		return;
	if (!text || number_e164(&req->pabx->plan, text, number, sizeof(number)) <= 0) {
		answer_refused(req, WIRE_R_INVALID, NULL);
		return;
	}
	limit = limit < SHOWN_MAX ? limit : SHOWN_MAX;
	known = mem_new(1, sizeof(*known));
	known->req = req;
	learn(known, number);
	values = cJSON_CreateObject();
	cJSON_AddStringToObject(values, "number", number);
	cJSON_AddItemToObject(values, "usual", people_json(known, limit));
	cJSON_AddItemToObject(values, "calls", talks_json(known, limit));
	free(known);
	answer_values(req, values);
}
