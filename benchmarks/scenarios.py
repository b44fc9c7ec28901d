"""How right the advice is on problems with known answers: `python -m benchmarks.scenarios FILE [--wrong]`.

Each line of FILE is a problem: `kind`, `text`, `expect`. Kind `algorithm`: the first recommendation, and any of the
first three, among `best`; once more after its questions were answered as the right algorithm demands. Kind `none`: none
fits. The others fix the algorithm: `format` goes by the first content type of input or inference, parameters aside;
`mode` by the input mode; `instance` by the class or family of machine, and one machine where that is a must;
`hyperparameter` by its value, or on which side of the default it lies.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from advisor.advise import Advice, Question, Recommendation, recommend
from advisor.advise.rank import ranked
from advisor.advise.siblings import wishes
from advisor.advise.situations import situations
from advisor.knowledge.load import algorithm, algorithms


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--wrong", action="store_true", help="name the problems that are answered wrongly")
    args = parser.parse_args(argv)
    rows = [json.loads(line) for line in args.file.read_text("utf-8").splitlines() if line.strip()]
    recommend("warm up")
    started = time.perf_counter()
    scores: dict[str, Counter[str]] = {}
    for row in rows:
        for measure, right in _measures(row).items():
            scores.setdefault(measure, Counter())[str(right)] += 1
            if args.wrong and not right:
                print(f"{row['id']} {measure}: {_shown(row)}", file=sys.stderr)
    seconds = (time.perf_counter() - started) / len(rows)
    for measure, counts in sorted(scores.items()):
        total = counts.total()
        print(f"{measure:24} {counts['True']:4} of {total:4}  {counts['True'] / total:6.1%}")
    print(f"{'a problem takes':24} {seconds * 1000:.1f} ms")
    return 0


def _measures(row: dict[str, Any]) -> dict[str, bool]:
    expect = row["expect"]
    if row["kind"] == "none":
        return {"none": recommend(row["text"]).none_fits}
    if row["kind"] == "algorithm":
        names = [one.algorithm for one in recommend(row["text"]).recommendations]
        asked = [one.algorithm for one in _interviewed(row["text"], expect["best"]).recommendations]
        return {
            "algorithm, first": bool(names) and names[0] in expect["best"],
            "algorithm, among three": bool({*names[:3]} & {*expect["best"]}),
            "algorithm, questions": bool(asked) and asked[0] in expect["best"],
        }
    advice = recommend(row["text"], algorithm=expect["algorithm"])
    return {row["kind"]: _RIGHT[row["kind"]](advice.recommendations[0], expect)}


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


def _interviewed(text: str, best: list[str]) -> Advice:
    """The advice once every question was answered as somebody would for whom one of `best` is right."""
    advice = recommend(text)
    answers: list[str] = []
    while advice.questions:
        question = advice.questions[0]
        answers.append(f"{question.id}={_answer(question, advice, best)}")
        advice = recommend(text, answers=answers)
    return advice


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
