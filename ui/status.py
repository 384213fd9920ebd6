"""What `repere status` tells of a home."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from corpus.catalogue import Catalogue
from corpus.choices import wants_sentences
from corpus.home import Home
from corpus.types import Failure
from corpus.web import gone_pages
from index.analysis import ANALYZER
from index.manifest import Manifest
from ui.gone import gone_json
from ui.printing import failure_line


def status_json(home: Home, catalogue: Catalogue, *, failures: bool) -> dict[str, Any]:
    """The state of a home as JSON values; `failures` lists them, else they are counted only."""
    model_id = catalogue.fact("model_id")
    counts = catalogue.counts(model_id)
    manifest = Manifest.read(home.index)
    current = manifest is not None and (manifest.revision, manifest.analyzer) == (catalogue.revision, ANALYZER)
    values: dict[str, Any] = {
        "home": str(home.root),
        "documents": counts.documents,
        "passages": counts.passages,
        "encoded": counts.encoded,
        "sentences": counts.sentences,
        "encoded_sentences": counts.encoded_sentences,
        "sentences_wanted": wants_sentences(catalogue),
        "languages": counts.languages,
        "failures": counts.failures,
        "model": catalogue.fact("model"),
        "model_id": model_id,
        "revision": catalogue.revision,
        "index": "current" if current else "behind",
    }
    gone = gone_pages(catalogue)
    values["gone"] = len(gone)
    if failures:
        values["gone_pages"] = gone_json(gone)
        values["failed"] = [asdict(failure) for failure in catalogue.failures()]
    return values


def status_lines(values: dict[str, Any]) -> list[str]:
    """The same for people."""
    languages = ", ".join(f"{language} {count}" for language, count in values["languages"].items())
    lines = [
        f"Home       {values['home']}",
        f"Documents  {values['documents']:,}" + (f" ({languages})" if languages else ""),
        f"Passages   {values['passages']:,}, {values['encoded']:,} of them encoded",
        f"Sentences  {values['sentences']:,}, {values['encoded_sentences']:,} of them encoded",
        f"Model      {values['model']} ({values['model_id']})",
        f"Index      {values['index']}, revision {values['revision']}",
        f"Failures   {values['failures']:,}",
    ]
    lines += [f"  {failure_line(Failure(**failed))}" for failed in values.get("failed", ())]
    if values["failures"] and "failed" not in values:
        lines[-1] += " (see them with: repere status --failures)"
    if values["gone"]:
        lines.append(f"Gone       {values['gone']:,} from the web; their documents are kept as they were")
        lines += [f"  {page['address']} (since {page['gone_since'][:10]})" for page in values.get("gone_pages", ())]
    waiting = values["encoded_sentences"] < values["sentences"]
    if values["encoded"] < values["passages"] or (waiting and values["sentences_wanted"]):
        lines.append("Not everything is encoded yet: the next repere ingest, or repere reindex, goes on.")
    elif waiting:
        lines.append("Sentences are left out, as this home was told. To have them: repere ingest --sentences")
    return lines
