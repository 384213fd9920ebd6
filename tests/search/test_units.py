"""The units of quantities, as they are written and asked for."""

from __future__ import annotations

import re

import pytest

from search.units import COUNTED, MEASURES, WRITTEN


@pytest.mark.parametrize(
    ("kind", "unit"),
    [
        ("duration", "semaines"),
        ("money", "reichsmark"),
        ("area", "metros cuadrados"),
        ("share", "points de pourcentage"),
        ("energy", "kwh"),
        ("volume", "l"),
        ("temperature", "°c"),
        ("weight", "ton"),
    ],
)
def test_units_as_they_are_written(kind: str, unit: str) -> None:
    """This ensures that units of several words and short signs are of their kind, and of no other that is asked for."""
    assert [each for each, pattern in WRITTEN.items() if re.fullmatch(pattern, unit)] == [kind]


def test_units_that_are_asked_for_are_written_so() -> None:
    """This ensures that no kind is asked for by its unit that has no units in texts."""
    assert set(COUNTED) <= set(WRITTEN)


@pytest.mark.parametrize(("unit", "measures"), [("km", True), ("jahren", True), ("tonnes", False), ("floors", False)])
def test_what_is_no_count_of_things(unit: str, measures: bool) -> None:
    """This ensures that a length counts no things, while waste is counted in tonnes and a house in floors."""
    assert (re.fullmatch(MEASURES, unit) is not None) is measures
