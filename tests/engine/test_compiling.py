"""Every loop is compiled ahead of time, so that no file waits for one, and what is kept is loaded without numba."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("numba", reason="the extra `fast` is not installed")

COMPILE = """
from importlib import import_module
from pkgutil import walk_packages
from advisor.cli import main
from advisor.formats import kernels
from advisor.formats.kernels.loops import Loop
assert main(["compile"]) == 0
modules = [import_module(module.name) for module in walk_packages(kernels.__path__, f"{kernels.__name__}.")]
loops = {loop for module in modules for loop in vars(module).values() if isinstance(loop, Loop)}
print(len(loops), [loop.function.__name__ for loop in loops if not loop.dispatcher.signatures])
"""

LOAD = """
import sys
from advisor.cli import main
assert main(["compile"]) == 0
assert "numba" not in sys.modules
"""


def test_every_loop_is_compiled_and_loads_without_numba(tmp_path: Path) -> None:
    said, counted = _said(COMPILE, tmp_path)
    assert said.startswith(f"compiled loops are kept in {tmp_path}")
    assert (int(counted.split()[0]) > 50, counted.partition(" ")[2]) == (True, "[]")
    kept = {path.name: path.read_bytes() for path in tmp_path.rglob("*.o")}
    assert "csv_cells.take_rows.o" in kept
    assert _said(LOAD, tmp_path) == [said]
    assert {path.name: path.read_bytes() for path in tmp_path.rglob("*.o")} == kept


def _said(program: str, folder: Path) -> list[str]:
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(folder), "NUMBA_OPT": "0"}
    command = [sys.executable, "-c", program]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.splitlines()
