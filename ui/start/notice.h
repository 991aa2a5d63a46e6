/* Text in a box over the console, until any key of the box closes it. */
#ifndef START_NOTICE_H
#define START_NOTICE_H

#include "ui/console.h"

struct notice;

/* Free with notice_free(), before the console. */
struct notice *notice_new(struct console *console, const char *title, const char *text);
void notice_free(struct notice **notice);

#endif
