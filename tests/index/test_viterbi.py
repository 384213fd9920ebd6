"""The tokenizer of queries, against the package `tokenizers` and on a vocabulary worked by hand."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from index.bundled import NAME, PASSAGE_PROMPT, QUERY_PROMPT, installed_weights, unsupported
from index.unigram import normalised, open_tokenizer
from index.viterbi import QueryTokenizer
from index.weights import Vocabulary, open_weights

needs_weights = pytest.mark.skipif(bool(unsupported()), reason=f"no {NAME}: {unsupported()}")

ODD_TEXTS = [
    "",
    " ",
    "la",
    "La métropole signe une charte d'attractivité avec douze communes.",
    "l’accord n° 3 ½ : ﬁn, co\u00adopération",
    "🏛️👩‍🌾 1er mai",
    "市政府与企业签署了合作宪章。",
    "ไทยแลนด์ 한국어 हिन्दी में",
    "\u202bمرحبا بالعالم\u202c",
    "e\u0301\u0323" * 40,
    "\x00\x07\ud800",
    "𓀀 𓀁𓀂la𓀃 𓀀𓀁",
    "<s> </s> <mask> <pad> <unk> 𓀀<unk>𓀁",
    "anticonstitutionnellement" * 40,
    "x" * 700,
    "\ufdfa" * 20,
    "créateur·trice·s",
]


def vocabulary(*pieces: tuple[str, float]) -> Vocabulary:
    """With `<s>`, `</s>`, `<pad>` and `<unk>` before, as 0 to 3."""
    every = [("<s>", 0.0), ("</s>", 0.0), ("<pad>", 0.0), ("<unk>", 0.0), *pieces]
    utf8 = [piece.encode() for piece, _ in every]
    ends = np.cumsum([0, *map(len, utf8)]).astype("<u4")
    scores = np.array([score for _, score in every], np.float32)
    return Vocabulary(0, 1, 2, 3, ends, scores, np.frombuffer(b"".join(utf8), np.uint8))


@pytest.fixture(scope="module")
def pair() -> tuple[QueryTokenizer, Tokenizer]:
    """Ours and the package's, of the bundled model."""
    pieces = open_weights(installed_weights()).vocabulary
    return QueryTokenizer(pieces), open_tokenizer(pieces)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ab", [4, 8]),  # ▁ab is -3.5 - 1 = -4.5 as ▁a b, and -6 as ▁ a b
        ("abc", [4, 9]),  # ▁a bc: -5.5; ▁a b + unknown: far worse
        ("", [6]),
        ("zz", [6, 3]),  # what is unknown in a row is one piece
        ("zz z", [6, 3, 6, 3]),  # but not across words
        ("azb", [4, 3, 8]),
        ("a b", [4, 6, 8]),
    ],
)
def test_the_best_path_worked_by_hand(text: str, expected: list[int]) -> None:
    """This ensures that the pieces with the highest sum win, word by word, and what none covers is one unknown."""
    pieces = vocabulary(("▁a", -3.5), ("é", -9.0), ("▁", -2.0), ("a", -3.0), ("b", -1.0), ("bc", -2.0))
    assert QueryTokenizer(pieces).ids(text) == [0, *expected, 1]
    assert open_tokenizer(pieces).encode(text or " ").ids == [0, *expected, 1]


def test_of_equal_paths_the_longer_last_piece_wins() -> None:
    """This ensures that a tie is broken as `tokenizers` breaks it."""
    pieces = vocabulary(("▁", -1.0), ("a", -1.0), ("aa", -2.0), ("▁a", -2.0))
    assert QueryTokenizer(pieces).ids("aaa") == open_tokenizer(pieces).encode("aaa").ids


def test_words_do_not_join_where_the_space_is_unknown() -> None:
    """This ensures that two unknown words stay two, in a vocabulary without the sign for a space, too."""
    pieces = vocabulary(("▁la", -1.0))
    assert (
        QueryTokenizer(pieces).ids("zz y la q") == open_tokenizer(pieces).encode("zz y la q").ids == [0, 3, 3, 4, 3, 1]
    )


def test_pieces_with_the_same_hash_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that a hash only proposes: where all are the same, no false piece is taken."""
    monkeypatch.setattr("index.viterbi._span_hashes", lambda data, starts, ends: np.ones(len(starts), np.uint64))
    pieces = vocabulary(("▁a", -3.5))
    assert QueryTokenizer(pieces).ids("zb") == [0, 3, 1]


@needs_weights
@pytest.mark.parametrize("text", ODD_TEXTS, ids=lambda text: ascii(text[:12]))
@pytest.mark.parametrize("prompt", [QUERY_PROMPT, PASSAGE_PROMPT])
def test_odd_texts(pair: tuple[QueryTokenizer, Tokenizer], prompt: str, text: str) -> None:
    """This ensures that queries and passages of the same words have the same tokens, whatever the script."""
    ours, theirs = pair
    prompted = prompt + normalised(text)
    assert ours.ids(prompted) == theirs.encode(prompted).ids


@needs_weights
@pytest.mark.shared
def test_real_questions(pair: tuple[QueryTokenizer, Tokenizer], shared: Path) -> None:
    """This ensures the same for real questions in a dozen languages."""
    ours, theirs = pair
    asked = []
    for path in sorted(shared.glob("data/retrieval/*/queries*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            asked += [QUERY_PROMPT + normalised(json.loads(line)["text"]) for line in islice(lines, 0, None, 4)]
    assert len(asked) > 1500
    assert [text for text in asked if ours.ids(text) != theirs.encode(text).ids] == []


@needs_weights
def test_no_two_pieces_share_a_hash(pair: tuple[QueryTokenizer, Tokenizer]) -> None:
    """This ensures that every piece of the model can be found: the first of equal hashes would hide the others."""
    hashes = pair[0]._hashes
    assert np.all(hashes[1:] > hashes[:-1])
    assert pair[0].longest == 16
