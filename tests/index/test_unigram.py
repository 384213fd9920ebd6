"""The bundled model's normalisation and tokenizer."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.unigram import normalised, open_tokenizer
from index.weights import open_weights


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        (" \n\t ", ""),
        ("  la\u00a0 ville\n\nsigne ", "la ville signe"),
        ("la\x00 ville\x07", "la ville"),
        ("la \ud800ville\udfff", "la ville"),
        ("me\u0301tropole", "m\u00e9tropole"),
        ("ﬁnancé № 1", "financé No 1"),
        ("zéro\u200bchasse\ufefffin", "zéro chasse fin"),
        ("▁▁la▁ville", "la ville"),
        ("مدينة\u200f ليل", "مدينة ليل"),
        ("👩\u200d🌾", "👩 🌾"),
    ],
)
def test_normalised(text: str, expected: str) -> None:
    """This ensures that what the model never saw in training is not shown to it."""
    assert normalised(text) == expected


def test_normalised_is_done_once() -> None:
    """This ensures that normalised text stays as it is, whatever the characters."""
    everything = "".join(map(chr, range(0x3000))) + "\ufdfa\uff5e\U0001f600" + "\ud800" + "e\u0301" * 3
    assert normalised(normalised(everything)) == normalised(everything)


def test_the_best_pieces_win(tiny_weights: bytes, tmp_path: Path) -> None:
    """This ensures that words become their pieces, an unknown word one <unk> after its space, between <s> and </s>."""
    path = tmp_path / "weights.bin"
    path.write_bytes(tiny_weights)
    tokenizer = open_tokenizer(open_weights(path).vocabulary)
    assert tokenizer.encode("la ville").tokens == ["<s>", "▁la", "▁ville", "</s>"]
    assert tokenizer.encode("la ville").ids == [0, 4, 5, 2]
    assert tokenizer.encode("la zzz ville").ids == [0, 4, 3, 5, 2]
