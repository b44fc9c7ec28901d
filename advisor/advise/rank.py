"""Ranks algorithms by the rules in the knowledge base: each `fit` rule that holds adds its weight.

Words leave open how a problem is meant, so a rule counts as far as the readings under which it holds are likely. Of
algorithms that answer alike, those come first that experts put first for problems in such words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from advisor.advise.problem import Problem, Reading
from advisor.advise.situations import Situation, situations
from advisor.knowledge.load import algorithms
from advisor.knowledge.models.algorithm import Algorithm, Fit
from advisor.profile.formats import FORMATS

SLIGHT = 1e-3
"""The likelihood of what neither words nor data speak for."""
HELD: dict[str, tuple[str, ...]] = {
    **{name: known.data for name, known in FORMATS.items() if known.data},
    "json-lines": ("time series", "labelled pairs", "text"),
}
"""What a file of a format may hold."""
NAMED = 0.3
"""What it adds to an algorithm that the person names it, where it answers at all."""
GPU_ONLY = 0.2
"""What it takes from an algorithm that trains on GPUs alone, where there are none."""
UNFIT = 0.25
"""What it takes from an algorithm that the data has to be changed for, where others take it as it is."""
MEANT = 6.0
"""How much likelier readings become that the algorithm answers which the person names."""
ANSWERS = 0.5
"""From this worth on an algorithm answers a problem."""
HEARD = 0.4
"""What it adds to an algorithm that answers, where an expert would surely put it first by the words alone."""
ALIKE, NOISE = 0.5, 0.1
"""From which share of the likeliest of those that answer, less some noise, an algorithm is as likely by the words."""
OFFERED = 0.02
"""Values of facts from this likelihood on are choices of a question."""
LIKELY = 0.5
"""From this likelihood on a rule is worth telling as a reason."""


@dataclass(slots=True)
class Ranked:
    """An algorithm with its score and the rules for and against it that hold, weightiest first."""

    algorithm: Algorithm
    score: float
    pro: list[Fit] = field(default_factory=list)
    con: list[Fit] = field(default_factory=list)


def worth(algorithm: Algorithm, problem: Problem, reading: Reading) -> float:
    """The score of an algorithm if the problem is read this way."""
    score = _by_rules(algorithm, problem, reading)
    if score >= ANSWERS:
        score += NAMED * is_named(algorithm, problem) + HEARD * _heard(algorithm, problem, reading)
        score -= UNFIT * _is_unfit(algorithm, problem, reading)
    if not algorithm.training.cpu and "no gpu" in problem.trait_names:
        score -= GPU_ONLY
    return score


def _heard(algorithm: Algorithm, problem: Problem, reading: Reading) -> float:
    """How far the words by themselves speak for it; not at all where the person was asked for a wish."""
    if any(fact.origin == "answer" for fact in problem.traits):
        return 0.0
    likely = problem.heard.get(algorithm.id, 0.0)
    most = max((problem.heard.get(name, 0.0) for name in answering(reading.situation)), default=0.0)
    return max(likely, most) if likely >= ALIKE * (most - NOISE) else likely


@cache
def answering(situation: str) -> frozenset[str]:
    """The algorithms that answer a situation, of which nothing else is known."""
    reading = situations()[situation].reading(1.0)
    nothing = Problem()
    return frozenset(n for n, algorithm in algorithms().items() if _by_rules(algorithm, nothing, reading) >= ANSWERS)


def _by_rules(algorithm: Algorithm, problem: Problem, reading: Reading) -> float:
    return sum(rule.weight for rule in algorithm.fit if problem.meets(rule.when, reading))


def is_named(algorithm: Algorithm, problem: Problem) -> bool:
    """Whether the person's words name it, and do not rule it out."""
    return problem.named is not None and problem.named.value == algorithm.id and problem.named.origin == "words"


def _is_unfit(algorithm: Algorithm, problem: Problem, reading: Reading) -> bool:
    """Whether the data has to be changed for it, though others take it as it is, and nobody asks for it."""
    taken_by = problem.taken_by
    return bool(taken_by) and algorithm.id not in taken_by and not is_asked_for(algorithm, problem, reading)


def is_asked_for(algorithm: Algorithm, problem: Problem, reading: Reading) -> bool:
    """Whether a person asks for it rather than for its siblings: by its name, or by a wish that lifts it."""
    wished = {fact.value for fact in problem.traits if fact.origin != "data"}
    return is_named(algorithm, problem) or any(
        lifting(rule) & wished and problem.meets(rule.when, reading) for rule in algorithm.fit
    )


def lifting(rule: Fit) -> frozenset[object]:
    """The traits that speak for the algorithm by this rule."""
    return frozenset(rule.when.get("traits", ())) if rule.weight > 0 else frozenset()


