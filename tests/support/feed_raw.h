/* A WebSocket client that does what none should: odd headers, bad frames, no pongs, no reading. */
#ifndef SUPPORT_FEED_RAW_H
#define SUPPORT_FEED_RAW_H

#include "support/feed_house.h"

struct raw {
	struct house *house;
	int fd;
	unsigned char in[1 << 19];
	size_t len;
	bool cut;
};

enum { RAW_TEXT = 1, RAW_CLOSE = 8, RAW_PING = 9, RAW_PONG = 10 };

/* Asks for an upgrade with these header lines (each ended by \r\n; Host and what makes a WebSocket
 * are added where path is given without them). Returns the HTTP status. */
int raw_open(struct raw *raw, struct house *house, const char *path, const char *headers);
/* The same with a text frame in the packet that the request ends in, before any answer. */
int raw_open_saying(struct raw *raw, struct house *house, const char *path, const char *headers,
		    const char *early);
void raw_send(struct raw *raw, int opcode, const void *data, size_t len);
/* Waits for a frame with that opcode; others are dropped. Returns the close code for RAW_CLOSE, or
 * 0; -1 if the connection was cut before. */
int raw_wait(struct raw *raw, int opcode);
/* Waits for the next text. The caller frees it with free(). */
char *raw_text(struct raw *raw);
void raw_close(struct raw *raw);

#endif
