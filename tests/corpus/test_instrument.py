"""What a value and its evidence may be."""

from __future__ import annotations

import pytest

from corpus.instrument import Evidence, Value


def test_evidence_is_a_range_as_long_as_its_quote() -> None:
    """This ensures that a range without words, or with others, is refused."""
    assert Evidence(3, 6, None, "abc").quote == "abc"
    for start, end, quote in ((3, 3, ""), (-1, 2, "abc"), (3, 7, "abc"), (6, 3, "abc")):
        with pytest.raises(ValueError, match="cannot be a quote"):
            Evidence(start, end, 1, quote)


@pytest.mark.parametrize("iso", ["2023", "2023-06", "2023-06-01"])
def test_a_date_is_a_day_a_month_or_a_year(iso: str) -> None:
    """This ensures that dates keep their precision."""
    assert Value("date", iso, iso, "signed").value == iso


@pytest.mark.parametrize(
    ("field", "value", "role"),
    [
        ("colour", "red", ""),
        ("kind", "poem", ""),
        ("kind", "", ""),
        ("kind", "label", "signs"),
        ("date", "1 June 2023", "signed"),
        ("date", "2023-13", "signed"),
        ("date", "2023", ""),
        ("organisation", "Legrand", "sings"),
    ],
)
def test_what_is_no_value_is_refused(field: str, value: str, role: str) -> None:
    """This ensures that nothing unknown reaches the catalogue."""
    with pytest.raises(ValueError, match=r"."):
        Value(field, value, value, role)  # type: ignore[arg-type]  # what a type checker would refuse


def test_confidence_is_a_share() -> None:
    """This ensures that a confidence above 1 is refused."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        Value("kind", "label", "label", confidence=1.2)
