"""Which addresses a connection may be made to, and that TLS is still asked of the host's name."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from corpus.errors import PageUnreachable
from ingest.web.fetch import Fetcher
from ingest.web.guard import is_public, may_connect, resolve
from ingest.web.options import WebOptions

PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]
PRIVATE = [
    *("127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
    *("::1", "fe80::1", "fc00::1", "fec0::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1"),
    *("2002:7f00:1::", "2002:a00:1::1", "::7f00:1", "2001:0:4136:e378:8000:63bf:80ff:fffe"),
]
NEVER = ["0.0.0.0", "::", "224.0.0.1", "ff02::1", "255.255.255.255", "240.0.0.1", "::ffff:0.0.0.0", "::ffff:224.0.0.1"]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_allowed(address: str) -> None:
    """This ensures that what is on the internet is read, by way of IPv6 too."""
    assert may_connect(ipaddress.ip_address(address), allow_private=False)


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_allowed_only_on_demand(address: str) -> None:
    """This ensures that private networks are closed, however the address is written into another, and can be opened."""
    assert not is_public(ipaddress.ip_address(address))
    assert not may_connect(ipaddress.ip_address(address), allow_private=False)
    assert may_connect(ipaddress.ip_address(address), allow_private=True)


@pytest.mark.parametrize("address", NEVER)
def test_what_is_no_host_is_never_allowed(address: str) -> None:
    """This ensures that multicast, broadcast and unspecified addresses stay refused."""
    assert not may_connect(ipaddress.ip_address(address), allow_private=False)
    assert not may_connect(ipaddress.ip_address(address), allow_private=True)


def test_unknown_host_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that a name that nobody knows, or that is none, is said to be so."""

    def unknown(*_args: object, **_kwargs: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(PageUnreachable, match=r"nirgends\.test is not known"):
        resolve("nirgends.test", 80, allow_private=True)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for `localhost`, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "localhost.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def secure_port(certificate: Path) -> Iterator[int]:
    """The port of a server that says `Bonjour` by TLS to each of some connections."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                plain, _ = listening.accept()
            except OSError:
                return
            try:
                with context.wrap_socket(plain, server_side=True) as connection:
                    connection.recv(4096)
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\nBonjour")
            except OSError:
                plain.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listening.getsockname()[1]
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    thread.join()


OPTIONS = WebOptions(allow_private=True, delay_s=0.0, total_s=5.0)


def test_certificate_is_asked_of_the_name(secure_port: int, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that connecting to a checked address leaves TLS as it was: the name is proved or nothing read."""
    with Fetcher(OPTIONS) as fetcher, pytest.raises(PageUnreachable, match="certificate"):
        fetcher.get(f"https://localhost:{secure_port}/")
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(httpx2, "create_ssl_context", lambda **_: trusting)
    with Fetcher(OPTIONS) as fetcher:
        assert fetcher.get(f"https://localhost:{secure_port}/").data == b"Bonjour"
    with Fetcher(OPTIONS) as fetcher, pytest.raises(PageUnreachable, match="certificate"):
        fetcher.get(f"https://127.0.0.1:{secure_port}/")


def test_connection_that_says_nothing_is_given_up() -> None:
    """This ensures that a host that takes a connection and never answers costs its time limit."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        begun = time.monotonic()
        options = WebOptions(allow_private=True, delay_s=0.0, read_s=0.2)
        with Fetcher(options) as fetcher, pytest.raises(PageUnreachable, match="in time"):
            fetcher.get(f"http://127.0.0.1:{silent.getsockname()[1]}/")
        assert time.monotonic() - begun < 10.0
