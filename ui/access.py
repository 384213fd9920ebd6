"""Who may do what on the page: read, or also add, correct and remove. Whoever started it decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import OptionRefused

PUBLIC_QUERIES = 50
"""Of a file of queries in a public reading room: what one person can look through."""
PAGE_QUERIES = 5000
"""Of a file of queries elsewhere: some minutes of one processor."""


@dataclass(frozen=True, slots=True)
class Access:
    """How the page was started.

    With `editors`, everyone who reaches it may edit; with `editors_file`, the accounts that stand in it (an e-mail
    address a line), once they have signed in. A `public` reading room has neither, and shows no path of the machine.
    """

    editors: bool = False
    public: bool = False
    editors_file: Path | None = None

    def __post_init__(self) -> None:
        """Raises `OptionRefused` where a public reading room would have editors."""
        if self.public and (self.editors or self.editors_file):
            raise OptionRefused(
                "A public reading room has no editors", advice="Start a second page with --editors on another port"
            )

    def may_edit(self, account: str) -> bool:
        """Whether the reader with this account may; it is empty for one who has not signed in.

        The file is read each time: who is taken out of it may edit no more.
        """
        if self.public:
            return False
        return self.editors or bool(account and self.editors_file and account in accounts_in(self.editors_file))

    @property
    def most_queries(self) -> int:
        """How many queries one file may hold."""
        return PUBLIC_QUERIES if self.public else PAGE_QUERIES


def accounts_in(path: Path) -> frozenset[str]:
    """The accounts of a file, one a line, in lower case; `#` begins a remark. None where it can't be read."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return frozenset()
    return frozenset(account for line in lines if (account := line.partition("#")[0].strip().casefold()))


def account_of(user: Mapping[str, Any]) -> str:
    """The e-mail address of someone who has signed in; empty for others, and where the provider has not verified it.

    Providers of one organisation's accounts often say nothing of that; some say it as a text, "false".
    """
    if not user.get("is_logged_in") or str(user.get("email_verified", True)).casefold() != "true":
        return ""
    return str(user.get("email") or "").strip().casefold()
