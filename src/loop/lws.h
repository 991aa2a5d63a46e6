/* What only src/net may know of the loop: the libwebsockets context that is inside it. */
#ifndef LOOP_LWS_H
#define LOOP_LWS_H

struct loop;
struct lws_context;

struct lws_context *loop_lws(struct loop *loop);

#endif
