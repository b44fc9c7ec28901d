"""What follows from values that a text states: `halve it`, the other of two sides, which way a column may push."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from advisor.advise.reading.phrases import Token
from advisor.advise.reading.settings.mentions import Mention
from advisor.advise.reading.settings.monotone import monotone
from advisor.knowledge.models.algorithm import Hyperparameter, Scalar

TO_OTHER_SIDE = 14
"""Words between what is said of two sides, at most."""
_SECOND_SIDE = {
    "enc0_max_seq_len": "enc1_max_seq_len", "enc0_vocab_size": "enc1_vocab_size",
    "max_seq_len_source": "max_seq_len_target", "min_char": "max_char",
}  # fmt: skip
"""Of what is said of one of two sides, what is said in fewer words of the other."""
_UP_TO = {"to", "at", "most", "of", "exceed", "never", "than", "vocab", "vocabulary"}
_CHANGES = {"halve": 0.5, "halved": 0.5, "halving": 0.5, "double": 2.0, "doubled": 2.0, "doubling": 2.0}
"""What is said of a value that is named elsewhere."""


@dataclass(frozen=True, slots=True)
class Said:
    """A value, and the words that state it.

    `beyond`: the number said, where the range allows no such one. `is_likely`: whether no phrase names what it sets.
    """

    value: Scalar
    seen: str
    beyond: float | None = None
    is_likely: bool = False


def add_following(
    said: dict[str, tuple[Said, int]],
    text: str,
    found: Sequence[Token],
    named: Sequence[Mention],
    facts: Mapping[str, Hyperparameter],
) -> None:
    """Changes and adds what the words say of values that are stated, each with the place behind it."""
    _change(said, found, named, facts)
    _add_second_side(said, text, found, facts)
    if "monotone_constraints" in facts and (ways := monotone(text)):
        said.setdefault("monotone_constraints", (Said(*ways), 0))


def _change(
    said: dict[str, tuple[Said, int]],
    found: Sequence[Token],
    mentions: Sequence[Mention],
    facts: Mapping[str, Hyperparameter],
) -> None:
    """Changes a value as the words ask for: `the rate was 0.08; halve it`."""
    for mention in mentions:
        words = [token.text for token in found[max(mention.first - 3, 0) : mention.first]]
        factor = next((_CHANGES[word] for word in words if word in _CHANGES), None)
        one, past = said.get(mention.name, (None, 0))
        if factor is None or one is None or past == mention.past or not isinstance(one.value, (int, float)):
            continue
        value = one.value * factor
        said[mention.name] = (replace(one, value=round(value) if facts[mention.name].type == "int" else value), past)


def _add_second_side(
    said: dict[str, tuple[Said, int]], text: str, found: Sequence[Token], facts: Mapping[str, Hyperparameter]
) -> None:
    """Adds what is said of the second of two sides in fewer words: `CVs up to 400 tokens, vacancies up to 150`."""
    for first in said.keys() & _SECOND_SIDE.keys():
        second, past = _SECOND_SIDE[first], said[first][1]
        if second not in facts or second in said:
            continue
        for place in range(past + 1, min(past + TO_OTHER_SIDE, len(found))):
            if found[place].value == said[first][0].value:
                continue
            pair = found[place - 1].text in ("and", "to") and found[place - 2].value is not None
            pair = pair or [token.text for token in found[place + 1 : place + 3]] == ["on", "the"]
            other = found[place].value is not None and found[place - 1].text not in _UP_TO and not pair
            if found[place].text in ".;" or other:
                break
            if found[place].value is not None:
                seen = text[found[place - 1].start : found[place].end]
                said[second] = (Said(round(found[place].value or 0), seen), place)
                break
