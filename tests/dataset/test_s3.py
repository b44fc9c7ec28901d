"""Data in S3, read over HTTP from a server on this machine."""

from __future__ import annotations

import pickle
import random
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from s3fs import S3FileSystem

from advisor.dataset import s3 as storage_module
from advisor.dataset.objects import Objects
from advisor.dataset.s3 import S3Storage
from advisor.dataset.storage import Entry, UnreadableError
from advisor.engine.check import check
from advisor.engine.reading import run
from advisor.request import request_of
from tests.builders.folders import write
from tests.builders.pictures.lists import s3_manifest
from tests.builders.requests import JOB, channel, image, request
from tests.builders.s3 import BUCKET, Fault, S3Server, cut_short, emptied, reset, s3_server, slow, status

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


def numbers(rows: int) -> bytes:
    chosen = random.Random(1)
    return b"".join(b"%.4f,%.4f\n" % (chosen.random(), chosen.random()) for _ in range(rows))


def without_seconds(path: str | Path, **how: Any) -> dict[str, Any]:
    shown = check(path, algorithm="kmeans", **how).model_dump()
    del shown["summary"]["seconds"]
    return shown


FILES = {"train/a.csv": "1,2\n3,4\n", "train/part/b.csv": "1,2\nx,4\n1\n", "test/c.csv": "1,2\n", "stray.txt": "?"}


def test_the_report_is_that_of_the_same_folder(s3: S3Server, tmp_path: Path) -> None:
    folder = write(tmp_path, FILES)
    s3.put_folder(folder)
    s3.put({"x.csv": b"not below the prefix"}, prefix="data2/")
    assert without_seconds(URL) == without_seconds(folder)
    assert without_seconds(URL + "/") == without_seconds(folder)


def test_threads_open_objects_of_one_folder_at_once(s3: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "PIECE", 1 << 13)
    s3.put({f"train/{n}.csv": numbers(2000 + n) for n in range(3)})
    alone = without_seconds(URL)
    with ThreadPoolExecutor(8) as threads:
        assert without_seconds(URL, executor=threads) == alone


def test_an_open_object_hides_no_other_from_another_storage(s3: S3Server) -> None:
    s3.put({"train/a": b"a", "train/b": b"b"})
    listed = S3Storage(f"s3://{BUCKET}/data")
    assert len(list(listed.entries())) == 2
    listed.open("train/b").close()
    with S3Storage(f"s3://{BUCKET}/data/").open("train/a") as stream:
        assert stream.read() == b"a"


def test_one_object(s3: S3Server, tmp_path: Path) -> None:
    s3.put({"a.csv": b"1,2\n3,x\n"})
    (tmp_path / "a.csv").write_text("1,2\n3,x\n")
    assert without_seconds(f"{URL}/a.csv") == without_seconds(tmp_path / "a.csv")


