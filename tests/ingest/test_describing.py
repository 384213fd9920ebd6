"""Describing as a step of a run: what is new, what is from before, and what a run that is ended leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.catalogue import Catalogue
from corpus.filters import Filters, documents_with
from corpus.home import Home
from corpus.instruments import not_described, values_of
from corpus.writer import CatalogueWriter
from index.encoder import Encoder
from ingest import describing
from ingest.describe import RECIPE
from ingest.describing import describe_pending
from ingest.pipeline import RunOptions, ingest
from ingest.progress import Silence
from ingest.upkeep import reindex

HERE = RunOptions(workers=0)
CHARTER = "Charte d'accueil de Limoges\n\nSignée à Limoges le 14 mars 2022. Elle engage Limoges."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "documents"
    found.mkdir()
    (found / "charte.txt").write_text(CHARTER, encoding="utf-8")
    (found / "records.jsonl").write_text(
        '{"_id": "1", "title": "Une fiche", "text": "Elle dit peu.", "metadata": {"kind": "label"}}\n', encoding="utf-8"
    )
    return found


def test_a_run_describes_what_it_stores(home: Home, folder: Path, encoder: Encoder) -> None:
    """This ensures that filters find a document right after the run that brought it in, as its text or record says."""
    ingest(home, [folder], encoder, model="m", options=HERE)
    with Catalogue.open(home) as catalogue:
        (charter,) = documents_with(catalogue, Filters(kinds=("charter",), territories=("region:75",), years=(2022,)))
        assert catalogue.document(charter).title == "Charte d'accueil de Limoges"
        evidence = [value.evidence for value in values_of(catalogue, charter)]
        assert all(each and CHARTER[each.start : each.end] == each.quote for each in evidence)
        assert len(documents_with(catalogue, Filters(kinds=("label",)))) == 1


def test_another_recipe_describes_all_documents_anew(
    home: Home, folder: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This ensures that homes from before, and a better way of describing, need nothing but the next run."""
    with monkeypatch.context() as patch:
        patch.setattr(describing, "RECIPE", "an older way")
        patch.setattr(describing, "describe", lambda document, encoder: ())
        ingest(home, [folder], encoder, model="m", options=HERE)
    with Catalogue.open(home) as catalogue:
        assert len(not_described(catalogue, RECIPE)) == 2
        assert documents_with(catalogue, Filters(kinds=("charter",))) == set()
    reindex(home, encoder, model="m", options=HERE)
    with Catalogue.open(home) as catalogue:
        assert not_described(catalogue, RECIPE) == []
        assert len(documents_with(catalogue, Filters(kinds=("charter",)))) == 1


def test_a_run_that_is_ended_goes_on_with_the_rest(
    home: Home, folder: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This ensures that what was described before an interruption is kept, and the rest comes with the next run."""
    seen: list[str] = []
    whole = describing.describe

    def ended(document, encoder):  # type: ignore[no-untyped-def]
        if seen:
            raise KeyboardInterrupt
        seen.append(document.doc_id)
        return whole(document, encoder)

    with monkeypatch.context() as patch:
        patch.setattr(describing, "describe", ended)
        patch.setattr(describing, "STORE_EVERY_S", 0.0)
        with pytest.raises(KeyboardInterrupt):
            ingest(home, [folder], encoder, model="m", options=HERE)
    with home.writing(), CatalogueWriter.create(home) as catalogue:
        (left,) = not_described(catalogue, RECIPE)
        assert left not in seen
        assert describe_pending(catalogue, encoder, Silence()) == 1
        assert describe_pending(catalogue, encoder, Silence()) == 0
