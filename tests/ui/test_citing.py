"""Citations are right in every style, whatever a title holds."""

from __future__ import annotations

from corpus.instrument import Value
from ui.citing import MAX_QUOTE_CHARS, Source, apa, authors_of, bibtex, citations, markdown, plain

FULL = Source(
    title="Charte de Clairval",
    quote="La charte est signée\npar douze communes.",
    link="https://repere.example/document?doc=ab&passage=3",
    authors=("Ville de Clairval",),
    date="2023-06-01",
    shown_date="1 juin 2023",
    page="p. 3",
    url="https://example.org/charte.pdf",
    accessed="Consulté le 2 mai 2026",
    accessed_on="2026-05-02",
    quote_form="« {text} »",
)
BARE = Source(title="Charte", quote="Oui.", link="/document?doc=ab", undated="s. d.")


def test_plain() -> None:
    """This ensures that the quotation stands with author, title, date, page and address, as far as they are known."""
    assert plain(FULL) == (
        "« La charte est signée par douze communes. » — Ville de Clairval, Charte de Clairval, 1 juin 2023, p. 3. "
        "https://example.org/charte.pdf"
    )
    assert plain(BARE) == "“Oui.” — Charte."


def test_apa() -> None:
    """This ensures that the title takes the author's place where there is none."""
    assert apa(FULL) == (
        "Ville de Clairval. (2023). Charte de Clairval (p. 3). Consulté le 2 mai 2026, https://example.org/charte.pdf"
    )
    assert apa(BARE) == "Charte. (s. d.)."


def test_bibtex() -> None:
    """This ensures that an entry is whole, that names stay names, and that TeX's signs are written as such."""
    assert bibtex(FULL) == (
        "@misc{ville2023,\n  author = {{Ville de Clairval}},\n  title = {{Charte de Clairval}},\n  year = {2023},\n"
        "  note = {p. 3},\n  url = {https://example.org/charte.pdf},\n  urldate = {2026-05-02}\n}"
    )
    hostile = Source(title=r"50 % & {x}_\end#$~^", quote="", link="")
    assert r"title = {{50 \% \& \{x\}\_\textbackslash{}end\#\$\textasciitilde{}\textasciicircum{}}}" in bibtex(hostile)
    assert bibtex(Source(title="憲章", quote="", link="")).startswith("@misc{document,")


def test_markdown() -> None:
    """This ensures that a title can't end the link and begin another."""
    assert markdown(FULL) == "[Charte de Clairval, p. 3](https://repere.example/document?doc=ab&passage=3)"
    hostile = Source(title="x](javascript:alert(1)) [", quote="", link="/d")
    assert markdown(hostile) == r"[x\]\(javascript:alert\(1\)\) \[](/d)"


def test_long_quotations_are_cut() -> None:
    """This ensures that a citation is no second copy of the document."""
    text = plain(Source(title="T", quote="mot " * 500, link=""))
    assert len(text) < MAX_QUOTE_CHARS + 20
    assert "mot…”" in text


def test_every_style_takes_what_is_empty() -> None:
    """This ensures that nothing has to be known."""
    assert set(citations(Source(title="", quote="", link=""))) == {"plain", "apa", "bibtex", "markdown"}


def test_authors() -> None:
    """This ensures that who issues stands before who signs, and that who takes part is no author."""
    values = [Value("organisation", f"org{n}", f"Org {n}", role) for n, role in enumerate(("signs", "issues", "funds"))]
    assert authors_of(values) == ("Org 1",)
    assert authors_of(values[:1]) == ("Org 0",)
    assert authors_of(values[2:]) == ()
    assert len(authors_of([Value("organisation", f"o{n}", f"O {n}", "signs") for n in range(9)])) == 3
