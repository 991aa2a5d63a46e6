/* The one connection to Asterisk's manager interface: connects, logs in, keeps alive, and comes
 * back by itself. */
#ifndef ASTERISK_AMI_LINK_H
#define ASTERISK_AMI_LINK_H

#include "ami_action.h"

struct ami_link_options {
	const char *host, *user, *secret;
	int port;
	bool tls;
	const char *pin; /* PEM file that alone is trusted, or NULL */
};

struct ami_link_events {
	/* Logged in, and Asterisk has booted: a snapshot may be asked for. */
	void (*ready)(void *ctx);
	/* An event that is nobody's answer. */
	void (*event)(void *ctx, const struct ami_message *m);
	/* There is no connection, and why: a sentence for people. Told once for each time it was
	 * lost or could not be made anew for another reason. */
	void (*lost)(void *ctx, const char *text);
};

struct ami_link;

/* Begins to connect. Strings are copied. */
struct ami_link *ami_link_new(struct loop *loop, const struct ami_link_options *options,
			      const struct ami_link_events *events, void *ctx);
void ami_link_free(struct ami_link **link);
struct ami_actions *ami_link_actions(struct ami_link *link);
/* Ends the connection for that reason; it is tried again. */
void ami_link_drop(struct ami_link *link, const char *text);
/* Whether events of the class system come: "FullyBooted" does with every login. */
bool ami_link_sees_system(const struct ami_link *link);
/* "Asterisk Call Manager/11.0.0", "" before the first. */
const char *ami_link_banner(const struct ami_link *link);

#endif
