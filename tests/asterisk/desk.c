#include "asterisk/desk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "cli/cli.h"

enum { PHONES = 5 };

/* ---- Life ---- */

static void on_signed_in(void *ctx, const struct pbx_result *result)
{
	struct desk *desk = ctx;

	if (result->outcome == PBX_DONE)
		desk->signed_in = true;
	else
		snprintf(desk->failed, sizeof(desk->failed), "%s", result->text);
}

static void on_ready(void *ctx, const char *url, const char *key, const char *text)
{
	struct desk *desk = ctx;

	if (!url) {
		snprintf(desk->failed, sizeof(desk->failed), "%s", text);
		return;
	}
	pbx_set_host(desk->pbx, &(struct pbx_host){.url = url});
	pbx_login(desk->pbx, &(struct pbx_login){.key = key}, on_signed_in, desk);
}

static void on_gone(void *ctx, const char *text)
{
	snprintf(((struct desk *)ctx)->failed, sizeof(((struct desk *)ctx)->failed), "%s", text);
}

static void start(struct desk *desk)
{
	static const struct cli_own_events events = {.ready = on_ready, .gone = on_gone};
	static const char conf[] = "[asterisk]\nanswer-by-notify = yes\n";
	const struct peer *peer = &desk->office->peer;
	char where[64], as[] = "1001";

	setenv("PATH", PROGRAMS, 1);
	setenv("XDG_DATA_HOME", peer->folder, 1);
	snprintf(where, sizeof(where), "frontdesk@%s", peer->address);
	snprintf(desk->conf, sizeof(desk->conf), "%s/asterisk.frontdesk", peer->folder);
	assert_int_equal(path_write(desk->conf, conf, strlen(conf), 0600, NULL), 0);
	desk->own = cli_own_start(
		desk->office->loop,
		&(struct cli_settings){.asterisk = where, .as = as, .asterisk_conf = desk->conf},
		peer->secret, &events, desk);
	DESK_UNTIL(desk, desk->signed_in || *desk->failed);
	if (*desk->failed)
		fail_msg("the console has not come up: %s", desk->failed);
}

static bool knows_everybody(const struct desk *desk)
{
	unsigned count;

	pbx_list(desk->pbx, PBX_DEVICE, &count);
	return count == OFFICE_PHONES && pbx_feed_state(desk->pbx) == PBX_LIVE;
}

int desk_setup(void **state)
{
	struct desk *desk = mem_new(1, sizeof(*desk));
	void *office;

	office_setup(&office);
	desk->office = office;
	*state = desk;
	for (int i = 0; i < PHONES; i++)
		office_phone(desk->office, OFFICE_FIRST + i);
	desk->pbx = pbx_new(desk->office->loop);
	start(desk);
	pbx_start_feed(desk->pbx, NULL, desk_done, desk);
	desk_accepted(desk);
	DESK_UNTIL(desk, knows_everybody(desk));
	return 0;
}

int desk_teardown(void **state)
{
	struct desk *desk = *state;
	void *office = desk->office;

	pbx_free(&desk->pbx);
	cli_own_free(&desk->own);
	free(desk);
	return office_teardown(&office);
}

static bool is_quiet(const struct desk *desk)
{
	unsigned calls, parked;

	pbx_list(desk->pbx, PBX_CALL, &calls);
	pbx_list(desk->pbx, PBX_PARKED, &parked);
	return !calls && !parked;
}

int desk_quiet(void **state)
{
	struct desk *desk = *state;
	void *office = desk->office;

	office_quiet(&office);
	DESK_UNTIL(desk, is_quiet(desk));
	desk_same(desk);
	return 0;
}

/* ---- What it shows ---- */

struct pbx_object *desk_device(const struct desk *desk, int extension)
{
	char key[32];

	snprintf(key, sizeof(key), "PJSIP/%d", extension);
	return pbx_find(desk->pbx, PBX_DEVICE, key);
}

struct pbx_object *desk_extension(const struct desk *desk, int extension)
{
	char key[16];

	snprintf(key, sizeof(key), "%d", extension);
	return pbx_find(desk->pbx, PBX_EXTENSION, key);
}

struct pbx_object *desk_contact(const struct desk *desk, int extension)
{
	unsigned count;
	struct pbx_object *const *all = pbx_list(desk->pbx, PBX_CONTACT, &count);

	for (unsigned i = 0; i < count; i++)
		if (atoi(pbx_contact_extension(all[i])) == extension)
			return all[i];
	return NULL;
}

struct pbx_object *desk_has(const struct desk *desk, int extension, const char *state)
{
	struct pbx_object *device = desk_device(desk, extension);
	unsigned count = 0;
	struct pbx_object *const *calls = device ? pbx_calls_of(device, &count) : NULL;

	for (unsigned i = 0; i < count; i++)
		if (!strcmp(pbx_call_state(calls[i]), state))
			return calls[i];
	return NULL;
}

struct pbx_object *desk_until(struct desk *desk, int extension, const char *state)
{
	DESK_UNTIL(desk, desk_has(desk, extension, state));
	return desk_has(desk, extension, state);
}

struct pbx_object *desk_until_with(struct desk *desk, int extension, const char *state,
				   const char *number)
{
	DESK_UNTIL(desk,
		   desk_has(desk, extension, state) &&
			   !strcmp(pbx_call_number(desk_has(desk, extension, state)), number));
	return desk_has(desk, extension, state);
}

static bool is_idle(const struct desk *desk, int extension)
{
	unsigned count;

	pbx_calls_of(desk_device(desk, extension), &count);
	return !count;
}

void desk_until_idle(struct desk *desk, int extension)
{
	DESK_UNTIL(desk, is_idle(desk, extension));
}

/* ---- What it does ---- */

void desk_done(void *ctx, const struct pbx_result *result)
{
	struct desk *desk = ctx;

	desk->answered = true;
	desk->outcome = result->outcome;
	snprintf(desk->reason, sizeof(desk->reason), "%s", result->reason);
	snprintf(desk->text, sizeof(desk->text), "%s", result->text);
}

static void wait_answer(struct desk *desk)
{
	DESK_UNTIL(desk, desk->answered);
	desk->answered = false;
}

void desk_accepted(struct desk *desk)
{
	wait_answer(desk);
	if (desk->outcome != PBX_DONE)
		print_error("%s: %s\n", desk->reason, desk->text);
	assert_int_equal(desk->outcome, PBX_DONE);
}

void desk_do(struct desk *desk, const struct pbx_object *call, enum pbx_call_action action,
	     const struct pbx_call_args *args)
{
	pbx_call_do(desk->pbx, call, action, args, desk_done, desk);
	desk_accepted(desk);
}

void desk_refused(struct desk *desk, const struct pbx_object *call, enum pbx_call_action action,
		  const struct pbx_call_args *args, const char *reason)
{
	pbx_call_do(desk->pbx, call, action, args, desk_done, desk);
	wait_answer(desk);
	assert_int_equal(desk->outcome, PBX_REFUSED);
	assert_string_equal(desk->reason, reason);
}

void desk_dial(struct desk *desk, const char *number)
{
	pbx_dial(desk->pbx, desk_device(desk, OFFICE_FIRST), &(struct pbx_target){.number = number},
		 desk_done, desk);
	desk_accepted(desk);
}
