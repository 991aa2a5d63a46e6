/* Call records, and a user's own history. */
#include <time.h>

#include "rest_inside.h"

enum { RECORDS = 500, PIECE_ROWS = 100 };

/* Columns of table cdr. */
enum {
	C_ACCTID,
	C_START,
	C_ANSWERED,
	C_END,
	C_SRC,
	C_SRC_NAME,
	C_DST,
	C_DST_NAME,
	C_SRC_DEVICE,
	C_DST_DEVICE,
	C_QUEUE,
	C_DDI,
	C_UNIQUEID,
	C_LINKED,
	C_DISPOSITION,
	C_ANSWERED_BY,
	C_COMPANY,
};

struct records {
	struct pabx *pabx;
	struct user user;
	cJSON *body;
	const cJSON *columns;
	int64_t from, to;       /* of start */
	int64_t acctid, before; /* where the next piece begins: records, history */
	int64_t minID;
	unsigned left, limit, count;
	bool begun;
	/* Adds a piece; false at the end. */
	bool (*piece)(struct records *r, struct buf *out);
};

static void add_object(struct records *r, struct buf *out, cJSON *object)
{
	size_t start = out->len;

	if (r->count)
		buf_add_char(out, ',');
	if (wire_json_add_value(out, object) < 0)
		out->len = start;
	else
		r->count++;
	cJSON_Delete(object);
	r->left--;
}

static void add_column(const struct records *r, cJSON *object, const char *name, cJSON *value)
{
	if (column_wanted(r->columns, name))
		cJSON_AddItemToObject(object, name, value);
	else
		cJSON_Delete(value);
}

static void add_text(const struct records *r, cJSON *object, const char *name, const char *text)
{
	add_column(r, object, name, cJSON_CreateString(text ? text : ""));
}

static void add_number(const struct records *r, cJSON *object, const char *name, int64_t number)
{
	add_column(r, object, name, cJSON_CreateNumber((double)number));
}

static void date_text(int64_t ms, char *out, size_t cap)
{
	time_t seconds = (time_t)(ms / 1000);
	struct tm tm;

	gmtime_r(&seconds, &tm);
	strftime(out, cap, "%Y-%m-%d %H:%M:%S+00:00", &tm);
}

static cJSON *properties(struct sqlite3_stmt *rows)
{
	static const struct {
		const char *name;
		int column;
	} all[] = {{"company", C_COMPANY},
		   {"target", C_DST},
		   {"queue", C_QUEUE},
		   {"ddi", C_DDI},
		   {"answered_by", C_ANSWERED_BY}};
	cJSON *object = cJSON_CreateObject();

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (*store_text(rows, all[i].column))
			cJSON_AddStringToObject(object, all[i].name,
						store_text(rows, all[i].column));
	return object;
}

static cJSON *record(const struct records *r, struct sqlite3_stmt *rows)
{
	cJSON *o = cJSON_CreateObject();
	int64_t answered = store_int(rows, C_ANSWERED), end = store_int(rows, C_END);
	char date[40], clid[256];

	date_text(store_int(rows, C_START), date, sizeof(date));
	snprintf(clid, sizeof(clid), "\"%s\" <%s>", store_text(rows, C_SRC_NAME),
		 store_text(rows, C_SRC));
	add_number(r, o, "acctid", store_int(rows, C_ACCTID));
	add_text(r, o, "calldate", date);
	add_text(r, o, "clid", clid);
	add_text(r, o, "src", store_text(rows, C_SRC));
	add_text(r, o, "dst", store_text(rows, C_DST));
	add_text(r, o, "dcontext", store_text(rows, C_COMPANY));
	add_text(r, o, "channel", store_text(rows, C_SRC_DEVICE));
	add_text(r, o, "dstchannel", store_text(rows, C_DST_DEVICE));
	add_text(r, o, "lastapp", *store_text(rows, C_QUEUE) ? "Queue" : "Dial");
	add_text(r, o, "lastdata", store_text(rows, C_QUEUE));
	add_number(r, o, "duration", (end - store_int(rows, C_START)) / 1000);
	add_number(r, o, "billsec", answered ? (end - answered) / 1000 : 0);
	add_text(r, o, "disposition", store_text(rows, C_DISPOSITION));
	add_number(r, o, "amaflags", 3);
	add_text(r, o, "accountcode", store_text(rows, C_COMPANY));
	add_text(r, o, "uniqueid", store_text(rows, C_UNIQUEID));
	add_text(r, o, "linkedid", store_text(rows, C_LINKED));
	add_column(r, o, "properties", properties(rows));
	return o;
}

