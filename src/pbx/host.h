/* Where the telephone system is. */
#ifndef PBX_HOST_H
#define PBX_HOST_H

#include <stdbool.h>

#include "pbx.h"

struct px_host {
	char *name, *base, *pin; /* name NULL: not set; base: "https://name:port" */
	int port;
	bool tls;
};

/* Takes text apart. Returns 0, ERR_INVALID, or ERR_DENIED for plain text to another machine. */
int px_host_parse(struct px_host *host, const struct pbx_host *from);
void px_host_free(struct px_host *host);

#endif
