/* Objects as a table for people or as JSON for programs. */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include "pbx/pbx.h"

/* One JSON document: a list of objects. */
void table_json(struct pbx_object *const *objects, unsigned count);
/* Columns by the class of each object; people and outside entries share theirs. */
void table_print(struct pbx_object *const *objects, unsigned count);
/* "free", "busy", "ringing" …: the words for blf and presence, the same everywhere. */
const char *table_blf_word(int64_t blf);

#endif
