/* The PBX client core: the documented PABX API in C. This header is its whole face.
 *
 * The nouns and rules are those of the public API (IPCortex.PBX, IPCortex.Types.*; the REST and
 * feed behind it are src/wire/PROTOCOL.md): a Promise is a done callback that is called exactly
 * once, never from inside the call that was given it. Listeners hear of changes after a whole frame
 * was applied; no listener runs inside the call that caused it; one added during delivery hears the
 * next event.
 *
 * Objects and texts belong to the core. An object is valid until its PBX_DELETED event has been
 * delivered; a text until the loop's next turn (a large frame is applied over several turns). Times
 * are epoch milliseconds unless said otherwise. */
#ifndef PBX_PBX_H
#define PBX_PBX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "loop/loop.h"

struct pbx;
struct pbx_object;

/* ---- Outcome of an action ---------------------------------------------------------------- */

enum pbx_outcome {
	PBX_DONE,      /* the PABX accepted it; what follows is told by the feed */
	PBX_REFUSED,   /* errno_ and reason say why; nothing happened */
	PBX_NOT_KNOWN, /* no answer came: it may or may not have happened */
};
/* Error numbers: 1 internal, 2 logged out, 3 not ready, 90 backend, 91 WebSocket cannot be opened,
 * 92 WebSocket broken, 99 refused, 100 another version. */
struct pbx_result {
	enum pbx_outcome outcome;
	int err;    /* negative enum err of base/err.h where it is a local failure, else 0 */
	int errno_; /* error number of the API, 0 when done */
	const char *reason; /* token: "notcallable", "denied" …; "" when done */
	const char *text;   /* a sentence for the person; "" when done */
	const char *cid;    /* of a new call, or "" */
	const char *json;   /* the reply's values as JSON text, or "" */
};
typedef void (*pbx_done_fn)(void *ctx, const struct pbx_result *result);

/* ---- Life, host, session (IPCortex.PBX.Auth) --------------------------------------------- */

struct pbx *pbx_new(struct loop *loop);
/* Ends everything at once, without callbacks. Not from inside a callback of this header. */
void pbx_free(struct pbx **pbx);

/* "host", "host:port", "[v6]:port", "http://…" or "https://…". Without a scheme it is http on
 * loopback and https elsewhere. Plain http to another host is refused with ERR_DENIED unless
 * plain_is_unsafe. pin: PEM file that alone is trusted, or NULL. Returns 0, ERR_INVALID,
 * ERR_DENIED. Another host than before ends session and feed: credentials are for one host. */
struct pbx_host {
	const char *url, *pin;
	bool plain_is_unsafe;
};
int pbx_set_host(struct pbx *pbx, const struct pbx_host *host);
/* The host's certificate, for "pin this one?": pem and sha256 (hex), NULL when it failed with text.
 */
typedef void (*pbx_cert_fn)(void *ctx, const char *pem, const char *sha256, const char *text);
void pbx_peer_cert(struct pbx *pbx, pbx_cert_fn fn, void *ctx);

struct pbx_login {
	const char *username, *password;
	const char *key;   /* "<id>.<secret>" instead of a name and password */
	const char *subid; /* isolates this session; NULL: that of pbx_sub_id(), if it was asked */
	bool checkonly;    /* only ask whether the credentials are right */
};
void pbx_login(struct pbx *pbx, const struct pbx_login *login, pbx_done_fn done, void *ctx);
/* Logs out and stops the feed. */
void pbx_logout(struct pbx *pbx, pbx_done_fn done, void *ctx);
/* Sets chat offline, then logs out if asked, and stops. */
void pbx_exit(struct pbx *pbx, bool logout, pbx_done_fn done, void *ctx);
/* A random sub-ID, the same for the life of pbx; from now on every login has it. */
const char *pbx_sub_id(struct pbx *pbx);
int64_t pbx_user_id(const struct pbx *pbx); /* cID, 0 before login */
/* As the contact of that cID is called, where the feed has it; until then as the login said. */
const char *pbx_user_name(struct pbx *pbx);
const char *pbx_user_login(const struct pbx *pbx);
/* Whether the user holds a permission ("receptionist"), and its value or NULL. */
const char *pbx_permission(const struct pbx *pbx, const char *name);
/* Whether the telephone system can do something ("hold", "park"; PROTOCOL.md "Capabilities"). */
bool pbx_can(const struct pbx *pbx, const char *capability);

/* ---- The live feed engine ---------------------------------------------------------------- */

