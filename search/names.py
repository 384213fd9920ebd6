"""Names in a text, by their capital letters, and which of them may be a person's or a place's. Pure.

They know the particles, titles and prepositions of French, English, German, Spanish and Italian, and no names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from index.analysis import fold
from index.stopwords import STOP_WORDS
from search.answer import Span
from search.dates import MONTHS, WEEKDAYS

_CAPITAL = r"(?:(?:[A-ZÀ-ÖØ-Þ]|Ste?|Dr|Mrs?)\.(?=\s[A-ZÀ-Þ])|(?:[LDld]['’])?[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’&·.-]*\w|[A-Z](?!\w))"
_PARTICLE = (
    r"(?:(?:d[eu]s?|la|le|les|of|the|and|for|von|der|den|van|del|di|da|aan|y|et|und|sur|en|lès|&|für)\s|[dl]['’])"
)
NAME = re.compile(
    rf"(?<!\w){_CAPITAL}(?:\s{_PARTICLE}{{0,3}}{_CAPITAL}|\s\d{{1,3}}(?![\w.,-])(?!\s(?:{MONTHS})(?!\w)))*", re.UNICODE
)
_CALENDAR = re.compile(rf"(?:(?:{MONTHS}|{WEEKDAYS})\b[\s\d]*)+", re.IGNORECASE)
_DATED = re.compile(rf"(?:(?:{MONTHS})\s)?\d[\d\s]*", re.IGNORECASE)
_BEGINS = re.compile(r"(?:^|[.!?:;…•–—*>\n])[\s«»“”\"'‘’()\[\]•–—*>-]*$")
_STARTING_TEXT = """
    page section article chaque toutes outre fin debut suite grace quant contrairement certaines aucune quelques once
    usually currently meanwhile moreover furthermore nevertheless behind inside outside beyond based due given following
    according several first second third last later today soon instead indeed perhaps late early even eventually like
    unlike despite besides two three four five six seven eight nine ten zunachst anfangs heute ausserdem zudem spater
    trotz laut mehrere viele einige hoy ademas actualmente algunos algunas oggi diversi deux trois quatre cinq dos tres
    due tre zwei drei
"""
_STARTING = frozenset(_STARTING_TEXT.split()).union(*(STOP_WORDS[each] for each in ("fr", "en", "de", "es", "it")))
# « Malheureusement », "Constructing": alone before a small letter, no name.
_DERIVED = re.compile(r"\w{4,}mente?|\w{5,}ly|\w{6,}ing")
_ALONE = re.compile(r"\s+[a-zà-ÿ]|\s*,")


def names(text: str) -> list[Span]:
    """Runs of capitalised words with the particles between them; a first word that is only a beginning is left out."""
    return list(_names(text))


def places(text: str) -> list[Span]:
    """Names after « à », "in", „nach“ and the like; all names where there are none."""
    every = names(text)
    return [span for span in every if _into(text, span)] or every


def begins_sentence(text: str, span: Span) -> bool:
    """Whether a name is one word that begins a sentence: its capital tells nothing."""
    return " " not in text[slice(*span)] and _BEGINS.search(text[max(0, span[0] - 8) : span[0]]) is not None


def _names(text: str) -> Iterator[Span]:
    for match in NAME.finditer(text):
        start, end = _without_ends(text, *_without_start(text, *match.span()))
        if end - start > 1 and any(map(str.isupper, text[start:end])) and not _CALENDAR.fullmatch(text, start, end):
            yield start, end


def _without_start(text: str, start: int, end: int) -> Span:
    """Without the words that only begin a sentence."""
    begins = _BEGINS.search(text[max(0, start - 8) : start])
    while begins and (first := re.match(r"(\w+['’]?)[\s.]*", text[start:end])):
        word = fold(first[1].rstrip("'’"))
        alone = first.end() == end - start and _ALONE.match(text, end)
        if word not in _STARTING and not (alone and _DERIVED.fullmatch(word)):
            break
        start += first.end()
    dated = _DATED.match(text, start, end)
    return (dated.end() if dated else start), end


def _without_ends(text: str, start: int, end: int) -> Span:
    """Without an article's « l' » or « d' » before, and full stops or a genitive behind."""
    if re.match(r"[dl]['’]", text[start:end]):
        start += 2
    if text[start:end].endswith(("'s", "’s")):
        end -= 2
    while end > start and text[end - 1] in " .-'’":
        end -= 1
    return start, end


