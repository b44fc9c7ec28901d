"""Input that means harm, or is merely unlucky: a clear message or a finding, and nothing that steers what reads it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from advisor.cli import main
from advisor.findings import Example, Finding, Ignored, Location, Report, Skipped, Summary, Tool
from advisor.report import RENDERERS, renderer
from advisor.report.terminal import Look, Shown
from tests.documents.documents import REQUEST

EVIL = "\x1b[2J\r\n::error::gone\x07\u202e##vso[task.complete]\ud800"


def report() -> Report:
    """A report in which every text is hostile."""
    location = Location(file=EVIL, line=1, column=1, key=EVIL)
    finding = Finding(
        rule="CSV130", name="cell-not-a-number", severity="error", message=EVIL, channel=EVIL, location=location,
        value=EVIL, count=1, count_exact=True, examples=(Example(location=location, value=EVIL),), fix=EVIL,
        source=(EVIL,), training_error=EVIL,
    )  # fmt: skip
    return Report(
        tool=Tool(version="1"), algorithm="kmeans", verdict="fail", status="complete",
        summary=Summary(errors=1, warnings=0, infos=0, files=1, bytes=1, records=1, seconds=0),
        findings=(finding,), channels={}, derived={EVIL: EVIL}, skipped=(Skipped(rule=None, because=EVIL),),
        ignored=(Ignored(rule="CSV131", reason=EVIL, count=1),),
    )  # fmt: skip


@pytest.mark.parametrize("name", RENDERERS)
def test_no_format_lets_controls_or_commands_through(name: str) -> None:
    text = renderer(name)([Shown(report(), Look(), name="evil")])
    text.encode("utf-8")
    if name in ("json", "sarif", "gitlab"):
        json.loads(text)
        return
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202e]", text)
    commands = [line for line in text.splitlines() if re.match(r"\s*::|.*##(vso)?\[", line)]
    assert [line for line in commands if not (name == "github" and line.startswith(("::error ", "::notice ")))] == []


def test_several_reports_are_one_document_whatever_they_hold() -> None:
    text = renderer("json")([Shown(report(), Look(), name=name) for name in ("a", "b")])
    text.encode("utf-8")
    assert set(json.loads(text)["data"]) == {"a", "b"}


@pytest.mark.parametrize("command", ["recommend", "explain"])
def test_words_that_are_no_unicode(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "caf\udce9 churn prediction", "--output-format", "json"]) in (0, 1)
    json.loads(capsys.readouterr().out)


def test_surrogates_in_a_request(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    request = json.loads(json.dumps(REQUEST))
    request["InputDataConfig"][0]["ContentType"] = "text/\ud800csv"
    request["HyperParameters"]["\udfff"] = "\ud801"
    (tmp_path / "job.json").write_text(json.dumps(request))
    for name in RENDERERS:
        assert main(["check", "--job", str(tmp_path / "job.json"), "--output-format", name]) == 1
        capsys.readouterr().out.encode("utf-8")


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["check", *words]) == 2
    message = capsys.readouterr().err
    assert "internal error" not in message
    return message


def test_requests_that_do_not_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cyclic, nested, pipe = tmp_path / "a.yaml", tmp_path / "b.yaml", tmp_path / "pipe"
    cyclic.write_text("HyperParameters: {k: '1'}\nTags: &t [*t]\n")
    assert "refers to itself" in refused(capsys, "--job", str(cyclic))
    levels = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))
    nested.write_text(f"a0: &a0 [1]\n{levels}HyperParameters: {{}}\n")
    assert "values" in refused(capsys, "--job", str(nested))
    os.mkfifo(pipe)
    assert "is no regular file" in refused(capsys, "--job", str(pipe))
    assert "is no regular file" in refused(capsys, "--job", "/dev/zero")


def test_a_request_that_is_too_large(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (tmp_path / "job.json").open("wb") as stream:
        stream.truncate(1 << 30)
    assert "is larger than 32 MiB" in refused(capsys, "--job", str(tmp_path / "job.json"))


def checked(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    main(["check", str(folder), "--algorithm", "kmeans", "--output-format", "json", *words])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_links(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Those within the folder are followed; those out of it only if told; what is not read is named."""
    train, other = tmp_path / "data" / "train", tmp_path / "other"
    train.mkdir(parents=True)
    other.mkdir()
    (train / "a.csv").write_text("1,2\n3,4\n")
    (other / "secret.csv").write_text("key,secret\n")
    (train / "same.csv").symlink_to("a.csv")
    (train / "loop").symlink_to(".")
    (train / "broken.csv").symlink_to("nothing")
    (tmp_path / "data" / "test").symlink_to(other)
    report = checked(tmp_path / "data", capsys)
    assert (report["verdict"], report["summary"]["files"]) == ("pass", 2)
    assert [s["because"].partition(":")[0] for s in report["skipped"]] == ["test", "train/broken.csv", "train/loop"]
    assert "secret" not in json.dumps(report)
    assert checked(tmp_path / "data", capsys, "--follow-links")["summary"]["files"] == 3


def test_an_output_file_keeps_who_may_read_it(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("1,2\n")
    out = tmp_path / "report.txt"
    out.touch(mode=0o640)
    out.chmod(0o640)
    main(["check", str(tmp_path / "a.csv"), "--output-file", str(out)])
    assert out.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(not Path("/proc").exists(), reason="processes are looked up in /proc")
def test_no_process_outlives_a_command_that_is_killed(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b'1,"x",2\n' * (1 << 24))
    mark = f"advisor-test-{os.getpid()}"
    command = [sys.executable, "-m", "advisor", "check", str(tmp_path), "--workers", "2"]
    environment = {**os.environ, "ADVISOR_TEST_MARK": mark, "NUMBA_CACHE_DIR": str(tmp_path / "loops")}  # no threads
    started = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def alive() -> int:
        return sum(mark.encode() in _environment(entry) for entry in Path("/proc").glob("[0-9]*/environ"))

    deadline = time.monotonic() + 60
    while alive() < 4 and started.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert started.poll() is None
    started.send_signal(signal.SIGKILL)
    started.wait()
    deadline = time.monotonic() + 20  # two seconds on an idle machine
    while alive() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert alive() == 0


def _environment(entry: Path) -> bytes:
    try:
        return entry.read_bytes()
    except OSError:
        return b""
