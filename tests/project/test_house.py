"""The package is whole, its pages are true, and its modules stay small."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path
from zipfile import ZipFile

from scripts.pages import readme

ROOT = Path(__file__).parents[2]
MOST_SIBLINGS = 18
LONGEST_MODULE = 400
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def shipped() -> set[str]:
    """Every file of the package but what Python makes of it."""
    files = (path for path in (ROOT / "advisor").rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(ROOT).as_posix() for path in files}


def test_wheel_holds_every_file_of_the_package(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path], cwd=ROOT, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
        entry_points = next(name for name in names if name.endswith("entry_points.txt"))
        assert "advisor = advisor.cli:main" in archive.read(entry_points).decode()
    assert wheel.name.startswith("sagemaker_advisor-")
    assert {name for name in names if ".dist-info/" not in name} == shipped()
    assert {
        "advisor/knowledge/algorithms/kmeans.yaml",
        "advisor/knowledge/notes/notes.txt",
        "advisor/py.typed",
    } <= names


def imported(modules: Iterable[Path]) -> set[str]:
    """The packages that modules import, by name."""
    names = set()
    for path in modules:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names.add(node.module or "")
    return {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"advisor"}


def declared(requirements: list[str]) -> set[str]:
    """The packages that requirements bring, by the names under which they are imported."""
    names = {"protobuf": "google", "pillow": "PIL", "ruamel-yaml": "ruamel", "scikit-learn": "sklearn"}
    wanted = (re.split(r"[^\w-]", requirement)[0] for requirement in requirements)
    return {names.get(name, name) for name in wanted}


def test_each_package_that_is_imported_is_declared() -> None:
    project, room = PROJECT["project"], ROOT / "advisor"
    core, extras = declared(project["dependencies"]), project["optional-dependencies"]
    fast, shells = (
        set((room / "formats" / "kernels").rglob("*.py")),
        {*room.glob("cli/*.py"), *room.rglob("wizard/**/*.py")},
    )
    s3, cluster = room / "dataset" / "s3.py", room / "engine" / "reading" / "cluster.py"
    tables = room / "formats" / "tables"
    parquet = {tables / "parquet_file.py", tables / "csv_arrays.py", room / "conversion" / "tables" / "parquet.py"}
    text = room / "conversion" / "text" / "word_counts.py"
    assert imported(set(room.rglob("*.py")) - fast - shells - parquet - {s3, cluster, text}) == core
    assert imported([text]) - core == declared(extras["text"])
    assert imported([s3]) - {"aiohttp", "botocore", "fsspec"} == declared(extras["s3"])
    assert imported(parquet) - core == declared(extras["parquet"])
    assert imported([cluster]) == declared(extras["cluster"])
    assert imported(fast) - core - {"llvmlite"} == declared(extras["fast"])
    assert imported(shells) - core == declared(extras["wizard"])


def test_no_module_is_long() -> None:
    modules = [path for room in ("advisor", "scripts", "tests", "examples") for path in (ROOT / room).rglob("*.py")]
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in modules if not path.stem.endswith("_pb2")}
    assert {str(path): length for path, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_no_folder_of_code_is_crowded() -> None:
    folders = (folder for room in ("advisor", "scripts", "tests") for folder in (ROOT / room).rglob("*/"))
    rooms = [folder for folder in folders if any(folder.glob("*.py"))]
    siblings = {str(room): len([one for one in room.iterdir() if not one.name.startswith("__")]) for room in rooms}
    assert {room: count for room, count in siblings.items() if count > MOST_SIBLINGS} == {}


def test_page_of_the_architecture_shows_the_layers_that_are_enforced() -> None:
    layers = PROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
    block = "".join(f"    {layer}\n" for layer in layers)
    assert block in (ROOT / "docs" / "architecture.md").read_text("utf-8")


def test_readme_shows_what_the_commands_print() -> None:
    text = readme.README.read_text("utf-8")
    assert len(readme.BLOCK.findall(text)) >= 3
    assert readme.refreshed(text) == text, "run python -m scripts.pages readme"


def test_readme_shows_nothing_wider_than_a_terminal() -> None:
    blocks = readme.BLOCK.finditer(readme.README.read_text("utf-8"))
    lines = (line for block in blocks for line in block[0].splitlines())
    assert [line for line in lines if len(line) > 80 and "://" not in line] == []
