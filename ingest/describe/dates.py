"""Dates in figures and in words (fr, en, de, es, it), each with the role that the words before it give.

A date without such words is no date of the document: laws, meetings and anniversaries stay out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from corpus.instrument import DateRole, Kind, Value
from corpus.types import Document
from ingest.describe.evidence import OPENING, READ, Span, evidence, lines, sentence_around, title_span
from ingest.describe.finding import FIGURE, WordPattern, beginnings_of

_MONTHS = {
    1: "janvier january januar jänner enero gennaio janv jan",
    2: "février fevrier february februar febrero febbraio févr feb",
    3: "mars march märz maerz marzo mar",
    4: "avril april abril aprile avr apr",
    5: "mai may mayo maggio",
    6: "juin june juni junio giugno",
    7: "juillet july juli julio luglio juil",
    8: "août aout august agosto aug",
    9: "septembre september septiembre setiembre settembre sept",
    10: "octobre october oktober octubre ottobre oct okt",
    11: "novembre november noviembre nov",
    12: "décembre decembre december dezember diciembre dicembre déc dec dez dic",
}
_MONTH_OF = {name: number for number, names in _MONTHS.items() for name in names.split()}
_MONTH = "|".join(sorted(_MONTH_OF, key=len, reverse=True))
_JOINT = r"(?:\s+(?:de|del|di)\s+|\.?\s+)"
_YEAR = r"(?P<year>(?:1[89]|20)\d{2})"
_BY_FIGURE, _BY_MONTH = frozenset({FIGURE}), beginnings_of(_MONTH)
_FORMS = (
    (
        rf"\b(?P<day>\d{{1,2}})(?:\s?(?:er|\^\{{er\}}|°|º|st|nd|rd|th|\.))?{_JOINT}(?P<month>{_MONTH})\b\.?,?{_JOINT}{_YEAR}\b",
        _BY_FIGURE,
    ),
    (rf"\b(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}\b", _BY_MONTH),
    (rf"\b(?P<day>\d{{1,2}})[/.](?P<number>\d{{1,2}})[/.]{_YEAR}\b", _BY_FIGURE),
    (rf"\b{_YEAR}-(?P<number>\d{{2}})-(?P<day>\d{{2}})\b", _BY_FIGURE),
    (rf"\b(?P<month>{_MONTH})\.?(?:\s+(?:de|del|di))?\s+{_YEAR}\b", _BY_MONTH),
)
_DATES = [WordPattern(form, beginnings) for form, beginnings in _FORMS]
_PERIOD = re.compile(r"(?<![\w-])(?P<first>(?:19|20)\d{2})\s?[-–—/]\s?(?P<last>20\d{2})\b")

_CUES: dict[DateRole | None, str] = {
    "signed": r"sign(?:é|ée|és|ées|ed|ature)\b|adopt(?:é|ée|és|ées|ed)\b|conclu(?:e|s|es)?\b|séance du|délibéré"
    r"|approuvée?s?\b"
    r"|approved|unterzeichne\w*|verabschiede\w*|beschlossen|firmad[oa]s?|aprobad[oa]s?|firmat[oa]|adottat[oa]|approvat[oa]"
    r"|sottoscritt[oa]|fait à",
    "published": r"publi(?:é|ée|ed|shed|cado|cada|cato|cata)\b|published|veröffentlicht|affichée?|mis en ligne"
    r"|parue? le|lancé\b"
    r"|posted on|remise? (?:au|à la|le)|pubblicat[oa]|publicad[oa]|erschienen",
    "from": r"à compter du|entre en vigueur|entrée en vigueur|prend effet|comes? into force|enters? into force"
    r"|takes? effect"
    r"|with effect from|tritt .{0,30}in kraft|in kraft ab|entra en vigor|entra in vigore|a decorrere dal|gültig ab",
    "until": r"jusqu.au|jusqu.en|until|bis zum|hasta el|fino al|expire le|expires on",
    # Words after which a date is that of something else, or of nothing that is asked for.
    None: r"\bloi\b|\blaw\b|arrêté|décret|directive|règlement \(|ordonnance|gesetz|\bley\b|legge|avenant|modifi\w+"
    r"|amend\w+"
    r"|remplac\w+|accès le|accessed|consulté|retrieved|traité|treaty|vertrag von|réunion|depuis|since|seit|desde"
    r"|révis\w+"
    r"|d.ici|before|avant le|convoqué|institué\w*|première (?:édition|version|charte)|first (?:edition|version|charter)"
    r"|die erste|primera (?:edición|versión|carta)|prima (?:edizione|versione|carta)",
}
_CUE = re.compile("|".join(f"(?P<{role or 'nothing'}>{pattern})" for role, pattern in _CUES.items()), re.IGNORECASE)
_DURATION = re.compile(
    r"conclu|durée|duration|concluded|valable|valid\b|en vigueur|in force|gilt|gültig|vigente|vigor|durata",
    re.IGNORECASE,
)
_OPENS = re.compile(r"^\W*(?:ouverture|opening|début|start|apertura|beginn)", re.IGNORECASE)
_CLOSES = re.compile(
    r"^\W*(?:date limite|deadline|clôture|fermeture|closing|einreichungsfrist|fecha límite|scadenza)", re.IGNORECASE
)
_FILLER = re.compile(
    r"(?:\b(?:le|on|am|the|du|dated|date|version|édition|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday"
    r"|wednesday|thursday|friday|saturday|sunday|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)\b|\d|\W)"
    r"{0,40}",
    re.IGNORECASE,
)
_SIGNING = re.compile(r"signature|signing|unterzeichnung|firma de|firma della", re.IGNORECASE)

_FAR = 130
"""Characters before a date in which its cue stands: a subject and its complement, in the same sentence."""

_NEAR_START, _NEAR_END = 6_000, 2_000
"""Characters from the start and to the end of a text in which it says when it was itself signed or published."""

_HEAD_LINES = 6
"""Lines from the title in which a date of its own is the document's."""


