"""One score from two: how near a passage is in meaning, and how much of the query's words it holds.

    meaning = (1 - SENTENCE) · nearness of the passage + SENTENCE · nearness of its best sentence
    share   = BM25 / (the most that BM25 can give for this query)
    lexical = (share of the words' stems + share of the words' pieces of four letters) / 2
    context = nearness of each word of the query to the passage's nearest, as the model sees them where they stand,
              beyond what is usual: how near the passage is to questions that have nothing to do with it
    score   = meaning + LEXICAL · lexical + CONTEXT · context

The most is (k₁ + 1) · Σ idf over *all* the query's words, those that stand nowhere included. Where query and
passages are in different languages, most words stand nowhere and weigh the most, so that the words' part falls
by itself and no language has to be guessed. Nearness is a cosine with the model's background taken off.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# tantivy's k₁ (1.2) plus one: what a term's frequency can multiply its idf by.
BM25_CEILING = 2.2

# Measured on the development sets (nDCG@10; both legs whole; columns are query → passage language; the last three have
# every language in one pool), with the model's background taken off (`index.background`). LEXICAL is shared evenly by
# words and their pieces, and is of words alone in the last rows (w):
#
#   SENTENCE  LEXICAL  piaf  xquad en→en  de→en  guides fr→fr  en→fr  de→fr  sdg fr→fr  en→fr  tete  xquad  guides  sdg
#   0         .10      .839         .984   .927          .661   .618   .392       .652   .578  .617   .912    .376  .408
#   .20       .10      .842         .986   .943          .653   .622   .424       .652   .578  .616   .921    .382  .408
#   .35       0        .799         .980   .943          .595   .613   .424       .618   .568  .571   .930    .373  .378
#   .35       .08      .846         .987   .948          .651   .618   .422       .647   .581  .612   .929    .387  .405
#   .35       .10      .848         .987   .949          .650   .604   .423       .652   .578  .612   .926    .381  .408
#   .35       .12      .850         .986   .949          .645   .606   .416       .654   .578  .612   .924    .372  .408
#   .50       .10      .851         .986   .951          .635   .589   .398       .652   .578  .607   .930    .377  .408
#   .35       .05 (w)  .836         .985   .948          .631   .624   .421       .638   .574  .608   .932    .392  .393
#   .35       .08 (w)  .844         .986   .949          .639   .615   .414       .639   .570  .617   .928    .389  .399
#
# CONTEXT, with SENTENCE .35 and LEXICAL .08 (blank: not measured):
#
#   CONTEXT  piaf  xquad en→en  de→en  guides fr→fr  en→fr  de→fr  sdg fr→fr  en→fr  tete  xquad  guides  sdg   samples
#   0        .846         .987   .948          .643   .632   .414       .645   .577  .608   .929    .387  .405     .946
#   .20 (r)  .852         .988   .955          .660   .645   .433       .672   .605  .617   .938    .415  .477     .974
#   .30 (r)  .852         .987   .955          .662   .638   .443       .677   .616  .616   .938    .418  .488     .976
#   .20 (l)  .853         .988   .951          .664   .664   .429       .673   .624  .622   .936    .419  .483     .971
#   .15      .850         .988   .955          .666   .652   .435       .667   .615  .621   .941    .422  .478     .970
#   .20      .851         .988   .954          .667   .650   .442       .670   .621  .621   .942    .429  .490     .970
#   .25      .851         .988   .954          .667   .643   .440       .676   .618  .621   .943    .432  .497     .976
#   .30      .852         .987   .953          .666   .641   .434       .676   .625  .619   .943    .434  .504     .977
#
# (r): raw, with nothing usual taken off; (l): in its place, .05 times the logarithm of the passage's length. Against
# .20 (r), .25 gains 3 to 10 standard errors on sdg from en to fr and in every pool of all languages, and stays within
# two of them elsewhere; both halves of the queries gain .006. With words of the home's own passages as what is usual,
# pools gain little or nothing; with 12 of the texts in place of all 32, guides from German lose .02.
#
# Facts are asked of a sentence, themes of a passage: more weight on the sentence favours the facts. Giving questions
# with a question mark weights of their own (.45, .12) gains .006 on piaf and loses as much on guides.
LEXICAL = 0.08
SENTENCE = 0.35
CONTEXT = 0.25

# About as much as lies between the first hit and the tenth.
POOR = 0.05


def meaning(cosines: Floats, best_sentences: Floats) -> Floats:
    """How near passages are in meaning (n,). A passage without sentence vectors (nan) is as near as its whole."""
    nearness: Floats = np.where(np.isnan(best_sentences), cosines, (1 - SENTENCE) * cosines + SENTENCE * best_sentences)
    return nearness


def word_shares(bm25: Floats, weights: Floats) -> Floats:
    """The share of the highest possible BM25 score (n,), 0 to 1, for a query whose words have these idf weights."""
    ceiling = BM25_CEILING * float(weights.sum())
    shares: Floats = np.minimum(bm25 / ceiling, 1.0) if ceiling > 0 else np.zeros_like(bm25)
    return shares


def lexical_part(words: Floats, pieces: Floats) -> Floats:
    """The words' part of a score (n,), 0 to 1: stems are exact, pieces forgive a letter misread or mistyped."""
    together: Floats = (words + pieces) / 2
    return together


def lowered(scores: Floats, poor: npt.NDArray[np.bool_]) -> Floats:
    """The scores (n,), lower for passages of a poor role: a contents page names everything and says nothing."""
    lower: Floats = scores - POOR * poor
    return lower


def fuse(nearness: Floats, shares: Floats) -> Floats:
    """The hybrid scores (n,), before words are looked at in context."""
    scores: Floats = filled(nearness) + LEXICAL * shares
    return scores


def filled(nearness: Floats) -> Floats:
    """A passage without a vector yet (nan) is taken to be as near as the farthest here; 0 where there is none (n,)."""
    known = nearness[~np.isnan(nearness)]
    near: Floats = np.where(np.isnan(nearness), float(known.min()) if len(known) else 0.0, nearness)
    return near
