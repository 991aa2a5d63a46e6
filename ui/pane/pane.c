#include "pane.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/mem.h"
#include "say.h"
#include "widget/frame.h"

const char *pane_ref(const struct pbx_object *object, char out[PANE_REF_MAX])
{
	snprintf(out, PANE_REF_MAX, "%d/%s", pbx_object_class(object), pbx_object_key(object));
	return out;
}

struct pbx_object *pane_deref(struct pbx *pbx, const char *ref)
{
	char *key;
	long class = strtol(ref, &key, 10);

	if (*key != '/' || class < 0 || class >= PBX_CLASS_COUNT)
		return NULL;
	return pbx_find(pbx, (enum pbx_class) class, key + 1);
}

static int source_count(void *ctx)
{
	struct pane *pane = ctx;

	return pane->ops->count(pane);
}

static const char *source_key(void *ctx, int row)
{
	struct pane *pane = ctx;
	const struct pbx_object *object = pane->ops->object(pane, row);

	return object ? pane_ref(object, pane->ref) : "";
}

static void source_draw(void *ctx, struct term *term, const struct list_row *row)
{
	struct pane *pane = ctx;
	const struct pbx_object *object = pane->ops->object(pane, row->row);

	if (object)
		pane->ops->draw(pane, object, row);
	else
		term_text(term, row->area.y, row->area.x, row->area.cols, ROLE_DIM,
			  _("  no longer there"));
}

static void source_say(void *ctx, int row, char *out, size_t cap)
{
	struct pane *pane = ctx;
	const struct pbx_object *object = pane->ops->object(pane, row);

	if (object)
		say_object(pane->desk, object, out, cap);
	else
		snprintf(out, cap, "%s", _("no longer there"));
}

static int source_find(void *ctx, const char *key)
{
	struct pane *pane = ctx;
	const struct pbx_object *object = pane_deref(pane->desk->pbx, key);

	return object ? pane->ops->find(pane, object) : -1;
}

static const struct list_source direct = {source_count, source_key, source_draw, source_find,
					  source_say};
static const struct list_source searched = {source_count, source_key, source_draw, NULL,
					    source_say};

void pane_init(struct pane *pane, const struct pane_ops *ops, struct desk *desk)
{
	pane->ops = ops;
	pane->desk = desk;
	list_init(&pane->list, ops->find ? &direct : &searched, pane);
	pane->list.empty = ops->empty ? _(ops->empty) : NULL;
	pane->list.scroll_half = true;
}

void pane_free(struct pane **slot)
{
	struct pane *pane = *slot;

	if (!pane)
		return;
	*slot = NULL;
	if (pane->ops->free)
		pane->ops->free(pane);
	free(pane);
}

void pane_draw(struct pane *pane, struct rect area, bool focused)
{
	const char *empty = pane->list.empty;
	char note[64] = "";

	if (rect_empty(area))
		return;
	if (pane->ops->note)
		pane->ops->note(pane, note, sizeof note);
	struct rect rows =
		frame_title(pane->desk->term, area,
			    *pane->title ? pane->title : _(pane->ops->title), note, focused);
	if (pane->desk->unknown || (pane->ops->of_book && pane->desk->no_book))
		pane->list.empty = _("Not known yet");
	list_draw(&pane->list, pane->desk->term, rows, focused);
	pane->list.empty = empty;
}

struct pbx_object *pane_selected(const struct pane *pane)
{
	const char *ref = list_selected(&pane->list);

	return ref && *ref ? pane_deref(pane->desk->pbx, ref) : NULL;
}

bool pane_select(struct pane *pane, const struct pbx_object *object)
{
	char ref[PANE_REF_MAX];

	return list_select(&pane->list, pane_ref(object, ref));
}
