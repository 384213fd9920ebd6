"""Organisations and their roles: lists of members, signatories and partners, and `piloté par`, `awarded by`, ….

Each is a name as it stands in the text; what is in a list but is no organisation (a committee, a task) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.instrument import Kind, OrganisationRole, Value
from corpus.types import Document
from corpus.vocabulary import folded
from ingest.describe.evidence import READ, Span, evidence
from ingest.describe.finding import WordPattern, beginnings_of

MOST = 60
MAX_NAME = 90
LEAST_LISTED = 3
MOST_CHARS = 3_000
"""Of a list in running text: twenty members take about 600."""


def _wording(alternatives: str) -> WordPattern:
    return WordPattern(rf"\b(?:{alternatives})", beginnings_of(alternatives))


_LISTS: tuple[tuple[OrganisationRole, WordPattern], ...] = (
    (
        "signs",
        _wording(
            r"(?:est |is )?(?:conclue?|signée?|passée?|concluded|signed|firmad[oa]"
            r"|firmat[oa])\s+(?:le [^,.\n]{4,30} )?"
            r"(?:entre|par|between|by|entre|tra|zwischen|da)|signataires (?:sont|:)|signatories (?:are|:)"
            r"|unterzeichner (?:sind|:)"
            r"|firmantes:",
        ),
    ),
    (
        "takes_part",
        _wording(
            r"(?:se compose|composée?s?|est formée?|constituée?)\s+(?:de|d['’])"
            r"|(?:sont )?membres (?:fondateurs|adhérents|associés)?[^.:;\n]{0,60}?(?:sont|:)"
            r"|founding members[^.:;\n]{0,20}(?:are|:)|members (?:are|:)|(?:is )?made up of|consists of"
            r"|partenaires[^.:;\n]{0,30}(?:sont|:)|partners (?:are|:)|besteht aus|mitglieder (?:sind|:)"
            r"|gründungsmitglieder"
            r"|miembros (?:son|fundadores|:)|compuesto por|composto da|membri (?:sono|fondatori|:)"
            r"|communes entrantes sont"
            r"|mobilise d['’]une part, un collectif",
        ),
    ),
    (
        "twinned_with",
        _wording(
            r"jumelée?s? (?:avec|à)|twinned with|twin (?:towns|cities)\s*:|partnerst[aä]dte\s*(?:sind|:)"
            r"|hermanada con"
            r"|gemellata con",
        ),
    ),
)
_INTRODUCED = re.compile(
    r"(?:[^.:\n]{0,80}?\b(?:à savoir|namely|nämlich|a saber|cioè|as follows|suivants?|avec)\s*:?|[^.:\n]{0,80}:)"
)
_BULLET = re.compile(r"[ \t]*(?:•|[-*>–]|\d{1,2}[.)])\s+")
_HEADS = (
    r"villes?|communes?|communautés?|région|département|état|agence|chambres?|caisse|syndicat|universités?|instituts?"
    r"|associations?|fédération|union|office|centre|coopérative|comité départemental|préfecture|conseil (?:régional"
    r"|départemental"
    r"|général)|ministère|direction|métropole|société|fondation|école|lycée|collectif|réseau|parc|pôle|banque|chu|town|city"
    r"|municipalit(?:y|ies)|council|state|chamber|university|institute|association|federation|union|office|hospital|company"
    r"|cooperative|foundation|ministry|agency|bank|stadt|land|verein|verband|universität|kammer|ministerium|ayuntamiento"
    r"|ministerio|asociación|universidad|comune|regione|provincia|ministero|associazione|università"
    r"|bailleurs sociaux|tissages"
)
_ARTICLE = r"(?:l['’]|la |le |les |the |die |der |das |el |los |las |il |i |lo |gli )"
_ORGANISATION = re.compile(
    rf"{_ARTICLE}?(?:(?i:(?:joint |local |weaving |tourist |deux )*(?:{_HEADS}))\b|[A-ZÀ-Ý0-9][\w&.’'-])"
)
_NOT = re.compile(
    r"(?:un|une|des|a|an|ein|eine|uno|una|plus|chaque|deux|trois|quatre|two|three|four|zwei|drei"
    r"|tou(?:t|te|s|tes)|d['’]|de|du)\s",
    re.IGNORECASE,
)
_NAME = (
    rf"{_ARTICLE}?(?P<name>(?:(?i:{_HEADS})\b|[A-ZÀ-Ý][\w&.’'-]*)"
    r"(?:[ \u00a0](?:(?:de|du|des|d['’]|la|le|les|l['’]|et|of|the|and|for|pour|à|aux|en|für|der|und|di|del"
    r"|y)[ \u00a0]?)*"
    r"(?:d['’]|l['’])?[A-ZÀ-Ý][\w&.’'-]*"
    r"|[ \u00a0](?:(?:inter)?nationale?|régionale?|départementale?|générale?|européenne?|naturel)\b"
    r"|[ \u00a0](?:de|du|des|of)[ \u00a0](?:la[ \u00a0]|l['’])?[a-zà-ÿ]{4,}(?=[ ,.;)\n]))*)"
)


def _named(cues: str) -> WordPattern:
    """Words, case making no difference, and the name that follows them, of which it does."""
    return WordPattern(rf"\b(?i:{cues})\s+{_NAME}", beginnings_of(cues), flags=0)


_SINGLE: tuple[tuple[OrganisationRole, WordPattern], ...] = (
    ("steers", _named(r"pilotée?s? par|portée?s? par|animée?s? par|coordonnée?s? par|led by"
        r"|coordinated by|managed by|getragen von|coordinado por|promosso da")),
    ("awards", _named(r"attribuée?s? par|décernée?s? par|délivrée?s? par|awarded by|granted by"
        r"|verliehen von|concedido por|assegnato da")),
    ("funds", _named(r"financée?s? par|cofinancée?s? par|subventionnée?s? par|funded by|financed by"
        r"|gefördert von|financiado por|finanziato da")),
    ("issues", _named(r"lancée?s? par|publiée?s? par|créée?s? en \d{4} par|adoptée? par|éditée? par"
        r"|réalisée?s? par|launched by|published by|issued by|founded by|herausgegeben von|publicado por"
        r"|pubblicato da")),
)  # fmt: skip
_UNESCO = re.compile(r"\bUNESCO\b")
_GENERIC = re.compile(_HEADS, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Found:
    role: OrganisationRole
    span: Span
    confidence: float


def organisations_of(document: Document, kind: Kind | None) -> list[Value]:
    """Organisations in the order of the text, each once a role, at most `MOST`."""
    text = document.text[:READ]
    found = [*_listed(text), *_single(text), *_awarding(text, kind)]
    found.sort(key=lambda each: each.span.start)
    values: dict[tuple[str, str], Value] = {}
    for each in found:
        name = _clean(text[each.span.start : each.span.end])
        key = (folded(name), each.role)
        if key[0] and key not in values:
            shown = evidence(document, each.span.start, each.span.end)
            values[key] = Value("organisation", name, name, each.role, each.confidence, shown)
    return list(values.values())[:MOST]


def _clean(name: str) -> str:
    """A name on one line, without the article that the sentence gave it: `l'Institut` and `the town` lose theirs."""
    name = " ".join(name.split()).replace("’", "'")
    return re.sub(r"^(?:l'|la |le |les |the |die |der |das |el |los |las )(?=\S)", "", name)


def _listed(text: str) -> Iterator[_Found]:
    for role, opening in _LISTS:
        read = 0
        for match in opening.finditer(text):
            if match.start() < read:
                continue  # a list within a list
            spans = [span for span in _members(text, match.end()) if _is_organisation(text[span.start : span.end])]
            least = 1 if role == "twinned_with" else LEAST_LISTED
            if len(spans) >= least:
                read = spans[-1].end
                yield from (_Found(role, span, 0.85) for span in spans)


def _members(text: str, start: int) -> list[Span]:
    """What is listed after an opening: bullets after a colon, or the rest of the sentence."""
    introduced = _INTRODUCED.match(text, start)
    begin = introduced.end() if introduced else start
    after = re.compile(r"\s*\n\s*").match(text, begin)
    if after and _BULLET.match(text, after.end()):
        return list(_bullets(text, after.end()))
    end = _sentence_end(text, begin)
    return list(_split(text, Span(begin, end)))


def _sentence_end(text: str, start: int) -> int:
    match = re.compile(r"\n|[.;](?=\s|$)|,? et d['’]autre part").search(text, start, start + MOST_CHARS)
    return match.start() if match else min(len(text), start + MOST_CHARS)


def _bullets(text: str, start: int) -> Iterator[Span]:
    while bullet := _BULLET.match(text, start):
        line_end = text.find("\n", bullet.end())
        line_end = len(text) if line_end < 0 else line_end
        yield from _split_bullet(text, Span(bullet.end(), line_end))
        start = line_end + 1


def _split_bullet(text: str, span: Span) -> Iterator[Span]:
    """One bullet, or the two or three organisations that it joins by `et les`, `and the`."""
    for part in re.split(
        r"(?:\s+(?:et|and|und|y|e)\s+(?=(?:les|la|le|the|die|l['’])\s?)|,\s+(?=the |le |la |les ))",
        text[span.start : span.end],
    ):
        at = text.find(part, span.start, span.end)
        if at >= 0 and part:
            yield from _trimmed(text, Span(at, at + len(part)))


def _split(text: str, span: Span) -> Iterator[Span]:
    """The parts between commas, and the last two parted by `et`, `and`, … before a capital or an article."""
    position = span.start
    separators = re.compile(
        r",\s+(?:(?:et|and|und|y|e)\s+)?|\s+(?:et|and|und|y|e)\s+(?=(?:l['’]|la |le |les |the |deux )?[A-ZÀ-Ý]"
        r"|l['’]|la |le |les |the |deux )"
    )
    for match in separators.finditer(text, span.start, span.end):
        yield from _trimmed(text, Span(position, match.start()))
        position = match.end()
    yield from _trimmed(text, Span(position, span.end))


def _trimmed(text: str, span: Span) -> Iterator[Span]:
    written = text[span.start : span.end]
    stripped = written.lstrip()
    start = span.start + len(written) - len(stripped)
    stripped = re.sub(r"[\s;.,:]+$", "", stripped)
    if stripped:
        yield Span(start, start + len(stripped))


def _is_organisation(name: str) -> bool:
    return 2 <= len(name) <= MAX_NAME and not _NOT.match(name) and bool(_ORGANISATION.match(name)) and ":" not in name


def _single(text: str) -> Iterator[_Found]:
    for role, pattern in _SINGLE:
        for match in pattern.finditer(text):
            span = Span(*match.span("name"))
            name = text[span.start : span.end].rstrip(".'’-")
            if 3 <= len(name) <= MAX_NAME and name != name.lower() and not _GENERIC.fullmatch(name):
                yield _Found(role, Span(span.start, span.start + len(name)), 0.75)


def _awarding(text: str, kind: Kind | None) -> Iterator[_Found]:
    """UNESCO gives its labels without any `awarded by`: `ville créative de l'UNESCO`."""
    match = _UNESCO.search(text)
    if kind == "label" and match:
        yield _Found("awards", Span(match.start(), match.end()), 0.7)
