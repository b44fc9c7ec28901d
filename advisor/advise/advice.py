"""From a problem to advice: rank, then say what each of the best needs."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from advisor.advise.models import Advice, Reason, Recommendation, Rejected
from advisor.advise.plan.channels import with_settings
from advisor.advise.plan.inputs import input_advice
from advisor.advise.plan.machines import inference_advice, training_advice
from advisor.advise.plan.narrowed import narrowed as narrowed_by
from advisor.advise.plan.settings import settings, tuning
from advisor.advise.plan.unused import unused
from advisor.advise.problem import NONE, DataKind, Fact, Problem, Reading
from advisor.advise.questions import first_question, masses, none_fits, outcomes, question_on, questions
from advisor.advise.rank import Ranked, answering, favoured, likelihood, narrowed, ranked, worth
from advisor.advise.reading.sense import THINGS
from advisor.advise.reading.words import words_for
from advisor.advise.situations import situations
from advisor.advise.understand import understood
from advisor.knowledge.load import algorithm_named, algorithms
from advisor.knowledge.models.algorithm import Algorithm, Avoid

if TYPE_CHECKING:
    from advisor.advise.data.columns import RawTable
    from advisor.advise.data.seen import Seen
    from advisor.case.model import Case

MOST, LEAST = 5, 3
"""Recommendations: at most, and at least where so many can apply."""
NEAR = 0.3
"""The share of the best score from which on an algorithm is recommended."""
POSSIBLE = 0.02
"""The score below which an algorithm does not apply."""
OTHERWISE = 0.04
"""How much better it must answer the other meanings of the problem, to come before those with a better score."""
MOST_QUESTIONS = 3
LIKELY_DATA = 0.7
"""The share of the readings from which on words say what the data is."""
SHOWN = 3
"""Reasons that are shown."""


def recommend(
    text_or_problem: str | Problem = "",
    *,
    data: Case | None = None,
    table: RawTable | None = None,
    taken_by: Iterable[str] = (),
    algorithm: str | None = None,
    answers: Iterable[str] = (),
    target: str | None = None,
) -> Advice:
    """What to train with. `data` beats what is said; answers (QUESTION=CHOICE) beat the words.

    With `algorithm` the choice is made and the rest of the advice is asked for. `target`: the column to be predicted.
    `table`: the columns of the data, where they are not those of `data` itself. `taken_by`: the algorithms that take it
    as it is.
    Raises `UnknownAlgorithmError`, `AnswerError` and `TargetError`.
    """
    fixed = algorithm_named(algorithm) if algorithm else None
    known, seen = understood(text_or_problem, data, table, answers, fixed, target)
    known = known.model_copy(update={"taken_by": tuple(taken_by)})
    problem = favoured(narrowed(known), algorithms())
    if fixed:
        return _fixed(fixed, problem, seen)
    if problem.unclear and not _is_narrowed(known):
        return _asking(problem)
    order = ranked(problem, algorithms().values())
    found = outcomes(problem, [candidate.algorithm for candidate in order])
    likely = masses(found)
    none = none_fits(likely, told=bool(problem.heard))
    chosen = [] if none else _chosen(order, problem)
    trust = _trust(chosen[0].algorithm.id, problem, is_narrowed=_is_narrowed(known)) if chosen else 1.0
    sure = likely[NONE] if none else likely.get(chosen[0].algorithm.id, 0.0) * trust if chosen else 0.0
    if seen and not none:
        sure *= seen.certainty(problem)
    asked = (*(seen.target_question(problem) if seen else ()), *questions(problem, found, trust))
    return Advice(
        problem=_told(problem),
        recommendations=tuple(_recommendation(candidate, problem, seen, order[0].score) for candidate in chosen),
        rejected=tuple(_rejected(candidate, problem, order[0].score) for candidate in order if candidate not in chosen),
        none_fits=none,
        instead=_instead(problem) if none else None,
        confidence=round(min(sure, 1.0), 3),
        questions=asked[:MOST_QUESTIONS],
        unused=unused(problem, chosen[0].algorithm) if chosen else (),
    )


def _is_narrowed(problem: Problem) -> bool:
    """Whether something is known of the problem besides the words."""
    facts = (problem.data, problem.answer, problem.method, problem.labelled, problem.format)
    return any(fact is not None and fact.origin != "words" for fact in facts)


def _trust(first: str, problem: Problem, *, is_narrowed: bool) -> float:
    """How far the words alone agree with the first recommendation, among what other facts leave to choose from."""
    if not problem.heard:
        return 1.0
    most = 1.0
    if is_narrowed:
        possible = {name for reading in problem.readings for name in answering(reading.situation)}
        most = max((problem.heard.get(name, 0.0) for name in possible), default=0.0)
    return math.sqrt(problem.heard.get(first, 0.0) / most) if most else 1.0


def _asking(problem: Problem) -> Advice:
    """No advice but a question; what the data is stands where the words say so."""
    data = _subject(problem) if problem.unclear == THINGS else None
    seen = words_for(problem.text, problem.readings[0].situation) if data else ""
    known = Fact[DataKind](value=data, origin="words", seen=seen) if data else None
    return Advice(
        problem=problem.model_copy(update={"readings": (), "data": known}), recommendations=(), rejected=(),
        none_fits=False, instead=None, confidence=0.0, questions=(question_on(data) if data else first_question(),),
    )  # fmt: skip


def _subject(problem: Problem) -> DataKind | None:
    """What the data most likely is, where that is likely."""
    likely: dict[DataKind, float] = {}
    for reading in problem.readings:
        likely[reading.data] = likely.get(reading.data, 0.0) + reading.probability
    best = max(likely, key=likely.__getitem__, default=None)
    return best if best and likely[best] >= LIKELY_DATA else None


def _chosen(order: list[Ranked], problem: Problem) -> list[Ranked]:
    """The best one with those near it; or, where the words leave open what is meant, the best for each meaning."""
    possible = [candidate for candidate in order if candidate.score >= POSSIBLE]
    spread = _spread(possible, problem)
    rest = [candidate for candidate in possible if candidate not in spread]
    near = [candidate for candidate in rest if candidate.score >= NEAR * order[0].score] if len(spread) == 1 else []
    chosen = [*spread, *near][:MOST]
    fill = [candidate for candidate in rest if candidate not in chosen][: max(LEAST - len(chosen), 0)]
    return sorted([*chosen, *fill], key=lambda candidate: -candidate.score)


def _spread(possible: list[Ranked], problem: Problem) -> list[Ranked]:
    """The best one, then whichever answers best what those before it would not, were the problem meant otherwise."""
    chosen = possible[:1]
    covered = {r.situation: worth(possible[0].algorithm, problem, r) for r in problem.readings} if possible else {}
    while chosen and len(chosen) < LEAST:
        best = max(possible, key=lambda candidate: _gain(candidate, problem, covered))
        if _gain(best, problem, covered) < OTHERWISE:
            break
        chosen.append(best)
        for reading in problem.readings:
            value = worth(best.algorithm, problem, reading)
            covered[reading.situation] = max(covered[reading.situation], value)
    return chosen


def _gain(candidate: Ranked, problem: Problem, covered: dict[str, float]) -> float:
    """How much better the readings are answered with this one among the recommendations."""
    return sum(
        r.probability * max(worth(candidate.algorithm, problem, r) - covered[r.situation], 0) for r in problem.readings
    )


def _fixed(algorithm: Algorithm, problem: Problem, seen: Seen | None) -> Advice:
    (candidate,) = ranked(problem, [algorithm])
    return Advice(
        problem=_told(problem), recommendations=(_recommendation(candidate, problem, seen, candidate.score),),
        rejected=(), none_fits=False, instead=None, confidence=1.0, questions=(), unused=unused(problem, algorithm),
    )  # fmt: skip


def _recommendation(candidate: Ranked, problem: Problem, seen: Seen | None, best: float) -> Recommendation:
    """What the algorithm needs; what can be measured is measured as this algorithm reads the data.

    `best`: the score of the first; where it is above 1, scores are told as shares of it.
    """
    algorithm = candidate.algorithm
    reading = _reading_for(algorithm, problem)
    read = seen.as_read_by(algorithm) if seen else None
    if read:
        problem = read.refined(problem)
        reading = _as_measured(reading, problem)
    chosen = settings(algorithm, problem, reading)
    left = narrowed_by(algorithm, chosen)
    data = with_settings(input_advice(left, problem, reading), chosen)
    tuned = tuning(algorithm, problem, reading, chosen)
    if read:
        data = read.channels(data, tuned.metric if tuned else "")
    return Recommendation(
        algorithm=algorithm.id,
        score=round(max(candidate.score, 0.0) / max(best, 1.0), 4),
        reasons=_reasons(candidate, problem),
        cautions=_cautions(candidate, problem, reading),
        input=data,
        training=training_advice(left, problem, reading, data.mode),
        inference=inference_advice(algorithm, problem, reading),
        hyperparameters=chosen,
        tuning=tuned,
        better_with=_better_with(algorithm, problem, reading),
        **(read.preparation(data, problem) if read else {}),
    )


def _as_measured(reading: Reading, problem: Problem) -> Reading:
    """The reading with a class or a number for its answer, as the labels are, where it is the other one."""
    kind = problem.target.value if problem.target and problem.target.origin == "data" else reading.answer
    differs = {kind, reading.answer} == {"class", "number"}
    return reading.model_copy(update={"answer": kind}) if differs else reading


def _reading_for(algorithm: Algorithm, problem: Problem) -> Reading:
    """The likeliest reading under which the algorithm makes sense, else one that it is made for."""
    fitting = [reading for reading in problem.readings if worth(algorithm, problem, reading) >= NEAR]
    if fitting:
        return max(fitting, key=lambda r: r.probability * worth(algorithm, problem, r))
    made_for = [situation.reading(0.0) for situation in situations().values() if not situation.instead]
    return max(made_for, key=lambda r: worth(algorithm, problem, r))


def _reasons(candidate: Ranked, problem: Problem) -> tuple[Reason, ...]:
    """The rules that speak for it, by weight and likelihood."""
    rules = [(rule.weight * likelihood(rule, problem), rule) for rule in candidate.algorithm.fit if rule.weight > 0]
    telling = sorted((pair for pair in rules if pair[0] >= POSSIBLE), key=lambda pair: -pair[0])
    telling = [pair for pair in telling if pair[0] >= NEAR * telling[0][0]]
    if not telling:
        return (Reason(text=candidate.algorithm.purpose.summary, source=candidate.algorithm.purpose.sources),)
    return tuple(Reason(text=rule.because, source=rule.sources) for _, rule in telling[:SHOWN])


def _cautions(candidate: Ranked, problem: Problem, reading: Reading) -> tuple[Reason, ...]:
    found = [Reason(text=rule.because, source=rule.sources) for rule in candidate.con]
    if problem.readings and reading.situation != problem.readings[0].situation:
        says = situations()[reading.situation].says
        found.append(Reason(text=f"Only if this is what is meant: {says}."))
    found += [_caution(avoid) for avoid in candidate.algorithm.avoid[:1] if avoid.instead]
    return (*found, *_unpatched(candidate.algorithm))


def _unpatched(algorithm: Algorithm) -> Iterator[Reason]:
    """That none of the algorithm's images is patched any more."""
    support = algorithm.support
    if support and not support.patched(date.today()):
        last = max(support.patched_until.values())
        text = f"It still trains, but its image has had no patches since {last}; consider {support.consider}."
        yield Reason(text=text, source=support.sources)


