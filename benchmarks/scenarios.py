"""How right the advice is on problems with known answers: `python -m benchmarks.scenarios [FILE] [--wrong]`.

Two sets are kept beside this module. `development.jsonl` is there to look at. `problems.jsonl` was written by people
who had not seen the examples of the word reader; its figures have been watched since, so they keep the reader from
getting worse and no longer tell how strangers fare.

Each line of a file is a problem: `kind`, `text`, `expect`. Kind `algorithm`: the first recommendation, and any of the
first three, among `best`; once more after one question, and after all of them, were answered as the right algorithm
demands. Kind `none`: none fits. `right where sure`: of the advice that is at least 85 % sure. The others fix the
algorithm: `format` goes by the first content type of input or inference, parameters aside; `mode` by the input mode;
`instance` by the class or family of machine, and one machine where that is a must; `hyperparameter` by its value, or on
which side of the default it lies.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from advisor.advise import Advice, Question, Recommendation, recommend
from advisor.advise.questions import SURE
from advisor.advise.rank import ranked
from advisor.advise.siblings import wishes
from advisor.advise.situations import situations
from advisor.knowledge.load import algorithm, algorithms

DEVELOPMENT = Path(__file__).parent / "development.jsonl"
PROBLEMS = Path(__file__).parent / "problems.jsonl"
MOST = 5
"""Questions that are answered at most."""


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE", default=[DEVELOPMENT, PROBLEMS])
    parser.add_argument("--wrong", action="store_true", help="name the problems that are answered wrongly")
    args = parser.parse_args(argv)
    recommend("warm up")
    for file in args.files:
        print(file.name)
        for measure, counts in sorted(scores(file, name_wrong=args.wrong).items()):
            total = counts.total()
            print(f"  {measure:32} {counts[True]:4} of {total:4}  {counts[True] / total:6.1%}")
    started = time.perf_counter()
    recommend("Which of our customers will leave us within the next half year?")
    print(f"a problem takes {(time.perf_counter() - started) * 1000:.1f} ms")
    return 0


def scores(file: Path, *, name_wrong: bool = False, every: int = 1) -> dict[str, Counter[bool]]:
    """How often each measure is right and wrong. `every`: of so many lines one is taken."""
    found: dict[str, Counter[bool]] = {}
    for row in map(json.loads, file.read_text("utf-8").splitlines()[::every]):
        for measure, right in _measures(row).items():
            found.setdefault(measure, Counter())[right] += 1
            if name_wrong and not right:
                print(f"{row['id']} {measure}: {_shown(row)}", file=sys.stderr)
    return found


def _measures(row: dict[str, Any]) -> dict[str, bool]:
    expect = row["expect"]
    if row["kind"] in ("none", "algorithm"):
        advice = recommend(row["text"])
        right = advice.none_fits if row["kind"] == "none" else _is_first(advice, expect["best"])
        found = {"none": right} if row["kind"] == "none" else _first_ones(row["text"], advice, expect["best"])
        return {**found, "right where sure": right} if advice.confidence >= SURE else found
    advice = recommend(row["text"], algorithm=expect["algorithm"])
    return {row["kind"]: _RIGHT[row["kind"]](advice.recommendations[0], expect)}


def _first_ones(text: str, advice: Advice, best: list[str]) -> dict[str, bool]:
    interview = [advice, *_interviewed(text, advice, best)]
    return {
        "algorithm, first": _is_first(advice, best),
        "algorithm, among three": bool({one.algorithm for one in advice.recommendations[:3]} & {*best}),
        "algorithm, after one question": _is_first(interview[:2][-1], best),
        "algorithm, after all questions": _is_first(interview[-1], best),
    }


def _is_first(advice: Advice, best: list[str]) -> bool:
    return bool(advice.recommendations) and advice.recommendations[0].algorithm in best


def _shown(row: dict[str, Any]) -> str:
    """What is advised instead of what is expected."""
    expect = row["expect"]
    advice = recommend(row["text"], algorithm=expect.get("algorithm"))
    names = [f"{one.algorithm} {one.score:g}" for one in advice.recommendations]
    if "algorithm" not in expect:
        read = [f"{r.situation} {r.probability:.2f}" for r in advice.problem.readings[:3]]
        return f"{names} ({', '.join(read)}), expected {expect.get('best', 'none')}"
    one = advice.recommendations[0]
    settings = {name: setting.value for name, setting in one.hyperparameters.items()}
    machines = f"{one.training.instance_type} x {one.training.instance_count}, {one.inference.instance_type}"
    return f"{names} {one.input.content_type} {one.input.mode} {machines} {settings}, expected {expect}"


def _interviewed(text: str, advice: Advice, best: list[str]) -> Iterator[Advice]:
    """The advice after each question that is answered as somebody would for whom one of `best` is right."""
    answers: list[str] = []
    while advice.questions and len(answers) < MOST:
        question = advice.questions[0]
        answers.append(f"{question.id}={_answer(question, advice, best)}")
        advice = recommend(text, answers=answers)
        yield advice


def _answer(question: Question, advice: Advice, best: list[str]) -> str:
    """The choice that the likeliest reading with a right recommendation has; else that of any such situation."""
    if question.id == "wish":
        return _wish(question, advice, best)
    readings = [*advice.problem.readings, *(s.reading(0.0) for s in situations().values())]
    for reading in readings:
        sure = advice.problem.model_copy(update={"readings": (reading.model_copy(update={"probability": 1.0}),)})
        if not situations()[reading.situation].instead and ranked(sure, algorithms().values())[0].algorithm.id in best:
            value = getattr(reading, question.id)
            return {True: "yes", False: "no"}.get(value, value) if question.id == "labelled" else str(value)
    return question.choices[0]


def _wish(question: Question, advice: Advice, best: list[str]) -> str:
    """The wish with which one of `best` comes first, if the problem is read as it most likely is."""
    by_wish = wishes(advice.problem, advice.problem.readings[0], algorithms().values())
    return next((wish for wish, first in by_wish.items() if first in best), question.choices[-1])


def _bare(content_type: str) -> str:
    return content_type.partition(";")[0].strip()


def _format(one: Recommendation, expect: dict[str, Any]) -> bool:
    offered = {_bare(one.input.content_type), _bare(one.inference.content_types[0])}
    everything = offered | {_bare(name) for name in one.input.alternatives}
    wrong = {_bare(name) for name in expect.get("wrong", ())}
    return bool(offered & {_bare(name) for name in expect["content_type"]}) and not everything & wrong


def _mode(one: Recommendation, expect: dict[str, Any]) -> bool:
    return one.input.mode in [*expect["mode"], *expect.get("tolerated", ())]


def _instance(one: Recommendation, expect: dict[str, Any]) -> bool:
    part = one.inference if expect.get("phase") == "inference" else one.training
    named = {part.family, part.instance_type.removeprefix("ml.").partition(".")[0]}
    if named & set(expect.get("wrong", ())) or not named & set(expect["family"]):
        return False
    return one.training.instance_count == 1 or not expect.get("single_machine")


def _hyperparameter(one: Recommendation, expect: dict[str, Any]) -> bool:
    setting = one.hyperparameters.get(expect["name"])
    if setting is None or setting.value is None:
        return False
    if "direction" in expect:
        default = algorithm(one.algorithm).hyperparameters.values[expect["name"]].default
        value = float(setting.value)
        higher = value > float(default or 0)
        return value <= float(expect["max"]) if "max" in expect else higher == (expect["direction"] == "increase")
    return str(setting.value).lower() == str(expect["value"]).lower()


_RIGHT = {"format": _format, "mode": _mode, "instance": _instance, "hyperparameter": _hyperparameter}


if __name__ == "__main__":
    raise SystemExit(main())
