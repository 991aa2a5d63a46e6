/* The kiosk under test, on the office's PABX with the office's own kiosk account. */
#ifndef SUPPORT_LOBBY_H
#define SUPPORT_LOBBY_H

#include "kiosk/kiosk.h"
#include "support/front.h"

struct lobby {
	struct front front; /* without a console: screen, client core, office */
	struct kiosk *kiosk;
	struct kiosk_options options; /* what a test changes, before lobby_open() */
	int left, logged_out;
};

/* For each test: an unopened lobby in *state, and its end. */
int lobby_setup(void **state);
int lobby_teardown(void **state);
/* Opens a kiosk of that size, signed in as login (the office's kiosk: "kiosk"), with everything
 * loaded. */
struct lobby *lobby_open(void **state, int rows, int cols, const char *login);
/* The whole screen at 40×10, 80×24 and 120×36: goldens NAME-40x10 … */
void lobby_expect(struct lobby *lobby, const char *name);
/* A line of the office's script. */
void lobby_office(struct lobby *lobby, const char *line);
/* Lets time pass here and in the office, little by little, until text is on the screen. */
void lobby_wait(struct lobby *lobby, const char *text);
/* Until the telephone rings that is called. */
void lobby_rings(struct lobby *lobby);
/* Calls Agnes, and waits until her telephone rings. */
void lobby_call_agnes(struct lobby *lobby);
/* The PABX starts again where it was, and the kiosk finds it. */
void lobby_restart_pabx(struct lobby *lobby);

#define LOBBY_TEST(name) cmocka_unit_test_setup_teardown(name, lobby_setup, lobby_teardown)

#endif
