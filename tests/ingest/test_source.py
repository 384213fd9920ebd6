"""Paths become sources: every one of them, or the reason why not."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from ingest.source import Source, find_files, read_sources


def found(*paths: Path) -> list[str]:
    return [each.name if isinstance(each, Path) else type(each.error).__name__ for each in find_files(paths)]


def errors(path: Path) -> list[str]:
    return [f"{type(source.error).__name__}: {source.error}" for source in read_sources(path) if source.error]


def test_folders_are_searched_in_order(tmp_path: Path) -> None:
    """This ensures a fixed order, each file once, hidden files left out and other formats named."""
    (tmp_path / "b").mkdir()
    for name in ("b/z.md", "b/a.pdf", "c.txt", ".hidden.txt", "photo.bin", "LISEZMOI"):
        (tmp_path / name).write_text("x")
    assert found(tmp_path) == ["UnsupportedFormat", "c.txt", "UnsupportedFormat", "a.pdf", "z.md"]
    assert found(tmp_path / "c.txt", tmp_path / "b" / ".." / "c.txt") == ["c.txt"]
    assert found(tmp_path / "photo.bin") == ["photo.bin"]  # named on the command line, it is tried


def test_loops_and_missing_paths_end(tmp_path: Path) -> None:
    """This ensures that a loop of links ends, and that what is not there is said."""
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    assert found(tmp_path) == ["a.txt", "self.txt"]
    assert "a link that leads to itself" in errors(tmp_path / "self.txt")[0]
    assert found(tmp_path / "none") == ["SourceMissing"]


def test_names_of_any_bytes(tmp_path: Path) -> None:
    """This ensures that accents in either form read the same, and that a name that is no Unicode can be stored."""
    (tmp_path / "e\u0301te\u0301.txt").write_text("x")
    (source,) = read_sources(tmp_path / "e\u0301te\u0301.txt")
    assert source.content is not None
    assert source.content.name == "été.txt"
    raw = os.fsdecode(bytes(tmp_path / "caf") + b"\xe9.txt")
    Path(raw).write_text("x")
    (source,) = read_sources(Path(raw))
    assert source.uri.endswith("caf\\xe9.txt")
    source.uri.encode("utf-8")


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """This ensures that an empty file, a pipe and one that is too large are named and never waited for."""
    (tmp_path / "empty.txt").write_bytes(b" \n\t ")
    assert errors(tmp_path / "empty.txt")[0].startswith("SourceEmpty")
    os.mkfifo(tmp_path / "pipe.txt")
    assert "not a file" in errors(tmp_path / "pipe.txt")[0]
    with (tmp_path / "large.txt").open("wb") as stream:
        stream.truncate(300 * 1024 * 1024)  # a hole: it takes no room
    assert errors(tmp_path / "large.txt")[0].startswith("SourceTooLarge")


def test_records_are_read_line_by_line(tmp_path: Path) -> None:
    """This ensures that both spellings of an id, a title, a language, an address and metadata are taken."""
    path = tmp_path / "records.jsonl"
    lines = [
        {"_id": "a", "title": " Un  titre ", "text": "Texte", "lang": "FR", "url": "https://x/", "metadata": {"n": 1}},
        {"id": 7, "text": "Text"},
    ]
    path.write_text("\ufeff" + "\r\n".join(json.dumps(line) for line in lines) + "\n\n", encoding="utf-8")
    first, second = read_sources(path)
    assert first.record is not None
    assert (first.record.title, first.record.language) == ("Un titre", "fr")
    assert dict(first.record.metadata) == {"n": "1", "url": "https://x/"}
    assert second.record is not None
    assert (second.record.external_id, second.record.language) == ("7", None)
    assert first.uri == f"{path}#a"
    assert first.container == str(path)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{broken", "line 2: not JSON"),
        (b"[" * 100_000, "line 2: not JSON"),
        (b"[1]", "line 2: not an object"),
        (b'{"text": "x"}', "line 2: no id"),
        (b'{"_id": true, "text": "x"}', "line 2: no id"),
        (b'{"_id": "b"}', '"text" or "title" is missing'),
        (b'{"_id": "b", "text": 3}', '"text" or "title" is missing'),
        (b'{"_id": "b", "text": "  "}', "the record 'b' has no text"),
        (b'{"_id": "a", "text": "y"}', "the id 'a' stands on line 1 too"),
        (b'{"_id": "b", "text": "\xff"}', "line 2: not UTF-8 (byte 23)"),
    ],
)
def test_bad_line_is_named_and_the_rest_goes_on(tmp_path: Path, line: bytes, message: str) -> None:
    """This ensures that one bad line costs that line only, and is named by number and reason."""
    path = tmp_path / "records.jsonl"
    path.write_bytes(b'{"_id": "a", "text": "x"}\n' + line + b'\n{"_id": "z", "text": "z"}')
    sources: list[Source] = list(read_sources(path))
    assert [source.record.external_id for source in sources if source.record] == ["a", "z"]
    (error,) = errors(path)
    assert message in error
    assert "\n" not in error
