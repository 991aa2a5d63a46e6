/* Pictures in pixels within frames. Shared by the files of this room only. */
#ifndef TERM_IMAGE_H
#define TERM_IMAGE_H

#include "base/buf.h"
#include "term.h"

/* What the terminal shows. lost: it has been cleared since, or may have been. */
struct image_shown {
	enum term_pixels protocol;
	uint32_t id;
	struct rect area;
	bool lost;
};

/* Of one terminal. wanted is what this paint has drawn and nothing drawn later covers. */
struct image {
	const struct term_image *wanted;
	struct rect area;
	struct image_shown shown;
};

void image_begin(struct term *term);
/* Something is drawn in cols columns of a row. */
void image_cover(struct term *term, int y, int x, int cols);
/* Around canvas_take(): what brings away a picture that is no longer wanted, and what shows the one
 * that is, with the cursor back where the frame has it. */
void image_hide(struct term *term, struct buf *frame);
void image_show(struct term *term, struct buf *frame);
/* All is drawn again by the next frame. */
void image_forget(struct term *term);
/* What leaves nothing behind when the terminal is given back. */
void image_restore(const struct term *term, struct buf *out);

#endif