enum pbx_state {
	PBX_STOPPED,
	PBX_CONNECTING,
	PBX_LOADING, /* the snapshot is coming */
	PBX_LIVE,
	PBX_STALE, /* the link is lost or a resync runs: everything shown is old, nothing is idle */
	PBX_PAUSED,
};
enum { PBX_RETRY_FOREVER = -1 };

typedef void (*pbx_error_fn)(void *ctx, int errno_, const char *text);

/* Options of startFeed. If none of the five sets is true, all are enabled (deviceMin alone narrows
 * device). Zero values mean the defaults. */
struct pbx_feed_options {
	bool device, device_min, mailbox, queue, presence;
	int pingtime;  /* 10 … 999 s; 0: 540 */
	int heartbeat; /* 1 … 60 s; 0: 1; -1: none */
	bool has_max_retry;
	int max_ws_retry_time; /* seconds, 0 none, PBX_RETRY_FOREVER; without has_max_retry: for
				  ever */
	pbx_error_fn error;
	void *ctx;
};
/* Resumes with all previous settings when paused and options is NULL. done: live, or why not. */
void pbx_start_feed(struct pbx *pbx, const struct pbx_feed_options *options, pbx_done_fn done,
		    void *ctx);
void pbx_pause_feed(struct pbx *pbx, pbx_done_fn done, void *ctx);
/* Each object gets one PBX_DELETED, children first, then done. (stopPoll is the legacy name.) */
void pbx_stop_feed(struct pbx *pbx, pbx_done_fn done, void *ctx);
void pbx_set_idle(struct pbx *pbx, bool idle, pbx_done_fn done, void *ctx);
/* The data sets of startFeed once, without a feed. */
void pbx_fetch_data(struct pbx *pbx, pbx_done_fn done, void *ctx);
/* Try at once instead of at the end of the back-off. */
void pbx_retry_now(struct pbx *pbx);

enum pbx_state pbx_feed_state(const struct pbx *pbx);
/* When the server was last heard of (clock_mono_ms), 0 never; and the next try, 0 if none is due.
 */
int64_t pbx_last_heard(const struct pbx *pbx);
int64_t pbx_next_try(const struct pbx *pbx);
/* Since when the PABX cannot reach its telephones though the link stands (clock_mono_ms); 0: it
 * can. What is shown is stale meanwhile. */
int64_t pbx_away_since(const struct pbx *pbx);
/* Why the link is down, or the telephones are away: "" when neither is. */
const char *pbx_link_text(const struct pbx *pbx);
/* fn is called when the state changes. One watcher a ctx; fn NULL removes it. */
void pbx_watch_state(struct pbx *pbx, void (*fn)(void *ctx, enum pbx_state state), void *ctx);

void pbx_enable_tags(struct pbx *pbx, pbx_done_fn done, void *ctx);
void pbx_disable_tags(struct pbx *pbx, pbx_done_fn done, void *ctx);
/* First everything, then what came and the keys of what went. Calling it again refreshes. */
typedef void (*pbx_addressbook_fn)(void *ctx, struct pbx_object *const *added, unsigned added_count,
				   const char *const *removed, unsigned removed_count);
void pbx_get_addressbook(struct pbx *pbx, pbx_addressbook_fn fn, void *ctx);
/* Makes the user online; rooms come as PBX_NEW. */
void pbx_enable_chat(struct pbx *pbx, bool enable, pbx_done_fn done, void *ctx);

/* ---- REST helper, clock, ICE ------------------------------------------------------------- */

/* Path with its leading "/rest/…" or "/…"; json NULL is {}. result.json is the reply's values. */
void pbx_rest(struct pbx *pbx, const char *path, const char *json, pbx_done_fn done, void *ctx);
/* Clock drift, client minus server, in seconds (positive: ours is fast). */
struct pbx_drift {
	double client_time, server_time, drift_time;
};
typedef void (*pbx_drift_fn)(void *ctx, const struct pbx_drift *drift, const char *text);
void pbx_get_clock_drift(struct pbx *pbx, pbx_drift_fn fn, void *ctx);
/* The server's time now, epoch ms, by the drift last seen. */
int64_t pbx_server_time(const struct pbx *pbx);
/* STUN "host" or "host:port"; TURN as JSON list of {urls, username, credential}. A NULL gives back
 * the PABX's own. ERR_INVALID. */
