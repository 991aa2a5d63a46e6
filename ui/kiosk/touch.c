/* Keys on the screen, for a finger or a mouse. */
#include <string.h>

#include "base/text.h"
#include "inside.h"

enum { COLUMNS = 10, TALL_ROWS = 30, WIDE_COLS = 100 };

void touch_reset(struct kiosk *k)
{
	k->hit_count = 0;
}

static void add(struct kiosk *k, struct hit hit)
{
	if (k->options.touch && k->hit_count < HITS_MAX)
		k->hits[k->hit_count++] = hit;
}

void touch_add(struct kiosk *k, struct rect area, struct term_key key)
{
	add(k, (struct hit){.area = area, .key = key});
}

void touch_add_row(struct kiosk *k, struct rect area, int row)
{
	add(k, (struct hit){.area = area, .row = row});
}

static bool is_in(struct rect r, int y, int x)
{
	return y >= r.y && y < r.y + r.rows && x >= r.x && x < r.x + r.cols;
}

/* The wheel moves in the list; any button is a finger. */
void touch_press(struct kiosk *k, struct term_mouse mouse)
{
	if (mouse.button == BUTTON_WHEEL_UP || mouse.button == BUTTON_WHEEL_DOWN) {
		if (kiosk_page(k) == PAGE_FIND)
			kiosk_key(k,
				  (struct term_key){
					  mouse.button == BUTTON_WHEEL_UP ? KEY_UP : KEY_DOWN, 0});
		return;
	}
	for (int i = 0; i < k->hit_count; i++) {
		const struct hit *hit = &k->hits[i];

		if (!is_in(hit->area, mouse.y, mouse.x))
			continue;
		if (hit->key.code)
			kiosk_key(k, hit->key);
		else if (kiosk_page(k) == PAGE_FIND)
			find_press(k, hit->row);
		return;
	}
}

/* ---- The keyboard ---- */

/* A key covers columns of the ten that a row has. */
struct key {
	const char *label;
	int columns;
	struct term_key key;
};

/* A label in the middle of a filled field, with a free column behind it. */
static void draw_key(struct kiosk *k, struct rect area, const struct key *key)
{
	const char *label = _(key->label);
	int width = text_width(label), left;

	area.cols -= 1;
	left = (area.cols - width) / 2;
	for (int row = 0; row < area.rows; row++) {
		const struct term_span spans[] = {
			{.role = ROLE_SELECTED, .text = "", .width = left > 0 ? left : 0},
			{.role = ROLE_SELECTED,
			 .text = row == (area.rows - 1) / 2 ? label : "",
			 .width = -1},
		};

		term_spans(k->term, area.y + row, area.x, area.cols, ROLE_SELECTED,
			   left > 0 ? spans : spans + 1, left > 0 ? 2 : 1);
	}
	touch_add(k, area, key->key);
}

static void draw_keys(struct kiosk *k, struct rect row, const struct key *keys, int count)
{
	int width = row.cols / COLUMNS, x = row.x + (row.cols - width * COLUMNS) / 2;

	for (int i = 0; i < count; i++) {
		int cols = width * keys[i].columns;

		draw_key(k, (struct rect){row.y, x, row.rows, cols}, &keys[i]);
		x += cols;
	}
}

static void draw_letters(struct kiosk *k, struct rect row, const char *letters)
{
	struct key keys[COLUMNS];
	char labels[COLUMNS][2];
	int count = 0;

	for (; count < COLUMNS && letters[count]; count++) {
		labels[count][0] = letters[count];
		labels[count][1] = '\0';
		keys[count] = (struct key){labels[count], 1, {(unsigned char)letters[count], 0}};
	}
	draw_keys(k, row, keys, count);
}

static const struct key find_keys[] = {
	{N_("space"), 3, {' ', 0}},
	{N_("delete"), 2, {KEY_BACKSPACE, 0}},
	{N_("clear"), 2, {KEY_ESC, 0}},
	{N_("Call"), 3, {KEY_ENTER, 0}},
};
static const struct key code_keys[] = {
	{N_("delete"), 3, {KEY_BACKSPACE, 0}},
	{N_("back"), 3, {KEY_ESC, 0}},
	{N_("OK"), 4, {KEY_ENTER, 0}},
};
static const struct key hang_up_keys[] = {{N_("Hang up"), 10, {KEY_ESC, 0}}};
static const struct key ring_keys[] = {
	{N_("Answer"), 5, {KEY_ENTER, 0}},
	{N_("Decline"), 5, {KEY_ESC, 0}},
};
static const struct key over_keys[] = {{N_("Back"), 10, {KEY_ESC, 0}}};

#define COUNT(list) ((int)(sizeof(list) / sizeof(*(list))))

/* What each page has: rows of characters, then its last row. */
static const struct {
	const char *letters[4];
	const struct key *keys;
	int count;
} boards[] = {
	[PAGE_CODE] = {{"1234567890"}, code_keys, COUNT(code_keys)},
	[PAGE_RINGS] = {{NULL}, ring_keys, COUNT(ring_keys)},
	[PAGE_DIALS] = {{NULL}, hang_up_keys, COUNT(hang_up_keys)},
	[PAGE_TALKS] = {{NULL}, hang_up_keys, COUNT(hang_up_keys)},
	[PAGE_OVER] = {{NULL}, over_keys, COUNT(over_keys)},
	[PAGE_FIND] = {{"ABCDEFGHIJ", "KLMNOPQRST", "UVWXYZ-.'"}, find_keys, COUNT(find_keys)},
};

void touch_draw(struct kiosk *k, struct rect *area)
{
	enum page page = kiosk_page(k);
	bool large = area->rows >= TALL_ROWS - 2 && area->cols >= WIDE_COLS;
	int height = large ? 3 : 1, gap = large ? 1 : 0, count = 0;

	if (!k->options.touch || page == PAGE_AWAY)
		return;
	while (boards[page].letters[count])
		count++;
	struct rect board = rect_take_bottom(area, (count + 1) * (height + gap));
	for (int i = 0; i < count; i++) {
		draw_letters(k, rect_take_top(&board, height), boards[page].letters[i]);
		rect_take_top(&board, gap);
	}
	draw_keys(k, rect_take_top(&board, height), boards[page].keys, boards[page].count);
}
