/* The sets of the live feed, field by field (PROTOCOL.md, section 4). This table is the only place
 * that names them: structs, encoding, decoding, diffs and both programs' stores come from it.
 *
 * F(type, member, "name", options, flags, max)
 *   type     INT   int64_t, WIRE_NULL for null
 *            BOOL  bool
 *            STR   char *, NULL for null; cleaned when it is decoded
 *            ID    char *; a number on the wire where all its characters are digits
 *            JSON  char *, the compact text of a list, object or other value; NULL for null
 *   options  the feed option that carries the field; 0 goes with its set
 *   flags    KEY where the field is part of the row's key
 *   max      the most bytes of a STR, ID or JSON value
 */
#ifndef WIRE_FIELDS_H
#define WIRE_FIELDS_H

/* S(ENUM, name, option of the set, per-user flag), in the order of a snapshot. */
#define WIRE_SETS(S)                                                                               \
	S(CONTACT, contact, 0, 0)                                                                  \
	S(LINK, link, 0, 1)                                                                        \
	S(EXTENSION, extension, WIRE_OPT_DEVICE, 0)                                                \
	S(PHONE, phone, WIRE_OPT_DEVICE, 0)                                                        \
	S(DEVICE, device, WIRE_OPT_DEVICE, 0)                                                      \
	S(QUEUE, queue, WIRE_OPT_QUEUE, 0)                                                         \
	S(CALL, call, WIRE_OPT_DEVICE | WIRE_OPT_QUEUE, 0)                                         \
	S(PARKED, parked, WIRE_OPT_DEVICE, 0)                                                      \
	S(MAILBOX, mailbox, WIRE_OPT_MAILBOX, 0)                                                   \
	S(TAG, tag, WIRE_OPT_TAGS, 0)                                                              \
	S(ADDRESS, address, WIRE_OPT_ADDRESS, 0)                                                   \
	S(ROOM, room, WIRE_OPT_CHAT, 1)                                                            \
	S(MESSAGE, message, WIRE_OPT_CHAT, 1)                                                      \
	S(NOTE, note, 0, 0)                                                                        \
	S(TAKEN, taken, WIRE_OPT_TAKEN, 0)                                                         \
	S(SETTING, setting, 0, 1)                                                                  \
	S(OPERATOR, operator, 0, 0)                                                                \
	S(NIGHTMODE, nightmode, 0, 0)

#define WIRE_FIELDS_CONTACT(F)                                                                     \
	F(INT, cID, "cID", 0, WIRE_KEY, 0)                                                         \
	F(STR, name, "name", 0, 0, 128)                                                            \
	F(STR, uname, "uname", 0, 0, 64)                                                           \
	F(STR, company, "company", 0, 0, 64)                                                       \
	F(STR, companyName, "companyName", 0, 0, 128)                                              \
	F(STR, department, "department", 0, 0, 128)                                                \
	F(STR, title, "title", 0, 0, 128)                                                          \
	F(STR, email, "email", 0, 0, 254)                                                          \
	F(STR, extension, "extension", 0, 0, 64)                                                   \
	F(JSON, numbers, "numbers", 0, 0, 2048)                                                    \
	F(BOOL, canCall, "canCall", 0, 0, 0)                                                       \
	F(STR, chatID, "chatID", 0, 0, 128)                                                        \
	F(JSON, states, "states", WIRE_OPT_PRESENCE, 0, 2048)                                      \
	F(STR, show, "show", WIRE_OPT_PRESENCE, 0, 16)                                             \
	F(STR, status, "status", WIRE_OPT_PRESENCE, 0, 256)                                        \
	F(INT, until, "until", WIRE_OPT_PRESENCE, 0, 0)                                            \
	F(INT, blf, "blf", WIRE_OPT_DEVICE, 0, 0)                                                  \
	F(BOOL, online, "online", WIRE_OPT_DEVICE, 0, 0)                                           \
	F(BOOL, dnd, "dnd", WIRE_OPT_DEVICE, 0, 0)                                                 \
	F(STR, forward, "forward", WIRE_OPT_DEVICE, 0, 64)                                         \
	F(INT, deputy, "deputy", 0, 0, 0)                                                          \
	F(BOOL, taggable, "taggable", 0, 0, 0)                                                     \
	F(STR, photo, "photo", 0, 0, 64)