static bool may_read(const struct records *r, const char *company)
{
	return user_has(&r->user, PERM_SYSADMIN) || user_has_for(&r->user, PERM_BILLING, company);
}

static bool record_piece(struct records *r, struct buf *out)
{
	struct sqlite3_stmt *rows = store_ask(r->pabx->store, SQL_CDR_AFTER, "i", r->acctid);
	unsigned seen = 0;

	for (; r->left && store_next(rows); seen++) {
		int64_t start = store_int(rows, C_START);

		r->acctid = store_int(rows, C_ACCTID) + 1;
		if (start >= r->from && start <= r->to && may_read(r, store_text(rows, C_COMPANY)))
			add_object(r, out, record(r, rows));
	}
	store_end(rows);
	return r->left && seen == PIECE_ROWS;
}

/* Who was at the other end: where the call went, or where it came from. */
static bool is_outgoing(const char *party)
{
	return !strcmp(party, "caller") || !strcmp(party, "noanswer");
}

static cJSON *match_of(const struct records *r, const char *number)
{
	struct directory_match match;
	cJSON *object;

	if (!directory_match_for(r->pabx->directory, r->user.company, number, &match))
		return cJSON_CreateNull();
	object = cJSON_CreateObject();
	if (match.key)
		cJSON_AddStringToObject(object, "key", match.key);
	else
		cJSON_AddNumberToObject(object, "cID", (double)match.cID);
	return object;
}

static cJSON *answered_by(const struct records *r, const char *name)
{
	const struct wire_row *row = *name ? live_get(r->pabx->live, WIRE_DEVICE, 0, name) : NULL;
	const struct wire_device *device = (const struct wire_device *)row;
	const struct person *person = NULL;

	if (device)
		person = directory_person(r->pabx->directory, device->userID != WIRE_NULL
								      ? device->userID
								      : device->ownerID);
	if (person)
		name = person->name;
	return *name ? cJSON_CreateString(name) : cJSON_CreateNull();
}

/* The columns of cdr come after the party. */
static cJSON *history(const struct records *r, struct sqlite3_stmt *rows)
{
	cJSON *o = cJSON_CreateObject();
	const char *party = store_text(rows, 0);
	bool outgoing = is_outgoing(party);
	const char *number = store_text(rows, 1 + (outgoing ? C_DST : C_SRC));
	int64_t start = store_int(rows, 1 + C_START), answered = store_int(rows, 1 + C_ANSWERED);
	int64_t end = store_int(rows, 1 + C_END);

	add_number(r, o, "callID", store_int(rows, 1 + C_ACCTID));
	add_text(r, o, "linked", store_text(rows, 1 + C_LINKED));
	add_text(r, o, "party", party);
	add_text(r, o, "remoteName", store_text(rows, 1 + (outgoing ? C_DST_NAME : C_SRC_NAME)));
	add_text(r, o, "remoteNumber", number);
	add_column(r, o, "match", match_of(r, number));
	add_text(r, o, "queue", store_text(rows, 1 + C_QUEUE));
	add_text(r, o, "ddi", store_text(rows, 1 + C_DDI));
	add_column(r, o, "answeredBy", answered_by(r, store_text(rows, 1 + C_ANSWERED_BY)));
	add_number(r, o, "stamp", start);
	add_number(r, o, "ring", ((answered ? answered : end) - start) / 1000);
	add_number(r, o, "duration", answered ? (end - answered) / 1000 : 0);
	return o;
}

