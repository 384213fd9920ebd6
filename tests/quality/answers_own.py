"""Our own questions over documents that others wrote: `answer_own.json`, with the places of the sentences that answer.

Every other one has no answer in its document, nor in any other: it asks another thing of its subject, often where the
document tells something of the kind. The documents are web pages and policy PDFs of ../shared, and records of retrieval
sets, of piaf and xquad those of the development half. Places are characters of the text as it was extracted
when the labels were made: where a page is read otherwise since, no sentence may stand there, and the question is left
out by those who learn from it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import answers
import gate

from corpus.home import Home
from index.models import DEFAULT_MODEL
from ingest.pipeline import ingest
from search import Searcher

LABELS = Path(__file__).with_name("answer_own.json")
PAGES = "pages"
FOLDERS = ("html", "pdf/policy", "pdf/gold")
OWN_HOMES = (PAGES, "sdg_indicator2target", "guides_parallel", "tete_label", "piaf", "xquad")
"""Names of homes: the pages' is made of the documents that are asked about, the others as of the quality gate."""


@dataclass(frozen=True, slots=True)
class Own:
    """A question, with the document that it is about and the places there that answer; none where nothing does.

    `names` and `documents` are that document's external id or file name and its `doc_id`, none where it has none.
    `languages` restrict what is searched: a record's other versions say the same.
    """

    text: str
    names: frozenset[str]
    documents: tuple[str, ...]
    languages: tuple[str, ...]
    places: tuple[int, ...]

    @property
    def development(self) -> bool:
        """Whether it may be learned from: a fifth of the documents is kept to judge by."""
        return not self.names or crc32(min(self.names).encode()) % 5 != 0


def own_searcher(homes: Path, home: str) -> Searcher:
    """The home, made first where it is that of the pages."""
    if home == PAGES:
        folders = [answers.SHARED.parent / folder for folder in FOLDERS]
        names = {each["document"] for each in _labels(home)}
        sources = [path for folder in folders for path in sorted(folder.iterdir()) if path.name in names]
        ingest(Home(homes / f"home-{PAGES}"), sources, gate.bundled(), model=DEFAULT_MODEL)
    return answers.opened(homes, home)


def own_questions(searcher: Searcher, home: str) -> Iterator[Own]:
    """The questions over a home."""
    ids = {each.external_id or Path(each.uri).name: each.doc_id for each in searcher.catalogue.summaries()}
    for each in _labels(home):
        name = each["document"]
        yield Own(
            text=each["text"],
            names=frozenset([name] if name else []),
            documents=(ids[name],) if name else (),
            languages=() if home in {PAGES, "sdg_indicator2target", "piaf"} else (each["lang"],),
            places=tuple(each["places"]),
        )


def _labels(home: str) -> list[dict[str, Any]]:
    return [each for each in json.loads(LABELS.read_text("utf-8")) if each["home"] == home]
