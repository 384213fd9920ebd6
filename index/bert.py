"""The bundled model's passage side in PyTorch. Importing this module costs seconds: nothing of a search may."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from index.encoder import Vectors
from index.unigram import normalised, shortened
from index.weights import Weights

_OF_A_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_PARAMETER = {"w": "weight", "b": "bias"}


@dataclass(frozen=True, slots=True)
class EncodedBatch:
    """What the model says of some texts, in order: unit rows (n, dim), and each text's token ids and their states."""

    vectors: Vectors
    ids: tuple[npt.NDArray[np.int64], ...]
    states: tuple[Vectors, ...]


class PassageBert:
    """Texts, a batch at a time, to their tokens' states and the mean of these. Any number of threads may share one.

    The first `skip` tokens of a text are `<s>` and the prompt.

    The 250,000 word embeddings stay packed in the weights file, and those of a batch are unpacked for it: 384 MB of
    memory and a second at the start are saved, and a batch of 8,000 tokens costs 10 ms more.
    """

    def __init__(self, weights: Weights, tokenizer: Tokenizer, prompt: str) -> None:
        self._prompt = prompt
        self._weights = weights
        self._tokenizer = tokenizer
        self._bert = _bert(weights)
        self.skip = len(tokenizer.encode(prompt.rstrip()).ids) - 1

    def encode(self, texts: Sequence[str]) -> EncodedBatch:
        """A text over the limit keeps its first tokens and `</s>`."""
        ids, mask = self._padded(texts)
        words = torch.from_numpy(self._weights.rows("emb.word", ids.numpy()))
        with torch.inference_mode():
            states = self._bert(inputs_embeds=words, attention_mask=mask).last_hidden_state
            counted = mask.unsqueeze(-1).to(states.dtype)
            vectors = torch.nn.functional.normalize((states * counted).sum(1) / counted.sum(1), dim=1)
        lengths = mask.sum(1).tolist()
        return EncodedBatch(
            vectors.numpy(),
            tuple(row[:length] for row, length in zip(ids.numpy(), lengths, strict=True)),
            tuple(rows[:length] for rows, length in zip(states.numpy(), lengths, strict=True)),
        )

    def _padded(self, texts: Sequence[str]) -> tuple[torch.Tensor, torch.Tensor]:
        """Token ids and their mask, padded to the longest."""
        limit, pad = self._weights.sizes.positions, self._weights.vocabulary.pad
        encodings = self._tokenizer.encode_batch_fast([self._prompt + normalised(text) for text in texts])
        ids = [shortened(encoding.ids, limit) for encoding in encodings]
        longest = max(map(len, ids), default=0)
        padded = [row + [pad] * (longest - len(row)) for row in ids]
        mask = [[1] * len(row) + [0] * (longest - len(row)) for row in ids]
        return torch.tensor(padded), torch.tensor(mask)


def _bert(weights: Weights) -> BertModel:
    """A `BertModel` with every parameter from the file but the word embeddings: it has one row of them, unused."""
    sizes = weights.sizes
    config = BertConfig(
        vocab_size=1,
        pad_token_id=0,
        hidden_size=sizes.hidden,
        num_hidden_layers=sizes.layers,
        num_attention_heads=sizes.heads,
        intermediate_size=sizes.feed_forward,
        max_position_embeddings=sizes.positions,
        type_vocab_size=sizes.token_types,
        layer_norm_eps=sizes.epsilon,
        hidden_act="gelu",
    )
    bert: BertModel = BertModel(config, add_pooling_layer=False)
    shapes = {name: tuple(parameter.shape) for name, parameter in bert.state_dict().items()}
    state = {name: torch.from_numpy(weights.tensor(source).reshape(shapes[name])) for name, source in _sources(weights)}
    state["embeddings.word_embeddings.weight"] = torch.from_numpy(np.zeros((1, sizes.hidden), dtype=np.float32))
    bert.load_state_dict(state, strict=True)
    bert.train(mode=False)
    return bert


def _sources(weights: Weights) -> list[tuple[str, str]]:
    """The name of each parameter in `BertModel`, and of its tensor in the file."""
    names = [
        ("embeddings.position_embeddings.weight", "emb.pos"),
        ("embeddings.token_type_embeddings.weight", "emb.type"),
        ("embeddings.LayerNorm.weight", "emb.ln.w"),
        ("embeddings.LayerNorm.bias", "emb.ln.b"),
    ]
    names += [
        (f"encoder.layer.{layer}.{theirs}.{parameter}", f"l{layer}.{ours}.{suffix}")
        for layer in range(weights.sizes.layers)
        for ours, theirs in _OF_A_LAYER.items()
        for suffix, parameter in _PARAMETER.items()
    ]
    return names
