#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "server_state.h"

static const struct {
	enum lws_token_indexes token;
	const char *name;
} methods[] = {
	{WSI_TOKEN_POST_URI, "POST"},       {WSI_TOKEN_GET_URI, "GET"},
	{WSI_TOKEN_HEAD_URI, "HEAD"},       {WSI_TOKEN_PUT_URI, "PUT"},
	{WSI_TOKEN_DELETE_URI, "DELETE"},   {WSI_TOKEN_PATCH_URI, "PATCH"},
	{WSI_TOKEN_OPTIONS_URI, "OPTIONS"}, {WSI_TOKEN_CONNECT, "CONNECT"},
};

static const struct {
	enum lws_token_indexes token;
	const char *name;
} names[HEAD_NAMES] = {
	{WSI_TOKEN_HOST, "host"},
	{WSI_TOKEN_ORIGIN, "origin"},
	{WSI_TOKEN_HTTP_AUTHORIZATION, "authorization"},
	{WSI_TOKEN_HTTP_COOKIE, "cookie"},
	{WSI_TOKEN_HTTP_CONTENT_TYPE, "content-type"},
};

char *head_copy(struct lws *wsi, enum lws_token_indexes token)
{
	int len = lws_hdr_total_length(wsi, token);
	char *text;

	if (len <= 0)
		return NULL;
	/* Pieces of a header that came twice are joined by a separator. */
	len += 64;
	text = mem_new((size_t)len, 1);
	if (lws_hdr_copy(wsi, text, len, token) < 0)
		text[0] = '\0';
	return text;
}

void head_read(struct head *head, struct lws *wsi)
{
	char *version = head_copy(wsi, WSI_TOKEN_HTTP);

	*head = (struct head){.method = "", .old = version && !strcmp(version, "HTTP/1.0")};
	free(version);
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]) && !head->path; i++) {
		head->path = head_copy(wsi, methods[i].token);
		if (head->path)
			head->method = methods[i].name;
	}
	if (!head->path)
		head->path = mem_dup("");
	for (int i = 0; i < HEAD_NAMES; i++)
		head->header[i] = head_copy(wsi, names[i].token);
}

void head_free(struct head *head)
{
	free(head->path);
	for (int i = 0; i < HEAD_NAMES; i++) {
		if (head->header[i])
			mem_wipe(head->header[i], strlen(head->header[i]));
		free(head->header[i]);
	}
	*head = (struct head){.method = ""};
}

const char *head_get(const struct head *head, const char *name)
{
	for (int i = 0; i < HEAD_NAMES; i++)
		if (!strcmp(names[i].name, name))
			return head->header[i];
	return NULL;
}
