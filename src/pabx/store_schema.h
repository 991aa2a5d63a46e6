/* The tables, version by version. A step is run once, in order; PRAGMA user_version counts them. */
#ifndef PABX_STORE_SCHEMA_H
#define PABX_STORE_SCHEMA_H

static const char *const store_steps[] = {
	/* 1 */
	"CREATE TABLE meta (name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;"
	"INSERT INTO meta VALUES ('id', lower(hex(randomblob(8)))), ('people', 0), ('address', 0),"
	" ('tag', 0), ('country', '44'), ('national', '0'), ('international', '00'),"
	" ('outside', '');"
	"CREATE TABLE company (id TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;"
	"INSERT INTO company VALUES ('default', 'Default');"
	"CREATE TABLE person (cid INTEGER PRIMARY KEY AUTOINCREMENT, login TEXT UNIQUE,"
	" name TEXT NOT NULL, company TEXT NOT NULL REFERENCES company (id),"
	" department TEXT NOT NULL DEFAULT '', title TEXT NOT NULL DEFAULT '',"
	" email TEXT NOT NULL DEFAULT '', extension TEXT NOT NULL DEFAULT '',"
	" mobile TEXT NOT NULL DEFAULT '', role TEXT NOT NULL DEFAULT '', deputy INTEGER,"
	" taggable INTEGER NOT NULL DEFAULT 1, password TEXT,"
	" generation INTEGER NOT NULL DEFAULT 1,"
	" photo BLOB, photo_rev TEXT,"
	" show TEXT, status TEXT, until_show TEXT, until_status TEXT, until INTEGER,"
	" gone INTEGER NOT NULL DEFAULT 0, rev INTEGER NOT NULL DEFAULT 0);"
	"CREATE INDEX person_rev ON person (rev);"
	"CREATE TABLE ddi (ddi TEXT PRIMARY KEY, company TEXT NOT NULL, name TEXT NOT NULL,"
	" greeting TEXT NOT NULL, extension TEXT NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE address (key TEXT PRIMARY KEY, book TEXT NOT NULL, tenant TEXT NOT NULL,"
	" owner INTEGER NOT NULL, name TEXT NOT NULL, numbers TEXT NOT NULL, company TEXT NOT NULL,"
	" email TEXT NOT NULL, department TEXT NOT NULL, editable INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE tag (owner TEXT PRIMARY KEY, tags TEXT NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE link (cid INTEGER NOT NULL, other INTEGER NOT NULL, state TEXT NOT NULL,"
	" PRIMARY KEY (cid, other)) WITHOUT ROWID;"
	"CREATE TABLE room (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL,"
	" pair TEXT UNIQUE);"
	"CREATE TABLE member (room INTEGER NOT NULL REFERENCES room (id), cid INTEGER NOT NULL,"
	" seen INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (room, cid)) WITHOUT ROWID;"
	"CREATE TABLE message (id INTEGER PRIMARY KEY AUTOINCREMENT, room INTEGER NOT NULL,"
	" cid INTEGER NOT NULL, name TEXT NOT NULL, text TEXT NOT NULL, uid TEXT,"
	" time INTEGER NOT NULL);"
	"CREATE INDEX message_room ON message (room, id);"
	"CREATE UNIQUE INDEX message_uid ON message (cid, uid) WHERE uid IS NOT NULL;"
	"CREATE TABLE note (key TEXT PRIMARY KEY, text TEXT NOT NULL, by TEXT NOT NULL,"
	" time INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE setting (cid INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,"
	" PRIMARY KEY (cid, name)) WITHOUT ROWID;"
	"CREATE TABLE operator (cid INTEGER PRIMARY KEY, device TEXT NOT NULL, state TEXT NOT NULL,"
	" since INTEGER NOT NULL, note TEXT NOT NULL);"
	"CREATE TABLE nightmode (company TEXT NOT NULL, mode INTEGER NOT NULL, name TEXT,"
	" value TEXT NOT NULL, PRIMARY KEY (company, mode)) WITHOUT ROWID;"
	"CREATE TABLE session (hash BLOB PRIMARY KEY, id TEXT NOT NULL, cid INTEGER NOT NULL,"
	" generation INTEGER NOT NULL, used INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE INDEX session_used ON session (used);"
	"CREATE INDEX session_cid ON session (cid);"
	"CREATE TABLE auth_key (id TEXT PRIMARY KEY, hash BLOB NOT NULL, cid INTEGER NOT NULL,"
	" name TEXT NOT NULL, created INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE INDEX auth_key_cid ON auth_key (cid);"
	"CREATE TABLE cdr (acctid INTEGER PRIMARY KEY AUTOINCREMENT, start INTEGER NOT NULL,"
	" answered INTEGER NOT NULL, \"end\" INTEGER NOT NULL, src TEXT NOT NULL, src_name TEXT "
	"NOT "
	"NULL,"
	" dst TEXT NOT NULL, dst_name TEXT NOT NULL, src_device TEXT NOT NULL,"
	" dst_device TEXT NOT NULL, queue TEXT NOT NULL, ddi TEXT NOT NULL, uniqueid TEXT NOT NULL,"
	" linked TEXT NOT NULL, disposition TEXT NOT NULL, answered_by TEXT NOT NULL,"
	" company TEXT NOT NULL);"
	"CREATE INDEX cdr_end ON cdr (\"end\");"
	"CREATE TABLE history (cid INTEGER NOT NULL, start INTEGER NOT NULL,"
	" acctid INTEGER NOT NULL REFERENCES cdr (acctid), party TEXT NOT NULL,"
	" PRIMARY KEY (cid, start, acctid)) WITHOUT ROWID;",
	/* Whose call it was, as numbers are compared: what is known of a caller is found by it. */
	"ALTER TABLE cdr ADD COLUMN remote TEXT NOT NULL DEFAULT '';"
	"CREATE INDEX cdr_remote ON cdr (remote) WHERE remote <> '';",
	/* 3: keys of addresses that another process (import) has changed, for the server to read.
	 */
	"CREATE TABLE outside (id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL,"
	" owner INTEGER NOT NULL);",
	/* 4: messages that were taken; why a caller came back to the operator */
	"CREATE TABLE taken (id INTEGER PRIMARY KEY AUTOINCREMENT, uid TEXT, cid INTEGER,"
	" name TEXT NOT NULL, \"to\" TEXT NOT NULL, caller TEXT NOT NULL, number TEXT NOT NULL,"
	" time INTEGER NOT NULL, text TEXT NOT NULL, via TEXT NOT NULL, state TEXT NOT NULL,"
	" why TEXT NOT NULL, changed INTEGER NOT NULL, by INTEGER NOT NULL,"
	" by_name TEXT NOT NULL, company TEXT NOT NULL);"
	"CREATE UNIQUE INDEX taken_uid ON taken (by, uid) WHERE uid IS NOT NULL;"
	"CREATE INDEX taken_unsent ON taken (id) WHERE state <> 'sent';"
	"ALTER TABLE cdr ADD COLUMN returned TEXT NOT NULL DEFAULT '';",
};

enum { STORE_VERSION = sizeof(store_steps) / sizeof(*store_steps) };

#endif
