"""`advisor recommend`: which algorithm answers a problem, and what it needs."""

from __future__ import annotations

import shlex
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advisor.cli.output import emit, look
from advisor.cli.parsing import PASSED, UsageError, add_output_format

if TYPE_CHECKING:
    from advisor.advise import Advice, Problem
    from advisor.advise.plan.emit import Place

_ABOUT = """Reads the problem in your words, looks at the data if there is some, and says which built-in algorithm
fits, why, and what it needs: data, machines, first hyperparameters. Nothing is sent anywhere. Without arguments, in a
terminal, it asks."""
_USAGE = (
    "say what the problem is, in words, by --problem FILE or by --data PATH; "
    "usage: advisor recommend [PROBLEM] [--problem FILE] [--data PATH] [--algorithm ID] (see --help)"
)
_EMIT = "write a CreateTrainingJob request there (or an SDK script, if FILE ends in .py)"
_SDK = "version of the SageMaker Python SDK that the script is for (default: 3)"


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
    parser.add_argument("--full", action="store_true", help="every reason with its source, channels, machines")
    parser.add_argument("--emit", metavar="FILE", help=_EMIT)
    parser.add_argument("--sdk", type=int, choices=(2, 3), default=3, help=_SDK)
    parser.add_argument("--force", action="store_true", help="overwrite FILE (with --emit)")
    parser.add_argument("--region", default="", help="AWS region of the job (with --emit)")
    parser.add_argument("--role", metavar="ARN", default="", help="execution role of the job (with --emit)")
    parser.add_argument("--bucket", metavar="NAME", default="", help="S3 bucket of the data (with --emit)")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    asks = not (args.problem or args.file or args.data or args.algorithm)
    if asks and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(_USAGE)
    if args.target and not (args.data or asks):
        raise UsageError("--target names a column of the data: give it with --data PATH")
    if args.emit:
        _may_write(args.emit, force=args.force)
    if asks:
        from advisor.cli.interview import interview

        _show(interview(args, _advised), args)
    else:
        _show(_advised(args, _problem(args), args.answer), args)
    return PASSED


def _show(advice: Advice, args: Namespace) -> None:
    """Prints advice, and writes what is to be written."""
    from advisor.report.advice.advice import as_json, as_text

    content = _emitted(advice, args) if args.emit else None
    emit(as_json(advice) if args.output_format == "json" else as_text(advice, look(is_full=args.full), _fix(args)))
    if content is not None:
        emit(content, args.emit)


def _problem(args: Namespace) -> str | Problem:
    if not args.file:
        return str(args.problem)
    from advisor.recommendation import read_problem

    return read_problem(Path(args.file), args.problem)


def _advised(args: Namespace, problem: str | Problem, answers: list[str]) -> Advice:
    from advisor.recommendation import recommend

    return recommend(problem, data=args.data, algorithm=args.algorithm, answers=answers, target=args.target)


def _fix(args: Namespace) -> str | None:
    """The command that mends files, with `{}` for the algorithm; None where there are none."""
    return f"advisor fix {shlex.quote(args.data)} --algorithm {{}} --output fixed" if args.data else None


def _may_write(file: str, *, force: bool) -> None:
    if Path(file).exists() and not force:
        raise UsageError(f"--emit: {file} exists already; --force overwrites it")


def _emitted(advice: Advice, args: Namespace) -> str:
    """The request or script; the request is judged before it is written."""
    from advisor.advise.plan.emit import Place, emitted

    place = Place(args.region, args.role, args.bucket)
    _judge(advice, place)
    return emitted(advice, args.emit, place, args.sdk)


def _judge(advice: Advice, place: Place) -> None:
    """Raises `UsageError` where the service would refuse the request, as for a role that is none."""
    import json

    from advisor.advise.plan.emit import emitted
    from advisor.engine.check import check
    from advisor.request import request_of

    content = json.loads(emitted(advice, "job.json", place))
    algorithm = advice.recommendations[0].algorithm
    report = check(None, algorithm=algorithm, job=request_of(content, "job.json"))
    errors = [
        f"{finding.location.key}: {finding.message}" for finding in report.findings if finding.severity == "error"
    ]
    if errors:
        raise UsageError(f"--emit: the request would be refused: {'; '.join(errors[:3])}")
