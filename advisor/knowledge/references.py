"""What no single block can tell: whether the names in an algorithm's file lead somewhere.

Only this, and only plain functions: each yields the path of a wrong key in the file and what is wrong there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from advisor.knowledge.misfits import Fault, Key
from advisor.knowledge.models.algorithm import Algorithm
from advisor.knowledge.models.base import Condition, alternatives
from advisor.knowledge.models.hyperparameters import Hyperparameter
from advisor.knowledge.models.machines import Instances
from advisor.knowledge.models.requirements import Pairs


def faults(facts: Algorithm, ids: Collection[str], instances: Instances) -> Iterator[Fault]:
    """Every name in the file that leads nowhere. `ids` are those of all algorithms."""
    for number, avoid in enumerate(facts.avoid):
        yield from _unknown(("avoid", number, "instead"), avoid.instead, ids, "algorithm")
    yield from _content_types(facts)
    yield from _channels(facts)
    yield from _requirements(facts)
    yield from _machines(facts, instances)
    yield from _hyperparameters(facts)
    yield from _values(facts)
    yield from _starts(facts, instances)


def _unknown(path: Key, names: Iterable[str], known: Collection[str], kind: str) -> Iterator[Fault]:
    for name in names:
        if name not in known:
            yield path, f"there is no {kind} {name!r}"


def _content_types(facts: Algorithm) -> Iterator[Fault]:
    known = facts.content_types
    for name, channel in facts.channels.items():
        here: Key = ("channels", name)
        yield from _unknown((*here, "content_types"), channel.content_types, known, "content type")
        yield from _unknown((*here, "required_for"), channel.required_for, channel.content_types, "content type")
        yield from _unknown((*here, "formats"), channel.formats, channel.content_types, "content type")
    if facts.augmented_manifest:
        accepted = facts.augmented_manifest.content_types
        yield from _unknown(("augmented_manifest", "content_types"), accepted, known, "content type")
    for name, fact in facts.hyperparameters.values.items():
        path = ("hyperparameters", "values", name, "required_for")
        yield from _unknown(path, fact.required_for, known, "content type")


def _channels(facts: Algorithm) -> Iterator[Fault]:
    script = (facts.script.model_channel,) if facts.script else ()
    yield from _unknown(("script", "model_channel"), script, facts.channels, "channel")
    augmented = facts.augmented_manifest.channels if facts.augmented_manifest else ()
    yield from _unknown(("augmented_manifest", "channels"), augmented, facts.channels, "channel")
    for number, requirement in enumerate(facts.data):
        here: Key = ("data", number)
        yield from _unknown((*here, "channels"), requirement.channels, facts.channels, "channel")
        if isinstance(requirement, Pairs):
            names = (*requirement.with_channel, *requirement.with_channel.values())
            yield from _unknown((*here, "with_channel"), names, facts.channels, "channel")


def _requirements(facts: Algorithm) -> Iterator[Fault]:
    known = facts.hyperparameters.values
    for number, requirement in enumerate(facts.data):
        yield from _condition(("data", number, "when"), requirement.when, facts)
        for field in requirement.naming:
            named: str | tuple[str, ...] | None = getattr(requirement, field)
            names = (named,) if isinstance(named, str) else named or ()
            yield from _unknown(("data", number, field), names, known, "hyperparameter")
    augmented = facts.augmented_manifest.when if facts.augmented_manifest else {}
    yield from _condition(("augmented_manifest", "when"), augmented, facts)
    for number, without in enumerate(facts.training.without):
        yield from _unknown(("training", "without", number), without.families, facts.training.families, "family of it")
    for number, narrowed in enumerate(facts.training.narrowed):
        yield from _condition(("training", "narrowed", number, "when"), narrowed.when, facts)
    must_match = facts.incremental_training.must_match
    yield from _unknown(("incremental_training", "must_match"), must_match, known, "hyperparameter")


def _machines(facts: Algorithm, instances: Instances) -> Iterator[Fault]:
    for block, use in (("training", facts.training), ("inference", facts.inference)):
        yield from _unknown((block, "families"), use.families, instances.families, "instance family")
        for number, name in enumerate(use.recommended):
            path: Key = (block, "recommended", number)
            family = instances.families.get(name.removeprefix("ml.").partition(".")[0])
            if family is None or (block == "training" and name not in family.sizes):
                yield path, f"there is no instance type {name!r}"
            elif family.generation != "current":
                yield path, f"{name} is {family.generation} and cannot be recommended"
            elif not (use.gpu if family.kind == "gpu" else use.cpu):
                yield path, f"{name} is of a class that the algorithm does not take"


def _hyperparameters(facts: Algorithm) -> Iterator[Fault]:
    block, here = facts.hyperparameters, ("hyperparameters",)
    relations = {"at_most": block.at_most, "less_than": block.less_than, "at_least": block.at_least}
    relations |= {
        name: tuple(relation.pair for relation in getattr(block, name)) for name in ("better_above", "better_at_most")
    }
    for key, pairs in relations.items():
        for number, pair in enumerate(pairs):
            yield from _unknown((*here, key, number), pair, block.values, "hyperparameter")
    for number, total in enumerate(block.sum_within):
        yield from _unknown((*here, "sum_within", number, "names"), total.names, block.values, "hyperparameter")
    for name, fact in block.values.items():
        path = (*here, "values", name)
        yield from _condition((*path, "required_when"), fact.required_when or {}, facts)
        for number, alternative in enumerate(alternatives(fact.only_when)):
            place = (number,) if isinstance(fact.only_when, tuple) else ()
            yield from _condition((*path, "only_when", *place), alternative, facts)
        yield from _condition((*path, "enforced", "when"), fact.enforced.when if fact.enforced else {}, facts)
        yield from _unknown((*path, "needs"), fact.needs, block.values, "hyperparameter")
        beside = fact.idle_without.any_of if fact.idle_without else ()
        yield from _unknown((*path, "idle_without"), beside, block.values, "hyperparameter")
        choices = {str(c) for part in (fact, fact.items, fact.enforced) if part for c in part.choices}
        yield from _unknown((*path, "choice_versions"), fact.choice_versions, choices, "choice")
        for number, narrowed in enumerate(fact.choices_when):
            yield from _condition((*path, "choices_when", number, "when"), narrowed.when, facts)
            unknown = [str(c) for c in narrowed.choices if not _taken(c, fact)]
            yield from _unknown((*path, "choices_when", number, "choices"), unknown, (), "choice")
    for name, tunable in facts.tuning.tunable.items():
        target = name if tunable.hyperparameter is None else tunable.hyperparameter
        yield from _unknown(("tuning", "tunable", name), (target,) if target else (), block.values, "hyperparameter")


def _condition(path: Key, condition: Condition, facts: Algorithm) -> Iterator[Fault]:
    known = facts.hyperparameters.values
    for name, values in condition.items():
        if name not in known:
            yield (*path, name), f"there is no hyperparameter {name!r}"
        elif wrong := [str(v) for v in values if not _taken(v, known[name])]:
            yield (*path, name), f"{name!r} never is {' or '.join(wrong)}"


def _values(facts: Algorithm) -> Iterator[Fault]:
    """Bounds in their order, and defaults within them."""
    for name, fact in facts.hyperparameters.values.items():
        path: Key = ("hyperparameters", "values", name)
        for bounds in (fact, fact.enforced, fact.items):
            if bounds and bounds.min is not None and bounds.max is not None and bounds.min > bounds.max:
                yield (*path, "min"), f"{bounds.min:g} is above the maximum, {bounds.max:g}"
        if fact.default is not None and not _taken(fact.default, fact):
            yield (*path, "default"), f"{fact.default!r} is not among the values"
    for name, tunable in facts.tuning.tunable.items():
        if (tunable.type == "categorical") != bool(tunable.choices):
            yield ("tuning", "tunable", name), "a categorical range has choices, and no other has"


def _starts(facts: Algorithm, instances: Instances) -> Iterator[Fault]:
    starts, known = facts.starts, facts.hyperparameters.values
    for name, rules in starts.hyperparameters.items():
        here: Key = ("starts", "hyperparameters", name)
        yield from _unknown(here, (name,), known, "hyperparameter")
        for number, rule in enumerate(rules):
            if name in known and rule.value is not None and not _taken(rule.value, known[name]):
                yield (*here, number, "value"), f"{name!r} never is {rule.value}"
    for number, machine in enumerate(starts.machines):
        family = instances.family_of(machine.type) if machine.type else None
        if machine.type and family is None:
            yield ("starts", "machines", number, "type"), f"there is no instance type {machine.type!r}"
    for number, metric in enumerate(starts.metrics):
        yield from _unknown(("starts", "metrics", number, "metric"), (metric.metric,), facts.tuning.metrics, "metric")
    for number, given in enumerate(starts.inputs):
        base = given.content_type.partition(";")[0]
        yield from _unknown(("starts", "inputs", number), (base,), facts.content_types, "content type")


def _taken(value: object, fact: Hyperparameter) -> bool:
    """Whether a hyperparameter may have the value."""
    text = str(value)
    if text in fact.also:
        return True
    if fact.type == "bool":
        return text.lower() in ("true", "false")
    if fact.choices and fact.type != "json":
        return text in {str(choice) for choice in fact.choices}
    return fact.type not in ("int", "float") or fact.contains(float(text))
