"""The gate itself: no measure falls under its floor. See `gate.py` for what is measured and how floors move."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

import gate
import pytest

CASES = [*gate.QUICK, *gate.WHOLE] if os.environ.get("REPERE_QUALITY") == "whole" else gate.QUICK


@pytest.fixture(scope="module")
def opened() -> Iterator[dict[str, tuple[gate.Data, gate.Searcher]]]:
    """Data and searcher by name, each opened once."""
    cache: dict[str, tuple[gate.Data, gate.Searcher]] = {}
    yield cache
    for _, searcher in cache.values():
        searcher.close()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_measure_falls_under_its_floor(case: gate.Case, opened: dict[str, tuple[gate.Data, gate.Searcher]]) -> None:
    """This ensures that a change to extraction or retrieval does not make the answers worse unnoticed."""
    if case.data not in opened:
        try:
            data = gate.load(case.data)
        except FileNotFoundError:
            pytest.skip(f"the development data is not there: {case.data}")
        opened[case.data] = data, gate.open_searcher(data)
    data, searcher = opened[case.data]
    entry = gate.floors()[case.data]
    assert entry["digest"] == data.digest, f"{case.data} is not the data that the floors were measured on"
    values = gate.measure(searcher, data, case)
    floors = entry["rows"][case.name]
    assert {name: value for name, value in values.items() if value < floors[name]} == {}


def test_words_never_harm_across_languages() -> None:
    """This ensures, on the floors themselves, that hybrid is better than dense where languages differ."""
    rows = {name: row for entry in gate.floors().values() for name, row in entry["rows"].items()}
    across = [case for case in [*gate.QUICK, *gate.WHOLE] if case.mode == "hybrid" and case.queries != case.passages]
    compared = {case.name: rows[replace(case, mode="dense").name] for case in across if case.queries and case.passages}
    assert len(compared) >= 6
    gains = {name: rows[name]["nDCG@10"] - dense["nDCG@10"] for name, dense in compared.items()}
    assert min(gains.values()) > 0, gains