def favoured(problem: Problem, algorithms: Mapping[str, Algorithm]) -> Problem:
    """The problem with those readings likelier that the algorithm answers which the words name."""
    if problem.named is None or problem.named.origin != "words":
        return problem
    algorithm = algorithms[problem.named.value]
    raised = [
        (reading.probability * (MEANT if worth(algorithm, problem, reading) >= ANSWERS else 1.0), reading)
        for reading in problem.readings
    ]
    total = sum(value for value, _ in raised)
    ordered = sorted(raised, key=lambda pair: -pair[0])
    readings = tuple(r.model_copy(update={"probability": round(value / total, 4)}) for value, r in ordered)
    return problem.model_copy(update={"readings": readings})


def likelihood(rule: Fit, problem: Problem) -> float:
    return sum(r.probability for r in problem.readings if problem.meets(rule.when, r))


def ranked(problem: Problem, algorithms: Iterable[Algorithm]) -> list[Ranked]:
    """Every algorithm, best first; of equals the one that comes first by name."""
    found = [_ranked(problem, algorithm) for algorithm in algorithms]
    return sorted(found, key=lambda r: (-round(r.score, 6), r.algorithm.id))


def _ranked(problem: Problem, algorithm: Algorithm) -> Ranked:
    result = Ranked(algorithm, sum(r.probability * worth(algorithm, problem, r) for r in problem.readings))
    for rule in algorithm.fit:
        if likelihood(rule, problem) >= LIKELY:
            (result.pro if rule.weight > 0 else result.con).append(rule)
    result.pro.sort(key=lambda rule: -rule.weight)
    return result


LEFT, UNNAMED = 0.5, 0.2
"""Below what share the words mean something else than the data allows, and how likely one method is then that they do
not name."""


def narrowed(problem: Problem) -> Problem:
    """The problem with its readings held against the facts that are certain (from a file, an answer, the data)."""
    certain = {
        name: fact.value
        for name in ("data", "answer", "method", "labelled")
        if (fact := getattr(problem, name)) is not None and fact.origin != "words"
    }
    measured = problem.format is not None and problem.format.origin == "data"
    if not certain and not measured and not problem.others and problem.readings:
        return problem
    likely = {} if problem.unclear else {r.situation: r.probability for r in problem.readings}
    agreeing = {
        name: (likely.get(name, 0) + SLIGHT) * (_takes(problem, situation) if measured else 1)
        for name, situation in situations().items()
        if all(getattr(situation, fact) == value for fact, value in certain.items())
    }
    takes = {name: _takes(problem, situations()[name]) if measured else 1.0 for name in agreeing}
    if measured and likely and sum(likely.get(name, 0) * takes[name] for name in agreeing) < LEFT:
        agreeing = {
            name: value * takes[name] * (UNNAMED if _is_by_one(name) else 1)
            for name, value in _by_answers(agreeing, likely).items()
        }
    agreeing = _without_offered(agreeing, problem.others)
    if not agreeing:  # facts that contradict each other: the one said last gives way
        return narrowed(problem.model_copy(update={list(certain)[-1]: None}))
    total = sum(agreeing.values())
    ordered = sorted(agreeing.items(), key=lambda item: -item[1])
    readings = tuple(situations()[name].reading(round(value / total, 4)) for name, value in ordered)
    return problem.model_copy(update={"readings": readings})


def _by_answers(agreeing: Mapping[str, float], likely: Mapping[str, float]) -> dict[str, float]:
    """The situations as likely as the words make their answers, whatever data the words mean."""
    said: dict[str, float] = defaultdict(lambda: SLIGHT)
    held: dict[str, float] = defaultdict(float)
    for name, value in likely.items():
        said[situations()[name].answer] += value
    for name, value in agreeing.items():
        held[situations()[name].answer] += value
    answers = {name: situations()[name].answer for name in agreeing}
    return {name: said[answers[name]] * value / held[answers[name]] for name, value in agreeing.items()}


def _is_by_one(name: str) -> bool:
    """Whether a situation is for one method, where others answer the same."""
    return situations()[name].method not in ("any", "trees")


def _without_offered(likely: dict[str, float], others: Iterable[str]) -> dict[str, float]:
    """The situations without those whose data, answer or method was offered, and was not right."""
    for name in others:
        total = sum(likely.values())
        shares: dict[str, float] = defaultdict(float)
        for situation, value in likely.items():
            shares[getattr(situations()[situation], name)] += value / total
        offered = {value for value, share in shares.items() if share >= OFFERED}
        likely = {n: v for n, v in likely.items() if getattr(situations()[n], name) not in offered} or likely
    return likely


def _takes(problem: Problem, situation: Situation) -> float:
    """How far data in the measured format may be what goes into a situation."""
    kinds = HELD.get(problem.format.value) if problem.format else None
    kinds = problem.holds.value if problem.holds else kinds
    return 1.0 if kinds is None or (situation.data in kinds and not situation.instead) else SLIGHT
