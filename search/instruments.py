"""Instruments as a catalogue: one entry a family, with what its documents say; and the data of its views. Pure but for
`instruments`, which reads the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.catalogue import Catalogue, DocumentSummary
from corpus.families import families
from corpus.filters import NO_FILTERS, Filters, documents_with, is_day, period_of
from corpus.gazetteer import territory
from corpus.instrument import DATE_ROLES, Value
from corpus.instruments import SINGLE, Stated, same_value, slot_of, stated_by_document
from corpus.vocabulary import KIND_NAMES

UNKNOWN_KIND = "unknown"


@dataclass(frozen=True, slots=True)
class Instrument:
    """A charter, programme, label… with the documents that are or describe it: its versions and translations.

    `values` are those that count, the latest version's first; what it does not say is taken from the others.
    `members` stand in the same order.
    """

    members: tuple[DocumentSummary, ...]
    values: tuple[Stated, ...]

    @property
    def instrument_id(self) -> str:
        """The id of its first document."""
        return self.members[0].doc_id

    @property
    def kind(self) -> str:
        """An identifier of `Kind`, or `unknown`."""
        return next((value.value for value in self._of("kind")), UNKNOWN_KIND)

    @property
    def name(self) -> str:
        """Its proper name, or the title of its first document."""
        return next((value.label for value in self._of("name")), self.members[0].title)

    @property
    def territories(self) -> list[Value]:
        """Where it is of, the main one first."""
        return self._of("territory")

    @property
    def organisations(self) -> list[Value]:
        """Who issues, signs, awards…"""
        return self._of("organisation")

    @property
    def themes(self) -> list[Value]:
        return self._of("theme")

    @property
    def dates(self) -> dict[str, str]:
        """Role → ISO date, month or year, in the order of `DATE_ROLES`."""
        found = {value.role: value.value for value in self._of("date")}
        return {role: found[role] for role in DATE_ROLES if role in found}

    @property
    def languages(self) -> list[str]:
        """The languages of its documents, each once."""
        return list(dict.fromkeys(member.language for member in self.members))

    def as_json(self) -> dict[str, Any]:
        """The instrument as JSON values."""
        return {
            "instrument_id": self.instrument_id,
            "kind": self.kind,
            "name": self.name,
            "territories": [{"code": each.value, "name": each.label} for each in self.territories],
            "organisations": [{"name": each.label, "role": each.role} for each in self.organisations],
            "dates": self.dates,
            "themes": [each.label for each in self.themes],
            "languages": self.languages,
            "corrected": any(stated.corrected for stated in self.values),
            "members": [
                {"doc_id": each.doc_id, "title": each.title, "language": each.language, "uri": each.uri}
                for each in self.members
            ],
        }

    def _of(self, field: str) -> list[Value]:
        return [stated.value for stated in self.values if stated.value.field == field]


def instruments(catalogue: Catalogue, filters: Filters = NO_FILTERS) -> list[Instrument]:
    """Every instrument of which a document passes, with all of its documents, in the order of kinds and names."""
    passing = documents_with(catalogue, filters)
    groups = [family.members for family in families(catalogue)]
    in_family = {member for group in groups for member in group}
    chosen = [group for group in groups if passing & set(group)]
    chosen += [(doc_id,) for doc_id in passing - in_family]
    wanted = [doc_id for group in chosen for doc_id in group]
    summaries, values = catalogue.summaries_by_id(wanted), stated_by_document(catalogue, wanted)
    found = [
        instrument_of([(summaries[each], values[each]) for each in group if each in summaries]) for group in chosen
    ]
    kinds = [*KIND_NAMES, UNKNOWN_KIND]
    return sorted(found, key=lambda each: (kinds.index(each.kind), each.name.casefold(), each.instrument_id))


def instrument_of(members: Sequence[tuple[DocumentSummary, Sequence[Stated]]]) -> Instrument:
    """One instrument of one document or more, each with its values; the latest comes first and speaks first."""
    ordered = sorted(members, key=lambda member: member[0].doc_id)
    ordered.sort(key=lambda member: _latest([stated.value for stated in member[1]]), reverse=True)
    said: list[Stated] = []
    for _, values in ordered:
        before = list(said)
        slots = {slot_of(stated.value) for stated in before} & SINGLE
        said += [
            stated
            for stated in values
            if slot_of(stated.value) not in slots and not any(same_value(stated.value, each.value) for each in before)
        ]
    return Instrument(tuple(summary for summary, _ in ordered), tuple(said))


def _latest(values: Iterable[Value]) -> str:
    days = [period_of(value.value)[0] for value in values if value.field == "date" and is_day(value.value)]
    return max(days, default="")


@dataclass(frozen=True, slots=True)
class Span:
    """An instrument on the timeline, from its first to its last day; both ISO. `open_end` where no end is known."""

    instrument: Instrument
    first: str
    last: str
    open_end: bool


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A territory with its instruments; degrees north and east."""

    code: str
    name: str
    latitude: float
    longitude: float
    instruments: tuple[Instrument, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """An organisation and an instrument that it issues, signs, awards…"""

    organisation: str
    instrument: Instrument
    roles: tuple[str, ...]


def counts(found: Sequence[Instrument]) -> dict[str, dict[str, int]]:
    """How many instruments there are by kind, main territory, organisation and language; most frequent first."""
    tallies: dict[str, dict[str, int]] = {"kind": {}, "territory": {}, "organisation": {}, "language": {}}
    for each in found:
        entries = {
            "kind": [each.kind],
            "territory": [value.label for value in each.territories[:1]],
            "organisation": list({value.value: value.label for value in each.organisations}.values()),
            "language": each.languages,
        }
        for field, labels in entries.items():
            for label in labels:
                tallies[field][label] = tallies[field].get(label, 0) + 1
    return {
        field: dict(sorted(tally.items(), key=lambda entry: (-entry[1], entry[0]))) for field, tally in tallies.items()
    }


def timeline(found: Sequence[Instrument]) -> list[Span]:
    """The instruments that have a date, by their first day: in force from (else signed, else published) until."""
    spans = []
    for each in found:
        dates = {role: value for role, value in each.dates.items() if is_day(value)}
        begin = dates.get("from") or dates.get("signed") or dates.get("published")
        if begin:
            first, last = period_of(begin)
            end = dates.get("until")
            spans.append(Span(each, first, period_of(end)[1] if end else last, end is None))
    return sorted(spans, key=lambda span: (span.first, span.last, span.instrument.name))


def map_points(found: Sequence[Instrument]) -> list[MapPoint]:
    """The main territories whose place is known, with their instruments, in the order of their codes."""
    at: dict[str, list[Instrument]] = {}
    for each in found:
        for value in each.territories[:1]:
            at.setdefault(value.value, []).append(each)
    points = []
    for code in sorted(at):
        place = territory(code)
        if place and place.latitude is not None and place.longitude is not None:
            points.append(MapPoint(code, place.name, place.latitude, place.longitude, tuple(at[code])))
    return points


def network(found: Sequence[Instrument]) -> list[Edge]:
    """Who has to do with what: an edge for each organisation of each instrument, organisations in order of names."""
    edges = []
    for each in found:
        roles: dict[str, list[str]] = {}
        for value in each.organisations:
            roles.setdefault(value.label, []).append(value.role)
        edges += [Edge(name, each, tuple(dict.fromkeys(known))) for name, known in roles.items()]
    return sorted(edges, key=lambda edge: (edge.organisation.casefold(), edge.instrument.name))
