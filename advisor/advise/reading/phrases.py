"""Tokens of a text, and lexicons: names of things found by the phrases that stand for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from advisor.advise.reading.number_words import LARGE, NUMBER_WORDS, TENS, UNITS

WORDS = Path(__file__).parent / "lexicons"

_TOKEN = re.compile(
    r"(?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?P<scale>k|m|bn|b)?(?=x\d|(?:h|hrs?|px)\b|(?![a-z0-9]))"
    r"|(?P<times>(?<=\d)x(?=\d))|(?P<mixed>\d[\w.]*)|(?P<word>[a-z][a-z0-9]*(?:[-'/_][a-z0-9]+)*)|(?P<mark>[%.,;:?!()=])"
)
_PARTED = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d.,]?\d)")
"""A number whose thousands are parted by blanks."""
_SCALES = {"k": 1e3, "m": 1e6, "bn": 1e9, "b": 1e9, "billion": 1e9, "dozen": 12.0} | LARGE
SHORT = {
    "imgs": "images", "img": "image", "pics": "pictures", "iters": "iterations", "rds": "rounds", "pts": "points",
    "hrs": "hours", "hr": "hours", "h": "hours", "px": "pixels", "params": "parameters", "cols": "columns",
    "obs": "observations", "feats": "features", "pcs": "components", "mins": "minutes", "yrs": "years", "wks": "weeks",
    "mths": "months", "avg": "average", "clf": "classification", "classif": "classification",
}  # fmt: skip
"""Words that people in a hurry cut short, in full."""
MOST = 1e15
"""The greatest number that people speak of; the smallest is its inverse."""
_VAGUE = ("hundreds", "thousands", "millions", "dozens", "billions")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number (`value` says which) or a mark, and where it stands in the text."""

    text: str
    start: int
    end: int
    value: float | None = None

    @property
    def word(self) -> str:
        """The token as phrases see it: every number reads as 0."""
        return "0" if self.value is not None or self.text in _VAGUE else self.text

    @property
    def is_mark(self) -> bool:
        return not self.text[0].isalnum()


def in_plain_letters(text: str) -> str:
    """The text in lower case, and as most write it; every place is that in the text."""
    return text.lower().replace("\u2019", "'").replace("\u00d7", "x").replace("per cent", "percent ")


def tokens(text: str) -> list[Token]:
    """The tokens of a text in lower case; `90 million` is one number, `a dozen` too. What is vast is a word."""
    plain = in_plain_letters(text)
    plain = _PARTED.sub(lambda match: ",".join(match[0].split()), plain)
    found = [_token(match) for match in _TOKEN.finditer(plain)]
    joined: list[Token] = []
    for token in found:
        scale = _SCALES.get(token.text)
        before = joined[-1] if joined else None
        if scale and before and (before.value is not None or before.text == "a"):
            joined[-1] = Token(f"{before.text} {token.text}", before.start, token.end, (before.value or 1) * scale)
            if token.text == "dozen" and len(joined) > 1 and joined[-2].text == "half":
                joined[-2:] = [Token("half a dozen", joined[-2].start, token.end, scale / 2)]
        elif before and _follows(before, token):
            joined[-1] = Token(
                f"{before.text} {token.text}", before.start, token.end, (before.value or 0) + (token.value or 0)
            )
        elif scale and len(token.text) > 2:
            joined.append(Token(token.text, token.start, token.end, scale))
        else:
            joined.append(token)
    return [t if t.value is None or is_spoken(t.value) else replace(t, value=None) for t in _summed(joined)]


def is_spoken(number: float) -> bool:
    """Whether a number is of a size that people speak of."""
    return number == 0 or 1 / MOST <= number <= MOST


def _summed(found: Sequence[Token]) -> list[Token]:
    """The tokens, numbers in several words as one: `a hundred and fifty`, `two thousand five hundred`."""
    joined: list[Token] = []
    for token in found:
        linked = len(joined) > 1 and joined[-1].text == "and"
        before = joined[-2] if linked else joined[-1] if joined else None
        if before and _adds_up(before, token):
            del joined[-2 if linked else -1 :]
            text = f"{before.text} {'and ' if linked else ''}{token.text}"
            token = Token(text, before.start, token.end, (before.value or 0) + (token.value or 0))
        joined.append(token)
    return joined


def _adds_up(large: Token, small: Token) -> bool:
    scale = _SCALES.get(large.text.rpartition(" ")[2], 0)
    words = not small.text[0].isdigit() and not large.text[0].isdigit()
    return words and scale in (100, 1000) and small.value is not None and 0 < small.value < scale


def _follows(tens: Token, unit: Token) -> bool:
    """Whether two number words are one number: `twenty five`."""
    return tens.text in TENS and unit.text in UNITS


def _token(match: re.Match[str]) -> Token:
    text = match[0]
    tens, _, unit = text.partition("-")
    value = NUMBER_WORDS.get(text.removesuffix("fold"))
    if tens in TENS and unit in UNITS:
        value = TENS[tens] + UNITS[unit]
    if match["number"]:
        value = float(match["number"].replace(",", "")) * _SCALES.get(match["scale"] or "", 1)
    return Token(SHORT.get(text, text), match.start(), match.end(), value)


@dataclass(frozen=True, slots=True)
class Match:
    """A name of a lexicon, found from token `first` up to but without token `past`."""

    name: str
    first: int
    past: int


class Lexicon:
    """Phrases by name, one name a line: `name: phrase, phrase of words, stem*`. Lines that begin with # are remarks."""

    def __init__(self, text: str, read: Callable[[str], str] = str) -> None:
        """`read`: how a word of a phrase stands among the words that are searched."""
        self.names: list[str] = []
        self._whole: dict[str, list[str]] = {}
        self._stems: dict[str, list[str]] = {}
        self._reach: dict[str, int] = {}
        self._longest_stem = 0
        for line in text.splitlines():
            name, colon, phrases = line.partition(":")
            if not colon or line.startswith("#"):
                continue
            self.names.append(name.strip())
            for phrase in phrases.split(","):
                words = phrase.split()
                phrase = " ".join(map(read, words)) if len(words) > 1 else words[0]
                index = self._stems if phrase.endswith("*") else self._whole
                index.setdefault(phrase.rstrip("*"), []).append(name.strip())
                if phrase.endswith("*"):
                    self._longest_stem = max(self._longest_stem, len(phrase) - 1)
                words = phrase.split()
                if len(words) > 1:
                    self._reach[words[0]] = max(len(words), self._reach.get(words[0], 1))

    def find(self, words: Sequence[str]) -> Iterator[Match]:
        """Every phrase in a row of words, in order of where it begins."""
        for first, word in enumerate(words):
            for past in range(first + 1, min(first + self._reach.get(word, 1), len(words)) + 1):
                phrase = " ".join(words[first:past])
                names = list(self._whole.get(phrase, ()))
                shortest = len(phrase) - len(words[past - 1]) + 2
                for end in range(shortest, min(len(phrase), self._longest_stem) + 1):
                    names += self._stems.get(phrase[:end], ())
                yield from (Match(name, first, past) for name in dict.fromkeys(names))


@cache
def lexicon(name: str) -> Lexicon:
    """A lexicon that ships with the package, by the name of its file."""
    return Lexicon((WORDS / f"{name}.txt").read_text("utf-8"), _as_token)


def _as_token(word: str) -> str:
    """A word as tokens have it: a number reads as 0."""
    is_number = word in _VAGUE or word in NUMBER_WORDS or (len(word) > 2 and word in _SCALES)
    return "0" if is_number else word
