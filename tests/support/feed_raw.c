#include "support/feed_raw.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"

enum { MASK = 0x5a };

static void take(struct raw *raw)
{
	ssize_t got =
		recv(raw->fd, raw->in + raw->len, sizeof(raw->in) - 1 - raw->len, MSG_DONTWAIT);

	if (got > 0)
		raw->len += (size_t)got;
	else if (got == 0)
		raw->cut = true;
	raw->in[raw->len] = '\0';
}

static void drop(struct raw *raw, size_t len)
{
	raw->len -= len;
	memmove(raw->in, raw->in + len, raw->len);
}

static bool has_head(void *ctx)
{
	struct raw *raw = ctx;

	take(raw);
	return raw->cut || strstr((char *)raw->in, "\r\n\r\n");
}

/* The bytes of a frame, masked; to be freed. */
static unsigned char *frame_of(int opcode, const void *data, size_t len, size_t *size)
{
	unsigned char *frame = mem_new(len + 14, 1);
	size_t n = 2;

	frame[0] = (unsigned char)(0x80 | opcode);
	if (len < 126) {
		frame[1] = (unsigned char)(0x80 | len);
	} else if (len < 65536) {
		frame[1] = 0x80 | 126;
		frame[n++] = (unsigned char)(len >> 8);
		frame[n++] = (unsigned char)len;
	} else {
		frame[1] = 0x80 | 127;
		for (int shift = 56; shift >= 0; shift -= 8)
			frame[n++] = (unsigned char)((uint64_t)len >> shift);
	}
	for (int i = 0; i < 4; i++)
		frame[n++] = MASK;
	for (size_t i = 0; i < len; i++)
		frame[n++] = ((const unsigned char *)data)[i] ^ MASK;
	*size = n;
	return frame;
}

void raw_send(struct raw *raw, int opcode, const void *data, size_t len)
{
	size_t size;
	unsigned char *frame = frame_of(opcode, data, len, &size);

	assert_int_equal(send(raw->fd, frame, size, 0), size);
	free(frame);
}

/* The request, and behind it in the same packet a text frame. */
static void ask(struct raw *raw, const char *path, const char *headers, const char *early)
{
	char request[2048];
	size_t size = 0;
	int len = snprintf(request, sizeof(request),
			   "GET %s HTTP/1.1\r\n%sConnection: Upgrade\r\nUpgrade: websocket\r\n"
			   "Sec-WebSocket-Version: 13\r\n"
			   "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
			   path, headers);

	if (early) {
		unsigned char *frame = frame_of(RAW_TEXT, early, strlen(early), &size);

		assert_true((size_t)len + size <= sizeof(request));
		memcpy(request + len, frame, size);
		free(frame);
	}
	assert_int_equal(send(raw->fd, request, (size_t)len + size, 0), (size_t)len + size);
}

int raw_open_saying(struct raw *raw, struct house *house, const char *path, const char *headers,
		    const char *early)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
				 .sin_port = htons((uint16_t)pabx_port(house->pabx)),
				 .sin_addr = {htonl(INADDR_LOOPBACK)}};
	int small = 4096, status = 0;

	memset(raw, 0, sizeof(*raw));
	raw->house = house;
	raw->fd = socket(AF_INET, SOCK_STREAM, 0);
	setsockopt(raw->fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
	assert_int_equal(connect(raw->fd, (struct sockaddr *)&to, sizeof(to)), 0);
	ask(raw, path, headers, early);
	house_until(house, has_head, raw);
	if (sscanf((char *)raw->in, "HTTP/1.1 %d", &status) == 1 && status == 101)
		drop(raw, (size_t)(strstr((char *)raw->in, "\r\n\r\n") + 4 - (char *)raw->in));
	return status;
}

int raw_open(struct raw *raw, struct house *house, const char *path, const char *headers)
{
	return raw_open_saying(raw, house, path, headers, NULL);
}

/* The first frame of what came: its length with the head's, 0 if it is not whole. */
static size_t frame_length(const struct raw *raw, size_t *head)
{
	size_t len, more;

	if (raw->len < 2)
		return 0;
	len = raw->in[1] & 0x7f;
	more = len == 126 ? 2 : len == 127 ? 8 : 0;
	*head = 2 + more;
	if (raw->len < *head)
		return 0;
	if (more)
		len = 0;
	for (size_t i = 0; i < more; i++)
		len = len << 8 | raw->in[2 + i];
	return raw->len >= *head + len ? *head + len : 0;
}

static bool has_frame(void *ctx)
{
	struct raw *raw = ctx;
	size_t head;

	take(raw);
	return raw->cut || frame_length(raw, &head);
}

/* Waits for a frame with that opcode; others are dropped. False if the connection was cut. */
static bool wait_for(struct raw *raw, int opcode, size_t *head, size_t *len)
{
	for (;;) {
		house_until(raw->house, has_frame, raw);
		*len = frame_length(raw, head);
		if (!*len)
			return false;
		if ((raw->in[0] & 0x0f) == opcode)
			return true;
		drop(raw, *len);
	}
}

int raw_wait(struct raw *raw, int opcode)
{
	size_t head, len;
	int code = 0;

	if (!wait_for(raw, opcode, &head, &len))
		return -1;
	if (opcode == RAW_CLOSE && len >= head + 2)
		code = raw->in[head] << 8 | raw->in[head + 1];
	drop(raw, len);
	return code;
}

char *raw_text(struct raw *raw)
{
	size_t head, len;
	char *text;

	assert_true(wait_for(raw, RAW_TEXT, &head, &len));
	text = mem_dup_n((const char *)raw->in + head, len - head);
	drop(raw, len);
	return text;
}

void raw_close(struct raw *raw)
{
	close(raw->fd);
	raw->fd = -1;
}