int pbx_set_ice_servers(struct pbx *pbx, const char *stun, const char *turn_json);
/* Asks the PABX for its own. */
void pbx_fetch_ice_servers(struct pbx *pbx, pbx_done_fn done, void *ctx);
/* What is in force: "" and "[]" where there is none. */
const char *pbx_stun(const struct pbx *pbx);
const char *pbx_turn(const struct pbx *pbx);

/* ---- Objects, lists, listeners ----------------------------------------------------------- */

enum pbx_class {
	PBX_CONTACT,
	PBX_LINK,
	PBX_EXTENSION,
	PBX_PHONE,
	PBX_DEVICE,
	PBX_QUEUE,
	PBX_CALL,
	PBX_PARKED,
	PBX_MAILBOX,
	PBX_TAG,
	PBX_ADDRESS,
	PBX_ROOM,
	PBX_MESSAGE,
	PBX_NOTE,
	PBX_TAKEN,
	PBX_SETTING,
	PBX_OPERATOR,
	PBX_NIGHTMODE,
	PBX_CLASS_COUNT
};
const char *pbx_class_name(enum pbx_class class);
enum pbx_class pbx_object_class(const struct pbx_object *object);
/* Unique within the class, stable over reconnects: what a selection remembers. */
const char *pbx_object_key(const struct pbx_object *object);
struct pbx_object *pbx_find(struct pbx *pbx, enum pbx_class class, const char *key);
/* All objects of a class: contacts and addresses as people sort names, the others as they came. The
 * list is valid until the next event. */
struct pbx_object *const *pbx_list(struct pbx *pbx, enum pbx_class class, unsigned *count);
/* Grows with every change of any object of the class: "is what I painted still true?". */
uint64_t pbx_revision(const struct pbx *pbx, enum pbx_class class);
/* The object as one JSON object, as `--json` prints it. Caller frees with free(). */
char *pbx_object_json(const struct pbx_object *object);

enum pbx_event { PBX_NEW = 1, PBX_UPDATE = 2, PBX_DELETED = 4 };
/* changed is a bit set over the class's fields, for pbx_changed_json(); 0 where it is its tags. */
typedef void (*pbx_listener_fn)(void *ctx, enum pbx_event event, struct pbx_object *object,
				uint64_t changed);
/* On one object (class ignored) or, with object NULL, on a class. PBX_NEW only on a class.
 * Identical arguments replace. Returns 0 or ERR_INVALID. Listeners of a destroyed object are
 * cleaned up. */
int pbx_listen(struct pbx *pbx, enum pbx_class class, struct pbx_object *object, unsigned events,
	       pbx_listener_fn fn, void *ctx);
/* fn and ctx must be those of pbx_listen(). ERR_NOT_FOUND if there was none. */
int pbx_unlisten(struct pbx *pbx, enum pbx_class class, struct pbx_object *object,
		 pbx_listener_fn fn, void *ctx);
/* After each frame whose events were delivered: the moment to repaint. One watcher a ctx. */
void pbx_watch_frames(struct pbx *pbx, void (*fn)(void *ctx), void *ctx);
/* The changed fields of an object as one JSON object. Caller frees with free(). */
char *pbx_changed_json(const struct pbx_object *object, uint64_t changed);

/* ---- Properties -------------------------------------------------------------------------- */

/* A number that is null or not known (its data set is off, or never came). */
#define PBX_UNKNOWN INT64_MIN

/* P(kind, property): kind text gives const char * ("" for null or unknown), int gives int64_t, flag
 * gives bool, json gives compact JSON text ("" for null or unknown). */
/* clang-format off */
#define PBX_CONTACT_PROPERTIES(P) \
	P(int, cID) P(text, name) P(text, uname) P(text, company) P(text, companyName) \
	P(text, department) P(text, title) P(text, email) P(text, extension) P(json, numbers) \
	P(flag, canCall) P(text, chatID) P(json, states) P(text, show) P(text, status) \
	P(int, until) P(int, blf) P(flag, online) P(flag, dnd) P(text, forward) P(int, deputy) \
	P(text, photo)
#define PBX_LINK_PROPERTIES(P) \
	P(int, cID) P(text, state)
#define PBX_EXTENSION_PROPERTIES(P) \
	P(text, extension) P(text, number) P(text, name) P(int, owner) P(flag, canOpt) \
	P(text, company) P(json, contacts) P(json, ddis) P(text, type) P(int, blf)
#define PBX_PHONE_PROPERTIES(P) \
	P(text, mac) P(text, name) P(int, ownerID) P(int, lines) P(json, deviceNames) \
	P(json, extensions) P(text, features)
