#include "signin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/language.h"
#include "base/mem.h"
#include "base/random.h"
#include "form.h"
#include "pin.h"
#include "ui/telling.h"

enum { HOST, USER, PASSWORD, FIELDS };
enum { HOST_MAX = 300, USER_MAX = 128, PASSWORD_MAX = 256 };
enum { RETRY_FIRST_MS = 1000, RETRY_MOST_MS = 8000, RETRY_JITTER_MS = 1000 };

enum state {
	IDLE,    /* signed in, or not begun */
	ASKING,  /* the person types */
	TRYING,  /* an answer is awaited */
	WAITING, /* the host is away: the timer tries again */
	PINNING, /* the person is asked about a certificate */
};

struct signin {
	struct signin_options options;
	struct cli_settings now; /* what is tried; host and user are ours */
	enum state state;
	bool shown;
	struct form *form;
	struct popup *question;
	char *pem;
	char *key, *password; /* configured, for the configured host and user */
	bool secret_used;     /* the try that runs uses these */
	struct loop_timer *retry;
	int retry_ms;
};

static void wipe(char **secret)
{
	if (*secret)
		mem_wipe(*secret, strlen(*secret));
	free(*secret);
	*secret = NULL;
}

/* ---- The dialogue ---- */

static void draw(void *ctx, struct term *term, struct rect area)
{
	struct signin *s = ctx;
	const struct strip_item asking[] = {
		{"Enter", form_on_button(s->form) ? _("start the demo") : _("sign in"), 4},
		{"Tab", _("next"), 2},
		{s->options.quit_key, _("quit"), 3},
		{"Esc", _("try again"), 1},
	};
	const struct strip_item trying[] = {
		{"Enter", _("try now"), 3},
		{"Esc", _("change"), 4},
		{s->options.quit_key, _("quit"), 2},
	};
	bool has_secret = s->key || s->password;

	if (s->state == PINNING && s->question)
		popup_draw(s->question, term, area);
	else if (s->state == ASKING)
		form_draw(s->form, term, area, asking, has_secret ? 4 : 3);
	else
		form_draw(s->form, term, area, trying, 3);
}

/* While an answer is awaited, or the host, nothing is asked. */
static void tell(void *ctx, struct telling *telling)
{
	struct signin *s = ctx;

	if (s->state == PINNING && s->question) {
		buf_printf(&telling->text, "%s. %s", popup_title(s->question),
			   popup_body(s->question));
		telling->label = _("y to trust it, . to leave it");
		telling->key = true;
	} else {
		form_tell(s->form, telling);
		telling->stuck = s->state == WAITING;
	}
}

static void key(void *ctx, struct term_key key);

static void paste(void *ctx, const char *text)
{
	struct signin *s = ctx;

	form_paste(s->form, text);
	console_dirty(s->options.console);
}

static void show(struct signin *s)
{
	static const struct console_dialogue dialogue = {
		.draw = draw, .key = key, .paste = paste, .tell = tell};

	if (!s->shown)
		console_set_dialogue(s->options.console, &dialogue, s);
	s->shown = true;
	console_dirty(s->options.console);
}

static void hide(struct signin *s)
{
	if (s->shown)
		console_set_dialogue(s->options.console, NULL, NULL);
	s->shown = false;
	console_dirty(s->options.console);
}

static void set_state(struct signin *s, enum state state)
{
	s->state = state;
	form_wait(s->form, state != ASKING);
	if (state != WAITING)
		loop_timer_stop(s->retry);
	if (state != PINNING)
		popup_free(&s->question);
}

/* Asks, with the cursor where something is missing. */
static void ask(struct signin *s, enum term_role role, const char *text)
{
	int empty = form_first_empty(s->form);

	set_state(s, ASKING);
	form_say(s->form, role, text);
	form_focus(s->form, empty < 0 ? PASSWORD : empty);
	show(s);
}

/* ---- One try ---- */

static void try_now(struct signin *s);

static void on_retry(void *ctx)
{
	try_now(ctx);
}