static bool history_piece(struct records *r, struct buf *out)
{
	struct sqlite3_stmt *rows = store_ask(r->pabx->store, SQL_HISTORY, "iiii", r->user.cID,
					      r->before, r->acctid, r->from);
	unsigned seen = 0;

	for (; r->left && store_next(rows); seen++) {
		r->before = store_int(rows, 1 + C_START);
		r->acctid = store_int(rows, 1 + C_ACCTID);
		add_object(r, out, history(r, rows));
	}
	store_end(rows);
	return r->left && seen == PIECE_ROWS;
}

static int more_records(void *source, struct buf *out)
{
	struct records *r = source;

	if (!r->begun)
		buf_add_str(out, "{\"result\":\"success\",\"values\":[");
	r->begun = true;
	if (r->piece(r, out))
		return 1;
	buf_printf(out, "],\"numrows\":%u,\"maxRows\":%u", r->count, r->limit);
	if (r->minID >= 0)
		buf_printf(out, ",\"minID\":%" PRId64, r->minID);
	if (!r->left && r->piece == record_piece)
		buf_printf(out, ",\"next\":%" PRId64, r->acctid - 1);
	else if (!r->left)
		buf_printf(out, ",\"next\":\"%" PRId64 ".%" PRId64 "\"", r->before, r->acctid);
	buf_add_char(out, '}');
	return 0;
}

static void end_records(void *source)
{
	struct records *r = source;

	cJSON_Delete(r->body);
	free(r);
}

static struct records *records_new(struct request *req, unsigned fallback)
{
	struct records *r;
	unsigned limit;

	if (!read_limit(req, fallback, &limit))
		return NULL;
	r = mem_new(1, sizeof(*r));
	r->pabx = req->pabx;
	r->user = req->user;
	r->left = r->limit = limit;
	r->minID = -1;
	return r;
}

static void send_records(struct request *req, struct records *r)
{
	r->columns = columns_of(req);
	r->body = req->body;
	req->body = NULL;
	answer_stream(req, more_records, end_records, r);
}

/* Calls are entered as they end: those that began later also ended later. */
static int64_t first_since(struct pabx *pabx, int64_t time)
{
	struct sqlite3_stmt *rows = store_ask(pabx->store, SQL_CDR_SINCE, "i", time);
	int64_t acctid = INT64_MAX;

	if (store_next(rows)) {
		acctid = store_int(rows, 0);
		store_end(rows);
	}
	return acctid;
}

void rest_read_cdr(struct request *req)
{
	int64_t minID, from, to, after, since;
	struct records *r;

	if (!read_number(req, "minID", 0, &minID) || !read_number(req, "minDate", 0, &from) ||
	    !read_number(req, "maxDate", INT64_MAX, &to) || !read_number(req, "after", -1, &after))
		return;
	r = records_new(req, RECORDS);
	if (!r)
		return;
	r->piece = record_piece;
	r->from = from;
	r->to = to;
	r->minID = minID;
	r->acctid = after >= minID ? after + 1 : minID;
	since = from > 0 ? first_since(req->pabx, from) : 0;
	if (since > r->acctid)
		r->acctid = since;
	send_records(req, r);
}

void rest_read_history(struct request *req)
{
	const char *after = cJSON_GetStringValue(read_member(req, "after"));
	int64_t since, before, acctid = INT64_MIN;
	struct records *r;

	if (!read_number(req, "since", 0, &since) ||
	    !read_number(req, "before", INT64_MAX, &before))
		return;
	if (after && sscanf(after, "%" SCNd64 ".%" SCNd64, &before, &acctid) != 2) {
		answer_refused(req, WIRE_R_GONE, NULL);
		return;
	}
	r = records_new(req, REST_ROWS);
	if (!r)
		return;
	r->piece = history_piece;
	r->from = since;
	r->before = before;
	r->acctid = acctid == INT64_MIN ? 0 : acctid;
	send_records(req, r);
}
