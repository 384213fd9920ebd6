"""How well PDFs, scans and damaged texts are read: the rows of figures that a change to reading has to keep.

    python tests/quality/reading.py [gold] [html] [robust] [damaged] [scans] [repairs]

Without names, all of them; what needs ../shared is left out, saying so, where it is not there. Exit code 1 where a row
falls short of its floor.
"""

from __future__ import annotations

import io
import json
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import trafilatura
from PIL import Image
from pypdf import PdfReader

from corpus.errors import SourceCrashed, SourceError, SourceTimeout
from corpus.home import Home
from index.models import open_encoder
from ingest.compose import compose
from ingest.extract import html, markdown
from ingest.extract.base import Content, Extraction, ReadOptions
from ingest.extract.registry import extract
from ingest.pipeline import ingest
from ingest.reading import Reader
from ingest.repair.mend import mended
from search import Searcher

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"
SAMPLES = ROOT / "corpus" / "samples" / "documents"

MIN_SENTENCE = 30  # characters
MIN_CHARACTERS = 200
ENOUGH = 0.9
MIN_ROBUST = 0.97
MIN_F1 = 0.92
MIN_ACCURACY = 0.95
DAMAGED = "003_e1b07d02338be186.txt"
SCANNED = 5  # pages
NO_OCR = ReadOptions(ocr="never")
SAMPLE_LANGUAGES = ReadOptions(ocr_languages=("fra", "eng", "ita", "deu"))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of figures; not `ok` where it falls short of what is asked for."""

    text: str
    ok: bool = True


def cleaned_text(extraction: Extraction) -> str:
    return compose(extraction, name="", count_tokens=lambda texts: [len(text.split()) for text in texts]).text


def letters(text: str) -> str:
    """What is compared: letters and digits, in small letters. Leaders, spaces and hyphens are the layout's."""
    return "".join(character for character in text.casefold() if character.isalnum())


def squeezed(text: str) -> str:
    """A text without white space, hyphens and bullets, its apostrophes of one kind."""
    return re.sub(r"[\s\u00ad*•-]", "", text.replace("’", "'"))


def pdfium_text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


# --- Sentences of a PDF whose source is known


def gold() -> Iterator[Line]:
    folder = SHARED / "pdf" / "gold"
    source = _without_site_markup(next(folder.glob("*.md")).read_text(encoding="utf-8"))
    blocks = markdown.extract(Content("gold.md", source.encode())).blocks
    texts = [" ".join(block.text.split()) for block in blocks if block.kind != "table"]
    sentences = [part for text in texts for part in re.split(r"(?<=[.!?])\s+", text) if len(part) >= MIN_SENTENCE]
    data = next(folder.glob("*.pdf")).read_bytes()
    readings = {
        "repere": cleaned_text(extract(Content("gold.pdf", data))),
        "pypdf": "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages),
        "PDFium": pdfium_text(data),
    }
    counts: dict[str, int] = {}
    for name, text in readings.items():
        found = [sentence for sentence in sentences if squeezed(sentence) in squeezed(text)]
        counts[name] = len(found)
        yield Line(f"gold: {name:7} {len(found)} of {len(sentences)} sentences, {len(found) / len(sentences):.3f}")
    yield Line("gold: more than either", ok=counts["repere"] > max(counts["pypdf"], counts["PDFium"]))
    for sentence in sentences:
        if squeezed(sentence) not in squeezed(readings["repere"]):
            yield Line(f"gold: missing: {sentence}")


def _without_site_markup(text: str) -> str:
    """Markdown without what a site's generator takes out: front matter, short codes, addresses of links."""
    text = re.sub(r"^---\n.*?^---$", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"\{\{%\s*question\s+\"(.*?)\"\s*%\}\}", r"\1", text)
    text = re.sub(r"\[([^\]]*)\]\(\s*(?:\{\{.*?\}\}|[^)]*)\s*\)", r"\1", text)
    text = re.sub(r"\{\{.*?\}\}", "", text)
    return re.sub(r"^(\s*[*-]? ?.*?) : (https?://\S+)$", r"\1", text, flags=re.MULTILINE)


