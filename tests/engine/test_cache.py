"""What is kept from check to check, and within one: it changes nothing of a report, and is not trusted blindly."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from advisor.cli import main
from advisor.dataset import local
from advisor.dataset.local import LocalStorage
from advisor.dataset.storage import Entry
from advisor.engine import cache as cache_module
from advisor.engine import check as check_module
from advisor.engine import store as store_module
from advisor.engine.cache import Cache
from advisor.engine.check import check, check_asked
from advisor.engine.options import Asked, Reading
from advisor.engine.store import Row, Store
from advisor.findings import Report
from advisor.profile.base import Place, Tally
from advisor.profile.stored import NotStorableError, profile_of, tally_of, to_bytes
from advisor.rules.examples import codes, example_of
from tests.builders.acceptance.examples import checked
from tests.builders.folders import write
from tests.builders.requests import channel, image, request

MOST = 1_000_000
FILES = {"train/a.csv": "1,2\n3,4\n", "train/b.csv": "1,2\nx,4\n"}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store of data of any size, be it changed when it may."""
    monkeypatch.setattr(cache_module, "WORTH_FILES", 0)
    monkeypatch.setattr(local, "SETTLED", 0)
    return Store(tmp_path / "kept", MOST)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were opened, one after the other."""
    seen: list[str] = []
    plain = LocalStorage.open

    def noted(self: LocalStorage, path: str) -> BinaryIO:
        seen.append(path)
        return plain(self, path)

    monkeypatch.setattr(LocalStorage, "open", noted)
    monkeypatch.setattr(LocalStorage, "ends", lambda *_: None)
    return seen


def shown(report: Report) -> dict[str, Any]:
    return report.taking(0).model_dump(mode="json")


def kept(store: Store, folder: Path, **asked: Any) -> dict[str, Any]:
    """The report of one check more that rests on the store."""
    return shown(check_asked(folder, Asked(**asked), Reading(cache=Cache(store))))


def without_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "_state", lambda *_: None)


@pytest.mark.parametrize("code", codes()[::6])
def test_the_report_is_the_same(
    code: str, store: Store, opened: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    example = example_of(code)
    assert example
    given = example.faulty
    plain = shown(checked(given, tmp_path))
    monkeypatch.setattr(check_module, "Cache", partial(Cache, store))
    first, reads = shown(checked(given, tmp_path)), len(opened)
    without_reports(monkeypatch)
    assert first == plain == shown(checked(given, tmp_path))
    assert len(opened) - reads <= reads
    assert store.trouble is None


def test_an_unchanged_file_is_not_opened_again(
    store: Store, opened: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is it for another algorithm, or to look for the places of a finding a second time."""
    without_reports(monkeypatch)
    folder = write(tmp_path / "data", {"train/a.csv": "".join(f"{n % 9},0.5,2\n" for n in range(99))})
    classes = {"objective": "multi:softmax", "num_class": "5"}
    asked: dict[str, Any] = {"algorithm": "xgboost", "hyperparameters": classes}
    first = kept(store, folder, **asked)
    assert [f["count"] for f in first["findings"] if f["severity"] == "error"] == [1, 44]
    del opened[:]
    assert kept(store, folder, **asked) == first
    kept(store, folder, algorithm="kmeans")
    assert opened == []
    LocalStorage(folder).open("train/a.csv").close()
    assert opened == ["train/a.csv"]


def test_a_report_is_kept_until_anything_changes(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path / "data", FILES)
    first = kept(store, folder, algorithm="kmeans")
    with monkeypatch.context() as patch:
        patch.setattr(check_module, "_check", None)
        assert kept(store, folder, algorithm="kmeans") == first
    assert kept(store, folder, algorithm="pca")["algorithm"] == "pca"
    assert kept(store, folder, algorithm="kmeans", hyperparameters={"k": "0"}) != first
    write(folder, {"train/c.csv": "x,y\n"})
    assert kept(store, folder, algorithm="kmeans")["summary"]["files"] == 3


def test_a_name_that_is_no_text_is_kept_too(store: Store, opened: list[str], tmp_path: Path) -> None:
    folder = write(tmp_path / os.fsdecode(b"d\xff"), {"train/" + os.fsdecode(b"\xfe.csv"): "1,2\nx,4\n"})
    first = kept(store, folder, algorithm="kmeans")
    del opened[:]
    assert kept(store, folder, algorithm="kmeans") == first
    assert (opened, store.trouble) == ([], None)


def test_a_file_of_the_old_size_and_time_with_another_content_is_read(store: Store, tmp_path: Path) -> None:
    folder = write(tmp_path / "data", FILES)
    assert kept(store, folder, algorithm="kmeans")["verdict"] == "fail"
    state = (folder / "train/b.csv").stat()
    write(folder, {"train/b.csv": "1,2\n9,4\n"})
    os.utime(folder / "train/b.csv", ns=(state.st_atime_ns, state.st_mtime_ns))
    assert kept(store, folder, algorithm="kmeans")["verdict"] == "pass"


def test_a_file_that_was_changed_just_now_is_not_kept(
    store: Store, opened: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "SETTLED", 10**12)
    folder = write(tmp_path / "data", FILES)
    kept(store, folder, algorithm="kmeans")
    once = list(opened)
    kept(store, folder, algorithm="kmeans")
    assert opened == once * 2


