"""Similar passages of the sample corpus, whose charter stands in French and in English."""

from __future__ import annotations

import gate
import similar

FRENCH, ENGLISH = "charte-attractivite.pdf", "attractiveness-charter.pdf"


def test_versions_are_told_by_their_ids() -> None:
    """This ensures that documents belong together whose ids differ in the language only."""
    languages = {"de:1": "de", "en:1": "en", "fr:2": "fr", "en:3": "en", "es:3": "es"}
    assert similar.versions_of(languages) == [("de:1", "en:1"), ("en:3", "es:3")]


def test_articles_of_a_charter_find_their_translations() -> None:
    """This ensures that most passages of the English charter are nearest to the French one, in a corpus of both."""
    with gate.open_searcher(gate.load("samples")) as searcher:
        catalogue = searcher.catalogue
        passages = catalogue.passages_of(catalogue.find_document(ENGLISH))
        nearest = [searcher.similar(passage.passage_id, k=1).hits[0].document.uri for passage in passages]
    assert len(nearest) >= 3
    assert sum(uri.endswith(FRENCH) for uri in nearest) / len(nearest) >= 0.75
