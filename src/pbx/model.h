/* What objects mean to each other: people and their addresses, calls and their devices, names and
 * their order. Kept right while a frame is applied, before anybody is told. */
#ifndef PBX_MODEL_H
#define PBX_MODEL_H

#include "object.h"

void px_model_added(struct pbx_object *object);
void px_model_changed(struct pbx_object *object, uint64_t changed);
void px_model_gone(struct pbx_object *object);
/* After a frame's events, before its objects are freed: tells lists and address books. */
void px_model_told(struct pbx *pbx);

#endif
