/* What this Asterisk, with the rights of our manager user, can do. */
#ifndef ASTERISK_CAN_H
#define ASTERISK_CAN_H

#include "inside.h"

/* The answer to ListCommands: the commands that the user may give. */
void can_take(struct asterisk *a, const struct ami_message *m);

#endif