static void wait_for_host(struct signin *s, const char *text)
{
	char said[400];
	uint32_t jitter;

	random_bytes(&jitter, sizeof(jitter));
	snprintf(said, sizeof(said), _("%s is not there: %s. Trying again …"), s->now.host,
		 *text ? text : _("no answer"));
	set_state(s, WAITING);
	form_say(s->form, ROLE_WARN, said);
	show(s);
	loop_timer_set(s->retry, s->retry_ms + (int)(jitter % RETRY_JITTER_MS));
	s->retry_ms = s->retry_ms * 2 > RETRY_MOST_MS ? RETRY_MOST_MS : s->retry_ms * 2;
}

static void on_cert(void *ctx, const char *pem, const char *sha256, const char *text)
{
	struct signin *s = ctx;
	char *path = cli_pin_path(&s->now);

	if (s->state == TRYING && !pem) {
		wait_for_host(s, text);
	} else if (s->state == TRYING && access(path, F_OK) == 0) {
		char *said = pin_changed(s->now.host, sha256, path);

		ask(s, ROLE_ERROR, said);
		free(said);
	} else if (s->state == TRYING) {
		mem_set(&s->pem, pem);
		s->question = pin_question(s->now.host, sha256);
		s->state = PINNING;
		show(s);
	}
	free(path);
}

static void refused(struct signin *s, const struct pbx_result *result)
{
	bool wrong = result->errno_ == 2;
	bool by_key = s->secret_used && s->key;

	if (wrong && s->secret_used) {
		wipe(&s->key);
		wipe(&s->password);
	}
	form_set(s->form, PASSWORD, "");
	if (!wrong)
		ask(s, ROLE_ERROR, result->text);
	else if (by_key)
		ask(s, ROLE_ERROR,
		    _("The key is not accepted any more. Sign in with your password."));
	else
		ask(s, ROLE_ERROR, _("That name and password do not go together."));
}

static void on_login(void *ctx, const struct pbx_result *result)
{
	struct signin *s = ctx;

	if (s->state != TRYING)
		return;
	if (result->outcome == PBX_DONE) {
		form_set(s->form, PASSWORD, "");
		wipe(&s->key);
		wipe(&s->password);
		set_state(s, IDLE);
		hide(s);
		s->options.done(s->options.ctx);
	} else if (result->err == ERR_TLS) {
		pbx_peer_cert(s->options.pbx, on_cert, s);
	} else if (result->err || result->errno_ == 3 || result->outcome == PBX_NOT_KNOWN) {
		wait_for_host(s, result->text);
	} else {
		refused(s, result);
	}
}

static bool is_configured(const struct signin *s)
{
	const struct cli_settings *c = s->options.settings;

	return c->host && strcmp(c->host, s->now.host) == 0 &&
	       (!c->user || strcmp(c->user, s->now.user ? s->now.user : "") == 0);
}

/* Points the core at the host, which also ends a try that runs. */
static int set_host(struct signin *s, struct why *why)
{
	s->now.pin = is_configured(s) ? s->options.settings->pin : NULL;
	return cli_set_host(s->options.pbx, &s->now, why);
}

static void try_now(struct signin *s)
{
	struct pbx_login login = {.username = s->now.user};
	const char *typed = form_text(s->form, PASSWORD);
	char said[400];
	struct why why;

	if (set_host(s, &why) < 0) {
		ask(s, ROLE_ERROR, why.text);
		form_focus(s->form, HOST);
		return;
	}
	s->secret_used = !*typed && is_configured(s);
	login.key = s->secret_used ? s->key : NULL;
	login.password = s->secret_used ? s->password : typed;
	set_state(s, TRYING);
	snprintf(said, sizeof(said), _("Signing in at %s …"), s->now.host);
	form_say(s->form, ROLE_INFO, said);
	console_set_host(s->options.console, s->now.host);
	console_dirty(s->options.console);
	pbx_login(s->options.pbx, &login, on_login, s);
}

/* ---- Keys ---- */

static void submit(struct signin *s)
{
	if (s->state == ASKING) {
		mem_set(&s->now.host, form_text(s->form, HOST));
		mem_set(&s->now.user, form_text(s->form, USER));
	}
	s->retry_ms = RETRY_FIRST_MS;
	try_now(s);
}

