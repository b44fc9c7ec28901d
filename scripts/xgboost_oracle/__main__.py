"""Asks the XGBoost container itself, version by version, which settings it takes.

    python -m scripts.xgboost_oracle REPOSITORY

REPOSITORY is a git repository of aws/sagemaker-xgboost-container. Its own checks of hyperparameters and channels run on
generated settings. The settings and the verdicts are written to `tests/knowledge/xgboost_verdicts.jsonl`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

from scripts.xgboost_oracle.settings import Described, generated

VERDICTS = Path(__file__).parents[2] / "tests" / "knowledge" / "xgboost_verdicts.jsonl"
OWN = ("0.90-1", "0.90-2", "1.0-1", "1.2-1", "1.2-2", "1.3-1", "1.5-1", "1.7-1")
BRANCHES = {**{version: version for version in OWN}, "3.0-5": "release-3.0.5", "3.2-0": "master"}
"""Version of the image -> branch of the repository."""
EACH = 155


def exported(repository: Path, branch: str, folder: Path) -> str:
    """Unpacks the sources of a branch, and says which commit it is."""
    git = ("git", "-C", str(repository))
    archive = subprocess.run((*git, "archive", branch, "src"), check=True, capture_output=True).stdout
    with tarfile.open(fileobj=BytesIO(archive)) as tar:
        tar.extractall(folder, filter="data")
    return subprocess.run((*git, "rev-parse", branch), check=True, capture_output=True, text=True).stdout.strip()


def asked(folder: Path, what: str, content: object = None) -> Any:
    """The answer of the container's code in a folder."""
    command = (sys.executable, str(Path(__file__).parent / "container.py"), what)
    environment = {**os.environ, "PYTHONPATH": str(folder / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    given = json.dumps(content)
    ran = subprocess.run(command, input=given, check=True, capture_output=True, text=True, env=environment)
    return json.loads(ran.stdout)


def main(repository: Path) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folders = {version: Path(temporary) / version for version in BRANCHES}
        commits = {version: exported(repository, BRANCHES[version], folder) for version, folder in folders.items()}
        known: Described = {}
        for folder in folders.values():
            for name, fact in asked(folder, "describe").items():
                choices = {*fact.get("choices", ()), *known.get(name, {}).get("choices", ())}
                known[name] = fact | ({"choices": sorted(choices)} if choices else {})
        lines = [json.dumps({"made of": commits})]
        for version, folder in folders.items():
            settings = generated(known, version, EACH)
            for one, verdict in zip(settings, asked(folder, "judge", settings), strict=True):
                row = [version, one["hyperparameters"], one["channels"], one["machines"], verdict]
                lines.append(json.dumps(row, separators=(",", ":")))
    VERDICTS.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(lines) - 1} settings, of which {sum(not line.endswith(',null]') for line in lines[1:])} are refused")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
