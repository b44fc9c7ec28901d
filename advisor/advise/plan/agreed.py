"""Settings that go together: what the words say stands, and brings along or changes what else would be begun with."""

from __future__ import annotations

from collections.abc import Mapping

from advisor.advise.models import Setting
from advisor.knowledge.models.algorithm import Hyperparameter, Scalar
from advisor.knowledge.models.base import Condition, alternatives, holds, is_one_of, is_ruled_out
from advisor.knowledge.models.hyperparameters import ChoicesWhen

Facts = Mapping[str, Hyperparameter]


def values(chosen: Mapping[str, Setting]) -> dict[str, Scalar | None]:
    return {name: setting.value for name, setting in chosen.items()}


def with_what_they_need(said: Mapping[str, Setting], facts: Facts) -> dict[str, Setting]:
    """The settings that were said, and those without which they would have no effect."""
    settings = dict(said)
    for name in said:
        fact = facts[name]
        for other, values in _lacking(fact, settings, facts).items():
            needed = facts[other]
            why = f"Without it {name} has no effect."
            sources = needed.sources or fact.sources
            settings[other] = Setting(value=values[-1], required=needed.required, reason=why, source=sources)
    return settings


def _lacking(fact: Hyperparameter, settings: Mapping[str, Setting], facts: Facts) -> Condition:
    """The fewest settings without which a hyperparameter has no effect; none where it cannot have one."""
    enforced = fact.enforced.when if fact.enforced else {}
    ways = [condition | enforced for condition in alternatives(fact.only_when)]
    lacking = (
        {
            other: wanted
            for other, wanted in way.items()
            if other not in settings and not is_one_of(facts[other].default, wanted)
        }
        for way in ways
        if not is_ruled_out(way, values(settings).get)
    )
    return min(lacking, key=len, default={})


def agreed(settings: Mapping[str, Setting], facts: Facts) -> dict[str, Setting]:
    """The settings without contradictions: what nobody said takes the only value left to it, or is dropped."""
    kept = dict(settings)
    for name, setting in settings.items():
        narrowed = next((rule for rule in facts[name].choices_when if _rules_out(rule, setting, settings)), None)
        if narrowed is None:
            continue
        for dropped in [other for other in narrowed.when if not settings[other].said] if setting.said else [name]:
            kept.pop(dropped, None)
        if not setting.said and len(narrowed.choices) == 1:
            chosen = " and ".join(f"{other}={settings[other].value}" for other in narrowed.when)
            why = f"What is left with {chosen}."
            kept[name] = setting.model_copy(
                update={"value": narrowed.choices[0], "reason": why, "source": narrowed.sources}
            )
    return kept


def _rules_out(narrowed: ChoicesWhen, setting: Setting, settings: Mapping[str, Setting]) -> bool:
    if not holds(narrowed.when, values(settings).get):
        return False
    is_left = not narrowed.choices or is_one_of(setting.value, narrowed.choices)
    return not is_left or is_one_of(setting.value, narrowed.without)
