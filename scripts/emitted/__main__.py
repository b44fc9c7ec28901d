"""Runs what `advisor recommend --emit` writes against the SDK that it is for: `python -m scripts.emitted [--sdk 2]`.

Installs the newest SageMaker Python SDK of that major version into a folder of its own, starts the script of every
algorithm in one region of each partition (with `--all-regions` in each that has its image) against a server on
loopback, and compares the request that arrives with the one that `--emit` writes. Prints each difference, and exits 1
if there is one. Algorithms in script mode are left out for version 2, which reads JumpStart's catalogue from S3.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from advisor.advise import recommend
from advisor.advise.plan.emit import Place, emitted
from advisor.advise.plan.sdk_script import without_source
from advisor.knowledge.images import images
from advisor.knowledge.load import algorithm, algorithm_ids

DRIVER = Path(__file__).with_name("started.py")
COMPARED = (
    "AlgorithmSpecification",
    "RoleArn",
    "HyperParameters",
    "InputDataConfig",
    "OutputDataConfig",
    "ResourceConfig",
    "StoppingCondition",
    "EnableManagedSpotTraining",
    "CheckpointConfig",
)
LOOKED_UP = ("model", "code", "sm_drivers")
SILENT: tuple[Any, ...] = (None, False, "", "None", "GZIP", [], {})
Jobs = dict[str, dict[str, Any]]


def written(folder: Path, sdk: Any, *, everywhere: bool) -> Jobs:
    """Writes a script for each algorithm and region; the name of each -> the request that it should send."""
    requests = {}
    for name in algorithm_ids():
        if algorithm(name).script and sdk == 2:
            continue
        advice = recommend("cheap", algorithm=name)
        regions = list(images().accounts(algorithm(name).containers.names[0]))
        partitions = {images().partition_of(region): region for region in regions}
        for region in regions if everywhere else partitions.values():
            place = Place(region, bucket="bucket")
            job = f"{name}.{region}"
            (folder / f"{job}.py").write_text(emitted(advice, "train.py", place, sdk), "utf-8")
            requests[job] = json.loads(emitted(advice, "job.json", place))
    return requests


def installed(folder: Path, sdk: int) -> Path:
    """A Python of its own that holds the SDK."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    package = f"sagemaker>={sdk},<{sdk + 1}"
    subprocess.run((python, "-m", "pip", "install", "--quiet", package), check=True, stderr=subprocess.DEVNULL)
    return python


def started(python: Path, folder: Path) -> dict[str, Any]:
    done = subprocess.run((python, DRIVER, folder), check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    sent: dict[str, Any] = json.loads(done.stdout)
    return sent


def differences(wanted: Jobs, sent: dict[str, Any]) -> Iterator[str]:
    for job, request in wanted.items():
        came = sent[job]
        if isinstance(came, str):
            yield f"{job}: {came}"
            continue
        if algorithm(job.partition(".")[0]).script:
            request, came = _by_hand(without_source(request)), _by_hand(came)
        for member in COMPARED:
            if _said(request.get(member)) != _said(came.get(member)):
                yield f"{job}: {member}: wanted {request.get(member)}, sent {came.get(member)}"


def _by_hand(request: dict[str, Any]) -> dict[str, Any]:
    """Without what the SDK looks up by the id of a JumpStart model: the image, the code and the model."""
    mode = request["AlgorithmSpecification"]["TrainingInputMode"]
    channels = [one for one in request["InputDataConfig"] if one["ChannelName"] not in LOOKED_UP]
    return {**request, "AlgorithmSpecification": {"TrainingInputMode": mode}, "InputDataConfig": channels}


def _said(value: Any) -> Any:
    """Without the members that hold what the API takes for an absent one."""
    if isinstance(value, dict):
        return {name: _said(one) for name, one in value.items() if one not in SILENT}
    return [_said(one) for one in value] if isinstance(value, list) else value or None


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.emitted", description=__doc__)
    parser.add_argument("--sdk", type=int, choices=(2, 3), default=3, help="the SDK's major version (default: 3)")
    parser.add_argument("--python", type=Path, help="a Python that holds the SDK, instead of a new one")
    parser.add_argument("--all-regions", action="store_true", help="every region that has the image")
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as scripts, tempfile.TemporaryDirectory() as environment:
        wanted = written(Path(scripts), args.sdk, everywhere=args.all_regions)
        sent = started(args.python or installed(Path(environment), args.sdk), Path(scripts))
    found = list(differences(wanted, sent))
    sys.stdout.writelines(f"{line}\n" for line in found)
    print(f"{len(wanted)} scripts, {len(found)} differences.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