# --- Files from the test suites of parsers


def robust() -> Iterator[Line]:
    """Each file is read in a worker, within the limits that a run has. White space is the layout's, and not counted:
    PDFium has a line end after each of the fields of a form, we have a space or an empty line.
    """
    paths = sorted((SHARED / "pdf" / "robust").glob("*.pdf"))
    outcomes, enough, judged, begun = Counter[str](), 0, 0, time.monotonic()
    with Reader() as reader:
        futures = {path: reader.begin(Content(path.name, path.read_bytes())) for path in paths}
        for path, future in futures.items():
            try:
                written = future.result()
            except SourceError as error:
                text, outcome = "", type(error).__name__
            else:
                text, outcome = written.text, "read"
                for warning in written.extraction.warnings:
                    if "OCR" in warning or "second" in warning:
                        yield Line(f"robust: {path.name}: {warning}")
            outcomes[outcome] += 1
            expected = _letters_in_pdfium(path.read_bytes())
            if expected is not None:
                judged += 1
                enough += len(letters(text)) >= ENOUGH * expected
                if len(letters(text)) < ENOUGH * expected:
                    yield Line(f"robust: {path.name}: {len(letters(text))} of {expected} letters ({outcome})")
    bad = outcomes[SourceCrashed.__name__] + outcomes[SourceTimeout.__name__]
    took = time.monotonic() - begun
    yield Line(
        f"robust: {outcomes.total()} outcomes of {len(paths)} files in {took:.0f} s: {dict(outcomes)}",
        ok=not bad and outcomes.total() == len(paths),
    )
    share = enough / max(1, judged)
    yield Line(
        f"robust: {enough} of {judged} give {ENOUGH:.0%} of PDFium's letters and digits, {share:.3f}",
        ok=share >= MIN_ROBUST,
    )


def _letters_in_pdfium(data: bytes) -> int | None:
    """The letters and digits that PDFium finds, None where it opens nothing or finds under 200 characters."""
    try:
        text = pdfium_text(data)
    except pypdfium2.PdfiumError:
        return None
    return len(letters(text)) if len(text) >= MIN_CHARACTERS else None


# --- Web pages with what must and must not be in their main text


def pages() -> Iterator[Line]:
    """trafilatura's own measure: which of the gold strings, and of the unwanted ones, are found."""
    folder = SHARED / "html"
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    ways: dict[str, Callable[[str, bytes], str]] = {"repere": _our_text, "trafilatura": _their_text}
    for name, read in ways.items():
        right = wrong = missed = 0
        for page, strings in gold.items():
            text = " ".join(read(page, (folder / page).read_bytes()).split())
            hits = sum(" ".join(string.split()) in text for string in strings["with"])
            right, missed = right + hits, missed + len(strings["with"]) - hits
            wrong += sum(" ".join(string.split()) in text for string in strings["without"])
        f1 = 2 * right / (2 * right + wrong + missed)
        precision, recall = right / (right + wrong), right / (right + missed)
        yield Line(
            f"html: {name:11} F1 {f1:.4f} (precision {precision:.4f}, recall {recall:.4f}, {len(gold)} pages)",
            ok=name != "repere" or f1 >= MIN_F1,
        )


def _our_text(name: str, data: bytes) -> str:
    return " ".join(block.text for block in html.extract(Content(name, data)).blocks)


def _their_text(_: str, data: bytes) -> str:
    return trafilatura.extract(data, include_comments=False) or ""


# --- A seed that came out of bad OCR


def damaged() -> Iterator[Line]:
    """The words that OCR broke are found by a search: over all seeds, in the seed that has them, as their first hit."""
    folder, encoder = SHARED.parent / "seeds", open_encoder()
    with tempfile.TemporaryDirectory() as place:
        home = Home(Path(place, "home"))
        ingest(home, [folder], encoder, model="bundled")
        with Searcher.open(home, encoder=encoder) as searcher:
            for query in ("Texelis", "secteur", "l'État", "l'initiative"):
                hits = searcher.search(f'"{query}"', mode="lexical").hits
                ranks = [hit.rank for hit in hits if DAMAGED in hit.document.uri]
                shown = [hit.passage.text[slice(*hit.highlights[0])] for hit in hits if DAMAGED in hit.document.uri][:1]
                yield Line(f"damaged: {query}: at rank {ranks[:1]} of {len(hits)}, as {shown}", ok=bool(ranks))