#define PBX_DEVICE_PROPERTIES(P) \
	P(text, name) P(text, label) P(text, extension) P(json, extensions) P(json, queues) \
	P(json, optOut) P(text, mailbox) P(flag, webrtc) P(text, webrtcState) P(text, phone) \
	P(int, line) P(int, ownerID) P(int, userID) P(text, mac) P(text, features) P(text, state) \
	P(int, blf) P(flag, dnd) P(flag, autoanswer) P(flag, autohold) P(text, microphone)
#define PBX_QUEUE_PROPERTIES(P) \
	P(text, name) P(text, label) P(text, extension) P(text, company) P(int, depth) \
	P(json, members) P(int, longest)
#define PBX_CALL_PROPERTIES(P) \
	P(text, parent) P(text, cid) P(text, linked) P(int, id) P(text, kind) P(text, name) \
	P(text, number) P(json, match) P(text, qname) P(text, qnumber) P(text, queue) \
	P(text, ddi) P(text, called) P(text, greeting) P(int, position) P(text, party) P(text, state) \
	P(text, nrState) P(int, since) P(text, features) P(int, stamp) P(int, start) P(int, inq) \
	P(int, outq) P(json, qcall) P(int, returns) P(json, returnedFrom) P(int, away) \
	P(text, cause)
#define PBX_PARKED_PROPERTIES(P) \
	P(text, lot) P(text, slot) P(text, cid) P(text, linked) P(text, name) P(text, number) \
	P(json, match) P(json, forWhom) P(int, by) P(int, since) P(int, returns)
#define PBX_MAILBOX_PROPERTIES(P) \
	P(text, name) P(text, label) P(int, read) P(int, unread)
#define PBX_TAG_PROPERTIES(P) \
	P(text, owner) P(json, tags)
#define PBX_ADDRESS_PROPERTIES(P) \
	P(text, key) P(int, cID) P(text, number) P(json, numbers) P(text, group) P(text, name) \
	P(text, company) P(text, email) P(text, department) P(flag, editable)
#define PBX_ROOM_PROPERTIES(P) \
	P(int, roomID) P(int, cID) P(text, label) P(json, members) P(text, state) P(int, seen) \
	P(flag, isPublic)
#define PBX_MESSAGE_PROPERTIES(P) \
	P(int, roomID) P(int, msgID) P(int, cID) P(text, cN) P(text, msg) P(int, time)
#define PBX_NOTE_PROPERTIES(P) \
	P(text, key) P(text, text) P(text, by) P(int, time)
#define PBX_TAKEN_PROPERTIES(P) \
	P(int, id) P(int, cID) P(text, name) P(text, to) P(text, caller) P(text, number) \
	P(int, time) P(text, text) P(text, via) P(text, state) P(text, why) P(int, changed) \
	P(int, by) P(text, byName) P(text, company)
#define PBX_SETTING_PROPERTIES(P) \
	P(text, name) P(json, value)
#define PBX_OPERATOR_PROPERTIES(P) \
	P(int, cID) P(text, device) P(text, state) P(int, since) P(text, note)
#define PBX_NIGHTMODE_PROPERTIES(P) \
	P(text, company) P(int, mode) P(text, name) P(text, value)

#define PBX_CLASSES(C) \
	C(CONTACT, contact) C(LINK, link) C(EXTENSION, extension) C(PHONE, phone) \
	C(DEVICE, device) C(QUEUE, queue) C(CALL, call) C(PARKED, parked) C(MAILBOX, mailbox) \
	C(TAG, tag) C(ADDRESS, address) C(ROOM, room) C(MESSAGE, message) C(NOTE, note) \
	C(TAKEN, taken) C(SETTING, setting) C(OPERATOR, operator) C(NIGHTMODE, nightmode)
/* clang-format on */

#define PBX_C_text const char *
#define PBX_C_json const char *
#define PBX_C_int  int64_t
#define PBX_C_flag bool
/* pbx_contact_name(o), pbx_call_state(o), …: one getter a property of the tables above. */
#define PBX_GET_(class, kind, property)                                                            \
	PBX_C_##kind pbx_##class##_##property(const struct pbx_object *object);
