"""Which machines to train and to answer on: class, type, how many, how large a volume."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import Literal

from advisor.advise.models import Family, InferenceAdvice, Reason, TrainingAdvice
from advisor.advise.plan.starts import holding
from advisor.advise.problem import Problem, Reading
from advisor.knowledge.load import instances
from advisor.knowledge.models.algorithm import Algorithm, Inference, Training
from advisor.knowledge.models.starts import MachineStart

DAY = 86_400
VOLUME, SMALL = 30, 5
"""Gigabytes of a volume beside the data, and of data that needs no more than that."""
MEMORY_TIMES = 2.5
"""How many times its size on disk a table takes in memory."""
MEMORY_BOUND = ("xgboost", "lightgbm", "catboost", "autogluon-tabular", "tabtransformer", "lda", "knn")
"""Algorithms that hold all training data in memory, by their pages."""
SPOT = ("model-managed-spot-training.md", "model-checkpoints.md")


@dataclass(frozen=True, slots=True)
class Choice:
    family: Family
    type: str
    reason: Reason
    count: int | None = None


def training_advice(algorithm: Algorithm, problem: Problem, reading: Reading, mode: str) -> TrainingAdvice:
    facts = algorithm.training
    choice = _choice(algorithm, problem, reading, "training")
    kind, least, more = _sized(algorithm, problem, choice)
    count, counted = _count(algorithm, problem, choice, least)
    data = problem.number("gigabytes") or 0
    return TrainingAdvice(
        instance_type=kind,
        family=choice.family,
        instance_count=count,
        alternatives=tuple(name for name in facts.recommended if name != kind),
        volume_gb=_volume(data if mode == "File" else 0),
        spot="cheap" in problem.trait_names,
        max_runtime_seconds=_longest(problem),
        reasons=(choice.reason, *_refused(algorithm, problem), *more, *counted, *_limits(algorithm, problem)),
    )


def _spot(algorithm: Algorithm, problem: Problem) -> tuple[Reason, ...]:
    """What is to be known of spot instances, where money matters."""
    if "cheap" not in problem.trait_names:
        return ()
    kept = "it keeps checkpoints, and goes on from the last one."
    lost = "it keeps no checkpoints, so start over and runtime must fit into 60 minutes."
    text = "Managed spot training costs up to 90 % less and may be interrupted: "
    return (Reason(text=text + (kept if algorithm.training.checkpoints else lost), source=SPOT),)


def _volume(data: float) -> int:
    """Gigabytes of a volume: the usual one where the data hardly counts, else in steps of ten."""
    return VOLUME if data < SMALL else VOLUME + 10 * ceil(data / 10)


def _longest(problem: Problem) -> int:
    """After how many seconds a job is stopped: a day, or the time that it may take."""
    hours = problem.number("deadline_hours")
    return DAY if hours is None else max(round(hours * 3600), 60)


def _limits(algorithm: Algorithm, problem: Problem) -> Iterator[Reason]:
    """What follows from a deadline and a budget."""
    yield from _spot(algorithm, problem)
    hours, money = problem.numbers.get("deadline_hours"), problem.numbers.get("budget_dollars")
    if hours is not None:
        yield Reason(text=f"The job is stopped after the time that you give it: {hours.seen!r}.")
    if money is not None:
        text = (
            f"What {money.seen!r} buys is hours times the price of the instance, which differs by region: look it up."
        )
        yield Reason(text=text, source=("https://aws.amazon.com/sagemaker/ai/pricing/",))


def inference_advice(algorithm: Algorithm, problem: Problem, reading: Reading) -> InferenceAdvice:
    choice = _choice(algorithm, problem, reading, "inference")
    return InferenceAdvice(
        instance_type=choice.type,
        family=choice.family,
        content_types=_accepted(algorithm, problem),
        accepts=algorithm.inference.accepts,
        reasons=(choice.reason,),
    )


def _accepted(algorithm: Algorithm, problem: Problem) -> tuple[str, ...]:
    """What an endpoint takes, the type of the data's own format first."""
    wanted = {"csv": "text/csv", "recordio-protobuf": "application/x-recordio-protobuf", "libsvm": "text/libsvm",
              "json-lines": "application/jsonlines"}.get(problem.format.value if problem.format else "")  # fmt: skip
    bulk = "application/jsonlines" if problem.trait_names & {"bulk", "large batches"} else None
    names = algorithm.inference.content_types
    return tuple(sorted(names, key=lambda name: (name != wanted, name != bulk, names.index(name))))


def _choice(
    algorithm: Algorithm, problem: Problem, reading: Reading, phase: Literal["training", "inference"]
) -> Choice:
    facts: Training | Inference = algorithm.training if phase == "training" else algorithm.inference
    at_hand = problem.instance if phase == "training" else None
    if at_hand and _runs(facts, at_hand.value):
        return Choice(_family(at_hand.value), at_hand.value, Reason(text=f"You have it: {at_hand.seen!r}."))
    for rule in holding(algorithm.starts.machines, problem, reading):
        if rule.phase == phase and _allowed(rule, facts, problem):
            kind = rule.type or _of_family(facts, rule.family or "cpu")
            return Choice(_family(kind), kind, Reason(text=rule.because, source=rule.sources), rule.count)
    family, because = _wished(facts, problem, phase)
    return Choice(family, _of_family(facts, family), Reason(text=because, source=facts.sources))


