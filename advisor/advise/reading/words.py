"""From words to a problem: what the data is, what is asked, constraints, numbers. Offline, in a few milliseconds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from advisor.advise.problem import NONE, AnswerKind, Fact, Method, Number, Problem, Reading
from advisor.advise.rank import answering
from advisor.advise.reading.asserted import asserted
from advisor.advise.reading.counts.listed import after_colon, bare
from advisor.advise.reading.counts.numbers import numbers
from advisor.advise.reading.counts.series import entities
from advisor.advise.reading.counts.times import frequency
from advisor.advise.reading.phrases import tokens
from advisor.advise.reading.polarity import denied
from advisor.advise.reading.reader import Heard, heard, telling_words
from advisor.advise.reading.sense import unclear
from advisor.advise.reading.shown import instances_at_hand, shown
from advisor.advise.situations import Situation, situations
from advisor.errors import AdvisorError

LONGEST = 10_000
"""Characters of a problem. What numbers count is looked for in the whole text, number by number."""
LEAST = 0.01
"""Readings less likely than this are left out."""
COUNTED: dict[AnswerKind, Number] = {
    "class": "classes", "labels": "classes", "boxes": "classes", "mask": "classes", "forecast": "series",
}  # fmt: skip
"""What so many kinds, types or districts are, by the answer, where no groups are to be found."""
_REDUCED = ("fewer columns", "shares")
"""Answers that have components; there sensors are columns, and elsewhere so many numbers are."""
FEW = 2000
"""Up to so many labelled pictures or texts are few."""
DOUBT = {False: 0.2, True: 0.4}
"""How much less likely a reading becomes where words say outright that examples are (or are not) labelled."""


UNHEARD = 0.3
"""How far a reading is likely where the words speak for no algorithm that answers it."""
OTHERWISE = 0.2
"""The same where words name another method, or count the classes of what would be a number."""


class WordsError(AdvisorError):
    """A problem is told at a length that nobody would."""


def read(text: str) -> Problem:
    """The problem that a text describes. Raises `WordsError`."""
    if len(text) > LONGEST:
        raise WordsError(f"the problem is told in {len(text):,} characters: tell it in {LONGEST:,} at most")
    found = tokens(text)
    out = denied(found)
    said = asserted(text, found, out) | dict(shown(text, found))
    meant = [replace(token, text=";", value=None) if gone else token for token, gone in zip(found, out, strict=True)]
    step = frequency(text, meant) or said.get("frequency")
    counted = numbers(text, meant, step.value if step else None)
    is_class = "classes" in counted and "target" in said and said["target"].value == "class"
    method = said.pop("method").value if "method" in said else None
    spoken_for = heard(found)
    likely = readings(spoken_for, said["labelled"].value if "labelled" in said else None, method, is_class=is_class)
    kinds = COUNTED.get(likely[0].answer) if likely else None
    if kinds and "groups" in counted:
        counted.setdefault(kinds, counted.pop("groups"))
    pictured = bool(likely) and likely[0].data in ("images", "text")
    if likely and (names := (bare if pictured else after_colon)(text, meant)):
        named: Number = "classes" if pictured else "columns"
        seen = text[names[1].start : names[2].end]
        counted.setdefault(named, Fact[float](value=names[0], origin="words", seen=seen))
    if likely and likely[0].answer == "forecast" and (things := entities(meant)):
        seen = text[things[1].start : things[2].end]
        counted.setdefault("series", Fact[float](value=things[0], origin="words", seen=seen))
    mistaken: Number = "series" if likely and likely[0].answer in _REDUCED else "components"
    if likely and mistaken in counted and "columns" not in counted:
        counted["columns"] = counted.pop(mistaken)
    said["frequency"] = step
    if "instance" in said and (several := instances_at_hand(text, found)):
        counted["machines"] = several
    if likely and likely[0].labelled and likely[0].data in ("images", "text"):
        said["traits"] = _with_few(said["traits"], counted.get("rows"))
    return Problem(
        text=text, readings=likely, heard=_probable(spoken_for.algorithms), numbers=counted,
        unclear=unclear(text, found), **said,
    )  # fmt: skip


def _probable(likely: dict[str, float]) -> dict[str, float]:
    return {name: round(chance, 3) for name, chance in likely.items() if chance >= LEAST}


def words_for(text: str, situation: str) -> str:
    """The words of a text that speak most for a situation."""
    return ", ".join(telling_words(tokens(text), situation))


def _with_few(traits: tuple[Fact[Any], ...], rows: Fact[float] | None) -> tuple[Fact[Any], ...]:
    """The traits, and that there are few examples where their number says so."""
    if rows is None or rows.value > FEW or any(fact.value == "few examples" for fact in traits):
        return traits
    return (*traits, Fact[Any](value="few examples", origin="words", seen=rows.seen))


def _is_by(situation: Situation, method: Method) -> bool:
    """Whether a situation is one for this method. Of trees none is by itself: they are as good as any."""
    return situation.data != "tabular" or situation.method in (method, "any" if method == "trees" else method)


def readings(
    spoken_for: Heard, labelled: bool | None = None, method: Method | None = None, *, is_class: bool = False
) -> tuple[Reading, ...]:
    """How the words may be understood, likeliest first: what they speak for, and for what answers it.

    `labelled`: what they say outright of the examples. `method`: how they say that it is to be done. `is_class`: they
    count the classes of which one is the answer.
    """

    def doubt(situation: Situation) -> float:
        unlike = 1.0 if labelled is None or situation.labelled == labelled else DOUBT[labelled]
        other = 1.0 if method is None or _is_by(situation, method) else OTHERWISE
        return unlike * other * (OTHERWISE if is_class and situation.answer == "number" else 1.0)

    def answered(situation: Situation) -> float:
        first = [NONE] if situation.instead else answering(situation.name)
        return UNHEARD + max((spoken_for.algorithms[name] for name in first), default=0.0)

    known = situations()
    likely = {
        name: p * doubt(known[name]) * answered(known[name]) for name, p in spoken_for.situations.items() if p >= LEAST
    }
    total = sum(likely.values())
    ordered = sorted(likely.items(), key=lambda item: -item[1])
    return tuple(situations()[name].reading(round(value / total, 4)) for name, value in ordered)
