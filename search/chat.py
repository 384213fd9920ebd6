"""A language model behind any server that speaks OpenAI's `/v1/chat/completions`. The only module that talks to one.

Nothing of this runs unless a server is named. Redirects are not followed and no proxy is used: what is sent goes to the
address that was given, and nowhere else.
"""

from __future__ import annotations

import json
import queue
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx2

from corpus.errors import LanguageModelFailed, OptionRefused

MAX_CHARS = 8_000
"""Of an answer. A few sentences were asked for; what goes on and on is cut, and checked as far as it goes."""
MAX_LINE = 1_000_000
MAX_TOKENS = 600

Message = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ChatServer:
    """Where a language model answers, and which. `url` ends in `/v1`, or is the whole address.

    `timeout_s` is for the whole answer, from the connection to the last word.
    """

    url: str
    model: str
    key: str = ""
    timeout_s: float = 60.0

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise OptionRefused(
                f"{self.url!r} is no address of a language model", advice="Write http://localhost:11434/v1, say"
            )
        if not self.model:
            raise OptionRefused("The language model has no name", advice="Set REPERE_LLM_MODEL")

    @property
    def address(self) -> str:
        """Where questions are sent."""
        base = self.url.rstrip("/")
        return base if base.endswith("/chat/completions") else f"{base}/chat/completions"

    @property
    def name(self) -> str:
        """The host, to tell people where their question goes; without what may be secret in the address."""
        parts = urlsplit(self.url)
        return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """The answer in pieces, as they come, at most `MAX_CHARS` together. Raises `LanguageModelFailed`."""
        deadline, pieces = time.monotonic() + self.timeout_s, queue.Queue[str | Exception | None]()
        # A server that sends a byte a minute, in its headers too, never runs into a limit a read: the clock is here.
        client = httpx2.Client(timeout=self.timeout_s, trust_env=False, follow_redirects=False)
        reader = threading.Thread(target=self._read, args=(client, messages, pieces), daemon=True)
        reader.start()
        count = 0
        try:
            while count < MAX_CHARS:
                piece = _next(pieces, deadline)
                if piece is None:
                    return
                count += len(piece)
                yield piece[: len(piece) - max(0, count - MAX_CHARS)]
        finally:
            client.close()

    def _read(self, client: httpx2.Client, messages: Sequence[Message], pieces: queue.Queue[Any]) -> None:
        """Put the pieces into the queue, then None, or what went wrong."""
        body = {
            "model": self.model, "messages": list(messages), "stream": True, "temperature": 0, "max_tokens": MAX_TOKENS,
        }  # fmt: skip
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        try:
            with client.stream("POST", self.address, json=body, headers=headers) as response:
                self._refuse(response)
                is_stream = response.headers.get("content-type", "").startswith("text/event-stream")
                for piece in _events(response) if is_stream else _whole(response):
                    pieces.put(piece)
            pieces.put(None)
        except LanguageModelFailed as error:
            pieces.put(error)
        except (httpx2.HTTPError, httpx2.StreamError, OSError, RuntimeError, ValueError) as error:
            failed = LanguageModelFailed(f"{self.name}: {error or type(error).__name__}")
            failed.__cause__ = error
            pieces.put(failed)

    def _refuse(self, response: httpx2.Response) -> None:
        if response.status_code != httpx2.codes.OK:
            raise LanguageModelFailed(f"{self.name} answered {response.status_code}")


def _next(pieces: queue.Queue[str | Exception | None], deadline: float) -> str | None:
    try:
        piece = pieces.get(timeout=max(0.0, deadline - time.monotonic()))
    except queue.Empty as error:
        raise LanguageModelFailed("the time is over", advice="Try again, or ask a faster server") from error
    if isinstance(piece, Exception):
        raise piece
    if time.monotonic() > deadline:
        raise LanguageModelFailed("the time is over", advice="Try again, or ask a faster server")
    return piece


def _events(response: httpx2.Response) -> Iterator[str]:
    """The texts of server-sent events, until `[DONE]` or the end."""
    for line in _lines(response):
        name, _, data = line.partition(":")
        if name.strip() != "data":
            continue
        if data.strip() == "[DONE]":
            return
        yield _text_of(_parsed(data), "delta")


def _whole(response: httpx2.Response) -> Iterator[str]:
    """The text of an answer in one piece: servers may leave streaming out."""
    yield _text_of(_parsed("".join(_lines(response))), "message")


def _lines(response: httpx2.Response) -> Iterator[str]:
    """The lines of the answer. Raises `LanguageModelFailed` for one without end."""
    rest, total = "", 0
    for part in response.iter_text():
        total += len(part)
        *lines, rest = (rest + part).split("\n")
        yield from lines
        if len(rest) > MAX_LINE or total > 20 * MAX_LINE:
            raise LanguageModelFailed("the answer is too long")
    if rest:
        yield rest


def _parsed(data: str) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise LanguageModelFailed("the answer is not what such servers give") from error


def _text_of(event: Any, role: str) -> str:
    if isinstance(event, dict) and event.get("error"):
        raise LanguageModelFailed("the server reports an error")
    try:
        choices = event["choices"]
        content = choices[0][role].get("content") if choices else ""
    except (TypeError, KeyError, IndexError, AttributeError) as error:
        raise LanguageModelFailed("the answer is not what such servers give") from error
    return content if isinstance(content, str) else ""
