"""From S3, and by processes, the report is that of one thread on this machine, to the byte, whatever the data."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from random import Random

import pytest

from tests.builders.folders import write
from tests.builders.s3 import BUCKET, S3Server, s3_server, use
from tests.hostile.mutations import mutated
from tests.hostile.ways import PLAIN, Way, compare, long_files, look

FILES = range(len(long_files()))


@pytest.fixture(scope="module")
def server() -> Iterator[S3Server]:
    with s3_server() as server:
        yield server


def spoilt(number: int, folder: Path) -> dict[str, str]:
    """One of the long files, below the folder, spoilt in a few places; what the check is told of it."""
    held, chance = long_files()[number], Random(number)
    write(folder, {held.path: mutated(held.data, chance, chance.choice(long_files()).data)})
    return {"algorithm": held.algorithm}


@pytest.mark.parametrize("number", FILES)
def test_s3_says_what_this_machine_says(
    number: int, tmp_path: Path, server: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = spoilt(number, tmp_path)
    use(server, monkeypatch)
    server.put_folder(tmp_path, prefix=f"{number}/")
    local = look(tmp_path, asked, PLAIN)
    for way in (PLAIN, Way(7001)):
        compare(local, look(f"s3://{BUCKET}/{number}", asked, way), f"{way} from S3")


def test_four_processes_say_what_one_says(tmp_path: Path) -> None:
    with ProcessPoolExecutor(4, get_context("spawn")) as crew:
        for number in FILES:
            asked = spoilt(number, tmp_path / str(number))
            one, four = (look(tmp_path / str(number), asked, Way(7001, several=n), crew) for n in (False, True))
            compare(one, four, f"four processes on {asked}")
