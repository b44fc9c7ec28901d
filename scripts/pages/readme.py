"""Runs the commands that README.md shows, and writes their output below them: `python -m scripts.pages readme`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from scripts.pages.markdown import ROOT

README = ROOT / "README.md"
BLOCK = re.compile(r"^```console\n\$ (?P<command>.*)\n(?P<output>(?:.*\n)*?)```$", re.MULTILINE)
SECONDS = re.compile(r"\d+(\.\d+)? ?(ms|s)\b")


def pages() -> dict[Path, str]:
    return {README: refreshed(README.read_text("utf-8"))}


def refreshed(text: str) -> str:
    """The text with the real output below each command. A time that has changed alone is no change."""
    return BLOCK.sub(_refreshed, text)


def _refreshed(block: re.Match[str]) -> str:
    output = run(block["command"])
    if SECONDS.sub("", output) == SECONDS.sub("", block["output"]):
        return block[0]
    return f"```console\n$ {block['command']}\n{output}```"


def run(command: str) -> str:
    """What a terminal of 80 columns shows of a command, run in the root of the project."""
    script = f'advisor() {{ "{sys.executable}" -m advisor "$@"; }}\n{command}'
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1"}
    done = subprocess.run(script, shell=True, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return "".join(f"{line.rstrip()}\n" for line in (done.stdout + done.stderr).splitlines())
