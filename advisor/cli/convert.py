"""`advisor convert`: writes data in the format that an algorithm reads."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentTypeError, Namespace
from typing import TYPE_CHECKING, Any

from advisor.cli.output import emit
from advisor.cli.parsing import PASSED, Pairs, add_output_format, count

if TYPE_CHECKING:
    from advisor.conversion.results import Converted

FORMATS = (
    "csv", "libsvm", "npy", "parquet", "recordio-protobuf", "sentences", "sequence-pairs", "token-records",
    "time-series",
    "augmented-manifest", "class-folders", "detection-json", "image-recordio", "lst", "masks",
)  # fmt: skip

_PICTURES = ("class-folders", "detection-json", "image-recordio", "lst")
_SAMPLES = {
    "time-series": ("series", "series"), "masks": ("mask", "masks"), "augmented-manifest": ("sample", "samples"),
    "sequence-pairs": ("pair", "pairs"), "token-records": ("pair", "pairs"),
    **dict.fromkeys(_PICTURES, ("picture", "pictures")),
}  # fmt: skip
_ASIDE_SHOWN = 10

_ABOUT = """Writes data in another format, to a new file or folder, which is written completely or not at all. The
source is never changed. Nothing is dropped, filled in or numbered unless an option says so. Columns are
named by the header, or by their numbers from 1."""

_FROM = """csv, json-lines, libsvm, npy, npz, parquet, recordio-protobuf; of texts lines, parallel-lines, text-files; of
pictures class-folders, coco, ground-truth, image-recordio, label-studio, labelme, lst, voc, yolo"""


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser("convert", help="write data in another format", description=_ABOUT)
    parser.add_argument(
        "source",
        metavar="SOURCE",
        help="a file, a folder whose files follow each other, a zip file of one, or s3://bucket/prefix",
    )
    parser.add_argument("--to", required=True, choices=FORMATS, metavar="FORMAT", help=", ".join(FORMATS))
    parser.add_argument("--output", required=True, metavar="PATH", help="the file to write, or the folder for several")
    parser.add_argument("--force", action="store_true", help="replace what is there")
    add_output_format(parser, "text", "json")
    _add_source(parser.add_argument_group("the format of the source, if its first bytes do not show it"))
    _add_rows(parser.add_argument_group("what becomes of rows and columns"))
    _add_files(parser.add_argument_group("the files"))
    _add_series(parser.add_argument_group("time series: --to time-series"))
    _add_texts(parser.add_argument_group("texts"))
    _add_pictures(parser.add_argument_group("pictures"))
    parser.set_defaults(run=run)


def _told(parser: Any, name: str, **how: Any) -> None:
    """An option that is not given is not there: the default is the conversion's own."""
    parser.add_argument(name, default=SUPPRESS, **how)


def _add_source(parser: Any) -> None:
    _told(parser, "--from", dest="held", metavar="FORMAT", help=_FROM)
    _told(parser, "--header", type=_yes_or_no, metavar="yes|no", help="whether the first row holds names")
    _told(parser, "--delimiter", metavar="CHARACTER", help="the delimiter between cells; `tab` for a tab")
    _told(parser, "--encoding", metavar="NAME", help="such as cp1252")
    _told(parser, "--decimal", choices=(".", ","), help="the decimal mark in numbers (default: .)")
    _told(parser, "--null", action="append", metavar="TEXT", help="a text that marks a missing value")
    _told(parser, "--requester-pays", action="store_true", help="pay for what is read from S3, if its owner demands it")
    _told(parser, "--array", metavar="NAME", help="which array of a .npz file holds the samples")
    _told(parser, "--width", type=count, metavar="N", help="number of features (libsvm, sparse records)")
    _told(parser, "--base", type=int, choices=(0, 1), help="index of the first feature in libsvm")


def _add_rows(parser: Any) -> None:
    _told(parser, "--label", metavar="COLUMN", help="the label, which goes first")
    _told(parser, "--drop", action="append", metavar="COLUMN", help="leave this column out")
    _told(parser, "--keep", action="append", metavar="COLUMN", help="keep only these columns, in this order")
    _told(parser, "--numbers", action="store_true", help="give each category of a column of text a number")
    _told(parser, "--dates", choices=("day-first", "month-first"),
          help="what comes first in dates such as 01/02/2025 where no value of the column tells")  # fmt: skip
    _told(parser, "--classes", action="store_true", help="number the labels from 0")
    _told(
        parser, "--mapping", metavar="FILE", help="the numbers of categories and the means: used if there, else written"
    )
    _told(
        parser, "--missing", type=_missing, metavar="drop|mean|keep|NUMBER",
        help="missing values: drop the row, fill in the mean of the column or a number, or keep them",
    )  # fmt: skip
    _told(parser, "--beyond", choices=("clip", "drop"), help="values that do not fit a 32-bit float")
    _told(parser, "--sparse", action="store_true", help="write sparse records")
    _told(parser, "--dense", action="store_false", dest="sparse", help="write dense records")


def _add_files(parser: Any) -> None:
    _told(parser, "--shards", type=count, metavar="N", help="write N files, one per machine")
    _told(
        parser, "--split", type=_share, action=Pairs, metavar="NAME=SHARE",
        help="a part of the rows, such as train=0.8 and validation=0.2; equal rows stay together, and with --label "
        "each part has its share of each class",
    )  # fmt: skip
    _told(
        parser,
        "--split-by",
        metavar="COLUMN",
        help="rows with the same value in this column stay together; for pictures: folder",
    )
    _told(parser, "--split-by-time", metavar="COLUMN", help="the latest rows by this column go to the last part")
    _told(parser, "--seed", type=int, metavar="N", help="a different seed gives a different split")
    _told(parser, "--categorical-index", action="store_true", help="write categorical_index.json beside the file")


