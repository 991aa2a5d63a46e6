#include "choices.h"

#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/mem.h"
#include "base/text.h"

struct choice {
	char *text, *note;
};

struct choices {
	struct choice choice[CHOICES_MAX];
	int count, chosen; /* -1: what was typed */
	size_t from, end;  /* what the input holds of the candidate, or of what was typed */
	char *typed;       /* what the first candidate replaced */
};

enum { ROWS_MAX = 8 };

struct choices *choices_new(void)
{
	struct choices *choices = mem_new(1, sizeof(*choices));

	choices->chosen = -1;
	return choices;
}

static void drop_all(struct choices *choices)
{
	for (int i = 0; i < choices->count; i++) {
		free(choices->choice[i].text);
		free(choices->choice[i].note);
	}
	choices->count = 0;
	choices->chosen = -1;
	mem_set(&choices->typed, NULL);
}

void choices_free(struct choices **slot)
{
	if (!*slot)
		return;
	drop_all(*slot);
	free(*slot);
	*slot = NULL;
}

void choices_begin(struct choices *choices, size_t from)
{
	drop_all(choices);
	choices->from = from;
}

void choices_add(struct choices *choices, const char *text, const char *note)
{
	if (choices->count < CHOICES_MAX)
		choices->choice[choices->count++] = (struct choice){mem_dup(text), mem_dup(note)};
}

unsigned choices_count(const struct choices *choices)
{
	return (unsigned)choices->count;
}

bool choices_cycle(struct choices *choices, struct input *input, int by)
{
	int places = choices->count + 1; /* one more for what was typed */
	const char *text;

	if (!choices->count)
		return false;
	if (!choices->typed) {
		choices->end = input_at(input);
		choices->typed =
			mem_dup_n(input_text(input) + choices->from, choices->end - choices->from);
	}
	choices->chosen = (choices->chosen + 1 + by + places) % places - 1;
	text = choices->chosen < 0 ? choices->typed : choices->choice[choices->chosen].text;
	input_replace(input, choices->from, choices->end, text);
	choices->end = input_at(input);
	return true;
}

static void draw_row(const struct choices *choices, int i, struct term *term, struct rect row)
{
	const struct choice *choice = &choices->choice[i];
	bool chosen = i == choices->chosen;
	const struct term_span spans[] = {
		{.role = chosen ? ROLE_STRONG : ROLE_TEXT,
		 .text = chosen ? term_mark(TERM_MARK_POINTER) : " "},
		{.text = " "},
		{.role = ROLE_TEXT, .text = choice->text, .width = -1, .sentence = true},
		{.role = ROLE_HINT, .text = choice->note ? "  " : ""},
		{.role = ROLE_HINT, .text = choice->note ? choice->note : ""},
		{.text = " "},
	};

	term_spans(term, row.y, row.x, row.cols, chosen ? ROLE_SELECTED : ROLE_POPUP, spans, 6);
}

static int widest(const struct choices *choices)
{
	int cols = 0;

	for (int i = 0; i < choices->count; i++) {
		const struct choice *choice = &choices->choice[i];
		int wide = 3 + text_width(choice->text) +
			   (choice->note ? text_width(choice->note) + 2 : 0);

		cols = wide > cols ? wide : cols;
	}
	return cols;
}

/* One candidate after the other on one line, from the one that Tab gives next. */
static void draw_line(const struct choices *choices, struct term *term, struct rect line)
{
	int from = choices->chosen < 0 ? 0 : choices->chosen;

	term_fill(term, line, ROLE_POPUP);
	for (int i = from; i < choices->count && line.cols > 0; i++) {
		int cols = text_width(choices->choice[i].text) + 1;

		term_text(term, line.y, line.x, cols < line.cols ? cols : line.cols, ROLE_POPUP,
			  choices->choice[i].text);
		line.x += cols;
		line.cols -= cols;
	}
}

void choices_draw(const struct choices *choices, struct term *term, struct rect area)
{
	int rows = choices->count < ROWS_MAX ? choices->count : ROWS_MAX, top = 0, cols;

	if (rows > area.rows - 1)
		rows = area.rows - 1;
	if (rows < 1)
		return;
	if (term_braille(term)) {
		draw_line(choices, term, (struct rect){area.y, area.x, 1, area.cols});
		return;
	}
	cols = widest(choices) < area.cols ? widest(choices) : area.cols;
	if (choices->chosen >= rows)
		top = choices->chosen - rows + 1;
	for (int i = 0; i < rows; i++)
		draw_row(choices, top + i, term, (struct rect){area.y + i, area.x, 1, cols});
	if (choices->count > rows)
		term_textf(term, area.y + rows, area.x, cols, ROLE_HINT, _("  %d to %d of %d"),
			   top + 1, top + rows, choices->count);
}
