/* Every statement of the PABX. S(ID, when, "sql"): LOOP statements run while consoles are served,
 * START statements read or write a whole table before, or in a command of its own. */
#ifndef PABX_STORE_SQL_H
#define PABX_STORE_SQL_H

#define STORE_PERSON                                                                               \
	"cid, login, name, company, department, title, email, extension, mobile, role, deputy,"    \
	" taggable, password, generation, photo_rev, show, status, until_show, until_status,"      \
	" until, gone, rev"

/* What an office's file says of a person. */
#define STORE_PERSON_GIVEN                                                                         \
	"cid, login, name, company, department, title, email, extension, mobile, role, deputy"

#define STORE_STATEMENTS_PEOPLE(S)                                                                 \
	S(META, LOOP, "SELECT value FROM meta WHERE name = ?")                                     \
	S(META_SET, LOOP, "INSERT OR REPLACE INTO meta VALUES (?, ?)")                             \
	S(META_COUNT, LOOP, "UPDATE meta SET value = value + 1 WHERE name = ?")                    \
	S(COMPANIES, START, "SELECT id, name FROM company")                                        \
	S(COMPANY_PUT, LOOP,                                                                       \
	  "INSERT INTO company VALUES (?, ?) ON CONFLICT DO UPDATE SET name = excluded.name")      \
	S(PEOPLE, START, "SELECT " STORE_PERSON " FROM person ORDER BY cid")                       \
	S(PEOPLE_SINCE, LOOP,                                                                      \
	  "SELECT " STORE_PERSON " FROM person WHERE rev > ? ORDER BY rev LIMIT 100")              \
	S(PERSON_NEXT, LOOP, "SELECT max(cid) + 1 FROM person")                                    \
	S(PERSON, LOOP, "SELECT " STORE_PERSON " FROM person WHERE cid = ?")                       \
	S(PERSON_BY_LOGIN, LOOP, "SELECT " STORE_PERSON " FROM person WHERE login = ?")            \
	S(PERSON_BY_EXTENSION, START,                                                              \
	  "SELECT " STORE_PERSON " FROM person WHERE extension = ? AND NOT gone ORDER BY cid"      \
	  " LIMIT 1")                                                                              \
	S(PERSON_PUT, LOOP,                                                                        \
	  "INSERT INTO person (" STORE_PERSON_GIVEN ", rev) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?,"    \
	  " ?, ?, (SELECT value + 1 FROM meta WHERE name = 'people')) ON CONFLICT (cid) DO UPDATE" \
	  " SET (" STORE_PERSON_GIVEN ", rev) = (excluded.cid, excluded.login, excluded.name,"     \
	  " excluded.company, excluded.department, excluded.title, excluded.email,"                \
	  " excluded.extension, excluded.mobile, excluded.role, excluded.deputy, excluded.rev)"    \
	  " WHERE NOT gone AND (" STORE_PERSON_GIVEN ") IS NOT (excluded.cid, excluded.login,"     \
	  " excluded.name, excluded.company, excluded.department, excluded.title, excluded.email," \
	  " excluded.extension, excluded.mobile, excluded.role, excluded.deputy)")                 \
	S(PERSON_PASSWORD, LOOP,                                                                   \
	  "UPDATE person SET password = ?, generation = generation + 1,"                           \
	  " rev = (SELECT value FROM meta WHERE name = 'people') WHERE cid = ?")                   \
	S(PERSON_REMOVE, LOOP,                                                                     \
	  "UPDATE person SET login = NULL, password = NULL, gone = 1,"                             \
	  " generation = generation + 1,"                                                          \
	  " rev = (SELECT value FROM meta WHERE name = 'people') WHERE cid = ?")                   \
	S(PERSON_PRESENCE, LOOP,                                                                   \
	  "UPDATE person SET show = ?, status = ?, until_show = ?, until_status = ?, until = ?"    \
	  " WHERE cid = ?")                                                                        \
	S(PERSON_PHOTO, LOOP, "SELECT photo, photo_rev FROM person WHERE cid = ?")                 \
	S(PERSON_PHOTO_SET, LOOP,                                                                  \
	  "UPDATE person SET photo = ?, photo_rev = ?,"                                            \
	  " rev = (SELECT value FROM meta WHERE name = 'people') WHERE cid = ?")

