/* The operator's own lines, each followed by its calls. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/mem.h"
#include "pane.h"
#include "row.h"

enum { DEVICE_ROWS_MAX = 200, WORD_FROM = 36 };

struct devices {
	struct pane pane;
	struct pbx_object *rows[DEVICE_ROWS_MAX];
	int count;
	uint64_t device_revision, call_revision;
	bool filled;
};

static void add_line(struct devices *d, struct pbx_object *line)
{
	unsigned count;
	struct pbx_object *const *calls = pbx_calls_of(line, &count);

	if (d->count < DEVICE_ROWS_MAX)
		d->rows[d->count++] = line;
	for (unsigned i = 0; i < count && d->count < DEVICE_ROWS_MAX; i++)
		d->rows[d->count++] = calls[i];
}

/* Rows are gathered once a change: objects stay valid until their class's revision moves. */
static void refresh(struct devices *d)
{
	struct pbx *pbx = d->pane.desk->pbx;
	uint64_t devices = pbx_revision(pbx, PBX_DEVICE), calls = pbx_revision(pbx, PBX_CALL);
	unsigned count;

	if (d->filled && devices == d->device_revision && calls == d->call_revision)
		return;
	struct pbx_object *const *lines = pbx_lines(pbx, false, &count);
	d->count = 0;
	for (unsigned i = 0; i < count; i++)
		add_line(d, lines[i]);
	d->device_revision = devices;
	d->call_revision = calls;
	d->filled = true;
}

static int devices_count(struct pane *pane)
{
	struct devices *d = (struct devices *)pane;

	refresh(d);
	return d->count;
}

static struct pbx_object *devices_object(struct pane *pane, int row)
{
	struct devices *d = (struct devices *)pane;

	refresh(d);
	return row >= 0 && row < d->count ? d->rows[row] : NULL;
}

static void draw_line(const struct desk *desk, const struct pbx_object *line,
		      const struct list_row *row)
{
	bool registered = strcmp(pbx_device_state(line), "up") == 0;
	enum term_mark mark = desk->stale   ? TERM_MARK_STALE
			      : !registered ? TERM_MARK_OFFLINE
					    : row_blf_mark(pbx_device_blf(line));
	const struct term_span spans[] = {
		{.role = term_mark_role(mark), .text = term_mark(mark), .width = 2},
		{.role = ROLE_DND,
		 .text = pbx_device_dnd(line) ? term_mark(TERM_MARK_PHONE_DND) : "",
		 .width = 2},
		{.role = ROLE_TEXT, .text = pbx_device_label(line), .width = -1},
		{.role = ROLE_STRONG,
		 .text = pbx_device_extension(line),
		 .width = 6,
		 .right = true},
		{.role = ROLE_DIM, .text = "", .width = 1},
		{.role = term_mark_role(mark), .text = term_mark_word(mark), .width = 8},
	};
	int count = sizeof spans / sizeof *spans;

	/* The mark alone tells the state where there is no room for its word. */
	term_spans(desk->term, row->area.y, row->area.x, row->area.cols, row->role, spans,
		   row->area.cols < WORD_FROM ? count - 2 : count);
}

static void devices_draw(struct pane *pane, const struct pbx_object *object,
			 const struct list_row *row)
{
	struct list_row inner = *row;

	if (pbx_object_class(object) != PBX_CALL) {
		draw_line(pane->desk, object, row);
		return;
	}
	term_text(pane->desk->term, row->area.y, row->area.x, 2, row->role, "");
	inner.area.x += 2;
	inner.area.cols -= 2;
	row_call(pane->desk, object, &inner);
}

static const struct pane_ops devices_ops = {
	.name = "devices",
	.title = N_("My lines"),
	.empty = N_("You have no telephone here"),
	.count = devices_count,
	.object = devices_object,
	.draw = devices_draw,
};

struct pane *pane_devices_new(struct desk *desk)
{
	struct devices *devices = mem_new(1, sizeof *devices);

	pane_init(&devices->pane, &devices_ops, desk);
	return &devices->pane;
}
