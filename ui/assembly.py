"""Wiring: settings to open objects. Imports what is slow only when it is needed."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING, Any

from corpus.catalogue import Catalogue
from ui.settings import Settings

if TYPE_CHECKING:
    from index.encoder import Encoder
    from ingest.pipeline import RunOptions
    from search import Filters, Searcher


def open_catalogue(settings: Settings) -> Catalogue:
    """The catalogue of the settings' home, for reading."""
    return Catalogue.open(settings.home)


def open_searcher(settings: Settings, *, rerank: str | None = None) -> Searcher:
    """A searcher on the settings' home, with the home's own model unless another is named.

    `rerank` names a cross-encoder for a second look. Raises `ModelMissing`.
    """
    from search import Searcher

    reranker = None
    if rerank:
        from index.reranker import open_reranker

        settings.home.require()  # before the seconds that a model takes
        reranker = open_reranker(rerank)
    encoder = open_model(settings.model) if settings.model else None
    return Searcher.open(settings.home, encoder=encoder, reranker=reranker)


def model_of_home(settings: Settings) -> str:
    """The name of the model to write with: the one that is named, else the home's own, else the default."""
    from index.models import DEFAULT_MODEL

    if settings.model:
        return settings.model
    if not settings.home.catalogue.is_file():
        return DEFAULT_MODEL
    with open_catalogue(settings) as catalogue:
        return catalogue.fact("model") or DEFAULT_MODEL


def open_model(name: str) -> Encoder:
    """The encoder of this name. Raises `ModelMissing`."""
    from index.models import open_encoder

    return open_encoder(name)


def batch_filters(options: dict[str, Any]) -> Filters:
    """The filters of the options that `ui.options.filter_options` gives. Raises `QueryError`."""
    from search.filtering import Written, filters_of

    written: Written = {name: options[name] for name in Written.__annotations__}  # type: ignore[assignment] # its names
    return filters_of(**written)


def user_name() -> str:
    """Who is at the keyboard; empty where the system has no name for them."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


OCR_SHARE = 0.8
"""Of a source's time, what OCR may take: then the pages read so far come with a warning, and are not lost."""


def run_options(options: dict[str, Any]) -> RunOptions:
    """What the command line says of a run of ingest. Raises `OptionRefused`."""
    from dataclasses import replace

    from ingest.web.options import WebOptions

    return replace(
        reading_run_options(options),
        sentences=options["sentences"],
        retry_failed=options["retry_failed"],
        web=WebOptions(
            crawl=options["crawl"],
            include=options["include"],
            exclude=options["exclude"],
            allow_private=options["allow_private"],
            delay_s=options["delay"],
            max_pages=options["max_pages"],
        ),
    )


def reading_run_options(options: dict[str, Any]) -> RunOptions:
    """What it says of reading only, as for documents that are in already."""
    from ingest.extract.base import ReadOptions
    from ingest.pipeline import RunOptions
    from ingest.worker import Limits

    file = options["password_file"]
    written = tuple(line.rstrip("\r\n") for line in file) if file else ()
    return RunOptions(
        reading=ReadOptions(
            ocr=options["ocr"],
            ocr_languages=tuple(part for part in options["ocr_lang"].split("+") if part),
            passwords=(*options["passwords"], *filter(None, written)),
            ocr_seconds=OCR_SHARE * options["timeout"],
        ),
        limits=Limits(timeout_s=options["timeout"], memory_mb=options["memory"]),
        workers=options["workers"],
    )
