"""The bundled model's passage side in PyTorch. Importing this module costs seconds: nothing of a search may."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from index.unigram import normalised
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


class MeanPooledBert(torch.nn.Module):
    """The one module of a `SentenceTransformer`: texts to the mean of their tokens' states, not yet of unit length.

    The 250,000 word embeddings stay packed in the weights file, and those of a batch are unpacked for it: 384 MB of
    memory and a second at the start are saved, and a batch of 8,000 tokens costs 10 ms more.
    """

    def __init__(self, weights: Weights, tokenizer: Tokenizer) -> None:
        super().__init__()
        self._weights = weights
        self._tokenizer = tokenizer
        self.max_seq_length = weights.sizes.positions
        self.bert = _bert(weights)

    def preprocess(self, inputs: Sequence[str], prompt: str | None = None, **_: object) -> dict[str, torch.Tensor]:
        """Token ids and their mask, padded to the longest; a text over the limit keeps its first tokens and `</s>`."""
        texts = [(prompt or "") + normalised(text) for text in inputs]
        ids = [self._cut(encoding.ids) for encoding in self._tokenizer.encode_batch_fast(texts)]
        longest = max(map(len, ids), default=0)
        pad = self._weights.vocabulary.pad
        padded = [row + [pad] * (longest - len(row)) for row in ids]
        mask = [[1] * len(row) + [0] * (longest - len(row)) for row in ids]
        return {"input_ids": torch.tensor(padded), "attention_mask": torch.tensor(mask)}

    def tokenize(self, texts: Sequence[str]) -> dict[str, torch.Tensor]:
        """`preprocess` as sentence-transformers before 5.4 calls it, with the prompt already before the texts."""
        return self.preprocess(texts)

    def forward(self, features: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        mask = features["attention_mask"]
        words = torch.from_numpy(self._weights.rows("emb.word", features["input_ids"].numpy()))
        states = self.bert(inputs_embeds=words, attention_mask=mask).last_hidden_state
        counted = mask.unsqueeze(-1).to(states.dtype)
        return features | {"sentence_embedding": (states * counted).sum(1) / counted.sum(1)}

    def _cut(self, ids: list[int]) -> list[int]:
        return ids if len(ids) <= self.max_seq_length else [*ids[: self.max_seq_length - 1], ids[-1]]


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
