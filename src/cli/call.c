/* call: everything that can be done with a call. */
#include "job.h"

#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "base/number.h"
#include "find.h"

enum takes { NOTHING, TARGET, OTHER, DIGITS, SLOT };
enum whose { MINE, ANYBODYS, PARKED };

static const struct {
	enum takes takes;
	enum whose whose;
} actions[PBX_CALL_ACTION_COUNT] = {
	[PBX_CALL_XFER_ACTION] = {TARGET, MINE},
	[PBX_CALL_ATXFER_ACTION] = {TARGET, MINE},
	[PBX_CALL_COMPLETE_ACTION] = {OTHER, MINE},
	[PBX_CALL_MERGE_ACTION] = {OTHER, MINE},
	[PBX_CALL_PARK_ACTION] = {SLOT, MINE},
	[PBX_CALL_RETRIEVE_ACTION] = {NOTHING, PARKED},
	[PBX_CALL_PICKUP_ACTION] = {NOTHING, ANYBODYS},
	[PBX_CALL_CLAIM_ACTION] = {NOTHING, ANYBODYS},
	[PBX_CALL_CAMP_ACTION] = {TARGET, MINE},
	[PBX_CALL_SERIAL_ACTION] = {TARGET, MINE},
	[PBX_CALL_DTMF_ACTION] = {DIGITS, MINE},
	[PBX_CALL_SEND_ACTION] = {TARGET, ANYBODYS},
};

/* A cid is on several devices at once where a call rings a group: one's own is meant, or that of
 * somebody else. */
static struct pbx_object *call_of(struct job *job, const char *cid, bool mine)
{
	unsigned count;
	struct pbx_object *const *calls = pbx_list(job->pbx, PBX_CALL, &count);

	for (unsigned i = 0; i < count; i++)
		if (strcmp(pbx_call_cid(calls[i]), cid) == 0 && pbx_call_is_mine(calls[i]) == mine)
			return calls[i];
	return NULL;
}

static struct pbx_object *parked_of(struct job *job, const char *text)
{
	unsigned count;
	struct pbx_object *const *parked = pbx_list(job->pbx, PBX_PARKED, &count);

	for (unsigned i = 0; i < count; i++)
		if (strcmp(pbx_parked_cid(parked[i]), text) == 0 ||
		    strcmp(pbx_parked_slot(parked[i]), text) == 0)
			return parked[i];
	return NULL;
}

static int action_of(const char *word)
{
	for (int i = 0; i < PBX_CALL_ACTION_COUNT; i++)
		if (strcmp(word, pbx_call_action_name((enum pbx_call_action)i)) == 0)
			return i;
	return -1;
}

/* False once it was said what is wrong. */
static bool read_args(struct job *job, enum takes takes, struct pbx_call_args *args)
{
	const char *word = job->argc > 2 ? job->argv[2] : NULL;
	unsigned count;
	struct pbx_object *const *lines = pbx_lines(job->pbx, false, &count);

	args->device = count ? lines[0] : NULL;
	if ((!word && takes != NOTHING && takes != SLOT) || (word && takes == NOTHING)) {
		job_end(job, CLI_USAGE,
			takes == NOTHING  ? _("That takes nothing more")
			: takes == TARGET ? _("Say where to")
			: takes == OTHER  ? _("Say which other call")
					  : _("Say which digits"));
		return false;
	}
	if (takes == SLOT)
		args->slot = word;
	else if (takes == DIGITS)
		args->digits = word;
	else if (takes == OTHER)
		args->with = call_of(job, word, true);
	else if (takes == TARGET && number_dialable(word))
		args->to.number = word;
	else if (takes == TARGET && !(args->to.object = find_one(job, word)))
		return false;
	return true;
}

static void on_done(void *ctx, const struct pbx_result *result)
{
	struct job *job = ctx;

	if (result->outcome == PBX_DONE && *result->cid && !job->settings->json)
		printf("%s\n", result->cid);
	job_done(job, result);
}

void run_call(struct job *job)
{
	int action = action_of(job->argv[1]);
	struct pbx_call_args args = {.digits = NULL};
	struct pbx_object *call;

	if (action < 0) {
		job_end(job, CLI_USAGE,
			_("A call can be told: hold, talk or hangup; xfer, atxfer, camp, serial or "
			  "send with TO; complete or merge with CID; park, retrieve, pickup, "
			  "claim, cancel; dtmf with DIGITS"));
		return;
	}
	enum whose whose = actions[action].whose;
	call = whose == PARKED ? parked_of(job, job->argv[0])
			       : call_of(job, job->argv[0], whose == MINE);
	if (!call)
		job_end(job, CLI_REFUSED,
			whose == MINE ? _("You have no such call") : _("There is no such call"));
	else if (read_args(job, actions[action].takes, &args))
		pbx_call_do(job->pbx, call, (enum pbx_call_action)action, &args, on_done, job);
}
