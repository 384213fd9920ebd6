"""The second half of a run: passages without a vector get one, then their sentences, and the vectors are published."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from corpus.errors import ModelMismatch
from corpus.home import Home
from corpus.writer import CatalogueWriter
from index.caches import synchronise
from index.encoder import Encoder
from ingest.chunk import embedding_text
from ingest.progress import Progress

# Characters encoded and stored at a time: what a run that is ended loses is at most this much work, ten seconds.
CHARS_A_STEP = 60_000
# Texts that are sorted by length before they are cut into steps, so that little padding is computed.
TEXTS_A_SORT = 1024
SENTENCES_A_SORT = 4096
# How often the vectors are published during a long run.
PUBLISH_EVERY_S = 120.0

Text: TypeAlias = tuple[bytes, str]
"""What is encoded: the hash that names its vector, and the text."""


def adopt_model(catalogue: CatalogueWriter, encoder: Encoder, name: str, *, instead: bool = False) -> None:
    """Note the model of a new home, and the `name` it is opened by.

    Raises `ModelMismatch` where the home was built with another, unless this one comes `instead`.
    """
    present = catalogue.fact("model_id")
    if present not in {None, encoder.model_id} and not instead:
        raise ModelMismatch(
            f"This home was built with the model {present}; vectors of {encoder.model_id} can't be mixed with it",
            advice=f"Leave --model out, or change the whole home with: repere reindex --model {name}",
        )
    with catalogue.transaction(revise=present != encoder.model_id):
        catalogue.set_fact("model", name)
        catalogue.set_fact("model_id", encoder.model_id)
        catalogue.set_fact("dim", str(encoder.dim))


def encode_pending(home: Home, catalogue: CatalogueWriter, encoder: Encoder, progress: Progress) -> int:
    """Encode the passages that have no vector yet, storing as it goes, and publish; gives how many texts."""

    def pending() -> list[Text]:
        passages = catalogue.unencoded(encoder.model_id, limit=TEXTS_A_SORT)
        return [(passage.text_hash, embedding_text(passage.section, passage.text)) for passage in passages]

    total = catalogue.count_unencoded(encoder.model_id)
    return _encode_all(home, catalogue, encoder, pending, _Stage("encode", total, progress))


def encode_pending_sentences(home: Home, catalogue: CatalogueWriter, encoder: Encoder, progress: Progress) -> int:
    """The same for sentences, once the passages can be searched: they make the ranking better, and cost as much."""

    def pending() -> list[Text]:
        return catalogue.unencoded_sentences(encoder.model_id, limit=SENTENCES_A_SORT)

    total = catalogue.count_unencoded(encoder.model_id, sentences=True)
    return _encode_all(home, catalogue, encoder, pending, _Stage("sentences", total, progress))


@dataclass(frozen=True, slots=True)
class _Stage:
    """A stage of the run and how many texts it has."""

    name: str
    total: int
    progress: Progress


def _encode_all(
    home: Home, catalogue: CatalogueWriter, encoder: Encoder, pending: Callable[[], list[Text]], stage: _Stage
) -> int:
    if not stage.total:
        return 0
    stage.progress.start(stage.name, stage.total)
    published = time.monotonic()
    while texts := pending():
        for step in _steps(texts):
            vectors = encoder.encode_passages([text for _, text in step])
            catalogue.add_embeddings(encoder.model_id, [key for key, _ in step], vectors)
            stage.progress.advance(len(step))
            if time.monotonic() - published > PUBLISH_EVERY_S:
                synchronise(home, catalogue)
                published = time.monotonic()
    synchronise(home, catalogue)
    stage.progress.finish()
    return stage.total


def _steps(texts: list[Text]) -> Iterator[list[Text]]:
    """Texts of similar length, a step of about the same number of characters at a time."""
    step: list[Text] = []
    filled = 0
    for text in sorted(texts, key=lambda text: len(text[1])):
        if step and filled + len(text[1]) > CHARS_A_STEP:
            yield step
            step, filled = [], 0
        step.append(text)
        filled += len(text[1])
    if step:
        yield step
