#include "asterisk/office.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/text.h"

enum { PROVIDER_PORT = 5060, LOOP_FDS = 512, STEP_MS = 5, REGISTERED_S = 3600 };

int64_t office_end(void)
{
	return clock_mono_us() + (int64_t)OFFICE_WAIT_MS * 1000;
}

bool office_turn(struct office *office, int64_t end)
{
	loop_turn(office->loop, STEP_MS);
	return clock_mono_us() < end;
}

int office_setup(void **state)
{
	struct office *office = mem_new(1, sizeof(*office));

	*state = office;
	text_init();
	peer_open(&office->peer);
	office->loop = loop_new(LOOP_FDS);
	return 0;
}

int office_teardown(void **state)
{
	struct office *office = *state;

	for (int i = 0; i < OFFICE_PHONES; i++)
		phone_free(&office->phones[i]);
	phone_free(&office->provider);
	loop_free(&office->loop);
	peer_close(&office->peer);
	free(office);
	return 0;
}

int office_quiet(void **state)
{
	struct office *office = *state;

	for (int i = 0; i < OFFICE_PHONES; i++)
		if (office->phones[i])
			phone_manner(office->phones[i], PHONE_RINGS);
	free(peer_says(&office->peer, "channel request hangup all"));
	office_until_shows(office, "core show channels", "0 active channels");
	return 0;
}

struct phone *office_phone(struct office *office, int extension)
{
	struct phone **phone = &office->phones[extension - OFFICE_FIRST];
	char user[8], password[16];

	if (*phone)
		return *phone;
	snprintf(user, sizeof(user), "%d", extension);
	snprintf(password, sizeof(password), "secret%d", extension);
	*phone = phone_new(office->loop, &(struct phone_options){.user = user,
								 .password = password,
								 .name = user,
								 .address = office->peer.address,
								 .pbx = office->peer.address});
	phone_register(*phone, REGISTERED_S);
	OFFICE_UNTIL(office, phone_registered(*phone));
	assert_int_equal(phone_registered(*phone), 200);
	return *phone;
}

struct phone_call *office_outside(struct office *office, const char *number, const char *name,
				  const char *from)
{
	if (!office->provider)
		office->provider = phone_new(office->loop,
					     &(struct phone_options){.user = "provider",
								     .address = office->peer.trunk,
								     .port = PROVIDER_PORT,
								     .pbx = office->peer.address});
	return phone_dial(office->provider, number, name, from);
}

struct phone_call *office_until(struct office *office, struct phone *phone, enum phone_state state)
{
	OFFICE_UNTIL(office, phone_call_in(phone, state));
	return phone_call_in(phone, state);
}

void office_until_shows(struct office *office, const char *command, const char *text)
{
	OFFICE_UNTIL(office, peer_shows(&office->peer, command, text));
}

void office_until_not(struct office *office, const char *command, const char *text)
{
	OFFICE_UNTIL(office, !peer_shows(&office->peer, command, text));
}
