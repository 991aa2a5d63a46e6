#include "notice.h"

#include <stdlib.h>

#include "base/mem.h"
#include "ui/telling.h"
#include "widget/popup.h"

struct notice {
	struct console *console;
	struct popup *popup; /* NULL once it is closed */
};

static void close_box(struct notice *notice)
{
	if (!notice->popup)
		return;
	popup_free(&notice->popup);
	console_set_dialogue(notice->console, NULL, NULL);
}

static void draw(void *ctx, struct term *term, struct rect area)
{
	struct notice *notice = ctx;

	popup_draw(notice->popup, term, area);
}

static void key(void *ctx, struct term_key pressed)
{
	struct notice *notice = ctx;
	enum popup_result result = popup_handle(notice->popup, pressed);

	if (result == POPUP_YES || result == POPUP_NO)
		close_box(notice);
	console_dirty(notice->console);
}

static void tell(void *ctx, struct telling *telling)
{
	struct notice *notice = ctx;

	buf_printf(&telling->text, "%s\n%s", popup_title(notice->popup), popup_body(notice->popup));
	telling->stuck = true;
}

struct notice *notice_new(struct console *console, const char *title, const char *text)
{
	static const struct console_dialogue dialogue = {.draw = draw, .key = key, .tell = tell};
	struct notice *notice = mem_new(1, sizeof(*notice));

	notice->console = console;
	notice->popup = popup_text(title, text);
	console_set_dialogue(console, &dialogue, notice);
	return notice;
}

void notice_free(struct notice **slot)
{
	struct notice *notice = *slot;

	if (!notice)
		return;
	*slot = NULL;
	close_box(notice);
	free(notice);
}
