"""Zip files are read as the folders that they were made of, or refused; nothing of them is left."""

from __future__ import annotations

import io
import stat
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
import pytest

from advisor import AdvisorError, convert, fix
from advisor.cli import main
from advisor.conversion import unzipped
from tests.builders.folders import write
from tests.builders.pictures.annotated import photo

Members = dict[str, bytes]
PHOTOS: Members = {f"{('cat', 'dog')[i % 2]}/{i}.jpg": photo(i) for i in range(4)}


def zipped(path: Path, members: Members) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def below(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("top", ["", "photos/"])
@pytest.mark.parametrize("junk", [{}, {"__MACOSX/photos/._0.jpg": b"x"}])
def test_class_folders(tmp_path: Path, top: str, junk: Members) -> None:
    source = zipped(tmp_path / "a.zip", {**{top + name: content for name, content in PHOTOS.items()}, **junk})
    done = convert(source, to="lst", output=tmp_path / "o")
    assert (done.rows, done.source, done.aside) == (4, str(source), ())
    assert done.mapping == {"classes": {"numbers": {"cat": 0, "dog": 1}}}
    assert below(tmp_path) == ["a.zip", *(f"o/train/{name}" for name in sorted(PHOTOS)), "o/train_lst/train.lst"]


def test_tables_follow_each_other(tmp_path: Path) -> None:
    source = zipped(tmp_path / "a.zip", {"t/1.csv": b"a,b\n1,2\n", "t/2.csv": b"a,b\n3,4\n"})
    convert(source, to="npy", output=tmp_path / "o.npy")
    assert np.load(tmp_path / "o.npy").tolist() == [[1, 2], [3, 4]]


def test_pictures_of_a_table(tmp_path: Path) -> None:
    write(tmp_path, {"a.csv": "".join(f"{Path(name).name},{name[:3]}\n" for name in PHOTOS)})
    images = zipped(tmp_path / "p.zip", PHOTOS)
    assert convert(tmp_path / "a.csv", images=images, to="lst", output=tmp_path / "o").rows == 4


@pytest.mark.parametrize("top", ["", "data/"])
def test_fix(tmp_path: Path, top: str) -> None:
    source = zipped(tmp_path / "a.zip", {f"{top}train/a.csv": b"1;2\n3;4\n" * 9})
    done = fix(source, algorithm="kmeans", output=tmp_path / "o")
    assert (done.verdict, below(tmp_path)) == ("pass", ["a.zip", "o/train/a.csv"])
    assert (tmp_path / "o/train/a.csv").read_text().startswith("1,2\n")
    with pytest.raises(AdvisorError, match="holds the source, which is never written over"):
        fix(source, algorithm="kmeans", output=source, force=True)


def test_what_is_wrong_is_told_of_the_zip_file(tmp_path: Path) -> None:
    source = zipped(tmp_path / "a.zip", {"a.csv": b"1,2\n3,x\n"})
    with pytest.raises(AdvisorError, match=r"^\S*/a\.zip/a\.csv:2: column 2 holds 'x'"):
        convert(source, to="npy", output=tmp_path / "o", header=False)
    assert below(tmp_path) == ["a.zip"]


def encrypted(path: Path) -> None:
    content = bytearray(zipped(path, {"a.csv": b"1,2\n"}).read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)


def linked(path: Path) -> None:
    link = ZipInfo("a.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with ZipFile(path, "w") as archive:
        archive.writestr(link, b"/etc/passwd")


def nested(path: Path) -> None:
    inner = io.BytesIO()
    with ZipFile(inner, "w") as archive:
        archive.writestr("a.csv", b"1,2\n")
    zipped(path, {"b.zip": inner.getvalue()})


REFUSED = {
    "encrypted": (encrypted, "a.zip: the zip file is encrypted"),
    "a link": (linked, "a.zip: 'a.csv' in the zip file is a link"),
    "nested": (nested, "zip cannot be written as csv: unpack it first"),
    "out of the folder": (lambda path: zipped(path, {"../b.csv": b"1,2\n"}), "leads outside the folder"),
    "damaged": (lambda path: path.write_bytes(zipped(path, PHOTOS).read_bytes()[:300]), "cannot be unpacked"),
}


@pytest.mark.parametrize("form", REFUSED)
def test_refused(tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    made, message = REFUSED[form]
    made(tmp_path / "a.zip")
    assert main(["convert", str(tmp_path / "a.zip"), "--to", "csv", "--output", str(tmp_path / "o.csv")]) == 2
    assert message in capsys.readouterr().err
    assert below(tmp_path) == ["a.zip"]


@pytest.mark.parametrize(("bound", "least"), [("MOST_BYTES", 8), ("MOST_FILES", 2)])
def test_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str, least: int) -> None:
    source = zipped(tmp_path / "an a.zip", {"1.csv": b"1,2\n", "2.csv": b"3,4\n"})
    monkeypatch.setattr(unzipped, bound, least)
    convert(source, to="csv", output=tmp_path / "o", header=False)
    monkeypatch.setattr(unzipped, bound, least - 1)
    with pytest.raises(
        AdvisorError, match=r"(more than 0 GB|over 1 files); unpack it first: unzip '\S+/an a.zip' -d FOLDER"
    ):
        convert(source, to="csv", output=tmp_path / "p", header=False)
    assert below(tmp_path) == ["an a.zip", "o"]
