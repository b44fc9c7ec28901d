"""`advisor convert`: writes data in the format that an algorithm reads."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentTypeError, Namespace
from typing import TYPE_CHECKING, Any

from advisor.cli.output import emit
from advisor.cli.parsing import PASSED, Pairs, add_output_format, count

if TYPE_CHECKING:
    from advisor.conversion.results import Converted

FORMATS = ("csv", "libsvm", "npy", "parquet", "recordio-protobuf", "sentences", "time-series")

_ABOUT = """Writes data in another format: to a new file or folder, which is there as a whole or not at all. The source
is never touched. Nothing is dropped, filled in or numbered unless an option says so. Columns are named by the header,
or by their numbers from 1."""


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser("convert", help="write data in another format", description=_ABOUT)
    parser.add_argument("source", metavar="SOURCE", help="a file, or a folder whose files follow each other")
    parser.add_argument("--to", required=True, choices=FORMATS, metavar="FORMAT", help=", ".join(FORMATS))
    parser.add_argument("--output", required=True, metavar="PATH", help="the file to write, or the folder for several")
    parser.add_argument("--force", action="store_true", help="replace what is there")
    add_output_format(parser, "text", "json")
    _add_source(parser.add_argument_group("the source, where its first bytes do not tell"))
    _add_rows(parser.add_argument_group("what becomes of rows and columns"))
    _add_files(parser.add_argument_group("the files"))
    _add_series(parser.add_argument_group("time series: --to time-series"))
    parser.set_defaults(run=run)


def _told(parser: Any, name: str, **how: Any) -> None:
    """An option that is not given is not there: the default is the conversion's own."""
    parser.add_argument(name, default=SUPPRESS, **how)


def _add_source(parser: Any) -> None:
    _told(parser, "--from", dest="held", metavar="FORMAT", help="csv, libsvm, npy, npz, parquet, recordio-protobuf")
    _told(parser, "--header", type=_yes_or_no, metavar="yes|no", help="whether the first row holds names")
    _told(parser, "--delimiter", metavar="CHARACTER", help="what stands between cells; tab is one, too")
    _told(parser, "--encoding", metavar="NAME", help="such as cp1252")
    _told(parser, "--decimal", choices=(".", ","), help="the mark in numbers (default: .)")
    _told(parser, "--null", action="append", metavar="TEXT", help="a text that marks a missing value")
    _told(parser, "--width", type=count, metavar="N", help="number of features (libsvm, sparse records)")
    _told(parser, "--base", type=int, choices=(0, 1), help="index of the first feature in libsvm")


def _add_rows(parser: Any) -> None:
    _told(parser, "--label", metavar="COLUMN", help="the label, which goes first")
    _told(parser, "--text", metavar="COLUMN", help="the text (--to sentences)")
    _told(parser, "--drop", action="append", metavar="COLUMN", help="leave this column out")
    _told(parser, "--keep", action="append", metavar="COLUMN", help="keep these columns alone, in this order")
    _told(parser, "--numbers", action="store_true", help="give each category of a column of text a number")
    _told(parser, "--classes", action="store_true", help="number the labels from 0")
    _told(parser, "--mapping", metavar="FILE", help="the numbers of categories and the means: used, or else written")
    _told(
        parser, "--missing", type=_missing, metavar="drop|mean|keep|NUMBER",
        help="missing values: drop the row, fill in the mean of the column or a number, or keep them",
    )  # fmt: skip
    _told(parser, "--beyond", choices=("clip", "drop"), help="values that do not fit a 32-bit float")
    _told(parser, "--sparse", action="store_true", help="write sparse records")
    _told(parser, "--dense", action="store_false", dest="sparse", help="write dense records")


def _add_files(parser: Any) -> None:
    _told(parser, "--shards", type=count, metavar="N", help="write N files, one a machine")
    _told(
        parser, "--split", dest="parts", type=_share, action=Pairs, metavar="NAME=SHARE",
        help="a part of the rows, such as train=0.8 and validation=0.2; equal rows stay together, and with --label "
        "each part has its share of each class",
    )  # fmt: skip
    _told(parser, "--split-by", metavar="COLUMN", help="rows of one value in this column stay together")
    _told(parser, "--split-by-time", metavar="COLUMN", help="the latest rows by this column go to the last part")
    _told(parser, "--seed", type=int, metavar="N", help="another seed, another split")
    _told(parser, "--categorical-index", action="store_true", help="write categorical_index.json beside the file")


def _add_series(parser: Any) -> None:
    _told(parser, "--time", metavar="COLUMN", help="when a value was")
    _told(parser, "--target", metavar="COLUMN", help="the value")
    _told(parser, "--item", metavar="COLUMN", help="which series it belongs to")
    _told(parser, "--frequency", metavar="FREQUENCY", help="M, W, D, H or min, also as in 15min")
    _told(parser, "--category", action="append", dest="categories", metavar="COLUMN", help="a category of the series")
    _told(parser, "--feature", action="append", dest="features", metavar="COLUMN", help="a feature at each time")


def run(args: Namespace) -> int:
    from advisor.conversion.convert import convert
    from advisor.findings import json_text

    told = dict(vars(args))
    source, output_format = told.pop("source"), told.pop("output_format")
    told.pop("run")
    if "split_by_time" in told:
        told |= {"split_by": told.pop("split_by_time"), "split_how": "time"}
    done = convert(source, **told)
    emit(json_text(done) if output_format == "json" else _as_text(done))
    return PASSED


def _as_text(done: Converted) -> str:
    dropped = f", {done.dropped:,} left out" if done.dropped else ""
    where = f"{done.output}: {', '.join(done.files)}" if done.files else done.output
    lines = [f"Wrote {done.rows:,} {'series' if done.wanted == 'time-series' else 'rows'} as {done.wanted} to {where}"]
    for column, what in done.mapping.items():
        numbers = what.get("numbers", {})
        shown = ", ".join(f"{text} = {number}" for text, number in list(numbers.items())[:5])
        lines.append(f"  {column}: {shown}{', ...' if len(numbers) > 5 else ''}" + (
            f"gaps = {what['mean']:g}" if "mean" in what else ""
        ))  # fmt: skip
    return lines[0] + dropped + "\n" + "".join(f"{line}\n" for line in lines[1:])


def _yes_or_no(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ArgumentTypeError(f"{text!r} is neither yes nor no")
    return text == "yes"


def _missing(text: str) -> str | float:
    if text in ("drop", "mean", "keep"):
        return text
    try:
        return float(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is neither drop, mean, keep nor a number") from None


def _share(text: str) -> tuple[str, float]:
    name, _, share = text.partition("=")
    try:
        if name.strip() and "/" not in name and float(share) > 0:
            return name.strip(), float(share)
    except ValueError:
        pass
    raise ArgumentTypeError(f"{text!r} is not NAME=SHARE, such as train=0.8")