def _add_series(parser: Any) -> None:
    _told(parser, "--series", choices=("rows", "columns"),
          help="each row is a series, its columns are times; or each column is one, its rows are times")  # fmt: skip
    _told(parser, "--time", metavar="COLUMN", help="the time of a value")
    _told(
        parser, "--time-format", metavar="FORMAT", help="how times are written, such as %%d.%%m.%%Y (default: ISO 8601)"
    )
    _told(parser, "--target", metavar="COLUMN", help="the value")
    _told(parser, "--item", metavar="COLUMN", help="which series it belongs to")
    _told(parser, "--frequency", metavar="FREQUENCY", help="M, W, D, H or min, also as in 15min")
    _told(parser, "--prediction-length", type=count, metavar="N",
          help="write train/ without the last N values of each series, and test/ with all of them")  # fmt: skip
    _told(parser, "--category", action="append", metavar="COLUMN", help="a category of the series")
    _told(parser, "--feature", action="append", metavar="COLUMN", help="a feature at each time")


def _add_texts(parser: Any) -> None:
    _told(parser, "--text", metavar="COLUMN", help="the text (--to sentences); for other formats its words are counted")
    _told(parser, "--first", metavar="COLUMN", help="the first of a pair: in0 (--to sequence-pairs), or the source")
    _told(parser, "--second", metavar="COLUMN", help="the second of a pair: in1 (--to sequence-pairs), or the target")
    _told(
        parser, "--tokens", choices=("words", "blanks", "cell"),
        help="cut texts into words in lower case (default), only at blanks, or not at all",
    )  # fmt: skip
    _told(
        parser, "--vocabulary", metavar="FOLDER", help="the words and their ids: used if they are there, else written"
    )
    _told(parser, "--vocabulary-size", type=count, metavar="N", help="keep only the most common words")
    _told(parser, "--least-count", type=count, metavar="N", help="keep only words that occur at least N times")
    _told(parser, "--stop-words", metavar="english|FILE", help="words to leave out of the counts")
    _told(parser, "--apart", action="store_true", help="make a vocabulary for each side of the pairs")


def _add_pictures(parser: Any) -> None:
    _told(parser, "--images", metavar="FOLDER", help="the folder with the pictures that the annotations name")
    _told(parser, "--prefix", metavar="S3URI", help="where the result will be in S3 (--to augmented-manifest)")
    _told(
        parser, "--label-attribute", metavar="NAME", help="which label to read, if the lines of a manifest have several"
    )
    _told(
        parser,
        "--several-labels",
        action="store_true",
        help="a picture may have several classes, such as cat|dog in one cell",
    )
    _told(parser, "--resize", type=count, metavar="PIXELS", help="the length of each picture's shorter side")
    _told(
        parser,
        "--quality",
        type=_quality,
        metavar="N",
        help="the quality of JPEGs that are rewritten, 1 to 95 (default: 95)",
    )


def run(args: Namespace) -> int:
    from advisor.contract import json_text
    from advisor.conversion.convert import convert
    from advisor.report.printable import printable

    options = dict(vars(args))
    source, output_format = options.pop("source"), options.pop("output_format")
    options.pop("run")
    done = convert(source, **options)
    emit(json_text(done) if output_format == "json" else _as_text(printable(done)))
    return PASSED


def _as_text(done: Converted) -> str:
    dropped = f", {done.dropped:,} left out" if done.dropped else ""
    where = f"{done.output}: {', '.join(done.files)}" if done.files else done.output
    one, many = _SAMPLES.get(done.wanted, ("row", "rows"))
    lines = [f"Wrote {done.rows:,} {one if done.rows == 1 else many} as {done.wanted} to {where}"]
    lines += [f"  {count:,} {'picture' if count == 1 else 'pictures'}: {what}" for what, count in done.mended.items()]
    lines += [f"  {note}" for note in done.notes]
    if done.unknown:
        lines.append(f"  words that the vocabulary lacks, written as <unk>: {done.unknown:,}")
    lines += [f"  left out: {left.file} {left.because}" for left in done.aside[:_ASIDE_SHOWN]]
    if len(done.aside) > _ASIDE_SHOWN:
        lines.append(f"  left out: {len(done.aside) - _ASIDE_SHOWN:,} more (--output-format json names them all)")
    for column, what in done.mapping.items():
        numbers = what.get("numbers", {})
        shown = ", ".join(f"{text or 'no value'} = {number}" for text, number in list(numbers.items())[:5])
        shown = f"days since 1970-01-01, dates read as {what['dates']}" if "dates" in what else shown
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


def _quality(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= 95:
        return int(text)
    raise ArgumentTypeError(f"{text!r} is not a number from 1 to 95")


def _share(text: str) -> tuple[str, float]:
    name, _, share = text.partition("=")
    try:
        if name.strip() and "/" not in name and float(share) > 0:
            return name.strip(), float(share)
    except ValueError:
        pass
    raise ArgumentTypeError(f"{text!r} is not NAME=SHARE, such as train=0.8")