#define PBX_P_contact(kind, property)   PBX_GET_(contact, kind, property)
#define PBX_P_link(kind, property)      PBX_GET_(link, kind, property)
#define PBX_P_extension(kind, property) PBX_GET_(extension, kind, property)
#define PBX_P_phone(kind, property)     PBX_GET_(phone, kind, property)
#define PBX_P_device(kind, property)    PBX_GET_(device, kind, property)
#define PBX_P_queue(kind, property)     PBX_GET_(queue, kind, property)
#define PBX_P_call(kind, property)      PBX_GET_(call, kind, property)
#define PBX_P_parked(kind, property)    PBX_GET_(parked, kind, property)
#define PBX_P_mailbox(kind, property)   PBX_GET_(mailbox, kind, property)
#define PBX_P_tag(kind, property)       PBX_GET_(tag, kind, property)
#define PBX_P_address(kind, property)   PBX_GET_(address, kind, property)
#define PBX_P_room(kind, property)      PBX_GET_(room, kind, property)
#define PBX_P_message(kind, property)   PBX_GET_(message, kind, property)
#define PBX_P_note(kind, property)      PBX_GET_(note, kind, property)
#define PBX_P_taken(kind, property)     PBX_GET_(taken, kind, property)
#define PBX_P_setting(kind, property)   PBX_GET_(setting, kind, property)
#define PBX_P_operator(kind, property)  PBX_GET_(operator, kind, property)
#define PBX_P_nightmode(kind, property) PBX_GET_(nightmode, kind, property)
#define PBX_GETTERS(ENUM, class)        PBX_##ENUM##_PROPERTIES(PBX_P_##class)
PBX_CLASSES(PBX_GETTERS)

/* Derived. A contact or address, both behind the face of "somebody": */
const char *pbx_who_name(const struct pbx_object *who);
const char *pbx_who_number(const struct pbx_object *who); /* best guess, "" without one */
const char *pbx_who_company(const struct pbx_object *who);
const char *pbx_who_department(const struct pbx_object *who);
const char *pbx_who_email(const struct pbx_object *who);
int64_t pbx_who_blf(const struct pbx_object *who); /* PBX_UNKNOWN without a phone */
const char *pbx_who_show(const struct pbx_object *who);
bool pbx_who_can_call(const struct pbx_object *who);
bool pbx_who_can_chat(const struct pbx_object *who);
bool pbx_who_can_tag(const struct pbx_object *who);
bool pbx_who_can_edit(const struct pbx_object *who);
bool pbx_who_is_me(const struct pbx_object *who);
/* The person behind an address, itself for a contact, NULL for an outside entry. */
struct pbx_object *pbx_who_contact(const struct pbx_object *who);
/* Tags: count and the i-th; pbx_who_taggable() false is the documented null. */
bool pbx_who_taggable(const struct pbx_object *who);
unsigned pbx_who_tags(const struct pbx_object *who);
const char *pbx_who_tag(const struct pbx_object *who, unsigned i);
bool pbx_who_has_tag(const struct pbx_object *who, const char *tag); /* folded */
/* Numbers of a person: count, and the i-th with its type ("work", "mobile"). */
unsigned pbx_who_numbers(const struct pbx_object *who);
const char *pbx_who_number_at(const struct pbx_object *who, unsigned i, const char **type);
/* sortFn: as strcmp. */
int pbx_who_compare(const struct pbx_object *a, const struct pbx_object *b);

/* A call's device, NULL while it waits in a queue; its other party's label (name, else number). */
struct pbx_object *pbx_call_device(const struct pbx_object *call);
const char *pbx_call_label(const struct pbx_object *call);
/* Who the number belongs to (contact or address), or NULL. */
struct pbx_object *pbx_call_who(const struct pbx_object *call);
/* "features" names it, or needs no entry. */
bool pbx_call_has(const struct pbx_object *call, const char *feature);
bool pbx_call_is_mine(const struct pbx_object *call);
/* A small number for the life of this program: the documented uid. */
uint64_t pbx_call_uid(const struct pbx_object *call);
/* The calls of a device or queue, as they came. Valid until the next event. */
struct pbx_object *const *pbx_calls_of(const struct pbx_object *parent, unsigned *count);
/* Unread messages of a room. */
unsigned pbx_room_unread(const struct pbx_object *room);

/* Own lines: devices used (or only owned) by the user, by phone and line. Valid until the next
 * event. With a callback it is called now and whenever the list changes; fn NULL with that ctx
 * removes it. */
struct pbx_object *const *pbx_lines(struct pbx *pbx, bool owned, unsigned *count);
typedef void (*pbx_lines_fn)(void *ctx, struct pbx_object *const *lines, unsigned count);
void pbx_get_lines(struct pbx *pbx, bool owned, pbx_lines_fn fn, void *ctx);

