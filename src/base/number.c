#include "number.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "err.h"

enum {
	/* With fewer digits behind a prefix, text is an extension that happens to begin like it. */
	PREFIXED_MIN = 5,
	/* The same where the country has no national prefix, so nothing else tells them apart. */
	UNPREFIXED_MIN = 7,
};

/* text without its separators. */
struct digits {
	char text[NUMBER_MAX + 1]; /* digits, * and # */
	int len;
	int trunk;       /* where the 0 of a "(0)" stands, or -1 */
	bool plus, code; /* a leading +; has * or # */
};

static bool is_separator(char c)
{
	return c && strchr("-.()/ \t", c);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int scan(const char *text, size_t len, struct digits *d)
{
	*d = (struct digits){.trunk = -1};
	for (size_t i = 0; i < len; i++) {
		char c = text[i];

		if (is_separator(c))
			continue;
		if (c == '+' && d->len == 0 && !d->plus) {
			d->plus = true;
			continue;
		}
		if (!is_digit(c) && c != '*' && c != '#')
			return ERR_INVALID;
		if (d->len == NUMBER_MAX)
			return ERR_LIMIT;
		if (c == '0' && i > 0 && i + 1 < len && text[i - 1] == '(' && text[i + 1] == ')')
			d->trunk = d->len;
		if (!is_digit(c))
			d->code = true;
		d->text[d->len++] = c;
	}
	return d->len > 0 ? 0 : ERR_INVALID;
}

/* Removes count digits at the front. */
static void drop(struct digits *d, size_t count)
{
	d->len -= (int)count;
	d->trunk -= (int)count;
	memmove(d->text, d->text + count, (size_t)d->len + 1);
}

/* "+44 (0)20" means the same as "+44 20": at home the 0 is dialled, from abroad it is not. */
static void drop_trunk(struct digits *d)
{
	if (d->trunk <= 0)
		return;
	memmove(d->text + d->trunk, d->text + d->trunk + 1, (size_t)(d->len - d->trunk));
	d->len--;
	d->trunk = -1;
}

static int give(const char *lead, const struct digits *d, char *out, size_t cap)
{
	size_t lead_len = strlen(lead), len = (size_t)d->len;

	if (lead_len + len >= cap)
		return ERR_LIMIT;
	memcpy(out, lead, lead_len);
	memcpy(out + lead_len, d->text, len + 1);
	return (int)(lead_len + len);
}

bool number_dialable(const char *text)
{
	struct digits d;

	return scan(text, strlen(text), &d) == 0;
}

int number_digits(const char *text, char *out, size_t cap)
{
	struct digits d;
	int err;

	if (cap > 0)
		out[0] = '\0';
	err = scan(text, strlen(text), &d);
	if (err)
		return err;
	if (d.plus)
		drop_trunk(&d);
	return give(d.plus ? "+" : "", &d, out, cap);
}

/* Where the number lies in "tel:…;ext=1" and "sip:…@host", or all of text; NULL if a "sip:" has no
 * user, and so no number. */
static const char *uri_number(const char *text, size_t *len)
{
	static const struct {
		const char *scheme, *ends;
		bool user;
	} uris[] = {{"tel:", ";?", false}, {"sip:", "@;?:", true}, {"sips:", "@;?:", true}};

	text += strspn(text, " \t");
	for (size_t i = 0; i < sizeof(uris) / sizeof(*uris); i++) {
		size_t scheme = strlen(uris[i].scheme);

		if (strncasecmp(text, uris[i].scheme, scheme) != 0)
			continue;
		if (uris[i].user && !strchr(text, '@'))
			return NULL;
		*len = strcspn(text + scheme, uris[i].ends);
		return text + scheme;
	}
	*len = strlen(text);
	return text;
}

/* True if d begins with prefix and at least min digits follow it. */
static bool has_prefix(const struct digits *d, const char *prefix, int min)
{
	size_t len = strlen(prefix);

	return strncmp(d->text, prefix, len) == 0 && d->len >= (int)len + min;
}

/* No country code begins with 0. */
static bool is_international(const struct number_plan *plan, const struct digits *d)
{
	const char *prefix = plan->international;

	return prefix[0] && has_prefix(d, prefix, PREFIXED_MIN) && d->text[strlen(prefix)] != '0';
}

static bool is_national(const struct number_plan *plan, const struct digits *d)
{
	if (!plan->country[0] || !plan->national[0])
		return false;
	if (plan->international[0] && has_prefix(d, plan->international, 0))
		return false;
	return has_prefix(d, plan->national, PREFIXED_MIN);
}

static bool is_unprefixed(const struct number_plan *plan, const struct digits *d)
{
	return plan->country[0] && !plan->national[0] && d->len >= UNPREFIXED_MIN;
}

static bool is_public(const struct number_plan *plan, const struct digits *d)
{
	return is_international(plan, d) || is_national(plan, d);
}

/* Takes the outside prefix away, where d is a number of the public network only without it. */
static void drop_outside(const struct number_plan *plan, struct digits *d)
{
	struct digits rest = *d;

	if (!plan->outside[0] || is_public(plan, d) || !has_prefix(d, plan->outside, PREFIXED_MIN))
		return;
	drop(&rest, strlen(plan->outside));
	if (is_public(plan, &rest) || is_unprefixed(plan, &rest))
		*d = rest;
}

static int give_public(const struct number_plan *plan, struct digits *d, char *out, size_t cap)
{
	char lead[sizeof(plan->country) + 1] = "+";

	drop_outside(plan, d);
	if (is_international(plan, d)) {
		drop(d, strlen(plan->international));
		drop_trunk(d);
		return give("+", d, out, cap);
	}
	if (!is_national(plan, d) && !is_unprefixed(plan, d))
		return give("", d, out, cap);
	drop(d, strlen(plan->national));
	snprintf(lead, sizeof(lead), "+%s", plan->country);
	return give(lead, d, out, cap);
}

int number_e164(const struct number_plan *plan, const char *text, char *out, size_t cap)
{
	struct digits d;
	size_t len;
	int err;

	if (cap > 0)
		out[0] = '\0';
	text = uri_number(text, &len);
	if (!text)
		return ERR_INVALID;
	err = scan(text, len, &d);
	if (err)
		return err;
	if (d.plus) {
		drop_trunk(&d);
		return d.code || d.text[0] == '0' ? ERR_INVALID : give("+", &d, out, cap);
	}
	return d.code ? give("", &d, out, cap) : give_public(plan, &d, out, cap);
}
