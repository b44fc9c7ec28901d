"""Folders on this machine: both ends of a file at once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from advisor.dataset.layout import lay_out
from advisor.dataset.local import LocalStorage
from advisor.dataset.objects import Objects, WithObjects
from advisor.dataset.storage import Entry
from advisor.engine.reading.watch import Stoppable, Watched


def test_both_ends_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"0123456789")
    (tmp_path / "short").write_bytes(b"0")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    storage = LocalStorage(tmp_path)
    assert storage.ends("a", 4, 2) == (b"0123", b"89", 10)
    assert storage.ends("a", 40, 10) == (b"0123456789", b"0123456789", 10)
    assert storage.ends("short", 4, 2) == (b"0", b"0", 1)
    for none in ("folder", "pipe", "absent", "a/b"):
        assert storage.ends(none, 4, 2) is None


def test_other_storages_pass_it_on(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).write_bytes(b"0123456789")
    storage = LocalStorage(tmp_path)
    assert WithObjects(storage, Objects({})).ends("a", 1, 1) == (b"0", b"9", 10)
    assert WithObjects(storage, Objects({})).ends("s3://bucket/a", 1, 1) is None
    seen: list[int] = []
    watched = Watched(storage, 20, lambda done, total: seen.append(done))
    assert [watched.ends(name, 1, 1) for name in ("a", "absent", "b")] == [(b"0", b"9", 10), None, (b"0", b"9", 10)]
    assert seen == [10, 20]
    stoppable = Stoppable(storage)
    assert stoppable.ends("a", 1, 1) == (b"0", b"9", 10)
    stoppable.stop()
    with pytest.raises(KeyboardInterrupt):
        stoppable.ends("a", 1, 1)


def test_a_version_control_is_named_once() -> None:
    paths = [".git/HEAD", ".git/objects/a", ".x", "a.csv", "train/.svn/entries", "train/.svn/wc.db", "train/b.csv"]
    layout = lay_out([Entry(path, 1) for path in paths], {"test"})
    assert layout.hidden == {"train": [".git/", ".x", "train/.svn/"]}
    layout = lay_out([Entry(path, 1) for path in paths], {"train"})
    assert (layout.stray, layout.hidden) == ([".git/", ".x", "a.csv"], {"train": ["train/.svn/"]})
