"""Signing in through an OpenID Connect provider: what is set up of it, and whether the provider answers.

Streamlit does the signing in, as `[auth]` in its `secrets.toml` says. What it can't do it tells nobody but the log, or
the reader by a bare page in English; so it is looked at before.
"""

from __future__ import annotations

import json
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from http.client import HTTPException
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

Fault = Literal["setup", "elsewhere", "unreachable", "unfit"]
"""Why nobody can sign in: the settings are not whole, the page was opened at another address than the one that the
provider leads back to, the provider does not answer, what it answers is no OpenID Connect."""

NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
CALLBACK = "/oauth2callback"

MIN_SECRET_CHARS = 32
"""Of the secret that signs the cookie with the account: who guesses it is any editor they like. 128 bits in hex."""

PATIENCE_S = 5.0
MAX_BYTES = 1_000_000
# Without these there is no signing in: where to send the reader, where to ask who it was, by which keys to check it.
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


SHARED = ("redirect_uri", "cookie_secret")
"""What `[auth]` says for all providers where several are named, as `[auth.PROVIDER]`."""
_NO_PROVIDER = "client_kwargs"


def providers_in(section: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The name of each provider → its settings, in their order. The one of `[auth]` itself is named “”."""
    named = {
        name: {**{shared: section.get(shared) for shared in SHARED}, **own}
        for name, own in section.items()
        if isinstance(own, Mapping) and name != _NO_PROVIDER
    }
    alone = not named or any(name in section for name in NEEDED if name not in SHARED)
    return ({"": section} if alone else {}) | named


def lacking(section: Mapping[str, Any]) -> list[str]:
    """The settings of `[auth]` that are missing, empty or can't be meant."""
    texts = {name: value if isinstance(value := section.get(name), str) else "" for name in NEEDED}
    wrong = {name for name, text in texts.items() if not text.strip()}
    if len(texts["cookie_secret"]) < MIN_SECRET_CHARS:
        wrong.add("cookie_secret")
    if not _is_address(texts["redirect_uri"]) or not texts["redirect_uri"].endswith(CALLBACK):
        wrong.add("redirect_uri")
    if not _is_address(texts["server_metadata_url"]):
        wrong.add("server_metadata_url")
    return [name for name in NEEDED if name in wrong]


def is_set_up(section: Mapping[str, Any]) -> bool:
    """Whether accounts may be trusted: all settings are there, the secret is one, and Authlib is installed.

    Of several providers one will do: those whose settings are not whole let nobody in.
    """
    whole = any(not lacking(settings) for settings in providers_in(section).values())
    return whole and find_spec("authlib") is not None


def fault_of(section: Mapping[str, Any], opened_at: str) -> Fault | None:
    """Why signing in can't work from the page at `opened_at`; None where it can. Asks the provider, 5 s at most."""
    if not is_set_up(section):
        return "setup"
    if opened_at and origin_of(opened_at) != origin_of(section["redirect_uri"]):
        return "elsewhere"
    return _fault_at(section["server_metadata_url"])


def origin_of(address: str) -> str:
    """`https://example.org/repere/?q=x` → `https://example.org`: cookies of one are not sent to another."""
    parts = urlsplit(address)
    port = "" if parts.port in {None, {"http": 80, "https": 443}.get(parts.scheme)} else f":{parts.port}"
    return f"{parts.scheme}://{parts.hostname or ''}{port}".lower()


def _fault_at(url: str) -> Fault | None:
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE_S) as answer:  # noqa: S310 # http or https, see `lacking`
            metadata = json.loads(answer.read(MAX_BYTES))
    except (OSError, HTTPException):
        return "unreachable"
    except ValueError:  # no JSON, no UTF-8
        return "unfit"
    fit = isinstance(metadata, dict) and all(_is_address(metadata.get(name)) for name in ENDPOINTS)
    return None if fit and isinstance(metadata.get("issuer"), str) else "unfit"


def _is_address(value: object) -> bool:
    try:
        parts = urlsplit(value) if isinstance(value, str) else None
        return parts is not None and parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # no host, no port
        return False


def warning_for(files: Iterable[Path]) -> str:
    """What whoever starts the page with a list of editors has to know where nobody could sign in; else empty.

    `files` are the `secrets.toml` that Streamlit reads; a later one goes before an earlier one.
    """
    section: Any = None
    for path in files:
        try:
            section = tomllib.loads(path.read_text(encoding="utf-8")).get("auth", section)
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as error:
            return f"Nobody can sign in: {path} can't be read: {error}"
    if not isinstance(section, dict):
        return "Nobody can sign in: there is no [auth] in .streamlit/secrets.toml of this folder or of yours"
    for name, settings in providers_in(section).items():
        if wrong := lacking(settings):
            who, where = ("", "[auth]") if not name else (f" through {name}", f"[auth.{name}]")
            return (
                f"Nobody can sign in{who}: {where} of .streamlit/secrets.toml lacks {', '.join(wrong)}, or has it unfit"
            )
    if find_spec("authlib") is None:
        return "Nobody can sign in: Authlib is missing. Install it with: pip install 'repere[signin]'"
    return ""


def secrets_files() -> list[Path]:
    """Where Streamlit looks for `[auth]`: the user's folder, then the folder where the page is started."""
    return [folder / ".streamlit" / "secrets.toml" for folder in (Path.home(), Path.cwd())]
