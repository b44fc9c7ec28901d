"""Rules on files of time series: JSON Lines, gzip around them, and the endings of their names."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.model import Case, at
from advisor.knowledge.models.requirements import FileEndings
from advisor.profile import faults
from advisor.profile.series.time_series import TimeSeriesProfile
from advisor.rules.base import fault_rule, rule
from advisor.rules.sources import DEEPAR
from advisor.rules.written import written

REPORT = "https://github.com/juliensimon/dlnotebooks/issues/2"
NOTEBOOK = (
    "https://github.com/aws/amazon-sagemaker-examples/blob/main/introduction_to_amazon_algorithms/"
    "deepar_electricity/DeepAR-Electricity.ipynb"
)
FORMAT = "time-series"
PARSING = "Error when parsing json"
AS_LINES = "write it as JSON Lines, one object per line"
GZIP = ("SER117", "SER118")


fault_rule(
    "SER117", "gzip-truncated", "error", "The compressed data breaks off here; nothing after it could be read.", FORMAT,
    summary="The gzip file is cut off.",
    why="The rest is lost; the container stops where the file breaks off.",
    fix="Compress the file again, or upload it again.",
    sources=(DEEPAR,),
)  # fmt: skip

fault_rule(
    "SER118", "gzip-damaged", "error", "The compressed data is damaged here: {value}", FORMAT,
    summary="The gzip file is damaged.",
    why="The container cannot unpack it.",
    fix="Compress the file again, or upload it again.",
    sources=(DEEPAR,),
)  # fmt: skip

fault_rule(
    "SER119", "gzip-trailing-bytes", "error",
    "After the last member of the gzip file there are bytes that are not gzip.", FORMAT,
    summary="The compressed data is followed by bytes that are not gzip.",
    why="Some programs ignore them; Python's gzip stops.",
    fix="Compress the file again.",
    sources=(DEEPAR, "https://docs.python.org/3/library/gzip.html"),
)  # fmt: skip

written(
    FORMAT,
    "the file",
    {
        "SER101": (faults.NOT_JSON, {"sources": (DEEPAR, REPORT), "requires": GZIP}),
        "SER102": (faults.PYTHON_LITERAL, {"sources": (DEEPAR, REPORT), "conversion": AS_LINES}),
        "SER103": (faults.PRETTY_PRINTED, {"sources": (DEEPAR, REPORT), "conversion": AS_LINES}),
        "SER104": (
            faults.NOT_AN_OBJECT,
            {
                "fix": 'Write one object per line, such as {"start": "2020-01-01 00:00:00", "target": [1, 2, 3]}.',
                "sources": (DEEPAR, REPORT),
                "conversion": AS_LINES,
            },
        ),
        "SER105": (faults.TRAILING_COMMA, {"sources": (DEEPAR, REPORT), "conversion": AS_LINES}),
        "SER106": (faults.SEVERAL_OBJECTS, {"sources": (DEEPAR, REPORT), "conversion": AS_LINES}),
        "SER107": (
            faults.NOT_A_JSON_CONSTANT,
            {
                "why": "JSON has no such numbers, though json.dumps writes them. A missing value is null or the "
                'string "NaN".',
                "fix": 'Write null or "NaN" for a missing value, as encode_target in AWS\'s notebook does.',
                "sources": (DEEPAR, NOTEBOOK),
                "conversion": 'write missing values as null or "NaN"',
            },
        ),
        "SER108": (faults.REPEATED_KEY, {"training_error": None}),
        "SER109": (faults.BLANK_LINE, {"training_error": None}),
        "SER110": (faults.BYTE_ORDER_MARK, {}),
        "SER111": (faults.NOT_UTF8_ENCODING, {}),
        "SER112": (faults.NOT_UTF8, {}),
        "SER113": (faults.TOO_DEEP, {"training_error": None}),
        "SER114": (
            faults.LINE_TOO_LONG,
            {
                "message": "Lines of more than 32 megabytes: {count}.",
                "fix": "Write one object per line. A series that really is this long is better aggregated to a lower "
                "frequency.",
                "sources": (DEEPAR, "deepar.md#deepar_best_practices"),
                "training_error": None,
            },
        ),
    },
    sources=(DEEPAR,),
    training_error=PARSING,
)


fault_rule(
    "SER116", "inference-request", "error", 'Lines with "instances", as in requests to an endpoint: {count}.', FORMAT,
    summary="A line is a request for forecasts, not a time series.",
    why='The array "instances" is only for requests to an endpoint, which ask for forecasts.',
    fix="Write each element of the array on a line of its own.",
    sources=(DEEPAR, "deepar-in-formats.md"), conversion=AS_LINES,
)  # fmt: skip


@rule(
    "SER115",
    "no-series",
    "error",
    summary="A file holds no time series.",
    why="Without any record, there is nothing to train on.",
    fix="Write one record per series, or delete the file.",
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
    summary="The ending of a file name contradicts the content of the file.",
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
                yield file.hit(f"The name ends in {ending}, but the file holds {holds}.", at())


@rule(
    "SER121",
    "ending-unknown",
    "warning",
    summary="Neither the name of a file nor a content type gives its format.",
    why="By default the ending of the name gives the format; without a known ending, the content type must give it.",
    fix="Let the file names end in .json, .json.gz or .parquet, or give the channel a content type.",
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
