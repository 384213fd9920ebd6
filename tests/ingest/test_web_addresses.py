"""One spelling for each address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import AddressRefused
from ingest.web.addresses import Site, is_web_address, join, name_of, normalise, origin, shown, suffix_of, target


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        ("https://ville.fr", "https://ville.fr/"),
        ("HTTPS://WWW.Ville.FR:443/Plan", "https://www.ville.fr/Plan"),
        ("http://ville.fr:80/", "http://ville.fr/"),
        ("http://ville.fr:8080/", "http://ville.fr:8080/"),
        (" https://ville.fr/a#section ", "https://ville.fr/a"),
        ("https://ville.fr./", "https://ville.fr/"),
        ("https://ville.fr/a/./b/../c", "https://ville.fr/a/c"),
        ("https://ville.fr/../..", "https://ville.fr/"),
        ("https://ville.fr/a/..", "https://ville.fr/"),
        ("https://ville.fr//a//b", "https://ville.fr//a//b"),
        ("https://ville.fr/é è.pdf", "https://ville.fr/%C3%A9%20%C3%A8.pdf"),
        ("https://ville.fr/%c3%a9%7e%41%2f", "https://ville.fr/%C3%A9~A%2F"),
        ("https://ville.fr/100%", "https://ville.fr/100%25"),
        ("https://ville.fr/?a=1&utm_source=x&b=2", "https://ville.fr/?a=1&b=2"),
        ("https://ville.fr/?fbclid=x", "https://ville.fr/"),
        ("https://ville.fr/?b=2&a=1", "https://ville.fr/?b=2&a=1"),
        ("https://ville.fr/a;jsessionid=1F?x=1", "https://ville.fr/a?x=1"),
        ("https://exämple.fr/", "https://xn--exmple-cua.fr/"),
        ("https://XN--EXMPLE-CUA.fr/", "https://xn--exmple-cua.fr/"),
        ("https://ville。fr/", "https://ville.fr/"),
        ("http://１２７.０.０.１/", "http://127.0.0.1/"),
        ("http://[0:0::1]:80/", "http://[::1]/"),
        ("https://medium.com/@ville", "https://medium.com/@ville"),
    ],
)
def test_addresses_have_one_spelling(given: str, normal: str) -> None:
    """This ensures that one page is not taken for two, and that a normal address stays as it is."""
    assert normalise(given) == normal
    assert normalise(normal) == normal


@pytest.mark.parametrize(
    "text",
    [
        "file:///etc/passwd",
        "ftp://ville.fr/",
        "javascript:alert(1)",
        "ville.fr",
        "",
        "http://",
        "http:///a",
        "https://ville..fr/",
        "https://-ville.fr/",
        "https://ville.fr:99999/",
        "https://ville.fr:port/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://127.1/",
        "http://0177.0.0.1/",
        "http://256.0.0.1/",
        "http://[::1/",
        "http://[zz]/",
        "http://a b/",
        "http://" + "a" * 64 + ".fr/",
        "http://ville.fr/" + "a" * 2000,
    ],
)
def test_what_is_no_web_address_is_refused(text: str) -> None:
    """This ensures that files, other schemes, numbers that stand for hosts and broken addresses are refused."""
    with pytest.raises(AddressRefused):
        normalise(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://user:geheim@ville.fr/",
        "https://geheim@ville.fr/",
        "https://user:ge#heim@ville.fr/",
        "https://user:ge/heim@ville.fr/",
        "https://user:ge?heim@ville.fr/",
        "ftp://user:geheim@ville.fr/",
        "//user:geheim@ville.fr/",
    ],
)
def test_passwords_are_refused_and_not_repeated(text: str) -> None:
    """This ensures that no message holds a password, wherever its odd signs make the address end."""
    with pytest.raises(AddressRefused) as refused:
        normalise(text)
    assert "heim" not in str(refused.value)
    assert "heim" not in shown(text)


def test_file_addresses_are_web_addresses_so_that_they_are_refused_as_such() -> None:
    """This ensures that `file://` is not taken for a path, nor a path for an address."""
    assert is_web_address("file:///etc/passwd")
    assert is_web_address("HTTPS://ville.fr")
    assert not any(is_web_address(path) for path in ("charte.pdf", "./a", "C:\\a", "a:b", "/http://x"))


@pytest.mark.parametrize(
    ("reference", "address"),
    [
        ("c", "https://ville.fr/a/c"),
        ("/c", "https://ville.fr/c"),
        ("../c?x=1#y", "https://ville.fr/c?x=1"),
        ("//autre.fr/c", "https://autre.fr/c"),
        ("?page=2", "https://ville.fr/a/b?page=2"),
        ("HTTP://autre.fr", "http://autre.fr/"),
        (" c\n ", "https://ville.fr/a/c"),
        ("#haut", None),
        ("mailto:a@ville.fr", None),
        ("JavaScript:void(0)", None),
        ("data:text/html,x", None),
        ("http://u:p@ville.fr/", None),
        ("http://[", None),
    ],
)
def test_links_are_joined(reference: str, address: str | None) -> None:
    """This ensures that a link is followed from its page, and that what can't be read is none."""
    assert join("https://ville.fr/a/b", reference) == address


def test_site_is_a_host_with_or_without_www() -> None:
    """This ensures that http and https, with www or without, are one site, and another port or host another."""
    site = Site.of("https://www.ville.fr/a")
    assert site.has("http://ville.fr/b")
    assert not site.has("https://ville.fr:8443/")
    assert not site.has("https://docs.ville.fr/")
    assert site.lends("https://docs.ville.fr/x.pdf")
    assert not site.lends("https://maville.fr/x.pdf")


def test_parts_of_an_address() -> None:
    """This ensures that a document is named as its file is, or as its host."""
    address = normalise("https://ville.fr:8080/docs/Charte d'été.PDF?v=2")
    assert (name_of(address), suffix_of(address)) == ("Charte d'été.PDF", ".pdf")
    assert (origin(address), target(address)) == ("https://ville.fr:8080", "/docs/Charte%20d'%C3%A9t%C3%A9.PDF?v=2")
    assert name_of("https://ville.fr/") == "ville.fr"


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    """This ensures that no text raises anything else, and that normalising twice changes nothing."""
    for candidate in (text, "https://ville.fr/" + text, "https://" + text):
        try:
            address = normalise(candidate)
        except AddressRefused:
            continue
        assert normalise(address) == address
        assert address.isascii()
