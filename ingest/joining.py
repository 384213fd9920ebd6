"""Lines back to paragraphs: words broken at line ends, wraps, paragraphs that go on below a footer or on the next page.

Whether a hyphen at a line's end is the word's own is read from the document: `Saint-⏎Étienne` by its capital,
`vice-⏎présidente` by its first part, the rest by which of the two forms stands elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.types import Block

MIN_OPEN_CHARS = 60
"""Characters of a paragraph that may go on after a gap: shorter ones are lines of a list, cells, captions."""

MIN_TORN = 2
MIN_TORN_SHARE = 0.1
"""Words certainly torn by line ends, and their share of all line ends, before a document counts as one whose lines
are cut at any letter: a printed page whose style sheet says so has .29, slides with narrow columns .01."""

_WORDS = re.compile(r"[^\W\d_]+(?:[-‐'’][^\W\d_]+)*")
_LAST_WORD = re.compile(r"[^\W\d_]+(?:[-‐·'’][^\W\d_]+)*$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_CONSONANTS = frozenset("bcdfgjklmnpqrstvwz")  # h and x are words: hours, times
_SENTENCE_END = re.compile(r"[.!?…:;][»”\"')\]]*(?: ?[¹²³⁴-⁹⁰]+)?$")
_URL_END = re.compile(r"(?:https?://|www\.)\S*$")
_URL_REST = re.compile(r"[\w.~%+-]*[/_=?&%#\d][\w.~%#?&=+/-]*|[\w-]+\.[a-z]{2,4}\b|[\w-]+(?:\.[\w-]+)+/")
_CJK = "[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef]"
_CJK_BREAK = re.compile(f"(?<={_CJK})\n(?={_CJK})")
_FOOTNOTE = re.compile(r"(?:\d{1,3}|[*†]|[¹²³⁴-⁹⁰]+)\s")

# First parts that keep their hyphen. Not those that are more often the beginning of a word: entre-, pré-, co-.
_PREFIX_TEXT = """
    vice ex non demi mi semi sous sus après avant arrière quasi grand grands grande haut haute hauts bas basse nord sud
    est ouest porte rendez peut celui celle ceux celles lui elle eux soi moi toi nous vous au ci là par chef quelques
    vis tiers saint sainte notre dix vingt trente quarante cinquante soixante quatre libre bien mal tout toute nouveau
    nouveaux best well self high long short low cross e half full part post franco euro anglo socio éco
"""
_SUFFIX_TEXT = """
    il ils elle elles on ce je tu nous vous moi toi lui leur y en ci là même mêmes t delà dessus dessous être clé clés
"""
# Words that no sentence ends with.
_OPEN_TEXT = """
    à a au aux de du des le la les un une et ou où en dans par pour sur sous avec sans que qui dont ce cet cette ces son
    sa ses leur leurs notre nos votre vos chez vers entre the of and or to in on for with by from an at as that which
    its their our der die das den dem des und oder im am zu zur zum mit von vom für auf bei aus nach ein eine einer
    eines el los las del y o u con por para una su sus al il lo gli i e di da nel nella per della dei delle che
"""
_PREFIXES = frozenset(_PREFIX_TEXT.split())
_SUFFIXES = frozenset(_SUFFIX_TEXT.split())
_OPEN_WORDS = frozenset(_OPEN_TEXT.split())
# `Kinder-⏎und Jugendhilfe`: the hyphen stands for a part left out.
_CONJUNCTIONS = frozenset({"und", "oder", "bzw", "sowie", "bis", "et", "ou", "and", "or", "y", "e", "o"})


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of a document, but for those that a line end may have cut.

    `prefixes` are the first parts of its hyphenated words. `torn`: its lines are cut at any letter.
    """

    words: Counter[str]
    prefixes: frozenset[str]
    torn: bool = False

    def knows(self, word: str) -> bool:
        return word.casefold() in self.words