def _caution(avoid: Avoid) -> Reason:
    """The condition as part of a sentence: its first letter is small unless it begins with an abbreviation."""
    when = (
        avoid.when if avoid.when[:2].isalpha() and avoid.when[:2].isupper() else avoid.when[0].lower() + avoid.when[1:]
    )
    *others, last = avoid.instead
    instead = f"{', '.join(others)} or {last}" if others else last
    return Reason(text=f"If {when}: rather {instead}.", source=avoid.sources, general=True)


def _better_with(algorithm: Algorithm, problem: Problem, reading: Reading) -> tuple[str, ...]:
    """Traits that would speak for it, were they said of the problem."""
    found: list[str] = []
    for rule in sorted(algorithm.fit, key=lambda rule: -rule.weight):
        traits = rule.when.get("traits", ())
        others = {name: values for name, values in rule.when.items() if name != "traits"}
        fits = problem.meets(others, reading)
        if rule.weight > 0 and traits and fits and not problem.trait_names & set(traits):
            found += [str(trait) for trait in traits]
    return tuple(dict.fromkeys(found))[:SHOWN]


def _rejected(candidate: Ranked, problem: Problem, first: float) -> Rejected:
    if candidate.score >= 0.9 * first:
        return Rejected(
            algorithm=candidate.algorithm.id,
            because="It fits about as well as the first recommendation; others show what else may be meant.",
        )
    if candidate.con:
        return Rejected(algorithm=candidate.algorithm.id, because=candidate.con[0].because)
    asked = situations()[problem.readings[0].situation].says
    return Rejected(
        algorithm=candidate.algorithm.id, because=f"{candidate.algorithm.purpose.summary} Asked here: {asked}."
    )


def _instead(problem: Problem) -> str:
    """What to use for the likeliest reading that no built-in algorithm answers."""
    texts = (situations()[reading.situation].instead for reading in problem.readings)
    return next(text for text in texts if text)


def _told(problem: Problem) -> Problem:
    """The problem with what its readings say of data and answer, so that each fact tells where it came from."""
    found: dict[str, Any] = {}
    seen = words_for(problem.text, problem.readings[0].situation) if problem.text and problem.readings else ""
    for name in ("data", "answer", "labelled"):
        if getattr(problem, name) is None and problem.readings:
            first = getattr(problem.readings[0], name)
            share = sum(r.probability for r in problem.readings if getattr(r, name) == first)
            if share < NEAR:
                continue
            origin = "words" if problem.text else "other facts"
            found[name] = Fact[Any](value=first, origin=origin, seen=seen, confidence=round(min(share, 1.0), 3))
    return problem.model_copy(update=found)
