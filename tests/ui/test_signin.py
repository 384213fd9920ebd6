"""What is looked at before anyone is sent away to sign in."""

from __future__ import annotations

from pathlib import Path

import pytest

from ui.signin import fault_of, is_set_up, lacking, origin_of, providers_in, warning_for

WHOLE = {
    "redirect_uri": "https://repere.example.org/oauth2callback",
    "cookie_secret": "0123456789abcdef" * 4,
    "client_id": "repere",
    "client_secret": "s",
    "server_metadata_url": "https://id.example.org/.well-known/openid-configuration",
}


def test_whole_settings() -> None:
    """This ensures that nothing is said against settings as the README has them."""
    pytest.importorskip("authlib")
    assert lacking(WHOLE) == []
    assert is_set_up(WHOLE)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("redirect_uri", ""),
        ("redirect_uri", "https://repere.example.org/"),
        ("redirect_uri", "repere.example.org/oauth2callback"),
        ("redirect_uri", "http://[::1/oauth2callback"),
        ("cookie_secret", "secret"),  # anyone could guess it and sign a cookie as any editor
        ("cookie_secret", 7),
        ("client_id", None),
        ("client_secret", "  "),
        ("server_metadata_url", "file:///etc/passwd"),
        ("server_metadata_url", "https://"),
        ("server_metadata_url", "https://id.example.org:x/"),
    ],
)
def test_settings_that_cannot_be_meant(name: str, value: object) -> None:
    """This ensures that each setting is named that is missing or unfit, and that no account is trusted then."""
    assert lacking({**WHOLE, name: value}) == [name]
    assert not is_set_up({**WHOLE, name: value})
    assert fault_of({**WHOLE, name: value}, "") == "setup"


def test_nothing_set_up() -> None:
    """This ensures that all is named where nothing is there, in the order of the README."""
    assert lacking({}) == ["redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url"]


def test_named_providers() -> None:
    """This ensures that each `[auth.PROVIDER]` is one, with the page's settings, and `[auth]` itself if it is."""
    pytest.importorskip("authlib")
    page = {name: WHOLE[name] for name in ("redirect_uri", "cookie_secret")}
    own = {name: value for name, value in WHOLE.items() if name not in page}
    assert providers_in(WHOLE) == {"": WHOLE}
    assert providers_in({**WHOLE, "client_kwargs": {"prompt": "login"}}).keys() == {""}
    assert providers_in({**page, "mairie": own, "region": {**own, "client_id": "x"}}) == {
        "mairie": WHOLE,
        "region": {**WHOLE, "client_id": "x"},
    }
    assert list(providers_in({**WHOLE, "region": own})) == ["", "region"]
    assert is_set_up({**page, "mairie": {}, "region": own})  # through one of them people can sign in
    assert not is_set_up({**page, "cookie_secret": "short", "region": own})
    assert providers_in({}) == {"": {}}


def test_page_opened_elsewhere() -> None:
    """This ensures that a page by another name than the provider leads back to is told apart, and no one is asked."""
    pytest.importorskip("authlib")
    assert fault_of(WHOLE, "http://127.0.0.1:8501/documents") == "elsewhere"


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://Example.org/repere/?q=x", "https://example.org"),
        ("https://example.org:443/", "https://example.org"),
        ("http://127.0.0.1:8501/documents", "http://127.0.0.1:8501"),
        ("http://[::1]:8501/", "http://::1:8501"),
    ],
)
def test_origins(address: str, origin: str) -> None:
    """This ensures that two addresses of one page have one origin."""
    assert origin_of(address) == origin


def test_provider_that_is_away() -> None:
    """This ensures that a refused connection is an answer, and no error."""
    pytest.importorskip("authlib")
    away = {**WHOLE, "server_metadata_url": "http://127.0.0.1:9/.well-known/openid-configuration"}
    assert fault_of(away, "https://repere.example.org/documents") == "unreachable"


def test_warning_of_the_command(tmp_path: Path) -> None:
    """This ensures that a list of editors whom nobody lets in is told at the start, with what is missing."""
    mine, folder = tmp_path / "mine.toml", tmp_path / "folder.toml"
    assert "there is no [auth]" in warning_for([mine, folder])
    mine.write_text("[auth]\n" + "".join(f'{name} = "{value}"\n' for name, value in WHOLE.items()), encoding="utf-8")
    pytest.importorskip("authlib")
    assert warning_for([mine, folder]) == ""
    folder.write_text("[other]\n", encoding="utf-8")
    assert warning_for([mine, folder]) == ""
    folder.write_text('[auth]\nclient_id = "x"\n', encoding="utf-8")
    assert "lacks redirect_uri, cookie_secret, client_secret, server_metadata_url" in warning_for([mine, folder])
    named = '[auth]\nredirect_uri = "https://x.org/oauth2callback"\n[auth.mairie]\nclient_id = "x"\n'
    folder.write_text(named, encoding="utf-8")
    told = "sign in through mairie: [auth.mairie] of .streamlit/secrets.toml lacks cookie_secret, client_secret"
    assert told in warning_for([mine, folder])
    folder.write_text("[auth\n", encoding="utf-8")
    assert "folder.toml can't be read" in warning_for([mine, folder])
