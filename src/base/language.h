/* Texts for people in the language of the one who reads them. Every such text stands in the source
 * in English and is looked up (GNU gettext, domain "frontdesk") where it is shown; the catalogues
 * are assets/po. Protocol, logs, scripts, JSON and CSV are never translated, and LC_NUMERIC stays
 * "C", so that no number of a file or a frame is read by a language's rules. */
#ifndef BASE_LANGUAGE_H
#define BASE_LANGUAGE_H

#include <stddef.h>
#include <time.h>

#include "err.h"

/* The text in the language in force. Never NULL; an empty text stays empty. */
#define _(text) language_say(text)
/* Marks a text of a table, which is looked up where it is shown. */
#define N_(text) text
/* One English word with two meanings: the context tells them apart, "verb" or "column". */
#define C_(context, text) language_say_in(context "\004" text, text)
/* By number: P_("%u call", "%u calls", n). */
#define P_(one, many, n) language_count(one, many, n)

/* Takes the language ("de"; NULL: what LANGUAGE, LC_ALL, LC_MESSAGES and LANG ask for, else
 * English) from the catalogues in folder (NULL: those beside the program, or where it is
 * installed). It need not be one of the system's locales: a kiosk has often none but C.UTF-8.
 * ERR_NOT_FOUND with why where language has no catalogue, and English is in force; what only the
 * environment asks for is no error. */
int language_use(const char *language, const char *folder, struct why *why);
/* The language in force: "en", "de". */
const char *language_name(void);

const char *language_say(const char *text) __attribute__((format_arg(1)));
const char *language_say_in(const char *key, const char *text) __attribute__((format_arg(2)));
const char *language_count(const char *one, const char *many, unsigned long n)
	__attribute__((format_arg(1), format_arg(2)));

/* strftime() with the names of days and months in the language in force. The format is a text as
 * any other, because the order differs: language_date(out, cap, _("%A, %-d %B %Y"), &tm). */
size_t language_date(char *out, size_t cap, const char *format, const struct tm *tm)
	__attribute__((format(strftime, 3, 0)));

/* A number with its digits behind the language's own point; for people only, never for CSV. */
void language_decimal(char *out, size_t cap, double number, int digits);

#endif
