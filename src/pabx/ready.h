/* Whoever started the server is told that it serves: systemd's protocol for "Type=notify", a
 * datagram to the socket that it names (sd_notify(3)). */
#ifndef PABX_READY_H
#define PABX_READY_H

/* Nothing happens where nobody asks for it. */
void ready_tell(void);

#endif
