"""First hyperparameters, each with its reason: from the problem, from the data, else a sensible start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from textwrap import shorten

from advisor.advise.models import Setting, TuningAdvice
from advisor.advise.plan.agreed import agreed, values, with_what_they_need
from advisor.advise.plan.said import said, without_claimed
from advisor.advise.plan.starts import MEASURED, fixed_by, holding, reason, worth
from advisor.advise.problem import Problem, Reading
from advisor.knowledge.models.algorithm import Algorithm, Hyperparameter, Scalar, TunableRange
from advisor.knowledge.models.base import holds, is_one_of, is_ruled_out
from advisor.knowledge.models.starts import SettingStart
from advisor.knowledge.versions import includes

LONGEST_QUOTE = 80
"""Characters of the words that a reason quotes."""


def settings(algorithm: Algorithm, problem: Problem, reading: Reading) -> dict[str, Setting]:
    """Every hyperparameter that is required or that the problem says something about."""
    facts = algorithm.hyperparameters
    problem = without_claimed(problem, algorithm)
    found = with_what_they_need(_as_said(algorithm, problem), facts.values)
    for name, rules in algorithm.starts.hyperparameters.items():
        start = _start(rules, problem, reading)
        if start is not None and (name not in found or _relieves(start, found[name], problem)):
            fact = facts.values[name]
            found[name] = Setting(
                value=_fitted(start[1], fact, problem),
                required=fact.required,
                reason=reason(start[0], problem),
                source=start[0].sources,
            )
    settled = _settled(facts.values, found)
    found = {
        name: setting for name, setting in found.items() if not is_ruled_out(facts.values[name].only_when, settled.get)
    }
    found = agreed(found, facts.values)
    for name, fact in facts.values.items():
        if name not in found and _must(fact, found):
            found[name] = _followed(fact, problem, (*facts.sources, *fact.sources))
        elif name not in found and fact.default is not None and _too_large(fact, problem):
            why = f"{fact.does}: the default of {fact.default} is more than the data has."
            sources = (*facts.sources, *fact.sources)
            value = _fitted(fact.default, fact, problem)
            found[name] = Setting(value=value, required=False, reason=why, source=sources)
    return found | _metric(algorithm, problem, reading, found)


def _metric(
    algorithm: Algorithm, problem: Problem, reading: Reading, chosen: Mapping[str, Setting]
) -> dict[str, Setting]:
    """The metric that suits the answer, where something chosen has no effect unless one is named."""
    advised = tuning(algorithm, problem, reading, chosen)
    for name in chosen if advised else ():
        beside = algorithm.hyperparameters.values[name].idle_without
        if advised and beside and chosen.keys().isdisjoint(beside.any_of):
            value, why = advised.metric.rpartition(":")[2], f"Without it {name} has no effect."
            return {beside.any_of[0]: Setting(value=value, required=False, reason=why, source=beside.sources)}
    return {}


def _start(rules: Iterable[SettingStart], problem: Problem, reading: Reading) -> tuple[SettingStart, Scalar] | None:
    """The first rule that holds and comes to a value."""
    found = ((rule, worth(rule, problem)) for rule in holding(rules, problem, reading))
    return next(((rule, value) for rule, value in found if value is not None), None)


def _relieves(start: tuple[SettingStart, Scalar], said: Setting, problem: Problem) -> bool:
    """Whether a rule for jobs that ran out of memory gives less than the person says: that much did not fit."""
    lacking = "out of memory" in problem.trait_names and "out of memory" in start[0].when.get("traits", ())
    numbers = isinstance(start[1], (int, float)) and isinstance(said.value, (int, float))
    return lacking and numbers and float(start[1]) < float(said.value or 0)


def _as_said(algorithm: Algorithm, problem: Problem) -> dict[str, Setting]:
    """What the words say, but for what was measured."""
    facts = algorithm.hyperparameters
    found: dict[str, Setting] = {}
    for name, statement in said(problem, algorithm).items():
        fact = facts.values[name]
        if _measured(fact, problem) or _is_gone(fact, algorithm):
            continue
        seen = shorten(statement.seen, LONGEST_QUOTE, placeholder=" ...")
        why = f"Most likely what {seen!r} means." if statement.is_likely else f"As you say: {seen!r}."
        if statement.beyond is not None:
            why = f"You say {seen!r}, but {name} {_allowed(fact)}."
        sources = (*facts.sources, *fact.sources)
        found[name] = Setting(value=statement.value, required=fact.required, reason=why, source=sources, said=True)
    return found


def _is_gone(fact: Hyperparameter, algorithm: Algorithm) -> bool:
    """Whether the two newest versions, of which one is emitted, do not know it."""
    newest = [*algorithm.support.patched_until][:2] if algorithm.support and fact.versions else ()
    return bool(newest) and not any(includes(fact.versions, tag) for tag in newest)


def _measured(fact: Hyperparameter, problem: Problem) -> bool:
    """Whether the data that was looked at fixes the value."""
    return fixed_by(fact) in problem.measured


def _allowed(fact: Hyperparameter) -> str:
    """The range of a hyperparameter, as the end of a sentence."""
    least = None if fact.min is None else f"{fact.min:g}"
    most = None if fact.max is None else f"{fact.max:g}"
    if least and most:
        return f"lies between {least} and {most}"
    return f"is {least} at least" if least else f"is {most} at most"


def _too_large(fact: Hyperparameter, problem: Problem) -> bool:
    """Whether the default is above what the data allows."""
    bound = problem.number(MEASURED[fact.from_data.measure]) if _at_most(fact) and fact.from_data else None
    return bound is not None and isinstance(fact.default, (int, float)) and fact.default > bound


def _at_most(fact: Hyperparameter) -> bool:
    return fact.from_data is not None and fact.from_data.relation == "at-most" and fact.from_data.measure in MEASURED


def _must(fact: Hyperparameter, found: dict[str, Setting]) -> bool:
    """Whether a hyperparameter is required, given the ones that are set."""
    if fact.required_when:
        return holds(fact.required_when, values(found).get)
    return fact.required


def _followed(fact: Hyperparameter, problem: Problem, sources: tuple[str, ...]) -> Setting:
    """A required hyperparameter as it follows from the data; without a value where the data is not known."""
    measured = fixed_by(fact)
    number = problem.number(measured) if measured else None
    if fact.from_data and number:
        value = number * fact.from_data.times
        why = f"{fact.does}: follows from the data."
        return Setting(value=_fitted(value, fact, problem), required=True, reason=why, source=sources)
    return Setting(value=fact.default, required=True, reason=f"{fact.does}: only you can know it yet.", source=sources)


def _fitted(value: Scalar, fact: Hyperparameter, problem: Problem) -> Scalar:
    """A value of the right type, within the range that is allowed and the bounds of the data."""
    if isinstance(value, (bool, str)) or fact.type not in ("int", "float"):
        return value
    if fact.from_data and _at_most(fact):
        bound = problem.number(MEASURED[fact.from_data.measure])
        value = min(value, bound) if bound else value
    if fact.max is not None:
        value = min(value, fact.max)
    if fact.min is not None:
        value = max(value, fact.min)
    return round(value) if fact.type == "int" else float(value)


def tuning(
    algorithm: Algorithm, problem: Problem, reading: Reading, chosen: Mapping[str, Setting]
) -> TuningAdvice | None:
    """The ranges that a tuning job may search beside the chosen settings, and the metric that suits the answer."""
    facts = algorithm.tuning
    if not facts.metrics or not facts.tunable:
        return None
    targets = {key: key if fact.hyperparameter is None else fact.hyperparameter for key, fact in facts.tunable.items()}
    known = algorithm.hyperparameters.values
    settled = _settled({name: fact for name, fact in known.items() if name not in targets.values()}, chosen)
    reported = [name for name, metric in facts.metrics.items() if not is_ruled_out(metric.when, settled.get)]
    fitting = (rule.metric for rule in holding(algorithm.starts.metrics, problem, reading))
    name = next((metric for metric in fitting if metric in reported), (reported or [*facts.metrics])[0])
    ranges = {
        key: _range(fact)
        for key, fact in facts.tunable.items()
        if (target := known.get(targets[key])) is not None
        and not is_ruled_out(target.only_when, settled.get)
        and not _leaves(fact, chosen.get(targets[key]))
    }
    return TuningAdvice(metric=name, direction=facts.metrics[name].direction, ranges=ranges)


def _settled(facts: Mapping[str, Hyperparameter], chosen: Mapping[str, Setting]) -> dict[str, Scalar | None]:
    """What is chosen, and the defaults of all else."""
    return {name: fact.default for name, fact in facts.items()} | values(chosen)


def _leaves(fact: TunableRange, chosen: Setting | None) -> bool:
    """Whether the choices of a range are without the one that is chosen, as modes of another kind of model are."""
    return bool(fact.choices) and chosen is not None and not is_one_of(chosen.value, fact.choices)


def _range(fact: TunableRange) -> str:
    return ", ".join(map(str, fact.choices)) if fact.choices else f"{fact.min:g} to {fact.max:g}"
