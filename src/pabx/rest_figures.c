/* A user's own figures, counted from his history a piece at a time. */
#include "rest_inside.h"

enum { PIECE_ROWS = 200 };

/* Columns of SQL_FIGURES. */
enum { F_START, F_ACCTID, F_PARTY, F_ANSWERED, F_END, F_ANSWERED_BY, F_RETURNED };

struct figures {
	struct pabx *pabx;
	int64_t cID, since, before;
	int64_t start, acctid; /* of the last record that was counted */
	int64_t calls, answered, elsewhere, voicemail, abandoned, made, reached, returned;
	int64_t wait, longest, talk; /* ms, over those that were answered */
};

/* Why a transfer comes back; parked and held calls come back for other reasons. */
static bool is_transfer(const char *returned)
{
	return !strcmp(returned, "busy") || !strcmp(returned, "noanswer") ||
	       !strcmp(returned, "rejected") || !strcmp(returned, "unreachable");
}

static void count_incoming(struct figures *f, struct sqlite3_stmt *rows)
{
	int64_t start = store_int(rows, F_START), answered = store_int(rows, F_ANSWERED);
	bool again = *store_text(rows, F_RETURNED), by_phone = *store_text(rows, F_ANSWERED_BY);

	f->returned += is_transfer(store_text(rows, F_RETURNED));
	f->calls += !again;
	if (!answered) {
		f->abandoned++;
	} else if (!by_phone) {
		f->voicemail++;
	} else if (strcmp(store_text(rows, F_PARTY), "callee") != 0) {
		f->elsewhere += !again;
	} else {
		f->talk += store_int(rows, F_END) - answered;
		if (again)
			return;
		f->answered++;
		f->wait += answered - start;
		f->longest = answered - start > f->longest ? answered - start : f->longest;
	}
}

static void count(struct figures *f, struct sqlite3_stmt *rows)
{
	const char *party = store_text(rows, F_PARTY);

	if (!strcmp(party, "caller") || !strcmp(party, "noanswer")) {
		f->made++;
		f->reached += !strcmp(party, "caller");
	} else {
		count_incoming(f, rows);
	}
}

static int more_figures(void *source, struct buf *out)
{
	struct figures *f = source;
	struct sqlite3_stmt *rows = store_ask(f->pabx->store, SQL_FIGURES, "iiii", f->cID, f->start,
					      f->acctid, f->before);
	unsigned seen = 0;

	for (; store_next(rows); seen++) {
		f->start = store_int(rows, F_START);
		f->acctid = store_int(rows, F_ACCTID);
		count(f, rows);
	}
	if (seen == PIECE_ROWS) {
		buf_add_char(out, ' '); /* a stream says something each time */
		return 1;
	}
	buf_printf(out,
		   "{\"result\":\"success\",\"values\":{\"since\":%" PRId64 ",\"before\":%" PRId64
		   ",\"calls\":%" PRId64 ",\"answered\":%" PRId64 ",\"elsewhere\":%" PRId64
		   ",\"voicemail\":%" PRId64 ",\"abandoned\":%" PRId64 ",\"made\":%" PRId64
		   ",\"reached\":%" PRId64 ",\"returned\":%" PRId64 ",\"averageWait\":%" PRId64
		   ",\"longestWait\":%" PRId64 ",\"talk\":%" PRId64 "}}",
		   f->since, f->before, f->calls, f->answered, f->elsewhere, f->voicemail,
		   f->abandoned, f->made, f->reached, f->returned,
		   f->answered ? f->wait / f->answered : 0, f->longest, f->talk);
	return 0;
}

static void end_figures(void *source)
{
	free(source);
}

void rest_read_figures(struct request *req)
{
	int64_t since, before, now = clock_wall_ms();
	struct figures *f;

	if (!read_number(req, "since", 0, &since) || !read_number(req, "before", now + 1, &before))
		return;
	f = mem_new(1, sizeof(*f));
	f->pabx = req->pabx;
	f->cID = req->user.cID;
	f->since = since;
	f->before = before;
	f->start = since - 1;
	f->acctid = INT64_MAX;
	answer_stream(req, more_figures, end_figures, f);
}
