"""`advisor check`: would this data, with this request, train?"""

from __future__ import annotations

from argparse import Namespace
from dataclasses import fields
from typing import Any

from advisor.cli.output import emit, look
from advisor.cli.parsing import (
    FAILED,
    FOUND,
    PASSED,
    Pairs,
    add_output_format,
    channel_type,
    count,
    folder_of_objects,
    name_value,
)
from advisor.report import RENDERERS, renderer

_ABOUT = """Reads the data once, all of it, and says what would stop a training job or go through on wrong data:
with --algorithm or --job for that algorithm, else for all of them."""
_PATH = "a folder with one folder a channel (train/, validation/, ...), or one file (default: ., or no data with --job)"


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser("check", help="check data, a training request, or both", description=_ABOUT)
    parser.add_argument("path", nargs="?", metavar="PATH", help=_PATH)
    parser.add_argument("--algorithm", metavar="ID", help="an algorithm (see advisor algorithms) or its container")
    parser.add_argument("--job", metavar="FILE", help="a CreateTrainingJob request in JSON or YAML")
    parser.add_argument(
        "--content-type", metavar="CHANNEL=TYPE", type=channel_type, action=Pairs, dest="content_types",
        help="such as train=text/csv;label_size=0",
    )  # fmt: skip
    parser.add_argument(
        "--hyperparameter",
        metavar="NAME=VALUE",
        type=name_value,
        action=Pairs,
        dest="hyperparameters",
        help="such as k=10",
    )
    parser.add_argument("--input-mode", choices=("File", "Pipe", "FastFile"), help="how the data reaches the container")
    parser.add_argument(
        "--workers", metavar="N", type=count, help="how many read at a time (default: all cores where it is worth it)"
    )
    parser.add_argument("--scheduler", metavar="ADDRESS", help="a Dask cluster that reads, such as tcp://host:8786")
    parser.add_argument(
        "--map", metavar="s3://BUCKET/PREFIX=DIR", type=folder_of_objects, action=Pairs, dest="maps",
        help="a folder in which to look for the S3 objects that requests and manifests name",
    )  # fmt: skip
    parser.add_argument(
        "--decode", action="store_true",
        help="decode every image in full, in .rec files too: slower, and finds what heads and ends do not show",
    )  # fmt: skip
    parser.add_argument("--strict", action="store_true", help="count warnings as errors")
    add_output_format(parser, *RENDERERS)
    parser.add_argument("--output-file", metavar="FILE", help="write the report there instead of printing it")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    from advisor.cli.progress import progress
    from advisor.engine.check import check_asked
    from advisor.engine.cluster import cluster
    from advisor.engine.options import Asked, Reading
    from advisor.engine.source_line import lines_below

    path = args.path or (None if args.job else ".")
    asked = Asked(**{option.name: getattr(args, option.name) for option in fields(Asked)})
    with progress() as show, cluster(args.scheduler) as executor:
        report = check_asked(path, asked, Reading(workers=args.workers, executor=executor, progress=show))
    shown = look(args.output_file, lines_below(path) if path else None, path or "", args.job)
    emit(renderer(args.output_format)(report, shown), args.output_file)
    if report.status == "partial":
        return FAILED
    return PASSED if report.verdict == "pass" else FOUND
