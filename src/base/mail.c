#include "mail.h"

#include <stdlib.h>

#include <string.h>
#include <time.h>

#include "err.h"
#include "mem.h"
#include "random.h"
#include "text.h"
#include "utf8.h"

enum { ADDRESS_MAX = 254, WORD_BYTES = 42, QP_COLUMNS = 73, ID_BYTES = 12 };

bool mail_is_address(const char *text)
{
	const char *at = strchr(text, '@');
	size_t len = strlen(text);

	if (!at || at == text || !at[1] || strchr(at + 1, '@') || len > ADDRESS_MAX)
		return false;
	for (; *text; text++)
		if ((unsigned char)*text <= ' ' || (unsigned char)*text >= 0x7f ||
		    strchr("<>(),;:\\\"[]", *text))
			return false;
	return true;
}

static void add_base64(struct buf *out, const unsigned char *bytes, size_t len)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (; len; bytes += 3, len -= len < 3 ? len : 3) {
		unsigned long v = (unsigned long)bytes[0] << 16;

		v |= len > 1 ? (unsigned long)bytes[1] << 8 : 0;
		v |= len > 2 ? bytes[2] : 0;
		buf_add_char(out, digits[v >> 18 & 63]);
		buf_add_char(out, digits[v >> 12 & 63]);
		buf_add_char(out, len > 1 ? digits[v >> 6 & 63] : '=');
		buf_add_char(out, len > 2 ? digits[v & 63] : '=');
	}
}

static bool is_plain(const char *text)
{
	if (strstr(text, "=?"))
		return false;
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || (unsigned char)*text >= 0x7f)
			return false;
	return true;
}

/* Encoded words of whole characters, folded so that no line gets long. */
static void add_words(struct buf *out, const char *text)
{
	for (bool first = true; *text; first = false) {
		size_t len = strlen(text);

		if (len > WORD_BYTES)
			len = utf8_whole(text, WORD_BYTES);
		buf_add_str(out, first ? "=?UTF-8?B?" : "\n =?UTF-8?B?");
		add_base64(out, (const unsigned char *)text, len);
		buf_add_str(out, "?=");
		text += len;
	}
}

/* A header's text: cleaned, so that no line can end in it. */
static void add_text(struct buf *out, const char *text)
{
	char *clean = text_clean_dup(text, 1024);

	if (is_plain(clean) && strlen(clean) <= 900)
		buf_add_str(out, clean);
	else
		add_words(out, clean);
	free(clean);
}

static void add_name(struct buf *out, const char *text)
{
	char *clean = text_clean_dup(text, 256);

	if (!is_plain(clean)) {
		add_words(out, clean);
	} else {
		buf_add_char(out, '"');
		for (const char *c = clean; *c; c++)
			buf_printf(out, *c == '"' || *c == '\\' ? "\\%c" : "%c", *c);
		buf_add_char(out, '"');
	}
	free(clean);
}

static void add_address(struct buf *out, const char *header, const char *address, const char *name)
{
	buf_printf(out, "%s: ", header);
	if (name && *name) {
		add_name(out, name);
		buf_printf(out, " <%s>\n", address);
	} else {
		buf_printf(out, "%s\n", address);
	}
}

static void add_date(struct buf *out, int64_t ms)
{
	static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
					     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	time_t seconds = (time_t)(ms / 1000);
	struct tm t;

	localtime_r(&seconds, &t);
	long zone = t.tm_gmtoff / 60;
	buf_printf(out, "Date: %s, %d %s %d %02d:%02d:%02d %c%02ld%02ld\n", days[t.tm_wday],
		   t.tm_mday, months[t.tm_mon], t.tm_year + 1900, t.tm_hour, t.tm_min, t.tm_sec,
		   zone < 0 ? '-' : '+', (zone < 0 ? -zone : zone) / 60,
		   (zone < 0 ? -zone : zone) % 60);
}

/* Quoted-printable (RFC 2045): readable where the text is ASCII. */
static void add_body(struct buf *out, const char *text)
{
	int column = 0;

	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;
		bool at_end = !text[1] || text[1] == '\n';
		bool quote = c < ' ' || c >= 0x7f || c == '=' || (c == ' ' && at_end) ||
			     (column == 0 && c == '.');

		if (c == '\n') {
			buf_add_char(out, '\n');
			column = 0;
			continue;
		}
		if (column >= QP_COLUMNS) {
			buf_add_str(out, "=\n");
			column = 0;
		}
		buf_printf(out, quote ? "=%02X" : "%c", c);
		column += quote ? 3 : 1;
	}
	buf_add_char(out, '\n');
}

int mail_compose(const struct mail *mail, struct buf *out)
{
	char id[2 * ID_BYTES + 1];
	bool has_from = mail->from && *mail->from;
	size_t start = out->len;

	if (!mail_is_address(mail->to) || (has_from && !mail_is_address(mail->from)))
		return ERR_INVALID;
	random_hex(id, ID_BYTES);
	if (has_from)
		add_address(out, "From", mail->from, mail->from_name);
	add_address(out, "To", mail->to, mail->to_name);
	buf_add_str(out, "Subject: ");
	add_text(out, mail->subject);
	buf_add_char(out, '\n');
	add_date(out, mail->time);
	buf_printf(out, "Message-ID: <%s@frontdesk.invalid>\n", id);
	buf_add_str(out, "MIME-Version: 1.0\n"
			 "Content-Type: text/plain; charset=UTF-8\n"
			 "Content-Transfer-Encoding: quoted-printable\n"
			 "Auto-Submitted: no\n\n");
	add_body(out, mail->text);
	return out->len > start ? 0 : ERR_LIMIT;
}
