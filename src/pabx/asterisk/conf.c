#include "conf.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/conf.h"
#include "base/mem.h"

#define OPTION(name, type, member, min, max, help)                                                 \
	{                                                                                          \
		"asterisk", name, NULL, type, offsetof(struct asterisk_conf, member), min, max,    \
			NULL, help                                                                 \
	}

static const struct conf_option options[] = {
	OPTION("tls-cert", CONF_STRING, tls_cert, 0, 0, "certificate (PEM) that alone is trusted"),
	OPTION("context", CONF_STRING, context, 0, 0, "context that numbers are dialled in"),
	OPTION("voicemail", CONF_STRING, voicemail, 0, 0,
	       "number of a person's voicemail; %s is the extension"),
	OPTION("conference", CONF_STRING, conference, 0, 0, "extension of a conference room"),
	OPTION("message-from", CONF_STRING, message_from, 0, 0,
	       "sender of texts to phones from people without one"),
	OPTION("emergency", CONF_STRING, emergency, 0, 0, "emergency numbers"),
	OPTION("ignore", CONF_STRING, ignore, 0, 0, "endpoints that are no phones"),
	OPTION("answer-by-notify", CONF_STRING, notify, 0, 0, "auto, yes or no"),
	OPTION("ring-seconds", CONF_INT, ring_s, 5, 600, "how long one's own phone rings"),
};
enum { OPTIONS = sizeof(options) / sizeof(options[0]), AMI_PORT = 5038 };

static void set_default(char **slot, const char *value)
{
	if (!*slot)
		*slot = mem_dup(value);
}

static int take_where(struct asterisk_conf *conf, const char *where, struct why *why)
{
	const char *at = strrchr(where, '@'), *host = at ? at + 1 : "", *colon = strrchr(host, ':');
	const char *end = host + strlen(host);
	char *rest = NULL;

	if (*host == '[') { /* [::1]:5038 */
		const char *close = strchr(host, ']');

		colon = close && close[1] == ':' ? close + 1 : NULL;
		host++;
		end = close ? close : host;
	} else if (colon) {
		end = colon;
	}
	conf->port = colon ? (int)strtol(colon + 1, &rest, 10) : AMI_PORT;
	if (!at || at == where || end <= host || conf->port < 1 || conf->port > 65535 ||
	    (rest && (*rest || rest == colon + 1)))
		return why_set(why, ERR_INVALID, "--asterisk needs USER@HOST[:PORT], not \"%s\"",
			       where);
	conf->user = mem_dup_n(where, (size_t)(at - where));
	conf->host = mem_dup_n(host, (size_t)(end - host));
	return 0;
}

static int check(const struct asterisk_conf *conf, const char *file, struct why *why)
{
	const char *percent = conf->voicemail ? strchr(conf->voicemail, '%') : NULL;

	if (strcmp(conf->notify, "auto") != 0 && strcmp(conf->notify, "yes") != 0 &&
	    strcmp(conf->notify, "no") != 0)
		return why_set(why, ERR_INVALID, "%s: answer-by-notify knows auto, yes and no",
			       file);
	if (conf->voicemail && (!percent || percent[1] != 's' || strchr(percent + 1, '%') != NULL))
		return why_set(why, ERR_INVALID,
			       "%s: voicemail needs %%s where the extension stands, like *%%s",
			       file);
	return 0;
}

int asterisk_conf_read(struct asterisk_conf *conf, const char *where, const char *file,
		       struct why *why)
{
	int err;

	*conf = (struct asterisk_conf){.ring_s = 30};
	err = take_where(conf, where, why);
	if (!err && file)
		err = conf_read(file, options, OPTIONS, conf, why);
	set_default(&conf->emergency, "112 911 999 110");
	set_default(&conf->ignore, "");
	set_default(&conf->notify, "auto");
	set_default(&conf->message_from, "sip:frontdesk@localhost");
	return err ? err : check(conf, file ? file : "", why);
}

void asterisk_conf_free(struct asterisk_conf *conf)
{
	conf_free(options, OPTIONS, conf);
	free(conf->user);
	free(conf->host);
	*conf = (struct asterisk_conf){0};
}

bool asterisk_conf_lists(const char *list, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = list; *at; at += strcspn(at, " ,")) {
		at += strspn(at, " ,");
		if (len && !strncmp(at, word, len) && strchr(" ,", at[len]))
			return true;
	}
	return false;
}
