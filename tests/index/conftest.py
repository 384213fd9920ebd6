"""Real, tiny models: a BERT of 32 dimensions in a folder, and a weights file in the bundled model's format."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

SPECIALS = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
WORDS = [*SPECIALS.values(), "la", "charte", "du", "label", "ville", "et", ":", "query", "passage", "find"]
MAX_TOKENS = 16

MakeModel = Callable[..., Path]


@pytest.fixture(scope="session")
def make_model() -> MakeModel:
    """Writes a model folder as it stands on the hub; `seed` chooses its weights, `prompts` its configuration."""

    def make(folder: Path, *, seed: int = 0, prompts: dict[str, str] | None = None) -> Path:
        import torch
        from transformers import BertConfig, BertModel

        torch.manual_seed(seed)
        sizes = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
        config = BertConfig(vocab_size=len(WORDS), max_position_embeddings=64, pad_token_id=0, **sizes)
        BertModel(config, add_pooling_layer=False).save_pretrained(folder)
        _write_tokenizer(folder)
        _write_modules(folder, prompts)
        return folder

    return make


@pytest.fixture(scope="session")
def make_cross_encoder() -> MakeModel:
    """Writes a cross-encoder's folder as it stands on the hub; `seed` chooses its weights, `labels` its scores.

    Without a seed, one whose score grows with the share of the word `charte` among all tokens of a pair.
    """

    def make(folder: Path, *, seed: int | None = None, labels: int = 1) -> Path:
        import torch
        from transformers import BertConfig, BertForSequenceClassification

        torch.manual_seed(seed or 0)
        sizes = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 1, "intermediate_size": 64}
        config = BertConfig(
            vocab_size=len(WORDS), max_position_embeddings=MAX_TOKENS, pad_token_id=0, num_labels=labels, **sizes
        )
        model = BertForSequenceClassification(config)
        if seed is None:
            _count_charters(model)
        model.save_pretrained(folder)
        _write_tokenizer(folder)
        return folder

    return make


def _count_charters(model: Any) -> None:
    """A word is an axis; attention is even, so that [CLS] becomes the mean of all tokens; the score is one axis."""
    import torch

    layer, embeddings = model.bert.encoder.layer[0], model.bert.embeddings
    with torch.no_grad():
        for name, weights in model.named_parameters():
            if "LayerNorm" not in name:
                weights.zero_()
        embeddings.word_embeddings.weight.copy_(torch.eye(len(WORDS), 32))
        for passed_on in (layer.attention.self.value, layer.attention.output.dense, model.bert.pooler.dense):
            passed_on.weight.copy_(torch.eye(32))
        model.classifier.weight[0, WORDS.index("charte")] = 1.0


def _write_tokenizer(folder: Path) -> None:
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace
    from tokenizers.processors import TemplateProcessing
    from transformers import PreTrainedTokenizerFast

    words = {word: number for number, word in enumerate(WORDS)}
    tokenizer = Tokenizer(WordLevel(words, unk_token=SPECIALS["unk_token"]))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B [SEP]",
        special_tokens=[(word, words[word]) for word in ("[CLS]", "[SEP]")],
    )
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **SPECIALS).save_pretrained(folder)


def _write_modules(folder: Path, prompts: dict[str, str] | None) -> None:
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
        {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
    ]
    _write_json(folder / "modules.json", modules)
    _write_json(folder / "sentence_bert_config.json", {"max_seq_length": MAX_TOKENS, "do_lower_case": False})
    _write_json(
        folder / "1_Pooling" / "config.json", {"word_embedding_dimension": 32, "pooling_mode_mean_tokens": True}
    )
    if prompts is not None:
        _write_json(folder / "config_sentence_transformers.json", {"prompts": prompts})


def _write_json(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")


HIDDEN = FEED_FORWARD = 32
PIECES = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁la", -1.0), ("▁ville", -2.5)]


@pytest.fixture(scope="session")
def tiny_weights() -> bytes:
    """A weights file in the bundled model's format: one layer of 32 dimensions, six pieces, seeded random weights."""
    return build_weights(np.random.default_rng(0))


@pytest.fixture(scope="session")
def roomy_weights() -> bytes:
    """The same with room for texts of 128 tokens in place of 8."""
    return build_weights(np.random.default_rng(0), positions=128)


def build_weights(random: np.random.Generator, positions: int = 8) -> bytes:
    start = struct.pack("<4sI7ifi", b"E5S1", 1, HIDDEN, 1, 2, FEED_FORWARD, len(PIECES), positions, 1, 1e-12, 32)
    utf8 = [piece.encode() for piece, _ in PIECES]
    ends = np.cumsum([0, *map(len, utf8)]).astype("<u4")
    scores = np.array([score for _, score in PIECES], "<f4")
    start += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, int(ends[-1])) + ends.tobytes() + scores.tobytes()
    start += b"".join(utf8) + struct.pack("<iI", 0, 0)
    tensors = {name: _packed(random, shape) for name, shape in _shapes(positions).items()}
    length = len(start) + 4 + sum(2 + len(name) + 21 for name in tensors)
    directory, data = struct.pack("<i", len(tensors)), b""
    for name, (kind, count, packed) in tensors.items():
        entry = struct.pack("<BIQQ", kind, count, length + len(data), len(packed))
        directory += struct.pack("<H", len(name)) + name.encode() + entry
        data += packed
    return start + directory + data


def _shapes(positions: int) -> dict[str, tuple[int, ...]]:
    """Two numbers for a matrix in 4 bits, one for a vector in f32 (positions and token types stand as vectors)."""
    shapes: dict[str, tuple[int, ...]] = {"emb.word": (len(PIECES), HIDDEN), "emb.pos": (positions * HIDDEN,)}
    shapes |= {"emb.type": (HIDDEN,), "emb.ln.w": (HIDDEN,), "emb.ln.b": (HIDDEN,)}
    for name, rows in {"q": HIDDEN, "k": HIDDEN, "v": HIDDEN, "ao": HIDDEN, "fi": FEED_FORWARD, "fo": HIDDEN}.items():
        shapes |= {f"l0.{name}.w": (rows, HIDDEN), f"l0.{name}.b": (rows,)}
    return shapes | {f"l0.{name}": (HIDDEN,) for name in ("aln.w", "aln.b", "oln.w", "oln.b")}


def _packed(random: np.random.Generator, shape: tuple[int, ...]) -> tuple[int, int, bytes]:
    """Its type, the number of its weights, its bytes."""
    count = int(np.prod(shape))
    if len(shape) == 1:
        return 0, count, random.normal(size=count).astype("<f4").tobytes()
    blocks = [np.float16(0.05).tobytes() + random.bytes(16) for _ in range(count // 32)]
    return 1, count, b"".join(blocks)
