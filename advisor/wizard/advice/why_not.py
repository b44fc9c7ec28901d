"""Why not another algorithm, format, input mode or instance: what the advice and the check say of it."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from advisor.advise import Advice, Recommendation
from advisor.advise.plan.emit import Place, request
from advisor.engine.check import check
from advisor.knowledge.load import algorithm, algorithms, instances
from advisor.knowledge.models.algorithm import Mode

Kind = Literal["algorithm", "content type", "input mode", "instance"]


@dataclass(frozen=True, slots=True)
class Other:
    """Something else that might have been advised."""

    kind: Kind
    name: str

    @property
    def label(self) -> str:
        return algorithm(self.name).name if self.kind == "algorithm" else self.name


@dataclass(frozen=True, slots=True)
class Answer:
    """`verdict`: in a few words; `reasons`: each with its sources."""

    verdict: str
    reasons: tuple[tuple[str, tuple[str, ...]], ...] = ()


@cache
def others() -> tuple[Other, ...]:
    """Everything that can be asked for."""
    kinds = dict.fromkeys(name for algorithm in algorithms().values() for name in algorithm.content_types)
    types = (size for family in instances().families.values() for size in family.sizes)
    return (
        *(Other("algorithm", name) for name in algorithms()),
        *(Other("content type", name) for name in sorted(kinds)),
        *(Other("input mode", name) for name in get_args(Mode)),
        *(Other("instance", name) for name in types),
    )


def why_not(other: Other, advice: Advice, chosen: Recommendation | None) -> Answer:
    """What the advice says of an algorithm; of the rest, what a check says of it in the request for the chosen one."""
    if other.kind == "algorithm":
        return _algorithm(other.name, advice)
    if chosen is None:
        return Answer("No algorithm is advised, so nothing is held against it.")
    name = algorithm(chosen.algorithm).name
    content, advised = request(chosen, Place()), chosen.input
    usual = set(_told(content))
    types = {text.partition(";")[0]: text for text in advised.alternatives}
    speaks = [
        found for found in _told(_changed(content, other, types.get(other.name, other.name))) if found not in usual
    ]
    if any(severity == "error" for severity, *_ in speaks):
        verdict = f"As things stand, {name} would not train with it:"
    elif speaks:
        verdict = f"{name} would train with it, but:"
    elif other.name in (advised.mode, chosen.training.instance_type, advised.content_type.partition(";")[0]):
        verdict = f"It is what is advised for {name}."
    else:
        verdict = f"Nothing speaks against it: {name} would train with it."
    preferred = {"input mode": advised.reasons, "instance": chosen.training.reasons}.get(other.kind, ())
    rest = () if speaks else tuple((reason.text, reason.source) for reason in preferred)
    return Answer(verdict, (*((message, source) for _, message, source in speaks), *rest))


def _algorithm(name: str, advice: Advice) -> Answer:
    for number, recommendation in enumerate(advice.recommendations, 1):
        if recommendation.algorithm == name:
            reasons = [(r.text, r.source) for r in (*recommendation.reasons, *recommendation.cautions)]
            return Answer(
                f"It is number {number} of the advice, with a score of {recommendation.score:.2f}.", tuple(reasons)
            )
    because = next((rejected.because for rejected in advice.rejected if rejected.algorithm == name), "")
    return Answer("It does not fit as well.", ((because, algorithm(name).purpose.sources),) if because else ())


def _changed(content: dict[str, Any], other: Other, value: str) -> dict[str, Any]:
    """The request with the other thing in it."""
    content = deepcopy(content)
    if other.kind == "instance":
        content["ResourceConfig"]["InstanceType"] = value
    elif other.kind == "input mode":
        content["AlgorithmSpecification"]["TrainingInputMode"] = value
    else:
        content["InputDataConfig"][0]["ContentType"] = value
    return content


def _told(content: dict[str, Any]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for finding in check(None, job=content).findings:
        yield finding.severity, finding.message, tuple(finding.source)
