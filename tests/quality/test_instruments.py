"""Floors of describing, on the sample corpus and, where it is there, on the shared documents."""

from __future__ import annotations

from pathlib import Path

import instruments
import pytest


@pytest.fixture(scope="module")
def samples() -> instruments.Tally:
    """The sample corpus, described once."""
    chosen = [label for label in instruments.labels() if label.source == "samples"]
    return instruments.measure(chosen, instruments.bundled())


@pytest.mark.parametrize(
    ("measure", "floor"),
    [
        ("kind", 0.90),
        ("territory", 0.95),
        ("dates", 0.90),
        ("dates not invented", 1.0),
        ("values with evidence", 1.0),
    ],
)
def test_no_measure_falls_under_its_floor(samples: instruments.Tally, measure: str, floor: float) -> None:
    """This ensures that the sample documents are described as their labels say."""
    assert samples.counts["kind"][1] == 21
    assert samples.share(measure) >= floor, samples.errors


@pytest.mark.shared
def test_the_attractiveness_charter_has_its_twenty_founders(shared: Path) -> None:
    """This ensures that a list in running text becomes organisations, its committees left out."""
    (label,) = [label for label in instruments.labels() if label.organisations]
    if not (shared / "seeds" / label.file).is_file():
        pytest.skip("the seeds are not there")
    tally = instruments.measure([label], instruments.bundled())
    assert tally.share("organisations recall") >= 0.9
    assert tally.share("organisations precision") >= 0.9


def test_halves_follow_the_rule_that_the_labels_state() -> None:
    """This ensures that no document was moved from one half to the other."""
    from hashlib import sha256

    for label in instruments.labels():
        digit = sha256(f"repere-instruments-1:{label.file}".encode()).hexdigest()[0]
        assert label.half == ("tune" if int(digit, 16) % 2 == 0 else "held_out")
