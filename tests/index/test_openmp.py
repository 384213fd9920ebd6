"""The way OpenMP's threads wait."""

from __future__ import annotations

import os

import pytest

from index.openmp import WAIT_POLICY, sleeping_threads


def test_the_environment_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that nothing but the libraries loaded meanwhile sees the setting, whatever happens to them."""
    monkeypatch.delenv(WAIT_POLICY, raising=False)
    with sleeping_threads():
        assert os.environ[WAIT_POLICY] == "passive"
    assert WAIT_POLICY not in os.environ
    with pytest.raises(ImportError), sleeping_threads():
        raise ImportError
    assert WAIT_POLICY not in os.environ


def test_a_users_choice_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that somebody with a machine of their own may have busy threads."""
    monkeypatch.setenv(WAIT_POLICY, "active")
    with sleeping_threads():
        assert os.environ[WAIT_POLICY] == "active"
    assert os.environ[WAIT_POLICY] == "active"
