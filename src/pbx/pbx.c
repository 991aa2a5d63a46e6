#include "pbx.h"

#include <stdlib.h>

#include "core.h"

struct pbx *pbx_new(struct loop *loop)
{
	struct pbx *pbx = mem_new(1, sizeof(*pbx));

	pbx->loop = loop;
	pbx->later = px_later_new(loop, pbx);
	pbx->frames.pbx = pbx;
	px_store_init(&pbx->store);
	px_index_init(&pbx->index);
	px_feed_init(pbx);
	return pbx;
}

void pbx_free(struct pbx **slot)
{
	struct pbx *pbx = *slot;

	if (!pbx)
		return;
	*slot = NULL;
	px_feed_free(pbx);
	px_rest_cancel_all(pbx);
	net_http_free(&pbx->http);
	px_photos_free(&pbx->photos);
	px_frames_free(pbx);
	px_later_free(&pbx->later);
	px_lines_free(&pbx->lines);
	px_persons_free(pbx);
	px_store_free(&pbx->store);
	px_index_free(&pbx->index);
	px_watch_free(&pbx->frame_watches);
	px_watch_free(&pbx->books);
	px_session_clear(&pbx->session);
	px_host_free(&pbx->host);
	free(pbx->stun);
	free(pbx->turn);
	free(pbx->own_stun);
	free(pbx->own_turn);
	free(pbx);
}
