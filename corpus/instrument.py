"""What is said of an instrument: fields, their values, and the words of the document that are the evidence.

A value that was read from a document has evidence; only one that a person gave may stand without.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

FieldName = Literal["kind", "name", "territory", "organisation", "date", "theme", "language"]
Kind = Literal[
    "charter",
    "programme",
    "label",
    "network",
    "twinning",
    "contract",
    "manifesto",
    "plan",
    "call",
    "report",
    "web_page",
    "other",
]
OrganisationRole = Literal["issues", "signs", "awards", "funds", "steers", "takes_part", "twinned_with"]
DateRole = Literal["published", "signed", "from", "until"]

FIELDS: tuple[FieldName, ...] = get_args(FieldName)
KINDS: tuple[Kind, ...] = get_args(Kind)
ORGANISATION_ROLES: tuple[OrganisationRole, ...] = get_args(OrganisationRole)
DATE_ROLES: tuple[DateRole, ...] = get_args(DateRole)

_ROLES: dict[FieldName, tuple[str, ...]] = {"organisation": ORGANISATION_ROLES, "date": DATE_ROLES}
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a document says it: `quote == document.text[start:end]`. `page` is None where there are no pages."""

    start: int
    end: int
    page: int | None
    quote: str

    def __post_init__(self) -> None:
        """Raises ValueError where the range and the quote's length do not agree."""
        if not 0 <= self.start < self.end or len(self.quote) != self.end - self.start:
            raise ValueError(f"characters {self.start} to {self.end} cannot be a quote of {len(self.quote)} characters")


@dataclass(frozen=True, slots=True)
class Value:
    """One value of one field of an instrument.

    `value` is for machines: an identifier of `Kind`, a code of the gazetteer (`commune:87085`), an ISO date,
    year-month or year, an identifier of a theme, an ISO code of a language; for names and organisations the normalised
    name.
    `label` is the same as people read it. `role` belongs to organisations and dates and is empty elsewhere.
    `confidence` is between 0 and 1. Raises ValueError where these do not hold.
    """

    field: FieldName
    value: str
    label: str
    role: str = ""
    confidence: float = 1.0
    evidence: Evidence | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for an unknown field, kind or role, a malformed date, an empty value or label."""
        if self.field not in FIELDS:
            raise ValueError(f"no such field: {self.field!r}")
        if not self.value or not self.label:
            raise ValueError(f"{self.field} without a value or a label")
        if self.role not in _ROLES.get(self.field, ("",)):
            raise ValueError(f"{self.field} has no role {self.role!r}")
        if self.field == "kind" and self.value not in KINDS:
            raise ValueError(f"no such kind: {self.value!r}")
        if self.field == "date" and not _DATE.fullmatch(self.value):
            raise ValueError(f"not a date, month or year: {self.value!r}")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence {self.confidence} is not between 0 and 1")
