"""Which sentences are quoted, and what is shown of them: ranges of the document, word for word.

What is quoted are statements: sentences with what they lean on (see `search.statements`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.catalogue import Catalogue
from corpus.types import Document
from index.analysis import is_stop_word, stem, tokens
from search.answer import Quote, Span
from search.asking import Question
from search.attributes import SPANNED
from search.marking import likeliest
from search.sentences import Sentence
from search.spans import ITEM, items_of
from search.statements import ASKS

SENTENCES = 3
"""How many sentences are quoted at most."""
MARGIN = 0.1
"""How far behind the best a sentence may be and still be quoted."""
AROUND = 300
"""Characters of context on either side, at most."""
MAX_LIST_CHARS = 1500
"""Of the list that a sentence announces and that is quoted with it."""
BETWEEN_ITEMS = " \t\n;.,"
"""What may stand between two items of one list."""
ALIKE = 0.8
"""Of the words of the shorter of two sentences: from here on they say the same."""


def chosen(ranked: Sequence[Sentence]) -> list[Sentence]:
    """The sentences to quote, best first: what is about as good as the best, and says something else."""
    found: list[Sentence] = []
    for sentence in ranked:
        if len(found) == SENTENCES or sentence.score < ranked[0].score - MARGIN:
            break
        if not any(_alike(sentence.text, other.text) for other in found):
            found.append(sentence)
    return found


def _alike(one: str, other: str) -> bool:
    first, second = ({token.folded for token in tokens(text)} for text in (one, other))
    return len(first & second) >= ALIKE * min(len(first), len(second))


def quotes_of(
    asked: Question, sentences: Sequence[Sentence], catalogue: Catalogue, *, marked: bool = True
) -> tuple[Quote, ...]:
    """The statements as quotations, neighbours as one, in the order of the best of each."""
    documents: dict[str, Document] = {}
    quotes: list[Quote] = []
    for run in _runs(sentences):
        hit = run[0].hit
        if hit.passage.doc_id not in documents:
            documents[hit.passage.doc_id] = catalogue.document(hit.passage.doc_id)
        document = documents[hit.passage.doc_id]
        quote = _quote(asked, run, document, _end_of(run, document, catalogue), len(quotes) + 1, marked=marked)
        rest = _rest_of_list(quote, documents[hit.passage.doc_id], catalogue)
        quotes += [quote] if rest is None else [quote, rest]
    return _agreeing(_once(quotes))


def _once(quotes: Sequence[Quote]) -> list[Quote]:
    """Without those that stand whole in another: an item in its list."""
    kept = [quote for quote in quotes if not any(_holds(other, quote) for other in quotes if other is not quote)]
    return [replace(quote, number=number) for number, quote in enumerate(kept, start=1)]


def _holds(one: Quote, other: Quote) -> bool:
    same = one.document.doc_id == other.document.doc_id
    return same and one.start <= other.start and other.end <= one.end and len(other.text) < len(one.text)


def _agreeing(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """The quotations with marks only on what the best of them marks, and on the same words elsewhere."""
    first = next((quote.marked[0] for quote in quotes if quote.marks), None)
    return tuple(quote if quote.marked == (first,) else replace(quote, marks=()) for quote in quotes)


def _runs(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    """Sentences of one passage that follow on each other together."""
    runs: list[list[Sentence]] = []
    for sentence in sentences:
        for run in runs:
            if run[0].hit.passage.passage_id == sentence.hit.passage.passage_id and _touch(run, sentence):
                run.append(sentence)
                break
        else:
            runs.append([sentence])
    return runs


def _touch(run: Sequence[Sentence], sentence: Sentence) -> bool:
    text = sentence.hit.passage.text
    first, last = min(each.start for each in run), max(each.end for each in run)
    between = text[last : sentence.start] if sentence.start >= last else text[sentence.end : first]
    return not between.strip()


def _end_of(run: Sequence[Sentence], document: Document, catalogue: Catalogue) -> int:
    """Where the quotation of these sentences ends in the document: a question's reply may be in the next passage."""
    passage, last = run[0].hit.passage, max(each.end for each in run)
    end = passage.start + last
    if last < len(passage.text.rstrip()) or not ASKS.search(passage.text[:last]):
        return end
    following = next((each for each in catalogue.passages_of(document.doc_id) if each.ordinal > passage.ordinal), None)
    if following is None:
        return end
    ranges = catalogue.sentences_of([following.passage_id]).get(following.passage_id, [(0, len(following.text))])
    return following.start + ranges[0][1]


