/* The operator's own figures: today's beside this week's, as the PABX counts them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cjson/cJSON.h>

#include "base/buf.h"
#include "base/language.h"
#include "base/mem.h"
#include "base/text.h"
#include "pane/row.h"
#include "reception.h"

enum { TODAY, WEEK, PERIODS, TEXT_MAX = 4096, LABEL_COLS = 28, CELL_COLS = 9 };

struct figures {
	struct console *c;
	cJSON *period[PERIODS];
};

static int64_t midnight(const struct console *c, bool monday)
{
	time_t now = (time_t)(pbx_server_time(c->pbx) / 1000);
	struct tm t;

	localtime_r(&now, &t);
	t.tm_mday -= monday ? (t.tm_wday + 6) % 7 : 0;
	t.tm_hour = t.tm_min = t.tm_sec = 0;
	t.tm_isdst = -1;
	return (int64_t)mktime(&t) * 1000;
}

enum form { COUNT, TIME };
static const struct {
	const char *name, *label;
	enum form form;
} lines[] = {
	{"calls", N_("Calls that came in"), COUNT},
	{"answered", N_("  answered by you"), COUNT},
	{"elsewhere", N_("  answered by others"), COUNT},
	{"voicemail", N_("  taken by voicemail"), COUNT},
	{"abandoned", N_("  abandoned"), COUNT},
	{"averageWait", N_("Time to answer, average"), TIME},
	{"longestWait", N_("Time to answer, longest"), TIME},
	{"talk", N_("Talked in all"), TIME},
	{"returned", N_("Transfers that came back"), COUNT},
	{"made", N_("Calls that you made"), COUNT},
	{"reached", N_("  that were answered"), COUNT},
};

static const char *cell(const cJSON *period, const char *name, enum form form, char out[24])
{
	const cJSON *value = cJSON_GetObjectItemCaseSensitive(period, name);
	int64_t number = cJSON_IsNumber(value) ? (int64_t)value->valuedouble : 0;

	if (form == TIME)
		return row_elapsed(number, out);
	snprintf(out, 24, "%lld", (long long)number);
	return out;
}

static void show(struct figures *f)
{
	const struct reception *r = f->c->reception;
	char today[24], week[24];
	struct buf text;

	buf_init(&text, TEXT_MAX);
	buf_printf(&text, "%*s%s %*s%s\n", LABEL_COLS + 1 + text_gap(_("today"), CELL_COLS), "",
		   _("today"), text_gap(_("this week"), CELL_COLS), "", _("this week"));
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		buf_printf(&text, "%s%*s %9s %9s\n", _(lines[i].label),
			   text_gap(_(lines[i].label), LABEL_COLS), "",
			   cell(f->period[TODAY], lines[i].name, lines[i].form, today),
			   cell(f->period[WEEK], lines[i].name, lines[i].form, week));
	if (r->transfers)
		buf_printf(&text, _("\nKeys a transfer, at this console: %u.%u\n"),
			   r->transfer_keys / r->transfers,
			   r->transfer_keys % r->transfers * 10 / r->transfers);
	popup_free(&f->c->popup);
	f->c->popup = popup_text(_("Your figures"), text.data);
	buf_free(&text);
}

static void ask(struct figures *f, int period);

static void on_figures(void *ctx, const struct pbx_result *result)
{
	struct figures *f = ctx;
	int period = f->period[TODAY] ? WEEK : TODAY;

	if (result->outcome != PBX_DONE)
		messages_add(f->c->messages, MESSAGE_WARN, _("Figures: %s"), result->text);
	else
		f->period[period] = cJSON_Parse(result->json);
	if (f->period[TODAY] && !f->period[WEEK] && result->outcome == PBX_DONE) {
		ask(f, WEEK);
		return;
	}
	if (f->period[WEEK])
		show(f);
	figures_free(&f->c->reception->figures);
}

static void ask(struct figures *f, int period)
{
	pbx_figures(f->c->pbx, &(struct pbx_period){.since = midnight(f->c, period == WEEK)},
		    on_figures, f);
}

void figures_free(struct figures **slot)
{
	struct figures *f = *slot;

	if (!f)
		return;
	*slot = NULL;
	console_dirty(f->c);
	for (int i = 0; i < PERIODS; i++)
		cJSON_Delete(f->period[i]);
	free(f);
}

void act_figures(struct console *c)
{
	if (c->reception->figures)
		return;
	struct figures *f = c->reception->figures = mem_new(1, sizeof *f);
	f->c = c;
	ask(f, TODAY);
}
