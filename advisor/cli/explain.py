"""`advisor explain`: what a rule says, or what is behind the message or the story of a failed training job."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from advisor.cli.output import emit, look
from advisor.cli.parsing import FOUND, PASSED, add_output_format

if TYPE_CHECKING:
    from advisor.findings import Report

_ABOUT = """Prints what a rule means, why it matters and how to fix what it finds. Given the message, the log, the
description or the story of a failed job instead, prints the rules that prevent it, or the cause if the data is not
at fault; exit code 1 if nothing is known. Given nothing, lists all rules by family."""
_TEXT = (
    "a code such as CSV110, a name, what a failure said or how it went; - reads it from standard input; nothing for all"
)


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser("explain", help="explain a rule or a training failure", description=_ABOUT)
    parser.add_argument("text", metavar="RULE|TEXT|-", nargs="?", help=_TEXT)
    parser.add_argument("--algorithm", metavar="ID", help="the algorithm that was trained, or its container")
    parser.add_argument("--data", metavar="PATH", help="the data that was trained on: it is checked at once")
    parser.add_argument("--job", metavar="FILE", help="the request that was sent: it is checked at once")
    add_output_format(parser, "text", "json")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    from advisor.explanation import explain
    from advisor.report.explanation import as_json, as_list, as_text

    text = sys.stdin.read() if args.text == "-" else args.text
    answer = explain(text, args.algorithm)
    if text is None:
        emit(as_json(answer) if args.output_format == "json" else as_list(answer, look()))
        return PASSED
    report = _checked(args, answer.algorithm) if args.data or args.job else None
    if report:
        answer = explain(text, answer.algorithm, {finding.rule for finding in report.findings})
    emit(as_json(answer, report) if args.output_format == "json" else as_text(answer, look(), report))
    return PASSED if answer.rules or answer.not_data else FOUND


def _checked(args: Namespace, algorithm: str | None) -> Report:
    from advisor.engine.check import check_asked
    from advisor.engine.options import Asked, Reading

    named = args.algorithm or (None if args.job else algorithm)
    return check_asked(args.data, Asked(algorithm=named, job=args.job), Reading())