#define WIRE_FIELDS_LINK(F)                                                                        \
	F(INT, cID, "cID", 0, WIRE_KEY, 0)                                                         \
	F(STR, state, "state", 0, 0, 16)

#define WIRE_FIELDS_EXTENSION(F)                                                                   \
	F(STR, extension, "extension", 0, WIRE_KEY, 64)                                            \
	F(STR, number, "number", 0, 0, 64)                                                         \
	F(STR, name, "name", 0, 0, 128)                                                            \
	F(INT, owner, "owner", 0, 0, 0)                                                            \
	F(BOOL, canOpt, "canOpt", 0, 0, 0)                                                         \
	F(STR, company, "company", 0, 0, 64)                                                       \
	F(JSON, contacts, "contacts", 0, 0, 8192)                                                  \
	F(JSON, ddis, "ddis", 0, 0, 4096)                                                          \
	F(STR, type, "type", 0, 0, 4)                                                              \
	F(INT, blf, "blf", 0, 0, 0)

#define WIRE_FIELDS_PHONE(F)                                                                       \
	F(STR, mac, "mac", 0, WIRE_KEY, 64)                                                        \
	F(STR, name, "name", 0, 0, 128)                                                            \
	F(INT, ownerID, "ownerID", 0, 0, 0)                                                        \
	F(INT, lines, "lines", 0, 0, 0)                                                            \
	F(JSON, deviceNames, "deviceNames", 0, 0, 2048)                                            \
	F(JSON, extensions, "extensions", 0, 0, 4096)                                              \
	F(STR, features, "features", 0, 0, 64)

#define WIRE_FIELDS_DEVICE(F)                                                                      \
	F(STR, name, "name", 0, WIRE_KEY, 64)                                                      \
	F(STR, label, "label", 0, 0, 128)                                                          \
	F(STR, extension, "extension", 0, 0, 64)                                                   \
	F(JSON, extensions, "extensions", 0, 0, 4096)                                              \
	F(JSON, queues, "queues", 0, 0, 4096)                                                      \
	F(JSON, optOut, "optOut", 0, 0, 4096)                                                      \
	F(STR, mailbox, "mailbox", 0, 0, 64)                                                       \
	F(BOOL, webrtc, "webrtc", 0, 0, 0)                                                         \
	F(STR, webrtcState, "webrtcState", 0, 0, 16)                                               \
	F(STR, phone, "phone", 0, 0, 64)                                                           \
	F(INT, line, "line", 0, 0, 0)                                                              \
	F(INT, ownerID, "ownerID", 0, 0, 0)                                                        \
	F(INT, userID, "userID", 0, 0, 0)                                                          \
	F(STR, mac, "mac", 0, 0, 64)                                                               \
	F(STR, features, "features", 0, 0, 64)                                                     \
	F(STR, state, "state", 0, 0, 16)                                                           \
	F(INT, blf, "blf", 0, 0, 0)                                                                \
	F(BOOL, dnd, "dnd", 0, 0, 0)                                                               \
	F(BOOL, autoanswer, "autoanswer", 0, 0, 0)                                                 \
	F(BOOL, autohold, "autohold", 0, 0, 0)                                                     \
	F(STR, microphone, "microphone", 0, 0, 128)

#define WIRE_FIELDS_QUEUE(F)                                                                       \
	F(STR, name, "name", 0, WIRE_KEY, 64)                                                      \
	F(STR, label, "label", 0, 0, 128)                                                          \
	F(STR, extension, "extension", 0, 0, 64)                                                   \
	F(STR, company, "company", 0, 0, 64)                                                       \
	F(INT, depth, "depth", 0, 0, 0)                                                            \
	F(JSON, members, "members", 0, 0, 16384)                                                   \
	F(INT, longest, "longest", 0, 0, 0)

