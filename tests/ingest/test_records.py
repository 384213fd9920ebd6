"""Records of tables; those of .jsonl files are tested with their sources."""

from __future__ import annotations

import pytest

from ingest.extract.base import Content
from ingest.extract.delimited import read
from ingest.records import are_records, records_of_table


def entries(text: str) -> list[tuple[str, str]]:
    found = records_of_table(read(Content("a.csv", text.encode())), "a.csv")
    return [(entry.fragment, str(entry.error or (entry.record and entry.record.text))) for entry in found]


def test_columns_become_fields() -> None:
    """This ensures that id, text, title and language are taken by name in any case, and the rest is kept."""
    table = read(Content("a.csv", b"ID;Title;Text;Lang;Territoire\n7;Un  titre;Un texte;FR;Lyon\n"))
    assert are_records(table)
    (entry,) = records_of_table(table, "a.csv")
    record = entry.record
    assert record is not None
    assert (record.external_id, record.title, record.text, record.language) == ("7", "Un titre", "Un texte", "fr")
    assert dict(record.metadata) == {"territoire": "Lyon"}


def test_hash_is_of_the_row() -> None:
    """This ensures that only a row that changed is another document."""
    first, second = ("id;text\n1;a\n2;b\n", "id;text\n2;b\n1;c\n")
    hashes = [
        {e.fragment: e.sha256 for e in records_of_table(read(Content("a.csv", t.encode())), "a")}
        for t in (first, second)
    ]
    assert hashes[0]["2"] == hashes[1]["2"]
    assert hashes[0]["1"] != hashes[1]["1"]


@pytest.mark.parametrize("header", ["id;titre", "texte;text", "identifiant;text"])
def test_other_tables_are_none(header: str) -> None:
    """This ensures that a table without an id or a text is no list of documents."""
    assert not are_records(read(Content("a.csv", f"{header}\na;b\n".encode())))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (";texte", "line 3: no id"),
        ("a;texte", "the id 'a' stands on line 2 too"),
        ("b;", "the record 'b' has no text"),
        ("b;un;deux", "line 3: 3 cells, where the first row has 2"),
    ],
)
def test_bad_row_is_named_and_the_rest_goes_on(row: str, message: str) -> None:
    """This ensures that one bad row costs that row only."""
    found = entries(f"id;text\na;un\n{row}\nz;fin\n")
    assert [text for fragment, text in found if not fragment.startswith("line=")] == ["un", "fin"]
    assert message in dict(found)["line=3"]