#define STORE_STATEMENTS_SESSIONS(S)                                                               \
	S(SESSION, LOOP, "SELECT id, cid, generation, used FROM session WHERE hash = ?")           \
	S(SESSION_ADD, LOOP, "INSERT INTO session VALUES (?, ?, ?, ?, ?)")                         \
	S(SESSION_USED, LOOP, "UPDATE session SET used = ? WHERE hash = ?")                        \
	S(SESSION_END, LOOP, "DELETE FROM session WHERE hash = ?")                                 \
	S(SESSIONS_OLD, LOOP,                                                                      \
	  "DELETE FROM session WHERE hash IN"                                                      \
	  " (SELECT hash FROM session WHERE used < ? ORDER BY used LIMIT 100)")                    \
	S(SESSIONS_OF, LOOP,                                                                       \
	  "DELETE FROM session WHERE hash IN (SELECT hash FROM session WHERE cid = ? LIMIT 1000)") \
	S(KEY, LOOP, "SELECT hash, cid, name FROM auth_key WHERE id = ?")                          \
	S(KEYS_OF, LOOP,                                                                           \
	  "SELECT id, name, created FROM auth_key WHERE cid = ? ORDER BY cid LIMIT 1000")          \
	S(KEY_ADD, LOOP, "INSERT INTO auth_key VALUES (?, ?, ?, ?, ?)")                            \
	S(KEY_END, LOOP, "DELETE FROM auth_key WHERE id = ?")                                      \
	S(KEYS, START,                                                                             \
	  "SELECT auth_key.id, person.login, auth_key.name, auth_key.created FROM auth_key"        \
	  " JOIN person ON person.cid = auth_key.cid ORDER BY auth_key.created")

#define STORE_STATEMENTS_BOOK(S)                                                                   \
	S(DDIS, START, "SELECT ddi, name, greeting FROM ddi")                                      \
	S(DDI_PUT, START, "INSERT OR REPLACE INTO ddi VALUES (?, ?, ?, ?, ?)")                     \
	S(ADDRESSES, START, "SELECT * FROM address")                                               \
	S(ADDRESS, LOOP, "SELECT * FROM address WHERE key = ?")                                    \
	S(ADDRESSES_OF, START,                                                                     \
	  "SELECT * FROM address WHERE book = ? AND tenant = ? AND owner = ?")                     \
	S(OUTSIDE, LOOP, "SELECT id, key, owner FROM outside WHERE id > ? ORDER BY id LIMIT 100")  \
	S(OUTSIDE_ADD, START, "INSERT INTO outside (key, owner) VALUES (?, ?)")                    \
	S(OUTSIDE_END, LOOP, "DELETE FROM outside WHERE id <= ?")                                  \
	S(OUTSIDE_CLEAR, START, "DELETE FROM outside")                                             \
	S(ADDRESS_ADD, START,                                                                      \
	  "INSERT OR IGNORE INTO address VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")                   \
	S(ADDRESS_PUT, LOOP,                                                                       \
	  "INSERT OR REPLACE INTO address VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")                  \
	S(ADDRESS_END, LOOP, "DELETE FROM address WHERE key = ?")                                  \
	S(TAGS, START, "SELECT owner, tags FROM tag")                                              \
	S(TAGS_OF, LOOP, "SELECT tags FROM tag WHERE owner = ?")                                   \
	S(TAG_ADD, START, "INSERT OR IGNORE INTO tag VALUES (?, ?)")                               \
	S(TAG_PUT, LOOP, "INSERT OR REPLACE INTO tag VALUES (?, ?)")                               \
	S(TAG_END, LOOP, "DELETE FROM tag WHERE owner = ?")                                        \
	S(NOTES, START, "SELECT key, text, by, time FROM note")                                    \
	S(NOTE_ADD, START, "INSERT OR IGNORE INTO note VALUES (?, ?, ?, ?)")                       \
	S(NOTE_PUT, LOOP, "INSERT OR REPLACE INTO note VALUES (?, ?, ?, ?)")                       \
	S(NOTE_END, LOOP, "DELETE FROM note WHERE key = ?")                                        \
	S(SETTINGS, START, "SELECT cid, name, value FROM setting")                                 \
	S(SETTING_PUT, LOOP, "INSERT OR REPLACE INTO setting VALUES (?, ?, ?)")                    \
	S(SETTING_END, LOOP, "DELETE FROM setting WHERE cid = ? AND name = ?")                     \
	S(OPERATORS, START, "SELECT cid, device, state, since, note FROM operator")                \
	S(OPERATOR_PUT, LOOP, "INSERT OR REPLACE INTO operator VALUES (?, ?, ?, ?, ?)")            \
	S(NIGHTMODES, START, "SELECT company, mode, name, value FROM nightmode")                   \
	S(NIGHTMODE_ADD, START, "INSERT OR IGNORE INTO nightmode VALUES (?, ?, ?, ?)")             \
	S(NIGHTMODE_SET, LOOP, "UPDATE nightmode SET value = ? WHERE company = ? AND mode = ?")

