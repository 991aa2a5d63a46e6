/* Where somebody is signed in: the resources that the PABX tells of a contact (PROTOCOL.md,
 * "Presence of a console"). */
#ifndef PANE_PLACES_H
#define PANE_PLACES_H

#include <stdbool.h>
#include <stddef.h>

#include "pbx/pbx.h"

/* "frontdesk at 192.0.2.7 (2), phone" into out, "" and false for nowhere. */
bool places_of(const struct pbx_object *contact, char *out, size_t cap);
/* How many consoles are among them. */
unsigned places_consoles(const struct pbx_object *contact);

#endif
