"""`advisor explain`: what a rule says, or which rule would have prevented a training failure."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from advisor.cli.output import emit, look
from advisor.cli.parsing import FOUND, PASSED, add_output_format

_ABOUT = """Prints what a rule means, why it matters and how to mend what it finds. Given the text of a training failure
instead, prints the rules that prevent a failure like it; exit code 1 if there is none."""


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser("explain", help="explain a rule or a training failure", description=_ABOUT)
    parser.add_argument("text", metavar="RULE|TEXT", help="a code such as CSV110, a name, or the text of a failure")
    add_output_format(parser, "text", "json")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    from advisor.explanation import explain
    from advisor.report.explanation import as_json, as_text

    found = explain(args.text)
    emit(as_json(found) if args.output_format == "json" else as_text(found, look()))
    return PASSED if found else FOUND