/* ---- Actions ----------------------------------------------------------------------------- */

/* Where to: an object (contact, address, extension, queue, parked) or a number; voicemail is that
 * person's. */
struct pbx_target {
	const struct pbx_object *object;
	const char *number;
	bool voicemail;
};
void pbx_dial(struct pbx *pbx, const struct pbx_object *device, const struct pbx_target *to,
	      pbx_done_fn done, void *ctx);

/* clang-format off */
#define PBX_CALL_ACTIONS(A) \
	A(TALK, talk) A(HANGUP, hangup) A(HOLD, hold) A(XFER, xfer) A(ATXFER, atxfer) \
	A(COMPLETE, complete) A(MERGE, merge) A(CANCEL, cancel) A(PARK, park) \
	A(RETRIEVE, retrieve) A(PICKUP, pickup) A(CLAIM, claim) A(CAMP, camp) A(SERIAL, serial) \
	A(DTMF, dtmf) A(SEND, send)
/* clang-format on */
#define PBX_ENUM_ACTION(ENUM, name) PBX_CALL_##ENUM##_ACTION,
enum pbx_call_action { PBX_CALL_ACTIONS(PBX_ENUM_ACTION) PBX_CALL_ACTION_COUNT };
const char *pbx_call_action_name(enum pbx_call_action action);

struct pbx_call_args {
	struct pbx_target to;              /* xfer, atxfer, camp, serial, send */
	const struct pbx_object *with;     /* complete, merge: the other call */
	const struct pbx_object *device;   /* retrieve, pickup, claim: where it shall ring */
	const struct pbx_object *for_whom; /* park */
	const char *lot, *slot;            /* park, or NULL */
	int64_t timeout_ms;                /* park, 0 default */
	const char *digits;                /* dtmf */
};
/* call is a call, or a parked call for retrieve. args may be NULL where none are needed. */
void pbx_call_do(struct pbx *pbx, const struct pbx_object *call, enum pbx_call_action action,
		 const struct pbx_call_args *args, pbx_done_fn done, void *ctx);

/* Replaces, or adds and removes (either list may be empty); tags without #. */
void pbx_set_tags(struct pbx *pbx, const struct pbx_object *who, const char *const *tags,
		  unsigned count, pbx_done_fn done, void *ctx);
void pbx_edit_tags(struct pbx *pbx, const struct pbx_object *who, const char *const *add,
		   unsigned add_count, const char *const *remove, unsigned remove_count,
		   pbx_done_fn done, void *ctx);
/* Opens the private room with a person; it comes as an object, result.json holds its roomID. */
void pbx_chat_invite(struct pbx *pbx, const struct pbx_object *const *who, unsigned count,
		     pbx_done_fn done, void *ctx);
void pbx_room_post(struct pbx *pbx, const struct pbx_object *room, const char *text,
		   pbx_done_fn done, void *ctx);
/* The same under a uid of the caller's (1 to 64 characters): posted again, because it was not known
 * whether it had arrived, it is still one message. */
void pbx_room_post_as(struct pbx *pbx, const struct pbx_object *room, const char *uid,
		      const char *text, pbx_done_fn done, void *ctx);
void pbx_room_mark_seen(struct pbx *pbx, const struct pbx_object *room, int64_t msgID,
			pbx_done_fn done, void *ctx);
void pbx_room_leave(struct pbx *pbx, const struct pbx_object *room, pbx_done_fn done, void *ctx);
/* show: online, away, dnd; until 0 for none. */
void pbx_set_status(struct pbx *pbx, const char *show, const char *status, int64_t until,
		    pbx_done_fn done, void *ctx);

/* ---- More of what the documented classes do ---------------------------------------------- */

/* Contact.xmppReq, xmppAuth, xmppDel: the chat relationship with somebody of another company. who
 * is a contact, an address that is one, or a link (who asked may be in a company that we do not
 * see). What becomes of it comes as a link object. */
void pbx_contact_xmpp_req(struct pbx *pbx, const struct pbx_object *who, pbx_done_fn done,
			  void *ctx);
void pbx_contact_xmpp_auth(struct pbx *pbx, const struct pbx_object *who, pbx_done_fn done,
			   void *ctx);
void pbx_contact_xmpp_del(struct pbx *pbx, const struct pbx_object *who, pbx_done_fn done,
			  void *ctx);
