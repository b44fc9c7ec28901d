"""`advisor check`: would this data, with this request, train?"""

from __future__ import annotations

import sys
from argparse import SUPPRESS, Namespace
from dataclasses import fields, replace
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
    from advisor.engine.options import Asked
    from advisor.findings import Report
    from advisor.gate.runs import Subject

_ABOUT = """Reads all of the data once, and reports what would stop a training job or let it train on wrong data:
for one algorithm with --algorithm or --job, otherwise for all of them."""
_PATH = """a folder with one folder per channel (train/, validation/, ...), one file, s3://bucket/prefix, or the name of
a data set in advisor.toml (default: all of those, otherwise ., or no data with --job)"""


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
        help="decode every image in full, in .rec files too: slower, but finds hidden damage",
    )  # fmt: skip
    add("--follow-links", action="store_true", help="follow links that lead out of the folder")
    add("--requester-pays", action="store_true", help="pay for what is read from S3, if its owner demands that")
    add("--against", metavar="DIR|REPORT.json", help="an earlier state that was good: report what changed")
    add("--strict", action="store_true", help="count warnings as errors")


def _add_reading(parser: Any) -> None:
    parser.add_argument(
        "--workers", metavar="N", type=count, help="how many files to read at a time (default: by the cores)"
    )
    parser.add_argument("--scheduler", metavar="ADDRESS", help="a Dask cluster that reads, such as tcp://host:8786")
    parser.add_argument("--no-cache", action="store_true", help="read all of the data again, and cache nothing")


def _add_report(parser: Any) -> None:
    parser.add_argument(
        "--output-format", choices=tuple(RENDERERS), metavar="FORMAT", help=f"{', '.join(RENDERERS)} (default: text)"
    )
    parser.add_argument("--output-file", metavar="FILE", help="write the report there instead of printing it")
    parser.add_argument(
        "--output",
        metavar="FORMAT[=FILE]",
        action="append",
        help="one more report, such as sarif=report.sarif; repeatable",
    )
    parser.add_argument("--full", action="store_true", help="show every finding in full (format text)")
    parser.add_argument(
        "--select", metavar="CODE", action="append", help="report only these: codes, names, or CSV for all CSV rules"
    )
    parser.add_argument("--ignore", metavar="CODE[=REASON]", type=with_reason, action=Pairs, help="do not report these")
    parser.add_argument(
        "--fail-on", choices=("error", "warning", "never"), help="the severity that makes the exit code 1"
    )
    parser.add_argument("--baseline", metavar="FILE", help="accept the findings in this file; fail only on others")
    parser.add_argument("--write-baseline", metavar="FILE", help="write the findings there as accepted ones")
    parser.add_argument("--config", metavar="FILE", help="this advisor.toml or pyproject.toml instead of the nearest")
    parser.add_argument("--isolated", action="store_true", help="read no configuration")


def run(args: Namespace) -> int:
    from advisor.cli.progress import progress
    from advisor.engine.cache import Cache
    from advisor.engine.options import Asked, Reading
    from advisor.engine.reading.cluster import cluster
    from advisor.gate.config import configuration
    from advisor.gate.policy import overridden
    from advisor.gate.runs import reports, subjects

    found = configuration(args.config, args.isolated)
    policy = overridden(found, args)
    given = {option.name: getattr(args, option.name) for option in fields(Asked) if hasattr(args, option.name)}
    chosen = subjects(args.paths, given, found)
    wanted = outputs(args.output, args.output_format, args.output_file, found.outputs())
    store = None if args.no_cache else found.store()
    with progress() as show, cluster(args.scheduler) as executor:
        reading = Reading(workers=args.workers, executor=executor, progress=show, cache=Cache(store))
        made = list(reports(chosen, reading, policy, _note))
    if store and store.trouble:
        _note(store.trouble)
    if any(map(_is_read_slowly, made)):
        _note("large files are read several times as fast once `advisor compile` has run on this machine")
    if args.write_baseline:
        return _write_baseline(args.write_baseline, chosen, made)
    for output in wanted:
        _emit(output, chosen, made, str(found.file) if found.file else None, args.full)
    if any(report.status == "partial" for report in made):
        return FAILED
    return PASSED if all(report.verdict == "pass" for report in made) else FOUND


def _is_read_slowly(report: Report) -> bool:
    """Whether its files are large, and of a format for which there are loops that nobody has compiled."""
    from advisor.formats.kernels import would_pay
    from advisor.profile.formats import FORMATS

    formats = [FORMATS[channel.format] for channel in report.channels.values() if channel.format in FORMATS]
    return any(known.compiled for known in formats) and would_pay(report.summary.bytes // max(report.summary.files, 1))


def _note(text: str) -> None:
    print(f"advisor: {text}", file=sys.stderr)


def _emit(output: Output, chosen: list[Subject], made: list[Report], config: str | None, is_full: bool) -> None:
    from advisor.engine.excerpts.around import around_below
    from advisor.engine.excerpts.source_line import lines_below
    from advisor.report.terminal import Shown

    several = len(chosen) > 1
    shown = []
    for s, report in zip(chosen, made, strict=True):
        lines, stand_in = lines_below(s.path) if s.path else None, config if s.name else None
        how = look(output.file, lines, s.path or "", s.job, stand_in, is_full, _told(s.asked))
        if s.path and output.format == "html":
            how = replace(how, around=around_below(s.path))
        shown.append(Shown(report, how, (s.name or s.path) if several else None))
    emit(renderer(output.format)(shown), output.file)


def _told(asked: Asked) -> tuple[str, ...]:
    """The arguments that `advisor fix` needs besides the path, to find the same."""
    pairs = (("--hyperparameter", asked.hyperparameters), ("--content-type", asked.content_types))
    return tuple(word for option, given in pairs for item in given.items() for word in (option, "=".join(item)))


def _write_baseline(file: str, chosen: list[Subject], made: list[Report]) -> int:
    from advisor.gate.baseline import written

    emit(written({subject.name or "": report for subject, report in zip(chosen, made, strict=True)}), file)
    return PASSED
