/* Telephone numbers are compared as E.164 (PROTOCOL.md, "Numbers"). */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/* The prefixes of the place where the PABX stands: country "44", national "0", international
 * "00", outside "9" (dialled first for an outside line; may be empty). Digits only. */
struct number_plan {
	char country[8], national[8], international[8], outside[8];
};

enum { NUMBER_MAX = 40 };

/* True if text can be dialled: digits, * and #, a leading +, and separators - . ( ) /
 * and blanks. */
bool number_dialable(const char *text);
/* What is sent when text is dialled: separators removed, + kept, and after a + "(0)" left out.
 * Returns its length, ERR_INVALID if it cannot be dialled, ERR_LIMIT if it does not fit. */
int number_digits(const char *text, char *out, size_t cap);
/* text as "+441234567890". "tel:" and "sip:user@host" are understood, and "(0)" after a country
 * code is left out. A number without prefix (an extension) gives its digits without +.
 * Returns the length, ERR_INVALID or ERR_LIMIT. */
int number_e164(const struct number_plan *plan, const char *text, char *out, size_t cap);

#endif
