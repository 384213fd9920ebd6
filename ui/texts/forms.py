"""The forms of text that are more than a line: a counted noun, a problem with its advice."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plural:
    """A counted noun. `{n}` stands for the number, as the language writes it."""

    one: str
    many: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong, as its reader is told: what, and what to do next."""

    title: str
    advice: str
