"""`advisor algorithms`: what is known of the built-in algorithms."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from advisor.cli.output import emit, look
from advisor.cli.parsing import PASSED, UsageError, add_output_format

if TYPE_CHECKING:
    from advisor.knowledge.models.algorithm import Algorithm

_ABOUT = "Lists the built-in algorithms, or prints all that is known of one of them, with sources."


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser("algorithms", help="what is known about the algorithms", description=_ABOUT)
    parser.add_argument("id", nargs="?", metavar="ID", help="an algorithm or its container; without it, all of them")
    parser.add_argument("--task", help="list only those for a task, such as clustering")
    parser.add_argument("--content-type", metavar="TYPE", help="list only those that train on a type, such as text/csv")
    parser.add_argument("--gpu", action="store_true", help="list only those that train on GPUs")
    add_output_format(parser, "text", "json")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    from advisor.knowledge.load import algorithm_named
    from advisor.report.algorithms.json import render
    from advisor.report.algorithms.text import page, table

    found = [algorithm_named(args.id)] if args.id else _filtered(args)
    if args.output_format == "json":
        emit(render(found))
    else:
        emit(page(found[0], look()) if args.id else table(found, look()))
    return PASSED


def _filtered(args: Namespace) -> list[Algorithm]:
    from advisor.knowledge.load import algorithms

    found = list(algorithms().values())
    _known(args.task, {task for a in found for task in a.tasks}, "--task")
    _known(args.content_type, {name for a in found for name in a.content_types}, "--content-type")
    return [
        algorithm
        for algorithm in found
        if (args.task is None or args.task in algorithm.tasks)
        and (args.content_type is None or args.content_type in algorithm.content_types)
        and (not args.gpu or algorithm.training.gpu)
    ]


def _known(value: str | None, values: set[str], option: str) -> None:
    if value is not None and value not in values:
        raise UsageError(f"{option} {value!r} is not one of {', '.join(sorted(values))}")
