"""Corrections as people write them: `kind=label`, `territory=87085`, `organisation=Ville d'Angers:signs`, `until=2026`.

All of a command's corrections are checked before the first is written, and all are written or none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from corpus.errors import InvalidCorrection, UnknownTerritory
from corpus.filters import is_day, period_of
from corpus.gazetteer import resolve
from corpus.instrument import DATE_ROLES, DateRole, FieldName, Value
from corpus.instruments import (
    SINGLE,
    Correction,
    drop_corrections,
    same_value,
    settle_filters,
    slot_of,
    stated_of,
    write_correction,
)
from corpus.settling import mark_changed
from corpus.vocabulary import KIND_NAMES, ROLE_NAMES, THEME_NAMES, folded, named
from corpus.writer import CatalogueWriter, now

Operation = Literal["set", "add", "remove", "unset"]
BETWEEN = "|"
"""Separates several values where they are written as one text: a cell of a manifest, a record's metadata."""
SLOTS = ("kind", "name", "territory", "organisation", "theme", *get_args(DateRole), "language")

_LANGUAGE = re.compile(r"[a-z]{2,3}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Edit:
    """One correction: `set` puts its value in place of all of the slot's, `unset` takes back what people said of it.

    `value` is None for `unset`, and for a `set` to nothing. A `remove` of an organisation in no role named is of
    all its roles: `any_role`.
    """

    operation: Operation
    slot: str
    value: Value | None = None
    any_role: bool = False


def edit_of(operation: Operation, text: str) -> Edit:
    """The edit of `FIELD=VALUE`, or of `FIELD` for `unset`. Raises `InvalidCorrection`."""
    slot, sign, written = (part.strip() for part in text.partition("="))
    slot = slot.casefold()
    if slot not in SLOTS:
        raise InvalidCorrection(f"No field {slot!r}", advice=f"Use one of: {', '.join(SLOTS)}")
    if operation == "unset":
        if sign:
            raise InvalidCorrection(f"{text!r}: a field is unset by its name alone", advice=f"Write: --unset {slot}")
        return Edit("unset", slot)
    if not sign:
        raise InvalidCorrection(f"{text!r} gives no value", advice=f"Write: --{operation} {slot}=…")
    if operation == "add" and slot in SINGLE:
        raise InvalidCorrection(f"A document has one {slot}", advice=f"Write: --set {slot}={written}")
    if not written:
        if operation == "set":
            return Edit("set", slot)
        raise InvalidCorrection(f"{text!r} gives no value", advice=f"Write: --{operation} {slot}=…")
    any_role = operation == "remove" and slot == "organisation" and _role_of(written) is None
    return Edit(operation, slot, value_of(slot, written, role="takes_part" if any_role else ""), any_role)


def value_of(slot: str, written: str, *, role: str = "") -> Value:
    """The value that someone wrote for a slot; `role` is an organisation's where none is written.

    Raises `InvalidCorrection` for an unknown kind, territory, role or day, and for what is no code of a language.
    """
    written = " ".join(written.split())
    if not written:
        raise InvalidCorrection(f"The field {slot!r} has an empty value")
    if BETWEEN in written:
        told = "Leave it out: it separates values in a manifest"
        raise InvalidCorrection(f"{slot}={written} holds {BETWEEN}", advice=told)
    if slot == "territory":
        return _territory(written)
    if slot == "organisation":
        return _organisation(written, role)
    if slot in DATE_ROLES:
        if not is_day(written):
            raise InvalidCorrection(f"{slot}={written} is no date", advice="Write 2023-06-01, 2023-06 or 2023")
        return _checked(slot, "date", written, slot)
    named_once = {"kind": _kind, "language": _language}
    if slot in named_once:
        return named_once[slot](written)
    if slot == "theme" and (theme := named(written, THEME_NAMES)):
        return Value("theme", theme, THEME_NAMES[theme][0])
    return _checked(slot, "theme" if slot == "theme" else "name", written)


def apply_edits(writer: CatalogueWriter, doc_id: str, edits: Sequence[Edit], *, who: str) -> None:
    """Write down what someone said of a document, all of it or nothing; filters see it at once.

    Raises `InvalidCorrection` where the edits contradict each other, where a value to remove is not there, and where
    an end would come before its beginning.
    """
    refuse_contradictions(edits)
    with writer.transaction(revise=False):
        at = now()
        for slot in dict.fromkeys(edit.slot for edit in edits):
            of_slot = [edit for edit in edits if edit.slot == slot]
            if of_slot[0].operation == "unset":
                drop_corrections(writer, doc_id, slot)
            elif any(edit.operation == "set" for edit in of_slot):
                drop_corrections(writer, doc_id, slot)
                write_correction(writer, doc_id, Correction(slot, "replace", None, who, at))
            for edit in of_slot:
                if edit.operation == "remove":
                    _remove(writer, doc_id, edit, who, at)
                elif edit.value:
                    write_correction(writer, doc_id, Correction(slot, "add", edit.value, who, at))
        if any(edit.slot in DATE_ROLES for edit in edits):
            refuse_impossible_dates(stated.value for stated in stated_of(writer, doc_id))
        mark_changed(writer, [doc_id])
        settle_filters(writer)


def refuse_contradictions(edits: Sequence[Edit]) -> None:
    """Raises `InvalidCorrection` where a slot is told two things that can't both be done."""
    for slot in dict.fromkeys(edit.slot for edit in edits):
        told = {edit.operation for edit in edits if edit.slot == slot}
        values = {(edit.value.value if edit.value else "") for edit in edits if edit.slot == slot}
        one = slot in SINGLE or (told == {"set"} and "" in values)
        if told not in ({"set"}, {"add"}, {"remove"}, {"unset"}, {"add", "remove"}) or (one and len(values) > 1):
            raise InvalidCorrection(f"The field {slot!r} is told two things at once", advice="Say one of them")


def refuse_impossible_dates(values: Iterable[Value]) -> None:
    """Raises `InvalidCorrection` where an instrument would end before it is in force or is signed."""
    days = {value.role: value for value in values if value.field == "date" and is_day(value.value)}
    if "until" not in days:
        return
    for begin in ("from", "signed"):
        if begin in days and period_of(days["until"].value)[1] < period_of(days[begin].value)[0]:
            raise InvalidCorrection(
                f"until={days['until'].value} comes before {begin}={days[begin].value}",
                advice="Correct both in one command",
            )


def _remove(writer: CatalogueWriter, doc_id: str, edit: Edit, who: str, at: str) -> None:
    assert edit.value is not None  # noqa: S101 # edit_of makes no other
    here = [stated.value for stated in stated_of(writer, doc_id) if slot_of(stated.value) == edit.slot]
    chosen = [value for value in here if _same(value, edit)]
    if not chosen:
        known = ", ".join(repr(value.label) for value in here) or "none"
        raise InvalidCorrection(f"The document has no {edit.slot} {edit.value.label!r}", advice=f"It has: {known}")
    for value in chosen:
        drop_corrections(writer, doc_id, edit.slot, value=value)
        write_correction(writer, doc_id, Correction(edit.slot, "remove", value, who, at))


def _same(value: Value, edit: Edit) -> bool:
    if edit.value is None:
        return False
    if edit.any_role:
        return folded(value.value) == folded(edit.value.value)
    return same_value(value, edit.value)


def _kind(written: str) -> Value:
    kind = named(written, KIND_NAMES)
    if kind is None:
        raise InvalidCorrection(f"No kind {written!r}", advice=f"Use one of: {', '.join(KIND_NAMES)}")
    return Value("kind", kind, KIND_NAMES[kind][0])


def _language(written: str) -> Value:
    if not _LANGUAGE.fullmatch(written):
        raise InvalidCorrection(f"language={written} is no code of a language", advice="Write fr, en, de…")
    return Value("language", written.lower(), written.lower())


def _territory(written: str) -> Value:
    try:
        found = resolve(written)
    except UnknownTerritory as error:
        raise InvalidCorrection(f"territory={written}: {error.reason}", advice=error.advice) from error
    return Value("territory", found.code, found.name)


def _organisation(written: str, role: str) -> Value:
    found = _role_of(written)
    name = written.rpartition(":")[0].strip() if found else written
    role = found or role
    if not role or not name:
        raise InvalidCorrection(
            f"organisation={written} needs a name and a role",
            advice=f"Write: organisation=NAME:ROLE, with one of: {', '.join(ROLE_NAMES)}",
        )
    return _checked("organisation", "organisation", name, role)


def _role_of(written: str) -> str | None:
    _, sign, role = written.rpartition(":")
    return named(role, ROLE_NAMES) if sign else None


def _checked(slot: str, field: FieldName, written: str, role: str = "") -> Value:
    try:
        return Value(field, written, written, role)
    except ValueError as error:
        raise InvalidCorrection(f"{slot}={written}: {error}") from error