def _quote(
    asked: Question, run: Sequence[Sentence], document: Document, end: int, number: int, *, marked: bool
) -> Quote:
    passage = run[0].hit.passage
    start = min(each.start for each in run)
    at = passage.start + start
    listed = asked.several or (asked.wanted not in SPANNED and _begins_list(asked, document.text[at:end]))
    text = document.text[at : _with_list(document, end, listed=listed)]
    page, _ = document.pages_of(at, max(at + 1, end))
    told = asked.wanted in {"date", "number"} and any(each.spans for each in run)
    listed = asked.several or (len(ITEM.findall(text)) > 1 and not told)
    items = tuple(items_of(text)) if marked and listed else ()
    return Quote(
        number=number,
        text=text,
        start=at,
        end=at + len(text),
        passage=passage,
        document=run[0].hit.document,
        page=page,
        printed=document.label_of(page),
        language=passage.language,
        marks=_mark(asked, run, start) if marked and not items else (),
        items=items,
        before=_before(document.text, at),
        after=_after(document.text, at + len(text)),
    )


def _with_list(document: Document, end: int, *, listed: bool) -> int:
    """The end of the list that a sentence up to `end` announces, as far as it stands on the same page; else `end`.

    Where a list is asked for or begun (`listed`), the items that follow need not be announced with a colon.
    """
    if not (listed or document.text[max(0, end - AROUND) : end].rstrip().endswith(":")):
        return end
    return _end_of_items(document, end, document.pages_of(end - 1, end)[0])


def _begins_list(asked: Question, text: str) -> bool:
    """Whether a text ends with an item of a list that it has begun itself, and no item is what was asked for."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 2 or ITEM.match(lines[0]) is not None or ITEM.match(lines[-1]) is None:
        return False
    items = "\n".join(lines[1:])
    return {token.folded for token in tokens(items)}.isdisjoint(asked.content_words)


def _end_of_items(document: Document, start: int, page: int | None) -> int:
    """The end of the items of a list that follow each other from `start` on, on one page; `start` where none do."""
    text, end = document.text, start
    for item in ITEM.finditer(text, start, start + MAX_LIST_CHARS):
        last = item.end("item")
        if text[end : item.start()].strip(BETWEEN_ITEMS) or document.pages_of(item.start("item"), last) != (page, page):
            break
        end = last
    return end


def _rest_of_list(quote: Quote, document: Document, catalogue: Catalogue) -> Quote | None:
    """What stands on the next page of the list that a quotation ends with, as a quotation with that page."""
    text = document.text
    first = ITEM.search(text, quote.end, quote.end + MAX_LIST_CHARS)
    if quote.page is None or first is None or text[quote.end : first.start()].strip(BETWEEN_ITEMS):
        return None
    if not quote.text.endswith(":") and not any(match.end() >= len(quote.text) for match in ITEM.finditer(quote.text)):
        return None
    page, _ = document.pages_of(first.start("item"), first.end("item"))
    end = _end_of_items(document, quote.end, page)
    passages = catalogue.passages_of(document.doc_id)
    passage = next((each for each in passages if each.start <= first.start("item") < each.end), None)
    if page == document.pages_of(quote.end - 1, quote.end)[0] or end == quote.end or passage is None:
        return None
    start = quote.end + len(text[quote.end : first.end()]) - len(text[quote.end : first.end()].lstrip(BETWEEN_ITEMS))
    rest = text[start:end]
    return replace(
        quote,
        text=rest,
        start=start,
        end=end,
        passage=passage,
        page=page,
        printed=document.label_of(page),
        language=passage.language,
        marks=(),
        items=tuple(match.span("item") for match in ITEM.finditer(rest)) if quote.items else (),
        before=_before(text, start),
        after=_after(text, end),
    )


def _mark(asked: Question, run: Sequence[Sentence], start: int) -> tuple[Span, ...]:
    """What is asked for, in the best of the sentences that has it, counted from `start`; one range or none."""
    question = {token.folded for token in tokens(asked.text)}
    for sentence in run:
        if mark := likeliest(asked.wanted, sentence.text, sentence.spans, question):
            return ((mark[0] + sentence.start - start, mark[1] + sentence.start - start),)
    return ()


def _before(text: str, at: int) -> str:
    part = text[max(0, at - AROUND) : at]
    return (part.partition(" ")[2] if at > AROUND else part).strip()


def _after(text: str, at: int) -> str:
    part = text[at : at + AROUND]
    return (part.rpartition(" ")[0] if at + AROUND < len(text) else part).strip()


def missing_words(asked: Question, quotes: Sequence[Quote]) -> tuple[str, ...]:
    """The question's words that stand in none of the passages quoted, as they are written there.

    Where all passages are in other languages, only what is written alike in all of them counts: numbers, acronyms.
    """
    if not quotes:
        return ()
    same = [quote for quote in quotes if quote.language == asked.language]
    languages = {quote.language for quote in same or quotes}
    texts = [text for quote in quotes for text in (quote.passage.text, quote.passage.section, quote.document.title)]
    there = {stem(token.folded, language) for text in texts for token in tokens(text) for language in languages}
    found: dict[str, str] = {}
    for token in tokens(asked.text):
        written = asked.text[token.start : token.end]
        alike = token.folded.isdecimal() or (len(written) > 1 and written.isupper())
        if token.start < asked.ends or is_stop_word(token.folded, asked.language) or not (same or alike):
            continue
        if all(stem(token.folded, language) not in there for language in languages):
            found.setdefault(token.folded, written)
    return tuple(found.values())
