"""The second half of a run: passages without a vector get one, and the vectors are published."""

from __future__ import annotations

import time
from collections.abc import Iterator

from corpus.catalogue import PassageText
from corpus.errors import ModelMismatch
from corpus.home import Home
from corpus.writer import CatalogueWriter
from index.caches import synchronise
from index.encoder import Encoder
from ingest.chunk import embedding_text
from ingest.progress import Progress

# Texts encoded and stored at a time: what a run that is ended loses is at most this much work, some ten seconds.
TEXTS_A_STEP = 64
# Texts that are sorted by length before they are cut into steps, so that little padding is computed.
TEXTS_A_SORT = 16 * TEXTS_A_STEP
# How often the vectors are published during a long run.
PUBLISH_EVERY_S = 120.0


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
    total = catalogue.count_unencoded(encoder.model_id)
    if not total:
        return 0
    progress.start("encode", total)
    published = time.monotonic()
    while passages := catalogue.unencoded(encoder.model_id, limit=TEXTS_A_SORT):
        for step in _steps(passages):
            vectors = encoder.encode_passages([embedding_text(passage.section, passage.text) for passage in step])
            catalogue.add_embeddings(encoder.model_id, [passage.text_hash for passage in step], vectors)
            progress.advance(len(step))
            if time.monotonic() - published > PUBLISH_EVERY_S:
                synchronise(home, catalogue)
                published = time.monotonic()
    synchronise(home, catalogue)
    progress.finish()
    return total


def _steps(passages: list[PassageText]) -> Iterator[list[PassageText]]:
    by_length = sorted(passages, key=lambda passage: len(passage.text))
    for first in range(0, len(by_length), TEXTS_A_STEP):
        yield by_length[first : first + TEXTS_A_STEP]
