"""Bytes to text. UTF-8 first; anything else is a guess, and the reader is told which one."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from corpus.errors import SourceEmpty, UnsupportedFormat

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

WESTERN = "cp1252"
"""What old French, German, Spanish and Italian files are written in, when they are not UTF-8."""

CHECK_COPY = "Check that it was saved or downloaded whole"

MAX_CONTROL_SHARE = 0.02
"""Texts with stray controls from old word processors stay below .005; a PNG or a ZIP read as cp1252 is above .1."""

SNIFFED_BYTES = 65_536

# The C1 block and the undefined bytes of cp1252: no text written by people holds them.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
# One accented letter between plain ones, or a mark of typography: what cp1252 is for. Cyrillic or Polish bytes read
# as cp1252 give runs of accents (`Ïðèâåò`) or signs inside words (`Za³o¿enia`).
_WESTERN = re.compile(
    r"(?<![^\x00-\x7fß])[àâäæçèéêëîïôöœøåùûüñáíóúßìòãõÀÂÄÇÈÉÊËÎÏÔÖŒÙÛÜÑÁÍÓÚ](?![^\x00-\x7f’»ß])"
    r"|(?<=[^\W\d])’|’(?=\s)|(?<!\w)[«‘“„•–—©§€¡¿\xa0]|[»”“…°ºª–—€®\xa0](?!\w)|(?<=\d)[²³€%]"
)
WESTERN_SHARE = 0.75

# The encodings that public documents are found in. Left to itself, charset-normalizer takes short texts for EBCDIC.
CANDIDATES = [
    *("cp1252", "mac_roman", "cp850", "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257"),
    *("cp932", "gb18030", "big5", "euc_kr", "euc_jp"),
]


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was read with, and a warning where that was a guess."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, *, name: str, declared: str | None = None) -> Decoded:
    """The text in `data`, line ends as `\\n`.

    `declared` is what the file says of itself (an HTML page's `charset`); it is believed when it decodes.
    Raises `SourceEmpty` for nothing but white space and `UnsupportedFormat` for what is no text.
    """
    if not data.strip(b" \t\r\n\x00"):
        raise SourceEmpty(f"{name} is empty", advice=CHECK_COPY)
    decoded = _by_mark(data, name) or _declared(data, declared) or _utf8(data) or _guessed(data, name)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    if _is_binary(text):
        raise not_text(name)
    if not text.strip("\ufeff\u200b \t\n\v\f\u00a0"):
        raise SourceEmpty(
            f"{name} holds nothing but white space", advice="Check that it was saved or downloaded whole."
        )
    return Decoded(text.removeprefix("\ufeff"), decoded.encoding, decoded.warnings)


def not_text(name: str) -> UnsupportedFormat:
    return UnsupportedFormat(
        f"{name} is a binary file of a format that is not known",
        advice="Save it as PDF, HTML, Markdown or plain text and ingest that",
    )


def _by_mark(data: bytes, name: str) -> Decoded | None:
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return Decoded(data.decode(encoding), encoding)
            except UnicodeDecodeError:
                warning = f"Some bytes of {name} are not valid {encoding.removesuffix('-sig')} and were replaced by �."
                return Decoded(data.decode(encoding, errors="replace"), encoding, (warning,))
    return None


def _declared(data: bytes, encoding: str | None) -> Decoded | None:
    if encoding is None:
        return None
    try:
        # A page that declares Latin-1 means cp1252: so browsers read it, and so are the apostrophes written.
        canonical = codecs.lookup(encoding).name
        canonical = WESTERN if canonical in ("iso8859-1", "ascii") else canonical
        return Decoded(data.decode(canonical), canonical)
    except (LookupError, UnicodeError, ValueError):
        return None


def _utf8(data: bytes) -> Decoded | None:
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return None


def _guessed(data: bytes, name: str) -> Decoded:
    mostly_utf8 = data.decode("utf-8", errors="replace")
    broken = mostly_utf8.count("\ufffd")
    multibyte = sum(1 for character in mostly_utf8 if character > "\x7f") - broken
    if broken <= multibyte // 10:
        warning = f"Bytes of {name} that are not valid UTF-8 were replaced by � ({broken} in all)."
        return Decoded(mostly_utf8, "utf-8", (warning,))
    encoding = _likely_encoding(data)
    warning = f"{name} is not valid UTF-8; it was read as {encoding}. If accents look wrong, save it as UTF-8."
    return Decoded(data.decode(encoding, errors="replace"), encoding, (warning,))


def _likely_encoding(data: bytes) -> str:
    """cp1252 where it gives Western words; else what charset-normalizer finds.

    charset-normalizer alone takes short French texts in cp1252 for cp1250, cp1257 or EBCDIC.
    """
    sample = data[:SNIFFED_BYTES]
    western = sample.decode(WESTERN, errors="replace")
    if len(_WESTERN.findall(western)) >= WESTERN_SHARE * len(_NOT_ASCII.findall(western)):
        return WESTERN
    best = from_bytes(sample, cp_isolation=CANDIDATES).best()
    return WESTERN if best is None else best.encoding


def _is_binary(text: str) -> bool:
    sample = text[:SNIFFED_BYTES]
    return "\x00" in sample or len(_CONTROLS.findall(sample)) > MAX_CONTROL_SHARE * len(sample)
