"""What describing gets right, against labels made by hand before it was tuned: `python tests/quality/instruments.py`.

`instruments.json` holds the labels and says how they were made; `--half tune` shows the half that rules were tuned on,
`--errors` every document that is wrong. The labeller had read all of the texts; only tune was measured while tuning.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from unicodedata import normalize

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from corpus.errors import NoText  # noqa: E402  (the path is set first)
from corpus.instrument import Value  # noqa: E402
from corpus.samples import documents_folder  # noqa: E402
from corpus.types import Document  # noqa: E402
from corpus.vocabulary import folded  # noqa: E402
from index.encoder import Encoder  # noqa: E402
from ingest.compose import compose  # noqa: E402
from ingest.describe import describe  # noqa: E402
from ingest.extract.base import Content  # noqa: E402
from ingest.extract.registry import extract  # noqa: E402

LABELS = Path(__file__).with_name("instruments.json")
FLOORS = {"kind": 0.90, "territory": 0.90, "organisations recall": 0.90, "organisations precision": 0.90, "dates": 0.90}


SURE = 0.95
"""Confidence from which a kind should hardly ever be wrong."""


@dataclass(frozen=True)
class Label:
    """What a document is, by hand. `dates` are asked for; `other_dates` are right too."""

    file: str
    source: str
    half: str
    kind: str
    kinds: tuple[str, ...]
    territory: str | None
    territories: tuple[str | None, ...]
    dates: frozenset[tuple[str, str]]
    other_dates: frozenset[tuple[str, str]]
    organisations: tuple[str, ...]


@dataclass
class Tally:
    """Right and asked for, by measure, and what was wrong."""

    counts: dict[str, list[int]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def add(self, measure: str, right: int, asked: int) -> None:
        """Add to both counts."""
        count = self.counts.setdefault(measure, [0, 0])
        count[0] += right
        count[1] += asked

    def share(self, measure: str) -> float:
        """Right over asked for; 1 where nothing was asked for."""
        right, asked = self.counts.get(measure, [0, 0])
        return right / asked if asked else 1.0


def labels() -> list[Label]:
    """Every labelled document that has text."""
    return [_label(entry) for entry in json.loads(LABELS.read_text(encoding="utf-8"))["documents"] if "kind" in entry]


def _label(entry: dict[str, Any]) -> Label:
    return Label(
        entry["file"],
        entry["source"],
        entry["half"],
        entry["kind"],
        (entry["kind"], *entry.get("also_kinds", ())),
        entry["territory"],
        (entry["territory"], *entry.get("also_territories", ())),
        frozenset((role, iso) for role, iso in entry["dates"]),
        frozenset((role, iso) for role, iso in entry.get("other_dates", ())),
        tuple(entry.get("organisations", ())),
    )


def path_of(label: Label) -> Path:
    """Where a labelled document lies; it need not be there."""
    shared = ROOT.parent / "shared"
    folders = {"samples": documents_folder(), "seeds": shared / "seeds", "policy": shared / "data" / "pdf" / "policy"}
    path = folders[label.source] / label.file
    apart = path.with_name(normalize("NFD", path.name))  # a disk may have accents apart
    return apart if apart.is_file() else path


def read(path: Path) -> Document:
    """The document as ingest would store it. Raises `NoText` for a scan."""
    extraction = extract(Content(path.name, path.read_bytes()))
    composed = compose(extraction, name=path.name, count_tokens=lambda texts: [len(text.split()) for text in texts])
    return Document(
        doc_id=path.name,
        uri=str(path),
        sha256="",
        media_type=extraction.media_type,
        title=composed.title,
        language=composed.language,
        text=composed.text,
        pages=composed.pages,
    )


def measure(chosen: Sequence[Label], encoder: Encoder) -> Tally:
    """Describe every document that is there and compare."""
    tally = Tally()
    for label in chosen:
        if not path_of(label).is_file():
            continue
        try:
            document = read(path_of(label))
        except NoText:
            continue
        compare(tally, label, document, describe(document, encoder))
    return tally


def compare(tally: Tally, label: Label, document: Document, values: Sequence[Value]) -> None:
    """Add one document's values to the tally."""
    # A document that is no instrument is `other`, whether it is said or left open.
    kind = next((value.value for value in values if value.field == "kind"), "other")
    tally.add("kind", kind == label.kind, 1)
    tally.add("kind, lenient", kind in label.kinds, 1)
    for value in values:
        if value.field == "kind":
            sure = "from" if value.confidence >= SURE else "under"
            tally.add(f"kind told, confidence {sure} {SURE}", kind == label.kind, 1)
    place = next((value.value for value in values if value.field == "territory"), None)
    tally.add("territory", place == label.territory, 1)
    tally.add("territory, lenient", place in label.territories, 1)
    if label.territory:
        tally.add("territory, where there is one", place == label.territory, 1)
    dates = {(value.role, value.value) for value in values if value.field == "date"}
    tally.add("dates", len(dates & label.dates), len(label.dates))
    tally.add("dates not invented", len(dates & (label.dates | label.other_dates)), len(dates))
    if label.organisations:
        _compare_organisations(tally, label, values)
    unproven = [value for value in values if not _is_proven(value, document)]
    tally.add("values with evidence", len(values) - len(unproven), len(values))
    wrong = [
        *([f"kind {kind} for {label.kind}"] if kind != label.kind else []),
        *([f"territory {place} for {label.territory}"] if place != label.territory else []),
        *(f"missing {role} {iso}" for role, iso in sorted(label.dates - dates)),
        *(f"invented {role} {iso}" for role, iso in sorted(dates - label.dates - label.other_dates)),
    ]
    tally.errors += [f"{label.file}: {each}" for each in wrong]


def _compare_organisations(tally: Tally, label: Label, values: Sequence[Value]) -> None:
    wanted = {folded(name.removeprefix("Le ")) for name in label.organisations}
    listed = [value for value in values if value.field == "organisation" and value.role == "takes_part"]
    found = {folded(value.value.removeprefix("Le ")) for value in listed}
    tally.add("organisations recall", len(found & wanted), len(wanted))
    tally.add("organisations precision", len(found & wanted), len(found))
    tally.errors += [f"{label.file}: organisation {name}" for name in sorted(found ^ wanted)]


def _is_proven(value: Value, document: Document) -> bool:
    shown = value.evidence
    return shown is not None and bool(shown.quote.strip()) and document.text[shown.start : shown.end] == shown.quote


def rows(tally: Tally) -> Iterator[str]:
    """The measures as lines of a table."""
    for measure_name, (right, asked) in tally.counts.items():
        floor = FLOORS.get(measure_name)
        least = f"(at least {floor:.2f})" if floor else ""
        yield f"{measure_name:32} {right:4} of {asked:4}  {right / asked if asked else 1:.3f} {least}"


@lru_cache(maxsize=1)
def bundled() -> Encoder:
    """The encoder that everything is measured with."""
    from index.models import open_encoder

    return open_encoder()


def main(show: Callable[[str], None] = print) -> None:
    """Print the rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("tune", "held_out", "both"), default="held_out")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    chosen = [label for label in labels() if options.half in (label.half, "both")]
    tally = measure(chosen, bundled())
    show(f"{options.half}: {tally.counts['kind'][1]} of {len(chosen)} documents")
    for row in rows(tally):
        show(row)
    for error in tally.errors if options.errors else ():
        show(error)


if __name__ == "__main__":
    main()
