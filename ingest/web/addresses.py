"""Web addresses: one spelling for each page, so that it is asked for once and filed once.

A password in an address is never repeated: errors show addresses through `shown`.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

import idna

from corpus.errors import AddressRefused

MAX_LENGTH = 2000
"""Servers and browsers take longer ones; those that people link to are shorter, and a trap's grow without end."""

PORTS = {"http": 80, "https": 443}

# What newsletters and advertising add to a link, and sessions that servers keep in it: the page is the same without.
_TRACKING = re.compile(
    r"(?:utm_\w+|mtm_\w+|pk_\w+|piwik_\w+|hsa_\w+|fbclid|gclid|gclsrc|dclid|msclkid|mc_[ce]id|yclid|igshid|_ga|_gl"
    r"|xtor|at_(?:medium|campaign)|phpsessid|jsessionid|aspsessionid\w*|cftoken)",
    re.IGNORECASE,
)
_SESSION_IN_PATH = re.compile(r";jsessionid=[^/?#;]*", re.IGNORECASE)
_LEADS_WITH_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
# Also where the password holds a sign that ends the host, so that it is no user information for a parser.
_CREDENTIALS = re.compile(r"(?<=//)(?:[^/?#]*|[^/?#]*:.*)@", re.DOTALL)
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_ESCAPE = re.compile(r"%([0-9a-f]{2})", re.IGNORECASE)
_NUMERIC = re.compile(r"(?:\d+|0x[0-9a-f]*)", re.IGNORECASE)
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def is_web_address(text: str) -> bool:
    """Whether this is meant as an address and not as a path: `https://…`, and `file://…` too, to be refused."""
    return re.match(r"[a-z][a-z0-9+.-]*://", text.strip(), re.IGNORECASE) is not None


def shown(text: str) -> str:
    """An address as it may be shown and stored: without name and password."""
    return _CREDENTIALS.sub("", text)


def normalise(text: str) -> str:
    """The one spelling of an address, in ASCII: scheme and host in lower case, international names in punycode, no
    default port, no fragment, dots in the path resolved, escapes in one way, nothing that only tracks.

    Raises `AddressRefused` for anything but http and https, for names and passwords, and for what is no address.
    """
    text = text.strip()
    try:
        parts = urlsplit(text)
        scheme, port = parts.scheme.lower(), parts.port
    except ValueError as error:
        raise AddressRefused(f"{shown(text)!r} is no web address", advice="Check the spelling") from error
    if scheme not in PORTS:
        raise AddressRefused(
            f"{shown(text)!r} is no address of a web page: only http and https are read",
            advice="Name files and folders by their path" if scheme == "file" else "",
        )
    if "@" in parts.netloc:
        raise AddressRefused(
            f"{shown(text)} was given with a name or password, which would be sent and stored",
            advice="Save the page from the browser and ingest the file",
        )
    if len(text) > MAX_LENGTH:
        raise AddressRefused(f"{shown(text)[:80]}… has {len(text):,} characters; at most {MAX_LENGTH:,} are taken")
    host = _host(parts.hostname or "", shown(text))
    netloc = host if port is None or port == PORTS[scheme] else f"{host}:{port}"
    path = _without_dots(_escaped(_SESSION_IN_PATH.sub("", parts.path), safe="/:@!$&'()*+,;=")) or "/"
    query = _escaped(_without_tracking(parts.query), safe="/:@!$&'()*+,;=?[]|")
    return urlunsplit((scheme, netloc, path, query, ""))


def join(base: str, reference: str) -> str | None:
    """The address that a link on `base` leads to; None where it is none that can be read."""
    reference = "".join(reference.split("\n")).strip()
    if reference.startswith("#") or (_LEADS_WITH_SCHEME.match(reference) and reference[:4].lower() != "http"):
        return None
    try:
        return normalise(urljoin(base, reference))
    except (AddressRefused, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class Site:
    """The pages of one host, with or without `www.`, by http or https; another port is another site."""

    host: str
    port: int | None

    @classmethod
    def of(cls, address: str) -> Site:
        """The site that a normalised address belongs to."""
        parts = urlsplit(address)
        return cls((parts.hostname or "").removeprefix("www."), parts.port)

    def has(self, address: str) -> bool:
        """Whether an address is of this site."""
        return Site.of(address) == self

    def lends(self, address: str) -> bool:
        """Whether an address is of this site or of a host below it, where documents are often kept."""
        return self.has(address) or Site.of(address).host.endswith("." + self.host)


def origin(address: str) -> str:
    """Scheme, host and port of a normalised address: what a robots.txt is for."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def target(address: str) -> str:
    """Path and query of a normalised address."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def name_of(address: str) -> str:
    """A document's name, for messages and as the last resort for a title: the last part of the path, or the host."""
    parts = urlsplit(address)
    return unquote(PurePosixPath(parts.path).name, errors="replace") or parts.hostname or address


def suffix_of(address: str) -> str:
    """The suffix of the last part of the path, in lower case: `.pdf`, or nothing."""
    return PurePosixPath(urlsplit(address).path).suffix.lower()


def _host(host: str, address: str) -> str:
    """A host in ASCII. A number that is no IPv4 address in four parts is refused: `http://2130706433/` is loopback."""
    if ":" in host:
        try:
            return f"[{ipaddress.IPv6Address(host.partition('%')[0]).compressed}]"
        except ValueError as error:
            raise AddressRefused(f"{address} has no IPv6 address that can be read") from error
    try:
        # The mapping is browsers': upper case, full width and ideographic full stops become what they stand for.
        name = host.lower() if host.isascii() else idna.encode(host, uts46=True, transitional=False).decode("ascii")
    except (idna.IDNAError, UnicodeError) as error:
        raise AddressRefused(f"{address}: the host {host!r} is no name ({error})") from error
    name = name.removesuffix(".")
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise AddressRefused(f"{address} has no host that can be asked", advice="Check the spelling")
    if _NUMERIC.fullmatch(labels[-1]):
        try:
            return str(ipaddress.IPv4Address(name))
        except ValueError as error:
            raise AddressRefused(f"{address}: {name} is no IP address in four numbers") from error
    return name


def _escaped(text: str, *, safe: str) -> str:
    """Every character that has to be escaped is, every other is not, in capitals; a lone `%` is one that was meant."""
    decoded = _ESCAPE.sub(_unreserved, re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text))
    return quote(decoded, safe=safe + "%~", encoding="utf-8", errors="replace")


def _unreserved(escape: re.Match[str]) -> str:
    character = chr(int(escape[1], 16))
    return character if character in _UNRESERVED else escape[0].upper()


def _without_dots(path: str) -> str:
    """The path with `.` and `..` resolved, as RFC 3986 has it; it never climbs above the root."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for number, segment in enumerate(segments):
        last = number == len(segments) - 1
        if segment == "..":
            kept[-1:] = []
        elif segment != ".":
            kept.append(segment)
        if segment in (".", "..") and last:
            kept.append("")
    return "/" + "/".join(kept) if segments else ""


def _without_tracking(query: str) -> str:
    return "&".join(part for part in query.split("&") if part and not _TRACKING.fullmatch(part.partition("=")[0]))
