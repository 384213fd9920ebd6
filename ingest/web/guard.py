"""The way out to the network: a name is resolved and checked here, and the connection goes to the address checked.

So neither a redirect nor a name server that changes its mind can lead into a private network. Proxies of the
environment are not used: behind one, nobody could say where a connection ends.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpcore2
import httpx2

from corpus.errors import AddressRefused, PageUnreachable, SourceTimeout

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

TOO_LONG = "It goes on for longer than an answer may take"
LATER = "Try again later"

_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # IPv4 by way of NAT64 (RFC 6052)
_COMPATIBLE = ipaddress.IPv6Network("::/96")  # IPv4 in IPv6 as it was meant at first (RFC 4291)


def is_public(ip: IPAddress) -> bool:
    """Whether an address is one of the public internet, and so is the IPv4 address that an IPv6 one may carry."""
    if isinstance(ip, ipaddress.IPv6Address):
        carried = _carried(ip)
        if carried is not None:
            return is_public(carried)
        if ip.is_site_local:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def may_connect(ip: IPAddress, *, allow_private: bool) -> bool:
    """Whether a connection may be made. What is no host at all stays refused, whatever is allowed."""
    if is_public(ip):
        return True
    carried = _carried(ip) if isinstance(ip, ipaddress.IPv6Address) else None
    host = ip if carried is None or ip == ipaddress.IPv6Address("::1") else carried
    return allow_private and not (host.is_multicast or host.is_unspecified or (host.is_reserved and host.version == 4))


def _carried(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if ip.ipv4_mapped or ip.sixtofour:
        return ip.ipv4_mapped or ip.sixtofour
    if ip.teredo:
        return ip.teredo[1]
    if ip in _TRANSLATED or (ip in _COMPATIBLE and int(ip) > 0xFFFF):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return None


def resolve(host: str, port: int, *, allow_private: bool) -> list[str]:
    """The addresses of a host, checked, IPv4 and IPv6 as the system orders them.

    Raises `AddressRefused` where any of them is refused, and `PageUnreachable` where there is none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise PageUnreachable(
            f"The host {host} is not known", advice="Check the spelling and the connection to the network"
        ) from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        if not may_connect(ipaddress.ip_address(address), allow_private=allow_private):
            place = host if host == address else f"{host} ({address})"
            raise AddressRefused(
                f"The host {place} is not on the public internet",
                advice="" if allow_private else "If it is meant, add --allow-private",
            )
    return addresses


@dataclass(slots=True)
class Clock:
    """When the answer that is waited for has to be there as a whole."""

    deadline: float = float("inf")

    @contextmanager
    def step(self, timeout: float | None) -> Iterator[float]:
        """The seconds that one step may take. Raises `SourceTimeout` where the answer's time is over by then."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise SourceTimeout(TOO_LONG, advice=LATER)
        try:
            yield left if timeout is None else min(left, timeout)
        except httpcore2.TimeoutException as error:
            if time.monotonic() >= self.deadline:
                raise SourceTimeout(TOO_LONG, advice=LATER) from error
            raise


class _TimedStream(httpcore2.NetworkStream):
    """A connection on which an answer that comes in drops, in its headers too, ends at the deadline."""

    def __init__(self, stream: httpcore2.NetworkStream, clock: Clock) -> None:
        self._stream = stream
        self._clock = clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with self._clock.step(timeout) as seconds:
            return self._stream.read(max_bytes, seconds)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        with self._clock.step(timeout) as seconds:
            self._stream.write(buffer, seconds)

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        with self._clock.step(timeout) as seconds:
            return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, seconds), self._clock)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class GuardedBackend(httpcore2.NetworkBackend):
    """Connects to addresses that were checked, and to no other. The certificate is still asked of the host's name."""

    def __init__(self, clock: Clock, *, allow_private: bool) -> None:
        self._clock = clock
        self._allow_private = allow_private
        self._sockets = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        failed: Exception | None = None
        for address in resolve(host.strip("[]"), port, allow_private=self._allow_private):
            try:
                with self._clock.step(timeout) as seconds:
                    stream = self._sockets.connect_tcp(address, port, seconds, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
            else:
                return _TimedStream(stream, self._clock)
        raise failed or httpcore2.ConnectError(f"{host} has no address")


class GuardedTransport(httpx2.BaseTransport):
    """An httpx transport over `GuardedBackend`. Raises `AddressRefused`, `PageUnreachable` and `SourceTimeout`."""

    def __init__(self, clock: Clock, *, allow_private: bool) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(trust_env=False),
            network_backend=GuardedBackend(clock, allow_private=allow_private),
            max_keepalive_connections=4,
            keepalive_expiry=30.0,
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        asked = httpcore2.Request(
            method=request.method,
            url=httpcore2.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=b"",
            extensions=request.extensions,
        )
        with _translated(request.url.host):
            answer = self._pool.handle_request(asked)
        return httpx2.Response(
            answer.status, headers=answer.headers, stream=_Body(answer, request.url.host), request=request
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx2.SyncByteStream):
    def __init__(self, answer: httpcore2.Response, host: str) -> None:
        self._answer = answer
        self._host = host

    def __iter__(self) -> Iterator[bytes]:
        with _translated(self._host):
            yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


@contextmanager
def _translated(host: str) -> Iterator[None]:
    try:
        yield
    except httpcore2.TimeoutException as error:
        raise PageUnreachable(f"{host} did not answer in time", advice=LATER) from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.ConnectionNotAvailable) as error:
        raise PageUnreachable(f"{host}: {error or 'the connection broke off'}", advice=LATER) from error
