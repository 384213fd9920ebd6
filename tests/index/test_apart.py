"""Queries encoded by a process of its own: the same numbers, whatever becomes of the process."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from corpus.processes import Process
from index import apart as module
from index.apart import ENOUGH, apart
from index.bundled import BundledEncoder, unsupported
from index.encoder import Encoder, WordEncoder

pytestmark = pytest.mark.skipif(bool(unsupported()), reason=f"the bundled model cannot run here: {unsupported()}")

QUERIES = ["Qui a signé la charte ?", "", "Wann wurde das Label verliehen?", "🏛️ \x00", "et la ville " * 300]


@pytest.fixture(scope="module")
def bundled() -> BundledEncoder:
    return BundledEncoder()


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> list[Process]:
    """The processes that are started."""
    every: list[Process] = []

    def noted(*arguments: object, **named: object) -> Process:
        every.append(begin(*arguments, **named))
        return every[-1]

    begin = module.started
    monkeypatch.setattr(module, "started", noted)
    return every


@pytest.fixture
def other(bundled: BundledEncoder, processes: list[Process]) -> Iterator[WordEncoder]:
    """The encoder apart, its process ready."""
    with apart(bundled, ENOUGH) as found:
        end = time.monotonic() + 60
        while not processes[0].has_answered() and time.monotonic() < end:
            time.sleep(0.01)
        assert isinstance(found, WordEncoder)
        yield found


def assert_same(one: WordEncoder, other: WordEncoder) -> None:
    (vectors, words), (wanted, wanted_words) = (each.encode_queries_by_word(QUERIES) for each in (one, other))
    np.testing.assert_array_equal(vectors, wanted)
    np.testing.assert_array_equal(one.encode_queries(QUERIES[:2]), wanted[:2])
    for had, want in zip(words, wanted_words, strict=True):
        assert had.words == want.words
        np.testing.assert_array_equal(had.states, want.states)


def test_the_numbers_are_the_same(bundled: BundledEncoder, other: WordEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that the process gives the encoder's numbers to the last bit, and is what gives them."""
    expected = bundled.encode_queries(QUERIES)
    for name in ("encode_queries", "encode_queries_by_word"):
        monkeypatch.setattr(BundledEncoder, name, lambda *_: pytest.fail("encoded here"))
    vectors, _ = other.encode_queries_by_word(QUERIES)
    np.testing.assert_array_equal(vectors, expected)
    monkeypatch.undo()
    assert_same(other, bundled)


def test_it_is_the_same_model(bundled: BundledEncoder, other: WordEncoder) -> None:
    """This ensures that what is not encoded apart is what the encoder itself gives."""
    assert (other.model_id, other.dim, other.max_tokens) == (bundled.model_id, bundled.dim, bundled.max_tokens)
    assert other.count_tokens(QUERIES) == bundled.count_tokens(QUERIES)


def test_it_ends_with_the_block(bundled: BundledEncoder, processes: list[Process]) -> None:
    """This ensures that no process is left, whether it was ready or not."""
    with apart(bundled, ENOUGH) as other:
        other.encode_queries(["x"])
    assert [each.popen.returncode for each in processes] == [-9]


def test_a_process_that_dies_changes_nothing(
    bundled: BundledEncoder,
    other: WordEncoder,
    processes: list[Process],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """This ensures that a run goes on with the same numbers when the system ends its process, and says so once."""
    other.encode_queries(QUERIES[:1])
    processes[0].kill()
    processes[0].popen.wait()
    with caplog.at_level(logging.WARNING):
        assert_same(other, bundled)
    assert [record.message for record in caplog.records] == [
        "The process that encodes queries is gone: they are encoded in this one"
    ]


def test_a_process_that_can_not_be_started_changes_nothing(
    bundled: BundledEncoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """This ensures that queries are encoded where no process can be had."""
    monkeypatch.setattr("sys.executable", str(tmp_path / "none"))
    with caplog.at_level(logging.WARNING), apart(bundled, ENOUGH) as other:
        assert isinstance(other, WordEncoder)
        assert_same(other, bundled)
    assert "no other could be started" in caplog.text


def test_a_process_that_dies_at_once_changes_nothing(
    bundled: BundledEncoder, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """This ensures that a process that can't open the model costs nothing but its start."""
    broken = BundledEncoder()
    broken.weights_file = tmp_path / "none"
    with caplog.at_level(logging.WARNING), apart(broken, ENOUGH) as other:
        end = time.monotonic() + 60
        while not caplog.records and time.monotonic() < end:
            assert isinstance(other, WordEncoder)
            np.testing.assert_array_equal(other.encode_queries(["x"]), bundled.encode_queries(["x"]))
    assert "is gone" in caplog.text


def test_few_queries_stay_here(bundled: BundledEncoder, processes: list[Process]) -> None:
    """This ensures that no process is started for what takes less time than its start."""
    with apart(bundled, ENOUGH - 1) as other:
        assert other is bundled
    assert not processes


def test_other_encoders_stay_here(encoder: Encoder, processes: list[Process]) -> None:
    """This ensures that a model that another process can't open by itself is used as it is."""
    with apart(encoder, 10 * ENOUGH) as other:
        assert other is encoder
    assert not processes
