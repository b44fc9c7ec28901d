"""`advisor recommend` without arguments, in a terminal: asks for words, data and target, and for what is still open."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.cli.parsing import UsageError
from advisor.errors import AdvisorError

if TYPE_CHECKING:
    from advisor.advise import Advice, Question

MOST = 5
"""Questions that are asked about a problem, at most."""


Advised = Callable[[Namespace, str, list[str]], "Advice"]
"""What is advised by the options, the words and the answers."""


def interview(args: Namespace, advised: Advised) -> Advice:
    """The advice in the end; what was said besides stands in `args`. Raises `UsageError` where nothing was said."""
    from advisor.report.advice.advice import understood

    words = _said("What data do you have, and what should come out of it?")
    args.data = _data()
    if not words and not args.data:
        raise UsageError("there is no problem to advise on")
    answers: list[str] = list(args.answer)
    advice = advised(args, words, answers)
    while facts := understood(advice):
        print(f"\nUnderstood: {', '.join(facts)}.")
        if not (more := _said("Is something wrong or missing? Say it (Enter: go on)")):
            break
        words = f"{words}. {more}"
        advice = advised(args, words, answers)
    if args.data:
        advice = _targeted(args, words, answers, advice, advised)
    for _ in range(MOST):
        if not advice.questions or (answer := _answer(advice.questions[0])) is None:
            break
        answers.append(answer)
        advice = advised(args, words, answers)
    args.emit = args.emit or _file(advice)
    return advice


def _data() -> str | None:
    """The path of data to look at, asked for until it is there."""
    while path := _said("Where is the data, if it is here: a folder or a file? (Enter: go by the words alone)"):
        if path.startswith("s3://") or Path(path).expanduser().exists():
            return str(Path(path).expanduser()) if "://" not in path else path
        print(f"There is no {path}.")
    return None


def _targeted(args: Namespace, words: str, answers: list[str], advice: Advice, advised: Advised) -> Advice:
    """Shows the column that is taken for the target, and takes another one."""
    fact = advice.problem.predicts
    while fact is not None and (said := _said(f"To be predicted: {fact.seen}. Another column? (Enter: this one)")):
        try:
            chosen = advised(args, words, [*answers, f"target={said}"])
        except AdvisorError as error:
            print(error)
            continue
        answers.append(f"target={said}")
        return chosen
    return advice


def _answer(question: Question) -> str | None:
    """An answer as `--answer` takes it; None where the person does not know. What fits nothing is asked again."""
    print(f"\n{question.text}")
    for number, choice in enumerate(question.choices, 1):
        print(f"  {number} {choice}")
    while said := _said("A number, or Enter if you do not know"):
        if said.isdecimal() and 1 <= int(said) <= len(question.choices):
            return f"{question.id}={question.choices[int(said) - 1]}"
        print(f"A number from 1 to {len(question.choices)}, please.")
    return None


def _file(advice: Advice) -> str | None:
    """Where to write the request, if it is wanted."""
    if not advice.recommendations:
        return None
    while file := _said("Write a training request? A file name (job.json, or train.py for a script), or nothing"):
        if not Path(file).exists():
            return file
        print(f"{file} exists already.")
    return None


def _said(prompt: str) -> str:
    """What is typed; nothing where the input ends."""
    try:
        return input(f"{prompt}\n> ").strip()
    except EOFError:
        print()
        return ""