@dataclass(frozen=True, slots=True)
class Found:
    """A date as it stands in a text: ISO, as precise as it was written."""

    iso: str
    span: Span


def dates_in(text: str) -> list[Found]:
    """Every date that a text writes out, in order, none within another; impossible days are none."""
    taken: list[Found] = []
    for form in _DATES:
        for match in form.finditer(text):
            iso = _iso(match)
            inside = any(each.span.start <= match.start() < each.span.end for each in taken)
            if iso and not inside:
                taken.append(Found(iso, Span(match.start(), match.end())))
    return sorted(taken, key=lambda each: each.span.start)


def dates_of(document: Document, kind: Kind | None) -> list[Value]:
    """The dates of the instrument, at most one a role, the clearest; a published and a signed date first."""
    best: dict[DateRole, tuple[float, Found]] = {}
    for role, confidence, found in (*_by_cue(document, kind), *_in_head(document)):
        if role not in best or confidence > best[role][0]:
            best[role] = (confidence, found)
    _add_period(document, best)
    if "from" in best and "until" in best and best["until"][1].iso < best["from"][1].iso:
        del best["until"]  # two periods were mixed: neither end of the second is known
    return [_value(document, role, *best[role]) for role in ("published", "signed", "from", "until") if role in best]


def _iso(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    month = int(parts["number"]) if parts.get("number") else _MONTH_OF[parts["month"].lower()]
    year = int(parts["year"])
    if not parts.get("day"):
        return f"{year:04}-{month:02}"
    try:
        return date(year, month, int(parts["day"])).isoformat()
    except ValueError:
        return None


def _by_cue(document: Document, kind: Kind | None) -> Iterator[tuple[DateRole, float, Found]]:
    text = document.text
    for found in dates_in(text[:READ]):
        sentence = sentence_around(text, found.span.start)
        start = max(sentence.start, found.span.start - _FAR)
        cues = list(_CUE.finditer(text, start, found.span.start))
        early = 0.25 * max(0.0, 1 - found.span.start / 2000)
        line = text[text.rfind("\n", 0, found.span.start) + 1 : found.span.start]
        if kind == "call" and (_OPENS.match(line) or _CLOSES.match(line)):
            yield ("from" if _OPENS.match(line) else "until"), 0.85, found
            continue
        role = _role(cues[-1]) if cues else _role_after(text, found, sentence)
        if role is None or any(_role(cue) is None and "avenant" in cue.group().lower() for cue in cues):
            continue
        far = _NEAR_START < found.span.start < len(text) - _NEAR_END
        if role in ("signed", "published") and far:
            continue
        if role == "until" and not _DURATION.search(text, sentence.start, found.span.start):
            continue
        yield role, 0.6 + early + (0.1 if len(found.iso) == 10 else 0.0), found


def _role_after(text: str, found: Found, sentence: Span) -> DateRole | None:
    """`… wurde am 3. Mai 2021 in Köln unterzeichnet`, `le 3 mai 2021, les partenaires ont signé`: the verb follows."""
    end = min(sentence_around(text, found.span.end).end, found.span.end + _FAR)
    cue = _CUE.search(text, found.span.end, end)
    return "signed" if cue and _role(cue) == "signed" and sentence.start < _NEAR_START // 3 else None


def _role(cue: re.Match[str]) -> DateRole | None:
    name = cue.lastgroup
    return None if name == "nothing" else name  # type: ignore[return-value]  # the groups are named for roles


def _in_head(document: Document) -> Iterator[tuple[DateRole, float, Found]]:
    """A date alone on a line near the title, or closing a line of names; a year alone on a cover."""
    text = document.text
    title = title_span(document)
    limit = (title.end if title and title.end < OPENING else 0) + OPENING
    for number, line in enumerate(lines(text, limit)):
        if number >= _HEAD_LINES + 6:
            return
        written = text[line.start : line.end]
        dates = dates_in(written)
        if len(dates) == 1 and number < _HEAD_LINES:
            found = Found(dates[0].iso, Span(line.start + dates[0].span.start, line.start + dates[0].span.end))
            around = written[: dates[0].span.start], written[dates[0].span.end :]
            alone = all(_FILLER.fullmatch(part) for part in around)
            closing = _FILLER.fullmatch(around[1]) and not _CUE.search(around[0]) and not _ends_a_phrase(around[0])
            if alone:
                signing = bool(_SIGNING.search(document.title))
                yield ("signed" if signing else "published"), 0.8, found
            elif closing and "|" not in around[0]:
                yield "published", 0.6, found
        elif re.fullmatch(r"(?:19|20)\d{2}", written) and document.pages_of(line.start, line.end)[0] == 1:
            yield "published", 0.55, Found(written, line)


def _ends_a_phrase(before: str) -> bool:
    """Whether a date goes on a sentence (`… créé en`, `… en`): a small word right before it says so."""
    return bool(re.search(r"\b[a-zà-ÿ]{1,12}[\s,:]*$", before))


def _add_period(document: Document, best: dict[DateRole, tuple[float, Found]]) -> None:
    """Add the ends of `2024-2027` in the title or right below it, each where the other agrees with what is known."""
    title = title_span(document)
    start, end = (title.start, title.end) if title else (0, 0)
    match = _PERIOD.search(document.text, start, min(end + OPENING // 3, len(document.text)))
    if match is None or match.group("first") >= match.group("last"):
        return
    ends: dict[DateRole, Found] = {
        "from": Found(match.group("first"), Span(*match.span("first"))),
        "until": Found(match.group("last"), Span(*match.span("last"))),
    }
    known = {role: best[role][1].iso[:4] for role in ends if role in best}
    if all(ends[role].iso == year for role, year in known.items()):
        for role in ends.keys() - known.keys():
            best[role] = (0.7, ends[role])


def _value(document: Document, role: DateRole, confidence: float, found: Found) -> Value:
    shown = evidence(document, found.span.start, found.span.end)
    return Value("date", found.iso, shown.quote, role, round(min(confidence, 0.95), 3), shown)
