"""Where a model's files are: folders, the hub's cache, and a hub that does not answer."""

from __future__ import annotations

import hashlib
import http.server
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelMissing
from index import transformer
from index.hub import first_line, model_source
from index.transformer import TransformerEncoder

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache, and a hub at a port where nothing listens."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://127.0.0.1:9")
    return tmp_path / "hub"


class Hub(http.server.BaseHTTPRequestHandler):
    """Answers as the hub does: the files of `acme/tiny` at its one commit, and no other repository."""

    folder = Path()

    def do_HEAD(self) -> None:
        self.answer(with_body=False)

    def do_GET(self) -> None:
        self.answer(with_body=True)

    def answer(self, *, with_body: bool) -> None:
        path = self.path.partition("?")[0]
        file = self.folder / path.removeprefix(f"/acme/tiny/resolve/{COMMIT}/")
        files = {file.relative_to(self.folder).as_posix(): file.stat().st_size for file in self.folder.rglob("*.*")}
        if path in ("/api/models/acme/tiny", "/api/models/acme/tiny/revision/main"):
            siblings = [{"rfilename": name} for name in files]
            body = json.dumps({"id": "acme/tiny", "sha": COMMIT, "siblings": siblings}).encode()
        elif path == f"/api/models/acme/tiny/tree/{COMMIT}":
            tree = [{"type": "file", "path": name, "size": size, "oid": name} for name, size in files.items()]
            body = json.dumps(tree).encode()
        elif path.startswith("/acme/tiny/") and file.is_file():
            body = file.read_bytes()
        else:
            self.send_response(404)
            self.send_header("X-Error-Code", "EntryNotFound" if "acme/tiny/" in path else "RepoNotFound")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(200)
        headers = {"X-Repo-Commit": COMMIT, "ETag": hashlib.sha256(body).hexdigest(), "Content-Length": str(len(body))}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the base class
        pass


@pytest.fixture
def hub(make_model: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a hub on this machine."""
    monkeypatch.setattr(Hub, "folder", make_model(tmp_path / "served"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hub) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def cached_model(cache: Path, make_model: Callable[..., Path]) -> Path:
    """`acme/tiny` as an earlier download leaves it."""
    repository = cache / "models--acme--tiny"
    (repository / "refs").mkdir(parents=True)
    (repository / "refs" / "main").write_text(COMMIT, encoding="utf-8")
    return make_model(repository / "snapshots" / COMMIT)


def test_a_model_from_the_hub(hub: str, cache: Path) -> None:
    """This ensures that a model is downloaded once, at one commit, and later found without a network."""
    code = "from index.transformer import TransformerEncoder as E; print(E('acme/tiny').model_id)"
    paths = {"HF_ENDPOINT": hub, "HF_HUB_CACHE": str(cache), "PYTHONPATH": str(Path(transformer.__file__).parents[1])}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=os.environ | paths, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "acme/tiny@0123456789ab\n"), done.stderr
    assert TransformerEncoder("acme/tiny").model_id == "acme/tiny@0123456789ab"


def test_a_model_from_the_cache(cache: Path, make_model: Callable[..., Path]) -> None:
    """This ensures that a model once downloaded needs no network, and is named by its commit."""
    folder = cached_model(cache, make_model)
    encoder = TransformerEncoder("acme/tiny")
    assert encoder.model_id == "acme/tiny@0123456789ab"
    same = TransformerEncoder(str(folder))
    assert np.allclose(encoder.encode_queries(["la ville"]), same.encode_queries(["la ville"]))


def test_half_a_model_in_the_cache(cache: Path, make_model: Callable[..., Path]) -> None:
    """This ensures that a download that broke off is tried again, and without a network is told in one line."""
    (cached_model(cache, make_model) / "model.safetensors").unlink()
    start = time.monotonic()
    with pytest.raises(ModelMissing, match="acme/tiny is not on this machine"):
        TransformerEncoder("acme/tiny")
    assert time.monotonic() - start < 30  # 70 by itself


def test_no_network() -> None:
    """This ensures that a name that is not on the machine fails at once, and not after a minute of attempts."""
    start = time.monotonic()
    with pytest.raises(ModelMissing, match=r"acme/tiny is not on this machine.*default model") as caught:
        TransformerEncoder("acme/tiny")
    assert time.monotonic() - start < 20  # 0.03 on a quiet machine
    assert "\n" not in str(caught.value)


def test_a_name_that_the_hub_does_not_know(hub: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that a misspelt name is told apart from a missing network."""
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", hub)
    with pytest.raises(ModelMissing, match="The hub has no model acme/tinny"):
        TransformerEncoder("acme/tinny")


@pytest.mark.parametrize(
    "name", ["", " ", "./nowhere", "../nowhere", "/nowhere/at/all", "~/nowhere-at-all", "a/b/c", "C:\\models", "a\x00b"]
)
def test_a_folder_that_is_not_there(name: str) -> None:
    """This ensures that a path is never asked of the hub."""
    with pytest.raises(ModelMissing, match=r"There is no model folder|is no name of a model"):
        model_source(name)


@pytest.mark.parametrize("name", ["acme/ti ny", "acme/..", "é" * 500, "acme/" + "x" * 200])
def test_a_name_that_is_none(name: str) -> None:
    """This ensures that a name that the hub does not allow is told as such."""
    with pytest.raises(ModelMissing, match="is no name of a model"):
        model_source(name)


def test_a_short_name_has_an_owner() -> None:
    """This ensures that `all-MiniLM-L6-v2` means what it means to sentence-transformers."""
    with pytest.raises(ModelMissing, match="sentence-transformers/all-MiniLM-L6-v2"):
        model_source("all-MiniLM-L6-v2")


def test_a_folder_of_something_else(tmp_path: Path) -> None:
    """This ensures that a folder or file that is no model is named, with what it lacks."""
    (tmp_path / "notes.txt").write_text("no model", encoding="utf-8")
    for path in (tmp_path, tmp_path / "notes.txt"):
        with pytest.raises(
            ModelMissing, match=r"is not the folder of a model: it has no modules\.json or config\.json"
        ):
            model_source(str(path))


def test_two_models_never_share_a_name(make_model: Callable[..., Path], tmp_path: Path) -> None:
    """This ensures that folders of one name and size, with other weights or another configuration, are told apart."""
    folders = [make_model(tmp_path / str(seed) / "tiny", seed=seed) for seed in (0, 1)]
    folders.append(make_model(tmp_path / "prompted" / "tiny", prompts={"query": "q "}))
    assert (folders[0] / "model.safetensors").stat().st_size == (folders[1] / "model.safetensors").stat().st_size
    names = {model_source(str(folder)).model_id for folder in folders}
    assert len(names) == 3
    assert all(name.startswith("tiny@") for name in names)


def test_other_formats_are_not_the_model(make_model: Callable[..., Path], tmp_path: Path) -> None:
    """This ensures that an export beside the weights, a description or a hidden file does not rename the model."""
    folder = make_model(tmp_path / "tiny")
    before = model_source(str(folder)).model_id
    for name in ("README.md", "onnx/config.json", "openvino/model.bin", ".cache/state.json"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("{}", encoding="utf-8")
    assert model_source(str(folder)).model_id == before


def test_first_line() -> None:
    """This ensures that a library's pages of advice become one line, and an error without words its type."""
    assert first_line(ValueError("\n\nno such thing.\nsee the manual")) == "no such thing"
    assert first_line(KeyError()) == "KeyError"
    assert len(first_line(ValueError("x" * 9999))) == 200