#define STORE_STATEMENTS_CHAT(S)                                                                   \
	S(LINKS, START, "SELECT cid, other, state FROM link")                                      \
	S(LINK_PUT, LOOP, "INSERT OR REPLACE INTO link VALUES (?, ?, ?)")                          \
	S(LINK_END, LOOP, "DELETE FROM link WHERE cid = ? AND other = ?")                          \
	S(ROOMS, START, "SELECT id, name, pair FROM room ORDER BY id")                             \
	S(ROOM_BY_PAIR, LOOP, "SELECT id FROM room WHERE pair = ?")                                \
	S(ROOM_ADD, LOOP, "INSERT INTO room (name, pair) VALUES (?, ?)")                           \
	S(ROOM_NAME, LOOP, "UPDATE room SET name = ? WHERE id = ?")                                \
	S(ROOM_END, LOOP, "DELETE FROM room WHERE id = ?")                                         \
	S(MEMBERS, START, "SELECT room, cid, seen FROM member ORDER BY room, cid")                 \
	S(MEMBER_PUT, LOOP, "INSERT OR REPLACE INTO member VALUES (?, ?, ?)")                      \
	S(MEMBER_END, LOOP, "DELETE FROM member WHERE room = ? AND cid = ?")                       \
	S(MESSAGE_ADD, LOOP,                                                                       \
	  "INSERT INTO message (room, cid, name, text, uid, time) VALUES (?, ?, ?, ?, ?, ?)")      \
	S(MESSAGE_BY_UID, LOOP, "SELECT id, room FROM message WHERE cid = ? AND uid = ?")          \
	S(MESSAGES_BEFORE, LOOP,                                                                   \
	  "SELECT id, cid, name, text, time FROM message WHERE room = ? AND id < ?"                \
	  " ORDER BY id DESC LIMIT ?")

#define STORE_STATEMENTS_CDR(S)                                                                    \
	S(CDR_ADD, LOOP,                                                                           \
	  "INSERT INTO cdr (start, answered, \"end\", src, src_name, dst, dst_name, src_device,"   \
	  " dst_device, queue, ddi, uniqueid, linked, disposition, answered_by, company, remote,"  \
	  " returned) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")              \
	S(CALLER, LOOP,                                                                            \
	  "SELECT * FROM cdr WHERE remote = ? AND remote <> '' ORDER BY acctid DESC LIMIT 100")    \
	S(CDR_AFTER, LOOP, "SELECT * FROM cdr WHERE acctid >= ? ORDER BY acctid LIMIT 100")        \
	S(CDR_SINCE, LOOP,                                                                         \
	  "SELECT acctid FROM cdr WHERE \"end\" >= ? ORDER BY \"end\", acctid LIMIT 1")            \
	S(HISTORY_ADD, LOOP, "INSERT OR IGNORE INTO history VALUES (?, ?, ?, ?)")                  \
	S(HISTORY, LOOP,                                                                           \
	  "SELECT history.party, cdr.* FROM history JOIN cdr ON cdr.acctid = history.acctid"       \
	  " WHERE history.cid = ? AND (history.start, history.acctid) < (?, ?)"                    \
	  " AND history.start >= ? ORDER BY history.start DESC, history.acctid DESC LIMIT 100")    \
	S(FIGURES, LOOP,                                                                           \
	  "SELECT history.start, history.acctid, history.party, cdr.answered, cdr.\"end\","        \
	  " cdr.answered_by, cdr.returned FROM history JOIN cdr ON cdr.acctid = history.acctid"    \
	  " WHERE history.cid = ? AND (history.start, history.acctid) > (?, ?)"                    \
	  " AND history.start < ? ORDER BY history.start, history.acctid LIMIT 200")

#define STORE_TAKEN                                                                                \
	"id, cid, name, \"to\", caller, number, time, text, via, state, why, changed, by, "        \
	"by_name,"                                                                                 \
	" company"

#define STORE_STATEMENTS_TAKEN(S)                                                                  \
	S(TAKEN, START,                                                                            \
	  "SELECT " STORE_TAKEN " FROM taken WHERE id > (SELECT coalesce(max(id), 0) - 200"        \
	  " FROM taken) OR state <> 'sent' ORDER BY id")                                           \
	S(TAKEN_ADD, LOOP,                                                                         \
	  "INSERT INTO taken (cid, name, \"to\", caller, number, time, text, via, state, why,"     \
	  " changed, by, by_name, company, uid)"                                                   \
	  " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")                                 \
	S(TAKEN_BY_UID, LOOP, "SELECT " STORE_TAKEN " FROM taken WHERE by = ? AND uid = ?")        \
	S(TAKEN_STATE, LOOP,                                                                       \
	  "UPDATE taken SET via = ?, state = ?, why = ?, changed = ? WHERE id = ?")                \
	S(TAKEN_END, LOOP, "DELETE FROM taken WHERE id = ?")                                       \
	S(TAKEN_OLD, LOOP,                                                                         \
	  "DELETE FROM taken WHERE id IN (SELECT id FROM taken WHERE id <= ? AND state = 'sent'"   \
	  " ORDER BY id LIMIT 10)")

#define STORE_STATEMENTS(S)                                                                        \
	STORE_STATEMENTS_PEOPLE(S)                                                                 \
	STORE_STATEMENTS_SESSIONS(S)                                                               \
	STORE_STATEMENTS_BOOK(S)                                                                   \
	STORE_STATEMENTS_CHAT(S)                                                                   \
	STORE_STATEMENTS_CDR(S)                                                                    \
	STORE_STATEMENTS_TAKEN(S)

#define STORE_ENUM(ID, when, sql) SQL_##ID,
enum store_sql { STORE_STATEMENTS(STORE_ENUM) SQL_COUNT };

#endif
