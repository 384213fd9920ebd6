"""What index/joint.npz holds, learned anew: how a sentence that answers looks when it is read with its question.

    python tests/quality/joint_fit.py HOMES [FILE]      HOMES as of answers.py; an hour of two cores

Questions of piaf and xquad whose answering sentences were marked by hand (`answer_sentences.json`), our own over web
pages, policy PDFs, guides, goals, a label's actions and paragraphs of piaf and xquad (`answer_own.json`; half of them
have no answer there), and the samples', each with the sentences that `ask` finds best for it in their places, with what
answers and without. First a linear head is fit on the bundled model's own states, then it and low-rank changes to the
attention of six layers are trained together (LoRA: Hu et al. 2021), in products of half precision where the processor
has them. Of piaf, xquad and the samples only development halves are learned from (see `answers.py`), and
of our own no question over the documents that `own_in_development` leaves out. HOMES/home-pages is made where it is
not there yet.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import TypeAlias

import answers
import numpy as np
import numpy.typing as npt
import torch
from answers_fit import PLACES, answers_it, holds
from answers_own import OWN_HOMES, own_questions, own_searcher
from sklearn.linear_model import LogisticRegression
from torch.nn import functional

from corpus import samples
from index.bert import _bert
from index.bundled import QUERY_PROMPT, BundledEncoder, installed_weights
from index.encoder import InPlace
from index.joint import ATTENDED, FILE, PARTS, JointTokens
from index.queries import QueryModel
from index.weights import Weights, open_weights
from search import Query
from search.answering import PASSAGES, Asked
from search.asking import understood
from search.filtering import filters_of
from search.joint import in_place
from search.sentences import Sentence, sentences_of

LAYERS, FIRST, RANK = 8, 2, 6
"""Layers that are read, the first that is changed, and the rank of its changes. A linear head on the model's own
states tells answers best at the eighth of its twelve layers: the last are for comparing what was read apart."""
BEST, BEST_WITHOUT, OTHERS, OF_PARAGRAPH = 8, 4, 5, 3
"""Sentences looked at of a question, and without its paragraph; learned from beside what answers; those of its own."""
RATE, HEAD_RATE, EPOCHS, TOGETHER, WARM, LISTED, DROPPED = 1.5e-3, 0.3, 1.6, 6, 30, 0.3, 0.1
"""Step size, the head's beside it, rounds, questions a step, first steps that are smaller, weight of putting a
question's sentences in order beside judging each, and share of the head's inputs left out of a step."""
PENALTY, BEGUN_WITH = 1e-3, 1200
"""`C` of the head's fit at the beginning, and questions that it is made with."""

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Marked:
    """A question with sentences, those that answer first."""

    text: str
    sentences: tuple[InPlace, ...]
    right: tuple[bool, ...]


Right: TypeAlias = str | tuple[frozenset[str], Sequence[int]]
"""What answers: a text as evidence ("" for nothing), or paragraphs with the places in them."""


def marked(home: Asked, rest: Asked | None, text: str, languages: Sequence[str], right: Right) -> Marked | None:
    """What to learn from a question; None where nothing is found. `rest` is the home without what answers."""
    query = Query(text, filters=filters_of(languages=languages), k=PASSAGES, operators=False)
    ranked = _ranked(home, query)
    told = [_answers(each, right) for each in ranked]
    yes = [each for each, answers_it in zip(ranked, told, strict=True) if answers_it]
    documents = {each.hit.passage.doc_id for each in yes}
    no = [each for each, answers_it in zip(ranked[:BEST], told, strict=False) if not answers_it]
    no += _ranked(rest, query)[:BEST_WITHOUT] if rest is not None else []
    own = [each for each in no if each.hit.passage.doc_id in documents][:OF_PARAGRAPH]
    others = [each for each in no if each.hit.passage.doc_id not in documents]
    kept = list({each.text: each for each in [*own, *others]}.values())[:OTHERS]
    chosen = yes[:2]
    if not kept or (right and not chosen):
        return None
    return Marked(text, tuple(map(in_place, (*chosen, *kept))), (True,) * len(chosen) + (False,) * len(kept))


def _answers(sentence: Sentence, right: Right) -> bool:
    if isinstance(right, str):
        return answers_it(sentence, right)
    relevant, places = right
    return answers_it(sentence, relevant) and any(holds(sentence, place) for place in places)


def _ranked(home: Asked, query: Query) -> list[Sentence]:
    return sentences_of(understood(query.text), home.run(query).hits, home.catalogue, home.ranker())


