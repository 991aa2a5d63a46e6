#include "still.h"

#include <stdio.h>
#include <string.h>

/* Padding ("$<5>") would have to be taken out of a string that has it. */
static bool fits(const char *text)
{
	return text && strlen(text) < STILL_MAX && !strstr(text, "$<");
}

/* Curses' own strings also stop the cursor's blinking, or set its colour: twelve bytes and more,
 * where six hide it. */
void still_open(struct still *still, const char *civis, const char *cnorm)
{
	static const char hide[] = "\033[?25l", show[] = "\033[?25h";

	*still = (struct still){.hidden = false};
	if (!fits(civis) || !fits(cnorm))
		return;
	bool is_short = strstr(civis, hide) && strstr(cnorm, show);
	snprintf(still->hide, sizeof(still->hide), "%s", is_short ? hide : civis);
	snprintf(still->show, sizeof(still->show), "%s", is_short ? show : cnorm);
}

/* Characters alone are written where the cursor stands. */
static bool moves(const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)bytes[i] < ' ')
			return true;
	return false;
}

void still_begin(struct still *still, struct buf *frame)
{
	still->start = frame->len;
	if (!still->hidden)
		buf_add_str(frame, still->hide);
	still->drawn = frame->len;
}

void still_end(struct still *still, struct buf *frame, bool wanted)
{
	if (!*still->hide)
		return;
	if (wanted && !still->hidden &&
	    !moves(frame->data + still->drawn, frame->len - still->drawn)) {
		memmove(frame->data + still->start, frame->data + still->drawn,
			frame->len - still->drawn + 1);
		frame->len -= still->drawn - still->start;
		return;
	}
	if (wanted)
		buf_add_str(frame, still->show);
	still->hidden = !wanted;
}
