"""Characters as they are meant: composed accents, letters for ligatures, plain spaces, nothing that can't be seen.

NFC and not NFKC: the text is quoted, and `m²` is not `m2`.
"""

from __future__ import annotations

import re
import unicodedata

SYMBOLS = str.maketrans(
    {
        0xF0B7: "•",
        0xF0A7: "▪",
        0xF06E: "■",
        0xF071: "❑",
        0xF076: "❖",
        0xF0D8: "➢",
        0xF0E0: "→",
        0xF0E8: "→",
        0xF0F0: "→",
        0xF0FC: "✓",
        0xF0FE: "☑",
        0xF0A8: "☐",
        0xF06F: "☐",
    }
)
"""The bullets and ticks of the Symbol and Wingdings fonts, which programs store in the private use area."""

_LETTERS = SYMBOLS | str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_HYPHENATION = re.compile("\u00ad[ \t]*\n[ \t]*")
# Soft hyphens, zero-width spaces and joiners, marks of direction, byte order marks; and what is not a character.
_INVISIBLE_SIGNS = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164"
    "\ufeff\uffa0\ufff0-\ufffb\ufdd0-\ufdef\ufffe\uffff\ue000-\uf8ff\U000e0000-\U000e007f"
)
_INVISIBLE = re.compile(f"[{_INVISIBLE_SIGNS}]")
# Joiners have a meaning in Arabic and Indian scripts and within emoji.
_JOINERS = re.compile("(?<![\u0600-\u0dff\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_SPACE_SIGNS = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_SPACES = re.compile(f"[ {_SPACE_SIGNS}]+")
_SPACED_LINE_END = re.compile(" *\n *")
_ORDINAL = re.compile(r"\b(1|I) (er|ers|re|ère)\b(?!['’-])")
# Any sign that one of these rules is about, but for spaces and line ends: most texts have none.
_ODD = re.compile(
    f"[\x00-\x08\v-\x1f\x7f-\x9f\u2028\u2029\u200c\u200d\ud800-\udfffﬀ-ﬆ{_SPACE_SIGNS}{_INVISIBLE_SIGNS}]"
)


def normalised(text: str) -> str:
    """`text` with one form for each character; line ends as `\\n`, other white space as single spaces, none outside."""
    if _ODD.search(text) or "  " in text or " \n" in text or "\n " in text:
        text = _plain(text)
    if "1 " in text or "I " in text:
        text = _ORDINAL.sub(r"\1\2", text)
    return unicodedata.normalize("NFC", text).strip()


def _plain(text: str) -> str:
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # a lone surrogate becomes �
    text = _LINE_ENDS.sub("\n", text.translate(_LETTERS))
    text = _HYPHENATION.sub("", text)
    text = _CONTROLS.sub("", _JOINERS.sub("", _INVISIBLE.sub("", text)))
    return _SPACED_LINE_END.sub("\n", _SPACES.sub(" ", text))
