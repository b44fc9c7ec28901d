"""Sources packed with gzip become what they become unpacked, and stay as they are."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from advisor import AdvisorError, check, convert
from tests.builders.folders import places, write

ROWS = "y,a\n" + "".join(f"{i % 2},{i / 4}\n" for i in range(40))
SOURCES = {
    "a.csv": ROWS,
    "a.tsv": ROWS.replace(",", "\t"),
    "a.jsonl": "".join(f'{{"y": {i % 2}, "a": {i / 4}}}\n' for i in range(40)),
    "a.libsvm": "".join(f"{i % 2} 1:{i / 4} 2:1\n" for i in range(40)),
}


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize("is_folder", [True, False])
def test_what_is_packed_is_read(tmp_path: Path, name: str, is_folder: bool) -> None:
    packed = gzip.compress(SOURCES[name].encode())
    source = write(tmp_path / "s", {f"{name}.gz": packed})
    plain = write(tmp_path / "p", {name: SOURCES[name]})
    told: dict[str, Any] = {"to": "csv", "label": None if name.endswith("libsvm") else "y"}
    done = convert(source if is_folder else source / f"{name}.gz", output=tmp_path / "o/train/a.csv", **told)
    convert(plain, output=tmp_path / "q/a.csv", **told)
    assert (tmp_path / "o/train/a.csv").read_bytes() == (tmp_path / "q/a.csv").read_bytes()
    assert (done.rows, done.source) == (40, str(source if is_folder else source / f"{name}.gz"))
    assert places(check(tmp_path / "o", algorithm="linear-learner")) == []
    assert {path.name: path.read_bytes() for path in source.iterdir()} == {f"{name}.gz": packed}
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == sorted(
        [f"{name}.gz", name, *["a.csv"] * 2]
    )


def test_packed_files_and_others_follow_each_other(tmp_path: Path) -> None:
    source = write(tmp_path / "s", {"1.csv": "1,2\n", "2.csv.gz": gzip.compress(b"3,4\n"), "3.csv": "5,6\n"})
    convert(source, to="csv", output=tmp_path / "o.csv", header=False)
    assert (tmp_path / "o.csv").read_text() == "1,2\n3,4\n5,6\n"


def test_what_cannot_be_read_is_told_of_the_source(tmp_path: Path) -> None:
    source = write(
        tmp_path / "s", {"a.csv.gz": gzip.compress(b"1,2\n3,x\n"), "b.gz": gzip.compress(ROWS.encode())[:-9]}
    )
    with pytest.raises(AdvisorError, match=r"^\S*/s/a.csv.gz:2: column 2 holds 'x'"):
        convert(source / "a.csv.gz", to="libsvm", label=1, output=tmp_path / "o", header=False)
    with pytest.raises(AdvisorError, match=r"^\S*/s/b.gz: cannot be unpacked"):
        convert(source / "b.gz", to="csv", output=tmp_path / "o")
    write(source, {"a.csv": "1,2\n"})
    with pytest.raises(AdvisorError, match=r"a.csv.gz: lies beside a.csv"):
        convert(source, to="csv", output=tmp_path / "o")


def test_the_packed_source_is_never_written_over(tmp_path: Path) -> None:
    source = write(tmp_path, {"a.csv.gz": gzip.compress(ROWS.encode())}) / "a.csv.gz"
    with pytest.raises(AdvisorError, match="holds the source, which is never written over"):
        convert(source, to="csv", output=source, force=True)