def every(homes: Path) -> Iterator[Marked | None]:
    """All that is learned from: each question of xquad in English and by turns in German or Spanish."""
    with answers.opened(homes, "samples") as searcher:
        for question in samples.questions():
            if answers.in_development(question):
                yield marked(searcher, None, question.text, (), question.evidence or "")
    for home in OWN_HOMES:
        with own_searcher(homes, home) as searcher:
            for number, each in enumerate(own_questions(searcher, home)):
                if each.development:
                    # Of every other one with an answer, the sentences found without its document, too.
                    rest = answers.Without(searcher, each.documents) if each.places and number % 2 == 0 else None
                    yield marked(
                        searcher, rest, each.text, each.languages, (each.names, each.places) if each.places else ""
                    )
    for data, pools in answers.POOLS.items():
        with answers.opened(homes, data) as searcher:
            ids = {each.external_id: each.doc_id for each in searcher.catalogue.summaries()}
            for asked_in, quoted_in in pools:
                for number, each in enumerate(answers.retrieval_questions(data, asked_in, quoted_in)):
                    places = PLACES[data].get(each.question_id.split(":")[-1])
                    if places and each.development and asked_in != ("de", "es")[number % 2]:
                        without = answers.Without(searcher, [ids[name] for name in each.relevant])
                        yield marked(searcher, without, each.text, quoted_in, (each.relevant, places))


class Changed(torch.nn.Module):
    """A layer's product with what is added to its weights: the product of two thin matrices; at first nothing."""

    def __init__(self, dense: torch.nn.Linear) -> None:
        super().__init__()
        self.dense = dense
        self.into = torch.nn.Parameter(torch.randn(dense.in_features, RANK) / dense.in_features**0.5)
        self.out = torch.nn.Parameter(torch.zeros(RANK, dense.out_features))

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        """The product."""
        product: torch.Tensor = self.dense(states) + (states @ self.into) @ self.out
        return product


class Reader(torch.nn.Module):
    """In PyTorch what `index.joint` computes in NumPy: the bundled model's first layers, changed, with a head."""

    def __init__(self, weights: Weights, tokens: JointTokens) -> None:
        super().__init__()
        self.tokens, self._weights = tokens, weights
        self.bert = _bert(weights).requires_grad_(requires_grad=False)
        self.bert.encoder.layer = self.bert.encoder.layer[:LAYERS]
        self.changes: dict[str, Changed] = {}
        hidden = weights.sizes.hidden
        self.head = torch.nn.Linear(2 * hidden, 1)
        self.mean, self.spread = torch.zeros(2 * hidden), torch.ones(2 * hidden)
        self.alone: dict[str, torch.Tensor] = {}

    def change(self) -> None:
        """From here on, attention has changes that are learned."""
        for number in range(FIRST, LAYERS):
            attention = self.bert.encoder.layer[number].attention
            for part in PARTS:
                holder, name = (attention.output, "dense") if part == ATTENDED else (attention.self, part)
                changed = Changed(getattr(holder, name))
                setattr(holder, name, changed)
                self.changes[f"{number}.{part}"] = changed

    def told(self, pairs: Sequence[tuple[str, InPlace]]) -> torch.Tensor:
        """What the head reads of questions with sentences, (n, 2 x hidden); the questions are read alone before."""
        read = [self.tokens.together(*pair) for pair in pairs]
        states = self._states([pair.ids for pair in read])
        asked = torch.stack([rows[pair.asked].mean(0) for rows, pair in zip(states, read, strict=True)])
        said = torch.stack([rows[pair.said].mean(0) for rows, pair in zip(states, read, strict=True)])
        return torch.cat([asked - torch.stack([self.alone[question] for question, _ in pairs]), asked * said], 1)

    def read_alone(self, questions: Sequence[str]) -> None:
        """Keep what the model as it is makes of each question by itself."""
        with torch.no_grad():
            for question in questions:
                ids, words = self.tokens.alone(question)
                self.alone[question] = self._states([ids])[0, words].mean(0)

    def forward(self, pairs: Sequence[tuple[str, InPlace]]) -> torch.Tensor:
        """The log-odds of each pair, (n,)."""
        told = (self.told(pairs) - self.mean) / self.spread
        odds: torch.Tensor = self.head(functional.dropout(told, DROPPED, self.training))
        return odds[:, 0]

    def _states(self, ids: Sequence[Ids]) -> torch.Tensor:
        padded, there = np.zeros((2, len(ids), max(map(len, ids))), dtype=np.int64)
        for row, each in enumerate(ids):
            padded[row, : len(each)], there[row, : len(each)] = each, 1
        words = torch.from_numpy(self._weights.rows("emb.word", padded))
        states: torch.Tensor = self.bert(inputs_embeds=words, attention_mask=torch.from_numpy(there)).last_hidden_state
        return states


