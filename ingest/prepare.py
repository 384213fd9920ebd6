"""What was read becomes what is stored: a document with its passages, and the names of the texts that are encoded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from corpus.errors import NoText
from corpus.types import Document, PageReading, PassageDraft
from corpus.writer import now, text_hash
from index.encoder import Encoder
from index.headers import embedding_text
from ingest.chunk import ChunkOptions
from ingest.compose import Written, cut
from ingest.encode import Text
from ingest.extract.base import DEFAULT_READING, Ocr, ReadOptions
from ingest.ocr.tesseract import lacking
from ingest.sentences import spans_to_encode
from ingest.source import Source

# Raise it when extraction, cleaning or cutting changes what comes out: documents are then read anew.
RECIPE = "3"

_OWN_READING = re.compile(r"; read (auto|always|never) ([\w+]+)$")
_LACKING = "; lacking "
_OCR: dict[str, Ocr] = {"auto": "auto", "always": "always", "never": "never"}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document before it is stored. `texts` are what is encoded for each passage, with their hashes."""

    document: Document
    passages: Sequence[PassageDraft]
    texts: Sequence[Text]
    readings: tuple[PageReading, ...]
    container: str
    data: bytes | None
    recipe: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides what text and passages come out of given bytes."""

    options: ChunkOptions
    model_id: str
    reading: ReadOptions = DEFAULT_READING

    @property
    def base(self) -> str:
        """All but how a document was read, where that was not as usual."""
        return f"{RECIPE}; {self.options}; {self.model_id}"

    def __str__(self) -> str:
        """Passwords don't change a text, and are kept nowhere."""
        told, usual = (f"; read {each.ocr} {'+'.join(each.ocr_languages)}" for each in (self.reading, DEFAULT_READING))
        return self.base + ("" if told == usual else told)

    def is_met_by(self, recipe: str | None) -> bool:
        """Whether a document that was read in this way need not be read again.

        One that was read with options of its own, as by OCR on every page, stays so in a run that asks for none. One
        of which pages lacked OCR is read again once a language is there that it lacked.
        """
        if recipe is None:
            return False
        read, _, lacked = recipe.partition(_LACKING)
        if lacked and set(lacking(lacked.split("+"))) != set(lacked.split("+")):
            return False
        return read == str(self) or (str(self) == self.base and read.startswith(self.base + "; read "))

    def of(self, reading: ReadOptions, lacked: Sequence[str]) -> str:
        """What is kept of a document that was read with these options, where OCR lacked these languages."""
        return str(replace(self, reading=reading)) + (_LACKING + "+".join(lacked) if lacked else "")

    def reading_of(self, recipe: str | None) -> ReadOptions:
        """The options to read a document with again: its own, unless the run asks for others."""
        told = _OWN_READING.search((recipe or "").partition(_LACKING)[0])
        if told is None or str(self) != self.base:
            return self.reading
        return replace(self.reading, ocr=_OCR[told[1]], ocr_languages=tuple(told[2].split("+")))


def prepare(source: Source, written: Written, encoder: Encoder, recipe: Recipe) -> Prepared:
    """Cut what was read of a source. Raises `NoText` where there is nothing to cut."""
    record, content, extraction = source.record, source.content, written.extraction
    stated = record.language if record else None  # who writes records knows their language
    drafts = cut(written, count_tokens=encoder.count_tokens, options=recipe.options)
    if not drafts:
        raise NoText(f"{source.uri} holds no text")
    document = Document(
        doc_id=doc_id_of(source.sha256),
        uri=source.uri,
        sha256=source.sha256,
        media_type=extraction.media_type,
        title=written.title,
        language=stated or written.language,
        text=written.text,
        pages=written.pages,
        external_id=record.external_id if record else None,
        published=extraction.published,
        ingested_at=now(),
        metadata=record.metadata if record else _metadata(extraction.author),
    )
    parts = [document.text[draft.start : draft.end] for draft in drafts]
    passages = [
        replace(draft, language=stated or draft.language, sentences=spans_to_encode(part))
        for draft, part in zip(drafts, parts, strict=True)
    ]
    embedded = [embedding_text(draft.section, part) for draft, part in zip(drafts, parts, strict=True)]
    return Prepared(
        document=document,
        passages=passages,
        texts=[Text(text_hash(text), text, each.language) for text, each in zip(embedded, passages, strict=True)],
        readings=extraction.readings,
        container=source.container,
        data=content.data if content else None,
        recipe=recipe.of(content.options if content else DEFAULT_READING, extraction.lacking),
    )


def doc_id_of(sha256: str) -> str:
    """A document's id: 16 hexadecimal digits of the hash of its bytes."""
    return sha256[:16]


def _metadata(author: str | None) -> MappingProxyType[str, str]:
    return MappingProxyType({"author": author} if author else {})
