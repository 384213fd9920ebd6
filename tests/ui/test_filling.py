"""What the command line asks of ingest."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus.errors import OptionRefused
from ingest.extract.base import ReadOptions
from ingest.pipeline import RunOptions
from ui.assembly import run_options
from ui.cli import main
from ui.commands.filling import ingest


def options_of(*arguments: str) -> RunOptions:
    """What a command line asks of a run."""
    with ingest.make_context("ingest", list(arguments)) as context:
        return run_options(context.params)


def test_defaults_are_those_of_the_library() -> None:
    """This ensures that a bare command reads as a call from Python does."""
    options = options_of("folder")
    assert options.reading == ReadOptions()
    assert (options.workers, options.sentences, options.retry_failed) == (None, None, False)
    assert (options.limits.timeout_s, options.limits.memory_mb) == (600.0, 2048)
    assert options.web is not None
    assert (options.web.crawl, options.web.delay_s, options.web.max_pages) == (False, 1.0, 500)


def test_options_arrive(tmp_path: Path) -> None:
    """This ensures that each option reaches what it is for, passwords from a file as they are written."""
    passwords = tmp_path / "passwords"
    passwords.write_text("un mot de passe \n\nautre\n", encoding="utf-8")
    options = options_of(
        *("x", "--ocr", "always", "--ocr-lang", "deu+fra", "--password", "clé", "--password-file", str(passwords)),
        *("--workers", "3", "--timeout", "5", "--memory", "512", "--no-sentences", "--retry-failed"),
        *("--crawl", "--include", "/aides/*", "--exclude", "*.zip", "--delay", "0", "--max-pages", "9"),
    )
    assert options.reading == ReadOptions(
        "always", ("deu", "fra"), ("clé", "un mot de passe ", "autre"), 4.0
    )  # .8 · 5 s
    assert (options.workers, options.limits.timeout_s, options.limits.memory_mb) == (3, 5.0, 512)
    assert (options.sentences, options.retry_failed) == (False, True)
    assert options.web is not None
    assert (options.web.include, options.web.exclude, options.web.delay_s) == (("/aides/*",), ("*.zip",), 0.0)
    assert (options.web.crawl, options.web.max_pages, options.web.allow_private) == (True, 9, False)


def test_options_that_can_not_be_meant() -> None:
    """This ensures that a choice among pages without a crawl is refused, and a run without a source is wrong usage."""
    with pytest.raises(OptionRefused, match="crawl"):
        options_of("x", "--include", "/a")
    found = CliRunner().invoke(main, ["ingest"])
    assert (found.exit_code, "--retry-failed" in found.output) == (2, True)
    assert CliRunner().invoke(main, ["ingest", "x", "--timeout", "0"]).exit_code == 2


def test_retry_needs_a_home(tmp_path: Path) -> None:
    """This ensures that there is nothing to try again where nothing was ingested, and no home is made for it."""
    found = CliRunner().invoke(main, ["ingest", "--retry-failed", "--home", str(tmp_path / "none")])
    assert found.exit_code == 1
    assert "There is no catalogue" in found.output
    assert not (tmp_path / "none").exists()
