"""The step of a run that describes documents: what each says of its instrument, kept in the catalogue.

It comes after storing and before publishing, for every document that this way of describing has not seen: those that
are new, those of a home from before, all of them for a new recipe. What is described is kept if the run is ended.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from corpus.instrument import Value
from corpus.instruments import not_described, settle_filters, store_all_values
from corpus.writer import CatalogueWriter
from index.encoder import Encoder
from ingest.describe import RECIPE, describe
from ingest.progress import Progress

# Long enough that flushes to the disk cost nothing beside describing, short enough that little is lost.
STORE_EVERY_S = 2.0


def describe_pending(catalogue: CatalogueWriter, encoder: Encoder, progress: Progress) -> int:
    """Describe the documents that are not described yet, and bring filters up to date; gives how many documents.

    The caller holds the home's lock. Of most short texts nothing is encoded (see `ingest.describe`).
    """
    waiting = not_described(catalogue, RECIPE)
    if waiting:
        progress.start("describe", len(waiting))
        described: dict[str, Sequence[Value]] = {}
        stored_at = time.monotonic()
        for doc_id in waiting:
            described[doc_id] = describe(catalogue.document(doc_id), encoder)
            progress.advance()
            if time.monotonic() - stored_at > STORE_EVERY_S:
                store_all_values(catalogue, described, RECIPE)
                described, stored_at = {}, time.monotonic()
        store_all_values(catalogue, described, RECIPE)
        progress.finish()
    settle_filters(catalogue)  # documents that went to another address have changed without being described
    return len(waiting)
