"""Signing in, in a real browser, through a real OpenID Connect provider of the test's own on loopback."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import secrets
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from corpus.home import Home

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
pytest.importorskip("authlib", reason="Authlib is not installed: pip install 'repere[signin]'")
from joserfc import jwt  # noqa: E402 # Authlib brings it
from joserfc.jwk import RSAKey  # noqa: E402

pytestmark = pytest.mark.browser

# The command as it is run, but for the page that it serves: that of conftest.py.
SERVE = """
from pathlib import Path
from ui import serving
serving.APP = Path({served!r})
from ui.cli import main
main()
"""

Behaviour = Literal["well", "html", "no endpoints", "other keys", "other audience", "error", "gone"]


@dataclass
class Provider:
    """An OpenID Connect provider: discovery, sign-in form, code, token signed with RS256, keys, end of session."""

    behaviour: Behaviour = "well"
    verified: object = True
    port: int = 0
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1", "use": "sig", "alg": "RS256"}))
    grants: dict[str, dict[str, str]] = field(default_factory=dict)
    ended: list[dict[str, str]] = field(default_factory=list)

    CLIENT = ("repere", "the client's secret")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def metadata(self) -> dict[str, Any]:
        paths = {
            "authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "userinfo",
            "jwks_uri": "keys", "end_session_endpoint": "end",
        }  # fmt: skip
        return {
            "issuer": self.url,
            **(
                {name: f"{self.url}/{path}" for name, path in paths.items()} if self.behaviour != "no endpoints" else {}
            ),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def form(self, asked: dict[str, str]) -> bytes:
        kept = "".join(f'<input type="hidden" name="{name}" value="{value}">' for name, value in asked.items())
        return (
            f'<form action="/granted">{kept}<input name="email" aria-label="E-mail"><button>OK</button></form>'.encode()
        )

    def back(self, told: dict[str, str]) -> str:
        """Where the browser goes once the account was chosen: to the page, with a code or with an error."""
        if self.behaviour == "error":
            return f"{told['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': told['state']})}"
        code = secrets.token_urlsafe()
        self.grants[code] = told
        return f"{told['redirect_uri']}?{urlencode({'code': code, 'state': told['state']})}"

    def token(self, asked: dict[str, str], authorization: str) -> dict[str, Any]:
        """The tokens for a code; refused to who is not the client, or did not begin the sign-in (PKCE)."""
        user, _, password = base64.b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        told = self.grants.pop(asked["code"])
        digest = hashlib.sha256(asked["code_verifier"].encode()).digest()
        assert base64.urlsafe_b64encode(digest).decode().rstrip("=") == told["code_challenge"]
        assert user == self.CLIENT[0]
        assert password in {self.CLIENT[1], urlencode({"": self.CLIENT[1]})[1:]}
        claims = {
            "iss": self.url, "sub": told["email"], "aud": told["client_id"], "nonce": told["nonce"],
            "email": told["email"], "email_verified": self.verified,
            "iat": int(time.time()), "exp": int(time.time()) + 300,
        }  # fmt: skip
        if self.behaviour == "other audience":
            claims["aud"] = "another page"
        key = RSAKey.generate_key(2048, {"kid": "k1"}) if self.behaviour == "other keys" else self.key
        signed = jwt.encode({"alg": "RS256", "kid": "k1"}, claims, key)
        return {"access_token": "a", "token_type": "Bearer", "expires_in": 300, "id_token": signed}


class Handler(BaseHTTPRequestHandler):
    """What the provider answers over HTTP."""

    provider: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        answers: dict[str, Callable[[], None]] = {
            "/.well-known/openid-configuration": self.discover,
            "/authorize": lambda: self.answer(self.provider.form(asked), "text/html"),
            "/granted": lambda: self.lead(self.provider.back(asked)),
            "/keys": lambda: self.answer_json({"keys": [self.provider.key.as_dict(private=False)]}),
            "/end": lambda: self.end(asked),
        }
        answers[parts.path]()

    def discover(self) -> None:
        if self.provider.behaviour == "html":
            self.answer(b"<h1>It works!</h1>", "text/html")
        elif self.provider.behaviour != "gone":  # it hangs up
            self.answer_json(self.provider.metadata())

    def end(self, asked: dict[str, str]) -> None:
        self.provider.ended.append(asked)
        self.lead(asked["post_logout_redirect_uri"])

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        asked = {name: values[0] for name, values in parse_qs(body).items()}
        self.answer_json(self.provider.token(asked, self.headers["Authorization"] or ""))

    def answer_json(self, value: Any) -> None:
        self.answer(json.dumps(value).encode(), "application/json")

    def answer(self, body: bytes, media_type: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def lead(self, address: str) -> None:
        self.send_response(302)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"provider": made}))
    made.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def opened(
    make_home: Callable[..., Home],
    papers: tuple[Any, ...],
    served_script: Path,
    free_port: int,
    serve: Callable[..., str],
    tmp_path: Path,
) -> Callable[[str], str]:
    """Serves the page as the README says, `repere serve --editors-file`, with these lines below its own `[auth]`."""

    def start(lines: str) -> str:
        (tmp_path / "editors.txt").write_text("anna@example.org\n", encoding="utf-8")
        (tmp_path / ".streamlit").mkdir()
        (tmp_path / ".streamlit" / "secrets.toml").write_text(
            f'[auth]\nredirect_uri = "http://127.0.0.1:{free_port}/oauth2callback"\n'
            f'cookie_secret = "{secrets.token_hex()}"\n{lines}',
            encoding="utf-8",
        )
        script = tmp_path / "serve.py"
        script.write_text(SERVE.format(served=str(served_script)), encoding="utf-8")
        home = make_home(papers).root
        command = [sys.executable, str(script), "serve", "--no-browser", "--port", str(free_port), "--home", str(home)]
        return serve([*command, "--editors-file", "editors.txt"])

    return start


def client_of(provider: Provider) -> str:
    """The settings of a provider's client, in `secrets.toml`."""
    return (
        f'client_id = "{provider.CLIENT[0]}"\nclient_secret = "{provider.CLIENT[1]}"\n'
        f'server_metadata_url = "{provider.url}/.well-known/openid-configuration"\n'
    )


