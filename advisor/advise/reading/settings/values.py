"""A number of the words as a value of a hyperparameter: of its type, within its range, among its choices."""

from __future__ import annotations

import json
from collections.abc import Sequence

from advisor.advise.reading.phrases import Token
from advisor.knowledge.models.algorithm import Hyperparameter, Scalar


def number_at(found: Sequence[Token], place: int, fact: Hyperparameter) -> float | None:
    """The number at a place, a percentage as a share; None where whole numbers are wanted and it is none."""
    value = found[place].value or 0.0
    if is_percent(found, place) and fact.type == "float":
        value /= 100
    return None if fact.type == "int" and value % 1 else value


def fitting(found: Sequence[Token], place: int, fact: Hyperparameter) -> Scalar | None:
    """The number at a place, if the hyperparameter may have it."""
    value = number_at(found, place, fact)
    choices = {float(c): c for c in fact.choices if str(c).isdecimal()}
    if value is None or (fact.type not in ("int", "float") and not choices) or (choices and value not in choices):
        return None
    if not all(bounds.contains(value) for bounds in (fact, fact.enforced) if bounds is not None):
        return None
    return choices.get(value, round(value) if fact.type == "int" else value)


def listing(found: Sequence[Token], places: Sequence[int], fact: Hyperparameter) -> Scalar | None:
    """The numbers at these places as a list, if the hyperparameter is one of whole numbers, as many as there are."""
    values = [found[place].value or 0.0 for place in places]
    if fact.items is None or fact.items.type != "int" or fact.items.length or not all(map(_counts, values)):
        return None
    whole = [round(value) for value in values]
    return json.dumps(whole) if fact.type == "json" else ",".join(map(str, whole))


def _counts(value: float) -> bool:
    return value >= 1 and value.is_integer()


def is_percent(found: Sequence[Token], place: int) -> bool:
    return place + 1 < len(found) and found[place + 1].text in ("%", "percent")
