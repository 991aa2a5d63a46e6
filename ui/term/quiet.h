/* Standard error while the screen is up: what libraries print goes to the log, not over the
 * screen. */
#ifndef TERM_QUIET_H
#define TERM_QUIET_H

struct loop;
struct quiet;

/* NULL if standard error is no terminal: then nothing needs to be done. Free with quiet_free(),
 * which gives standard error back. */
struct quiet *quiet_new(struct loop *loop);
void quiet_free(struct quiet **quiet);

#endif
