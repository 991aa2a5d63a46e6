/* What only src/net may know of the loop: the libwebsockets context that is inside it. */
#ifndef LOOP_LWS_H
#define LOOP_LWS_H

struct loop;
struct lws_context;

/* NULL while loop_free() runs: then nothing may be called back any more. */
struct lws_context *loop_lws(struct loop *loop);
/* Said by every callback of libwebsockets: loop_turn() handled something, the lag counts from here.
 */
void loop_mark(struct loop *loop);
/* The last error that libwebsockets logged, "" if none since loop_lws_error_clear(). */
const char *loop_lws_error(void);
void loop_lws_error_clear(void);

#endif