# --- Pages of the samples, printed and scanned


def scans() -> Iterator[Line]:
    for dpi, angle in ((300, 0.0), (300, 1.0), (150, 0.0), (150, 1.0)):
        accuracies, confidences = [], []
        for path in sorted(SAMPLES.glob("*.pdf"))[:SCANNED]:
            data = path.read_bytes()
            layer = extract(Content(path.name, data, NO_OCR))
            words = " ".join(block.text for block in layer.blocks if block.page == 1).split()
            scanned = extract(Content(path.name, scan_of(data, dpi=dpi, angle=angle), SAMPLE_LANGUAGES))
            found = " ".join(block.text for block in scanned.blocks).split()
            accuracies.append(word_accuracy(words, found))
            confidences += [reading.confidence or 0.0 for reading in scanned.readings]
        worst, mean = min(accuracies), sum(accuracies) / len(accuracies)
        confidence = sum(confidences) / len(confidences)
        yield Line(
            f"scans: {len(accuracies)} pages, {dpi} dpi, turned by {angle}°: word accuracy {mean:.3f} "
            f"(worst {worst:.3f}), confidence {confidence:.0f}",
            ok=dpi < 300 or mean >= MIN_ACCURACY,
        )


def scan_of(data: bytes, *, dpi: int, angle: float = 0.0, page: int = 0) -> bytes:
    """A PDF that holds one page of another as a picture and nothing else."""
    picture: Image.Image = pypdfium2.PdfDocument(data)[page].render(scale=dpi / 72, grayscale=True).to_pil()
    turned = picture.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    buffer = io.BytesIO()
    turned.save(buffer, format="PDF", resolution=dpi)
    return buffer.getvalue()


def word_accuracy(words: Iterable[str], found: Iterable[str]) -> float:
    """The share of words that are found as they are, in either order of columns: signs at their ends aside."""
    expected, given = Counter(map(letters, words)), Counter(map(letters, found))
    del expected[""]
    return (expected & given).total() / max(1, expected.total())


# --- Repairs of texts that are whole


def repairs() -> Iterator[Line]:
    words, made = 0, Counter[str]()
    for path in _whole_texts():
        reader = html.FORMAT.extract if path.suffix == ".html" else extract
        try:
            extraction = reader(Content(path.name, path.read_bytes(), NO_OCR))
        except SourceError:
            continue
        words += sum(len(block.text.split()) for block in extraction.blocks)
        for reading in extraction.readings or mended(extraction).readings:
            for repair in reading.repairs:
                made[f"{path.name[:40]}: {repair.original} → {repair.repaired}"] += repair.count
    for told, count in made.items():
        yield Line(f"repairs: {count} × {told}")
    yield Line(f"repairs: {made.total()} in {words:,} words")


def _whole_texts() -> list[Path]:
    pdfs = [*(SHARED / "pdf" / "gold").glob("*.pdf"), *(SHARED / "pdf" / "policy").glob("*.pdf")]
    return [*sorted(pdfs), *sorted((SHARED / "html").glob("*.html"))]


PARTS = {
    "gold": gold,
    "html": pages,
    "robust": robust,
    "damaged": damaged,
    "scans": scans,
    "repairs": repairs,
}
NEED_SHARED = {"gold", "html", "robust", "damaged", "repairs"}


def main(names: list[str]) -> int:
    """Print the rows; 1 where one falls short of what is asked for."""
    short = 0
    for name in names or list(PARTS):
        if name in NEED_SHARED and not SHARED.is_dir():
            print(f"{name}: left out, ../shared/data is not there")
            continue
        for line in PARTS[name]():
            short += not line.ok
            print(line.text if line.ok else f"{line.text}  <-- short", flush=True)
    return int(short > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