def _runs(facts: Training | Inference, kind: str) -> bool:
    """Whether there is such an instance type for training, of a class that the algorithm takes."""
    return bool(_memory(kind)) and (facts.gpu if _family(kind) == "gpu" else facts.cpu)


def _refused(algorithm: Algorithm, problem: Problem) -> tuple[Reason, ...]:
    """Why the instance that is at hand is not taken."""
    facts, at_hand = algorithm.training, problem.instance
    if at_hand is None or _runs(facts, at_hand.value):
        return ()
    known = _memory(at_hand.value)
    why = f"the algorithm does not train on a {_family(at_hand.value).upper()}" if known else "no job can have it"
    return (Reason(text=f"Not on your {at_hand.value}: {why}.", source=facts.sources),)


def _allowed(rule: MachineStart, facts: Training | Inference, problem: Problem) -> bool:
    """Whether a rule may choose: not a GPU where the person wants none and a CPU will do."""
    family = rule.family or (_family(rule.type) if rule.type else "cpu")
    said = problem.trait_names
    return not ("no gpu" in said and family == "gpu" and facts.cpu)


def _wished(facts: Training | Inference, problem: Problem, phase: str) -> tuple[Family, str]:
    """The class of machine: the one that the person names, if the algorithm runs on it, else the recommended one."""
    said = problem.trait_names
    if "no gpu" in said and facts.cpu:
        return "cpu", "No GPU, as you say, and none is needed."
    if "no gpu" in said:
        return "gpu", "You want no GPU, but this cannot do without one."
    if phase == "training" and said & {"gpu", "several gpus"} and facts.gpu:
        return "gpu", "On a GPU, as you say."
    if facts.prefer == "either":
        return "cpu" if facts.cpu else "gpu", facts.because
    return facts.prefer, facts.because


def _family(kind: str) -> Family:
    found = instances().family_of(kind)
    return "gpu" if found and found.kind == "gpu" else "cpu"


def _of_family(facts: Training | Inference, family: Family) -> str:
    """The first recommended type of a class of machine."""
    default = "ml.g4dn.xlarge" if family == "gpu" else "ml.m5.xlarge"
    return next((kind for kind in facts.recommended if _family(kind) == family), default)


def _memory(kind: str) -> float:
    found = instances().family_of(kind)
    return found.sizes[kind].memory_gib if found and kind in found.sizes else 0


def _needed_memory(algorithm: Algorithm, problem: Problem) -> tuple[float, str]:
    """Gigabytes of memory that training needs at least, and why."""
    size = problem.number("gigabytes")
    if size and algorithm.id in MEMORY_BOUND:
        return size * MEMORY_TIMES, f"All data is held in memory, about {MEMORY_TIMES:g} times its {size:g} GB"
    entities = problem.number("entities")
    if entities and algorithm.id == "ip-insights":
        model = 2 * entities * 128 * 4 / 2**30
        return 4 * model, f"The vectors of {2 * entities:,.0f} entities are {model:.1f} GB"
    return 0, ""


def _sized(algorithm: Algorithm, problem: Problem, choice: Choice) -> tuple[str, int, tuple[Reason, ...]]:
    """The chosen type, or the next larger one of its family that has the memory; how many where one has not."""
    needed, because = _needed_memory(algorithm, problem)
    if needed <= _memory(choice.type):
        return choice.type, 1, ()
    own = instances().family_of(choice.type)
    larger = sorted(own.sizes, key=_memory) if own else []
    kind = next((name for name in larger if _memory(name) >= needed), larger[-1] if larger else choice.type)
    has = _memory(kind)
    count = ceil(needed / has) if has and algorithm.training.multi_machine else 1
    enough = f"; {kind} has {has:g} GiB"
    if count > 1:
        enough += f", so it is spread over {count} of them"
    elif needed > has:
        enough += ", the most of its family: train on a sample, or take another family"
    return kind, count, (Reason(text=f"{because}{enough}.", source=algorithm.training.sources),)


def _count(algorithm: Algorithm, problem: Problem, choice: Choice, least: int) -> tuple[int, tuple[Reason, ...]]:
    """How many machines: as many as were asked for, and at least as many as the data needs."""
    facts = algorithm.training
    wanted = int(problem.number("machines") or 0)
    if "several machines" in problem.trait_names or wanted > 1:
        if not facts.multi_machine or choice.count == 1:
            return 1, (Reason(text="Trains on one machine only.", source=facts.sources),)
        count = max(wanted, 2, least)
        return count, (Reason(text=f"Training is spread over {count} machines.", source=facts.sources),)
    return max(choice.count or 1, least), ()