def begun(reader: Reader, learned_from: Sequence[Marked]) -> None:
    """Fit the head on the model as it is."""
    reader.read_alone([each.text for each in learned_from])
    some = random.sample(learned_from, min(BEGUN_WITH, len(learned_from)))
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        told = torch.cat([reader.told(pairs_of(each)).float() for each in some]).numpy()
    mean, spread = told.mean(0), told.std(0) + 1e-6
    right = [yes for each in some for yes in each.right]
    model = LogisticRegression(C=PENALTY, max_iter=300).fit((told - mean) / spread, right)
    reader.mean, reader.spread = torch.from_numpy(mean), torch.from_numpy(spread)
    with torch.no_grad():
        reader.head.weight.copy_(torch.from_numpy(model.coef_))
        reader.head.bias.copy_(torch.from_numpy(model.intercept_))


def pairs_of(marked_one: Marked) -> list[tuple[str, InPlace]]:
    """The question with each of its sentences."""
    return [(marked_one.text, sentence) for sentence in marked_one.sentences]


def trained(reader: Reader, learned_from: Sequence[Marked]) -> None:
    """Learn the changes, and the head anew."""
    reader.change()
    changes = [matrix for change in reader.changes.values() for matrix in (change.into, change.out)]
    optimizer = torch.optim.AdamW(
        [{"params": changes, "share": 1.0}, {"params": list(reader.head.parameters()), "share": HEAD_RATE}], lr=RATE
    )
    rounds = _rounds(learned_from)
    steps, begin, losses = len(rounds), time.monotonic(), []
    reader.train()
    for step, questions in enumerate(rounds):
        rate = RATE * min(1, (step + 1) / WARM) * (1 + np.cos(np.pi * step / steps)) / 2
        for group in optimizer.param_groups:
            group["lr"] = rate * group["share"]
        optimizer.zero_grad()
        with torch.autocast("cpu", torch.bfloat16):
            odds = reader([pair for each in questions for pair in pairs_of(each)])
        loss = loss_of(odds.float(), questions)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([*changes, *reader.head.parameters()], 1.0)
        optimizer.step()
        losses.append(float(loss))
        if step % 50 == 49:
            print(
                f"{step + 1} of {steps}, loss {np.mean(losses[-50:]):.3f}, {time.monotonic() - begin:.0f} s", flush=True
            )
    reader.eval()


def _rounds(learned_from: Sequence[Marked]) -> list[list[Marked]]:
    """The questions of each step."""
    every = [each for _ in range(ceil(EPOCHS)) for each in random.sample(learned_from, len(learned_from))]
    steps = int(EPOCHS * len(learned_from)) // TOGETHER
    return [every[step * TOGETHER : (step + 1) * TOGETHER] for step in range(steps)]


def loss_of(odds: torch.Tensor, questions: Sequence[Marked]) -> torch.Tensor:
    """How wrong they are: each sentence by itself, and beside the others of its question."""
    right = torch.tensor([float(yes) for each in questions for yes in each.right])
    loss = functional.binary_cross_entropy_with_logits(odds, right)
    parts = zip(*(rows.split([len(each.right) for each in questions]) for rows in (odds, right)), strict=True)
    listed = [torch.logsumexp(some, 0) - torch.logsumexp(some[yes > 0], 0) for some, yes in parts if yes.any()]
    return loss + LISTED * torch.stack([torch.zeros(()), *listed]).sum() / len(questions)


def written(reader: Reader, file: Path) -> None:
    """Keep what was learned: thin matrices in bytes, a scale for each row of the one and column of the other."""
    weights = reader.head.weight.detach()[0] / reader.spread
    held: dict[str, npt.NDArray[np.generic]] = {
        "model_id": np.array(BundledEncoder().model_id),
        "layers": np.array(LAYERS),
        "weights": weights.numpy().astype(np.float32),
        "constant": np.array(float(reader.head.bias[0]) - float(weights @ reader.mean), dtype=np.float32),
    }
    for name, change in reader.changes.items():
        for part, matrix in (("into", change.into), ("out", change.out)):
            numbers = matrix.detach().numpy()
            scale = np.abs(numbers).max(axis=0 if part == "into" else 1, keepdims=True) / 127 + 1e-12
            held[f"{name}.{part}"] = np.round(numbers / scale).astype(np.int8)
            held[f"{name}.{part}.scale"] = scale.astype(np.float32)
    np.savez_compressed(file, **held)  # type: ignore[arg-type] # numpy's stub takes a bool among them


def main(arguments: Sequence[str]) -> None:
    """Learn and write."""
    random.seed(0)
    torch.manual_seed(0)
    learned_from = [each for each in every(Path(arguments[0])) if each is not None]
    print(f"{len(learned_from)} questions, {sum(len(each.sentences) for each in learned_from)} sentences", flush=True)
    weights = open_weights(installed_weights())
    reader = Reader(weights, JointTokens(QueryModel(weights, QUERY_PROMPT)))
    begun(reader, learned_from)
    trained(reader, learned_from)
    written(reader, Path(arguments[1]) if len(arguments) > 1 else FILE)


if __name__ == "__main__":
    main(sys.argv[1:])