def lexicon_of(blocks: Iterable[Block]) -> Lexicon:
    words = Counter[str]()
    breaks: list[tuple[str, str]] = []
    for block in blocks:
        lines = block.text.split("\n")
        for index, line in enumerate(lines):
            found = [word.casefold() for word in _WORDS.findall(line)]
            cut_start = block.joinable and (index > 0 or line[:1].islower()) and bool(_FIRST_WORD.match(line))
            cut_end = block.joinable and (line[-1:].isalpha() or line[-1:] in ("-", "‐"))
            words.update(found[cut_start : len(found) - cut_end])
            for word in found[cut_start : len(found) - cut_end]:
                if not word.isalpha():
                    words.update(re.split(r"[-‐'’]", word))
        breaks += pairwise(lines) if block.joinable else []
    plain = Lexicon(words, frozenset(word.split("-")[0] for word in words if "-" in word))
    torn = sum(_tears_word(before, after, plain) for before, after in breaks)
    return replace(plain, torn=torn >= max(MIN_TORN, MIN_TORN_SHARE * len(breaks)))


def rejoined(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with their lines joined; `joinable` then says that a block goes on in the next, on the next page."""
    lexicon = lexicon_of(blocks)
    joined = [_with_lines_joined(block, lexicon) for block in blocks]
    return _with_paragraphs_joined(joined, lexicon)


def _with_lines_joined(block: Block, lexicon: Lexicon) -> Block:
    if not block.joinable or "\n" not in block.text:
        return block
    lines = _CJK_BREAK.sub("", block.text).split("\n")
    parts = [lines[0]]
    for line in lines[1:]:
        parts += _joint(parts.pop(), line, lexicon)
    return replace(block, text="".join(parts))


def _joined(before: str, after: str, lexicon: Lexicon) -> str:
    return "".join(_joint(before, after, lexicon))


def _joint(before: str, after: str, lexicon: Lexicon) -> tuple[str, str]:
    """Two lines of a paragraph, the first with the space that parts them, or without its hyphen."""
    if not before or not after:
        return before, after
    if before[-1] in "-‐" and len(before) > 1 and not before[-2].isspace():
        return _before_hyphen(before, after, lexicon), after
    if _breaks_url(before, after, lexicon) or _tears_word(before, after, lexicon):
        return before, after
    return f"{before} ", after


def _before_hyphen(before: str, after: str, lexicon: Lexicon) -> str:
    left, right = _LAST_WORD.search(before[:-1]), _FIRST_WORD.match(after)
    if left is None or right is None or _URL_END.search(before):
        return before
    if right[0] in _CONJUNCTIONS:
        return f"{before} "
    return before if _keeps_hyphen(left[0], right[0], after, lexicon) else before[:-1]


def _keeps_hyphen(left: str, right: str, after: str, lexicon: Lexicon) -> bool:
    last = re.split(r"[-‐'’]", left)[-1]
    if right[0].isupper() or lexicon.knows(f"{left}-{right}") or lexicon.knows(f"{last}-{right}"):
        return True
    if lexicon.knows(last + right):
        return False
    if {last.casefold(), left.casefold()} & (_PREFIXES | lexicon.prefixes) or right in _SUFFIXES:
        return True
    if "·" in left or after[len(right) : len(right) + 1] == "-":  # créateur·rice-s; c’est-à-dire
        return True
    return len(last) > 1 and len(right) > 3 and lexicon.knows(last) and lexicon.knows(right)


def _breaks_url(before: str, after: str, lexicon: Lexicon) -> bool:
    url = _URL_END.search(before)
    if url is None:
        return False
    token = after.split(maxsplit=1)[0]
    if before[-1] in "_=?&%#" or before.endswith("://"):
        return True
    return before[-1] == "/" and _URL_REST.match(token) is not None and not lexicon.knows(token.rstrip(".,;:)"))


def _tears_word(before: str, after: str, lexicon: Lexicon) -> bool:
    """Whether a line end stands within a word: only where the document itself says so.

    The whole must stand elsewhere and its parts must not; or the second part is a lone consonant; or the lines of
    this document are cut at any letter, and neither part is a word that is known.
    """
    left, right = _LAST_WORD.search(before), _FIRST_WORD.match(after)
    if left is None or right is None or not right[0][0].islower():
        return False
    start, end = re.split(r"[-‐'’]", left[0])[-1], right[0]
    whole = len(start + end) > 3 and lexicon.knows(start + end)
    if whole and len(start) > 1 and not lexicon.knows(start) and (len(end) == 1 or not _is_word(end, lexicon)):
        return lexicon.torn or start.casefold() not in _OPEN_WORDS
    known_start = _is_word(start, lexicon)
    if len(end) == 1:
        alone = end in _CONSONANTS and after[1:2] in ("", " ") and start[-1:].islower() and len(start) > 1
        return alone and (not known_start or _is_word(start + end, lexicon))
    return lexicon.torn and not known_start and (not _is_word(end, lexicon) or start + end in _OPEN_WORDS)


def _is_word(text: str, lexicon: Lexicon) -> bool:
    return lexicon.knows(text) or text.casefold() in _OPEN_WORDS


# --- Paragraphs over gaps and pages


def _with_paragraphs_joined(blocks: Sequence[Block], lexicon: Lexicon) -> list[Block]:
    """Same page: one block. Next page: two blocks still, so that each keeps its page, the first `joinable`."""
    result: list[Block] = []
    for block in _with_footnotes_before(blocks):
        last = result[-1] if result else None
        if last is None or not _goes_on(last, block):
            if last is not None:
                result[-1] = replace(last, joinable=False)
            result.append(block)
        elif last.page == block.page:
            result[-1] = replace(block, text=_joined(last.text, block.text, lexicon), kind=last.kind)
        else:
            before, after = _parted(last.text, block.text, lexicon)
            result[-1] = replace(last, text=before)
            result += [replace(block, text=after)] if after else []
    return [*result[:-1], replace(result[-1], joinable=False)] if result else []


def _goes_on(block: Block, following: Block) -> bool:
    """Whether a paragraph ends within a sentence and the next block goes on with it."""
    if not block.joinable or block.kind not in ("paragraph", "list_item") or following.kind != "paragraph":
        return False
    if not block.text or not following.text or _SENTENCE_END.search(block.text) or _URL_END.search(block.text):
        return False
    if block.page == following.page:
        return following.joinable and len(block.text) >= MIN_OPEN_CHARS and following.text[0].islower()
    last = _LAST_WORD.search(block.text)
    open_end = block.text[-1] in ",-‐" or (last is not None and last[0].casefold() in _OPEN_WORDS)
    return following.text[0].islower() or open_end


def _parted(before: str, after: str, lexicon: Lexicon) -> tuple[str, str]:
    """Two paragraphs of which one goes on in the other; a word in both is given to the first."""
    joined = _joined(before, after, lexicon)
    if joined == f"{before} {after}":
        return before, after
    start = len(joined) - len(after)
    end = next((index for index in range(start, len(joined)) if joined[index].isspace()), len(joined))
    return joined[:end], joined[end:].strip()


def _with_footnotes_before(blocks: Sequence[Block]) -> list[Block]:
    """Footnotes between the two halves of a paragraph stand before it, so that the halves meet."""
    result = list(blocks)
    for index in range(1, len(result)):
        following = result[index]
        if following.page is None or following.page == result[index - 1].page:
            continue
        start = index
        while (
            start > 0 and result[start - 1].page == result[index - 1].page and _FOOTNOTE.match(result[start - 1].text)
        ):
            start -= 1
        same_page = 0 < start < index and result[start - 1].page == result[index - 1].page
        if same_page and _goes_on(result[start - 1], following):
            result[start - 1 : index] = [*result[start:index], result[start - 1]]
    return result
