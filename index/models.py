"""The one way to an encoder: by the name of its model."""

from __future__ import annotations

from corpus.errors import ModelMissing
from index.bundled import NAME, BundledEncoder, unsupported
from index.encoder import Encoder
from index.transformer import TransformerEncoder

DEFAULT_MODEL = "bundled"


def open_encoder(name: str = DEFAULT_MODEL) -> Encoder:
    """`bundled`, the name of a model on the hub, or a folder. Raises `ModelMissing`.

    Where the bundled model cannot run, `bundled` is the same model from the hub, at full precision: its vectors
    are not the same, and its `model_id` says so.
    """
    if name != DEFAULT_MODEL:
        return TransformerEncoder(name)
    why_not = unsupported()
    return _from_the_hub(why_not) if why_not else BundledEncoder()


def _from_the_hub(why_not: str) -> Encoder:
    try:
        return TransformerEncoder(NAME)
    except ModelMissing as error:
        reason = f"The bundled model cannot run here ({why_not}), nor can its original be had: {error.reason}"
        advice = "Connect to the network once, or give the folder of a model"
        raise ModelMissing(reason, advice=advice) from error
