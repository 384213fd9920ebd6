"""How well PDFs, scans and damaged texts are read: the rows of figures that a change to reading has to keep.

    python tests/quality/reading.py [gold] [robust] [scans] [repairs]

Without names, all of them; what needs ../shared is left out, saying so, where it is not there.
"""

from __future__ import annotations

import io
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pypdfium2
from PIL import Image
from pypdf import PdfReader

from corpus.errors import SourceError
from ingest.compose import compose
from ingest.extract import html, markdown
from ingest.extract.base import Content, Extraction, ReadOptions
from ingest.extract.registry import extract
from ingest.repair.mend import mended

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"
SAMPLES = ROOT / "corpus" / "samples" / "documents"

MIN_SENTENCE = 30  # characters
MIN_CHARACTERS = 200
ENOUGH = 0.9
SCANNED = 5  # pages
NO_OCR = ReadOptions(ocr="never")
SAMPLE_LANGUAGES = ReadOptions(ocr_languages=("fra", "eng", "ita", "deu"))


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


def gold() -> Iterator[str]:
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
    for name, text in readings.items():
        found = [sentence for sentence in sentences if squeezed(sentence) in squeezed(text)]
        yield f"gold: {name:7} {len(found)} of {len(sentences)} sentences, {len(found) / len(sentences):.3f}"
    for sentence in sentences:
        if squeezed(sentence) not in squeezed(readings["repere"]):
            yield f"gold: missing: {sentence}"


def _without_site_markup(text: str) -> str:
    """Markdown without what a site's generator takes out: front matter, short codes, addresses of links."""
    text = re.sub(r"^---\n.*?^---$", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"\{\{%\s*question\s+\"(.*?)\"\s*%\}\}", r"\1", text)
    text = re.sub(r"\[([^\]]*)\]\(\s*(?:\{\{.*?\}\}|[^)]*)\s*\)", r"\1", text)
    text = re.sub(r"\{\{.*?\}\}", "", text)
    return re.sub(r"^(\s*[*-]? ?.*?) : (https?://\S+)$", r"\1", text, flags=re.MULTILINE)


# --- Files from the test suites of parsers


def robust() -> Iterator[str]:
    outcomes, enough, slowest, judged = Counter[str](), 0, (0.0, ""), 0
    for path in sorted((SHARED / "pdf" / "robust").glob("*.pdf")):
        data, begun = path.read_bytes(), time.monotonic()
        extraction: Extraction | None = None
        try:
            extraction = extract(Content(path.name, data))
            text = cleaned_text(extraction)
            outcome = "read"
        except SourceError as error:
            text, outcome = "", type(error).__name__
        except Exception as error:  # noqa: BLE001 - what this command is there to find
            text, outcome = "", f"CRASH {type(error).__name__}"
        outcomes[outcome] += 1
        slowest = max(slowest, (time.monotonic() - begun, path.name))
        for warning in extraction.warnings if extraction else ():
            if "OCR" in warning or "second" in warning:
                yield f"robust: {path.name}: {warning}"
        expected = _letters_in_pdfium(data)
        if expected is not None:
            judged += 1
            enough += len(letters(text)) >= ENOUGH * expected
            if len(letters(text)) < ENOUGH * expected:
                yield f"robust: {path.name}: {len(letters(text))} of {expected} letters ({outcome})"
    yield f"robust: {sum(outcomes.values())} outcomes: {dict(outcomes)}; slowest {slowest[0]:.1f} s ({slowest[1]})"
    yield f"robust: {enough} of {judged} give {ENOUGH:.0%} of PDFium's letters, {enough / max(1, judged):.3f}"


def _letters_in_pdfium(data: bytes) -> int | None:
    """The letters and digits that PDFium finds, None where it opens nothing or finds under 200 characters."""
    try:
        text = pdfium_text(data)
    except pypdfium2.PdfiumError:
        return None
    return len(letters(text)) if len(text) >= MIN_CHARACTERS else None


# --- Pages of the samples, printed and scanned


def scans() -> Iterator[str]:
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
        yield (
            f"scans: {len(accuracies)} pages, {dpi} dpi, turned by {angle}°: word accuracy {mean:.3f} "
            f"(worst {worst:.3f}), confidence {confidence:.0f}"
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


def repairs() -> Iterator[str]:
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
    for repair, count in made.items():
        yield f"repairs: {count} × {repair}"
    yield f"repairs: {made.total()} in {words:,} words"


def _whole_texts() -> list[Path]:
    pdfs = [*(SHARED / "pdf" / "gold").glob("*.pdf"), *(SHARED / "pdf" / "policy").glob("*.pdf")]
    return [*sorted(pdfs), *sorted((SHARED / "html").glob("*.html"))]


PARTS = {"gold": gold, "robust": robust, "scans": scans, "repairs": repairs}
NEED_SHARED = {"gold", "robust", "repairs"}


def main(names: list[str]) -> None:
    for name in names or list(PARTS):
        if name in NEED_SHARED and not SHARED.is_dir():
            print(f"{name}: left out, ../shared/data is not there")
            continue
        for line in PARTS[name]():
            print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
