"""What people read on the command line."""

from __future__ import annotations

import pytest

from corpus.types import Failure
from ui.printing import failure_line


@pytest.mark.parametrize(
    ("uri", "reason", "line"),
    [
        ("/x/a.pdf", "a.pdf needs a password", "EncryptedSource: /x/a.pdf needs a password. Save a copy"),
        ("/x/e\u0301.pdf", "é.pdf needs a password", "EncryptedSource: /x/é.pdf needs a password. Save a copy"),
        ("/x/a.pdf", "/x/a.pdf is empty", "EncryptedSource: /x/a.pdf is empty. Save a copy"),
        ("/x/r.jsonl#line=2", "/x/r.jsonl, line 2: no id", "EncryptedSource: /x/r.jsonl, line 2: no id. Save a copy"),
        ("/x/a.pdf", "The disk is full", "EncryptedSource: /x/a.pdf: The disk is full. Save a copy"),
    ],
)
def test_failure_says_where_once(uri: str, reason: str, line: str) -> None:
    """This ensures that a failure names its file with its folder, and not twice."""
    assert failure_line(Failure(uri, "EncryptedSource", reason, "Save a copy")) == line
