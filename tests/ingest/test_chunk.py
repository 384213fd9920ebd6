"""Passages under headings, counted in words: a passage's size is its words, and 2 for the model's own tokens."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ingest.chunk import ChunkOptions, Span, embedding_text, passages_of
from ingest.sections import Unit

OPTIONS = ChunkOptions(target_tokens=30, max_tokens=40, min_tokens=10)


def words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) + 2 for text in texts]


def cut(*blocks: str, options: ChunkOptions = OPTIONS) -> list[tuple[str, str]]:
    """The passages and sections of blocks: `# A` is a heading, `* a` a list item, the rest paragraphs."""
    text, units = "", []
    for block in blocks:
        level = len(block) - len(block.lstrip("#"))
        kind = "heading" if level else "list_item" if block.startswith("*") else "paragraph"
        written = block.lstrip("#").strip() if level else block
        text += ("\n" if kind == "list_item" else "\n\n") if text else ""
        units.append(Unit(len(text), len(text) + len(written), kind, level))
        text += written
    return [(text[span.start : span.end], span.section) for span in passages_of(text, units, words, options)]


def sentence(count: int, name: str = "mot") -> str:
    return f"Le {' '.join([name] * (count - 2))} fin."


def test_section_with_its_heading() -> None:
    """This ensures that a passage begins with its heading and that its section is the path to it."""
    assert cut("# La charte", sentence(20), "## Objet", sentence(20, "objet")) == [
        (f"La charte\n\n{sentence(20)}", "La charte"),
        (f"Objet\n\n{sentence(20, 'objet')}", "La charte › Objet"),
    ]


def test_short_section_takes_in_those_below_it() -> None:
    """This ensures that a section and its subsections are one passage while they fit the target."""
    assert cut("# Charte", sentence(8), "## Objet", sentence(9)) == [
        (f"Charte\n\n{sentence(8)}\n\nObjet\n\n{sentence(9)}", "Charte")
    ]


def test_tiny_neighbours_are_merged_under_their_parent() -> None:
    """This ensures that sections of one line don't become passages of their own, and name the heading above them."""
    found = cut("# Charte", sentence(34), "## Un", sentence(4), "## Deux", sentence(4), "## Trois", sentence(4))
    assert [section for _, section in found] == ["Charte", "Charte"]
    assert found[1][0].startswith("Un\n\n")
    assert found[1][0].count("fin.") == 3


def test_a_higher_heading_parts_passages() -> None:
    """This ensures that a passage does not go on over a heading of its own or a higher level."""
    found = cut("# A", "## B", sentence(15), "# C", sentence(15), "# D", sentence(15))
    assert [section for _, section in found] == ["A › B", "C", "D"]
    assert found[0][0].startswith("A\n\nB\n\n")


def test_headings_without_text_stand_with_what_follows() -> None:
    """This ensures that no heading is left alone, at the end of the text neither."""
    assert cut("# A", "## B", "### C", sentence(9)) == [(f"A\n\nB\n\nC\n\n{sentence(9)}", "A › B › C")]
    assert cut("# A", sentence(9), "# Fin") == [(f"A\n\n{sentence(9)}\n\nFin", "A")]
    assert cut("# Seul") == [("Seul", "Seul")]


def test_title_over_two_lines() -> None:
    """This ensures that a heading right below another of its level is its second line."""
    assert cut("# Villes jumelles", "# Cinq chartes", sentence(9))[0][1] == "Villes jumelles – Cinq chartes"


def test_long_section_is_cut_evenly_at_paragraphs() -> None:
    """This ensures that a long section is cut between paragraphs into parts of about the target."""
    found = cut("# A", *[sentence(12, f"m{i}") for i in range(6)])
    assert [text.count("fin.") for text, _ in found] == [2, 2, 2]
    assert {section for _, section in found} == {"A"}


def test_sections_up_to_the_maximum_stay_whole() -> None:
    """This ensures that a section over the target but within the limit is not cut."""
    assert len(cut("# A", sentence(17), sentence(17))) == 1


def test_long_paragraph_is_cut_between_sentences() -> None:
    """This ensures that passages are made of whole sentences."""
    paragraph = " ".join(sentence(9, f"m{i}") for i in range(12))
    found = cut(paragraph)
    assert " ".join(text for text, _ in found) == paragraph
    assert all(text.endswith("fin.") for text, _ in found)


def test_lists_are_kept_together_with_their_introduction() -> None:
    """This ensures that a list that fits goes to the next passage as a whole."""
    intro, items = "Les membres s'engagent à :", [f"* {sentence(5)}" for _ in range(4)]
    found = cut(sentence(25), intro, *items, sentence(12))
    assert found[1][0].startswith(intro)
    assert found[1][0].count("*") == 4


