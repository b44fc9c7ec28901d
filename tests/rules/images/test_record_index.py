"""Findings on an index beside a file of image records."""

from __future__ import annotations

from pathlib import Path

from tests.builders.acceptance.cases import Files, judged
from tests.builders.folders import checked
from tests.builders.pictures.images import jpeg
from tests.builders.recordio import image_record, write_recordio

RECORDS = write_recordio(image_record(jpeg(), float(number)) for number in range(2))


def messages(**indexes: str) -> list[str]:
    """What is said of these indexes, each beside two records."""
    files: Files = {f"train/{name}.rec": ("image-recordio", RECORDS) for name in indexes}
    files |= {f"train/{name}.idx": ("record-index", text.encode()) for name, text in indexes.items()}
    return [f.message for f in judged(files, "IRC132", algorithm="image-classification")]


def test_an_entry_points_into_the_file() -> None:
    size = len(RECORDS)
    assert messages(a=f"0\t0\n1\t{size - 1}\n") == []
    assert messages(a=f"0\t0\n1\t{size}\n") == [f"An entry points to byte {size} of a file of {size} bytes."]


def test_one_index_that_cannot_be_read_hides_no_other() -> None:
    said = ["The index has 1 entries, the file of records 2 records."]
    assert messages(a="hello\n", b="0\t0\n") == said


def test_in_pipe_mode_the_index_is_streamed(tmp_path: Path) -> None:
    files: dict[str, bytes | str] = {"train/a.rec": RECORDS, "train/a.idx": "0\t0\n1\t8\n"}
    report = checked(tmp_path, files, algorithm="image-classification", input_mode="Pipe")
    told = [(f.severity, f.message) for f in report.findings if f.rule == "IRC130"]
    assert told == [("error", "In Pipe mode the index is streamed among the records, but is not one.")]
