"""Sources in S3, read from a server on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor import AdvisorError, convert
from advisor.conversion.mend.fix import fix
from tests.builders.folders import write
from tests.builders.pictures.annotated import class_folders, coco
from tests.builders.s3 import BUCKET, S3Server, emptied, s3_server

URL = f"s3://{BUCKET}/data"

# Connections of the client are closed by its loop at the end of the process.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")


@pytest.fixture(scope="module")
def server() -> Iterator[S3Server]:
    with s3_server() as running:
        yield running


@pytest.fixture
def s3(server: S3Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Server]:
    yield from emptied(server, monkeypatch)


def test_objects_are_converted_as_the_same_files(s3: S3Server, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", {"a.csv": "1,2\n3,4\n", "part/b.csv": "5,6\n"})
    s3.put_folder(folder)
    for source, name in ((folder, "here"), (URL, "there")):
        done = convert(source, to="recordio-protobuf", output=tmp_path / "out" / name, label=1)
        assert (done.source, done.rows) == (str(source), 3)
    assert (tmp_path / "out/here").read_bytes() == (tmp_path / "out/there").read_bytes()
    assert convert(f"{URL}/part/b.csv", to="csv", output=tmp_path / "out/one").rows == 1
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["here", "one", "there"]


def test_pictures(s3: S3Server, tmp_path: Path) -> None:
    class_folders(tmp_path / "photos")
    s3.put_folder(tmp_path / "photos")
    for source, name in ((tmp_path / "photos", "here"), (URL, "there")):
        convert(source, to="image-recordio", output=tmp_path / name)
    files = [sorted((p.name, p.read_bytes()) for p in (tmp_path / name).rglob("*.rec")) for name in ("here", "there")]
    assert files[0] == files[1] != []


def test_pictures_that_annotations_here_name(s3: S3Server, tmp_path: Path) -> None:
    coco(tmp_path / "coco")
    s3.put_folder(tmp_path / "coco/images")
    done = convert(tmp_path / "coco/instances.json", images=URL, to="detection-json", output=tmp_path / "out")
    assert (done.rows, done.dropped) == (6, 0)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["coco", "out"]


def test_faults_are_told_of_the_object(s3: S3Server, tmp_path: Path) -> None:
    s3.put({"a.csv": b"1,2\n3,x\n"})
    for source in (URL, f"{URL}/a.csv"):
        with pytest.raises(AdvisorError, match=rf"^{URL}/a\.csv:2: column 2 holds 'x'"):
            convert(source, to="recordio-protobuf", output=tmp_path / "o")
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_there_is_told(s3: S3Server, tmp_path: Path) -> None:
    with pytest.raises(AdvisorError, match=f"^{URL}/none: there is no such object"):
        convert(f"{URL}/none", to="csv", output=tmp_path / "o")
    with pytest.raises(AdvisorError, match="the result is written on this machine"):
        convert(tmp_path, to="csv", output=f"{URL}/o")
    s3.put({"../../a.csv": b"1,2\n"})
    with pytest.raises(AdvisorError, match="cannot be the path of a file"):
        convert(URL, to="csv", output=tmp_path / "o")
    assert list(tmp_path.iterdir()) == []


def test_data_in_s3_is_mended(s3: S3Server, tmp_path: Path) -> None:
    s3.put({"train/a.csv": b"1,2\n3,\n5,6\n" * 9})
    done = fix(URL, algorithm="kmeans", answers={"missing": "0"}, output=tmp_path / "o")
    assert (done.verdict, (tmp_path / "o/train/a.csv").read_bytes()) == ("pass", b"1,2\n3,0\n5,6\n" * 9)
    assert [path.name for path in tmp_path.iterdir()] == ["o"]
