"""Answers over a home that a reader can work out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from corpus.errors import NotInCatalogue, QueryError
from corpus.types import Document, PageSpan, PassageDraft
from index.caches import synchronise
from search import Searcher
from search.answer import Answer, Quote
from search.answering import ask
from search.asking import understood
from search.batch import BatchOptions, answer_all
from search.filtering import filters_of
from search.query import NO_FILTERS
from search.quoting import quotes_of
from search.sentences import sentences_of
from search.statements import statements_of
from search.tables import QueryLine

CHARTER = "\n".join(
    [
        "La charte de Tulle",
        "",
        (
            "La charte de Tulle a été signée le 1er juin 2023. Elle engage trois membres de la charte : Ville de Tulle"
            ", Université de Limoges et Chambre d'agriculture. La ville de Tulle a un budget de 12 000 euros."
        ),
    ]
)


def put_charter(writer: Any, encoder: Any) -> None:
    """A document of two pages: the heading and the first sentence on the first, printed iv, the rest on the second."""
    second = CHARTER.index("Elle engage")
    third = CHARTER.index("La ville de Tulle")
    pages = (PageSpan(1, 0, second, "iv"), PageSpan(2, second, len(CHARTER)))
    document = Document(
        "c" * 16, "/x/tulle.pdf", "c" * 64, "application/pdf", "La charte de Tulle", "fr", CHARTER, pages=pages
    )
    ranges = ((0, second - 1), (second, third - 1), (third, len(CHARTER)))
    draft = PassageDraft(0, len(CHARTER), "", "fr", ranges)
    writer.put(document, [draft], [b"whole"], recipe="1")
    writer.add_embeddings(encoder.model_id, [b"whole"], encoder.encode_passages([CHARTER]))


@pytest.fixture
def searcher(home: Any, encoder: Any, filled: Any) -> Iterator[Searcher]:
    """The home of `filled`, with the charter of Tulle."""
    put_charter(filled, encoder)
    with home.writing():
        synchronise(home, filled)
    with Searcher.open(home, encoder=encoder) as opened:
        yield opened


def assert_word_for_word(searcher: Searcher, answer: Answer) -> None:
    for quote in (*answer.quotes, *answer.nearest):
        document = searcher.catalogue.document(quote.document.doc_id)
        assert document.text[quote.start : quote.end] == quote.text
        assert all(0 <= start < end <= len(quote.text) for start, end in (*quote.marks, *quote.items))
        assert quote.before in document.text
        assert quote.after in document.text


def ask_tulle(searcher: Searcher, question: str, **options: Any) -> Answer:
    """The answer from the charter of Tulle alone."""
    return searcher.ask(question, documents=["tulle.pdf"], **options)


def test_a_date_is_quoted_marked_and_placed(searcher: Searcher) -> None:
    """This ensures that an answer has its sentence, its words, its page with what is printed there, and a link."""
    answer = ask_tulle(searcher, "Quand la charte de Tulle a-t-elle été signée ?")
    assert (answer.language, answer.wanted, answer.answered) == ("fr", "date", True)
    assert answer.frame == "Les documents disent :"
    quote = answer.quotes[0]
    assert quote.marked == ("1er juin 2023",)
    assert answer.short == "1er juin 2023"
    assert (quote.page, quote.printed, quote.link) == (1, "iv", "/x/tulle.pdf#page=1")
    assert quote.text.startswith("La charte de Tulle a été signée")  # the heading before it is no part of the answer
    assert_word_for_word(searcher, answer)


def test_a_list_is_answered_as_a_list(searcher: Searcher) -> None:
    """This ensures that members are items, each word for word."""
    answer = ask_tulle(searcher, "Qui sont les membres de la charte de Tulle ?")
    (quote,) = [each for each in answer.quotes if each.items]
    assert quote.listed == ("Ville de Tulle", "Université de Limoges", "Chambre d'agriculture")
    assert_word_for_word(searcher, answer)


def test_an_announced_list_comes_with_its_items(searcher: Searcher, filled: Any, encoder: Any, home: Any) -> None:
    """This ensures that a sentence that ends with a colon is quoted with the list on its page, and no item twice."""
    text = "Ont signé la charte de Brive :\n• la ville de Brive ;\n• le port ;\n• la gare.\nElle dure six ans."
    document = Document("d" * 16, "/x/brive.txt", "d" * 64, "text/plain", "Brive", "fr", text)
    first = text.index("\n")
    ranges = ((0, first), (first + 1, text.index("Elle") - 1), (text.index("Elle"), len(text)))
    filled.put(document, [PassageDraft(0, len(text), "", "fr", ranges)], [b"brive"], recipe="1")
    filled.add_embeddings(encoder.model_id, [b"brive"], encoder.encode_passages([text]))
    with home.writing():
        synchronise(home, filled)
    answer = searcher.ask("Qui a signé la charte de Brive ?", documents=["brive.txt"])
    (quote,) = [each for each in answer.quotes if "Ont signé" in each.text]
    assert quote.listed == ("la ville de Brive", "le port", "la gare")
    assert not any("le port" in each.text for each in answer.quotes if each is not quote)
    assert_word_for_word(searcher, answer)


def put_text(filled: Any, encoder: Any, home: Any, text: str, *, cuts: tuple[str, ...], page: str = "") -> None:
    """A document of one passage, whose sentences begin at `cuts`; with a second page that begins at `page`."""
    starts = [0, *(text.index(cut) for cut in cuts), len(text) + 1]
    ranges = tuple((one, other - 1) for one, other in pairwise(starts))
    at = text.index(page) if page else 0
    pages = (PageSpan(1, 0, at), PageSpan(2, at, len(text))) if page else ()
    document = Document("d" * 16, "/x/brive.pdf", "d" * 64, "application/pdf", "Brive", "fr", text, pages=pages)
    filled.put(document, [PassageDraft(0, len(text), "", "fr", ranges)], [b"brive"], recipe="1")
    filled.add_embeddings(encoder.model_id, [b"brive"], encoder.encode_passages([text]))
    with home.writing():
        synchronise(home, filled)


def quotes_from(searcher: Searcher, question: str, beginning: str) -> tuple[Quote, ...]:
    """What is quoted of the document of `put_text` where the sentence of that beginning is chosen."""
    asked = understood(question)
    hits = searcher.search(question, documents=["brive.pdf"]).hits
    every = sentences_of(asked, hits, searcher.catalogue, searcher.ranker())
    found = [each for each in every if each.text.startswith(beginning)]
    return quotes_of(asked, statements_of(asked, found, every), searcher.catalogue)


def test_a_list_goes_on_on_the_next_page(searcher: Searcher, filled: Any, encoder: Any, home: Any) -> None:
    """This ensures that the rest of a list is quoted with the page that it stands on, and not what follows it."""
    text = "Ont signé la charte de Brive :\n• la ville de Brive ;\n• le port ;\n• la gare ;\n• le quai.\nElle dure."
    put_text(filled, encoder, home, text, cuts=("• la ville", "Elle"), page="• la gare")
    first, rest = quotes_from(searcher, "Qui a signé la charte de Brive ?", "Ont signé")
    assert (first.page, first.listed) == (1, ("la ville de Brive", "le port"))
    assert (rest.page, rest.listed) == (2, ("la gare", "le quai"))
    assert (first.number, rest.number) == (1, 2)
    assert text[rest.start : rest.end] == rest.text == "• la gare ;\n• le quai"


def test_a_list_that_ends_with_its_page_is_whole(searcher: Searcher, filled: Any, encoder: Any, home: Any) -> None:
    """This ensures that a list which begins after other words on the next page is not taken for the same one."""
    text = "Ont signé la charte de Brive :\n• la ville ;\n• le port.\nElle engage :\n• la gare ;\n• le musée."
    put_text(filled, encoder, home, text, cuts=("• la ville", "Elle"), page="Elle")
    (quote,) = quotes_from(searcher, "Qui a signé la charte de Brive ?", "Ont signé")
    assert quote.listed == ("la ville", "le port")


def test_a_list_that_is_asked_for_needs_no_colon(searcher: Searcher, filled: Any, encoder: Any, home: Any) -> None:
    """This ensures that items that follow on a sentence are quoted with it where a list is asked for, else not."""
    text = "La charte de Brive a trois membres\n• la ville ;\n• le port ;\n• la gare\nElle dure."
    put_text(filled, encoder, home, text, cuts=("• la ville", "Elle"))
    (quote,) = quotes_from(searcher, "Qui sont les membres de la charte de Brive ?", "La charte")
    assert quote.listed == ("la ville", "le port", "la gare")
    (quote,) = quotes_from(searcher, "Que fait la ville ?", "Elle")
    assert quote.text == "Elle dure."


def test_a_heading_comes_with_its_items(searcher: Searcher, filled: Any, encoder: Any, home: Any) -> None:
    """This ensures that a list that is begun is quoted to its end, but not where a number in it is asked for."""
    text = "Comment adhérer à Brive\n- envoyer 2 lettres ;\n- payer ;\n- attendre\nElle dure."
    put_text(filled, encoder, home, text, cuts=("- envoyer", "- payer", "Elle"))
    (quote,) = quotes_from(searcher, "Comment adhérer ?", "Comment")
    assert quote.text == text[: text.index("\nElle")]
    (quote,) = quotes_from(searcher, "Combien de lettres faut-il ?", "Comment")
    assert quote.text == "Comment adhérer à Brive\n- envoyer 2 lettres ;"


def test_a_date_in_a_list_is_marked(searcher: Searcher, filled: Any, encoder: Any, home: Any) -> None:
    """This ensures that where a date is asked for, it is what answers, and not the items of the list around it."""
    text = "Calendrier de Brive :\n- le port ouvre le 3 mai 2021 ;\n- la gare ouvre plus tard."
    put_text(filled, encoder, home, text, cuts=("- le port", "- la gare"))
    (quote,) = quotes_from(searcher, "Quand le port de Brive ouvre-t-il ?", "- le port")
    assert (quote.text, quote.marked, quote.items) == (text[: text.index("2021") + 6].rstrip(), ("3 mai 2021",), ())


def test_the_reply_may_be_in_the_next_passage(searcher: Searcher, filled: Any, encoder: Any, home: Any) -> None:
    """This ensures that a question that ends its passage is quoted with the first sentence of the next one."""
    texts = ("Quand vaut la charte de Brive ?", "Dès le 3 mai 2021. Une autre ville la suit.")
    text = "\n".join(texts)
    document = Document("d" * 16, "/x/brive.pdf", "d" * 64, "text/plain", "Brive", "fr", text)
    at = len(texts[0]) + 1
    drafts = [
        PassageDraft(0, at - 1, "", "fr"),
        PassageDraft(at, len(text), "", "fr", ((0, 18), (19, len(texts[1])))),
    ]
    filled.put(document, drafts, [b"asks", b"replies"], recipe="1")
    filled.add_embeddings(encoder.model_id, [b"asks", b"replies"], encoder.encode_passages(list(texts)))
    with home.writing():
        synchronise(home, filled)
    (quote,) = quotes_from(searcher, "Quand vaut la charte de Brive ?", "Quand")
    assert quote.text == "Quand vaut la charte de Brive ?\nDès le 3 mai 2021."


def test_a_question_is_quoted_with_its_answer(searcher: Searcher, filled: Any, encoder: Any, home: Any) -> None:
    """This ensures that of a list of questions and answers the answer is quoted, beyond a mere yes, and marked."""
    text = "Quand vaut la charte de Brive ?\nOui.\nElle vaut dès le 3 mai 2021.\nUne autre ville la suit de près."
    put_text(filled, encoder, home, text, cuts=("Oui", "Elle", "Une autre"))
    (quote,) = quotes_from(searcher, "Quand vaut la charte de Brive ?", "Quand")
    assert quote.text == "Quand vaut la charte de Brive ?\nOui.\nElle vaut dès le 3 mai 2021."
    assert quote.marked == ("3 mai 2021",)
    (alone,) = quotes_from(searcher, "Quelle ville la suit ?", "Une autre")
    assert alone.text == "Une autre ville la suit de près."


@pytest.mark.parametrize(
    ("question", "language", "frame"),
    [
        ("When was the charter of Tulle signed?", "en", "The documents say:"),
        ("Wann wurde die Charta von Tulle unterzeichnet?", "de", "In den Dokumenten steht:"),
        ("¿Cuándo se firmó la charte de Tulle?", "es", "Los documentos dicen:"),
        ("Quando è stata firmata la charte di Tulle?", "it", "I documenti dicono:"),
        ("charte Tulle", "unknown", "The documents say:"),
    ],
)
def test_the_frame_is_in_the_language_of_the_question(
    searcher: Searcher, question: str, language: str, frame: str
) -> None:
    """This ensures that questions in any language get a frame they can read, and quotations as they stand."""
    answer = searcher.ask(question)
    assert (answer.language, answer.frame) == (language, frame)
    assert answer.quotes[0].language in {"fr", "en"}
    assert_word_for_word(searcher, answer)


def test_words_that_are_missing_are_told(searcher: Searcher) -> None:
    """This ensures that half an answer says what it lacks."""
    answer = ask_tulle(searcher, "La charte de Tulle parle-t-elle de pétanque ?")
    assert answer.missing == ("parle", "pétanque")
    assert any("pétanque" in notice for notice in answer.notices)


def test_an_improbable_answer_is_a_no_with_what_is_near(searcher: Searcher) -> None:
    """This ensures that passages below the threshold are shown as near only, without marks."""

    class Doubting:
        catalogue = searcher.catalogue
        ranker = staticmethod(searcher.ranker)

        @staticmethod
        def run(query: Any) -> Any:
            return replace(searcher.run(query), confidence=0.0)

    answer = ask(Doubting, "Quand la charte de Tulle a-t-elle été signée ?", k=3, history=(), filters=NO_FILTERS)  # type: ignore[arg-type]
    assert not answer.answered
    assert answer.frame == "Pas dans ces documents."
    assert (answer.quotes, answer.short) == ((), "")
    assert answer.nearest
    assert not any(quote.marks for quote in answer.nearest)
    assert_word_for_word(searcher, answer)


@pytest.mark.parametrize(
    ("question", "answered"),
    [("Quel est le budget de la ville de Tulle ?", True), ("Quel est le maire de la ville de Tulle ?", False)],
)
def test_what_is_asked_for_by_name_must_be_there(searcher: Searcher, question: str, answered: bool) -> None:
    """This ensures that documents about the thing, which do not tell what is asked for by its name, do not answer."""

    class Sure:
        catalogue = searcher.catalogue
        ranker = staticmethod(searcher.ranker)

        @staticmethod
        def run(query: Any) -> Any:
            result = searcher.run(query)
            hits = tuple(hit for hit in result.hits if hit.document.doc_id == "c" * 16)
            return replace(result, hits=hits, confidence=0.9)

    answer = ask(Sure, question, k=3, history=(), filters=NO_FILTERS)  # type: ignore[arg-type]
    assert answer.answered is answered


def test_follow_ups_are_read_in_full(searcher: Searcher) -> None:
    """This ensures that what was searched is told, and differs from what was asked."""
    answer = ask_tulle(searcher, "Et quand ?", history=["Qui a signé la charte de Tulle ?"])
    assert answer.question == "Et quand ?"
    assert answer.question_read == "Quand (a signé la charte de Tulle) ?"
    assert answer.short == "1er juin 2023"


def test_a_question_about_the_person(searcher: Searcher) -> None:
    """This ensures that nothing is made up about who asks."""
    answer = searcher.ask("Comment je m'appelle ?")
    assert not answer.answered
    assert answer.nearest == ()
    assert answer.frame == "Les documents ne savent rien de vous."


@pytest.mark.parametrize(
    ("question", "frame"),
    [
        ("Et quand ?", "Dites de quoi il s’agit : la question ne nomme rien à chercher."),
        ("When?", "Say what it is about: the question names nothing to look for."),
        ("Wann?", "Sagen Sie, worum es geht: Die Frage nennt nichts, wonach sich suchen lässt."),
        ("¿Cuándo?", "Diga de qué se trata: la pregunta no nombra nada que buscar."),
        ("Quando?", "Dica di che cosa si tratta: la domanda non nomina nulla da cercare."),
    ],
)
def test_a_question_that_names_nothing(searcher: Searcher, question: str, frame: str) -> None:
    """This ensures that a question word alone, with no question before it, is asked back and not answered."""
    answer = searcher.ask(question)
    assert (answer.frame, answer.answered, answer.nearest, answer.confidence) == (frame, False, (), 0.0)


def test_twenty_questions_in_one(searcher: Searcher) -> None:
    """This ensures that the first is answered, shortly, and the rest told."""
    answer = searcher.ask("Quand la charte de Tulle a-t-elle été signée ? " + "Et où ? " * 19)
    assert answer.question_read == "Quand la charte de Tulle a-t-elle été signée ?"
    assert any(notice.startswith("20 questions") for notice in answer.notices)
    assert len(answer.quotes) <= 3


@pytest.mark.parametrize("question", ["", "   ", "\x00", "x" * 20_000])
def test_what_is_no_question(searcher: Searcher, question: str) -> None:
    """This ensures that nothing, and a whole text, are refused in one line."""
    with pytest.raises(QueryError):
        searcher.ask(question)


@pytest.mark.parametrize("question", ["?", "🎉 ?", "?? !!", '"charte" -Tulle kind:x', "والميثاق؟", "a" * 5000])
def test_odd_questions(searcher: Searcher, question: str) -> None:
    """This ensures that anything that can be typed gets something short, or one line of error."""
    try:
        answer = searcher.ask(question)
    except QueryError:
        return
    assert len(answer.quotes) <= 3
    assert_word_for_word(searcher, answer)


def test_filters_restrict(searcher: Searcher) -> None:
    """This ensures that answers come from the documents chosen only, and that an unknown one is refused."""
    answer = searcher.ask("Que dit la charte ?", languages=["en"])
    assert {quote.language for quote in (*answer.quotes, *answer.nearest)} == {"en"}
    with pytest.raises(NotInCatalogue):
        searcher.ask("Que dit la charte ?", documents=["nowhere"])


def test_an_empty_home(home: Any, encoder: Any) -> None:
    """This ensures that a home without documents says no."""
    from corpus.writer import CatalogueWriter

    home.create()
    with CatalogueWriter.create(home) as catalogue, home.writing():
        catalogue.set_fact("model_id", encoder.model_id)
        catalogue.set_fact("dim", "3")
        synchronise(home, catalogue)
    with Searcher.open(home, encoder=encoder) as opened:
        answer = opened.ask("Quand ?")
    assert not answer.answered
    assert answer.nearest == ()


def test_json_has_all_that_is_quoted(searcher: Searcher) -> None:
    """This ensures that programs get range, page, passage and link of each quotation."""
    answer = ask_tulle(searcher, "Quand la charte de Tulle a-t-elle été signée ?").as_json()
    quote = answer["quotes"][0]
    assert CHARTER[quote["start"] : quote["end"]] == quote["text"]
    assert {"page", "printed", "passage_id", "link", "doc_id", "language"} <= set(quote)
    assert answer["generated"] is None


def test_batches_of_questions(searcher: Searcher) -> None:
    """This ensures that a batch answers line by line, and that a faulty line is a row with its error."""
    lines = [
        QueryLine(1, "q1", "Quand la charte de Tulle a-t-elle été signée ?"),
        QueryLine(2, "q2", ""),
        QueryLine(3, "q3", "Et depuis quand ?"),
    ]
    options = BatchOptions(ask=True, filters=filters_of(documents=["tulle.pdf"]))
    rows = [row for each in answer_all(searcher, lines, options) for row in each.rows()]
    assert [row["query_id"] for row in rows] == ["q1", "q2", "q3"]
    assert (rows[0]["answered"], rows[0]["answer"]) == (1, "1er juin 2023")
    assert "La charte de Tulle, p. 1 (/x/tulle.pdf#page=1)" in str(rows[0]["sources"])
    assert rows[1]["answered"] is None
    assert "empty" in str(rows[1]["error"])
    assert rows[2]["query"] == "Et depuis quand ?"
