"""Redirects, followed one checked step at a time."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urljoin

from corpus.errors import AddressRefused, PageUnreachable
from ingest.web.addresses import normalise, shown
from ingest.web.fetch import REDIRECTS, Answer

MAX_REDIRECTS = 10
"""Browsers follow 20; what people set up needs three or four: http, www, a new name, a slash."""


def next_address(answer: Answer, chain: Sequence[str], *, limit: int = MAX_REDIRECTS) -> str | None:
    """Where a redirect leads, normalised; None where the answer is no redirect.

    `chain` are the addresses asked so far, this one last. Raises `PageUnreachable` for a loop, for too many and for a
    redirect without a target, and `AddressRefused` where it leads to what is not read.
    """
    if answer.status not in REDIRECTS:
        return None
    here, first = chain[-1], chain[0]
    if not answer.location:
        raise PageUnreachable(f"{here} redirects ({answer.status}) without saying where")
    try:
        there = normalise(urljoin(here, answer.location))
    except (AddressRefused, ValueError) as error:
        raise AddressRefused(f"{here} redirects to {shown(answer.location)[:200]!r}, which is not read") from error
    if there in chain:
        raise PageUnreachable(f"{first} redirects in a loop: {here} leads to {there}")
    if len(chain) > limit:
        raise PageUnreachable(f"{first} redirects more than {limit} times, to {there} at last")
    return there