/* From waiting to the fields, and from the fields to what is configured. */
static void back(struct signin *s)
{
	struct why why;

	if (s->state != ASKING) {
		(void)set_host(s, &why);
		ask(s, ROLE_TEXT, NULL);
		form_focus(s->form, HOST);
	} else if (s->key || s->password) {
		mem_set(&s->now.host, s->options.settings->host);
		mem_set(&s->now.user, s->options.settings->user);
		form_set(s->form, HOST, s->now.host);
		form_set(s->form, USER, s->now.user);
		form_set(s->form, PASSWORD, "");
		s->retry_ms = RETRY_FIRST_MS;
		try_now(s);
	}
}

static void answer_question(struct signin *s, struct term_key pressed)
{
	enum popup_result result = popup_handle(s->question, pressed);
	struct why why;

	if (result == POPUP_YES) {
		char *path = cli_pin_path(&s->now);
		int err = pin_keep(path, s->pem, &why);

		free(path);
		if (err)
			ask(s, ROLE_ERROR, why.text);
		else
			try_now(s);
	} else if (result == POPUP_NO) {
		back(s);
	}
}

static void key(void *ctx, struct term_key pressed)
{
	struct signin *s = ctx;

	console_dirty(s->options.console);
	if (s->state == PINNING) {
		answer_question(s, pressed);
		return;
	}
	switch (form_key(s->form, pressed)) {
	case FORM_SUBMIT:
		if (s->state != TRYING)
			submit(s);
		break;
	case FORM_BACK:
		back(s);
		break;
	case FORM_BUTTON:
		set_state(s, IDLE);
		hide(s);
		s->options.demo(s->options.ctx);
		break;
	case FORM_STAYS:
		break;
	}
}

/* ---- Life ---- */

struct signin *signin_new(const struct signin_options *options)
{
	static const struct form_field fields[FIELDS] = {
		[HOST] = {N_("Host"), "pbx.example.com", HOST_MAX, false},
		[USER] = {N_("User"), NULL, USER_MAX, false},
		[PASSWORD] = {N_("Password"), NULL, PASSWORD_MAX, true},
	};
	struct signin *s = mem_new(1, sizeof(*s));

	s->options = *options;
	s->now = *options->settings;
	s->now.host = mem_dup(options->settings->host);
	s->now.user = mem_dup(options->settings->user);
	s->retry = loop_timer_new(options->loop, on_retry, s);
	s->retry_ms = RETRY_FIRST_MS;
	s->form = form_new(fields, FIELDS);
	form_set(s->form, HOST, s->now.host);
	form_set(s->form, USER, s->now.user);
	if (options->first) {
		form_title(s->form, _("Welcome to frontdesk"),
			   _("Where is your telephone system? What works is kept in "
			     "frontdesk.conf; the password is not."));
		form_button(s->form, _("try it on a simulated office"),
			    (struct term_key){.code = KEY_F1 + 1});
	} else {
		form_title(s->form, _("Sign in"), NULL);
	}
	return s;
}

void signin_free(struct signin **slot)
{
	struct signin *s = *slot;

	if (!s)
		return;
	*slot = NULL;
	hide(s);
	loop_timer_free(&s->retry);
	popup_free(&s->question);
	form_free(&s->form);
	wipe(&s->key);
	wipe(&s->password);
	free(s->now.host);
	free(s->now.user);
	free(s->pem);
	free(s);
}

void signin_start(struct signin *s, const char *secret_key, const char *password)
{
	s->key = mem_dup(secret_key);
	s->password = mem_dup(password);
	if (s->key || s->password)
		try_now(s);
	else
		ask(s, ROLE_TEXT, NULL);
}

void signin_ask(struct signin *s, const char *text)
{
	form_button(s->form, NULL, (struct term_key){.code = KEY_F1 + 1});
	form_title(s->form, _("Sign in"), NULL);
	form_set(s->form, HOST, s->now.host);
	form_set(s->form, USER, s->now.user);
	ask(s, ROLE_WARN, text);
}

const char *signin_host(const struct signin *s)
{
	return s->now.host;
}

const char *signin_user(const struct signin *s)
{
	return s->now.user ? s->now.user : "";
}
