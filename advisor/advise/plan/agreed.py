"""Settings that go together: what the words say stands, and brings along or changes what else would be begun with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from advisor.advise.models import Setting
from advisor.knowledge.models.algorithm import Hyperparameter, Scalar
from advisor.knowledge.models.hyperparameters import ChoicesWhen

Facts = Mapping[str, Hyperparameter]


def same(value: Scalar | None, values: Sequence[Scalar]) -> bool:
    """Whether a value is among others, however truth values are written."""
    return str(value).lower() in {str(one).lower() for one in values}


def with_what_they_need(said: Mapping[str, Setting], facts: Facts) -> dict[str, Setting]:
    """What is said, and the values of others without which it would not be read, where these are not said."""
    found = dict(said)
    for name in said:
        fact = facts[name]
        needed = {**(fact.only_when or {}), **((fact.enforced.when or {}) if fact.enforced else {})}
        for other, values in needed.items():
            known = facts.get(other)
            if known is not None and other not in found and not same(known.default, values):
                why = f"Without it {name} has no effect."
                sources = known.sources or fact.sources
                found[other] = Setting(value=values[-1], required=known.required, reason=why, source=sources)
    return found


def agreed(found: Mapping[str, Setting], facts: Facts) -> dict[str, Setting]:
    """The settings, where what nobody said gives way to what rules it out: it takes the one value left, or goes."""
    kept = dict(found)
    for name, one in found.items():
        narrowed = next((each for each in facts[name].choices_when if _rules_out(each, one, found)), None)
        if narrowed is None:
            continue
        for gone in [other for other in narrowed.when if not found[other].said] if one.said else [name]:
            kept.pop(gone, None)
        if not one.said and len(narrowed.choices) == 1:
            told = " and ".join(f"{other}={found[other].value}" for other in narrowed.when)
            why = f"What is left with {told}."
            kept[name] = one.model_copy(
                update={"value": narrowed.choices[0], "reason": why, "source": narrowed.sources}
            )
    return kept


def _rules_out(narrowed: ChoicesWhen, one: Setting, found: Mapping[str, Setting]) -> bool:
    if not all(other in found and same(found[other].value, values) for other, values in narrowed.when.items()):
        return False
    return same(one.value, narrowed.without) or (bool(narrowed.choices) and not same(one.value, narrowed.choices))
