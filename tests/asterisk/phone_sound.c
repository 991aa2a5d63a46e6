/* A little sound (RTP, RFC 3550): enough for the PBX to take the telephone for a living one. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "asterisk/phone_inside.h"
#include "base/random.h"

enum { PACKET_MS = 20, PACKET_SAMPLES = 160, RTP_HEAD = 12 };

static void send_to(const struct phone *phone, const struct phone_call *call)
{
	unsigned char packet[RTP_HEAD + PACKET_SAMPLES] = {0x80};
	struct sockaddr_in to = {.sin_family = AF_INET,
				 .sin_port = htons((uint16_t)call->sound_port)};

	packet[2] = (unsigned char)(phone->sequence >> 8);
	packet[3] = (unsigned char)phone->sequence;
	for (int i = 0; i < 4; i++)
		packet[4 + i] = (unsigned char)(phone->stamp >> (24 - 8 * i));
	packet[11] = 7;
	for (int i = 0; i < PACKET_SAMPLES; i++)
		packet[RTP_HEAD + i] = (i >> 3) & 1 ? 0x10 : 0x90; /* a tone of 500 Hz */
	if (inet_pton(AF_INET, call->sound_address, &to.sin_addr) == 1)
		sendto(phone->sound_fd, packet, sizeof(packet), MSG_DONTWAIT,
		       (struct sockaddr *)&to, sizeof(to));
}

static void on_time(void *ctx)
{
	struct phone *phone = ctx;
	bool any = false;

	phone->sequence++;
	phone->stamp += PACKET_SAMPLES;
	for (const struct phone_call *call = phone->calls; call; call = call->next) {
		if (call->state != PHONE_UP || !call->sound_port)
			continue;
		any = true;
		if (!phone->unplugged)
			send_to(phone, call);
	}
	if (any)
		loop_timer_set(phone->sound, PACKET_MS);
}

void sound_open(struct phone *phone)
{
	struct sockaddr_in at = {.sin_family = AF_INET};
	socklen_t len = sizeof(at);

	phone->sound_fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	inet_pton(AF_INET, phone->address, &at.sin_addr);
	if (bind(phone->sound_fd, (struct sockaddr *)&at, sizeof(at)) == 0 &&
	    getsockname(phone->sound_fd, (struct sockaddr *)&at, &len) == 0)
		phone->sound_port = ntohs(at.sin_port);
	phone->sound = loop_timer_new(phone->loop, on_time, phone);
}

void sound_close(struct phone *phone)
{
	loop_timer_free(&phone->sound);
	close(phone->sound_fd);
}

void sound_start(struct phone_call *call, const char *sdp)
{
	const char *address = strstr(sdp, "c=IN IP4 "), *port = strstr(sdp, "m=audio ");

	if (!address || !port)
		return;
	snprintf(call->sound_address, sizeof(call->sound_address), "%.*s",
		 (int)strcspn(address + 9, " \r\n"), address + 9);
	call->sound_port = atoi(port + 8);
	if (!call->phone->mute && !loop_timer_armed(call->phone->sound))
		loop_timer_set(call->phone->sound, PACKET_MS);
}

void sound_describe(const struct phone *phone, const char *direction, char out[PHONE_BODY])
{
	static unsigned version;

	snprintf(out, PHONE_BODY,
		 "v=0\r\no=- 1 %u IN IP4 %s\r\ns=-\r\nc=IN IP4 %s\r\nt=0 0\r\n"
		 "m=audio %d RTP/AVP 0 8\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\n"
		 "a=%s\r\n",
		 ++version, phone->address, phone->address, phone->sound_port, direction);
}
