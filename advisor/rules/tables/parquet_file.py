"""Rules on Parquet files that cannot be read, whatever they hold."""

from __future__ import annotations

from advisor.rules.base import fault_rule
from advisor.rules.raised import XGBOOST

FORMAT = "https://github.com/apache/parquet-format"
FORMATS = ("parquet", "time-series-parquet")

fault_rule(
    "PAR101", "no-footer", "error", "The file does not end in PAR1: it is not complete.", *FORMATS,
    summary="The Parquet file has no end: it is cut off, or was never closed.",
    why="The footer at the end says where the columns are; without it nothing in the file can be read.",
    fix="Write or upload the file again, and make sure that its writer is closed.",
    sources=(FORMAT,), training_error="Failed to load parquet data with exception",
    raised_by=XGBOOST,
)  # fmt: skip

fault_rule(
    "PAR102", "broken-footer", "error", "The footer cannot be read: {value}", *FORMATS,
    summary="The footer of the Parquet file cannot be read.",
    why="The footer says where the columns are; without it nothing in the file can be read.",
    fix="Write the file again.",
    sources=(FORMAT,), training_error="Failed to load parquet data with exception",
    raised_by=XGBOOST,
)  # fmt: skip

fault_rule(
    "PAR103", "broken-data", "error", "The data after the last row that was read cannot be unpacked: {value}", *FORMATS,
    summary="The Parquet file holds data that cannot be read.",
    why="Training stops at the first page that cannot be unpacked.",
    fix="Write the file again, compressed with snappy or gzip, or not at all.",
    sources=(FORMAT,), training_error="Failed to load parquet data with exception",
    raised_by=XGBOOST,
)  # fmt: skip

fault_rule(
    "PAR104", "encrypted", "error", "The footer is encrypted.", *FORMATS,
    summary="The Parquet file is encrypted.",
    why="The containers have no keys for Parquet's own encryption.",
    fix="Write the file without encryption; S3 can encrypt it at rest.",
    sources=(FORMAT,),
)  # fmt: skip
