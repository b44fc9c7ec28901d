"""Rules on files of time series: JSON Lines, gzip around them, and the endings of their names."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.model import Case, at
from advisor.knowledge.requirements import FileEndings
from advisor.profile.series.time_series import TimeSeriesProfile
from advisor.rules.base import fault_rule, rule
from advisor.rules.sources import DEEPAR

REPORT = "https://github.com/juliensimon/dlnotebooks/issues/2"
NOTEBOOK = (
    "https://github.com/aws/amazon-sagemaker-examples/blob/main/introduction_to_amazon_algorithms/"
    "deepar_electricity/DeepAR-Electricity.ipynb"
)
FORMAT = "time-series"
PARSING = "Error when parsing json"
AS_LINES = "write it as JSON Lines, one object a line"
GZIP = ("SER117", "SER118")


rule(
    "SER117",
    "gzip-truncated",
    "error",
    summary="The gzip file ends before its end.",
    why="What follows is lost; the container stops at the end of what is there.",
    fix="Compress the file anew, or upload it again.",
    sources=(DEEPAR,),
)(fault_rule("gzip-truncated", "The compressed data breaks off here; nothing behind it could be read.", FORMAT))

rule(
    "SER118",
    "gzip-damaged",
    "error",
    summary="The gzip file is damaged.",
    why="The container cannot unpack it.",
    fix="Compress the file anew, or upload it again.",
    sources=(DEEPAR,),
)(fault_rule("gzip-damaged", "The compressed data is damaged here: {value}", FORMAT))

rule(
    "SER119",
    "gzip-trailing-bytes",
    "error",
    summary="Something follows the compressed data that is no gzip.",
    why="Some programs pass over it, Python's stops.",
    fix="Compress the file anew.",
    sources=(DEEPAR, "https://docs.python.org/3/library/gzip.html"),
)(fault_rule("gzip-trailing-bytes", "Behind the last member of the gzip file there are bytes that are none.", FORMAT))

rule(
    "SER101",
    "not-json-line",
    "error",
    summary="A line of the time series is no JSON.",
    why="Each line is read by itself, as one complete JSON object.",
    fix="Write each line with json.dumps or the like.",
    sources=(DEEPAR, REPORT),
    training_error=PARSING,
    requires=GZIP,
)(fault_rule("not-json", "Lines that are no JSON: {count}.", FORMAT))

rule(
    "SER102",
    "python-literal",
    "error",
    summary="A line of the time series is written as Python prints it.",
    why="Single quotes, True, False and None are no JSON.",
    fix="Write each line with json.dumps instead of str.",
    sources=(DEEPAR, REPORT),
    training_error=PARSING,
    conversion=AS_LINES,
)(
    fault_rule(
        "python-literal", "Lines with single quotes, True, False or None, as Python prints a dict: {count}.", FORMAT
    )
)

rule(
    "SER103",
    "pretty-printed",
    "error",
    summary="The time series are JSON spread over several lines.",
    why="Each line is read by itself: an object over several lines, or an array around all of them, is none.",
    fix="Write one object a line, without indentation, brackets around them, or commas between them.",
    sources=(DEEPAR, REPORT),
    training_error=PARSING,
    conversion=AS_LINES,
)(fault_rule("pretty-printed", "Lines that are only a part of an object or array: {count}.", FORMAT))

rule(
    "SER104",
    "not-an-object",
    "error",
    summary="A line of the time series is JSON, and no object.",
    why="Each line is one series; an array of them on one line is none.",
    fix='Write one object a line, such as {"start": "2020-01-01 00:00:00", "target": [1, 2, 3]}.',
    sources=(DEEPAR, REPORT),
    training_error=PARSING,
    conversion=AS_LINES,
)(fault_rule("not-an-object", "Lines that are JSON but no object: {count}.", FORMAT, unless="pretty-printed"))

rule(
    "SER105",
    "trailing-comma",
    "error",
    summary="A line of the time series ends in a comma.",
    why="The lines are no members of an array: nothing may follow the object.",
    fix="Delete the commas at the ends of the lines.",
    sources=(DEEPAR, REPORT),
    training_error=PARSING,
    conversion=AS_LINES,
)(fault_rule("trailing-comma", "Lines that end in a comma: {count}.", FORMAT))

rule(
    "SER106",
    "several-objects",
    "error",
    summary="A line of the time series holds more than one object.",
    why="One line is one series; what follows the first object is lost or an error.",
    fix="Write each object on a line of its own.",
    sources=(DEEPAR, REPORT),
    training_error=PARSING,
    conversion=AS_LINES,
)(fault_rule("several-objects", "Lines that hold more than one object: {count}.", FORMAT))

rule(
    "SER107",
    "not-a-json-constant",
    "error",
    summary="A line of the time series holds NaN or Infinity without quotes.",
    why='JSON has no such numbers, though json.dumps writes them. A missing value is null or the string "NaN".',
    fix='Write null or "NaN" for a missing value, as encode_target in AWS\'s notebook does.',
    sources=(DEEPAR, NOTEBOOK),
    training_error=PARSING,
    conversion='write missing values as null or "NaN"',
)(fault_rule("not-a-json-constant", "Lines with a bare NaN or Infinity: {count}.", FORMAT))

rule(
    "SER108",
    "repeated-key",
    "warning",
    summary="A record has a field twice.",
    why="Which of the two counts is left to the reader.",
    fix="Keep one of the two.",
    sources=(DEEPAR,),
)(fault_rule("repeated-key", "Lines with a field twice: {count}. The first has {value} twice.", FORMAT))

rule(
    "SER109",
    "blank-line",
    "warning",
    summary="A line among the time series is blank.",
    why="A blank line is no JSON object; some readers skip it, others stop.",
    fix="Delete the blank lines.",
    sources=(DEEPAR,),
)(fault_rule("blank-line", "Blank lines: {count}.", FORMAT))

rule(
    "SER110",
    "byte-order-mark",
    "error",
    summary="The file begins with a byte order mark.",
    why="The mark stands before the first object, which is then no JSON.",
    fix="Write the file as plain UTF-8 (`utf-8`, not `utf-8-sig`).",
    sources=(DEEPAR,),
    training_error=PARSING,
)(fault_rule("byte-order-mark", "The file begins with a byte order mark (EF BB BF).", FORMAT))

rule(
    "SER111",
    "not-utf8-encoding",
    "error",
    summary="The time series are written in UTF-16 or UTF-32.",
    why="JSON Lines are UTF-8.",
    fix="Write the file in UTF-8, for example with `iconv -f UTF-16 -t UTF-8`.",
    sources=(DEEPAR,),
    training_error=PARSING,
)(fault_rule("not-utf8-encoding", "The file is not written in UTF-8, and was not read.", FORMAT))

rule(
    "SER112",
    "not-utf8",
    "error",
    summary="A line of the time series holds bytes that are no UTF-8.",
    why="JSON Lines are UTF-8.",
    fix="Write the file in UTF-8.",
    sources=(DEEPAR,),
    training_error=PARSING,
)(fault_rule("not-utf8", "Lines with bytes that are no UTF-8: {count}.", FORMAT))

rule(
    "SER113",
    "nested-too-deep",
    "error",
    summary="A line of the time series nests too deep to be read.",
    why="A record is three levels deep; the line was not looked at.",
    fix="Write the line anew.",
    sources=(DEEPAR,),
)(fault_rule("too-deep", "Lines that nest too deep: {count}.", FORMAT))

rule(
    "SER114",
    "line-too-long",
    "error",
    summary="A line of the time series is too long to be read here.",
    why="A line of more than 32 megabytes, some four million values, was not looked at.",
    fix="Write one object a line. A series that is truly so long is better aggregated to a lower frequency.",
    sources=(DEEPAR, "deepar.md#deepar_best_practices"),
)(fault_rule("line-too-long", "Lines of more than 32 megabytes: {count}.", FORMAT))

rule(
    "SER116",
    "inference-request",
    "error",
    summary="A line is a request for forecasts, not a time series.",
    why='Series stand in the array "instances" only when forecasts are asked of an endpoint.',
    fix="Write each member of the array as a line of its own.",
    sources=(DEEPAR, "deepar-in-formats.md"),
    conversion=AS_LINES,
)(fault_rule("inference-request", 'Lines with "instances", as requests to an endpoint have: {count}.', FORMAT))


@rule(
    "SER115",
    "no-series",
    "error",
    summary="A file holds no time series.",
    why="Without a single record there is nothing to train on.",
    fix="Write one record for each series, or delete the file.",
    sources=(DEEPAR,),
)
def no_series(case: Case) -> Iterator[Hit]:
    for _, file, profile in case.profiled(TimeSeriesProfile):
        if not profile.records and not profile.faults.keys() - {"byte-order-mark"}:
            yield file.hit("The file holds no record.", at())


@rule(
    "SER120",
    "ending-belies-content",
    "error",
    summary="The ending of a name says something else than the file holds.",
    why="The format is taken from the ending of the name: .json, .json.gz or .parquet.",
    fix="Rename the file: .json for JSON Lines, .json.gz if they are compressed, .parquet for Parquet.",
    sources=(DEEPAR,),
)
def ending_belies_content(case: Case) -> Iterator[Hit]:
    for channel, file, profile in case.profiled(TimeSeriesProfile):
        for endings in case.requirements(FileEndings, channel.name):
            ending = _ending(file.name, endings)
            if ending is None or channel.declared is not None:
                continue
            packed = "gzip" if file.kind == "gzip" else "plain"
            parquet = profile.format == "time-series-parquet"
            if packed != endings.packed[ending] or parquet != (ending == ".parquet"):
                holds = (
                    "Parquet" if parquet else "JSON Lines compressed with gzip" if packed == "gzip" else "plain JSON"
                )
                yield file.hit(f"The name ends in {ending}, and the file holds {holds}.", at())


@rule(
    "SER121",
    "ending-unknown",
    "warning",
    summary="The name of a file tells no format, and no content type does.",
    why="By default the format is taken from the ending of the name; without a known one the content type must say it.",
    fix="Let the names end in .json, .json.gz or .parquet, or give the channel a content type.",
    sources=(DEEPAR,),
)
def ending_unknown(case: Case) -> Iterator[Hit]:
    for channel, file, _ in case.profiled(TimeSeriesProfile):
        for endings in case.requirements(FileEndings, channel.name):
            if channel.declared is None and _ending(file.name, endings) is None:
                message = f"The name has no known ending, and the channel {channel.name!r} has no content type."
                yield file.hit(message, at(), severity=endings.severity if case.request else "info")


def _ending(name: str, endings: FileEndings) -> str | None:
    """The longest of the known endings that the name has."""
    return max((ending for ending in endings.packed if name.endswith(ending)), key=len, default=None)
