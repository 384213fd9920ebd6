"""A home's lock and its files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import HomeLocked, HomeUnwritable
from corpus.home import Home, write_atomically

HOLD = """
import sys, time
from pathlib import Path
from corpus.home import Home
with Home(Path(sys.argv[1])).writing():
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    """This ensures that a second process is refused in one clear line, and let in afterwards."""
    home = Home(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(HomeLocked, match="Another process is writing"), home.writing():
            pass
        other.communicate("\n")
    with home.writing():
        pass


def test_folder_that_can_not_be_made(tmp_path: Path) -> None:
    """This ensures a clear error where a file stands in the place of the home."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(HomeUnwritable, match="can't be made"), Home(tmp_path / "file" / "home").writing():
        pass


def test_originals_are_kept_and_dropped(tmp_path: Path) -> None:
    """This ensures that an original is found under its hash, and leaves no empty folder behind."""
    home = Home(tmp_path)
    home.keep_original("ab" * 32, b"bytes")
    assert home.original("ab" * 32).read_bytes() == b"bytes"
    home.drop_original("ab" * 32)
    home.drop_original("ab" * 32)
    assert not home.original("ab" * 32).parent.exists()


def test_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    """This ensures that a write that can't be finished leaves no part of itself."""
    target = tmp_path / "folder"
    target.mkdir()
    (target / "inside").write_text("x")
    with pytest.raises(HomeUnwritable):
        write_atomically(target, b"new")  # a folder that holds something can't be replaced by a file
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
