"""The tables of a library, as numbered migrations: the n-th brings a library from version n - 1 to n.

A released migration is never edited; a change is a new one.
"""

import sqlite3

APPLICATION_ID = 0x49515F41
"""Marks an SQLite file as ours ("IQ_A")."""

_FIRST = """
CREATE TABLE embedders (
    id INTEGER PRIMARY KEY,
    fingerprint TEXT NOT NULL UNIQUE,
    dimensions INTEGER NOT NULL
) STRICT;

-- One row. `identity` tells this library from any other, so that derived files of another are noticed.
CREATE TABLE library (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    identity TEXT NOT NULL,
    generation INTEGER NOT NULL,
    embedder INTEGER REFERENCES embedders(id)
) STRICT;
INSERT INTO library (id, identity, generation) VALUES (1, lower(hex(randomblob(16))), 0);

-- `version` is the generation that wrote the report; `digest` is of all its rows, here and in the tables below.
CREATE TABLE reports (
    key TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    authority TEXT NOT NULL,
    aliases TEXT NOT NULL,
    kind TEXT NOT NULL,
    framework TEXT NOT NULL,
    inspected_from TEXT,
    inspected_to TEXT,
    published TEXT,
    lead_inspector TEXT,
    sources TEXT NOT NULL,
    page_count INTEGER NOT NULL,
    media TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    acronyms TEXT NOT NULL,
    produced TEXT,
    version INTEGER NOT NULL,
    digest TEXT NOT NULL
) STRICT;

-- Every file that was ingested: the one a report was read from, and other renditions of the same publication.
CREATE TABLE files (
    sha256 TEXT PRIMARY KEY,
    report TEXT NOT NULL REFERENCES reports(key) ON DELETE CASCADE,
    name TEXT NOT NULL,
    suffix TEXT NOT NULL,
    media TEXT NOT NULL,
    attached INTEGER NOT NULL
) STRICT;
CREATE INDEX files_of_report ON files (report);

-- Which state of the reading rules a file was last read by: a later state reads it again.
CREATE TABLE readings (
    sha256 TEXT PRIMARY KEY REFERENCES files(sha256) ON DELETE CASCADE,
    reader TEXT NOT NULL
) STRICT;

CREATE TABLE passages (
    id TEXT PRIMARY KEY,
    report TEXT NOT NULL REFERENCES reports(key) ON DELETE CASCADE,
    label TEXT NOT NULL,
    kind TEXT NOT NULL,
    number INTEGER,
    section TEXT NOT NULL,
    text TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    spans TEXT NOT NULL,
    printed_pages TEXT NOT NULL,
    lead_in TEXT NOT NULL,
    parent TEXT,
    footnotes TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX passages_of_report ON passages (report, ordinal);

CREATE TABLE judgements (
    report TEXT NOT NULL REFERENCES reports(key) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    area TEXT NOT NULL,
    printed_area TEXT NOT NULL,
    grade TEXT,
    printed_grade TEXT NOT NULL,
    reason TEXT,
    passage TEXT REFERENCES passages(id),
    PRIMARY KEY (report, position)
) STRICT;
CREATE INDEX judgements_of_passage ON judgements (passage);

-- `position` orders the chunks of a report and is never used twice.
CREATE TABLE chunks (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    report TEXT NOT NULL REFERENCES reports(key) ON DELETE CASCADE,
    id TEXT NOT NULL UNIQUE,
    passage TEXT NOT NULL REFERENCES passages(id),
    part INTEGER NOT NULL,
    text TEXT NOT NULL,
    header TEXT NOT NULL,
    start INTEGER NOT NULL,
    sentences TEXT NOT NULL,
    content TEXT NOT NULL
) STRICT;
CREATE INDEX chunks_of_report ON chunks (report);
CREATE INDEX chunks_of_passage ON chunks (passage);
CREATE INDEX chunks_of_content ON chunks (content);

-- Reads its text from `chunks`, so that no text is stored twice; the triggers keep it in step.
CREATE VIRTUAL TABLE chunk_index USING fts5(
    header, text, content = 'chunks', content_rowid = 'position', tokenize = 'porter unicode61'
);
CREATE TRIGGER chunk_added AFTER INSERT ON chunks BEGIN
    INSERT INTO chunk_index (rowid, header, text) VALUES (new.position, new.header, new.text);
END;
CREATE TRIGGER chunk_removed AFTER DELETE ON chunks BEGIN
    INSERT INTO chunk_index (chunk_index, rowid, header, text)
    VALUES ('delete', old.position, old.header, old.text);
END;

-- Vectors by the hash of what was embedded (`chunks.content`); rows without a chunk are a cache.
CREATE TABLE vectors (
    id INTEGER PRIMARY KEY,
    embedder INTEGER NOT NULL REFERENCES embedders(id) ON DELETE CASCADE,
    content TEXT NOT NULL,
    paragraph BLOB NOT NULL,
    sentences BLOB NOT NULL,
    checksum INTEGER NOT NULL,
    UNIQUE (content, embedder)
) STRICT;

-- Apart from `vectors`, so that a search over paragraphs and sentences reads past none of these.
CREATE TABLE token_vectors (
    id INTEGER PRIMARY KEY REFERENCES vectors(id) ON DELETE CASCADE,
    width INTEGER NOT NULL,
    pieces BLOB NOT NULL
) STRICT;

CREATE TABLE page_texts (
    report TEXT NOT NULL REFERENCES reports(key) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (report, position)
) STRICT;

CREATE TABLE furniture (
    report TEXT NOT NULL REFERENCES reports(key) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    reason TEXT NOT NULL,
    span TEXT NOT NULL,
    PRIMARY KEY (report, position)
) STRICT;

CREATE TABLE notes (
    report TEXT NOT NULL REFERENCES reports(key) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    text TEXT NOT NULL,
    page INTEGER,
    PRIMARY KEY (report, position)
) STRICT;

CREATE TABLE receipts (
    id TEXT PRIMARY KEY,
    created TEXT NOT NULL,
    generation INTEGER NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    settings TEXT NOT NULL
) STRICT;
CREATE INDEX receipts_by_time ON receipts (created);
"""

_AUDIT = """
-- Who changed what and when (`retrieval/store/audit_log.py`); `hash` covers the row and the hash of the row before.
CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE
) STRICT;
CREATE TRIGGER audit_not_altered BEFORE UPDATE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit log only grows');
END;
CREATE TRIGGER audit_not_deleted BEFORE DELETE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit log only grows');
END;
"""

_KINDS = """
ALTER TABLE reports ADD COLUMN inspectorates TEXT NOT NULL DEFAULT '[]';
ALTER TABLE reports ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE reports ADD COLUMN theme TEXT NOT NULL DEFAULT '';
ALTER TABLE passages ADD COLUMN role TEXT NOT NULL DEFAULT '';
"""

MIGRATIONS: tuple[str, ...] = (_FIRST, _AUDIT, _KINDS)
VERSION = len(MIGRATIONS)


def version(connection: sqlite3.Connection) -> int:
    """Return how many migrations a library has had; 0 is an empty file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, target: int = VERSION) -> None:
    """Bring a library to version `target`, one transaction a step."""
    for number in range(version(connection) + 1, target + 1):
        try:
            connection.executescript(
                f"BEGIN IMMEDIATE; {MIGRATIONS[number - 1]}"
                f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {number}; COMMIT;"
            )
        except sqlite3.Error:
            if connection.in_transaction:
                connection.rollback()
            raise
