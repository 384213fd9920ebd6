"""Characters: one form for each, nothing that can't be seen, nothing lost that is meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.characters import _plain, normalised

ODD = "\u00ad\u200b\u200d\u00a0\u2009\x00\x07\ud800\ufeffé\u0301ﬁ\uf0b7\r\n\t\v\f1 er"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("e\u0301te\u0301", "été"),
        ("ﬁn, eﬀet, aﬄux", "fin, effet, afflux"),
        ("développe\u00adment", "développement"),
        ("développe\u00ad\n  ment", "développement"),
        ("10\u00a0000\u202f€\u2009; « oui »", "10 000 € ; « oui »"),
        ("zéro\u200bespace\ufeff", "zéroespace"),
        ("a\x00b\x07c\x9dd", "abcd"),
        ("\ud83d\ude00 et \ud800 seul", "😀 et � seul"),
        ("un\r\ndeux\rtrois\u2028quatre", "un\ndeux\ntrois\nquatre"),
        ("  a \t b  \n  c ", "a b\nc"),
        ("\uf0b7 point", "• point"),
        ("le 1 er mars, la 1 re fois", "le 1er mars, la 1re fois"),
        ("8500 m² et n° 5", "8500 m² et n° 5"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("", ""),
    ],
)
def test_normalised(text: str, expected: str) -> None:
    """This ensures that text is written as people read it, and quoted as it stands: NFC and not NFKC."""
    assert normalised(text) == expected


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from(ODD)), max_size=80))
def test_normalised_is_idempotent_and_encodable(text: str) -> None:
    """This ensures that what is normal stays so, and that any text can be stored as UTF-8."""
    once = normalised(text)
    assert normalised(once) == once
    once.encode("utf-8")


def test_quick_look_passes_nothing_by() -> None:
    """This ensures that every character that some rule is about is seen before the rules are left out."""
    for code in (*range(0x10000), *range(0x1F000, 0x1F800), *range(0xE0000, 0xE0100)):
        for text in (f"a{chr(code)}b", f"{chr(code)}\n{chr(code)}1"):
            assert normalised(text) == normalised(_plain(text)), hex(code)
