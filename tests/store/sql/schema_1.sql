BEGIN TRANSACTION;
CREATE TABLE chat_attachments (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, owner TEXT NOT NULL, id TEXT NOT NULL, created BIGINT NOT NULL, data TEXT NOT NULL,
            UNIQUE (owner, id));
INSERT INTO "chat_attachments" VALUES(1,'ada','atc',1795253304283688,'{"id":"atc","name":"a.txt","mime_type":"text/plain","upload_descriptor":null,"thread_id":null,"metadata":{"a":[1]},"type":"file"}');
CREATE TABLE chat_items (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, owner TEXT NOT NULL, thread_id TEXT NOT NULL, id TEXT NOT NULL, created BIGINT NOT NULL,
            data TEXT NOT NULL, UNIQUE (owner, thread_id, id));
INSERT INTO "chat_items" VALUES(1,'ada','thr','second',1767312000000000,'{"id":"second","thread_id":"thr","created_at":"2026-01-02T00:00:00","type":"assistant_message","content":[{"annotations":[],"text":"it''s\u0000\n","type":"output_text"}]}');
INSERT INTO "chat_items" VALUES(2,'ada','thr','first',1767308400000000,'{"id":"first","thread_id":"thr","created_at":"2026-01-01T23:00:00","type":"assistant_message","content":[{"annotations":[],"text":"Hi","type":"output_text"}]}');
INSERT INTO "chat_items" VALUES(3,'ada','thr','xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\0d4e2ca9e9cbced7a7a5380eb29e1a3783b9b6d0db72de36a1051038e1c1fbc7',1767312000000000,'{"id":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx","thread_id":"thr","created_at":"2026-01-02T00:00:00","type":"assistant_message","content":[{"annotations":[],"text":"Hi","type":"output_text"}]}');
CREATE TABLE chat_schema (version INTEGER NOT NULL);
INSERT INTO "chat_schema" VALUES(1);
CREATE TABLE chat_threads (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, owner TEXT NOT NULL, id TEXT NOT NULL, created BIGINT NOT NULL, data TEXT NOT NULL,
            UNIQUE (owner, id));
INSERT INTO "chat_threads" VALUES(1,'ada','thr',1767312000000000,'{"title":"Ünïcode 🙂","id":"thr","created_at":"2026-01-02T00:00:00","status":{"type":"active"},"allowed_image_domains":null,"metadata":{"k":[null]}}');
INSERT INTO "chat_threads" VALUES(2,'ada','a\u0000b',1767312000000000,'{"title":null,"id":"a\u0000b","created_at":"2026-01-02T00:00:00","status":{"type":"active"},"allowed_image_domains":null,"metadata":{}}');
INSERT INTO "chat_threads" VALUES(3,'bob','thr',1767312000000000,'{"title":"Bob''s","id":"thr","created_at":"2026-01-02T00:00:00","status":{"type":"active"},"allowed_image_domains":null,"metadata":{}}');
CREATE INDEX chat_threads_by_time ON chat_threads (owner, created, seq);
CREATE INDEX chat_items_by_time ON chat_items (owner, thread_id, created, seq);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('chat_threads',3);
INSERT INTO "sqlite_sequence" VALUES('chat_items',3);
INSERT INTO "sqlite_sequence" VALUES('chat_attachments',1);
COMMIT;