_INTO = re.compile(
    r"(?<!\w)(?:à|au|aux|en|dans|depuis|chez|près\sd[eu]|vers|sur|au\ssein\sd[eu]|devant|in|at|near|from|to|off|into|on"
    r"|within|inside|across|around|nach|bei|aus|im|zu|zum|zur|auf|innerhalb|a|desde|cerca\sde|dentro\sde|ad|nel|nella"
    r"|presso|su|sul|sulla)\s(?:(?:la|le|les|the|den|der|dem|die|das|el|los|las)\s)?(?:[dl]['’])?$",
    re.IGNORECASE,
)
_TITLED = re.compile(
    r"(?<!\w)(?:MM?\.|Mmes?|Mlle|Mrs?\.?|Ms\.?|Dr\.?|Prof\.?|Herrn?|Frau|Sra?\.?|Sig\.?(?:ra)?|monsieur|madame|don|doña)\s$"
)
_ARTICLE = re.compile(
    r"(?<!\w)(?:[dl]['’]|(?:le|la|les|the|die|das|der|den|dem|des|du|aux?|el|los|las|il|lo|gli|del|della|dello|dei|delle)\s)$",
    re.IGNORECASE,
)
_OF = re.compile(r"(?<!\w)(?:de|di|of)\s$", re.IGNORECASE)
_BODY = re.compile(
    r"(?:universi|minist[èe]r[ei]|ministry|societ|soci[ée]t|associa|assembl|conse[ij]l|council|commi|agen[ct]|institut"
    r"|acad[ée]m|[ée]col|school|colleg|museum|mus[ée]|theat|th[ée][âa]t|orchest|bank|banque|banco|banca|compan|compagn"
    r"|corporat|group|league|ligue|liga|lega|club|union|part[iy]|partei|church|[ée]glise|iglesia|chiesa|kirche|confer"
    r"|congress|parl[ia]*ment|court|tribunal|office|bureau|street|rue|avenue|river|lake|lac|mont|mount|war|guerre|bowl"
    r"|cup|coupe|treaty|trait[ée]|act|chart|empire|repu|r[ée]pu|kingdom|royaume|state|[ée]tat|nation|cent(?:er|re)"
    r"|program|f[ée]d[ée]r|internat|europ|network|proje|r[ée]seau|ville|city|stadt|stad|chamb|kammer)",
    re.IGNORECASE,
)
_ROLES_TEXT = """
    prime minister president vice executive chief officer director manager general secretary chair chairman mayor king
    queen emperor prince princess pope bishop of ministre presidente maire directeur directrice premier roi reine
    empereur pape eveque senateur depute ministerin kanzler burgermeister burgermeisterin direktor prasident konig
    ministro ministra alcalde alcaldesa rey reina sindaco sindaca direttore direttrice re regina
"""
_ROLES = frozenset(_ROLES_TEXT.split())
_WHO = frozenset({"qui", "who", "whom", "whose", "wer", "wen", "wem", "wessen", "quien", "quienes", "chi"})


def suits_name(text: str, span: Span, asked: Set[str]) -> int:
    """Asked "who": 1 for a name that looks like a person's, -1 for one that looks like another thing's, else 0."""
    return _person(text, span) if asked & _WHO else 0


def suits_place(text: str, span: Span) -> int:
    """1 for a name that a preposition of place leads, -1 for one that looks like a person's, else 0."""
    if _into(text, span):
        return 1
    return -int(_person(text, span) == 1)


def _into(text: str, span: Span) -> bool:
    return _INTO.search(text[max(0, span[0] - 18) : span[0]]) is not None


def _person(text: str, span: Span) -> int:
    before, name = text[max(0, span[0] - 18) : span[0]], text[slice(*span)]
    if _TITLED.search(before):
        return 1
    words = re.findall(r"[\w'’.-]+", name)
    if any(_BODY.match(word) for word in words) or all(fold(word) in _ROLES for word in words):
        return -1
    if name.isupper() or any(map(str.isdigit, name)) or text[span[1] : span[1] + 2] in {"'s", "’s"}:
        return -1
    if _ARTICLE.search(before) or _into(text, span) or (len(words) == 1 and _OF.search(before)):
        return -1
    joined = re.search(r"(?<!\w)(?:of|the|and|for|et|und|y|für|sur|en|&)(?!\w)", name)
    return int(joined is None and sum(word[:1].isupper() for word in words) > 1)
