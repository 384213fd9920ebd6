"""One request and its answer: politely, within limits of size and time, and no step further.

Redirects are not followed here, no cookies are kept and the environment is not asked.
"""

from __future__ import annotations

import contextlib
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx2

from corpus.errors import LeftOut, PageUnreachable, SourceError, SourceTimeout
from ingest.web.bodies import ENCODINGS, charset_of, media_type_of, read, too_large, unpacked
from ingest.web.guard import Clock, GuardedTransport
from ingest.web.options import WebOptions

REDIRECTS = frozenset({301, 302, 303, 307, 308})
TRY_AGAIN = frozenset({429, 503})

# A host that is down costs a time limit a page; after so many in a row it is not asked again in this run.
MAX_UNANSWERED = 5

PAGES = ("text/html", "application/xhtml+xml", "")
# gzip adds some bytes to what it can't make smaller, and a piece that is cut is received as a whole.
_OVERHEAD = 1024 * 1024
# A page that says "not found" is some kilobytes; making a connection anew costs about as much.
_DRAINED = 64 * 1024
# What no reader takes: it is left at its headers.
UNREAD = ("audio/", "video/", "font/", "model/", "text/css", "text/javascript", "application/javascript")


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of a page last time, so that it need not be sent again where it is the same."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered. `data` is unpacked, and empty but for a status of 200 to 299.

    `charset` is None where the server names none. `location` is where a redirect leads, as the server wrote it.
    `robots` and `links` are the values of X-Robots-Tag and Link.
    """

    address: str
    status: int
    data: bytes = b""
    media_type: str = ""
    charset: str | None = None
    validators: Validators = Validators()
    location: str = ""
    robots: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(slots=True)
class _Host:
    """How long a host is let alone between two requests, and since when; until when it has asked to be."""

    delay_s: float
    ended: float = float("-inf")
    busy_until: float = float("-inf")
    unanswered: int = 0

    def wait(self) -> None:
        """Sleep until it may be asked."""
        time.sleep(max(0.0, self.ended + self.delay_s - time.monotonic(), self.busy_until - time.monotonic()))


@dataclass(slots=True)
class Fetcher:
    """Asks for addresses, one after another. Use it as a context; it holds connections."""

    options: WebOptions
    _clock: Clock = field(default_factory=Clock)
    _hosts: dict[str, _Host] = field(init=False)
    _transport: GuardedTransport = field(init=False)

    def __post_init__(self) -> None:
        delay_s = self.options.delay_s
        self._hosts = defaultdict(lambda: _Host(delay_s))
        self._transport = GuardedTransport(self._clock, allow_private=self.options.allow_private)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None) -> None:
        self._transport.close()

    def slow_down(self, address: str, seconds: float) -> None:
        """Let the host of an address alone for at least so long between two requests."""
        host = self._host(address)
        host.delay_s = max(host.delay_s, seconds)

    def get(
        self,
        address: str,
        validators: Validators | None = None,
        *,
        max_bytes: int | None = None,
        cut: bool = False,
        unread: tuple[str, ...] = UNREAD,
    ) -> Answer:
        """The answer to a GET of a normalised address, asked again where the server is busy.

        `max_bytes` instead of the options' limits; `cut` takes the beginning of what is longer. Raises `LeftOut` for a
        media type that begins with one of `unread`, `SourceTooLarge`, `SourceTimeout`, `PageUnreachable` and
        `AddressRefused`.
        """
        host = self._host(address)
        if host.unanswered >= MAX_UNANSWERED:
            raise PageUnreachable(
                f"{address} was not asked for: its host left {MAX_UNANSWERED} requests in a row without an answer",
                advice="Try again later",
            )
        for attempt in range(self.options.retries + 1):
            try:
                answer, wait_s = self._once(host, address, validators, max_bytes=max_bytes, cut=cut, unread=unread)
            except (PageUnreachable, SourceTimeout):
                host.unanswered += 1
                raise
            host.unanswered = 0
            if answer.status not in TRY_AGAIN:
                break
            wait_s = self.options.retry_s * 2**attempt if wait_s is None else wait_s
            if wait_s > self.options.max_delay_s or attempt == self.options.retries:
                break
            host.busy_until = time.monotonic() + wait_s
        return answer

    def _host(self, address: str) -> _Host:
        return self._hosts[urlsplit(address).hostname or ""]

    def _once(
        self,
        host: _Host,
        address: str,
        validators: Validators | None,
        *,
        max_bytes: int | None,
        cut: bool,
        unread: tuple[str, ...],
    ) -> tuple[Answer, float | None]:
        host.wait()
        self._clock.deadline = time.monotonic() + self.options.total_s
        response = None
        try:
            response = self._transport.handle_request(self._request(address, validators))
            answer = self._answer(address, response, max_bytes=max_bytes, cut=cut, unread=unread)
        except SourceError as error:
            raise type(error)(_placed(error.reason, address), advice=error.advice) from error
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise PageUnreachable(f"{address}: {error}") from error
        finally:
            if response is not None:
                response.close()
            host.ended = time.monotonic()
        return answer, _seconds(response.headers.get("retry-after", ""))

    def _request(self, address: str, validators: Validators | None) -> httpx2.Request:
        options = self.options
        headers = {
            "User-Agent": options.user_agent,
            "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.5",
            "Accept-Encoding": ENCODINGS,
        }
        if validators and validators.etag:
            headers["If-None-Match"] = validators.etag
        if validators and validators.last_modified:
            headers["If-Modified-Since"] = validators.last_modified
        timeout = {"connect": options.connect_s, "read": options.read_s, "write": options.read_s, "pool": 1.0}
        return httpx2.Request("GET", address, headers=headers, extensions={"timeout": timeout})

    def _answer(
        self, address: str, response: httpx2.Response, *, max_bytes: int | None, cut: bool, unread: tuple[str, ...]
    ) -> Answer:
        headers = response.headers
        content_type = headers.get("content-type", "")
        media_type = media_type_of(content_type)
        data = b""
        if response.is_success:
            if media_type.startswith(unread):
                raise LeftOut(f"{address} is of the type {media_type[:60]}, which holds no text that is read")
            limit = max_bytes or (
                self.options.max_page_bytes if media_type in PAGES else self.options.max_document_bytes
            )
            length = headers.get("content-length", "")
            if not cut and length.isdecimal() and int(length) > limit:
                raise too_large(limit)
            # The bytes on the wire are counted too: packed ones that unpack to nothing would never reach a limit.
            wire = _counted(response.iter_raw(), limit + _OVERHEAD)
            data = read(unpacked(wire, headers.get("content-encoding", "")), max_bytes=limit, cut=cut)
        else:
            _drain(response)
        return Answer(
            address=address,
            status=response.status_code,
            data=data,
            media_type=media_type,
            charset=charset_of(content_type, data),
            validators=Validators(_line(headers.get("etag", "")), _line(headers.get("last-modified", ""))),
            location=headers.get("location", ""),
            robots=tuple(headers.get_list("x-robots-tag")),
            links=tuple(headers.get_list("link")),
        )


def _counted(pieces: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """The pieces as they come, to as many bytes as may come."""
    count = 0
    for piece in pieces:
        count += len(piece)
        if count > limit:
            raise too_large(limit)
        yield piece


def _drain(response: httpx2.Response) -> None:
    """Receive a small body that is of no use, so that its connection can be used again."""
    length = response.headers.get("content-length", "0")
    if length.isdecimal() and int(length) <= _DRAINED:
        with contextlib.suppress(SourceError):  # the status is there, which is all that was wanted
            for _ in response.iter_raw():
                pass


def _placed(reason: str, address: str) -> str:
    return reason if address in reason else f"{address}: {reason[:1].lower()}{reason[1:]}"


def _line(value: str) -> str:
    """A header's value if it can be sent back as it is."""
    return value if value.isascii() and value.isprintable() and len(value) <= 1000 else ""


def _seconds(retry_after: str) -> float | None:
    """The wait that Retry-After asks for: seconds, or a date; None where it asks for none."""
    if re.fullmatch(r"\d{1,9}", retry_after.strip()):
        return float(retry_after)
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
