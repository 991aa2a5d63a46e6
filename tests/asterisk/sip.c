#include "asterisk/sip.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <openssl/evp.h>

#include "base/random.h"

static const char *long_name(const char *name)
{
	static const struct {
		char brief;
		const char *full;
	} names[] = {{'v', "via"},     {'f', "from"},         {'t', "to"},
		     {'i', "call-id"}, {'m', "contact"},      {'l', "content-length"},
		     {'o', "event"},   {'c', "content-type"}, {'r', "refer-to"},
		     {'s', "subject"}};

	for (size_t i = 0; !name[1] && i < sizeof(names) / sizeof(*names); i++)
		if (names[i].brief == (*name | 0x20))
			return names[i].full;
	return name;
}

static char *cut(char **at, const char *end)
{
	char *start = *at, *found = strstr(start, end);

	if (!found) {
		*at += strlen(start);
		return start;
	}
	*found = '\0';
	*at = found + strlen(end);
	return start;
}

static bool parse_start(struct sip *sip, char *line)
{
	char *space = strchr(line, ' ');

	if (!space)
		return false;
	if (!strncmp(line, "SIP/2.0 ", 8)) {
		sip->status = atoi(line + 8);
		return sip->status >= 100;
	}
	*space = '\0';
	sip->method = line;
	sip->uri = space + 1;
	space = strchr(space + 1, ' ');
	if (space)
		*space = '\0';
	return space != NULL;
}

bool sip_parse(struct sip *sip, const char *bytes, size_t len)
{
	char *head, *line;

	*sip = (struct sip){.body = "", .cseq_method = ""};
	if (len >= sizeof(sip->text))
		return false;
	memcpy(sip->text, bytes, len);
	sip->text[len] = '\0';
	char *rest = sip->text;
	head = cut(&rest, "\r\n\r\n");
	sip->body = rest;
	if (!parse_start(sip, cut(&head, "\r\n")))
		return false;
	while (*(line = cut(&head, "\r\n")) && sip->headers < SIP_HEADERS) {
		char *colon = strchr(line, ':');

		if (!colon)
			continue;
		*colon = '\0';
		line[strcspn(line, " \t")] = '\0';
		sip->header[sip->headers].name = long_name(line);
		sip->header[sip->headers++].value = colon + 1 + strspn(colon + 1, " \t");
	}
	sip->cseq = atoi(sip_get(sip, "cseq"));
	sip->cseq_method = strchr(sip_get(sip, "cseq"), ' ');
	sip->cseq_method = sip->cseq_method ? sip->cseq_method + 1 : "";
	return true;
}

static const char *moved(const struct sip *to, const struct sip *from, const char *at)
{
	bool inside = at >= from->text && at < from->text + sizeof(from->text);

	return inside ? to->text + (at - from->text) : at;
}

void sip_copy(struct sip *to, const struct sip *from)
{
	*to = *from;
	to->method = moved(to, from, from->method);
	to->uri = moved(to, from, from->uri);
	to->body = moved(to, from, from->body);
	to->cseq_method = moved(to, from, from->cseq_method);
	for (int i = 0; i < from->headers; i++) {
		to->header[i].name = moved(to, from, from->header[i].name);
		to->header[i].value = moved(to, from, from->header[i].value);
	}
}

const char *sip_get(const struct sip *sip, const char *name)
{
	for (int i = 0; i < sip->headers; i++)
		if (!strcasecmp(sip->header[i].name, name))
			return sip->header[i].value;
	return "";
}

static void copy(char *out, size_t cap, const char *from, size_t len)
{
	snprintf(out, cap, "%.*s", (int)len, from);
}

void sip_uri(const char *value, char *out, size_t cap)
{
	const char *open = strchr(value, '<');

	if (open)
		copy(out, cap, open + 1, strcspn(open + 1, ">"));
	else
		copy(out, cap, value, strcspn(value, ";"));
}

void sip_user(const char *value, char *out, size_t cap)
{
	char uri[256];
	const char *user = uri;

	sip_uri(value, uri, sizeof(uri));
	if (!strncmp(uri, "sip:", 4))
		user += 4;
	copy(out, cap, user, strcspn(user, "@;"));
}

void sip_name(const char *value, char *out, size_t cap)
{
	if (*value == '"')
		copy(out, cap, value + 1, strcspn(value + 1, "\""));
	else
		copy(out, cap, "", 0);
}

void sip_param(const char *value, const char *name, char *out, size_t cap)
{
	size_t len = strlen(name);

	*out = '\0';
	for (const char *at = value; (at = strchr(at, ';')); at++)
		if (!strncmp(at + 1, name, len) && at[1 + len] == '=')
			copy(out, cap, at + 2 + len, strcspn(at + 2 + len, ";> ,"));
}

/* ---- Digest ---- */

static void md5(char out[33], const char *text)
{
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	EVP_Digest(text, strlen(text), sum, &len, EVP_md5(), NULL);
	for (unsigned i = 0; i < len && i < 16; i++)
		snprintf(out + 2 * i, 3, "%02x", sum[i]);
}

static void field(const char *challenge, const char *name, char *out, size_t cap)
{
	size_t len = strlen(name);

	*out = '\0';
	for (const char *at = challenge; (at = strstr(at, name)); at++) {
		if ((at != challenge && !strchr(" ,", at[-1])) || at[len] != '=')
			continue;
		at += len + 1;
		bool quoted = *at == '"';
		at += quoted;
		copy(out, cap, at, strcspn(at, quoted ? "\"" : ", "));
		return;
	}
}

void sip_authorize(const struct sip_login *login, const char *challenge, char *out, size_t cap)
{
	char realm[128], nonce[256], opaque[128], qop[32], cnonce[17];
	char text[1024], who[33], what[33], answer[33];

	field(challenge, "realm", realm, sizeof(realm));
	field(challenge, "nonce", nonce, sizeof(nonce));
	field(challenge, "opaque", opaque, sizeof(opaque));
	field(challenge, "qop", qop, sizeof(qop));
	random_hex(cnonce, 8);
	snprintf(text, sizeof(text), "%s:%s:%s", login->user, realm, login->password);
	md5(who, text);
	snprintf(text, sizeof(text), "%s:%s", login->method, login->uri);
	md5(what, text);
	if (*qop)
		snprintf(text, sizeof(text), "%s:%s:00000001:%s:auth:%s", who, nonce, cnonce, what);
	else
		snprintf(text, sizeof(text), "%s:%s:%s", who, nonce, what);
	md5(answer, text);
	int len = snprintf(out, cap,
			   "Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", "
			   "response=\"%s\", algorithm=MD5",
			   login->user, realm, nonce, login->uri, answer);
	if (*qop && len > 0 && (size_t)len < cap)
		len += snprintf(out + len, cap - (size_t)len,
				", qop=auth, nc=00000001, cnonce=\"%s\"", cnonce);
	if (*opaque && len > 0 && (size_t)len < cap)
		snprintf(out + len, cap - (size_t)len, ", opaque=\"%s\"", opaque);
}
