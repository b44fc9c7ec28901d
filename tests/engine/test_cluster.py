"""A cluster of a scheduler and three workers reads from S3, and one of them is killed half-way."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from advisor.engine.reading import run
from advisor.engine.reading.cluster import ClusterError, cluster
from tests.builders.data import CASES, folder_of_all, reported
from tests.builders.s3 import BUCKET, S3Server, s3_server, use

pytestmark = pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning", "ignore::DeprecationWarning"
)
ROOT = Path(__file__).parents[2]


@contextmanager
def process(*words: str, until: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A running process, and the line of its standard error with which it was ready."""
    started = subprocess.Popen(
        [sys.executable, "-m", *words], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert started.stderr is not None
    with started:
        try:
            yield started, next(line for line in started.stderr if until in line)
        finally:
            started.kill()


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Server]:
    with s3_server() as server:
        use(server, monkeypatch)
        yield server


@contextmanager
def running_cluster() -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
    with ExitStack() as stack:
        _, line = stack.enter_context(
            process("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
                    until="Scheduler at:")
        )  # fmt: skip
        address = line.split()[-1]
        words = ("distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny")
        yield address, [stack.enter_context(process(*words, until="Starting established"))[0] for _ in range(3)]


def test_the_report_is_that_of_one_core(s3: S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = folder_of_all(tmp_path, scale=3)
    maps = {"s3://bucket": tmp_path}
    expected = {name: reported(data / name, algorithm, maps=maps) for name, algorithm in CASES.items()}
    s3.put_folder(data, prefix="")
    monkeypatch.setattr(run, "PIECE", 20_000)
    with running_cluster() as (address, workers):
        read: list[int] = []

        def watched(done: int, total: int) -> None:
            read.append(done)
            if done > total // 2 and workers[0].poll() is None:
                workers[0].kill()

        for name, algorithm in CASES.items():
            with cluster(address) as executor:
                url = f"s3://{BUCKET}/{name}"
                assert reported(url, algorithm, executor=executor, progress=watched, maps=maps) == expected[name]
        assert workers[0].wait() == -9
        assert [worker.poll() for worker in workers[1:]] == [None, None]
        assert len(read) > 50


def test_a_scheduler_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advisor.engine.reading.cluster.CONNECT_SECONDS", 1)
    with pytest.raises(ClusterError, match="there is no Dask scheduler"), cluster("tcp://127.0.0.1:1"):
        pass
