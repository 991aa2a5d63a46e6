#include "frame.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/language.h"
#include "core.h"
#include "model.h"

enum {
	SLICE_US = 2000,
	UNITS = 8, /* between two looks at the clock */
	MAX_WAITING = 64 << 20,
};

static enum px_step settle(struct pbx *pbx, struct px_frame *frame)
{
	(void)frame;
	px_store_settle(&pbx->store);
	return PX_NEXT;
}

static enum px_step tell(struct pbx *pbx, struct px_frame *frame)
{
	(void)frame;
	return px_store_tell(pbx) ? PX_AGAIN : PX_NEXT;
}

/* The moment to repaint, after what it may ask for is up to date. */
static void tell_watches(struct pbx *pbx)
{
	struct px_watches *watches = &pbx->frame_watches;

	px_model_told(pbx);
	for (unsigned i = 0, n = px_watch_begin(watches); i < n; i++)
		if (watches->at[i].fn)
			((void (*)(void *))watches->at[i].fn)(watches->at[i].ctx);
	px_watch_end(watches);
}

static enum px_step told(struct pbx *pbx, struct px_frame *frame)
{
	if (pbx->store.event_count || frame->kind == PX_FRAME_PART)
		tell_watches(pbx);
	return PX_NEXT;
}

static enum px_step release(struct pbx *pbx, struct px_frame *frame)
{
	(void)frame;
	return px_store_told(&pbx->store) ? PX_AGAIN : PX_NEXT;
}

static enum px_step end(struct pbx *pbx, struct px_frame *frame)
{
	if (frame->end)
		frame->end(pbx, !frame->broken);
	else if (frame->broken)
		px_link_broken(pbx, 1007, _("The telephone system sent what is not understood"));
	else if (frame->kind == PX_FRAME_DELTA)
		px_control_applied(pbx, frame->split.head);
	return PX_NEXT;
}

typedef enum px_step (*phase_fn)(struct pbx *pbx, struct px_frame *frame);
static const phase_fn phases[] = {
	px_frame_begin, px_frame_gone, px_frame_new, px_frame_rows, px_frame_sweep,
	settle,         tell,          told,         release,       end};
enum { PHASES = sizeof(phases) / sizeof(phases[0]), PHASE_SETTLE = 5 };

/* True when the frame is finished, false when the time is up. */
static bool run_frame(struct pbx *pbx, struct px_frame *frame, int64_t deadline)
{
	for (unsigned unit = 1; frame->phase < PHASES; unit++) {
		enum px_step step = phases[frame->phase](pbx, frame);

		if (step == PX_BROKEN) {
			frame->broken = true;
			frame->phase = PHASE_SETTLE;
		} else if (step == PX_NEXT) {
			frame->phase++;
		}
		if (unit % UNITS == 0 && frame->phase < PHASES && clock_mono_us() > deadline)
			return false;
	}
	return true;
}

static void drop(struct pbx *pbx, struct px_frame *frame)
{
	DL_DELETE(pbx->frames.frames, frame);
	if (frame->copy)
		pbx->frames.bytes -= frame->len;
	cJSON_Delete(frame->split.head);
	free(frame->copy);
	free(frame);
}

static void run_later(void *ctx);

static void ask(struct pbx *pbx)
{
	if (!pbx->frames.asked && !pbx->frames.running)
		loop_defer(pbx->loop, run_later, &pbx->frames);
	pbx->frames.asked = true;
}

static void run(struct pbx *pbx)
{
	struct px_frames *frames = &pbx->frames;
	int64_t deadline = clock_mono_us() + SLICE_US;

	if (frames->running)
		return;
	frames->running = true;
	while (frames->frames && run_frame(pbx, frames->frames, deadline))
		drop(pbx, frames->frames);
	frames->running = false;
	frames->asked = false;
	if (frames->frames)
		ask(pbx);
}

static void run_later(void *ctx)
{
	run(((struct px_frames *)ctx)->pbx);
}

static struct px_frame *add(struct pbx *pbx, enum px_frame_kind kind, px_frame_fn end_fn)
{
	struct px_frame *frame = mem_new(1, sizeof(*frame));

	frame->kind = kind;
	frame->end = end_fn;
	DL_APPEND(pbx->frames.frames, frame);
	return frame;
}

static void keep_text(struct pbx *pbx, struct px_frame *frame)
{
	frame->copy = mem_dup_n(frame->text, frame->len);
	frame->text = frame->copy;
	pbx->frames.bytes += frame->len;
}

void px_frames_take(struct pbx *pbx, const char *text, size_t len)
{
	struct px_frames *frames = &pbx->frames;
	struct px_frame *frame;

	if (frames->bytes + len > MAX_WAITING) {
		px_link_broken(pbx, 1009, _("More came than could be shown"));
		return;
	}
	frame = add(pbx, PX_FRAME_TEXT, NULL);
	frame->text = text;
	frame->len = len;
	if (frames->frames == frame)
		run(pbx);
	DL_FOREACH (frames->frames, frame)
		if (frame->text == text)
			keep_text(pbx, frame);
}

void px_frames_rows(struct pbx *pbx, enum pbx_class class, bool first, bool last, const char *text,
		    size_t len, px_frame_fn end_fn)
{
	struct px_frame *frame = add(pbx, PX_FRAME_PART, end_fn);

	frame->class = class;
	frame->first = first;
	frame->last = last;
	frame->text = text;
	frame->len = len;
	keep_text(pbx, frame);
	ask(pbx);
}

void px_frames_clear(struct pbx *pbx, unsigned classes, px_frame_fn end_fn)
{
	struct px_frame *frame = add(pbx, PX_FRAME_CLEAR, end_fn);

	frame->classes = classes;
	ask(pbx);
}

void px_frames_forget(struct pbx *pbx)
{
	struct px_frame *frame, *next;

	DL_FOREACH_SAFE (pbx->frames.frames, frame, next)
		if (frame->kind == PX_FRAME_TEXT)
			drop(pbx, frame);
}

void px_frames_free(struct pbx *pbx)
{
	while (pbx->frames.frames)
		drop(pbx, pbx->frames.frames);
	loop_undefer(pbx->loop, &pbx->frames);
}

void pbx_watch_frames(struct pbx *pbx, void (*fn)(void *ctx), void *ctx)
{
	px_watch_set(&pbx->frame_watches, (void (*)(void))fn, ctx, 0);
}
