/* struct pbx: the parts of the core, each with its own header. */
#ifndef PBX_CORE_H
#define PBX_CORE_H

#include "address.h"
#include "base/err.h"
#include "feed.h"
#include "fetch.h"
#include "frame.h"
#include "host.h"
#include "later.h"
#include "lines.h"
#include "net/http.h"
#include "object.h"
#include "pbx.h"
#include "person.h"
#include "photo.h"
#include "rest.h"
#include "search_index.h"
#include "session.h"
#include "store.h"
#include "watch.h"
#include "wire/command.h"

struct pbx {
	struct loop *loop;
	struct px_later *later;
	struct px_host host;
	struct net_http *http; /* NULL until a host is set */
	pbx_cert_fn cert_fn;   /* who asked last for the host's certificate */
	void *cert_ctx;
	struct px_session session;
	struct px_rest *rests;
	struct px_store store;
	struct px_persons persons;
	struct px_photos photos;
	struct px_frames frames;
	struct px_watches frame_watches, books; /* books: pbx_get_addressbook() */
	struct px_feed feed;
	struct px_lines lines;
	struct px_index index;
	struct px_fetch fetch;
	char *stun, *turn;         /* the PABX's, or NULL */
	char *own_stun, *own_turn; /* set by the program, or NULL */
};

#endif
