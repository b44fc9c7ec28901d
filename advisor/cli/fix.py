"""`advisor fix`: writes data anew, mended as the findings of a check name it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from advisor.cli.output import emit
from advisor.cli.parsing import FAILED, FOUND, PASSED, Pairs, add_output_format, channel_type, name_value

if TYPE_CHECKING:
    from advisor.conversion.results import Aside, Fixed

_ABOUT = """Checks data, and writes it to a new folder with everything fixed that can be fixed without a person. What
must be decided is asked; files without a finding are copied byte for byte; the result is checked. The data itself is
never changed. Exit code 1: something is left for a person; 2: a question is open, or it cannot be done."""

SHOWN = 20
"""Of what was left out; a document of JSON lists it all."""


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser("fix", help="fix what a check finds", description=_ABOUT)
    parser.add_argument(
        "path", metavar="PATH", help="a folder with one folder per channel, a zip file of one, one file, or s3://..."
    )
    parser.add_argument("--algorithm", required=True, metavar="ID", help="the algorithm that is to read it")
    parser.add_argument("--output", metavar="DIR", help="the folder to write (with --dry-run, nothing is written)")
    parser.add_argument("--dry-run", action="store_true", help="only show what would change")
    parser.add_argument(
        "--answer", metavar="QUESTION=CHOICE", type=name_value, action=Pairs, dest="answers", help="answer a question"
    )
    parser.add_argument("--job", metavar="FILE", help="the training request that goes with the data")
    parser.add_argument(
        "--hyperparameter", metavar="NAME=VALUE", type=name_value, action=Pairs, dest="hyperparameters",
        help="such as k=10",
    )  # fmt: skip
    parser.add_argument(
        "--content-type", metavar="CHANNEL=TYPE", type=channel_type, action=Pairs, dest="content_types",
        help="such as train=text/csv;label_size=0",
    )  # fmt: skip
    parser.add_argument("--mapping", metavar="FILE", help="keep the numbers of categories and the means in this file")
    parser.add_argument("--requester-pays", action="store_true", help="pay for what is read from S3")
    parser.add_argument("--force", action="store_true", help="replace DIR")
    add_output_format(parser, "text", "json")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    from advisor.contract import json_text
    from advisor.conversion.mend.fix import fix

    done = fix(
        args.path, algorithm=args.algorithm, output=args.output, answers=args.answers, job=args.job,
        hyperparameters=args.hyperparameters, content_types=args.content_types, mapping=args.mapping,
        dry_run=args.dry_run, force=args.force, requester_pays=args.requester_pays,
    )  # fmt: skip
    if args.output_format == "json":
        emit(json_text(done))
    else:
        emit("".join(f"{line}\n" for line in _lines(done)))
    if done.questions:
        return FAILED
    return PASSED if done.verdict == "pass" else FOUND


def _lines(done: Fixed) -> Iterator[str]:
    for step in done.steps:
        yield f"{step.file}: {', '.join(step.repairs)}" + (f" -> {step.output}" if step.output else "")
    if not done.steps:
        yield "Nothing can be fixed without a person."
    for question in done.questions:
        choices = f" such as {', '.join(question.choices)}" if question.choices else ""
        yield f"{question.text}\n  --answer {question.id}=CHOICE{choices}"
    for shown in done.preview:
        yield from (f"--- {shown.file}", *(f"- {row}" for row in shown.before), *(f"+ {row}" for row in shown.after))
    if done.questions or done.after is None:
        return
    if done.dropped:
        yield f"Samples left out, as you decided: {done.dropped:,}"
    yield from _left_out(done.aside)
    yield from done.notes
    for finding in done.left:
        yield f"left: {finding.severity} {finding.rule} {finding.location.file or finding.channel}: {finding.message}"
    for name, content_type in done.content_types.items():
        yield f"{name}: send as {content_type}" if content_type else f"{name}: see the check for its content type"
    where = f"{done.output}: " if done.output else "The result would "
    yield f"{where}{done.verdict}: {done.after.errors} errors, {done.after.warnings} warnings"


def _left_out(aside: tuple[Aside, ...]) -> Iterator[str]:
    for item in aside[:SHOWN]:
        number = f", {item.number}" if item.number else ""
        yield f"left out: {item.file}{number}: {item.because}"
    if len(aside) > SHOWN:
        yield f"left out: {len(aside) - SHOWN:,} more (all: --output-format json)"
