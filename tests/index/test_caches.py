"""The caches follow the catalogue, and are never trusted when they are not of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from corpus.catalogue import Catalogue
from corpus.errors import HomeLocked
from corpus.home import Home
from corpus.types import Document, PassageDraft
from corpus.writer import CatalogueWriter
from index.caches import load, open_caches, synchronise
from index.manifest import Manifest
from index.words import QueryWord


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def writer(home: Home) -> Iterator[CatalogueWriter]:
    home.create()
    with CatalogueWriter.create(home) as catalogue:
        catalogue.set_fact("model_id", "m")
        catalogue.set_fact("dim", "2")
        put(catalogue, 1)
        put(catalogue, 2)
        yield catalogue


def put(writer: CatalogueWriter, number: int, word: str = "") -> None:
    text = f"Charte numéro{number} {word}".strip()
    key = f"{number:016d}"
    document = Document(key, f"/x/{number}.txt", key * 4, "text/plain", text, "fr", text)
    writer.put(document, [PassageDraft(0, len(text), "", "fr")], [key.encode()], recipe="1")
    writer.add_embeddings("m", [key.encode()], np.array([[1.0, 0.0]], dtype=np.float32))


def found(home: Home, catalogue: Catalogue, stem: str) -> list[int]:
    caches = open_caches(home, catalogue)
    ids, _ = caches.words.search([QueryWord((stem,))], limit=10)
    assert len(caches.vectors) == len(caches.words)
    return sorted(ids.tolist())


def words_folder(home: Home) -> Path:
    (folder,) = home.index.glob("words-*")
    return folder


def test_caches_are_built_and_caught_up(home: Home, writer: CatalogueWriter) -> None:
    """This ensures that new, replaced and removed documents are in the caches, without building all anew."""
    assert found(home, writer, "chart") == [1, 2]
    put(writer, 3)
    writer.remove_document(f"{1:016d}")
    assert found(home, writer, "chart") == [2, 3]
    assert found(home, writer, "numero1") == []
    assert len(list(home.index.iterdir())) == 4  # words, vectors, sentences and the manifest: nothing old is left


def test_what_is_current_is_left_alone(home: Home, writer: CatalogueWriter) -> None:
    """This ensures that opening writes nothing where nothing has changed."""
    synchronise(home, writer)
    before = {path: path.stat().st_mtime_ns for path in home.index.rglob("*") if not path.name.endswith(".lock")}
    found(home, writer, "chart")
    assert before == {p: p.stat().st_mtime_ns for p in home.index.rglob("*") if not p.name.endswith(".lock")}


@pytest.mark.parametrize("victim", ["vectors", "words", "manifest", "all"])
def test_damaged_caches_are_built_anew(home: Home, writer: CatalogueWriter, victim: str) -> None:
    """This ensures that a file that was cut, changed or lost is never read, and costs nothing but time."""
    synchronise(home, writer)
    if victim == "vectors":
        (file,) = home.index.glob("vectors-*")
        data = bytearray(file.read_bytes())
        data[-3] ^= 0x40  # one flipped bit in a vector: no library would notice
        file.write_bytes(data)
    elif victim == "words":
        largest = max(words_folder(home).iterdir(), key=lambda path: path.stat().st_size)
        largest.write_bytes(largest.read_bytes()[:-20])
    elif victim == "manifest":
        (home.index / "manifest.json").write_text('{"format": 1, "words": [')
    else:
        shutil.rmtree(home.index)
        home.index.mkdir()
    assert load(home, writer) is None
    assert found(home, writer, "chart") == [1, 2]


def test_caches_of_another_home_are_not_taken(home: Home, writer: CatalogueWriter, tmp_path: Path) -> None:
    """This ensures that an index folder copied from elsewhere is not believed, though it is whole."""
    other = Home(tmp_path / "other")
    other.create()
    with CatalogueWriter.create(other) as catalogue:
        catalogue.set_fact("model_id", "m")
        catalogue.set_fact("dim", "2")
        put(catalogue, 7)
        put(catalogue, 8)
        synchronise(other, catalogue)
        shutil.copytree(other.index, home.index, dirs_exist_ok=True)
        assert load(other, catalogue) is not None
    assert load(home, writer) is None
    assert found(home, writer, "numero7") == []


def test_another_model_of_the_same_dimension_is_not_mixed(home: Home, writer: CatalogueWriter) -> None:
    """This ensures that vectors of one model are never searched with another's queries."""
    synchronise(home, writer)
    writer.set_fact("model_id", "n")
    assert load(home, writer) is None
    assert len(open_caches(home, writer).vectors) == 0


def test_stopped_build_leaves_the_old_state(
    home: Home, writer: CatalogueWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This ensures that a crash before the manifest is written changes nothing, and that its files are swept."""
    synchronise(home, writer)
    before = Manifest.read(home.index)
    put(writer, 3)

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Manifest, "write", crash)
        with pytest.raises(KeyboardInterrupt):
            synchronise(home, writer)
    assert Manifest.read(home.index) == before
    assert load(home, writer) is not None
    assert found(home, writer, "chart") == [1, 2, 3]
    assert len(list(home.index.iterdir())) == 4


def test_reader_beside_a_writer(home: Home, writer: CatalogueWriter, monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that while another process writes, a reader has the last published state or is told to wait."""
    monkeypatch.setattr("index.caches.PATIENCE_S", 0.0)
    with home.writing():
        with pytest.raises(HomeLocked):
            open_caches(home, writer)
        synchronise(home, writer)
        put(writer, 3)
        assert found(home, writer, "chart") == [1, 2]


def test_purge_leaves_no_word_behind(home: Home, writer: CatalogueWriter) -> None:
    """This ensures that a removed document's words are in no file of the index."""
    for number in range(3, 30):
        put(writer, number)
    put(writer, 30, "Quetzalcoatl")
    synchronise(home, writer)

    def known() -> bool:  # a word that is in the dictionary still weighs less than one that never was
        removed, absent = open_caches(home, writer).words.weights([QueryWord(("quetzalcoatl",)), QueryWord(("zz",))])
        return bool(removed < absent)

    assert known()
    writer.remove_document(f"{30:016d}")
    synchronise(home, writer)
    assert known()
    synchronise(home, writer, purge=True)
    assert not known()


def test_manifest_is_readable_json(home: Home, writer: CatalogueWriter) -> None:
    """This ensures that a person can see what the caches were built from."""
    synchronise(home, writer)
    content = json.loads((home.index / "manifest.json").read_text())
    assert (content["model_id"], content["dim"], content["revision"]) == ("m", 2, writer.revision)