def test_sentence_longer_than_a_passage() -> None:
    """This ensures that an endless sentence is cut after its clauses, and nothing of it lost."""
    endless = ", ".join([" ".join(["mot"] * 9)] * 12)
    found = [text for text, _ in cut(endless)]
    assert len(found) > 2
    assert all(text.endswith(",") for text in found[:-1])
    assert " ".join(found) == endless


def test_word_of_ten_thousand_characters() -> None:
    """This ensures that a word without end is cut between characters, and an accent not from its letter."""
    word = "é" * 9_000 + "e\u0301" * 500
    options = ChunkOptions(target_tokens=300, max_tokens=400, min_tokens=60)
    spans = passages_of(word, [Unit(0, len(word))], lambda texts: [len(text) // 3 + 3 for text in texts], options)
    assert "".join(word[span.start : span.end] for span in spans) == word
    assert not any(word[span.start] == "\u0301" for span in spans)
    assert all(len(word[span.start : span.end]) // 3 + 3 <= 400 for span in spans)


def test_few_calls_of_the_counter() -> None:
    """This ensures that sentences are counted together, not one by one."""
    calls: list[int] = []

    def counting(texts: Sequence[str]) -> list[int]:
        calls.append(len(texts))
        return words(texts)

    text = "\n\n".join(sentence(9) for _ in range(200))
    units = [Unit(start, start + len(sentence(9))) for start in range(0, len(text), len(sentence(9)) + 2)]
    passages_of(text, units, counting, OPTIONS)
    assert sum(calls) > 200
    assert len(calls) <= 5


def test_long_path_leaves_room_for_the_text() -> None:
    """This ensures that headings of many words don't push a passage over the limit."""
    heading = "# " + " ".join(["titre"] * 30)
    for text, section in cut(heading, sentence(30), "## " + " ".join(["sous"] * 30), sentence(30)):
        assert words([embedding_text(section, text)])[0] <= OPTIONS.max_tokens


@pytest.mark.parametrize(
    ("section", "text", "expected"),
    [
        ("", "Texte.", "Texte."),
        ("A › B", "Texte.", "A › B\nTexte."),
        ("A › B", "B\n\nTexte.", "A\nB\n\nTexte."),
        ("A › B", "A\n\nB\n\nTexte.", "A\n\nB\n\nTexte."),
        ("A › B – C", "B\n\nC\n\nTexte.", "A\nB\n\nC\n\nTexte."),
        ("A", "A\n\nTexte.", "A\n\nTexte."),
        ("x" * 150 + " › " + "y" * 100, "Texte.", "y" * 100 + "\nTexte."),
        ("x" * 300, "Texte.", "x" * 200 + "\nTexte."),
    ],
)
def test_embedding_text(section: str, text: str, expected: str) -> None:
    """This ensures that what is encoded says where the text stands, once, and within bounds."""
    assert embedding_text(section, text) == expected


def test_options() -> None:
    """This ensures that options are checked, and bounded by what an encoder reads."""
    assert ChunkOptions().within(128) == ChunkOptions(target_tokens=128, max_tokens=128, min_tokens=32)
    assert ChunkOptions().within(512) == ChunkOptions()
    with pytest.raises(ValueError, match="go up"):
        ChunkOptions(target_tokens=500)


def test_nothing() -> None:
    """This ensures that no text gives no passages."""
    assert passages_of("", [], words, OPTIONS) == []
    assert Span(0, 1, "") == Span(0, 1, "")


def test_passages_that_surely_fit_are_not_counted_again() -> None:
    """This ensures that only a passage that may be over the limit is counted as a whole, and halved if it is."""
    counted: list[str] = []

    def glued(texts: Sequence[str]) -> list[int]:
        """Words, 2 for the model's own tokens, and one more between two sentences, which no sum tells."""
        counted.extend(texts)
        return [len(text.split()) + 2 + text.count(". ") for text in texts]

    def passages(*sizes: int) -> list[str]:
        text = " ".join(sentence(size) for size in sizes)
        counted.clear()
        spans = passages_of(text, [Unit(0, len(text))], glued, OPTIONS)
        return [text[span.start : span.end] for span in spans]

    # 2 + 15 + 15, and 2 for each of both sentences and the passage, are 38 of 40: it fits, whatever is untold.
    assert passages(15, 15) == [f"{sentence(15)} {sentence(15)}"]
    assert f"{sentence(15)} {sentence(15)}" not in counted
    # 2 + 12 + 12 + 11 are 37, within the 3 % less, but 6 to 8 may be untold: it is counted, and 39 are within 40.
    assert passages(12, 12, 10) == [f"{sentence(12)} {sentence(12)} {sentence(10)}"]
    assert f"{sentence(12)} {sentence(12)} {sentence(10)}" in counted