#define WIRE_FIELDS_CALL(F)                                                                        \
	F(STR, parent, "parent", 0, WIRE_KEY, 72)                                                  \
	F(STR, cid, "cid", 0, WIRE_KEY, 64)                                                        \
	F(STR, linked, "linked", 0, 0, 64)                                                         \
	F(INT, id, "id", 0, 0, 0)                                                                  \
	F(STR, kind, "kind", 0, 0, 16)                                                             \
	F(STR, name, "name", 0, 0, 128)                                                            \
	F(STR, number, "number", 0, 0, 64)                                                         \
	F(JSON, match, "match", 0, 0, 128)                                                         \
	F(STR, qname, "qname", 0, 0, 128)                                                          \
	F(STR, qnumber, "qnumber", 0, 0, 64)                                                       \
	F(STR, queue, "queue", 0, 0, 64)                                                           \
	F(STR, ddi, "ddi", 0, 0, 64)                                                               \
	F(STR, called, "called", 0, 0, 128)                                                        \
	F(STR, greeting, "greeting", 0, 0, 512)                                                    \
	F(INT, position, "position", 0, 0, 0)                                                      \
	F(STR, party, "party", 0, 0, 16)                                                           \
	F(STR, state, "state", 0, 0, 16)                                                           \
	F(STR, nrState, "nrState", 0, 0, 16)                                                       \
	F(INT, since, "since", 0, 0, 0)                                                            \
	F(STR, features, "features", 0, 0, 128)                                                    \
	F(INT, stamp, "stamp", 0, 0, 0)                                                            \
	F(INT, start, "start", 0, 0, 0)                                                            \
	F(INT, inq, "inq", 0, 0, 0)                                                                \
	F(INT, outq, "outq", 0, 0, 0)                                                              \
	F(JSON, qcall, "qcall", 0, 0, 256)                                                         \
	F(INT, returns, "returns", 0, 0, 0)                                                        \
	F(JSON, returnedFrom, "returnedFrom", 0, 0, 512)                                           \
	F(INT, away, "away", 0, 0, 0)                                                              \
	F(STR, cause, "cause", 0, 0, 16)

#define WIRE_FIELDS_PARKED(F)                                                                      \
	F(STR, lot, "lot", 0, WIRE_KEY, 64)                                                        \
	F(STR, slot, "slot", 0, WIRE_KEY, 64)                                                      \
	F(STR, cid, "cid", 0, 0, 64)                                                               \
	F(STR, linked, "linked", 0, 0, 64)                                                         \
	F(STR, name, "name", 0, 0, 128)                                                            \
	F(STR, number, "number", 0, 0, 64)                                                         \
	F(JSON, match, "match", 0, 0, 128)                                                         \
	F(JSON, forWhom, "for", 0, 0, 256)                                                         \
	F(INT, by, "by", 0, 0, 0)                                                                  \
	F(INT, since, "since", 0, 0, 0)                                                            \
	F(INT, returns, "returns", 0, 0, 0)

#define WIRE_FIELDS_MAILBOX(F)                                                                     \
	F(STR, name, "name", 0, WIRE_KEY, 64)                                                      \
	F(STR, label, "label", 0, 0, 128)                                                          \
	F(INT, read, "read", 0, 0, 0)                                                              \
	F(INT, unread, "unread", 0, 0, 0)

#define WIRE_FIELDS_TAG(F)                                                                         \
	F(ID, owner, "owner", 0, WIRE_KEY, 64)                                                     \
	F(JSON, tags, "tags", 0, 0, 8192)

