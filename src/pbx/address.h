/* Who follows the address book. */
#ifndef PBX_ADDRESS_H
#define PBX_ADDRESS_H

#include "pbx.h"

/* After a frame's events: what came and what went. */
void px_books_told(struct pbx *pbx);

#endif
