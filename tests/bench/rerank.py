"""What a second look costs: a cross-encoder of random weights, which take as long as any, over the first passages.

    python tests/bench/rerank.py [TOKENS]      how long each passage is; default 300

The shapes are those of the small models that people use: 6 and 12 layers of 384 dimensions.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from index.reranker import open_reranker
from search.rerank import DEPTH

VOCABULARY = 500
SPECIALS = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}


def write_model(folder: Path, layers: int) -> Path:
    """A BERT of these layers that gives a pair one score; a word is a token."""
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace
    from tokenizers.processors import TemplateProcessing
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    words = {name: number for number, name in enumerate(SPECIALS.values())}
    words |= {f"w{number}": number + 4 for number in range(VOCABULARY)}
    sizes = {"hidden_size": 384, "num_hidden_layers": layers, "num_attention_heads": 12, "intermediate_size": 1536}
    BertForSequenceClassification(BertConfig(vocab_size=len(words), num_labels=1, **sizes)).save_pretrained(folder)
    tokenizer = Tokenizer(WordLevel(words, unk_token=SPECIALS["unk_token"]))
    tokenizer.pre_tokenizer = Whitespace()
    ends = [(name, words[name]) for name in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = TemplateProcessing("[CLS] $A [SEP]", "[CLS] $A [SEP] $B [SEP]", special_tokens=ends)
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **SPECIALS).save_pretrained(folder)
    return folder


def main(arguments: Sequence[str]) -> None:
    """Print the seconds of a second look for each shape."""
    tokens = int(arguments[0]) if arguments else 300
    texts = [" ".join(f"w{(start + number) % VOCABULARY}" for number in range(tokens)) for start in range(DEPTH)]
    with tempfile.TemporaryDirectory() as folder:
        for layers in (6, 12):
            model = open_reranker(str(write_model(Path(folder) / f"layers-{layers}", layers)))
            begun = time.perf_counter()
            model.scores("w1 w2 w3 w4 w5 w6 w7 w8", texts)
            seconds = time.perf_counter() - begun
            print(f"{layers:2} layers: {DEPTH} passages of {tokens} tokens in {seconds:.1f} s, {DEPTH / seconds:.1f}/s")


if __name__ == "__main__":
    main(sys.argv[1:])
