#include "telling.h"

#include <string.h>

#include "base/language.h"

void telling_init(struct telling *telling)
{
	*telling = (struct telling){.list = NULL};
	buf_init(&telling->text, TELLING_MAX);
	buf_add_str(&telling->text, "");
}

void telling_free(struct telling *telling)
{
	buf_free(&telling->text);
}

void telling_menu(struct telling *telling, struct menu *menu)
{
	buf_add_str(&telling->text, menu_title(menu));
	telling->list = menu_list(menu);
	telling->acts = true;
}

/* What is chosen stands in the field in English. */
static const char *value_of(const struct sheet *sheet, int i)
{
	const char *text = sheet_text(sheet, i);

	return sheet_field(sheet, i)->choices ? _(text) : text;
}

/* The fields before the one that is asked for are filled in: they are read out. */
void telling_sheet(struct telling *telling, const struct sheet *sheet)
{
	int focus = sheet_focus(sheet), count = sheet_count(sheet);
	const struct sheet_field *field = sheet_field(sheet, focus);
	const char *value = sheet_text(sheet, focus), *said = sheet_said(sheet);

	buf_add_str(&telling->text, sheet_title(sheet));
	for (int i = 0; i < focus; i++)
		if (*sheet_text(sheet, i))
			buf_printf(&telling->text, "\n%s: %s", _(sheet_field(sheet, i)->label),
				   value_of(sheet, i));
	telling->said = said && *said ? said : NULL;
	telling->label = _(field->label);
	telling->hint = field->hint ? _(field->hint) : NULL;
	telling->value = *value ? value : NULL;
	telling->choices = field->choices;
	telling->next = focus + 1 < count;
	telling->grows = true;
}