def test_little_data_leaves_no_trace(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "WORTH_FILES", 3)
    kept(store, write(tmp_path / "data", FILES), algorithm="kmeans")
    assert not store.folder.exists()
    kept(store, write(tmp_path / "data", {"train/c.csv": "1,2\n"}), algorithm="kmeans")
    assert store.folder.stat().st_mode & 0o777 == 0o700


def _file(store: Store) -> Path:
    (found,) = store.folder.glob("*.sqlite")
    return found


def _replaced(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _spoilt(file: Path) -> None:
    with sqlite3.connect(file) as rows:
        rows.execute("UPDATE kept SET content = CAST(replace(content, 'csv', 'cvs') AS BLOB) || 'x'")
    rows.close()


DAMAGES: dict[str, Callable[[Path], Any]] = {
    "cut": lambda file: os.truncate(file, file.stat().st_size // 2),
    "no database": lambda file: file.write_bytes(b"once upon a time" * 99),
    "a row that was changed": _spoilt,
    "open to others": lambda file: file.parent.chmod(0o755),
    "a folder in its place": _replaced,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_is_said_and_not_trusted(damage: str, store: Store, tmp_path: Path) -> None:
    folder = write(tmp_path / "data", FILES)
    first = kept(store, folder, algorithm="kmeans")
    DAMAGES[damage](_file(store))
    again = Store(store.folder, MOST)
    assert kept(again, folder, algorithm="kmeans") == first
    assert again.trouble
    assert str(store.folder) in again.trouble


def test_other_sources_do_not_trust_it(store: Store, opened: list[str], tmp_path: Path) -> None:
    folder = write(tmp_path / "data", FILES)
    kept(store, folder, algorithm="kmeans")
    del opened[:]
    file = _file(store)
    file.rename(file.with_name("kept-0123.sqlite"))
    kept(store, folder, algorithm="kmeans")
    assert sorted(set(opened)) == ["train/a.csv", "train/b.csv"]
    os.utime(file.with_name("kept-0123.sqlite"), (0, 0))
    file.unlink()
    kept(store, folder, algorithm="kmeans")
    assert not file.with_name("kept-0123.sqlite").exists()


def test_what_was_not_used_for_long_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path / "kept", 1000)
    for day, name in enumerate(("old", "used", "new", "newest")):
        monkeypatch.setattr(time, "time", partial(float, day * store_module.DAY))
        store.put([Row(name, "csv", "", bytes(240))])
        assert [row.address for row in store.find(["used"])] == (["used"] if name != "old" else [])
    store.put([Row("more", "csv", "", bytes(240)), Row("huge", "csv", "", bytes(251))])
    assert {row.address for row in store.find(["old", "used", "new", "newest", "more", "huge"])} == {
        "used", "new", "newest", "more",
    }  # fmt: skip


def test_many_requests_read_the_data_once(opened: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path / "data", FILES)
    walks: list[LocalStorage] = []
    plain = LocalStorage.entries

    def noted(self: LocalStorage) -> Iterator[Entry]:
        walks.append(self)
        return plain(self)

    monkeypatch.setattr(LocalStorage, "entries", noted)
    jobs = [
        request({"k": str(k), "feature_dim": "2"}, [channel("train", "text/csv;label_size=0")]) for k in range(2, 12)
    ]
    for job in jobs:
        job["AlgorithmSpecification"]["TrainingImage"] = image("kmeans")
    steps = [{"Name": f"s{n}", "Type": "Training", "Arguments": job} for n, job in enumerate(jobs)]
    report = check(folder, job={"Version": "2020-12-01", "Steps": steps})
    assert sorted(opened) == ["train/a.csv", "train/b.csv"]
    assert len(walks) == 1
    assert [f.rule for f in report.findings if f.location.file == "train/b.csv"] == ["CSV130"]


def test_other_bytes_are_no_profile() -> None:
    tally = Tally()
    tally.add(Place(3, key="a"), "x")
    assert tally_of(to_bytes(tally)) == tally
    for content in (b"", b"\x80", b"\xc1", to_bytes(tally)):
        with pytest.raises(NotStorableError):
            tally_of(content + b"\x01")
    with pytest.raises(NotStorableError):
        profile_of("os.system", b"")
    with pytest.raises(NotStorableError):
        to_bytes(Tally(1 << 64))


def test_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(cache_module, "WORTH_FILES", 0)
    monkeypatch.setattr(local, "SETTLED", 0)
    monkeypatch.chdir(write(tmp_path, {**FILES, "advisor.toml": 'cache-dir = "near"\n'}))
    words = ["check", "train", "--algorithm", "kmeans", "--output-format", "json"]
    assert main([*words, "--no-cache"]) == 1
    assert not Path("near").exists()
    plain = json.loads(capsys.readouterr().out)
    assert main(words) == main(words) == 1
    assert len(list(Path("near").iterdir())) == 1
    first, second = (json.loads(text) for text in capsys.readouterr().out.replace("}\n{", "}\0{").split("\0"))
    for report in (plain, first, second):
        del report["summary"]["seconds"]
    assert plain == first == second
    monkeypatch.setenv("ADVISOR_CACHE_DIR", "elsewhere")
    Path("elsewhere").mkdir(mode=0o755)
    assert main(words) == 1
    assert capsys.readouterr().err == (
        "advisor: elsewhere: cannot be used: others own it or may look into it; it must be yours alone (chmod 700)\n"
    )