/* "none", "asking" (we did), "asked" (they did) or "both". */
const char *pbx_who_link(const struct pbx_object *who);

/* Contact.photo: bytes is PNG, or a drawing as SVG where there is no photo or it cannot be had;
 * NULL only if null_too and there is none. rev is "" for a drawing. Valid during the call. */
struct pbx_picture {
	const char *type; /* "image/png", "image/svg+xml", "" with NULL bytes */
	const void *bytes;
	size_t len;
	const char *rev;
};
typedef void (*pbx_photo_fn)(void *ctx, const struct pbx_picture *picture);
/* Always answered, later, exactly once. One request runs at a time; answers are kept (bounded)
 * until the person's photo changes. size in pixels, 0 for 128. who is a contact or address. */
void pbx_photo(struct pbx *pbx, const struct pbx_object *who, int size, bool null_too,
	       pbx_photo_fn fn, void *ctx);
/* What stands for the photo where there is none: the initials, NUL at the end. */
enum { PBX_INITIALS = 9 };
void pbx_who_initials(const struct pbx_object *who, char out[PBX_INITIALS]);
/* Drops what has been asked with that ctx and not been answered. */
void pbx_photo_forget(struct pbx *pbx, void *ctx);

/* Address: entries made through the API. Members that are NULL stay as they are, or are empty in a
 * new one; group: personal (also without it), company, system. */
struct pbx_entry {
	const char *name, *number, *email, *company, *department, *group;
};
/* result.json holds its key; it comes as an object. */
void pbx_address_create(struct pbx *pbx, const struct pbx_entry *entry, pbx_done_fn done,
			void *ctx);
/* Refused as denied unless pbx_who_can_edit(). */
void pbx_address_edit(struct pbx *pbx, const struct pbx_object *address,
		      const struct pbx_entry *entry, pbx_done_fn done, void *ctx);
void pbx_address_delete(struct pbx *pbx, const struct pbx_object *address, pbx_done_fn done,
			void *ctx);

/* The settable properties of an own device; and a member's pause in a queue (reason may be NULL).
 */
void pbx_device_set_flag(struct pbx *pbx, const struct pbx_object *device, const char *property,
			 bool on, pbx_done_fn done, void *ctx); /* autoanswer, autohold */
void pbx_device_set_microphone(struct pbx *pbx, const struct pbx_object *device, const char *id,
			       pbx_done_fn done, void *ctx);
/* Extensions by name ("654_company"); replaces the list. */
void pbx_device_set_opt_out(struct pbx *pbx, const struct pbx_object *device,
			    const char *const *extensions, unsigned count, pbx_done_fn done,
			    void *ctx);
void pbx_queue_pause(struct pbx *pbx, const struct pbx_object *queue,
		     const struct pbx_object *device, bool pause, const char *reason,
		     pbx_done_fn done, void *ctx);

/* Room.link and rename. */
void pbx_room_link(struct pbx *pbx, const struct pbx_object *room,
		   const struct pbx_object *const *who, unsigned count, pbx_done_fn done,
		   void *ctx);
void pbx_room_rename(struct pbx *pbx, const struct pbx_object *room, const char *name,
		     pbx_done_fn done, void *ctx);
bool pbx_message_own(const struct pbx_object *message);

/* The objects that properties name; NULL where there is none, or it is not seen. */
struct pbx_object *
pbx_owner_of(const struct pbx_object *object); /* of a device, phone, extension */
struct pbx_object *pbx_device_phone_of(const struct pbx_object *device);
struct pbx_object *pbx_device_mailbox_of(const struct pbx_object *device);
struct pbx_object *pbx_phone_device(const struct pbx_object *phone, unsigned i); /* "devices" */
struct pbx_object *
pbx_call_qcall_of(const struct pbx_object *call); /* who answered the queue's call */

/* ---- The desk ---------------------------------------------------------------------------- */

/* A message taken for somebody; it comes as an object (PBX_TAKEN). By chat it is sent at once; by
 * mail it waits until pbx_taken_set() says what became of it. The same uid never makes a second
 * one. result.json holds id and state. */
struct pbx_taking {
	const struct pbx_object *who; /* a contact or address, or NULL with a name */
	const char *name;             /* who it is for, where there is no object */
	const char *to;               /* the e-mail address; NULL: by chat */
	const char *caller, *number, *text, *uid;
	int64_t time; /* of the call */
};
void pbx_take_message(struct pbx *pbx, const struct pbx_taking *taking, pbx_done_fn done,
		      void *ctx);
