#include "mark.h"

#include "base/language.h"
#include "base/text.h"

#define MARK(id, utf8, ascii, role, word) [TERM_MARK_##id] = {utf8, ascii, ROLE_##role, word},
static const struct {
	const char *utf8, *ascii;
	enum term_role role;
	const char *word;
} marks[TERM_MARK_COUNT] = {TERM_MARKS(MARK)};
#undef MARK

const char *term_mark(enum term_mark mark)
{
	return text_ascii() ? marks[mark].ascii : marks[mark].utf8;
}

enum term_role term_mark_role(enum term_mark mark)
{
	return marks[mark].role;
}

const char *term_mark_word(enum term_mark mark)
{
	return _(marks[mark].word);
}
