"""What follows from values that a text states: `halve it`, the other of two sides, `Adam at 0.002`, ways of columns."""

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
    _add_rate(said, text, found, named, facts)
    _add_kind(said, facts)
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


def _add_kind(said: dict[str, tuple[Said, int]], facts: Mapping[str, Hyperparameter]) -> None:
    """Adds the only kind of prediction that allows the loss: a quantile loss is one of a regressor."""
    if "loss" not in said or "predictor_type" not in facts:
        return
    loss, past = said["loss"]
    kinds = [limit.when["predictor_type"] for limit in facts["loss"].choices_when if loss.value in limit.choices]
    if len(kinds) == 1 and loss.value != facts["loss"].default:
        said.setdefault("predictor_type", (replace(loss, value=kinds[0][0]), past))


def _add_rate(
    said: dict[str, tuple[Said, int]],
    text: str,
    found: Sequence[Token],
    mentions: Sequence[Mention],
    facts: Mapping[str, Hyperparameter],
) -> None:
    """Adds the learning rate that is said with its optimiser: `Adam at 0.002`, `SGD with 0.01`."""
    for mention in mentions:
        is_optimiser = mention.name.startswith("optimizer") and mention.value is not None
        if not is_optimiser or mention.past + 1 >= len(found) or found[mention.past].text not in ("at", "with"):
            continue
        value = found[mention.past + 1].value
        if "learning_rate" in facts and value is not None and 0 < value < 1:
            seen = text[found[mention.first].start : found[mention.past + 1].end]
            said.setdefault("learning_rate", (Said(value, seen), mention.past + 1))
