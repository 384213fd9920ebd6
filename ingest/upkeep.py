"""Upkeep of a home: removing documents for good, and making again what is made from them."""

from __future__ import annotations

import time
from collections.abc import Sequence

from corpus.choices import wants_sentences
from corpus.duplicates import forget_replaced
from corpus.home import Home
from corpus.instruments import forget_corrections
from corpus.writer import CatalogueWriter
from index.caches import synchronise
from index.encoder import Encoder
from ingest.alike import compare_new
from ingest.describing import describe_pending
from ingest.encode import adopt_model, encode_pending, encode_pending_sentences
from ingest.families import update_families
from ingest.pipeline import RunOptions
from ingest.progress import Progress, Silence
from ingest.reading import Reader
from ingest.report import Report
from ingest.storing import Storing


def remove(home: Home, names: Sequence[str]) -> list[str]:
    """Remove documents by id, address, file name or external id, all or none; gives the ids removed.

    Their text, vectors, words and originals are in no file afterwards. Raises `NotInCatalogue`.
    """
    home.require()
    with home.writing(), CatalogueWriter.create(home) as catalogue:
        doc_ids = list(dict.fromkeys(catalogue.find_document(name) for name in names))
        with catalogue.transaction():
            uris = [uri for doc_id in doc_ids for uri in catalogue.sources_of(doc_id)]
            gone = [sha256 for doc_id in doc_ids for sha256 in catalogue.remove_document(doc_id)]
            forget_corrections(catalogue, uris)
        for sha256 in gone:
            home.drop_original(sha256)
        forget_replaced(catalogue)
        compare_new(catalogue)  # what the removed passages stood for
        synchronise(home, catalogue, purge=True)
        catalogue.compact()
    return doc_ids


def reindex(
    home: Home,
    encoder: Encoder,
    *,
    model: str,
    options: RunOptions | None = None,
    progress: Progress | None = None,
) -> Report:
    """Make everything that is made from the documents again, with this model, encoding only what it must.

    Documents that were read or cut in another way are read again from their originals; where that fails, they
    stay as they are and are reported. Raises `HomeError`.
    """
    home.require()
    options, progress = options or RunOptions(), progress or Silence()
    begun = time.monotonic()
    with (
        home.writing(),
        CatalogueWriter.create(home) as catalogue,
        Reader(workers=options.workers, limits=options.limits) as reader,
    ):
        adopt_model(catalogue, encoder, model, instead=True)
        storing = Storing(home, catalogue, encoder, reader, options.chunks, options.reading)
        doc_ids = [summary.doc_id for summary in catalogue.summaries()]
        progress.start("read", len(doc_ids))
        for doc_id in doc_ids:
            if storing.recipe.is_met_by(catalogue.recipe_of(doc_id)):
                storing.report.unchanged += 1
            else:
                storing.restore(doc_id)
            progress.advance()
        storing.flush()
        reader.close()
        progress.finish()
        describe_pending(catalogue, encoder, progress)
        storing.report.alike = compare_new(catalogue)
        catalogue.drop_other_embeddings(encoder.model_id)
        synchronise(home, catalogue, rebuild=True)
        storing.report.encoded = encode_pending(home, catalogue, encoder, progress)
        if wants_sentences(catalogue):
            storing.report.encoded_sentences = encode_pending_sentences(home, catalogue, encoder, progress)
        update_families(catalogue, encoder)
        storing.report.passages = catalogue.counts().passages
        catalogue.compact()
    storing.report.seconds = time.monotonic() - begun
    return storing.report