#define WIRE_FIELDS_ADDRESS(F)                                                                     \
	F(STR, key, "key", 0, WIRE_KEY, 64)                                                        \
	F(INT, cID, "cID", 0, 0, 0)                                                                \
	F(STR, number, "number", 0, 0, 64)                                                         \
	F(JSON, numbers, "numbers", 0, 0, 2048)                                                    \
	F(STR, group, "group", 0, 0, 16)                                                           \
	F(STR, name, "name", 0, 0, 128)                                                            \
	F(STR, company, "company", 0, 0, 128)                                                      \
	F(STR, email, "email", 0, 0, 254)                                                          \
	F(STR, department, "department", 0, 0, 128)                                                \
	F(BOOL, editable, "editable", 0, 0, 0)

#define WIRE_FIELDS_ROOM(F)                                                                        \
	F(INT, roomID, "roomID", 0, WIRE_KEY, 0)                                                   \
	F(INT, cID, "cID", 0, 0, 0)                                                                \
	F(STR, label, "label", 0, 0, 128)                                                          \
	F(JSON, members, "members", 0, 0, 16384)                                                   \
	F(STR, state, "state", 0, 0, 16)                                                           \
	F(INT, seen, "seen", 0, 0, 0)                                                              \
	F(BOOL, isPublic, "public", 0, 0, 0)

#define WIRE_FIELDS_MESSAGE(F)                                                                     \
	F(INT, roomID, "roomID", 0, WIRE_KEY, 0)                                                   \
	F(INT, msgID, "msgID", 0, WIRE_KEY, 0)                                                     \
	F(INT, cID, "cID", 0, 0, 0)                                                                \
	F(STR, cN, "cN", 0, 0, 128)                                                                \
	F(STR, msg, "msg", 0, WIRE_LINES, 8192)                                                    \
	F(INT, time, "time", 0, 0, 0)

#define WIRE_FIELDS_NOTE(F)                                                                        \
	F(ID, key, "key", 0, WIRE_KEY, 64)                                                         \
	F(STR, text, "text", 0, WIRE_LINES, 4096)                                                  \
	F(STR, by, "by", 0, 0, 128)                                                                \
	F(INT, time, "time", 0, 0, 0)

#define WIRE_FIELDS_TAKEN(F)                                                                       \
	F(INT, id, "id", 0, WIRE_KEY, 0)                                                           \
	F(INT, cID, "cID", 0, 0, 0)                                                                \
	F(STR, name, "name", 0, 0, 128)                                                            \
	F(STR, to, "to", 0, 0, 254)                                                                \
	F(STR, caller, "caller", 0, 0, 128)                                                        \
	F(STR, number, "number", 0, 0, 64)                                                         \
	F(INT, time, "time", 0, 0, 0)                                                              \
	F(STR, text, "text", 0, WIRE_LINES, 4096)                                                  \
	F(STR, via, "via", 0, 0, 16)                                                               \
	F(STR, state, "state", 0, 0, 16)                                                           \
	F(STR, why, "why", 0, 0, 256)                                                              \
	F(INT, changed, "changed", 0, 0, 0)                                                        \
	F(INT, by, "by", 0, 0, 0)                                                                  \
	F(STR, byName, "byName", 0, 0, 128)                                                        \
	F(STR, company, "company", 0, 0, 64)

#define WIRE_FIELDS_SETTING(F)                                                                     \
	F(STR, name, "name", 0, WIRE_KEY, 64)                                                      \
	F(JSON, value, "value", 0, 0, 16384)

#define WIRE_FIELDS_OPERATOR(F)                                                                    \
	F(INT, cID, "cID", 0, WIRE_KEY, 0)                                                         \
	F(STR, device, "device", 0, 0, 64)                                                         \
	F(STR, state, "state", 0, 0, 16)                                                           \
	F(INT, since, "since", 0, 0, 0)                                                            \
	F(STR, note, "note", 0, WIRE_LINES, 4096)

#define WIRE_FIELDS_NIGHTMODE(F)                                                                   \
	F(STR, company, "company", 0, WIRE_KEY, 64)                                                \
	F(INT, mode, "mode", 0, WIRE_KEY, 0)                                                       \
	F(STR, name, "name", 0, 0, 128)                                                            \
	F(STR, value, "value", 0, 0, 16)

#endif
