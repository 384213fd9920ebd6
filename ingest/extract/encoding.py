"""Bytes to text. UTF-8 first; anything else is a guess, and the reader is told which one."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from corpus.errors import SourceEmpty, UnsupportedFormat
from ingest.extract.remarks import Remark

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
    *("iso8859_2", "iso8859_5", "iso8859_6", "iso8859_7", "cp866"),
    *("cp932", "gb18030", "big5", "euc_kr", "euc_jp"),
]

# Encodings that differ from cp1252 in few letters: what these look like, what would make them right, and the encoding.
_NEAR_WESTERN = (
    (re.compile(r"(?<=[^\W\d_])[½¼]|[½¼](?=[^\W\d_])|(?<=\d)\s?¤"), None, "iso8859_15"),  # c½ur, 300 ¤
    (re.compile(r"(?s)õ.*[öü]|[öü].*õ"), re.compile("[ãä]"), "cp1250"),  # Hungarian: no Portuguese, no Estonian
    (re.compile(r"[ýþð]"), re.compile("[áæíóã]"), "cp1254"),  # Turkish: no Icelandic, no Romanian
)
# What Windows and ISO have in the same places but for few letters; a wrong one gives signs in words: `szko³a`, `¶ρθρο`.
_TWINS = {"cp1250": "iso8859_2", "cp1252": "iso8859_2", "cp1257": "iso8859_2", "cp1253": "iso8859_7"}
_SIGN_IN_WORD = re.compile(r"[±³¿¹¶¼¾¦¨´¸½¤×](?=[^\W\d_])|(?<=[^\W\d_])[±³¿¹¶¼¾¦¨´¸½¤×]")
_C1 = re.compile(rb"[\x80-\x9f]")
_SEEN_OFTEN = re.compile(r"[ \na-z、。ぁ-ヿ]")

WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
MIN_OFTEN_SHARE = 0.03
"""Of spaces, line ends and small letters and kana in a text of any script, read with the right one of these."""

CUT_OFF_BYTES = 1000
"""A longer text may end in the middle of a character; a shorter one that does is none of these."""

# Python has encodings that no page means, some of which take very long or write warnings.
_NOT_MEANT = {"unicode_escape", "raw-unicode-escape", "raw_unicode_escape", "idna", "punycode", "utf-7", "undefined"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was read with, and a warning where that was a guess."""

    text: str
    encoding: str
    warnings: tuple[Remark, ...] = ()


def decode(data: bytes, *, name: str, declared: str | None = None) -> Decoded:
    """The text in `data`, line ends as `\\n`.

    `declared` is what the file or a server says of it (an HTML page's `charset`); it is believed when it decodes and
    the bytes are not plainly UTF-8.
    Raises `SourceEmpty` for nothing but white space and `UnsupportedFormat` for what is no text.
    """
    if not data.strip(b" \t\r\n\x00"):
        raise SourceEmpty(f"{name} is empty", advice=CHECK_COPY)
    decoded = _by_mark(data, name) or _declared(data, declared) or _utf8(data) or _wide(data) or _guessed(data, name)
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
                warning = Remark("encoding_broken", file=name, encoding=encoding.removesuffix("-sig"))
                return Decoded(data.decode(encoding, errors="replace"), encoding, (warning,))
    return None


def _declared(data: bytes, encoding: str | None) -> Decoded | None:
    if encoding is None:
        return None
    try:
        # A page that declares Latin-1 means cp1252: so browsers read it, and so are the apostrophes written.
        canonical = codecs.lookup(encoding).name
        if canonical in _NOT_MEANT or (canonical != "utf-8" and _is_plainly_utf8(data)):
            return None
        canonical = WESTERN if canonical in ("iso8859-1", "ascii") else canonical
        return Decoded(data.decode(canonical), canonical)
    except (LookupError, UnicodeError, ValueError):
        return None


def _is_plainly_utf8(data: bytes) -> bool:
    """Whether letters of two bytes and more are all valid: no text of another encoding has that by chance."""
    return not data.isascii() and b"\0" not in data and _utf8(data) is not None


def _utf8(data: bytes) -> Decoded | None:
    """None where it has zeros too, which are valid in UTF-8 and in no text."""
    try:
        return None if b"\0" in data else Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return None


def _wide(data: bytes) -> Decoded | None:
    """UTF-16 and UTF-32 without a mark: in texts of other encodings there are no zeros."""
    if b"\0" not in data[:SNIFFED_BYTES]:
        return None
    readings: list[tuple[float, str]] = []
    for encoding in WIDE:
        unit = 4 if "32" in encoding else 2
        if len(data) % unit and len(data) < CUT_OFF_BYTES:
            continue
        try:
            sample = data[: min(len(data), SNIFFED_BYTES) // unit * unit].decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _is_binary(sample):
            readings.append((len(_SEEN_OFTEN.findall(sample)) / max(1, len(sample)), encoding))
    share, encoding = max(readings, default=(0.0, ""))
    if share < MIN_OFTEN_SHARE:
        return None
    return Decoded(data.decode(encoding, "replace"), encoding)


def _guessed(data: bytes, name: str) -> Decoded:
    mostly_utf8 = data.decode("utf-8", errors="replace")
    broken = mostly_utf8.count("\ufffd")
    multibyte = sum(1 for character in mostly_utf8 if character > "\x7f") - broken
    if broken <= multibyte // 10:
        warning = Remark("bytes_replaced", file=name, n=broken)
        return Decoded(mostly_utf8, "utf-8", (warning,))
    encoding = _likely_encoding(data)
    warning = Remark("encoding_guessed", file=name, encoding=encoding)
    return Decoded(data.decode(encoding, errors="replace"), encoding, (warning,))


def _likely_encoding(data: bytes) -> str:
    """cp1252 where it gives Western words; else what charset-normalizer finds.

    charset-normalizer alone takes short French texts in cp1252 for cp1250, cp1257 or EBCDIC.
    """
    sample = data[:SNIFFED_BYTES]
    western = sample.decode(WESTERN, errors="replace")
    if len(_WESTERN.findall(western)) >= WESTERN_SHARE * len(_NOT_ASCII.findall(western)):
        return _near_western(western)
    best = from_bytes(sample, cp_isolation=CANDIDATES).best()
    found = WESTERN if best is None else best.encoding
    twin = _TWINS.get(found)
    if twin and not _C1.search(sample):
        # Polish, Czech and Slovak have letters in the C1 block of cp1250, which ISO 8859-2 has elsewhere.
        signs = len(_SIGN_IN_WORD.findall(sample.decode(found, "replace")))
        if found == "cp1250" or signs > len(_SIGN_IN_WORD.findall(sample.decode(twin, "replace"))):
            return twin
    return _near_western(western) if found == WESTERN else found


def _near_western(western: str) -> str:
    """cp1252, or the encoding next to it in which a text makes sense that looks odd in it."""
    for like, unlike, near in _NEAR_WESTERN:
        if like.search(western) and not (unlike and unlike.search(western)):
            return near
    return WESTERN


def _is_binary(text: str) -> bool:
    sample = text[:SNIFFED_BYTES]
    return "\x00" in sample or len(_CONTROLS.findall(sample)) > MAX_CONTROL_SHARE * len(sample)
