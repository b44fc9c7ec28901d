"""`advisor recommend`: which algorithm answers a problem, and what it needs."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advisor.cli.output import emit, look
from advisor.cli.parsing import PASSED, UsageError, add_output_format

if TYPE_CHECKING:
    from advisor.advise import Advice, Problem

_ABOUT = """Reads the problem in your words, looks at the data if there is some, and says which built-in algorithm
fits, why, and what it needs: data, machines, first hyperparameters. Nothing is sent anywhere. Without arguments, in a
terminal, it asks."""
_USAGE = (
    "say what the problem is, in words, by --problem FILE or by --data PATH; "
    "usage: advisor recommend [PROBLEM] [--problem FILE] [--data PATH] [--algorithm ID] (--help tells more)"
)
_EMIT = "write a CreateTrainingJob request there (or an SDK script, if FILE ends in .py)"


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser("recommend", help="which algorithm fits a problem", description=_ABOUT)
    parser.add_argument("problem", nargs="?", default="", metavar="PROBLEM", help="the problem in plain words")
    parser.add_argument(
        "--problem", dest="file", metavar="FILE", help="a problem in YAML or JSON (problem.schema.json)"
    )
    parser.add_argument("--data", metavar="PATH", help="a folder or a file to look at")
    parser.add_argument("--algorithm", metavar="ID", help="take this algorithm, and advise on the rest")
    parser.add_argument(
        "--answer", metavar="QUESTION=CHOICE", action="append", default=[], help="answer a question of an earlier reply"
    )
    parser.add_argument("--target", metavar="NAME|N", help="the column to be predicted (with --data)")
    add_output_format(parser, "text", "json")
    parser.add_argument("--emit", metavar="FILE", help=_EMIT)
    parser.add_argument("--region", default="", help="AWS region of the job (with --emit)")
    parser.add_argument("--role", metavar="ARN", default="", help="execution role of the job (with --emit)")
    parser.add_argument("--bucket", metavar="NAME", default="", help="S3 bucket of the data (with --emit)")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    from advisor.report.advice import as_json, as_text

    asks = not (args.problem or args.file or args.data or args.algorithm)
    if asks and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(_USAGE)
    advice = _interview(args) if asks else _advice(args, _problem(args), args.answer)
    emit(as_json(advice) if args.output_format == "json" else as_text(advice, look()))
    if args.emit:
        from advisor.advise.emit import Place, emitted

        emit(emitted(advice, args.emit, Place(args.region, args.role, args.bucket)), args.emit)
    return PASSED


def _problem(args: Namespace) -> str | Problem:
    if not args.file:
        return str(args.problem)
    from advisor.recommendation import read_problem

    return read_problem(Path(args.file), args.problem)


def _advice(args: Namespace, problem: str | Problem, answers: list[str]) -> Advice:
    from advisor.recommendation import recommend

    return recommend(problem, data=args.data, algorithm=args.algorithm, answers=answers, target=args.target)


def _interview(args: Namespace) -> Advice:
    """Asks for the problem, then whatever the advice still has to know."""
    words = _said("What data do you have, and what should come out of it?")
    if not words:
        raise UsageError("there is no problem to advise on")
    answers: list[str] = list(args.answer)
    advice = _advice(args, words, answers)
    while advice.questions:
        question = advice.questions[0]
        print(f"\n{question.text}")
        for number, choice in enumerate(question.choices, 1):
            print(f"  {number} {choice}")
        said = _said("Number, or nothing if you do not know")
        if not said.isdecimal() or not 1 <= int(said) <= len(question.choices):
            break
        answers.append(f"{question.id}={question.choices[int(said) - 1]}")
        advice = _advice(args, words, answers)
    return advice


def _said(prompt: str) -> str:
    """What is typed; nothing where the input ends."""
    try:
        return input(f"{prompt}\n> ").strip()
    except EOFError:
        print()
        return ""
