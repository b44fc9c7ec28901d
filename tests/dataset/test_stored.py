"""What comes from elsewhere lands below one folder or nowhere: names that lead out, links and bombs are refused."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import pytest

from advisor.dataset.stored import Bounds, InputError, data_root, safe_path, store, unpack

BOUNDS = Bounds(3_000_000, 3, "take less")


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes]) -> io.BytesIO:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    buffer.seek(0)
    return buffer


def below(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*"))


@pytest.mark.parametrize(
    "name",
    [
        "../a.csv",
        "train/../../a.csv",
        "/etc/passwd",
        "\\\\host\\share",
        "..\\a.csv",
        "C:\\a.csv",
        "C:/a.csv",
        "C:a.csv",
        "",
        "a\0b",
    ],
)
def test_names_that_lead_outside_are_refused(name: str) -> None:
    with pytest.raises(InputError):
        safe_path(name)


@pytest.mark.parametrize("name", ["train/a.csv", "./train/a.csv", "train\\a.csv", "train//a.csv"])
def test_other_names_stay_below_the_folder(name: str) -> None:
    assert str(safe_path(name)) == "train/a.csv"


def test_zip_is_unpacked_with_its_empty_folders(tmp_path: Path) -> None:
    unpack(zipped(("train/a.csv", b"1,2\n"), ("test/", b"")), tmp_path, BOUNDS)
    assert below(tmp_path) == ["test", "train", "train/a.csv"]
    assert (tmp_path / "train/a.csv").read_bytes() == b"1,2\n"


def folder(name: str, mode: int = 0) -> tuple[zipfile.ZipInfo, bytes]:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info, b""


@pytest.mark.parametrize("member", [folder("./"), folder("train\\"), folder("train", stat.S_IFDIR)])
def test_folders_are_told_however_they_are_marked(tmp_path: Path, member: tuple[zipfile.ZipInfo, bytes]) -> None:
    unpack(zipped(member, ("train/a.csv", b"1,2\n")), tmp_path, BOUNDS)
    assert below(tmp_path) == ["train", "train/a.csv"]


def test_names_in_utf_8_are_read_where_nothing_says_so(tmp_path: Path) -> None:
    content = zipped(("cXXt/a.csv", b"1\n")).getvalue().replace(b"cXXt", "cét".encode())
    unpack(io.BytesIO(content), tmp_path, BOUNDS)
    assert below(tmp_path) == ["cét", "cét/a.csv"]


def test_folders_that_lie_too_deep_are_refused(tmp_path: Path) -> None:
    unpack(zipped(("a/" * 99 + "a.csv", b"1\n")), tmp_path / "fits", BOUNDS)
    with pytest.raises(InputError, match="lies in more than 100 folders within each other"):
        unpack(zipped(("a/" * 100 + "a.csv", b"1\n")), tmp_path / "beyond", BOUNDS)
    assert not (tmp_path / "beyond").exists()


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_unpack_without_a_bound_are_refused(tmp_path: Path, method: int) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("a.csv", b"0" * 100)
    with pytest.raises(InputError, match=r"'a\.csv' in the zip file is compressed in a rare way; pack it"):
        unpack(buffer, tmp_path, BOUNDS)
    assert below(tmp_path) == []


def test_the_disk_is_not_filled(tmp_path: Path) -> None:
    bounds = Bounds(3_000_000, 3, "take less", free=1_999)
    with pytest.raises(InputError, match="more than the 1,999 bytes that are free on the disk; make room there"):
        unpack(zipped(("a.csv", b"0" * 2_000)), tmp_path, bounds)


@pytest.mark.parametrize("name", ["../evil.csv", "/evil.csv", "train/../../evil.csv"])
def test_nothing_is_written_where_one_name_leads_outside(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "inside"
    with pytest.raises(InputError, match="leads outside"):
        unpack(zipped(("train/a.csv", b"1\n"), (name, b"evil")), inside, BOUNDS)
    assert below(tmp_path) == []


def test_links_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("train/a.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(InputError, match="link"):
        unpack(zipped((link, b"/etc/passwd")), tmp_path, BOUNDS)
    assert below(tmp_path) == []


def test_a_bomb_stops_at_the_limit(tmp_path: Path) -> None:
    bomb = zipped(("train/a.csv", b"0" * 2_000_000), ("train/b.csv", b"0" * 2_000_000))
    assert len(bomb.getvalue()) < 10_000
    with pytest.raises(InputError, match="more than"):
        unpack(bomb, tmp_path, BOUNDS)
    assert sum(p.stat().st_size for p in tmp_path.rglob("*") if p.is_file()) <= 3_000_000


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    content = bytearray(zipped(("train/a.csv", b"0" * 100_000)).getvalue())
    for header, field in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.index(header) + field
        content[at : at + 4] = (10).to_bytes(4, "little")
    with pytest.raises(InputError, match="cannot be unpacked"):
        unpack(io.BytesIO(content), tmp_path, BOUNDS)


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    for count in (4, 30_000):  # whose directory is larger than what is read of a file at once
        with pytest.raises(InputError, match="over 3 files"):
            unpack(zipped(*((f"train/{i}.csv", b"1\n") for i in range(count))), tmp_path, BOUNDS)
    assert below(tmp_path) == []


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"called 'train//a\.csv'"):
        unpack(zipped(("train/a.csv", b"1\n"), ("train//a.csv", b"2\n")), tmp_path, BOUNDS)


@pytest.mark.parametrize("other", ["train/a.csv", "train/"])
def test_a_file_that_is_also_a_folder_is_refused(tmp_path: Path, other: str) -> None:
    with pytest.raises(InputError, match="a file and a folder"):
        unpack(zipped(("train", b"1\n"), (other, b"")), tmp_path, BOUNDS)


@pytest.mark.parametrize("cut", [0, 10, 40, 90])
def test_damaged_zip_files_are_refused(tmp_path: Path, cut: int) -> None:
    content = zipped(("train/a.csv", b"1,2,3\n" * 10)).getvalue()
    with pytest.raises(InputError, match="cannot be unpacked"):
        unpack(io.BytesIO(content[:cut]), tmp_path, BOUNDS)


def test_damaged_contents_are_refused(tmp_path: Path) -> None:
    content = bytearray(zipped(("train/a.csv", bytes(range(256)) * 100)).getvalue())
    content[60:120] = b"\xff" * 60
    with pytest.raises(InputError, match="cannot be unpacked"):
        unpack(io.BytesIO(content), tmp_path, BOUNDS)


def test_encrypted_zip_files_are_refused(tmp_path: Path) -> None:
    content = bytearray(zipped(("train/a.csv", b"1,2\n")).getvalue())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(InputError, match="encrypted"):
        unpack(io.BytesIO(content), tmp_path, BOUNDS)


def test_files_are_stored_by_their_paths(tmp_path: Path) -> None:
    store([("data/train/a.csv", io.BytesIO(b"1\n")), ("data/test/a.csv", io.BytesIO(b"2\n"))], tmp_path, BOUNDS)
    assert below(tmp_path) == ["data", "data/test", "data/test/a.csv", "data/train", "data/train/a.csv"]


@pytest.mark.parametrize("name", ["\ud800.csv", "a" * 300])
def test_names_that_no_file_can_have_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot be stored: "):
        store([(name, io.BytesIO(b"1"))], tmp_path, BOUNDS)


def test_the_root_is_below_a_folder_that_only_wraps_the_channels(tmp_path: Path) -> None:
    (tmp_path / "data/train").mkdir(parents=True)
    assert data_root(tmp_path, {"train"}) == tmp_path / "data"
    assert data_root(tmp_path / "data", {"train"}) == tmp_path / "data"


def test_the_root_stays_where_files_or_several_folders_are(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("1\n")
    assert data_root(tmp_path, {"train"}) == tmp_path
    (tmp_path / "other").mkdir()
    assert data_root(tmp_path, {"train"}) == tmp_path


def test_uploads_are_bounded_together(tmp_path: Path) -> None:
    files = [(f"train/{n}.csv", io.BytesIO(b"0" * 1_500_000)) for n in range(3)]
    store(files[:2], tmp_path / "fits", BOUNDS)
    with pytest.raises(InputError, match="more than 0 GB; take less"):
        store([(name, io.BytesIO(b"0" * 1_500_001)) for name, _ in files], tmp_path / "beyond", BOUNDS)


def test_uploads_are_bounded_in_number(tmp_path: Path) -> None:
    store([(f"{n}.csv", io.BytesIO(b"1")) for n in range(3)], tmp_path / "fits", BOUNDS)
    with pytest.raises(InputError, match="over 3 files; take less"):
        store([(f"{n}.csv", io.BytesIO(b"1")) for n in range(4)], tmp_path / "beyond", BOUNDS)


@pytest.mark.parametrize("junk", ["__MACOSX/data/._a.csv", ".DS_Store"])
def test_what_systems_pack_along_does_not_count(tmp_path: Path, junk: str) -> None:
    unpack(zipped(("data/train/a.csv", b"1\n"), (junk, b"")), tmp_path, BOUNDS)
    assert data_root(tmp_path, {"train"}) == tmp_path / "data"
