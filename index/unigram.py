"""The bundled model's tokenizer: normalisation and a Unigram built from the weights file's vocabulary.

Queries have a tokenizer that starts at once (`index.viterbi`). `normalised` goes before both, so that a query and a
passage of the same words have the same tokens.
"""

from __future__ import annotations

import re
import unicodedata

from tokenizers import Tokenizer
from tokenizers.models import Unigram
from tokenizers.pre_tokenizers import Metaspace
from tokenizers.processors import TemplateProcessing

from index.weights import Vocabulary

# What the model's sentencepiece normaliser (`nmt_nfkc`) removes, and lone surrogates, which are no text.
_REMOVED = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\x8f\x9f\ud800-\udfff]")
# What it turns into a space: white space, zero-width characters and marks of direction, its own sign for a space.
_BLANK = re.compile("[\\s\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]+")


def normalised(text: str) -> str:
    """The text as the model was trained to see it: NFKC, without control characters, single spaces."""
    return _BLANK.sub(" ", unicodedata.normalize("NFKC", _REMOVED.sub("", text))).strip()


def open_tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    """`<s> … </s>` around the best pieces, for normalised text. Takes about a second for 250,000 pieces."""
    pieces = vocabulary.pieces()
    tokenizer = Tokenizer(Unigram(pieces, unk_id=vocabulary.unknown, byte_fallback=False))
    tokenizer.pre_tokenizer = Metaspace(replacement="▁", prepend_scheme="always")
    bos, eos = pieces[vocabulary.bos][0], pieces[vocabulary.eos][0]
    specials = [(bos, vocabulary.bos), (eos, vocabulary.eos)]
    tokenizer.post_processor = TemplateProcessing(single=f"{bos} $A {eos}", special_tokens=specials)
    return tokenizer


def shortened(ids: list[int], limit: int) -> list[int]:
    """The ids that the model reads of a text: its first ones and `</s>`."""
    return ids if len(ids) <= limit else [*ids[: limit - 1], ids[-1]]
