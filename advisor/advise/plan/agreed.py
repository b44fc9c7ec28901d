"""Settings that go together: what the words say stands, and brings along or changes what else would be begun with."""

from __future__ import annotations

from collections.abc import Mapping

from advisor.advise.models import Setting
from advisor.knowledge.models.algorithm import Hyperparameter, Scalar
from advisor.knowledge.models.base import Condition, alternatives, holds, is_one_of, is_ruled_out
from advisor.knowledge.models.hyperparameters import ChoicesWhen

Facts = Mapping[str, Hyperparameter]


def values(chosen: Mapping[str, Setting]) -> dict[str, Scalar | None]:
    return {name: one.value for name, one in chosen.items()}


def with_what_they_need(said: Mapping[str, Setting], facts: Facts) -> dict[str, Setting]:
    """The settings that were said, and those without which they would have no effect."""
    found = dict(said)
    for name in said:
        fact = facts[name]
        for other, values in _lacking(fact, found, facts).items():
            known = facts[other]
            why = f"Without it {name} has no effect."
            sources = known.sources or fact.sources
            found[other] = Setting(value=values[-1], required=known.required, reason=why, source=sources)
    return found


def _lacking(fact: Hyperparameter, found: Mapping[str, Setting], facts: Facts) -> Condition:
    """The fewest settings without which a hyperparameter has no effect; none where it cannot have one."""
    enforced = fact.enforced.when if fact.enforced else {}
    ways = [one | enforced for one in alternatives(fact.only_when)]
    lacking = (
        {
            other: wanted
            for other, wanted in way.items()
            if other not in found and not is_one_of(facts[other].default, wanted)
        }
        for way in ways
        if not is_ruled_out(way, values(found).get)
    )
    return min(lacking, key=len, default={})


def agreed(found: Mapping[str, Setting], facts: Facts) -> dict[str, Setting]:
    """The settings without contradictions: what nobody said takes the only value left to it, or is dropped."""
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
    if not holds(narrowed.when, values(found).get):
        return False
    left = not narrowed.choices or is_one_of(one.value, narrowed.choices)
    return not left or is_one_of(one.value, narrowed.without)
