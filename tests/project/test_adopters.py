"""What adopters take: the hook run by pre-commit, the action's steps run as a runner does, the example repository."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from advisor.cli import main

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "gate"

UNCOMPILED = {"PIP_NO_COMPILE": "0"}
"""For pip, to which a false value says yes here: most of what is installed is never imported."""


def yaml(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path.read_text("utf-8"))


def git(folder: Path, *words: str) -> str:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    done = subprocess.run(
        ["git", *who, *words], cwd=folder, env=environment, check=True, capture_output=True, text=True
    )  # fmt: skip
    return done.stdout


def committed(folder: Path) -> None:
    """Makes a repository of the folder, with all of it in one commit."""
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "begin")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The example repository, all of it committed."""
    folder = tmp_path / "repository"
    shutil.copytree(EXAMPLE, folder)
    committed(folder)
    return folder


def spoil(repository: Path) -> None:
    data = next((repository / "data" / "train").glob("*.csv"))
    data.write_text(data.read_text() + "5.1,unknown,1.4,0.2\n")


def test_the_example_passes_and_its_bad_commit_fails(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository)
    assert main(["check"]) == 0
    spoil(repository)
    assert main(["check"]) == 1


@pytest.fixture
def hooks(tmp_path: Path) -> Path:
    """The files that pre-commit takes from this repository, in one of their own."""
    folder = tmp_path / "advisor"
    shutil.copytree(ROOT / "advisor", folder / "advisor", ignore=shutil.ignore_patterns("__pycache__"))
    for name in (".pre-commit-hooks.yaml", "pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, folder)
    committed(folder)
    return folder


def test_hook(repository: Path, hooks: Path, tmp_path: Path) -> None:
    revision = git(hooks, "rev-parse", "HEAD").strip()
    used = {"repo": str(hooks), "rev": revision, "hooks": [{"id": "advisor"}]}
    (repository / ".pre-commit-config.yaml").write_text(json.dumps({"repos": [used]}))
    git(repository, "add", "-A")
    environment = {**os.environ, **UNCOMPILED, "PRE_COMMIT_HOME": str(tmp_path / "hooks")}
    command = [sys.executable, "-m", "pre_commit", "run", "--all-files", "--verbose"]

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=repository, env=environment, capture_output=True, text=True, check=False, timeout=300
        )  # fmt: skip

    done = run()
    assert done.returncode == 0, done.stdout + done.stderr
    spoil(repository)
    done = run()
    assert (done.returncode, "CSV130" in done.stdout) == (1, True), done.stdout + done.stderr


@pytest.mark.parametrize(("name", "taken"), [("a/train/x.csv", True), ("x.recordio", True), ("x.py", False)])
def test_which_files_the_hook_on_data_takes(name: str, taken: bool) -> None:
    (hook,) = (hook for hook in yaml(ROOT / ".pre-commit-hooks.yaml") if hook["id"] == "advisor-data")
    assert bool(re.search(hook["files"], name)) == taken


class Runner:
    """Runs the steps of the composite action that are shell, with the environment and the files of a runner."""

    def __init__(self, repository: Path, temporary: Path, **inputs: str) -> None:
        self.action = yaml(ROOT / "action.yml")
        given = {name: known.get("default", "") for name, known in self.action["inputs"].items()} | inputs
        self.known = {f"inputs.{name}": value for name, value in given.items()} | {"runner.temp": str(temporary)}
        self.files = {name: temporary / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        self.environment = {
            **os.environ, **UNCOMPILED, "GITHUB_ACTION_PATH": str(ROOT), "RUNNER_TEMP": str(temporary),
            **{name: str(file) for name, file in self.files.items()},
        }  # fmt: skip
        self.repository = repository

    def step(self, name: str) -> subprocess.CompletedProcess[str]:
        (step,) = (step for step in self.action["runs"]["steps"] if step["name"] == name)
        environment = {key: self._filled(value) for key, value in step.get("env", {}).items()}
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.repository, env={**self.environment, **environment}, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def _filled(self, text: str) -> str:
        return re.sub(r"\$\{\{ (\S+) \}\}", lambda match: self.known[match[1]], text)


def test_action(repository: Path, tmp_path: Path) -> None:
    temporary = tmp_path / "runner"
    temporary.mkdir()
    runner = Runner(repository, temporary, extras="", python=sys.executable)
    assert runner.step("Install").returncode == 0
    done = runner.step("Check")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "✅ Pass" in runner.files["GITHUB_STEP_SUMMARY"].read_text()
    spoil(repository)
    done = runner.step("Check")
    assert done.returncode == 1
    assert "::error title=CSV130 cell-not-a-number,file=data/train/" in done.stdout
    sarif = dict(line.split("=", 1) for line in runner.files["GITHUB_OUTPUT"].read_text().splitlines())["sarif"]
    assert json.loads(Path(sarif).read_text())["runs"][0]["results"][0]["ruleId"] == "CSV130"


def test_no_input_of_the_action_is_put_into_a_script() -> None:
    for step in yaml(ROOT / "action.yml")["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


SCHEMAS = {
    "action.yml": "github-actions",
    "examples/gate/pipelines/github.yml": "github-workflows",
    "examples/gate/pipelines/gitlab.yml": "gitlab-ci",
    "examples/gate/pipelines/buildkite.yml": "buildkite",
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_templates_are_valid_by_the_schemas_of_their_services(name: str) -> None:
    schema = f"vendor.{SCHEMAS[name]}"
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(ROOT / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _script(name: str) -> str:
    """What a template runs, as its service hands it to a shell."""
    if name == "Jenkinsfile":
        return "\n".join(re.findall(r"sh '(.+)'", (EXAMPLE / "pipelines" / name).read_text("utf-8")))
    content = yaml(EXAMPLE / "pipelines" / name)
    if name == "gitlab.yml":
        return "\n".join(content["advisor"]["script"])
    if name == "buildspec.yml":
        return "\n".join(line for phase in content["phases"].values() for line in phase["commands"])
    return str(content["steps"][0]["command"]).replace("$$", "$")


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("gitlab.yml", ["code-quality.json", "report.xml"]),
        ("buildspec.yml", ["reports/advisor.xml"]),
        ("Jenkinsfile", ["advisor.xml"]),
        ("buildkite.yml", ["annotation"]),
    ],
)
def test_templates_pass_and_fail_and_leave_their_reports(name: str, left: list[str], repository: Path) -> None:
    """Run by a shell that ends at the first failure; what installs and what annotates is stood in for."""
    tools = repository.parent / "tools"
    tools.mkdir()
    for tool, line in {
        "advisor": f'exec {sys.executable} -m advisor "$@"', "pip": "true", "buildkite-agent": "cat > annotation",
        "python": 'mkdir -p "$3/bin"; cp $(dirname "$0")/pip $(dirname "$0")/advisor "$3/bin"',
    }.items():  # fmt: skip
        (tools / tool).write_text(f"#!/bin/bash\n{line}\n")
        (tools / tool).chmod(0o755)
    environment = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}

    def run() -> subprocess.CompletedProcess[str]:
        command = ["bash", "-e", "-c", _script(name)]
        return subprocess.run(command, cwd=repository, env=environment, capture_output=True, text=True, check=False)

    done = run()
    assert done.returncode == 0, done.stdout + done.stderr
    spoil(repository)
    done = run()
    assert done.returncode == 1, done.stdout + done.stderr
    assert all("CSV130" in (repository / file).read_text() for file in left)
