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
    (
        "values of instruments, corrections, what filters look up, families",
        """
        INSERT INTO facts VALUES ('values_revision', '0');

        -- What was read from a document about its instrument, and by which way of reading.
        CREATE TABLE described (
            doc_id TEXT PRIMARY KEY REFERENCES documents (doc_id) ON DELETE CASCADE,
            recipe TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE extracted_values (
            doc_id TEXT NOT NULL REFERENCES documents (doc_id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            field TEXT NOT NULL,
            value TEXT NOT NULL,
            label TEXT NOT NULL,
            role TEXT NOT NULL,
            confidence REAL NOT NULL,
            start INTEGER,
            "end" INTEGER,
            page INTEGER,
            quote TEXT,
            PRIMARY KEY (doc_id, number)
        ) WITHOUT ROWID;

        -- What people say, by address: it outlives the content that it was said of. A slot is a field, or a date's
        -- role; `replace` hides what was read there, `add` adds a value, `remove` hides one that was read.
        CREATE TABLE corrections (
            correction_id INTEGER PRIMARY KEY AUTOINCREMENT,
            uri TEXT NOT NULL,
            slot TEXT NOT NULL,
            action TEXT NOT NULL,
            value TEXT NOT NULL,
            label TEXT NOT NULL,
            role TEXT NOT NULL,
            who TEXT NOT NULL,
            at TEXT NOT NULL,
            UNIQUE (uri, slot, action, value, role)
        );

        -- What filters look up, made from both. A territory stands here with all that contain it.
        CREATE TABLE filter_values (
            field TEXT NOT NULL,
            value TEXT NOT NULL,
            doc_id TEXT NOT NULL REFERENCES documents (doc_id) ON DELETE CASCADE,
            PRIMARY KEY (field, value, doc_id)
        ) WITHOUT ROWID;
        CREATE INDEX filter_values_doc_id ON filter_values (doc_id);
        CREATE TABLE filter_labels (
            field TEXT NOT NULL,
            value TEXT NOT NULL,
            label TEXT NOT NULL,
            PRIMARY KEY (field, value)
        ) WITHOUT ROWID;
        CREATE TABLE filter_periods (
            first TEXT NOT NULL,
            last TEXT NOT NULL,
            doc_id TEXT NOT NULL REFERENCES documents (doc_id) ON DELETE CASCADE,
            PRIMARY KEY (first, last, doc_id)
        ) WITHOUT ROWID;
        CREATE INDEX filter_periods_doc_id ON filter_periods (doc_id);

        -- With both columns, a filter by language never touches the documents' texts.
        CREATE INDEX documents_language_doc_id ON documents (language, doc_id);

        -- Documents whose filters have to be made anew.
        CREATE TABLE unsettled (doc_id TEXT PRIMARY KEY) WITHOUT ROWID;
        INSERT INTO unsettled SELECT doc_id FROM documents;

        -- Documents that were found to be one instrument, and what people say of that, by address.
        CREATE TABLE family_links (
            one TEXT NOT NULL REFERENCES documents (doc_id) ON DELETE CASCADE,
            other TEXT NOT NULL REFERENCES documents (doc_id) ON DELETE CASCADE,
            relation TEXT NOT NULL,
            score REAL NOT NULL,
            reasons TEXT NOT NULL,
            PRIMARY KEY (one, other)
        ) WITHOUT ROWID;
        CREATE INDEX family_links_other ON family_links (other);
        CREATE TABLE family_decisions (
            one TEXT NOT NULL,
            other TEXT NOT NULL,
            decision TEXT NOT NULL,
            who TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (one, other)
        ) WITHOUT ROWID;
        CREATE INDEX family_decisions_other ON family_decisions (other);
        CREATE TABLE title_vectors (
            doc_id TEXT PRIMARY KEY REFERENCES documents (doc_id) ON DELETE CASCADE,
            model_id TEXT NOT NULL,
            vector BLOB NOT NULL
        ) WITHOUT ROWID;

        -- A document that is found at a second address takes there what people have said of it.
        CREATE TRIGGER sources_take_decisions AFTER INSERT ON sources BEGIN
            INSERT OR IGNORE INTO corrections (uri, slot, action, value, label, role, who, at)
            SELECT NEW.uri, c.slot, c.action, c.value, c.label, c.role, c.who, c.at
            FROM sources s JOIN corrections c ON c.uri = s.uri
            WHERE s.doc_id = NEW.doc_id AND s.uri <> NEW.uri ORDER BY c.correction_id;
            INSERT OR IGNORE INTO family_decisions
            SELECT MIN(NEW.uri, d.other), MAX(NEW.uri, d.other), d.decision, d.who, d.at
            FROM sources s JOIN family_decisions d ON d.one = s.uri
            WHERE s.doc_id = NEW.doc_id AND s.uri <> NEW.uri;
            INSERT OR IGNORE INTO family_decisions
            SELECT MIN(NEW.uri, d.one), MAX(NEW.uri, d.one), d.decision, d.who, d.at
            FROM sources s JOIN family_decisions d ON d.other = s.uri
            WHERE s.doc_id = NEW.doc_id AND s.uri <> NEW.uri;
            INSERT OR IGNORE INTO unsettled VALUES (NEW.doc_id);
        END;
        CREATE TRIGGER sources_leave AFTER DELETE ON sources BEGIN
            INSERT OR IGNORE INTO unsettled VALUES (OLD.doc_id);
        END;
        """,
    ),
    (
        "page readings",
        """
        -- How each page was read. Page 0 is a document without pages.
        CREATE TABLE page_readings (
            doc_id TEXT NOT NULL REFERENCES documents (doc_id) ON DELETE CASCADE,
            page INTEGER NOT NULL,
            read_by TEXT NOT NULL,
            confidence REAL,
            damage REAL,
            repairs TEXT NOT NULL,
            PRIMARY KEY (doc_id, page)
        ) WITHOUT ROWID;
        """,
    ),
    (
        "roles, alike passages and documents, replaced versions",
        """
        ALTER TABLE passages ADD COLUMN role TEXT NOT NULL DEFAULT 'text';
        CREATE INDEX passages_role ON passages (role) WHERE role <> 'text';

        -- Of passages that say the same, the first stands for the others; a passage that is not here is still to be
        -- compared. Only representatives have bands: equal bands of their shingles' MinHash make two comparable.
        CREATE TABLE passage_groups (
            passage_id INTEGER PRIMARY KEY REFERENCES passages (passage_id) ON DELETE CASCADE,
            representative INTEGER NOT NULL REFERENCES passages (passage_id) ON DELETE CASCADE
        );
        CREATE INDEX passage_groups_representative ON passage_groups (representative);
        CREATE TABLE passage_bands (
            band INTEGER NOT NULL,
            passage_id INTEGER NOT NULL REFERENCES passages (passage_id) ON DELETE CASCADE,
            PRIMARY KEY (band, passage_id)
        ) WITHOUT ROWID;
        CREATE INDEX passage_bands_passage_id ON passage_bands (passage_id);

        -- The same of whole documents, in pairs, with the share of their shingles that they have in common.
        CREATE TABLE document_signatures (
            doc_id TEXT PRIMARY KEY REFERENCES documents (doc_id) ON DELETE CASCADE,
            signature BLOB NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE document_bands (
            band INTEGER NOT NULL,
            doc_id TEXT NOT NULL REFERENCES documents (doc_id) ON DELETE CASCADE,
            PRIMARY KEY (band, doc_id)
        ) WITHOUT ROWID;
        CREATE INDEX document_bands_doc_id ON document_bands (doc_id);
        CREATE TABLE alike_documents (
            one TEXT NOT NULL REFERENCES documents (doc_id) ON DELETE CASCADE,
            other TEXT NOT NULL REFERENCES documents (doc_id) ON DELETE CASCADE,
            likeness REAL NOT NULL,
            PRIMARY KEY (one, other)
        ) WITHOUT ROWID;
        CREATE INDEX alike_documents_other ON alike_documents (other);

        -- What was at an address before: the text and the original are gone, this is kept until the address goes.
        CREATE TABLE replaced_versions (
            uri TEXT NOT NULL,
            doc_id TEXT NOT NULL,
            title TEXT NOT NULL,
            ingested_at TEXT NOT NULL,
            replaced_at TEXT NOT NULL,
            PRIMARY KEY (uri, doc_id, replaced_at)
        ) WITHOUT ROWID;
        """,
    ),
    (
        "web pages",
        """
        -- What the web said of an address when it was last asked. `canonical` is the address that its document is filed
        -- under, `final` where redirects ended. Nothing here says that the document is in: `sources` does.
        CREATE TABLE web_pages (
            address TEXT PRIMARY KEY,
            final TEXT NOT NULL,
            canonical TEXT NOT NULL,
            status INTEGER NOT NULL,
            sha256 TEXT NOT NULL,
            etag TEXT NOT NULL,
            last_modified TEXT NOT NULL,
            charset TEXT NOT NULL,
            listed INTEGER NOT NULL,
            links TEXT NOT NULL,
            first_seen TEXT NOT NULL,
            last_fetched TEXT NOT NULL,
            gone_since TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX web_pages_canonical ON web_pages (canonical);
        """,
    ),
    (
        "the background of the model, acronyms",
        """
        CREATE TABLE acronyms (
            doc_id TEXT NOT NULL REFERENCES documents (doc_id) ON DELETE CASCADE,
            short TEXT NOT NULL,
            long TEXT NOT NULL,
            PRIMARY KEY (doc_id, short, long)
        ) WITHOUT ROWID;

        CREATE TABLE backgrounds (
            model_id TEXT NOT NULL,
            name TEXT NOT NULL,
            vector BLOB NOT NULL,
            PRIMARY KEY (model_id, name)
        ) WITHOUT ROWID;
        """,
    ),
    (
        "containers that are in whole",
        """
        -- Archives and messages on the web of which all is in, by the bytes that were read and how. They count until
        -- one of their members goes.
        CREATE TABLE whole_containers (
            uri TEXT PRIMARY KEY,
            sha256 TEXT NOT NULL,
            recipe TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TRIGGER sources_leave_container AFTER DELETE ON sources WHEN OLD.container <> '' BEGIN
            DELETE FROM whole_containers WHERE uri = OLD.container;
        END;
        """,
    ),
    (
        "what a line on a document says of its instrument, corrected languages",
        """
        -- The values that count and are shown beside a title: made with what filters look up, and as often.
        CREATE TABLE document_lines (
            doc_id TEXT PRIMARY KEY REFERENCES documents (doc_id) ON DELETE CASCADE,
            kind TEXT,
            territory TEXT,
            place TEXT,
            date TEXT
        ) WITHOUT ROWID;

        -- The language that was read, where someone has said another, which is the document's then.
        ALTER TABLE documents ADD COLUMN read_language TEXT;
        INSERT OR IGNORE INTO unsettled SELECT doc_id FROM documents;
        """,
    ),
    (
        "the words of passages, in few bits",
        """
        CREATE TABLE word_codes (
            text_hash BLOB NOT NULL,
            model_id TEXT NOT NULL,
            codes BLOB NOT NULL,
            PRIMARY KEY (text_hash, model_id)
        );

        -- They go with the vector of the same text and model.
        CREATE TRIGGER word_codes_go AFTER DELETE ON embeddings BEGIN
            DELETE FROM word_codes WHERE text_hash = OLD.text_hash AND model_id = OLD.model_id;
        END;
        """,
    ),
    (
        "how near the words of passages are to anything",
        """
        -- By language of the question, float32; empty where it is not known yet.
        ALTER TABLE word_codes ADD COLUMN usual BLOB NOT NULL DEFAULT x'';
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
