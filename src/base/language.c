#include "language.h"

#include <libintl.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"

#define DOMAIN "frontdesk"

enum { NAME_MAX_LEN = 16, FOLDER_MAX = 4096 };

static char in_force[NAME_MAX_LEN] = "en";

const char *language_say(const char *text)
{
	return *text ? dgettext(DOMAIN, text) : text;
}

const char *language_say_in(const char *key, const char *text)
{
	const char *said = dgettext(DOMAIN, key);

	return said == key ? text : said;
}

const char *language_count(const char *one, const char *many, unsigned long n)
{
	return dngettext(DOMAIN, one, many, n);
}

const char *language_name(void)
{
	return in_force;
}

/* ---- Which language ---- */

/* What the user's environment asks for, best first, as "de_AT:de": LANGUAGE counts unless the
 * locale is the plain C one. */
static const char *asked_for(void)
{
	static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
	const char *locale = NULL, *list = getenv("LANGUAGE");

	for (size_t i = 0; i < 3 && (!locale || !*locale); i++)
		locale = getenv(variables[i]);
	if (!locale || !*locale || strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0)
		return "en";
	return list && *list ? list : locale;
}

static bool has_catalogue(const char *folder, const char *name)
{
	char *path = mem_printf("%s/%s/LC_MESSAGES/" DOMAIN ".mo", folder, name);
	bool readable = access(path, R_OK) == 0;

	free(path);
	return readable;
}

/* Finds "de" for "de_AT.UTF-8@euro"; also "en", which needs no catalogue. */
static bool find(const char *folder, const char *asked, size_t len, char out[NAME_MAX_LEN])
{
	len = strnlen(asked, len);
	for (size_t i = 0; i < len; i++)
		if (asked[i] == '.' || asked[i] == '@')
			len = i;
	if (len == 0 || len >= NAME_MAX_LEN || memchr(asked, '/', len))
		return false;
	memcpy(out, asked, len);
	out[len] = '\0';
	if (has_catalogue(folder, out))
		return true;
	out[strcspn(out, "_")] = '\0';
	return strcmp(out, "en") == 0 || has_catalogue(folder, out);
}

static bool find_any(const char *folder, const char *list, char out[NAME_MAX_LEN])
{
	while (*list) {
		size_t len = strcspn(list, ":");

		if (find(folder, list, len, out))
			return true;
		list += len + (list[len] == ':');
	}
	return false;
}

/* ---- Taking it ---- */

/* In the build folder catalogues lie beside the program, installed they are below share: there
 * "locale" beside it is a program of the system's. */
static void own_folder(char out[FOLDER_MAX])
{
	static const char beside[] = "/locale/.", installed[] = "/../share/frontdesk/locale";
	ssize_t len = readlink("/proc/self/exe", out, FOLDER_MAX - sizeof(installed));

	out[len > 0 ? len : 0] = '\0';
	char *end = strrchr(out, '/');
	if (!end)
		return;
	memcpy(end, beside, sizeof(beside));
	if (access(out, R_OK) != 0)
		memcpy(end, installed, sizeof(installed));
}

/* gettext looks nothing up while LC_MESSAGES is "C", and a C library of later years also not in
 * C.UTF-8. So each of our languages has a locale of its own in the catalogues' folder: in it are
 * the system's C.UTF-8 messages, under the language's name. Then nothing has to be generated. */
static bool take(const char *folder, const char *name)
{
	char *before = mem_dup(getenv("LOCPATH"));

	setenv("LOCPATH", folder, 1);
	bool taken = setlocale(LC_MESSAGES, name) != NULL;
	if (before)
		setenv("LOCPATH", before, 1);
	else
		unsetenv("LOCPATH");
	free(before);
	if (!taken)
		return false;
	setenv("LANGUAGE", name, 1);
	bindtextdomain(DOMAIN, folder);
	bind_textdomain_codeset(DOMAIN, "UTF-8");
	return true;
}

static void take_english(void)
{
	setlocale(LC_MESSAGES, "C");
	snprintf(in_force, sizeof(in_force), "en");
}

int language_use(const char *language, const char *folder, struct why *why)
{
	char own[FOLDER_MAX], name[NAME_MAX_LEN];

	if (!folder) {
		own_folder(own);
		folder = own;
	}
	take_english();
	if (!find_any(folder, language ? language : asked_for(), name))
		return language ? why_set(why, ERR_NOT_FOUND,
					  "There is no language \"%s\" here: en, de", language)
				: 0;
	if (strcmp(name, "en") == 0)
		return 0;
	if (!take(folder, name))
		return language ? why_set(why, ERR_NOT_FOUND,
					  "The language \"%s\" cannot be used: this system has no "
					  "C.UTF-8 locale",
					  name)
				: 0;
	memcpy(in_force, name, sizeof(name));
	return 0;
}

/* ---- Dates ---- */

static const char *const days[] = {N_("Sunday"),   N_("Monday"), N_("Tuesday"), N_("Wednesday"),
				   N_("Thursday"), N_("Friday"), N_("Saturday")};
static const char *const short_days[] = {N_("Sun"), N_("Mon"), N_("Tue"), N_("Wed"),
					 N_("Thu"), N_("Fri"), N_("Sat")};
static const char *const months[] = {N_("January"), N_("February"), N_("March"),
				     N_("April"),   N_("May"),      N_("June"),
				     N_("July"),    N_("August"),   N_("September"),
				     N_("October"), N_("November"), N_("December")};
static const char *const short_months[] = {N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"),
					   N_("May"), N_("Jun"), N_("Jul"), N_("Aug"),
					   N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")};

static const char *name_of(char conversion, const struct tm *tm)
{
	unsigned day = (unsigned)tm->tm_wday % 7, month = (unsigned)tm->tm_mon % 12;

	switch (conversion) {
	case 'A':
		return _(days[day]);
	case 'a':
		return _(short_days[day]);
	case 'B':
		return _(months[month]);
	case 'b':
		return _(short_months[month]);
	default:
		return NULL;
	}
}

size_t language_date(char *out, size_t cap, const char *format, const struct tm *tm)
{
	char whole[128];
	size_t len = 0;

	/* Names first, so that what is left to strftime() is digits. */
	for (; *format && len + 4 < sizeof(whole); format++) {
		const char *name = *format == '%' ? name_of(format[1], tm) : NULL;

		if (!name) {
			whole[len++] = *format;
			if (*format == '%' && format[1])
				whole[len++] = *++format;
			continue;
		}
		len += (size_t)snprintf(whole + len, sizeof(whole) - len, "%s", name);
		len = len < sizeof(whole) ? len : sizeof(whole) - 1;
		format++;
	}
	whole[len] = '\0';
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	len = strftime(out, cap, whole, tm);
#pragma GCC diagnostic pop
	if (len == 0 && cap > 0)
		*out = '\0';
	return len;
}

/* ---- Numbers ---- */

void language_decimal(char *out, size_t cap, double number, int digits)
{
	snprintf(out, cap, "%.*f", digits, number);
	char *point = strchr(out, '.');
	if (point)
		*point = *C_("decimal point", ".");
}
