"""The catalogue's schema, one numbered migration after another; each runs once, in one transaction.

A migration that has been released is never edited: a change of schema is a new one at the end.
"""

from __future__ import annotations

import sqlite3

MIGRATIONS: tuple[tuple[str, str], ...] = (
    (
        "documents, passages, sentences, embeddings, sources, failures",
        """
        CREATE TABLE facts (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) WITHOUT ROWID;
        INSERT INTO facts VALUES ('catalogue_id', lower(hex(randomblob(16)))), ('revision', '0');

        CREATE TABLE documents (
            doc_id TEXT PRIMARY KEY,
            uri TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            media_type TEXT NOT NULL,
            title TEXT NOT NULL,
            language TEXT NOT NULL,
            text TEXT NOT NULL,
            pages TEXT NOT NULL,
            external_id TEXT,
            published TEXT,
            ingested_at TEXT NOT NULL,
            metadata TEXT NOT NULL,
            recipe TEXT NOT NULL
        );
        CREATE INDEX documents_language ON documents (language);
        CREATE INDEX documents_external_id ON documents (external_id);

        -- Where a document was found. A container is a file of several documents: its records' sources name it.
        CREATE TABLE sources (
            uri TEXT PRIMARY KEY,
            doc_id TEXT NOT NULL REFERENCES documents (doc_id) ON DELETE CASCADE,
            container TEXT NOT NULL DEFAULT ''
        );
        CREATE INDEX sources_doc_id ON sources (doc_id);
        CREATE INDEX sources_container ON sources (container);

        CREATE TABLE passages (
            passage_id INTEGER PRIMARY KEY AUTOINCREMENT,
            doc_id TEXT NOT NULL REFERENCES documents (doc_id) ON DELETE CASCADE,
            ordinal INTEGER NOT NULL,
            start INTEGER NOT NULL,
            "end" INTEGER NOT NULL,
            text TEXT NOT NULL,
            section TEXT NOT NULL,
            first_page INTEGER,
            last_page INTEGER,
            language TEXT NOT NULL,
            text_hash BLOB NOT NULL,
            revision INTEGER NOT NULL,
            UNIQUE (doc_id, ordinal)
        );
        CREATE INDEX passages_text_hash ON passages (text_hash);
        CREATE INDEX passages_revision ON passages (revision);

        -- Ranges of a passage's text, for passages of two or more; each is encoded by itself.
        CREATE TABLE sentences (
            passage_id INTEGER NOT NULL REFERENCES passages (passage_id) ON DELETE CASCADE,
            ordinal INTEGER NOT NULL,
            start INTEGER NOT NULL,
            "end" INTEGER NOT NULL,
            text_hash BLOB NOT NULL,
            PRIMARY KEY (passage_id, ordinal)
        ) WITHOUT ROWID;
        CREATE INDEX sentences_text_hash ON sentences (text_hash);

        -- Ids that caches still hold until they have caught up with this revision.
        CREATE TABLE removed_passages (
            passage_id INTEGER PRIMARY KEY,
            revision INTEGER NOT NULL
        );

        CREATE TABLE embeddings (
            text_hash BLOB NOT NULL,
            model_id TEXT NOT NULL,
            vector BLOB NOT NULL,
            revision INTEGER NOT NULL,
            PRIMARY KEY (text_hash, model_id)
        );
        CREATE INDEX embeddings_revision ON embeddings (revision);

        CREATE TABLE failures (
            uri TEXT PRIMARY KEY,
            error TEXT NOT NULL,
            reason TEXT NOT NULL,
            advice TEXT NOT NULL,
            failed_at TEXT NOT NULL
        );
        """,
    ),
)

LATEST = len(MIGRATIONS)


def version_of(connection: sqlite3.Connection) -> int:
    """The number of the last migration that the database has been through; 0 for a new one."""
    row = connection.execute("PRAGMA user_version").fetchone()
    return int(row[0])


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the database to the latest version; nothing to do where it is there already."""
    for number, (name, script) in enumerate(MIGRATIONS, start=1):
        if number <= version_of(connection):
            continue
        quoted = name.replace("'", "''")
        connection.executescript(
            f"""
            BEGIN IMMEDIATE;
            CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name TEXT, applied_at TEXT);
            {script}
            INSERT INTO migrations VALUES ({number}, '{quoted}', strftime('%Y-%m-%dT%H:%M:%SZ', 'now'));
            PRAGMA user_version = {number};
            COMMIT;
            """
        )
