/* Objects as a table for people or as JSON for programs. */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include "pbx/pbx.h"

/* One JSON document: a list of objects. */
void table_json(struct pbx_object *const *objects, unsigned count);
/* text as a JSON string, quotes and all. */
void table_json_text(const char *text);
/* Columns by the class of each object; people and outside entries share theirs. */
void table_print(struct pbx_object *const *objects, unsigned count);
/* "free", "busy", "ringing" …: the words for blf and presence, the same everywhere. */
const char *table_blf_word(int64_t blf);

#endif