@pytest.fixture
def address(opened: Callable[[str], str], provider: Provider) -> str:
    return opened(client_of(provider))


@pytest.fixture
def page(chromium: Any) -> Any:
    found = chromium.new_context(locale="fr-FR", viewport={"width": 1200, "height": 900}).new_page()
    found.set_default_timeout(30_000)
    return found


def settled(page: Any) -> str:
    """What the page says once all is drawn."""
    page.locator("[data-testid=stMain] h1").first.wait_for()
    page.wait_for_function(
        """() => !document.querySelector('[data-testid=stSpinner], [data-testid=stSkeleton]')
            && document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"""
    )
    page.wait_for_timeout(300)  # a box that a script of the page shows
    return str(page.locator("[data-testid=stMain]").inner_text())


def sign_in(page: Any, address: str, account: str) -> str:
    """Sign in from the list of documents; what the page says afterwards."""
    page.goto(f"{address}/documents")
    settled(page)
    page.get_by_role("button", name="Se connecter").click()
    page.get_by_label("E-mail").fill(account)
    page.get_by_role("button", name="OK").click()
    page.wait_for_url(re.compile(re.escape(address)))
    return settled(page)


def may_edit(page: Any, address: str, doc_id: str) -> bool:
    """Whether this reader sees the ways to add and to correct; all or none."""
    page.goto(f"{address}/documents")
    settled(page)
    menu = page.get_by_role("link", name="Ajouter des documents").count()
    page.goto(f"{address}/add")
    settled(page)
    box = page.locator("input[type=file]").count()
    page.goto(f"{address}/document?doc={doc_id}")
    settled(page)
    forms = page.get_by_text("Corriger ou retirer").count()
    assert {bool(menu), bool(box), bool(forms)} in ({True}, {False}), (menu, box, forms)
    return bool(menu)