def test_listing_goes_on_behind_the_first_page(s3: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTO_S3_DEFAULT_MAX_KEYS", "10")
    s3.put({f"{n:04}.csv": b"1\n" for n in range(23)})
    assert list(S3Storage(URL).entries()) == [Entry(f"{n:04}.csv", 2) for n in range(23)]
    assert len([asked for _, asked, _ in s3.requests if "continuation-token" in asked]) == 2


def test_small_objects_take_one_request_each(s3: S3Server) -> None:
    s3.put({"train/a.csv": numbers(1000)})
    check(URL, algorithm="kmeans")
    assert s3.gets("train/a.csv") == 1


@pytest.mark.parametrize(
    "fault",
    [slow, status(500, "InternalError"), status(503, "SlowDown"), status(503, "ServiceUnavailable"), reset, cut_short],
    ids=["slow", "500", "503-slow-down", "503", "reset", "cut-short"],
)
def test_what_passes_changes_nothing(s3: S3Server, monkeypatch: pytest.MonkeyPatch, fault: Fault) -> None:
    monkeypatch.setattr(storage_module, "FIRST", 1 << 14)
    monkeypatch.setattr(storage_module, "LONGEST", 1 << 16)
    content = numbers(20_000)
    s3.put({"train/a.csv": content})
    calm = without_seconds(URL)
    s3.faults += [lambda _: False, fault, fault, lambda _: False, fault]
    assert without_seconds(URL) == calm
    assert not s3.faults


@pytest.mark.parametrize("change", ["changed", "deleted"])
def test_an_object_that_changes_is_a_finding(s3: S3Server, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    monkeypatch.setattr(storage_module, "FIRST", 1 << 14)
    monkeypatch.setattr(storage_module, "LONGEST", 1 << 16)
    content = numbers(20_000)
    s3.put({"train/a.csv": content, "train/b.csv": b"1,2\nx,3\n"})

    def befall(_: object) -> bool:
        if change == "changed":
            s3.put({"train/a.csv": content[::-1]})
        else:
            s3.client.delete_object(Bucket=BUCKET, Key="data/train/a.csv")
        return False

    s3.faults += [lambda _: False, lambda _: False, befall]
    report = check(URL, algorithm="kmeans")
    found = [(f.rule, f.location.file) for f in report.findings if f.severity == "error"]
    assert (found, report.verdict) == ([("LAY115", "train/a.csv"), ("CSV130", "train/b.csv")], "fail")


def test_a_large_object_that_changes_is_a_finding(s3: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "PIECE", 1 << 14)
    s3.put({"train/a.csv": numbers(5000)})

    def befall(_: object) -> bool:
        s3.put({"train/a.csv": numbers(4000)})
        return False

    s3.faults += [lambda _: False, lambda _: False, befall]
    assert [f.rule for f in check(URL, algorithm="kmeans").findings if f.severity == "error"] == ["LAY115"]


def test_what_may_be_listed_and_not_read_is_said(s3: S3Server) -> None:
    s3.put({"train/a.csv": b"1,2\n"})
    s3.faults += [status(403, "AccessDenied")]
    with pytest.raises(UnreadableError, match=r"train/a\.csv: may not be read: the credentials lack s3:GetObject"):
        check(URL, algorithm="kmeans")


def test_the_requester_pays(s3: S3Server) -> None:
    keys = s3_manifest("b.csv", prefix=f"s3://{BUCKET}/elsewhere/")
    s3.put({"train/m.json": keys})
    s3.put({"b.csv": b"1,2\nx,4\n"}, prefix="elsewhere/")
    manifest = {"S3DataType": "ManifestFile", "S3Uri": f"s3://{BUCKET}/data/train/m.json"}
    wanted = channel("train", "text/csv;label_size=0", s3=manifest)
    job = request_of(request({"k": "2", "feature_dim": "2"}, [wanted]), JOB)
    s3.demanded = "x-amz-request-payer"
    with pytest.raises(UnreadableError, match=r"may not be listed: .*--requester-pays"):
        check(URL, algorithm="kmeans", job=job)
    report = check(URL, algorithm="kmeans", job=job, requester_pays=True)
    s3.demanded = None
    assert [f.location.file for f in report.findings if f.rule == "CSV130"] == [f"s3://{BUCKET}/elsewhere/b.csv"]


def test_one_version_of_an_object(s3: S3Server) -> None:
    bucket = "versions"
    s3.client.create_bucket(Bucket=bucket)
    s3.client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    versions = [
        s3.client.put_object(Bucket=bucket, Key="a/b.csv", Body=body)["VersionId"] for body in (b"1,2\nx,3\n", b"1,2\n")
    ]
    found = [
        [f.rule for f in check(f"s3://{bucket}/a/b.csv{version}", algorithm="kmeans").findings if f.severity == "error"]
        for version in ("", *(f"?versionId={version}" for version in versions))
    ]
    assert found == [[], ["CSV130"], []]
    with pytest.raises(UnreadableError):
        check(f"s3://{bucket}/a/b.csv?versionId=0123456789", algorithm="kmeans")


def test_a_role_is_assumed_by_the_usual_chain(s3: S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    s3.put({"train/a.csv": b"1,2\nx,3\n"})
    (tmp_path / "config").write_text(
        "[profile base]\naws_access_key_id = key\naws_secret_access_key = secret\n"
        "[profile role]\nrole_arn = arn:aws:iam::123456789012:role/reader\nsource_profile = base\nregion = us-east-1\n"
        f"endpoint_url = {s3.url}\n"
    )
    for name in ("AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", s3.url)
    monkeypatch.setenv("AWS_PROFILE", "role")
    S3FileSystem.clear_instance_cache()
    report = check(URL, algorithm="kmeans")
    assert [f.rule for f in report.findings if f.severity == "error"] == ["CSV130"]
    assert [method for method, _, _ in s3.requests if method == "POST"] == ["POST"], "the role is assumed once"
    s3.requests[:] = [request for request in s3.requests if request[0] != "POST"]


def test_what_a_request_names_is_looked_for_once(s3: S3Server) -> None:
    """However many requests a document holds."""
    s3.put({"train/a.csv": b"1,2\n3,4\n"})
    wanted = channel("train", "text/csv;label_size=0", s3={"S3Uri": f"s3://{BUCKET}/data/train/"})
    jobs = [request({"k": str(k), "feature_dim": "2"}, [wanted]) for k in range(2, 9)]
    for job in jobs:
        job["AlgorithmSpecification"]["TrainingImage"] = image("kmeans")
    steps = [{"Name": f"s{n}", "Type": "Training", "Arguments": job} for n, job in enumerate(jobs)]
    check(URL, job={"Version": "2020-12-01", "Steps": steps})
    listings = [path for method, path, _ in s3.requests if "list-type" in path]
    assert len(listings) == len(set(listings)) == 3
    assert s3.gets("train/a.csv") == 1


@pytest.mark.parametrize("seed", range(2))
def test_any_reads_give_the_bytes_of_the_object(s3: S3Server, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setattr(storage_module, "FIRST", 100)
    monkeypatch.setattr(storage_module, "LONGEST", 1000)
    chosen = random.Random(seed)
    content = chosen.randbytes(20_000)
    s3.put({"a.bin": content})
    storage = S3Storage(URL)
    assert [e.path for e in storage.entries()] == ["a.bin"]
    with storage.only("a.bin").open("a.bin") as stream:
        for _ in range(25):
            begin, count = chosen.randrange(20_000), chosen.choice([1, 10, 500, 5000])
            stream.seek(begin)
            assert stream.read(count) == content[begin : begin + count]


@pytest.mark.parametrize(
    ("url", "message"),
    [
        (f"s3://{BUCKET}/nothing", "there is no such object, and none below it"),
        ("s3://no-such-bucket/x", "The specified bucket does not exist"),
        ("s3://", "names no bucket"),
    ],
)
def test_what_is_not_there(s3: S3Server, url: str, message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        check(url, algorithm="kmeans")


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "s3fs.py").write_text("raise ImportError")
    command = [sys.executable, "-m", "advisor", "check", "s3://bucket/prefix"]
    done = subprocess.run(command, env={"PYTHONPATH": f"{tmp_path}:."}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert 'pip install "sagemaker-advisor[s3]"' in done.stderr


def test_objects_that_a_manifest_names_are_looked_for_in_s3(s3: S3Server) -> None:
    lines = [f'{{"source-ref": "s3://{BUCKET}/images/{name}.jpg", "class": 1}}' for name in ("a", "b", "c")]
    s3.put({"train/a.manifest": "\n".join(lines).encode()})
    s3.put({"a.jpg": b"", "c.jpg": b"", "c/b.jpg": b""}, prefix="images/")
    report = check(URL, algorithm="image-classification")
    assert [(f.location.line, f.location.key) for f in report.findings if f.rule == "MAN423"] == [(2, "source-ref")]


def test_objects_that_a_manifest_names_are_read_from_s3(s3: S3Server) -> None:
    keys = s3_manifest("a.csv", "b.csv", prefix=f"s3://{BUCKET}/elsewhere/")
    s3.put({"train/m.json": keys})
    s3.put({"a.csv": b"1,2\n3,4\n", "b.csv": b"1,2\nx,4\n"}, prefix="elsewhere/")
    manifest = {"S3DataType": "ManifestFile", "S3Uri": f"s3://{BUCKET}/data/train/m.json"}
    nowhere = {"S3Uri": f"s3://{BUCKET}/data/nowhere"}
    channels = [channel("train", "text/csv;label_size=0", s3=manifest), channel("test", "text/csv", s3=nowhere)]
    report = check(URL, algorithm="kmeans", job=request_of(request({"k": "2", "feature_dim": "2"}, channels), JOB))
    assert [(f.rule, f.location.file, f.location.line) for f in report.findings if f.severity == "error"] == [
        ("LAY102", None, None), ("REQ113", JOB, None), ("CSV130", f"s3://{BUCKET}/elsewhere/b.csv", 2),
    ]  # fmt: skip


def test_what_travels_with_a_unit_knows_its_own_objects_alone(s3: S3Server) -> None:
    s3.put({f"{name}.csv": b"1,2\n" for name in "abc"}, prefix="elsewhere/")
    objects = Objects({}, in_s3=True)
    addresses = [f"s3://{BUCKET}/elsewhere/{name}.csv" for name in "abc"]
    assert [objects.entry(address) for address in addresses] == [Entry(address, 4) for address in addresses]
    fewer = pickle.loads(pickle.dumps(objects.only(addresses[1])))
    s3.put({"b.csv": b"3,4\n"}, prefix="elsewhere/")
    assert [fewer.holds(address) for address in addresses] == [False, True, False]
    stream = fewer.open(addresses[1])
    with pytest.raises(OSError, match=r"^it was changed while it was being read$"):
        stream.read()
