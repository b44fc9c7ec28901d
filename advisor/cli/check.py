"""`advisor check`: would this data, with this request, train?"""

from __future__ import annotations

from argparse import SUPPRESS, Namespace
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from advisor.cli.output import Output, emit, look, outputs
from advisor.cli.parsing import (
    FAILED,
    FOUND,
    PASSED,
    Pairs,
    channel_type,
    count,
    folder_of_objects,
    name_value,
    with_reason,
)
from advisor.report import RENDERERS, renderer

if TYPE_CHECKING:
    from advisor.findings import Report
    from advisor.gate.runs import Subject

_ABOUT = """Reads the data once, all of it, and says what would stop a training job or go through on wrong data:
with --algorithm or --job for that algorithm, else for all of them."""
_PATH = """a folder with one folder a channel (train/, validation/, ...), one file, s3://bucket/prefix, or the name of
a data set in advisor.toml (default: all of these, else ., or no data with --job)"""


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser("check", help="check data, a training request, or both", description=_ABOUT)
    parser.add_argument("paths", nargs="*", metavar="PATH", help=_PATH)
    _add_subject(parser.add_argument_group("what is checked"))
    _add_reading(parser.add_argument_group("how it is read"))
    _add_report(parser.add_argument_group("what is reported"))
    parser.set_defaults(run=run)


def _add_subject(parser: Any) -> None:
    """The options that `Asked` holds. One that is not given is not there: the configuration may say it."""

    def add(name: str, **how: Any) -> None:
        parser.add_argument(name, default=SUPPRESS, **how)

    add("--algorithm", metavar="ID", help="an algorithm (see advisor algorithms) or its container")
    add("--job", metavar="FILE", help="a CreateTrainingJob request in JSON or YAML")
    add(
        "--content-type", metavar="CHANNEL=TYPE", type=channel_type, action=Pairs, dest="content_types",
        help="such as train=text/csv;label_size=0",
    )  # fmt: skip
    add(
        "--hyperparameter", metavar="NAME=VALUE", type=name_value, action=Pairs, dest="hyperparameters",
        help="such as k=10",
    )  # fmt: skip
    add("--input-mode", choices=("File", "Pipe", "FastFile"), help="how the data reaches the container")
    add(
        "--map", metavar="s3://BUCKET/PREFIX=DIR", type=folder_of_objects, action=Pairs, dest="maps",
        help="a folder in which to look for the S3 objects that requests and manifests name",
    )  # fmt: skip
    add(
        "--decode", action="store_true",
        help="decode every image in full, in .rec files too: slower, and finds what heads and ends do not show",
    )  # fmt: skip
    add("--follow-links", action="store_true", help="read what links name that lead out of the folder")
    add("--against", metavar="DIR|REPORT.json", help="an earlier state that was good: what has changed since is told")
    add("--strict", action="store_true", help="count warnings as errors")


def _add_reading(parser: Any) -> None:
    parser.add_argument(
        "--workers", metavar="N", type=count, help="how many read at a time (default: all cores where it is worth it)"
    )
    parser.add_argument("--scheduler", metavar="ADDRESS", help="a Dask cluster that reads, such as tcp://host:8786")


def _add_report(parser: Any) -> None:
    parser.add_argument(
        "--output-format", choices=tuple(RENDERERS), metavar="FORMAT", help=f"{', '.join(RENDERERS)} (default: text)"
    )
    parser.add_argument("--output-file", metavar="FILE", help="write the report there instead of printing it")
    parser.add_argument(
        "--output", metavar="FORMAT[=FILE]", action="append", help="a report more: sarif=report.sarif; may be repeated"
    )
    parser.add_argument("--full", action="store_true", help="show every finding in full, in the format text")
    parser.add_argument("--select", metavar="CODE", action="append", help="report these rules only: codes, names, CSV")
    parser.add_argument("--ignore", metavar="CODE[=REASON]", type=with_reason, action=Pairs, help="pass these over")
    parser.add_argument("--fail-on", choices=("error", "warning", "never"), help="what makes the exit code 1")
    parser.add_argument("--baseline", metavar="FILE", help="accept the findings in this file, and fail on others only")
    parser.add_argument("--write-baseline", metavar="FILE", help="write what is found as what is accepted")
    parser.add_argument("--config", metavar="FILE", help="this advisor.toml or pyproject.toml instead of the nearest")
    parser.add_argument("--isolated", action="store_true", help="read no configuration")


def run(args: Namespace) -> int:
    from advisor.cli.progress import progress
    from advisor.engine.cluster import cluster
    from advisor.engine.options import Asked, Reading
    from advisor.gate.config import configuration
    from advisor.gate.policy import overridden
    from advisor.gate.runs import reports, subjects

    found = configuration(args.config, args.isolated)
    policy = overridden(found, args)
    given = {option.name: getattr(args, option.name) for option in fields(Asked) if hasattr(args, option.name)}
    chosen = subjects(args.paths, given, found)
    wanted = outputs(args.output, args.output_format, args.output_file, found.outputs())
    with progress() as show, cluster(args.scheduler) as executor:
        reading = Reading(workers=args.workers, executor=executor, progress=show)
        made = list(reports(chosen, reading, policy))
    if args.write_baseline:
        return _write_baseline(args.write_baseline, chosen, made)
    for output in wanted:
        _emit(output, chosen, made, args.full)
    if any(report.status == "partial" for report in made):
        return FAILED
    return PASSED if all(report.verdict == "pass" for report in made) else FOUND


def _emit(output: Output, chosen: list[Subject], made: list[Report], is_full: bool) -> None:
    from advisor.engine.source_line import lines_below
    from advisor.report.terminal import Shown

    several = len(chosen) > 1
    shown = [
        Shown(
            report,
            look(output.file, lines_below(s.path) if s.path else None, s.path or "", s.job, is_full),
            (s.name or s.path) if several else None,
        )
        for s, report in zip(chosen, made, strict=True)
    ]
    emit(renderer(output.format)(shown), output.file)


def _write_baseline(file: str, chosen: list[Subject], made: list[Report]) -> int:
    from advisor.gate.baseline import written

    emit(written({subject.name or "": report for subject, report in zip(chosen, made, strict=True)}), file)
    return PASSED