def test_signing_in_and_out(page: Any, address: str, provider: Provider, papers: tuple[Any, ...]) -> None:
    """This ensures that nobody edits before signing in, a listed account does, an unlisted one and none do not."""
    doc_id = papers[0].doc_id
    assert not may_edit(page, address, doc_id)
    page.goto(f"{address}/add")
    assert "connectez-vous" in settled(page)

    sign_in(page, address, "Anna@example.org")
    assert may_edit(page, address, doc_id)
    page.goto(f"{address}/documents")
    settled(page)
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url(f"{address}/")
    assert "Vous n’êtes pas connecté" not in settled(page)
    assert [each["client_id"] for each in provider.ended] == ["repere"]  # nor is the provider's session left open
    assert not may_edit(page, address, doc_id)

    sign_in(page, address, "eve@example.org")
    page.goto(f"{address}/documents")
    assert "eve@example.org" in settled(page)
    assert not may_edit(page, address, doc_id)
    page.context.clear_cookies()
    assert not may_edit(page, address, doc_id)


def test_one_of_two_providers(page: Any, opened: Callable[[str], str], provider: Provider) -> None:
    """This ensures that of several providers that are named each has a button, and that one signs in through either."""
    broken = client_of(provider).replace(provider.url, "http://127.0.0.1:9")
    address = opened(f"[auth.region]\n{broken}[auth.mairie]\n{client_of(provider)}")
    page.goto(f"{address}/documents")
    settled(page)
    page.get_by_role("button", name="Se connecter : region").click()
    page.locator(".rp-error").wait_for()
    assert "ne répond pas" in settled(page)
    page.get_by_role("button", name="Se connecter : mairie").click()
    page.get_by_label("E-mail").fill("anna@example.org")
    page.get_by_role("button", name="OK").click()
    page.wait_for_url(re.compile(re.escape(address)))
    settled(page)
    assert page.get_by_role("link", name="Ajouter des documents").count() == 1


def test_addresses_that_nobody_verified(page: Any, address: str, provider: Provider, papers: tuple[Any, ...]) -> None:
    """This ensures that who only claims an editor's address may not edit, and is told why."""
    provider.verified = "false"
    sign_in(page, address, "anna@example.org")
    page.goto(f"{address}/documents")
    assert "ne confirme aucune adresse" in settled(page)
    assert not may_edit(page, address, papers[0].doc_id)


def test_answers_that_prove_nothing(page: Any, address: str, provider: Provider, papers: tuple[Any, ...]) -> None:
    """This ensures that a token of other keys or for another page makes nobody an editor, and that this is said."""
    behaviours: tuple[Behaviour, ...] = ("other keys", "other audience", "error")
    for provider.behaviour in behaviours:
        assert "Vous n’êtes pas connecté" in sign_in(page, address, "anna@example.org")
        page.reload()
        assert "Vous n’êtes pas connecté" not in settled(page)  # it is said once
    assert not may_edit(page, address, papers[0].doc_id)


def test_providers_that_do_not_work(page: Any, address: str, provider: Provider, tmp_path: Path) -> None:
    """This ensures that a provider that is away, or is none, is told in the reader's language, where one stands."""
    refused: tuple[tuple[Behaviour, str], ...] = (
        ("html", "réponse inutilisable"),
        ("no endpoints", "réponse inutilisable"),
        ("gone", "ne répond pas"),
    )
    for provider.behaviour, said in refused:
        page.goto(f"{address}/documents")
        settled(page)
        page.get_by_role("button", name="Se connecter").click()
        page.locator(".rp-error").wait_for()
        assert said in settled(page)
        assert page.url.startswith(f"{address}/documents")
    page.goto(f"{address}/?q=charte")
    page.locator(".rp-hit").first.wait_for()
    assert "Traceback" not in (tmp_path / "served.log").read_text(encoding="utf-8")

    # By another name than the provider leads back to, signing in would go in a circle.
    page.goto(f"{address.replace('127.0.0.1', 'localhost')}/documents")
    settled(page)
    page.get_by_role("button", name="Se connecter").click()
    page.locator(".rp-error").wait_for()
    assert f"ouvrez-la à {address}" in settled(page).replace("\u00a0", " ")
