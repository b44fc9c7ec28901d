"""Texts in which it is marked what sets a hyperparameter: problems of `words/told`, and sayings of `words/said`."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from advisor.advise.reading.phrases import Token
from advisor.advise.reading.settings.kinds import NOTHING, kind_of, numbers_of, wish_of, wishes_of
from advisor.advise.reading.settings.likely import likely_tokens
from advisor.advise.reading.settings.seen import stretches
from advisor.advise.reading.settings.values import fitting
from advisor.knowledge.load import algorithm
from scripts.learning.told import Phrase, told

SAID = Path(__file__).parents[1] / "words" / "said"
_SLACK = 2
"""Characters of a phrase that may lie outside of a stretch: its marks."""


@dataclass(frozen=True, slots=True)
class Marked:
    """`numbers`: place of a number among the tokens -> what it sets; `wishes`: (first, past) of a stretch of tokens ->
    the same. Of those that are missing it is not known.
    """

    algorithm: str
    found: list[Token]
    numbers: dict[int, str]
    wishes: dict[tuple[int, int], str]


def files() -> list[Path]:
    return sorted(SAID.glob("*.jsonl"))


def marked() -> Iterator[Marked]:
    for problem in told():
        if problem.numbers is not None and problem.algorithm:
            tokens = likely_tokens(problem.text)
            numbers = dict(_in_turn(problem.text, tokens, problem.algorithm, problem.numbers))
            wishes = (
                {} if problem.phrases is None else _wishes(problem.text, tokens, problem.algorithm, problem.phrases)
            )
            yield Marked(problem.algorithm, tokens, numbers, wishes)
    for file in files():
        for line in file.read_text("utf-8").splitlines():
            row = json.loads(line)
            yield _saying(file.stem, row["text"], [(words, name, value) for words, name, value in row["says"]])


def _saying(owner: str, text: str, phrases: Sequence[Phrase]) -> Marked:
    """A text of which the phrases say all that is set. Where a phrase has no words, the whole text says it."""
    tokens = likely_tokens(text)
    numbers: dict[int, str] = {}
    wishes: list[Phrase] = []
    is_read = True
    for words, name, value in phrases:
        if places := _places(tokens, text, owner, (words, name, value), numbers):
            numbers |= dict.fromkeys(places, kind_of(name, owner))
        elif wish_of(name, value, owner) in wishes_of(owner):
            wishes.append((words or text, name, value))
        else:
            is_read = False  # a number that tokens do not know, or a list
    if not is_read:  # what the rest sets is not known
        return Marked(owner, tokens, numbers, {})
    rest = {place: NOTHING for place, token in enumerate(tokens) if token.value is not None and place not in numbers}
    return Marked(
        owner, tokens, numbers | rest, _wishes_of_saying(text, tokens, owner, wishes, is_one=len(phrases) == 1)
    )


def _places(tokens: Sequence[Token], text: str, owner: str, phrase: Phrase, taken: Container[int]) -> list[int]:
    """Where a phrase has its value as a number that nothing else has taken, or as the items of a list."""
    words, name, value = phrase
    start = text.find(words)
    end = start + len(words or text)
    free = [
        place for place, token in enumerate(tokens)
        if token.value is not None and start <= token.start and token.end <= end and place not in taken
    ]  # fmt: skip
    alone = next((place for place in free if _is(tokens, place, owner, name, value)), None)
    if alone is not None:
        return [alone]
    if algorithm(owner).hyperparameters.values[name].items is None:
        return []
    wanted = value.strip("[]").replace(" ", "").split(",")
    items = [place for place in free if f"{tokens[place].value:.0f}" in wanted]
    return items if len(items) == len(wanted) else []


def _wishes_of_saying(
    text: str, tokens: Sequence[Token], owner: str, wishes: Sequence[Phrase], *, is_one: bool
) -> dict[tuple[int, int], str]:
    """`is_one`: whether the text says one thing alone, so that all of it says so."""
    whole = (0, len(tokens))
    if not wishes:
        return _wishes(text, tokens, owner, ()) | {whole: NOTHING}
    if any(words == text for words, _, _ in wishes):
        return {whole: wish_of(*wishes[0][1:], owner)} if is_one else {}
    return _wishes(text, tokens, owner, wishes)


def _is(tokens: Sequence[Token], place: int, owner: str, name: str, value: str) -> bool:
    """Whether the number at a place may be this value."""
    if tokens[place].value is None or kind_of(name, owner) not in numbers_of(owner):
        return False
    fits = fitting(tokens, place, algorithm(owner).hyperparameters.values[name])
    try:
        return fits is not None and float(fits) == float(value)
    except ValueError:
        return False


def _in_turn(
    text: str, tokens: Sequence[Token], owner: str, numbers: Iterable[tuple[str, str]]
) -> Iterator[tuple[int, str]]:
    """The tokens that the marked numbers are, each with what it sets."""
    text, past = text.lower(), 0
    for surface, name in numbers:
        start = text.find(surface.lower(), past)
        if start >= 0:
            past = start + len(surface)
            within = (n for n, t in enumerate(tokens) if t.value is not None and start < t.end and t.start < past)
            place = next(within, None)
            if place is not None:
                yield place, kind_of(name, owner) if name else NOTHING


def _wishes(text: str, tokens: Sequence[Token], owner: str, phrases: Sequence[Phrase]) -> dict[tuple[int, int], str]:
    """The stretches that hold one phrase and touch no other, and those that touch none."""
    spans = []
    for words, name, value in phrases:
        start = text.lower().find(words.lower())
        if start >= 0 and (kind := wish_of(name, value, owner)) in wishes_of(owner):
            spans.append((start, start + len(words), kind))
    marked_wishes: dict[tuple[int, int], str] = {}
    for first, past in stretches(tokens):
        start, end = tokens[first].start, tokens[past - 1].end
        touched = {kind for begin, stop, kind in spans if begin < end and start < stop}
        whole = {kind for begin, stop, kind in spans if start <= begin + _SLACK and stop - _SLACK <= end}
        if not touched or (len(touched) == 1 and whole):
            marked_wishes[first, past] = next(iter(touched), NOTHING)
    return marked_wishes
