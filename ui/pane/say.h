/* Rows in words, for those who do not see them: in line mode, and on a Braille display. */
#ifndef PANE_SAY_H
#define PANE_SAY_H

#include "pane.h"

enum { SAY_MAX = 512 };

/* "Agnes Müller, free, online, 105, Sales"; where desk says that states come first: "free online
 * Agnes Müller 105 Sales". */
void say_object(const struct desk *desk, const struct pbx_object *object, char *out, size_t cap);
/* A call that is there only now: without how long it lasts. */
void say_call_news(const struct desk *desk, const struct pbx_object *call, char *out, size_t cap);
/* The words for how long a call has waited: "", "waits long", "waits very long". */
const char *say_stage(int stage);

#endif
