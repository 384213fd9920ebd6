"""Texts dumped from web pages: the menu at the start, and the footers that come with every printed page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from corpus.types import Block

MAX_MENU_CHARS = 80
MAX_MENU_WORD_CHARS = 25
MENU_BLOCKS = 12
"""Where a page's menu and breadcrumb stand in a text dumped from it: in the first blocks, all of them short."""

FEWEST_WORDS = 5
"""Of a line above the breadcrumb that is kept: entries of menus have one to four."""

MAX_FOOTER_CHARS = 150
"""A longer block is a paragraph."""

_SENTENCE_END = re.compile(r"[.!?…][»”\"')\]]*$")
_ADDRESS = re.compile(r"https?://|www\.|\w@\w|©")
_HOME = re.compile(
    r"(?:accueil|home(?: page)?|startseite|inicio|página principal|pagina iniziale|vous êtes ici|you are here"
    r"|sie sind hier|está(?:s)? aquí|sei qui)\b(?!\s*[.:!?]?$)",
    re.IGNORECASE,
)
_BREADCRUMB_MARK = re.compile(r"\s[>›»/|]\s")
_BACK_TO_TOP_TEXT = """
    remonter|haut de page|retour en haut|retour en haut de page|back to top|top of page|nach oben|volver arriba|torna su
"""
_MENU_TEXT = """
    retour|menu|menu principal|aller au contenu|aller au menu|aller à la recherche|fermer|rechercher|partager|imprimer
    accueil|plan du site|mentions légales|skip to content|skip to main content|close|search|share|print|home|site map
    zum inhalt|zum inhalt springen|zurück|schließen|suche|teilen|drucken|startseite|impressum|ir al contenido|cerrar
    buscar|compartir|imprimir|inicio|aviso legal|vai al contenuto|chiudi|cerca|condividi|stampa|note legali
"""
_BACK_TO_TOP = frozenset(word.strip() for word in re.split(r"[|\n]", _BACK_TO_TOP_TEXT)) - {""}
_MENU = _BACK_TO_TOP | frozenset(word.strip() for word in re.split(r"[|\n]", _MENU_TEXT)) - {""}


def without_menu(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without the menu and the breadcrumb at the start, and without links back to the top."""
    crumb, start = _breadcrumb(blocks), _end_of_menu_words(blocks)
    above = [block for block in blocks[start : max(start, crumb)] if _says_something(block)]
    text = blocks[max(start, crumb + 1) :]
    return [block for block in [*above, *text] if not (block.joinable and block.text.casefold() in _BACK_TO_TOP)]


def _says_something(block: Block) -> bool:
    """Whether a short line above the breadcrumb tells a figure or is long for a menu's: `Un budget de 3 M€`."""
    return any(character.isdigit() for character in block.text) or len(block.text.split()) >= FEWEST_WORDS


def _breadcrumb(blocks: Sequence[Block]) -> int:
    """Which is a line such as `Accueil Mairie Jumelages` above the heading `Jumelages`, under short lines, or -1."""
    for index, (block, following) in enumerate(pairwise(blocks[: MENU_BLOCKS + 1])):
        if not block.joinable or len(block.text) > 2 * MAX_MENU_CHARS or _SENTENCE_END.search(block.text):
            return -1
        if _HOME.match(block.text):
            ends = block.text.casefold().endswith(following.text.casefold())
            return index if ends or _BREADCRUMB_MARK.search(block.text) else -1
    return -1


def _end_of_menu_words(blocks: Sequence[Block]) -> int:
    """After the last word of a menu among the very short blocks at the start."""
    end = 0
    for index, block in enumerate(blocks[:MENU_BLOCKS]):
        if not block.joinable or len(block.text) > MAX_MENU_WORD_CHARS or _SENTENCE_END.search(block.text):
            break
        if block.text.casefold() in _MENU:
            end = index + 1
    return end if end < len(blocks) else 0


def without_repeated_footers(blocks: Sequence[Block]) -> list[Block]:
    """Runs of short lines that come twice or more and hold an address, or cut a sentence in two."""
    counts = Counter(block.text for block in blocks if _may_be_footer(block))
    runs: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    index = 0
    while index < len(blocks):
        end = index
        while end < len(blocks) and _may_be_footer(blocks[end]) and counts[blocks[end].text] > 1:
            end += 1
        if end > index:
            runs[tuple(block.text for block in blocks[index:end])].append(index)
        index = max(end, index + 1)
    removed: set[int] = set()
    for texts, starts in runs.items():
        address = any(_ADDRESS.search(text) for text in texts)
        if len(starts) > 1 and (address or any(_cuts_sentence(blocks, start, start + len(texts)) for start in starts)):
            removed.update(position for start in starts for position in range(start, start + len(texts)))
    return [block for position, block in enumerate(blocks) if position not in removed]


def _may_be_footer(block: Block) -> bool:
    return block.joinable and len(block.text) <= MAX_FOOTER_CHARS and not _SENTENCE_END.search(block.text)


def _cuts_sentence(blocks: Sequence[Block], start: int, end: int) -> bool:
    if start == 0 or end >= len(blocks):
        return False
    before, after = blocks[start - 1].text, blocks[end].text
    return before[-1:].isalpha() and after[:1].islower()