/* By the id of a taken message. state: sent, failed or waiting; why may be NULL. */
void pbx_taken_set(struct pbx *pbx, int64_t id, const char *state, const char *why,
		   pbx_done_fn done, void *ctx);
/* Sends it by chat instead. */
void pbx_taken_by_chat(struct pbx *pbx, int64_t id, pbx_done_fn done, void *ctx);
void pbx_taken_delete(struct pbx *pbx, int64_t id, pbx_done_fn done, void *ctx);

/* The note on a person, an entry, or whoever is at the other end of a call or parked call; NULL
 * without one. A number that is nobody's has its own note. */
struct pbx_object *pbx_note_on(struct pbx *pbx, const struct pbx_object *object);
/* Writes it; text "" deletes it. Refused where there is nobody and no number to write on. */
void pbx_note_write(struct pbx *pbx, const struct pbx_object *object, const char *text,
		    pbx_done_fn done, void *ctx);

/* Own calls and those of the queues that ring one's devices, newest first: result.json is the list
 * of PROTOCOL.md. before 0 for now; max_rows 0 for all. */
struct pbx_period {
	int64_t since, before;
	int max_rows;
};
void pbx_history(struct pbx *pbx, const struct pbx_period *period, pbx_done_fn done, void *ctx);
/* Own figures of a period, counted by the PABX: result.json (PROTOCOL.md, figures). */
void pbx_figures(struct pbx *pbx, const struct pbx_period *period, pbx_done_fn done, void *ctx);

/* The state of one's desk: on, off or night, NULL to leave it; note for who takes over, NULL to
 * leave it. The last one at the desk is refused with "conflict" when he leaves for off, unless stay
 * says that callers shall wait. */
struct pbx_desk {
	const char *state, *note;
	bool stay;
};
void pbx_set_desk(struct pbx *pbx, const struct pbx_desk *desk, pbx_done_fn done, void *ctx);
/* value: on, off or sched. */
void pbx_set_nightmode(struct pbx *pbx, const struct pbx_object *nightmode, const char *value,
		       pbx_done_fn done, void *ctx);
/* Somebody else's presence, by permission; as pbx_set_status(), show NULL gives it back to the
 * person. */
void pbx_set_status_of(struct pbx *pbx, const struct pbx_object *who, const char *show,
		       const char *status, int64_t until, pbx_done_fn done, void *ctx);

/* ---- What is known of a caller ----------------------------------------------------------- */

/* /rest/call/read/caller (PROTOCOL.md): for receptionists and administrators. */
enum { PBX_CALLER_USUAL = 5, PBX_CALLER_CALLS = 5 };
struct pbx_caller_call {
	int64_t stamp;       /* when it began, epoch ms */
	int64_t duration;    /* s, 0 where nobody took it */
	bool ours;           /* one of us called that number */
	const char *outcome; /* "answered", "voicemail", "missed" */
	const char *by;      /* who took it, or who of us called; "" for nobody */
};
struct pbx_caller {
	const char *number; /* as numbers are compared: the key of its note; "" when not known */
	/* Whom he usually wants, the likeliest first; these are seen. */
	struct pbx_object *usual[PBX_CALLER_USUAL];
	struct pbx_caller_call calls[PBX_CALLER_CALLS]; /* newest first */
	unsigned usual_count, call_count;
	const struct pbx_result *result; /* why there is nothing; json holds all of it */
};
/* Valid during the call. */
typedef void (*pbx_caller_fn)(void *ctx, const struct pbx_caller *caller);
/* Always answered, later, exactly once. */
void pbx_caller(struct pbx *pbx, const char *number, pbx_caller_fn fn, void *ctx);

/* A setting of the user, kept by the PABX: json is any value, NULL ends it. */
void pbx_set_setting(struct pbx *pbx, const char *name, const char *json, pbx_done_fn done,
		     void *ctx);

/* ---- Search ------------------------------------------------------------------------------ */

/* Over contacts, addresses, tags, departments, companies, numbers, e-mail, queues and parked calls:
 * words folded and joined by "and"; "#tag" and "@company" narrow; digits match numbers. Best match
 * first (start of a name, start of a word, inside), then free before busy, then often and lately
 * used. Returns how many were put into hits (at most max). */
unsigned pbx_search(struct pbx *pbx, const char *text, struct pbx_object **hits, unsigned max);
/* Called when the person was chosen: raises it in later results. */
void pbx_search_used(struct pbx *pbx, const struct pbx_object *object);

#endif
